"""Differences instead of formulas: the gradient of any scalar function, and whether somebody else's is right. Topic 05_softmax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def numerical_gradient(f: Callable[[np.ndarray], float], x: Any, h: float = 1e-5) -> np.ndarray:
    """Central differences (f(x + h·e) − f(x − h·e)) / 2h for each entry e of `x`, of any shape; 2·x.size evaluations of `f`."""
    x = np.array(x, dtype=np.float64)  # a copy of its own, to be moved
    slopes = np.empty_like(x)
    for place in np.ndindex(x.shape):
        here = x[place]
        x[place] = here + h
        ahead = float(f(x))
        x[place] = here - h
        slopes[place] = (ahead - float(f(x))) / (2 * h)
        x[place] = here
    return slopes


def gradient_check(
    f: Callable[[np.ndarray], float], gradient: Callable[[np.ndarray], Any], x: Any, tolerance: float = 1e-6
) -> bool:
    """Is `gradient(x)` the gradient of `f` at `x`? Every entry must have |a − n| ≤ tolerance·max(1, |a|, |n|).

    `a` is the alleged entry, `n` its central difference. Another shape, or a NaN on either side, is False.
    """
    a = np.array(gradient(np.array(x, dtype=np.float64)))
    if a.shape != np.shape(x):
        return False
    n = numerical_gradient(f, x)
    return bool(np.all(np.abs(a - n) <= tolerance * np.maximum(1.0, np.maximum(np.abs(a), np.abs(n)))))
