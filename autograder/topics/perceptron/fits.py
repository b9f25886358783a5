"""The perceptron's training: its learning rule, sample by sample and epoch by epoch."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure
from autograder.topics.perceptron.common import BITS, SAME, TOPIC, quarters
from autograder.topics.perceptron.wrong_fits import FITS


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
        "`for epoch in range(max_epochs)` sees to the limit; a `break` after the `append` sees to the early end. Start "
        "with `np.zeros` of the right length for w, and 0.0 for b.",
    ),
    misconceptions=FITS,
)
