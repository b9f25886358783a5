"""Drivers of what learns step by step: optimizers that are fed their own results, batches drawn to the end, training overheard."""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from autograder.checks.plain import plain


def steps(target: Callable, params: dict, grads: Any, lr: float) -> Any:
    """A step, or one after the other where `grads` is a list: each from the parameters that the last one returned."""
    for number, each in enumerate(_in_turn(grads)):
        params = target(_as_arrays(params) if number else params, each, lr)
    return params


def steps_with_state(target: Callable, params: dict, state: dict, grads: Any, *rates: float) -> Any:
    """The same for an optimizer that returns `(params, state)` and takes both back."""
    for number, each in enumerate(_in_turn(grads)):
        given = map(_as_arrays, (params, state)) if number else (params, state)
        returned = target(*given, each, *rates)
        if not isinstance(returned, (tuple, list)) or len(returned) != 2:
            return returned
        params, state = returned
    return params, state


def _as_arrays(tree: Any) -> Any:
    """What was returned, to be passed in again: in a dict, lists and numbers stand for arrays, so arrays they become."""
    if not isinstance(tree, dict):
        return tree
    return {
        name: np.asarray(item) if isinstance(item, (list, tuple, float, np.floating)) else _as_arrays(item)
        for name, item in tree.items()
    }


def _in_turn(grads: Any) -> list[dict]:
    """The gradients of each step. From one step to the next their names come in another order, which must not matter."""
    if isinstance(grads, dict):
        return [grads]
    for each in grads[1::2]:
        for name in reversed(list(each)):
            each[name] = each.pop(name)
    return grads


def passes(target: Callable, X: Any, y: Any, batch_size: int, *rngs: Any) -> list:
    """The batches of one pass for each generator. Where there are several, the last one is used for one more pass."""
    rngs = rngs if len(rngs) == 1 else (*rngs, rngs[-1])
    data = [(X, y), *(copy.deepcopy((X, y)) for _ in rngs[1:])]
    return [_drawn(target(*pair, batch_size, rng), len(X) + 1) for pair, rng in zip(data, rngs, strict=True)]


def _drawn(batches: Any, most: int) -> Any:
    """A list of what an iterable yields, `most` items of it at the most: it may never end. Anything else as it is."""
    try:
        items = iter(batches)
    except TypeError:
        return batches
    return list(islice(items, most))


def trainings(
    target: Callable,
    X: Any,
    y: Any,
    params: dict,
    loss_and_grads: Callable,
    lr: float,
    epochs: int,
    batch_size: int,
    *rngs: Any,
) -> list[dict]:
    """For each generator what training returned, and the parameters, rows and labels of each call of `loss_and_grads`."""
    given = [(X, y, params), *(copy.deepcopy((X, y, params)) for _ in rngs[1:])]
    runs = []
    for data, rng in zip(given, rngs, strict=True):
        overheard = _Overheard(loss_and_grads, most_calls(len(X), epochs))
        returned = target(*data, overheard, lr, epochs, batch_size, rng)
        runs.append({"returned": returned, "calls": overheard.calls})
    return runs


def most_calls(samples: int, epochs: int) -> int:
    """More calls of `loss_and_grads` than any training needs."""
    return 8 + epochs * (8 + 4 * samples)


class _Overheard:
    """A loss_and_grads that remembers what it was called with, up to a limit: a loop may never end."""

    def __init__(self, loss_and_grads: Callable, most: int):
        self.loss_and_grads, self.most, self.calls = loss_and_grads, most, []

    def __call__(self, params: Any, X: Any, y: Any) -> Any:
        if len(self.calls) == self.most:
            raise RuntimeError(f"loss_and_grads was called more than {self.most} times; does a loop never end?")
        self.calls.append({"params": plain(params), "X": plain(X), "y": plain(y)})
        return self.loss_and_grads(params, X, y)
