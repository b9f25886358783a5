"""Losses and their gradients, averaged over the batch: F predictions and Y targets, or Z logits and y labels.

Topics 04_matrix_backprop and 05_softmax. What takes logits is stable for any finite ones.
"""

from __future__ import annotations

from typing import Any

from mlp_reference.activations import sigmoid
from mlp_reference.backend import array_module
from mlp_reference.metrics import one_hot
from mlp_reference.probabilities import logsumexp, softmax


def mse_loss(F: Any, Y: Any) -> float:
    """(1/N) Σ_n ½‖f_n − y_n‖² of predictions F (N, K) and targets Y (N, K), as a float. Raises ValueError for unequal shapes."""
    E = _error(F, Y)  # (N, K)
    return float((E * E).sum()) / (2 * len(E))


def mse_backward(F: Any, Y: Any) -> Any:
    """dF (N, K) of `mse_loss`: (F − Y) / N. Raises ValueError for unequal shapes."""
    return _error(F, Y) / len(F)


def cross_entropy(Z: Any, y: Any) -> float:
    """(1/N) Σ_n −log p_y of logits Z (N, K) and labels y (N,), as a float: logsumexp(z) − z_y, no probability is ever formed.

    Raises ValueError where there is not one label a row.
    """
    _paired(Z, y)
    return float((logsumexp(Z) - Z[array_module(Z).arange(len(Z)), y]).mean())


def cross_entropy_backward(Z: Any, y: Any) -> Any:
    """dZ (N, K) of `cross_entropy`: (P − T) / N, probabilities minus one-hot targets. Raises ValueError as it does."""
    _paired(Z, y)
    P = softmax(Z)  # (N, K)
    return (P - one_hot(y, Z.shape[1]).astype(P.dtype)) / len(Z)


def binary_cross_entropy(z: Any, y: Any) -> float:
    """(1/N) Σ_n −log p_y of logits z (N,) and labels y (N,) in {0, 1}, p_1 = σ(z), as a float: softplus(±z), never a difference.

    Raises ValueError for unequal shapes.
    """
    _paired(z, y)
    xp = array_module(z)
    z = xp.where(y == 1, -z, z)  # how far each logit leans to the other class: softplus(z) − z would cancel
    return float((xp.maximum(z, 0) + xp.log1p(xp.exp(-xp.abs(z)))).mean())  # softplus is log(1 + e^z), (N,)


def binary_cross_entropy_backward(z: Any, y: Any) -> Any:
    """dz (N,) of `binary_cross_entropy`: (σ(z) − y) / N. Raises ValueError as it does."""
    _paired(z, y)
    return (sigmoid(z) - y.astype(z.dtype)) / len(z)


def logistic_gradients(X: Any, w: Any, b: float, y: Any) -> tuple[Any, float]:
    """(dw, db) of `binary_cross_entropy(X @ w + b, y)`: Xᵀ(σ − y) / N, shape (D,), and the mean of σ − y, a float."""
    z = X @ w + b  # (N,)
    _paired(z, y)
    error = sigmoid(z) - y.astype(z.dtype)
    return X.T @ error / len(X), float(error.mean())


def _paired(Z: Any, y: Any) -> None:
    if y.shape != Z.shape[:1]:  # (N, 1) would broadcast, or choose entries of other rows
        raise ValueError(f"y has shape {y.shape}; there are {len(Z)} rows of logits, so ({len(Z)},) is expected")


def _error(F: Any, Y: Any) -> Any:
    if F.shape != Y.shape:  # (N, 1) − (N,) would broadcast to (N, N) without a word
        raise ValueError(f"F has shape {F.shape} and Y has shape {Y.shape}: they must be equal")
    return F - Y
