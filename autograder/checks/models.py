"""Small models with their loss and gradients, known to both sides by name, where an exercise trains whatever it is given.

Each takes `(params, X, y)` and returns the loss, averaged over the rows of X (N, D), and a dict of gradients named like `params`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

Params = Mapping[str, np.ndarray]
LossAndGrads = Callable[[Params, np.ndarray, np.ndarray], tuple[float, dict[str, np.ndarray]]]


def line(params: Params, X: np.ndarray, y: np.ndarray) -> tuple[float, dict[str, np.ndarray]]:
    """Half the mean squared error of Xw + b, with w (D,) and b (1,), for numbers y (N,)."""
    X, y, w, b = (np.asarray(value, dtype=float) for value in (X, y, params["w"], params["b"]))
    error = X @ w + b - y  # (N,)
    return float(0.5 * np.mean(error**2)), {"w": X.T @ error / len(X), "b": np.array([np.mean(error)])}


def classes(params: Params, X: np.ndarray, y: np.ndarray) -> tuple[float, dict[str, np.ndarray]]:
    """The cross-entropy of the logits XW + b, with W (D, K) and b (K,), for labels y (N,)."""
    X, W, b = (np.asarray(value, dtype=float) for value in (X, params["W"], params["b"]))
    T = np.eye(len(b))[np.asarray(y).astype(int)]  # (N, K)
    Z = X @ W + b
    Z = Z - Z.max(axis=1, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dZ = (np.exp(log_p) - T) / len(X)
    return float(-np.sum(T * log_p) / len(X)), {"W": X.T @ dZ, "b": dZ.sum(axis=0)}


MODELS: dict[str, LossAndGrads] = {"line": line, "classes": classes}
