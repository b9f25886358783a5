"""What the exercises on matrices share: shapes, numbers, checks, and sentences."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Case, Check
from autograder.topics.exercise import away
from autograder.topics.habits import fitting

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
    "The upstream gradient is ignored, as if it were all ones. What arrives from behind multiplies everything: it says "
    "how much the loss cares about each entry."
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
    "NumPy refuses a product: the shapes do not fit. Write each array's shape beside its name; a transpose is missing, "
    "or the order is wrong, or `*` stands for `@`."
)

ENTRIES = (
    "You average over all N·K entries. The contract averages over the N samples only; within a sample the squares of "
    "its outputs are summed."
)


N_MINUS_ONE = "You divide by N − 1, as for a variance that is estimated. The loss is the plain average over N samples."
ONE_LESS = (lambda F: len(F) - 1, lambda F: max(len(F) - 1, 1))

LONGER_SIDE = (
    "You divide by the longer or the shorter side of F. The average is over the samples, the rows: N is F.shape[0]."
)

FITTING_LEFT = fitting(lambda upstream, C: upstream @ C, lambda upstream, C: upstream @ C.T)
FITTING_TURNED = fitting(lambda upstream, C: C @ upstream, lambda upstream, C: upstream @ C.T)
FITTING_RIGHT = fitting(lambda B, upstream: B @ upstream, lambda B, upstream: B.T @ upstream)


def gradient(part: int, name: str, share: float) -> Check:
    return Check(name, f"{name} agrees with the numeric gradient", share, part=part, gradient=True)


def check_loss(share: float) -> Check:
    return Check("loss", "the loss is right", share, part=0)


def whole(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers as floats, none of them 0."""
    return np.round(away(rng, shape, 1.0, 4.0))


def products(rng: np.random.Generator, *size: int) -> list[Case]:
    """The upstream (N, K) of a product and its factors (N, D) and (D, K), in all SHAPES, and as whole numbers of one size."""
    cases = [Case(name, (away(rng, (N, K)), away(rng, (N, D)), away(rng, (D, K)))) for name, N, D, K in SHAPES]
    N, D, K = size
    return [*cases, Case("whole numbers", (whole(rng, N, K), whole(rng, N, D), whole(rng, D, K)))]


def ones(array: np.ndarray) -> np.ndarray:
    return np.ones_like(array)


def predictions(rng: np.random.Generator) -> list[Case]:
    def case(name, N, K, exact=()):
        F, error = away(rng, (N, K)), away(rng, (N, K), 0.3, 2.0)
        for place in exact:
            error[place] = 0.0
        return Case(name, (F, F + error))

    return [
        case("five samples, three outputs", 5, 3),
        case("one sample", 1, 4),
        case("one output", 6, 1),
        case("one number", 1, 1),
        case("more outputs than samples", 2, 5),
        case("as many samples as outputs", 4, 4),
        case("some predictions exact", 4, 3, exact=[(0, 1), (2, slice(None))]),
        Case("whole numbers", (whole(rng, 4, 3), np.array([[7.0, -6, 9], [-8, 7, 6], [5, -9, 8], [6, 6, -7]]))),
        case("a larger batch", 15, 4),
    ]
