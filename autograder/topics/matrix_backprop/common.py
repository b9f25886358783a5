"""What the exercises on matrices share: shapes, numbers, checks, and sentences."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Check
from autograder.topics.exercise import away

TOPIC = "04_matrix_backprop"


# name, N, D, K
SHAPES = (
    ("four samples", 4, 3, 2),
    ("one sample", 1, 3, 2),
    ("one input", 5, 1, 3),
    ("one output", 3, 4, 1),
    ("two samples", 2, 5, 4),
    ("as many samples as inputs as outputs", 3, 3, 3),
    ("a larger batch", 10, 7, 6),
)


UPSTREAM = (
    "The upstream gradient is ignored, as if it were all ones. What arrives from behind multiplies everything: it "
    "says how much the loss cares about each entry."
)


AVERAGED = (
    "You divide by N here. The average over the batch was taken once, in the loss, and the upstream gradient carries "
    "it already; a second 1/N makes the gradient too small."
)

LEFT_AT_ZERO = (
    "A gradient is zero throughout, as it was when the array was made. Is it filled in, and is the filled one returned?"
)
TWICE = "A factor 2 too many. The upstream gradient knows of the loss; here only this step's own derivative belongs."
SHAPES_CLASH = (
    "NumPy refuses a product: the shapes do not fit. Write each array's shape beside its name; a transpose is "
    "missing, or the order is wrong, or `*` stands for `@`."
)


def gradient(part: int, name: str, share: float) -> Check:
    return Check(name, f"{name} agrees with the numeric gradient", share, part=part, gradient=True)


def check_loss(share: float) -> Check:
    return Check("loss", "the loss is right", share, part=0)


def whole(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers as floats, none of them 0."""
    return np.round(away(rng, shape, 1.0, 4.0))


def ones(array: np.ndarray) -> np.ndarray:
    return np.ones_like(array)
