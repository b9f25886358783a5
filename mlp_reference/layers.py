"""Layers: forward, and backward as vector-Jacobian products that take the gradient of the loss by the layer's output.

A batch X (N, D) has one sample a row, W (D, K) one column a unit, b (K,) one bias a unit; the gradient dV has V's shape.
Topics 02_activations and 04_matrix_backprop; the rules are those of Goodfellow, Bengio & Courville, Deep Learning (2016), 6.5.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mlp_reference.backend import float_array


def neuron(x: Any, w: Any, b: float, activation: Callable[[Any], Any]) -> float:
    """The firing rate g(w·x + b) of one unit with inputs x (D,), weights w (D,) and bias b."""
    return float(activation(float_array(x) @ float_array(w) + b))


def layer_forward(X: Any, W: Any, b: Any, activation: Callable[[Any], Any]) -> Any:
    """A = g(XW + b), (N, K): one layer of K units on the batch X (N, D)."""
    return activation(affine_forward(X, W, b))


def matmul_backward(dA: Any, B: Any, C: Any) -> tuple[Any, Any]:
    """(dB, dC) of A = BC: dB = dA·Cᵀ and dC = Bᵀ·dA, for B (N, D), C (D, K) and dA (N, K)."""
    return dA @ C.T, B.T @ dA


def affine_forward(X: Any, W: Any, b: Any) -> Any:
    """Z = XW + b, (N, K); the bias is added to every row."""
    return X @ W + b


def affine_backward(dZ: Any, X: Any, W: Any) -> tuple[Any, Any, Any]:
    """(dX, dW, db) of Z = XW + b for dZ (N, K): a bias reaches every row, so db (K,) sums dZ over the batch."""
    dX, dW = matmul_backward(dZ, X, W)  # (N, D), (D, K)
    return dX, dW, dZ.sum(axis=0)


def relu_backward(dA: Any, Z: Any) -> Any:
    """dZ of A = relu(Z), of Z's shape: dA where Z > 0, else 0 (also where Z == 0)."""
    return dA * (Z > 0)
