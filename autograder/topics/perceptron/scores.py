"""A linear unit's score."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import WHATEVER_FITS, fitting
from autograder.topics.perceptron.common import SHAPES_CLASH, TOPIC, points

linear_score = Exercise(
    name="linear_score",
    topic=TOPIC,
    signature="linear_score(X, w, b)",
    returns=("scores",),
    section="01_perceptron#score",
    reference=right.linear_score,
    cases=points,
    checks=(Check("values", "every sample's score w·x + b is right", 0.85), pure(0.15)),
    hints=(
        "Begin with one sample: each input is weighed, the products are added up, and the bias comes on top, once.",
        "A weighed sum is a dot product. X has one sample a row, so which product of X and w has one entry a row?",
        "The `@` of a matrix of shape (N, D) with a vector of shape (D,) has shape (N,). Broadcasting adds a number to "
        "each entry.",
    ),
    misconceptions=(
        *wrong(
            "bias-forgotten",
            "The bias is missing: without it every dividing line would have to pass through the origin.",
            lambda X, w, b: X @ w,
        ),
        *wrong(
            "bias-subtracted",
            "You subtract the bias. A threshold θ enters as b = −θ, so in this course the bias is added.",
            lambda X, w, b: X @ w - b,
        ),
        *wrong(
            "bias-per-input",
            "The bias is added once for every input. A unit has one bias, added once, after the sum.",
            lambda X, w, b: np.sum(X * w + b, axis=1),
        ),
        *wrong(
            "not-summed",
            "`X * w` weighs the inputs but does not add them up, so a matrix comes out. A score is one number a sample.",
            lambda X, w, b: X * w + b,
        ),
        *wrong(
            "summed-over-samples",
            "You add up over the samples. Each sample keeps a score of its own; the sum runs over its inputs alone.",
            lambda X, w, b: np.sum(X * w + b),
            lambda X, w, b: np.mean(X @ w + b),
            lambda X, w, b: np.mean(X @ w) + b,
            lambda X, w, b: np.sum(X * w, axis=0) + b,
            lambda X, w, b: np.sum(X * w) + b,
            lambda X, w, b: np.sum(X @ w + b),
            lambda X, w, b: np.sum(X @ w) + b,
        ),
        *wrong(
            "averaged",
            "You take the mean of the weighed inputs. The score is their sum.",
            lambda X, w, b: np.mean(X * w, axis=1) + b,
            lambda X, w, b: (X @ w + b) / len(w),
            lambda X, w, b: np.mean(X * w + b, axis=1),
            lambda X, w, b: (X @ w) / len(X) + b,
        ),
        *wrong(
            "decided-too-early",
            "You return the decision, 0 or 1. Here the score itself is asked for; the step comes in the next exercise.",
            lambda X, w, b: np.where(X @ w + b > 0, 1, 0),
            lambda X, w, b: np.where(X @ w + b >= 0, 1, -1),
            lambda X, w, b: np.sign(X @ w + b),
        ),
        *wrong(
            "activated",
            "An activation is applied to the score. Here the bare sum is asked for, of either sign and any size.",
            lambda X, w, b: 1 / (1 + np.exp(-(X @ w + b))),
            lambda X, w, b: np.tanh(X @ w + b),
            lambda X, w, b: np.maximum(X @ w + b, 0),
            lambda X, w, b: np.abs(X @ w + b),
        ),
        *wrong(
            "sums-multiplied",
            "You multiply the sum of the inputs by the sum of the weights. Input d meets weight d only: multiply "
            "first, then add up.",
            lambda X, w, b: X.sum(axis=1) * w.sum() + b,
        ),
        *wrong(
            "weights-added",
            "The weights are added to the inputs. A weight multiplies its input.",
            lambda X, w, b: np.sum(X + w, axis=1) + b,
        ),
        *wrong(
            "column",
            "The right numbers in a column of shape (N, 1). One score a sample is a vector of shape (N,).",
            lambda X, w, b: (X @ w + b)[:, None],
            lambda X, w, b: X @ w[:, None] + b,
        ),
        *wrong(
            "sign-flipped",
            "A sign is flipped: the score is w·x + b as it stands.",
            lambda X, w, b: -(X @ w + b),
            lambda X, w, b: b - X @ w,
        ),
        *wrong(
            "bias-multiplied",
            "The bias multiplies. It is added, and moves the dividing line without turning it.",
            lambda X, w, b: X @ w * b,
            lambda X, w, b: X @ (w * b),
        ),
        *wrong(
            "bias-on-the-way-in",
            "The bias is added to the inputs or the weights before they are multiplied. Add it once, to the sum.",
            lambda X, w, b: X @ (w + b),
            lambda X, w, b: (X + b) @ w,
        ),
        *wrong(
            "one-sample-only",
            "Only one sample is scored. There are N rows in X, and N scores.",
            lambda X, w, b: X[0] @ w + b,
            lambda X, w, b: X[-1] @ w + b,
            lambda X, w, b: [X[0] @ w + b],
        ),
        *wrong(
            "one-input-only",
            "Only one input counts. If you have a loop, look at the indentation of what follows it, and use `+=`.",
            lambda X, w, b: X[:, 0] * w[0] + b,
            lambda X, w, b: X[:, -1] * w[-1] + b,
        ),
        *wrong(
            "weights-ignored",
            "The inputs are added up without their weights.",
            lambda X, w, b: X.sum(axis=1) + b,
        ),
        *wrong(
            "distance-to-the-line",
            "You divide by the length of w. That gives the distance to the dividing line; the score is w·x + b itself.",
            lambda X, w, b: (X @ w + b) / np.linalg.norm(w),
        ),
        *wrong(
            "shapes-do-not-fit",
            SHAPES_CLASH,
            lambda X, w, b: w @ X + b,
            lambda X, w, b: X.T @ w + b,
            lambda X, w, b: w[:, None] @ X + b,
        ),
        *wrong(
            "clipped",
            "Scores are cut off at a largest size. A score is as large as its sum.",
            *(lambda X, w, b, size=size: np.clip(X @ w + b, -size, size) for size in (1, 10, 50, 100, 500, 1000)),
        ),
        *wrong(
            "small-weights-dropped",
            "Small weights are taken for 0. A large input makes a score of them, like of any other.",
            *(lambda X, w, b, tiny=tiny: X @ np.where(np.abs(w) < tiny, 0.0, w) + b for tiny in (1e-6, 1e-8)),
        ),
        *wrong(
            "bias-rounded",
            "The bias is made a whole number. Add it as it is.",
            lambda X, w, b: X @ w + int(b),
            lambda X, w, b: X @ w + round(b),
        ),
        *wrong(
            "one-input-left-out",
            "One input is left out at the beginning or the end. Where does your loop begin, and where does it stop?",
            lambda X, w, b: X[:, 1:] @ w[1:] + b,
            lambda X, w, b: X[:, :-1] @ w[:-1] + b,
            lambda X, w, b: X[:, 1:] @ w[1:] + b if len(w) > 1 else X @ w + b,
            lambda X, w, b: X[:, :-1] @ w[:-1] + b if len(w) > 1 else X @ w + b,
        ),
        *wrong("whatever-fits", WHATEVER_FITS, fitting(lambda X, w, b: X.T @ w + b, right.linear_score)),
        *wrong(
            "single-precision",
            "You compute with float32, which keeps seven digits. Where large terms cancel, those are lost; stay with float64.",
            lambda X, w, b: X.astype(np.float32) @ w.astype(np.float32) + np.float32(b),
        ),
    ),
)
