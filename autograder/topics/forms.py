"""Forms: the right numbers in a wrong form. Any function invites these, so the key maker tries them on every exercise.

The sentences are general; where an exercise has a misconception that answers the same, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checks.plain import Plain

AXIS_LOST = (
    "An axis of length 1 is dropped (`squeeze`, `ravel`, `[0]`), so a batch of one sample or a layer of one unit comes back as "
    "a vector. Keep every axis, however long it is."
)
AXIS_ADDED = "There is an axis too many: a single number comes back as a number, a row of numbers as a row."
FLATTENED = "Everything comes back in one long row. The result keeps its shape."
ROUNDED = "Digits are lost: the values are rounded, or kept in a type that holds few (integers, float16). Return them as they are."
NOTHING = "Nothing comes back. Is the last line a `return`, and does the function reach it?"
MEMORY = (
    "You take the entries as they lie in memory (`ravel('K')`, `tobytes`, a buffer), which is not always row by row. Work with "
    "the array as a whole, or with its indices."
)
GROUPED = "The right values, grouped otherwise than the contract says: return them one beside the other, in its order."


def forms(returns: Sequence[str]) -> Iterator[tuple[str, str, Callable[[Plain], Plain]]]:
    """Slug, sentence, and what becomes of a right value."""
    yield "nothing-returned", NOTHING, lambda value: None
    for lose in (np.squeeze, _first_axis_lost, _last_axis_lost):
        yield "axis-lost", AXIS_LOST, each(lose)
    yield "axis-added", AXIS_ADDED, each(np.atleast_1d)
    if len(returns) == 1:  # of several values, a row for a vector is a slip of its own
        yield "axis-added", AXIS_ADDED, each(np.atleast_2d)
        yield "axis-added", AXIS_ADDED, each(lambda array: array[None])
        yield "flattened", FLATTENED, each(np.ravel)
    yield "flattened", FLATTENED, each(lambda array: array.ravel() if array.ndim > 1 else array)
    for digits in range(2, 7):
        yield "rounded", ROUNDED, each(lambda array, digits=digits: np.round(array, digits))
    yield "rounded", ROUNDED, each(_half_precision)
    yield "rounded", ROUNDED, each(np.trunc)
    if len(returns) > 1:
        yield "grouped-otherwise", GROUPED, lambda values: dict(zip(returns, values, strict=True))
        yield "grouped-otherwise", GROUPED, lambda values: (values[0], tuple(values[1:]))
        yield "grouped-otherwise", GROUPED, lambda values: tuple(values[1:]) + tuple(values[:1])


def in_memory_order(function: Callable[..., Any], arguments: Collection[int]) -> Callable[..., Any]:
    """The function, the arrays of those arguments read as they lie in memory."""
    read = each(lambda array: array.ravel("K").reshape(array.shape))
    return lambda *args: function(*(read(arg) if i in arguments else arg for i, arg in enumerate(args)))


def each(change: Callable[[np.ndarray], Plain]) -> Callable[[Plain], Plain]:
    """The change made to every array and number of a tree."""

    def changed(tree: Plain) -> Plain:
        match tree:
            case dict():
                return {name: changed(branch) for name, branch in tree.items()}
            case list() | tuple():
                return type(tree)(map(changed, tree))
            case np.ndarray() | float():
                return change(np.asarray(tree))
        return tree

    return changed


def _half_precision(array: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        return array.astype(np.float16).astype(float)


def _first_axis_lost(array: np.ndarray) -> np.ndarray:
    return array[0] if array.shape[:1] == (1,) else array


def _last_axis_lost(array: np.ndarray) -> np.ndarray:
    return array[..., 0] if array.shape[-1:] == (1,) else array
