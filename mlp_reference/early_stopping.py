"""Early stopping: end training when the validation loss no longer falls, and keep the best parameters. Topic 08_early_stopping.

An epoch improves when its loss is less than best − min_delta, where best is the loss of the last epoch that improved.
Epochs count from 0. See Prechelt, "Early stopping, but when?" (1998).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from mlp_reference.backend import array_module


class EarlyStopping:
    """Watches a training, updated once an epoch; `best_loss`, `best_epoch`, `best_params` are those of the last that improved.

    Raises ValueError for a patience less than 1.
    """

    def __init__(self, patience: int, min_delta: float = 0.0):
        if patience < 1:
            raise ValueError(f"patience is {patience}; it is at least one epoch")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = float("inf"), -1, None
        self.epoch = -1

    def update(self, val_loss: float, params: dict[str, Any] | None) -> bool:
        """Note an epoch's loss and, if it improves, a copy of its parameters. True where the training should stop now."""
        self.epoch += 1
        if self.epoch == 0 or val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch, self.best_params = val_loss, self.epoch, copy.deepcopy(params)
        return self.epoch - self.best_epoch >= self.patience


def stopping_point(val_losses: Iterable[float], patience: int, min_delta: float = 0.0) -> tuple[int, int]:
    """(best_epoch, stop_epoch): the last epoch that improved, and the first that is the `patience`-th in a row that did not.

    Where there is no such epoch, stop_epoch is the last one. Raises ValueError where there is no loss.
    """
    stopping = EarlyStopping(patience, min_delta)
    any(stopping.update(loss, None) for loss in val_losses)
    if stopping.epoch < 0:
        raise ValueError("there is no loss, so no epoch is the best")
    return stopping.best_epoch, stopping.epoch


def fit_with_early_stopping(
    step: Callable[[Any], Any], validate: Callable[[Any], float], params: Any, patience: int, max_epochs: int
) -> tuple[Any, list[float]]:
    """(best_params, history): epochs of `params = step(params)`, history[e] = validate(params), until `EarlyStopping` says stop.

    `step` may work in place: it gets a copy of `params`. Raises ValueError where max_epochs is less than 1.
    """
    if max_epochs < 1:
        raise ValueError(f"max_epochs is {max_epochs}; there is at least one epoch")
    stopping, history, params = EarlyStopping(patience), [], copy.deepcopy(params)
    for _ in range(max_epochs):
        params = step(params)
        history.append(validate(params))
        if stopping.update(history[-1], params):
            break
    return stopping.best_params, history


def linear_range_error(X: Any, W: Any) -> float:
    """max |tanh(XW) − XW| over all samples and units: how far tanh units with weights W (D, K) are from linear ones on X (N, D)."""
    xp = array_module(X, W)
    Z = xp.asarray(X) @ xp.asarray(W)
    return float(xp.max(xp.abs(xp.tanh(Z) - Z)))
