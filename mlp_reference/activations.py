"""Activation functions and their derivatives at the pre-activation `z`: elementwise, any shape, stable for any finite `z`.

Each takes an array or a number and returns a new array of the same shape; float32 stays float32. Topic 02_activations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mlp_reference.backend import array_module, float_array


def sigmoid(z: Any) -> Any:
    """σ(z) = 1 / (1 + e^−z), written e^min(z, 0) / (1 + e^−|z|) so that no exponential overflows."""
    xp, z = array_module(z), float_array(z)
    return xp.exp(xp.minimum(z, 0)) / (1 + xp.exp(-xp.abs(z)))


def tanh(z: Any) -> Any:
    """tanh(z) = (e^z − e^−z) / (e^z + e^−z) = 2σ(2z) − 1."""
    return array_module(z).tanh(float_array(z))


def relu(z: Any) -> Any:
    """max(0, z): the rectified linear unit (Nair & Hinton 2010)."""
    return array_module(z).maximum(float_array(z), 0)


def sigmoid_derivative(z: Any) -> Any:
    """σ′(z) = σ(z)·(1 − σ(z)), written e / (1 + e)² with e = e^−|z|: σ′ is even, and 1 − σ(z) would cancel for large z."""
    xp, z = array_module(z), float_array(z)
    e = xp.exp(-xp.abs(z))
    return e / (1 + e) ** 2


def tanh_derivative(z: Any) -> Any:
    """tanh′(z) = 1 − tanh²(z), written 4σ′(2z): the difference would cancel for large |z|."""
    return 4 * sigmoid_derivative(2 * float_array(z))


def relu_derivative(z: Any) -> Any:
    """1 where z > 0, else 0. At the kink the subgradient 0 is chosen: relu′(0) = 0."""
    z = float_array(z)
    return (z > 0).astype(z.dtype)


def numerical_derivative(f: Callable[[Any], Any], z: Any, h: float = 1e-5) -> Any:
    """Central difference (f(z + h) − f(z − h)) / 2h at every entry of `z`; its error is h²·f‴/6 plus rounding of about 1e-16·|f|/h.

    `f` is elementwise. Computed in float64 whatever `z` is: float32 cannot carry the difference.
    """
    z = float_array(z).astype(np.float64)
    return (f(z + h) - f(z - h)) / (2 * h)


ACTIVATIONS = {  # name: (function, derivative)
    "relu": (relu, relu_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
}
