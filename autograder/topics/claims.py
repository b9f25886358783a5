"""Claims: what an exercise's gradients are gradients of, so that numeric differentiation can judge the reference too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Claim:
    """`backward(*inputs)` claims to be the gradients of `Σ upstream · forward(*inputs)`, one for each input."""

    forward: Callable[..., Any]
    backward: Callable[..., Sequence[Any]]
    inputs: Sequence[Any]
    upstream: Any = 1.0  # for a loss


def slope_of(forward: Callable, derivative: Callable) -> Callable[..., Claim]:
    """The claim of an elementwise derivative. Its upstream is random, so that every entry is judged on its own."""

    def claim(z):
        upstream = np.random.default_rng(np.size(z)).normal(size=np.shape(z))
        return Claim(forward, lambda z: [upstream * derivative(z)], [z], upstream)

    return claim


def loss_and_gradients(function: Callable, parameters: slice) -> Callable[..., Claim]:
    """The claim of a function that returns a loss and then its gradients by the arguments in `parameters`."""

    def claim(*args):
        return Claim(
            lambda *moved: function(*replaced(args, parameters, moved))[0],
            lambda *moved: list(leaves(function(*replaced(args, parameters, moved))[1:])),
            list(leaves(args[parameters])),
        )

    return claim


def leaves(tree: Any) -> Iterator[Any]:
    """The arrays and numbers in nested tuples, lists and dicts, in order."""
    match tree:
        case dict():
            yield from leaves(list(tree.values()))
        case list() | tuple():
            for branch in tree:
                yield from leaves(branch)
        case _:
            yield tree


def filled(tree: Any, values: Iterator[Any]) -> Any:
    """A tree like `tree` with the next of `values` for each leaf; a number stays a number."""
    match tree:
        case dict():
            return {name: filled(branch, values) for name, branch in tree.items()}
        case list() | tuple():
            return type(tree)([filled(branch, values) for branch in tree])
        case float():
            return float(next(values))
    return next(values)


def replaced(args: Sequence[Any], parameters: slice, values: Sequence[Any]) -> tuple[Any, ...]:
    """The arguments, those in `parameters` filled with other values."""
    start, stop = parameters.start, parameters.stop
    return (*args[:start], *filled(tuple(args[start:stop]), iter(values)), *args[stop:])
