"""Training: a data set in minibatches, and stochastic gradient descent over them. Topic 06_optimization.

Any model will do: `loss_and_grads(params, X, y)` returns its loss on a batch and a dict of gradients named like `params`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from mlp_reference.backend import array_module
from mlp_reference.optimizers import sgd_step


def minibatches(X: Any, y: Any, batch_size: int, rng: np.random.Generator) -> Iterator[tuple[Any, Any]]:
    """(X_batch, y_batch) after (X_batch, y_batch): each sample once, in an order drawn from `rng`.

    X (N, D) and y (N,) stay as they are. Every batch has `batch_size` rows but the last, which has what remains, at least one.
    Raises ValueError where there is not one label a row, or the size is not positive.
    """
    if len(y) != len(X):
        raise ValueError(f"y has {len(y)} labels for the {len(X)} rows of X")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; a batch holds at least one sample")
    order = array_module(X).asarray(rng.permutation(len(X)))  # (N,)
    return ((X[rows], y[rows]) for rows in (order[i : i + batch_size] for i in range(0, len(order), batch_size)))


def train(
    X: Any,
    y: Any,
    params: Mapping[str, Any],
    loss_and_grads: Callable[[Mapping[str, Any], Any, Any], tuple[float, Mapping[str, Any]]],
    lr: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[dict[str, Any], list[float]]:
    """(params, history) of SGD over fresh minibatches in every epoch; history[e] is the loss on all of X, y after epoch e."""
    params, history = dict(params), []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            params = sgd_step(params, loss_and_grads(params, X_batch, y_batch)[1], lr)
        history.append(float(loss_and_grads(params, X, y)[0]))
    return params, history
