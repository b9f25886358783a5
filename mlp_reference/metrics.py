"""From logits to classes, and how many of them are right. Topic 05_softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_reference.backend import array_module


def one_hot(y: Any, num_classes: int) -> Any:
    """Rows of zeros with a 1 at each label: labels y (N,) as targets (N, K) of float64."""
    return (y[:, None] == array_module(y).arange(num_classes)).astype(np.float64)


def predict(Z: Any) -> Any:
    """The class with the largest logit in each row of Z (N, K), the first of equals, as integers (N,)."""
    return Z.argmax(axis=1)


def accuracy(Z: Any, y: Any) -> float:
    """The share of rows of logits Z (N, K) whose prediction is the label in y (N,). Raises ValueError for unequal lengths."""
    if y.shape != (len(Z),):  # (N,) == (N, 1) would compare every pair
        raise ValueError(f"y has shape {y.shape}; Z has {len(Z)} rows, so ({len(Z)},) is expected")
    return float((predict(Z) == y).mean())
