"""Mistakes that exercises of several topics invite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OVERWRITTEN = (
    "In a loop `=` replaces what was there, so only the last turn counts. `+=` adds to it (and the sum begins at 0)."
)
WHATEVER_FITS = (
    "You choose the order or the transpose by what fits (`try`, or a question about shapes). Where two sizes coincide the wrong "
    "one fits too. Decide by the formula: which index is summed over?"
)

SMALL = (
    "Small numbers are taken for 0: a threshold, `np.isclose` or a small number in a denominator moves the corner. It is at 0 "
    "exactly, so compare with 0."
)
THRESHOLDS = (0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)


def fitting(*functions: Callable[..., Any]) -> Callable[..., Any]:
    """The first of the functions whose shapes fit."""

    def whichever(*args: Any) -> Any:
        for function in functions[:-1]:
            try:
                return function(*args)
            except ValueError:
                continue
        return functions[-1](*args)

    return whichever
