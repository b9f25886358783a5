"""The perceptron's learning rule, for one sample."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure
from autograder.topics.perceptron.common import TOPIC, quarters
from autograder.topics.perceptron.wrong_updates import UPDATES


def samples(rng: np.random.Generator) -> list[Case]:
    def case(name, D, y, fires, rest=(), layout="C"):
        while True:
            w, b, x = away(rng, (D,)), float(away(rng, (), 0.3, 1.2)), away(rng, (D,))
            score = x @ w + b
            if score * (1 if fires else -1) > 0.1 and (not fires or score > 1.2) and abs(x @ w) > 0.1:
                return Case(name, (w, b, x, y, *rest), layout=layout)

    def tie(name, y, rest=()):
        w, x = quarters(rng, 3), quarters(rng, 3)
        return Case(name, (w, float(-(x @ w)), x, y, *rest), "ties")

    def beside(name, score, y):
        x = 256 * quarters(rng, 2)
        return Case(name, (np.ones(2), float(score - x.sum()), x, y, 0.5), "ties")

    return [
        case("a sample that should fire and does not", 3, 1, False),
        case("a sample that fires and should not", 3, 0, True, layout="readonly"),
        case("a rate of 0.1", 4, 1, False, (0.1,), "strided"),
        case("a rate of 2.5", 2, 0, True, (2.5,)),
        case("one input", 1, 1, False, (0.5,)),
        case("a sample that fires, as it should", 4, 1, True, (0.5,)),
        case("a sample that does not fire, as it should not", 2, 0, False),
        Case("whole numbers", (np.array([1.0, -2.0]), 2.0, np.array([1.0, 1.0]), 0, 1.0)),
        Case(
            "a rate so small that one step is not enough", (np.array([2.0, 1.0]), 1.0, np.array([1.0, 1.0]), 0, 0.125)
        ),
        tie("a score of exactly 0 and label 1", 1, (0.5,)),
        tie("a score of exactly 0 and label 0", 0),
        beside("a score just above 0 and label 1", 2.0**-40, 1),
        beside("a score just above 0 and label 0", 2.0**-40, 0),
        beside("a score just below 0 and label 1", -(2.0**-40), 1),
        Case("the very first sample: all weights 0", (np.zeros(2), 0.0, quarters(rng, 2), 1), "ties"),
    ]


perceptron_update = Exercise(
    name="perceptron_update",
    topic=TOPIC,
    signature="perceptron_update(w, b, x, y, lr=1.0)",
    returns=("w", "b"),
    section="01_perceptron#learning-rule",
    reference=right.perceptron_update,
    cases=samples,
    checks=(
        Check("w", "the weights move by lr·(y − ŷ)·x", 0.4, part=0),
        Check("b", "the bias moves by lr·(y − ŷ)", 0.3, part=1),
        Check("ties", "a score of exactly 0 counts as not firing", 0.15, groups=("ties",)),
        pure(0.15),
    ),
    hints=(
        "First ask the perceptron itself: what is ŷ for this one sample, with the weights as they are?",
        "y − ŷ is 1, 0 or −1. What should happen to the weights in each of the three cases?",
        "`perceptron_predict` wants a batch: give it one of a single row, `x[None, :]`, and take the first of its "
        "answers. Or compare the score of x with 0 yourself.",
        "The step lr·(y − ŷ) is one number. The bias moves by it, the weights by it times x. Build new ones, so that "
        "the caller's w stays as it was.",
    ),
    misconceptions=UPDATES,
)
