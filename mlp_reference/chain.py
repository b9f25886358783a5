"""The chain rule for numbers: the slides' example f(x) = 2 / sin(e^−x), a product's loss, the total derivative.

Topic 03_chain_rule.
"""

from __future__ import annotations

import math
from typing import Any

from mlp_reference.backend import float_array


def chain_forward(x: float) -> tuple[float, float, float, float]:
    """(a, b, c, d) of f(x) = 2 / sin(e^−x): a = −x, b = e^a, c = sin b in radians, d = 2/c = f(x).

    Raises ZeroDivisionError where c is 0.
    """
    a = -float(x)
    b = math.exp(a)
    c = math.sin(b)
    return a, b, c, 2.0 / c


def chain_backward(x: float) -> float:
    """df/dx of `chain_forward`: −2/c² · cos b · e^a · (−1)."""
    _, b, c, _ = chain_forward(x)
    return 2.0 * b * math.cos(b) / (c * c)


def product_loss_gradients(a: float, b: float, y: float) -> tuple[float, float]:
    """(∂L/∂a, ∂L/∂b) of L = ½(y − ab)²: the error ab − y, times the other factor."""
    error = a * b - y
    return error * b, error * a


def total_derivative(partials: Any, derivatives: Any) -> float:
    """df/dx = Σ ∂f/∂u_i · du_i/dx of partials ∂f/∂u (n,) and derivatives du/dx (n,). Raises ValueError for unequal shapes."""
    partials, derivatives = float_array(partials), float_array(derivatives)
    if partials.shape != derivatives.shape:
        raise ValueError(f"{partials.shape} partials and {derivatives.shape} derivatives: they must pair up")
    return float((partials * derivatives).sum())
