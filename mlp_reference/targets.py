"""Inputs and targets as a network needs them, checked once: in its dtype, where its parameters lie. And its losses by name."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_reference.backend import array_module
from mlp_reference.losses import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    cross_entropy,
    cross_entropy_backward,
    mse_backward,
    mse_loss,
)
from mlp_reference.metrics import one_hot

LOSSES = {  # name: (loss, gradient by the outputs), of outputs Z (N, K) and targets as `as_targets` returns them
    "binary_cross_entropy": (
        lambda Z, y: binary_cross_entropy(Z[:, 0], y),
        lambda Z, y: binary_cross_entropy_backward(Z[:, 0], y)[:, None],
    ),
    "cross_entropy": (cross_entropy, cross_entropy_backward),
    "mse": (mse_loss, mse_backward),
}


def as_inputs(X: Any, D: int, like: Any) -> Any:
    """X (N, D), N ≥ 1, in dtype and on the device of `like`. Raises ValueError for another shape, or where there are no numbers."""
    X = _array(X, "X")
    if X.ndim != 2 or X.shape[1] != D or not len(X):
        raise ValueError(f"X has shape {X.shape}; (N, {D}) is expected, one sample a row")
    return array_module(like).asarray(X, dtype=like.dtype)


def as_targets(y: Any, N: int, K: int, loss: str, like: Any) -> Any:
    """Labels (N,) as integers, or under mse targets (N, K) in the dtype of `like`; on its device.

    Raises ValueError for another shape, for labels that are no integers, and for labels beyond the classes.
    """
    y, shape = _array(y, "y"), (N, K) if loss == "mse" else (N,)
    if y.shape != shape:
        raise ValueError(f"y has shape {y.shape}; for {N} rows of X and the loss {loss}, {shape} is expected")
    if loss == "mse":
        return array_module(like).asarray(y, dtype=like.dtype)
    if y.dtype.kind not in "biu":
        raise ValueError(f"y has dtype {y.dtype}; labels are integers: convert them with y.astype(int)")
    classes = 2 if loss == "binary_cross_entropy" else K
    low, high = int(y.min()), int(y.max())
    if low < 0 or high >= classes:
        raise ValueError(
            f"y holds label {low if low < 0 else high}; labels of {classes} classes go from 0 to {classes - 1}"
        )
    return array_module(like).asarray(y, dtype=np.int64)


def target_rows(y: Any, K: int, loss: str, dtype: Any) -> Any:
    """The targets T (N, K) that the activated outputs should have: one-hot rows for labels of K classes."""
    if loss == "mse":
        return y
    return (one_hot(y, K) if loss == "cross_entropy" else y[:, None]).astype(dtype)


def _array(x: Any, name: str) -> Any:
    array = array_module(x).asarray(x)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} has dtype {array.dtype}; an array of numbers is expected")
    return array
