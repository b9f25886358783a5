"""Model selection: data in three parts, and the choice of λ by the validation loss alone. Topic 07_regularization."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np

Model = TypeVar("Model")


def train_val_test_split(
    X: Any, y: Any, val_fraction: float, test_fraction: float, rng: np.random.Generator
) -> tuple[tuple[Any, Any], tuple[Any, Any], tuple[Any, Any]]:
    """((Xtr, ytr), (Xva, yva), (Xte, yte)): the rows of X (N, D) with their labels y (N,), dealt out in an order drawn from `rng`.

    Validation and test get round(fraction·N) rows each, training the rest; a part may be empty. Raises ValueError for unequal
    lengths, and where the fractions ask for more rows than there are.
    """
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows and y has {len(y)} labels: they must be equal")
    n_val, n_test = round(val_fraction * len(X)), round(test_fraction * len(X))
    n_train = len(X) - n_val - n_test
    if min(n_train, n_val, n_test) < 0:
        raise ValueError(f"{n_val} validation and {n_test} test rows cannot be taken from {len(X)}")
    parts = np.split(rng.permutation(len(X)), [n_train, n_train + n_val])
    train, val, test = ((X[rows], y[rows]) for rows in parts)
    return train, val, test


def select_lambda(
    lams: Iterable[float], fit: Callable[[float], Model], validation_loss: Callable[[Model], float]
) -> float:
    """The λ whose model `fit(λ)` has the smallest `validation_loss(model)`, the first of equals; each λ is fitted once."""
    return min(lams, key=lambda lam: validation_loss(fit(lam)))
