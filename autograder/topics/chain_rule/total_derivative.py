"""The total derivative: the sum over all paths."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.chain_rule.common import SIGN, TOPIC
from autograder.topics.exercise import Exercise, away, close_to_zero, pure, wrong


def several(rng: np.random.Generator) -> list[Case]:
    def pair(n: int) -> tuple[np.ndarray, np.ndarray]:
        return away(rng, (n,)), away(rng, (n,))

    return [
        Case("three paths", pair(3)),
        Case("one path", pair(1)),
        Case("two paths", pair(2), layout="strided"),
        Case("six paths", pair(6), layout="readonly"),
        Case("whole numbers", (np.array([1.0, -2.0, 3.0]), np.array([2.0, 5.0, -1.0]))),
        Case("a path that does not move", (away(rng, (4,)), away(rng, (4,)) * [1.0, 0.0, 1.0, 1.0])),
        Case("paths that cancel", (np.array([1.5, 1.0]), np.array([2.0, -3.0]))),
        Case("large paths that nearly cancel", (np.array([16384.0 + 2.0**-12, 16384.0]), np.array([1.0, -1.0]))),
        Case("small partials and large derivatives", (close_to_zero(rng, 3), 2.0**20 * away(rng, (3,)))),
        Case("forty paths", pair(40)),
    ]


total_derivative = Exercise(
    name="total_derivative",
    topic=TOPIC,
    signature="total_derivative(partials, derivatives)",
    returns=("slope",),
    section="03_chain_rule#total-derivative",
    reference=right.total_derivative,
    cases=several,
    checks=(Check("values", "the sum over all paths is right, and one number", 0.85, gradient=True), pure(0.15)),
    hints=(
        "x reaches f along several paths, one through each u. What happens along a single path?",
        "Along one path the two derivatives are multiplied. And the paths together: do their effects multiply, or add up?",
        "Pair off the two arrays entry by entry, then make one number of it. There is also a product of vectors that "
        "does both.",
    ),
    misconceptions=(
        *wrong(
            "not-summed",
            "These are the contributions of the single paths. x moves all the u at once, so their effects add up to "
            "one number.",
            lambda p, d: p * d,
            lambda p, d: [a * b for a, b in zip(p, d, strict=True)],
        ),
        *wrong(
            "all-multiplied",
            "Everything is multiplied. Along a path derivatives multiply; *over* the paths they add up.",
            lambda p, d: np.prod(p * d),
            lambda p, d: np.prod(p) * np.prod(d),
            lambda p, d: np.prod(p) + np.prod(d),
            lambda p, d: np.prod(p + d),
        ),
        *wrong(
            "sums-multiplied",
            "You multiply the sum of the partials by the sum of the derivatives. Each path has its own two: multiply "
            "first, then add.",
            lambda p, d: np.sum(p) * np.sum(d),
            lambda p, d: np.sum(np.outer(p, d)),
        ),
        *wrong(
            "added-along-a-path",
            "The two derivatives of a path are added. Along a path they multiply.",
            lambda p, d: np.sum(p + d),
            lambda p, d: p + d,
        ),
        *wrong(
            "averaged",
            "You take the mean over the paths. Their effects add up, however many there are.",
            lambda p, d: np.mean(p * d),
        ),
        *wrong(
            "one-path-only",
            "Only one path counts. If you have a loop, look at what is indented, and at whether `=` should be `+=`.",
            lambda p, d: p[0] * d[0],
            lambda p, d: p[-1] * d[-1],
            lambda p, d: np.max(p * d),
        ),
        *wrong(
            "end-missing",
            "One path is left out at the beginning or the end. Where does your loop begin, and where does it stop?",
            lambda p, d: np.sum((p * d)[:-1]),
            lambda p, d: np.sum((p * d)[1:]),
        ),
        *wrong(
            "partials-only",
            "Only one of the two arrays is used. A path has two steps: from x to u, and from u to f.",
            lambda p, d: np.sum(p),
            lambda p, d: np.sum(d),
        ),
        *wrong(
            "divided",
            "You divide. The chain rule multiplies ∂f/∂u by du/dx; the two du only look like a fraction.",
            lambda p, d: np.sum(p / np.where(d == 0, 1.0, d)),
            lambda p, d: np.sum(d / p),
        ),
        *wrong(
            "outer-product",
            "Every partial meets every derivative. Path i has partial i and derivative i only.",
            lambda p, d: np.outer(p, d),
        ),
        *wrong(
            "absolute-values",
            "Contributions lose their sign. Paths may work against each other.",
            lambda p, d: np.sum(np.abs(p * d)),
            lambda p, d: np.linalg.norm(p * d),
        ),
        *wrong(
            "sign-flipped",
            SIGN + "Nothing is subtracted in a total derivative.",
            lambda p, d: -np.sum(p * d),
        ),
        *wrong(
            "one-entry-array",
            "The number is right but comes in an array of one entry. Return the number itself.",
            lambda p, d: np.array([p @ d]),
            lambda p, d: np.array([[p @ d]]),
            lambda p, d: np.sum(p * d, keepdims=True),
        ),
        *wrong(
            "running-sum",
            "These are the sums after each path. Only the last of them is the answer.",
            lambda p, d: np.cumsum(p * d),
        ),
        *wrong(
            "squared",
            "One of the two arrays meets itself. Multiply partials by derivatives.",
            lambda p, d: np.sum(p * p),
            lambda p, d: np.sum(d * d),
            lambda p, d: np.sum((p * d) ** 2),
        ),
        *wrong(
            "returns-too-early",
            "The sum is empty: does your function return before the loop has run?",
            lambda p, d: 0.0,
        ),
        *wrong(
            "single-precision",
            "You compute with float32, which keeps seven digits. Where paths nearly cancel, those are lost; stay with float64.",
            lambda p, d: float(np.dot(p.astype(np.float32), d.astype(np.float32))),
        ),
    ),
)
