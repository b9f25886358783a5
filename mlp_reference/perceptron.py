"""The perceptron, a linear unit with a step (Rosenblatt 1958), its learning rule, and two ways past its limit. Topic 01_perceptron.

One sample a row in X (N, D), weights w (D,), bias b, labels 0 and 1. The unit fires where w·x + b is strictly positive.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_reference.backend import array_module, float_array


def linear_score(X: Any, w: Any, b: float) -> Any:
    """The score w·x + b of every row of X (N, D), shape (N,)."""
    return X @ w + b


def perceptron_predict(X: Any, w: Any, b: float) -> Any:
    """1 where the score is strictly positive, else 0: integers (N,)."""
    return (linear_score(X, w, b) > 0).astype(np.int64)


def perceptron_update(w: Any, b: float, x: Any, y: int, lr: float = 1.0) -> tuple[Any, float]:
    """(w, b) after one sample x (D,) with label y: both move by lr·(y − ŷ), w along x. Nothing moves where ŷ = y."""
    fires = int(perceptron_predict(x[None, :], w, b)[0])
    step = lr * (int(y) - fires)
    return w + step * x, float(b + step)


def perceptron_fit(X: Any, y: Any, lr: float = 1.0, max_epochs: int = 100) -> tuple[Any, float, list[int]]:
    """(w, b, mistakes) from zeros, the rows of X (N, D) visited in order; mistakes[e] counts the wrong predictions of epoch e.

    Ends after the first epoch without a mistake, which comes where a plane separates the labels (Novikoff 1962), or after
    `max_epochs`.
    """
    X, w, b, mistakes = float_array(X), array_module(X).zeros(X.shape[1]), 0.0, []
    while len(mistakes) < max_epochs and 0 not in mistakes[-1:]:
        mistakes.append(0)
        for x, label in zip(X, y.tolist(), strict=True):
            mistakes[-1] += int(perceptron_predict(x[None, :], w, b)[0] != label)
            w, b = perceptron_update(w, b, x, label, lr)
    return w, b, mistakes


def collapse_linear(W1: Any, b1: Any, W2: Any, b2: Any) -> tuple[Any, Any]:
    """(W, b) of the one layer that two linear layers are: (X W1 + b1) W2 + b2 = X (W1 W2) + (b1 W2 + b2) for every X.

    W1 (D, H), b1 (H,), W2 (H, K) and b2 (K,) give W (D, K) and b (K,).
    """
    return W1 @ W2, b1 @ W2 + b2


def same_value_network() -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """(W1, b1, w2, b2), shapes (2, 2), (2,), (2,) and a float: two layers of step units that tell whether two bits are equal.

    The hidden units fire for (1, 1) alone and for (0, 0) alone; the output fires if either does. No single unit can do it
    (Minsky & Papert 1969).
    """
    W1 = np.array([[1.0, -1.0], [1.0, -1.0]])  # one column a hidden unit
    return W1, np.array([-1.5, 0.5]), np.array([1.0, 1.0]), -0.5


def rbf_features(X: Any, centers: Any, gamma: float) -> Any:
    """exp(−γ·‖x − c‖²) of every row x of X (N, D) and every row c of `centers` (M, D), shape (N, M): Gaussian bumps, fixed."""
    xp = array_module(X)
    differences = float_array(X)[:, None, :] - centers[None, :, :]  # (N, M, D)
    return xp.exp(-gamma * (differences**2).sum(axis=2))
