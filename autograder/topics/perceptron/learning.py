"""The perceptron's learning rule, for one sample and for a whole training set."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure
from autograder.topics.perceptron.common import BITS, SAME, TOPIC, quarters
from autograder.topics.perceptron.wrong_fits import FITS
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
        "The step lr·(y − ŷ) is one number. The bias moves by it, the weights by it times x. Build new ones, "
        "so that the caller's w stays as it was.",
    ),
    misconceptions=UPDATES,
)


def training(rng: np.random.Generator) -> list[Case]:
    """Sets that a line separates, which take a few epochs; then those that end at `max_epochs`."""

    def case(name, N, D, rest=(), layout="C", group="values"):
        while True:
            X, w, b = quarters(rng, 8 * N, D), quarters(rng, D), float(quarters(rng))
            X = X[np.abs(X @ w + b) >= 0.5][:N]
            y = (X @ w + b > 0).astype(int)
            if len(X) == N and 2 <= y.sum() <= N - 2 and 3 <= len(right.perceptron_fit(X, y, 1.0, 8)[2]) < 8:
                return Case(name, (X, y, *rest), group, layout)

    def shortened(name, N, D, lr):
        X, y = case(name, N, D, (lr,)).args[:2]
        return Case(name, (X, y, lr, len(right.perceptron_fit(X, y, lr)[2]) - 1), "limit")

    order = rng.permutation(4)
    point = quarters(rng, 1, 3)
    return [
        case("ten samples, two features", 10, 2, (1.0, 9)),
        case("a rate of ¼", 8, 3, (0.25, 10), "strided"),
        case("one feature", 7, 1, (0.5, 10), "F"),
        case("read-only arrays", 12, 4, (2.0, 8), "readonly"),
        Case("one sample, label 1", (quarters(rng, 1, 2), np.array([1]))),
        Case("all labels 0", (quarters(rng, 5, 2), np.zeros(5, dtype=int), 1.0, 9)),
        case("a larger set", 25, 3, (1.0, 8)),
        Case("a sample that needs more than one step", (np.array([[4.0], [1.0]]), np.array([1, 0]), 1.0, 40)),
        Case("and, over two bits", (BITS, np.array([0, 0, 0, 1]), 1.0, 20)),
        shortened("one epoch short of the end", 9, 2, 0.5),
        Case("a single epoch", (case("", 8, 2).args[0], rng.permutation([0, 0, 0, 0, 1, 1, 1, 1]), 1.0, 1), "limit"),
        Case("the same value? no line can tell", (BITS[order], SAME[order], 1.0, 7), "limit"),
        Case("one point with both labels", (np.repeat(point, 2, axis=0), np.array([1, 0]), 0.5, 5), "limit"),
        Case("the same value? for 100 epochs", (BITS, SAME), "limit"),
    ]


perceptron_fit = Exercise(
    name="perceptron_fit",
    topic=TOPIC,
    signature="perceptron_fit(X, y, lr=1.0, max_epochs=100)",
    returns=("w", "b", "mistakes"),
    section="01_perceptron#learning-rule",
    reference=right.perceptron_fit,
    cases=training,
    checks=(
        Check("w", "the weights are right where a line separates the labels", 0.25, part=0),
        Check("b", "so is the bias", 0.2, part=1),
        Check("mistakes", "the mistakes of every epoch are counted, the last epoch's 0 included", 0.25, part=2),
        Check("limit", "training ends after max_epochs where it does not converge", 0.2, groups=("limit",)),
        pure(),
    ),
    endless=("limit",),
    hints=(
        "Two loops, one inside the other: over the epochs, and over the samples in their order.",
        "For each sample: predict with the weights as they are *now*, count a mistake if that is wrong, then let "
        "`perceptron_update` make the next w and b.",
        "The counter starts at 0 in every epoch and is appended to `mistakes` when the epoch is over. Only then ask "
        "whether it is 0 and the training is done.",
        "`for epoch in range(max_epochs)` sees to the limit; a `break` after the `append` sees to the early end. "
        "Start with `np.zeros` of the right length for w, and 0.0 for b.",
    ),
    misconceptions=FITS,
)
