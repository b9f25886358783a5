"""The decision that a step makes of a score."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.perceptron.common import SHAPES_CLASH, TOPIC, points, quarters

BESIDE = [2.0**-20, -(2.0**-20), 0.0, 2.0**-40, -(2.0**-40)]


def ties(rng: np.random.Generator) -> list[Case]:
    """Scores of exactly 0 among others, whatever the order of summation."""

    def case(name, D, layout):
        w, b = quarters(rng, D), float(quarters(rng))
        on_the_line = np.zeros((2, D))
        on_the_line[0, 0] = -b / w[0] if (b / w[0]) % 0.25 == 0 else 0.0
        if not on_the_line[0, 0]:
            w[0] = b  # x = (−1, 0, …) lies on the line
            on_the_line[0, 0] = -1.0
        on_the_line[1] = on_the_line[0]
        if D > 2:  # and so does one step along it
            on_the_line[1, 1:3] = w[2], -w[1]
        beside = np.array([on_the_line[0] + side * w for side in (1.0, -1.0)])
        X = np.concatenate([on_the_line, beside])[rng.permutation(4)]
        return Case(name, (X, w, b), "ties", layout)

    return [
        case("scores of exactly 0", 3, "C"),
        case("scores of exactly 0, one input", 1, "F"),
        Case("nothing learned yet: all weights 0", (quarters(rng, 4, 2), np.zeros(2), 0.0), "ties"),
        Case("scores just beside 0", (np.array([BESIDE]).T, np.array([1.0]), 0.0), "ties"),
        Case("large terms, scores just beside 0", (512 + np.array([BESIDE]).T, np.array([2.0]), -1024.0), "ties"),
    ]


def decisions(rng: np.random.Generator) -> list[Case]:
    """Cases where a score lies between 0 and 1, so that another threshold would be seen."""
    cases = points(rng)
    X, w = away(rng, (6, 2)), away(rng, (2,))
    X[0] = w * 0.5 / (w @ w)
    X[1] = -X[0]
    along = rng.uniform(0.3, 2.0, (4, 1)) * w
    return [
        *cases,
        Case("scores of ½ and −½", (X, w, 0.0)),
        Case("every sample fires", (along, w, 0.0)),
        Case("no sample fires", (-along, w, 0.0)),
        *ties(rng),
    ]


perceptron_predict = Exercise(
    name="perceptron_predict",
    topic=TOPIC,
    signature="perceptron_predict(X, w, b)",
    returns=("labels",),
    section="01_perceptron#perceptron",
    reference=right.perceptron_predict,
    cases=decisions,
    checks=(
        Check("values", "every sample gets its label, 0 or 1", 0.65),
        Check("ties", "a score of exactly 0 is not enough to fire", 0.25, groups=("ties",)),
        pure(),
    ),
    hints=(
        "You have the scores already. What is left is a yes or a no for each of them.",
        "Comparing an array with a number gives an array of True and False, one for every entry.",
        "`np.where(condition, a, b)` takes a where the condition holds and b elsewhere; or ask a bool array for its "
        "`.astype(int)`. Mind what is to happen at exactly 0.",
    ),
    misconceptions=(
        *wrong(
            "fires-at-zero",
            "At a score of exactly 0 your unit fires. The course's step is strict: 1 only where the score is > 0.",
            lambda X, w, b: np.where(X @ w + b >= 0, 1, 0),
            lambda X, w, b: np.where(X @ w + b < 0, 0, 1),
            lambda X, w, b: np.heaviside(X @ w + b, 1.0),
        ),
        *wrong(
            "minus-one-for-zero",
            "Your labels are −1 and 1. That is a common choice elsewhere; in this course they are 0 and 1.",
            lambda X, w, b: np.where(X @ w + b > 0, 1, -1),
            lambda X, w, b: np.where(X @ w + b >= 0, 1, -1),
            lambda X, w, b: np.sign(X @ w + b),
        ),
        *wrong(
            "half-at-zero",
            "At a score of exactly 0 you answer ½. A perceptron decides: 1 where the score is > 0, else 0.",
            lambda X, w, b: np.heaviside(X @ w + b, 0.5),
            lambda X, w, b: (np.sign(X @ w + b) + 1) / 2,
        ),
        *wrong(
            "score-for-label",
            "You return the scores. The perceptron answers with a decision, 0 or 1.",
            lambda X, w, b: X @ w + b,
        ),
        *wrong(
            "bias-forgotten",
            "The bias is missing from the score, so your dividing line passes through the origin.",
            lambda X, w, b: np.where(X @ w > 0, 1, 0),
        ),
        *wrong(
            "bias-as-threshold",
            "You compare w·x with b. A bias is added to the score, so the unit fires where w·x > −b.",
            lambda X, w, b: np.where(X @ w > b, 1, 0),
            lambda X, w, b: np.where(X @ w >= b, 1, 0),
        ),
        *wrong(
            "threshold-one-half",
            "You compare the score with ½. That is for probabilities; a score is compared with 0.",
            lambda X, w, b: np.where(X @ w + b > 0.5, 1, 0),
            lambda X, w, b: np.where(X @ w + b >= 0.5, 1, 0),
        ),
        *wrong(
            "threshold-one",
            "You compare the score with 1. The step is at 0.",
            lambda X, w, b: np.where(X @ w + b > 1, 1, 0),
            lambda X, w, b: np.where(X @ w + b >= 1, 1, 0),
        ),
        *wrong(
            "labels-swapped",
            "The two labels are swapped: 1 belongs where the score is positive.",
            lambda X, w, b: np.where(X @ w + b > 0, 0, 1),
            lambda X, w, b: np.where(X @ w + b < 0, 1, 0),
        ),
        *wrong(
            "fires-unless-zero",
            "Every score but 0 makes your unit fire: a bool asks whether a number is zero. Ask whether it is positive.",
            lambda X, w, b: (X @ w + b).astype(bool),
            lambda X, w, b: np.where(X @ w + b != 0, 1, 0),
        ),
        *wrong(
            "one-answer-for-all",
            "One answer comes back for the whole batch. Each sample gets a label of its own.",
            lambda X, w, b: int(np.all(X @ w + b > 0)),
            lambda X, w, b: int(np.any(X @ w + b > 0)),
            lambda X, w, b: int(np.sum(X @ w + b) > 0),
            lambda X, w, b: np.sum(X @ w + b > 0),
            lambda X, w, b: int(X[0] @ w + b > 0),
        ),
        *wrong(
            "column",
            "The right labels in a column of shape (N, 1). One label a sample is a vector of shape (N,).",
            lambda X, w, b: np.where(X @ w + b > 0, 1, 0)[:, None],
        ),
        *wrong(
            "positions-for-labels",
            "You return where the unit fires, the row numbers. Return a label for every row.",
            lambda X, w, b: np.flatnonzero(X @ w + b > 0),
            lambda X, w, b: np.where(X @ w + b > 0),
        ),
        *wrong(
            "each-input-decided",
            "You decide for every weighed input. Add them up first; one unit makes one decision a sample.",
            lambda X, w, b: np.where(X * w + b > 0, 1, 0),
        ),
        *wrong(
            "ambiguous-if",
            "`if` takes a single yes or no, and an array of scores has many. Let `np.where` choose entry by entry.",
            lambda X, w, b: 1 if X @ w + b > 0 else 0,
            lambda X, w, b: int(X @ w + b > 0),
        ),
        *wrong(
            "rectified",
            "You cut off at 0 and keep the rest of the score: that is a ReLU unit. A perceptron answers 0 or 1.",
            lambda X, w, b: np.maximum(X @ w + b, 0),
            lambda X, w, b: np.clip(X @ w + b, 0, 1),
        ),
        *wrong(
            "score-truncated",
            "You round the score to a whole number. What counts is whether it is positive, however small or large it is.",
            lambda X, w, b: (X @ w + b).astype(int),
            lambda X, w, b: np.round(X @ w + b),
        ),
        *wrong(
            "smooth",
            "You return how strongly the unit fires, a sigmoid. A perceptron answers 0 or 1 and nothing between.",
            lambda X, w, b: 1 / (1 + np.exp(-(X @ w + b))),
        ),
        *wrong(
            "shapes-do-not-fit",
            SHAPES_CLASH,
            lambda X, w, b: np.where(w @ X + b > 0, 1, 0),
            lambda X, w, b: np.where(X.T @ w + b > 0, 1, 0),
        ),
        *wrong(
            "small-as-zero",
            "A small score is taken for 0: a threshold such as 1e-8, `np.isclose`, rounding, float16. However small, a "
            "positive score fires.",
            *(lambda X, w, b, tiny=tiny: np.where(X @ w + b > tiny, 1, 0) for tiny in (1e-3, 1e-5, 1e-8, 1e-10)),
            lambda X, w, b: np.where(np.isclose(X @ w + b, 0), 0, X @ w + b > 0),
            lambda X, w, b: np.where((X @ w + b).astype(np.float16) > 0, 1, 0),
        ),
        *wrong(
            "compared-with-the-others",
            "You compare a score with the other samples' scores. Each sample's label depends on its own score alone.",
            lambda X, w, b: np.where(X @ w + b > np.mean(X @ w + b), 1, 0),
            lambda X, w, b: np.where(X @ w + b > np.median(X @ w + b), 1, 0),
            lambda X, w, b: np.where((X @ w + b) * np.max(X @ w + b) > 0, 1, 0),
            lambda X, w, b: np.where(X @ w + b == np.max(X @ w + b), 1, 0),
        ),
    ),
)
