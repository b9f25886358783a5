"""The operations of `kernels` on CuPy arrays: one launch each, and nothing is read back.

Products go through cuBLAS's gemm, which writes into memory that is there and can subtract from it. It wants whole rows or whole
columns, so layers lie column by column here: without its column of ones a layer's output is one block still. No CUDA graphs:
CuPy (14) refuses cuBLAS while one is captured.
"""

from __future__ import annotations

from typing import Any

from mlp_reference.backend import device_blas, device_module
from mlp_reference.kernels import BETA1, BETA2, EPSILON

# CUDA, one entry an index i; inputs and outputs may be the same array unless they are raw.
SIGMOID = "out = 1 / (1 + exp(-z))"
BACKWARD = {"relu": "out = d * (a > 0)", "sigmoid": "out = d * a * (1 - a)", "tanh": "out = d * (1 - a * a)"}
GRADIENT = {"mse": "out = scale * (z - t)", "binary_cross_entropy": "out = scale * (1 / (1 + exp(-z)) - t)"}
MOMENTUM = "v = gamma * v0 + g; w = w0 - v"
ADAM = """
    m = b1 * m0 + (1 - b1) * g;
    v = b2 * v0 + (1 - b2) * g * g;
    w = w0 - rate * m / (sqrt(v) * correction + epsilon)
"""
SOFTMAX = """  // one row an index
    T top = z[i * K], sum = 0;
    for (int k = 1; k < K; ++k) top = max(top, z[i * K + k]);
    for (int k = 0; k < K; ++k) { out[i * K + k] = exp(z[i * K + k] - top); sum += out[i * K + k]; }
    for (int k = 0; k < K; ++k) out[i * K + k] = scale * (out[i * K + k] / sum - t[i * K + k]);
"""


class DeviceKernels:
    """As `HostKernels`, on CuPy arrays. Raises NoDevice where there is no GPU."""

    order, chunk = "F", 1 << 28

    def __init__(self, activation: str, loss: str):
        self.cupy, self.gemm, kernel = device_module(), device_blas().gemm, device_module().ElementwiseKernel
        self.activation, self.loss = activation, loss
        self.sigmoid = kernel("T z", "T out", SIGMOID, "sigmoid")
        self.backward = kernel("T d, T a", "T out", BACKWARD[activation], f"{activation}_backward")
        if loss == "cross_entropy":
            self.gradient = kernel("raw T z, raw T t, T scale, int32 K", "raw T out", SOFTMAX, "softmax_gradient")
        else:
            self.gradient = kernel("T z, T t, T scale", "T out", GRADIENT[loss], f"{loss}_gradient")
        self.momentum_kernel = kernel("T w0, T g, T v0, T gamma", "T w, T v", MOMENTUM, "momentum")
        constants = "T b1, T b2, T epsilon, T rate, T correction"
        self.adam_kernel = kernel(f"T w0, T g, T m0, T v0, {constants}", "T w, T m, T v", ADAM, "adam")

    def gather(self, X: Any, rows: Any, out: Any) -> None:
        self.cupy.take(X, rows, axis=0, out=out)

    def product(self, H: Any, W: Any, out: Any) -> None:
        self.gemm("N", "N", H, W, out=out)

    def subtract_product(self, W: Any, H: Any, D: Any, scratch: Any) -> None:
        self.gemm("N", "N", H.T, D, out=W, alpha=-1.0, beta=1.0)

    def activate(self, H: Any) -> None:
        Z = H[:, :-1]
        if self.activation == "relu":
            self.cupy.maximum(Z, 0, out=Z)
        elif self.activation == "tanh":
            self.cupy.tanh(Z, out=Z)
        else:
            self.sigmoid(Z, Z)

    def scale_by_derivative(self, dH: Any, H: Any, scratch: Any) -> None:
        self.backward(dH, H, dH)  # zeros stay zeros

    def output_gradient(self, Z: Any, T: Any, scale: float, out: Any) -> None:
        if self.loss == "cross_entropy":
            self.gradient(Z, T, scale, Z.shape[1], out, size=len(Z))
        else:
            self.gradient(Z, T, scale, out)

    def momentum(self, W: Any, G: Any, V: Any, gamma: float) -> None:
        self.momentum_kernel(W, G, V, gamma, W, V)

    def adam(self, W: Any, G: Any, M: Any, V: Any, rate: float, correction: float) -> None:
        self.adam_kernel(W, G, M, V, BETA1, BETA2, EPSILON, rate, correction, W, M, V)
