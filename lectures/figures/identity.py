"""Identities: what a lecture prints as a formula holds in numbers, or the lecture does not run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

TOLERANCE = 1e-6  # of the largest entry
VISIBLE = 1e-3  # of the largest entry: what differs, differs by more than this


def same(first: Any, *others: Any, tolerance: float = TOLERANCE) -> None:
    """All arguments are equal, shapes included, up to `tolerance` of the largest entry. Raises AssertionError."""
    if not others:
        raise TypeError("same() compares two sides or more")
    errors = [_error(first, other) for other in others]
    assert max(errors) <= tolerance, f"this does not hold: {_worst(first, others, errors)}"
    print(f"holds to {max(errors):.0e}" if max(errors) else "holds exactly")


def differs(wrong: Any, right: Any) -> None:
    """The two visibly differ, in shape or in numbers. Raises AssertionError where they do not."""
    error = _error(wrong, right)
    assert error > VISIBLE, f"the two sides agree to {error:.0e}"
    shapes = np.shape(wrong), np.shape(right)
    if shapes[0] != shapes[1]:
        print(f"differs: shape {shapes[0]} against {shapes[1]}")
    elif not np.isfinite(error):
        print("differs: nan or infinity")
    else:
        print(f"differs by {error:.0%} of the largest entry")


def slope(f: Callable[[Any], Any], x: Any, h: float = 1e-5) -> Any:
    """The derivative of `f` at `x` by central differences, entry by entry: a number for numbers, else shape f(x).shape + x.shape.

    So the gradient of a scalar loss has the shape of `x`, and a vector of a vector gives the Jacobian. `x` is not changed.
    """
    start = np.array(x, dtype=float)
    columns = []
    for index in np.ndindex(start.shape):
        step = np.zeros_like(start)
        step[index] = h * max(1.0, abs(start[index]))
        columns.append((np.asarray(f(start + step)) - np.asarray(f(start - step))) / (2 * step[index]))
    shape = np.shape(columns[0])
    return np.moveaxis(np.array(columns), 0, -1).reshape(shape + start.shape)[()]


def _error(left: Any, right: Any) -> float:
    """The largest difference, relative to the largest entry; infinite for other shapes and where a number is not finite."""
    left, right = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if left.shape != right.shape or not (np.isfinite(left).all() and np.isfinite(right).all()):
        return np.inf
    size = max(np.max(np.abs(left), initial=0.0), np.max(np.abs(right), initial=0.0))
    return float(np.max(np.abs(left - right), initial=0.0) / size) if size else 0.0


def _worst(first: Any, others: tuple[Any, ...], errors: list[float]) -> str:
    other = others[int(np.argmax(errors))]
    if np.shape(first) != np.shape(other):
        return f"shape {np.shape(first)} is not {np.shape(other)}"
    return f"{np.array2string(np.asarray(first), threshold=6)} is not {np.array2string(np.asarray(other), threshold=6)}"
