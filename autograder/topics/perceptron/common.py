"""What the exercises on the perceptron share: numbers exact in binary, so that a score of 0 is 0 however it is summed."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Case
from autograder.topics.exercise import away

TOPIC = "01_perceptron"

BITS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SAME = np.array([1, 0, 0, 1])


def quarters(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Multiples of ¼ between ¼ and 2 in size, of either sign."""
    return rng.integers(1, 9, shape) / 4 * rng.choice([-1.0, 1.0], shape)


def points(rng: np.random.Generator) -> list[Case]:
    def case(name, N, D, layout="C", bias=None):
        while True:
            X, w = away(rng, (N, D)), away(rng, (D,))
            b = float(away(rng, (), 0.3, 1.2)) if bias is None else bias
            fires = X @ w + b > 0
            if np.min(np.abs(X @ w + b)) > 0.05 and (N == 1 or fires.any() > fires.all()):
                return Case(name, (X, w, b), layout=layout)

    return [
        case("five samples, three inputs", 5, 3),
        case("one sample", 1, 4, "strided"),
        case("one input", 6, 1, "F"),
        case("one sample, one input", 1, 1),
        case("read-only arrays", 4, 2, "readonly"),
        case("no bias", 7, 3, bias=0.0),
        Case("whole numbers", (np.array([[2.0, -1.0], [3.0, 1.0], [-2.0, 2.0]]), np.array([1.0, 3.0]), -5.0)),
        case("a larger batch", 30, 8, "F"),
        case("as many samples as inputs", 3, 3),
        Case("large scores", (1024 * away(rng, (3, 2)), 8 * away(rng, (2,)), 0.5)),
        Case("small weights, large inputs", (2.0**20 * away(rng, (4, 2)), 2.0**-30 * away(rng, (2,)), 0.0)),
        Case(
            "terms that nearly cancel",
            (np.array([[16384 + 2.0**-12, 16384.0], [1.0, 2.0]]), np.array([1.0, -1.0]), 2.0**-14),
        ),
    ]


SHAPES_CLASH = (
    "NumPy refuses the product: the shapes do not fit. X is (N, D) and w is (D,): in which order do they give (N,)?"
)
