"""Mistakes that any elementwise function invites."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from autograder.topics.exercise import Misconception, wrong

OVERFLOW = "Somewhere an exponential of a large number overflows. "


IN_PLACE = (
    "Your function writes into its argument, so the caller's `z` is changed for everyone who still needs it (the "
    "backward pass will). Build a new array, for example with `np.where` or `np.maximum`."
)


def naive_sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z)))


def naive_tanh(z):
    return (np.exp(z) - np.exp(-np.asarray(z))) / (np.exp(z) + np.exp(-np.asarray(z)))


def quiet_tanh(z, instead):
    """Without NumPy's warnings, and with a number where it has none."""
    with np.errstate(all="ignore"):
        return np.nan_to_num(naive_tanh(z), nan=instead)


def both_branches(z):
    return np.where(np.asarray(z) >= 0, 1 / (1 + np.exp(-np.asarray(z))), np.exp(z) / (1 + np.exp(z)))


def walks(function):
    """Walks along the first axis, so a plain number is refused."""
    return lambda z: np.array([function(entry) for entry in z])


def needs_shape(function):
    """Asks for an attribute that a Python float has not."""
    return lambda z: np.reshape(function(z), z.shape)


def number_refused(function):
    return wrong(
        "number-refused",
        "Your function works for arrays but not for a single number. Let NumPy's own elementwise functions do the "
        "walking, or begin with `z = np.asarray(z)`: then a Python float and a 0-d array work too.",
        walks(function),
        needs_shape(function),
    )


def of_numbers(function: Callable) -> Callable:
    """A function of `math`. They refuse arrays, but old versions of NumPy let an array of one entry pass."""

    def refuse_arrays(z):
        if np.ndim(z):
            raise TypeError("only numbers")
        return function(z)

    return refuse_arrays


math_exp, math_tanh, math_cosh = map(of_numbers, (math.exp, math.tanh, math.cosh))


def array_refused(*implementations: Callable) -> list[Misconception]:
    return wrong(
        "array-refused",
        "Your function takes one number at a time: `math.exp`, `max` and `if` do not work entry by entry on an array. "
        "Use NumPy's own functions, such as `np.exp`, `np.maximum` and `np.where`.",
        *implementations,
    )


def reduced(function: Callable) -> list[Misconception]:
    return wrong(
        "reduced-to-one-number",
        "One number comes back. The function works entry by entry, so the result has the shape of z.",
        lambda z: np.mean(function(z)),
        lambda z: np.sum(function(z)),
        lambda z: np.ravel(function(z))[0],
    )


def finite_differences(function: Callable, steps: Sequence[float]) -> list[Misconception]:
    return wrong(
        "finite-difference",
        "You measure the slope by a step, which is never quite right (and wrong at a corner). Use the formula of the derivative.",
        *(lambda z, h=h: (function(np.asarray(z) + h) - function(np.asarray(z) - h)) / (2 * h) for h in steps),
        *(lambda z, h=h: (function(np.asarray(z) + h / 100) - function(z)) * 100 / h for h in steps),
    )


def of_neighbours(function: Callable) -> list[Misconception]:
    return wrong(
        "slope-between-entries",
        "`np.gradient` and `np.diff` measure how values change from one entry of the array to the next. Entries have "
        "nothing to do with each other here: each has a slope of its own, at its own z.",
        lambda z: np.gradient(function(z)),
        lambda z: np.gradient(function(z), z),
        lambda z: np.gradient(function(z), axis=-1),
        lambda z: np.diff(function(z)) / np.diff(z),
    )


def entries_joined(first: Callable, second: Callable) -> list[Misconception]:
    return wrong(
        "entries-joined",
        "`@`, `np.dot` and `np.diag` join different entries. The product is taken entry by entry: use `*`.",
        lambda z: first(z) @ second(z),
        lambda z: np.dot(first(z), second(z)),
        lambda z: np.diag(np.ravel(first(z) * second(z))),
        lambda z: np.diag(first(z) * second(z)),
    )


def relu_in_place(z):
    z[z < 0] = 0
    return z


def relu_in_place_of_array(z):
    z = np.asarray(z)
    z[z < 0] = 0
    return z


def step_in_place(z):
    z[z > 0] = 1
    z[z <= 0] = 0
    return z


def step_in_place_of_array(z):
    return step_in_place(np.asarray(z))
