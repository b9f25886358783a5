"""The operations of a training step that work in place: NumPy calls on the host, one fused kernel each on the device.

A layer's output H = [g(Z) 1] (N, K + 1) has a column of ones and replaces its Z, so a derivative here is written by the output A:
relu′ = [A > 0], σ′ = A(1 − A), tanh′ = 1 − A². All arrays of a step have one dtype. See `fast` for the step itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8  # Adam's


class HostKernels:
    """On NumPy arrays. `order` is the memory layout of a layer's outputs, `chunk` how many bytes of samples to gather at once."""

    order, chunk = "C", 1 << 20
    product = staticmethod(np.matmul)

    def __init__(self, activation: str, loss: str):
        self.activate = getattr(self, f"{activation}_")
        self.scale_by_derivative = getattr(self, f"{activation}_backward_")
        self.output_gradient = getattr(self, f"{loss}_gradient")

    @staticmethod
    def gather(X: Any, rows: Any, out: Any) -> None:
        """out = X[rows]; the rows are known to exist, and clip says so."""
        np.take(X, rows, 0, out, "clip")

    @staticmethod
    def relu_(H: Any) -> None:
        np.maximum(H, 0, out=H)

    @staticmethod
    def tanh_(H: Any) -> None:
        np.tanh(H, out=H)
        H[:, -1] = 1

    @staticmethod
    def sigmoid_(H: Any) -> None:
        _sigmoid(H)
        H[:, -1] = 1

    @staticmethod
    def relu_backward_(dH: Any, H: Any, scratch: Any) -> None:
        np.greater(H, 0, out=scratch)
        np.multiply(dH, scratch, out=dH)

    @staticmethod
    def tanh_backward_(dH: Any, H: Any, scratch: Any) -> None:
        np.multiply(H, H, out=scratch)
        np.subtract(1, scratch, out=scratch)
        np.multiply(dH, scratch, out=dH)

    @staticmethod
    def sigmoid_backward_(dH: Any, H: Any, scratch: Any) -> None:
        np.subtract(1, H, out=scratch)
        np.multiply(H, scratch, out=scratch)
        np.multiply(dH, scratch, out=dH)

    @staticmethod
    def mse_gradient(Z: Any, T: Any, scale: float, out: Any) -> None:
        np.subtract(Z, T, out=out)
        out *= scale

    @staticmethod
    def binary_cross_entropy_gradient(Z: Any, T: Any, scale: float, out: Any) -> None:
        out[...] = Z
        _sigmoid(out)
        out -= T
        out *= scale

    @staticmethod
    def cross_entropy_gradient(Z: Any, T: Any, scale: float, out: Any) -> None:
        np.subtract(Z, row_max(Z), out=out)
        np.exp(out, out=out)
        out *= scale / np.add.reduce(out, 1, keepdims=True)
        out -= scale * T

    @staticmethod
    def subtract_product(W: Any, H: Any, D: Any, scratch: Any) -> None:
        """W −= HᵀD."""
        np.matmul(H.T, D, out=scratch)
        np.subtract(W, scratch, out=W)

    @staticmethod
    def momentum(W: Any, G: Any, V: Any, gamma: float) -> None:
        """v ← γv + g, w ← w − v."""
        V *= gamma
        V += G
        W -= V

    @staticmethod
    def adam(W: Any, G: Any, M: Any, V: Any, rate: float, correction: float) -> None:
        """m and v follow g and g²; w ← w − rate·m / (√v·correction + ε). Overwrites G."""
        M *= BETA1
        M += (1 - BETA1) * G
        V *= BETA2
        G *= G
        G *= 1 - BETA2
        V += G
        np.sqrt(V, out=G)
        G *= correction
        G += EPSILON
        np.divide(M, G, out=G)
        G *= rate
        W -= G


def row_max(Z: Any) -> Any:
    """The largest of each row of Z (N, K), (N, 1). Of many short rows NumPy finds it faster as few long ones."""
    return (np.ascontiguousarray(Z.T).max(axis=0) if Z.shape[1] <= 64 else Z.max(axis=1))[:, None]


def _sigmoid(Z: Any) -> None:
    """σ(z) = ½ + ½·tanh(z/2) in the memory of Z: no exponential, so none overflows."""
    Z *= 0.5
    np.tanh(Z, out=Z)
    Z *= 0.5
    Z += 0.5
