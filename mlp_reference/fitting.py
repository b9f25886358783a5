"""Training a network: epochs of minibatches at a scheduled rate, validation, early stopping, a history."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from mlp_reference.early_stopping import EarlyStopping
from mlp_reference.fast import FastPath
from mlp_reference.history import History
from mlp_reference.mlp import MLP
from mlp_reference.schedules import Schedule, constant
from mlp_reference.training import minibatches

PATIENT = 2  # seconds; what takes longer shows a progress bar


def fit(
    model: MLP,
    X: Any,
    y: Any,
    *,
    lr: float | Schedule,
    epochs: int = 20,
    batch_size: int = 32,
    validation: tuple[Any, Any] | None = None,
    patience: int | None = None,
    rng: np.random.Generator | int = 0,
    progress: bool = True,
    fast: bool = True,
) -> History:
    """Train `model` on X (N, D) and its targets y; `lr` is a rate or a schedule, `rng` (a generator or a seed) orders the samples.

    With `validation` (X_val, y_val) its loss is noted after every epoch; with `patience` training ends when it has not fallen for
    so many epochs, and the best epoch's parameters stay. What takes longer than PATIENT shows a progress bar. `fast` says whether
    to go by `FastPath` or by `MLP.step`: the numbers are the same to rounding.
    Raises ValueError for arguments that do not fit, FloatingPointError when the loss is no longer finite.
    """
    if patience is not None and validation is None:
        raise ValueError("patience needs validation: give validation=(X_val, y_val), or leave patience away")
    if epochs < 1 or batch_size < 1:
        raise ValueError(f"epochs is {epochs} and batch_size is {batch_size}; there is at least one of each")
    X, y, rng = model.inputs(X), model.targets(y, len(X)), np.random.default_rng(rng)
    if validation is not None:
        X_val, y_val = model.inputs(validation[0]), model.targets(validation[1], len(validation[0]))
    rate = lr if callable(lr) else constant(lr)
    stopping = EarlyStopping(epochs if patience is None else patience)
    history, model.state = History(), {}
    path = (FastPath if fast else SlowPath)(model, X, y, batch_size)
    for epoch in _bar(range(epochs), progress):
        start = time.perf_counter()
        with np.errstate(over="ignore", invalid="ignore"):  # a diverging loss is said once, below
            loss = path.epoch(rate(epoch), rng)
        if not math.isfinite(loss):
            raise FloatingPointError(_diverged(loss, epoch, rate(epoch), X))
        history.loss.append(loss)
        history.rate.append(rate(epoch))
        history.seconds.append(time.perf_counter() - start)
        history.best_epoch = epoch
        if validation is not None and _validated(model, X_val, y_val, history, stopping) and patience is not None:
            break
    if patience is not None:
        model.params, history.best_epoch = stopping.best_params, stopping.best_epoch
    return history


class SlowPath:
    """Epochs of `MLP.step`: what the fast path does, to be read."""

    def __init__(self, model: MLP, X: Any, y: Any, batch_size: int):
        self.model, self.X, self.y, self.batch_size = model, X, y, batch_size

    def epoch(self, lr: float, rng: np.random.Generator) -> float:
        """The mean loss of one epoch of updates, in an order drawn from `rng`."""
        batches = minibatches(self.X, self.y, self.batch_size, rng)
        return sum(len(y) * self.model.step(X, y, lr) for X, y in batches) / len(self.X)


def _validated(model: MLP, X: Any, y: Any, history: History, stopping: EarlyStopping) -> bool:
    """Note the epoch's validation; True where training should stop."""
    scores = model.evaluate(X, y)
    history.val_loss.append(scores["loss"])
    if "accuracy" in scores:
        history.val_accuracy.append(scores["accuracy"])
    return stopping.update(scores["loss"], model.params)


def _diverged(loss: float, epoch: int, rate: float, X: Any) -> str:
    if not bool((abs(X) < math.inf).all()):
        return f"the loss is {loss} in epoch {epoch}, and X holds NaN or infinity: remove those samples"
    return f"the loss is {loss} in epoch {epoch} at rate {rate:g}: take a smaller lr, or scale X to about 1"


def _bar(epochs: Iterable[int], progress: bool) -> Iterable[int]:
    if not progress:
        return epochs
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("the progress bar needs tqdm: `pip install tqdm`, or pass progress=False") from None
    return tqdm(epochs, desc="epochs", unit="epoch", delay=PATIENT)
