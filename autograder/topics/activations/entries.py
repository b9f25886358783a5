"""Arguments and checks of what works entry by entry: the activations and their slopes."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Case, Check
from autograder.topics.exercise import away, close_to_zero

TOPIC = "02_activations"


def elementwise(rng: np.random.Generator) -> list[Case]:
    return [
        Case("a row of numbers", (away(rng, (5,), high=3.0),)),
        Case("one number in a row", (away(rng, (1,)),)),
        Case("a matrix", (away(rng, (4, 3), high=3.0),)),
        Case("a square matrix", (away(rng, (3, 3), high=3.0),)),
        Case("whole numbers", (rng.permutation([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0]),)),
        Case("a larger matrix", (away(rng, (9, 7), low=0.05, high=4.0),)),
        Case("an array with three axes", (away(rng, (2, 3, 2)),), "shapes"),
        Case("a column", (away(rng, (4, 1)),), "shapes"),
        Case("a 0-d array", (np.array(rng.uniform(0.3, 2.0)),), "shapes"),
        Case("a negative 0-d array", (np.array(-rng.uniform(0.3, 2.0)),), "shapes"),
        Case("a negative Python float", (float(-rng.uniform(0.3, 2.0)),), "shapes"),
        Case("a positive Python float", (float(rng.uniform(0.3, 2.0)),), "shapes"),
    ]


def extremes(rng: np.random.Generator, group: str = "extremes") -> list[Case]:
    large = np.array([*rng.uniform([40.0, 100.0, 380.0, 720.0], [60.0, 300.0, 690.0, 900.0]), 1000.0])
    mixed = np.concatenate([large, -large, away(rng, (2,))])
    return [
        Case("large positive numbers", (large,), group),
        Case("large negative numbers", (-large,), group),
        Case("numbers from −1000 to 1000", (rng.permutation(mixed).reshape(3, 4),), group),
        *single_numbers(1000.0, group),
        *single_numbers(-1000.0, group),
    ]


def zeros(rng: np.random.Generator, group: str = "kinks") -> list[Case]:
    return [
        Case("zeros", (np.array([0.0, rng.uniform(0.3, 2.0), -0.0, -rng.uniform(0.3, 2.0)]),), group),
        Case("zeros in a matrix", (np.maximum(away(rng, (3, 2)), 0.0),), group),
        Case("numbers close to zero", (close_to_zero(rng, 2, 5),), group),
        *single_numbers(0.0, group),
        *single_numbers(1e-7, group),
        *single_numbers(-1e-7, group),
    ]


def single_numbers(number: float, group: str) -> list[Case]:
    """The same number as each kind of single number that is not in an array."""
    return [
        Case(f"the Python float {number}", (number,), group),
        Case(f"the 0-d array {number}", (np.array(number),), group),
    ]


def smooth(rng: np.random.Generator) -> list[Case]:
    numbers = [*single_numbers(0.0, "shapes"), Case("numbers close to zero", (close_to_zero(rng, 6),))]
    return [*elementwise(rng), Case("zero among others", (np.array([0.0, 1.0, -1.0]),)), *numbers, *extremes(rng)]


def kinked(rng: np.random.Generator) -> list[Case]:
    return [*elementwise(rng), *zeros(rng), *extremes(rng)]


def any_shape(share: float) -> Check:
    return Check("shape", "numbers and arrays of any shape come back in their own shape", share, groups=("shapes",))


def stable(share: float) -> Check:
    label = "the values stay right, without a warning, from −1000 to 1000"
    return Check("stable", label, share, "stable", ("extremes",))
