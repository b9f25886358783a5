"""Derivatives by a vector x (n,): Jacobians (m, n), one row for each output, and the gradient of a quadratic form.

Topic 03_chain_rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mlp_reference.backend import array_module, float_array


def square_jacobian(x: Any) -> Any:
    """∂(x∗x)/∂x = 2·diag(x), (n, n): output i depends on input i alone."""
    return array_module(x).diag(2 * float_array(x))


def product_jacobian(x: Any, w: Any) -> Any:
    """∂(x∗w)/∂x = diag(w), (n, n), of x (n,) and w (n,). Raises ValueError for unequal shapes."""
    if np.shape(x) != np.shape(w):
        raise ValueError(f"x has shape {np.shape(x)} and w has shape {np.shape(w)}: they must be equal")
    return array_module(w).diag(float_array(w))


def quadratic_form_gradient(x: Any, A: Any) -> Any:
    """∂(xᵀAx)/∂x = (A + Aᵀ)x, (n,), of x (n,) and any square A (n, n); 2Ax where A is symmetric."""
    return A @ x + x @ A


def numerical_jacobian(f: Callable[[Any], Any], x: Any, h: float = 1e-5) -> Any:
    """Central differences of f: (n,) → (m,) by each entry of x, (m, n); 2n evaluations of `f`, each on an array of its own.

    Computed in float64 whatever `x` is: float32 cannot carry the difference.
    """
    xp, x = array_module(x), float_array(x).astype(np.float64)
    steps = h * xp.eye(len(x))
    return xp.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], axis=1)
