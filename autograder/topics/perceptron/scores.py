"""A linear unit: its score, and the decision that a step makes of it."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import WHATEVER_FITS, fitting
from autograder.topics.perceptron.common import TOPIC, quarters


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
            "A small score is taken for 0: a threshold such as 1e-8, `np.isclose`, rounding, float16. However small, a positive "
            "score fires.",
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
