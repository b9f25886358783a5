"""The share of right predictions."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import EQUAL, SQUARE, TOPIC, TWO, WHOLE, last_of_equals, logits, unsigned, values


def judged(rng: np.random.Generator) -> list[Case]:
    """Logits with labels of which some are hit and some are missed, never half of them."""

    def case(name, Z, hits, layout="C"):
        N, K = Z.shape
        y = right.predict(Z)
        missed = rng.permutation(N)[hits:]
        y[missed] = (y[missed] + rng.integers(1, max(K, 2), len(missed))) % K
        return Case(name, (Z, y), layout=layout)

    plain = [(name, Z, layout) for name, Z, layout in logits(rng) if name != "one sample" and Z is not SQUARE]
    return [
        case("five samples, four classes", away(rng, (5, 4)), 3),
        case("one sample, right", away(rng, (1, 4)), 1),
        case("one sample, wrong", away(rng, (1, 3)), 0),
        case("equal maxima, all right", EQUAL, len(EQUAL)),
        case("all right", away(rng, (4, 3)), 4, "readonly"),
        case("all wrong", away(rng, (3, 5)), 0, "strided"),
        *(case(name, Z, 1 + len(Z) // 5 if Z.shape[1] > 1 else len(Z), layout) for name, Z, layout in plain),
        case("forty samples", away(rng, (40, 3)), 27),
        case("as many classes as samples", SQUARE, 2),
        case("two classes, both logits of one sign", TWO, 4),
        Case("unsigned labels", (WHOLE, unsigned(np.array([3, 1, 0])))),
    ]


def share(predicted):
    return lambda Z, y: float(np.mean(predicted(Z) == y))


accuracy = Exercise(
    name="accuracy",
    topic=TOPIC,
    signature="accuracy(Z, y)",
    returns=("share",),
    section="05_softmax#predict",
    reference=right.accuracy,
    cases=judged,
    checks=(values("the share of right predictions is right, one number from 0 to 1", 0.85), pure(0.15)),
    hints=(
        "You already have the predictions: compare them with the labels, sample by sample.",
        "A comparison of two arrays gives True and False, which count as 1 and 0.",
        "How many are True, out of how many? That quotient is an average.",
    ),
    misconceptions=(
        *wrong(
            "percent",
            "This is a percentage. A share lies between 0 and 1.",
            lambda Z, y: 100 * right.accuracy(Z, y),
        ),
        *wrong(
            "count",
            "You count the right predictions. Divide by how many there are.",
            lambda Z, y: np.sum(right.predict(Z) == y),
        ),
        *wrong(
            "error-rate",
            "This is the share of *wrong* predictions.",
            lambda Z, y: 1 - right.accuracy(Z, y),
        ),
        *wrong(
            "per-sample",
            "You return one verdict a sample. Their average, one number, is asked for.",
            lambda Z, y: right.predict(Z) == y,
            lambda Z, y: (right.predict(Z) == y).astype(float),
        ),
        *wrong(
            "divided-by-entries",
            "You divide by something other than the number of samples N, the rows of Z.",
            lambda Z, y: np.sum(right.predict(Z) == y) / Z.size,
            lambda Z, y: np.sum(right.predict(Z) == y) / Z.shape[1],
            lambda Z, y: np.sum(right.predict(Z) == y) / max(len(y) - 1, 1),
            lambda Z, y: np.sum(right.predict(Z) == y) / (len(y) + 1),
        ),
        *wrong(
            "ties-counted-right",
            "A label that only ties for the first place counts as right. `predict` takes the first of equals: compare "
            "with that.",
            lambda Z, y: np.mean(Z[np.arange(len(y)), y] >= Z.max(axis=1)),
        ),
        *wrong(
            "whole-division",
            "`//` throws the fraction away, so only a perfect score counts. Use `/`.",
            lambda Z, y: np.sum(right.predict(Z) == y) // len(y),
            lambda Z, y: int(right.accuracy(Z, y)),
            lambda Z, y: float(np.all(right.predict(Z) == y)),
        ),
        *wrong(
            "wrong-axis",
            "The maximum is taken down the columns; a sample's prediction comes from its row.",
            lambda Z, y: np.mean(Z.argmax(axis=0) == y),
            lambda Z, y: np.mean(np.argmax(Z) == y),
        ),
        *wrong(
            "logits-for-classes",
            "You compare a logit or a probability with a label. Turn the logits into predicted classes first.",
            lambda Z, y: np.mean(Z.max(axis=1) == y),
            lambda Z, y: float(np.mean(y[:, None] == Z)),
            lambda Z, y: np.mean(np.round(right.softmax(Z)).max(axis=1) == y),
        ),
        *wrong(
            "last-of-equals",
            "Of equal maxima you take the last. `predict` takes the first.",
            share(last_of_equals),
        ),
        *wrong(
            "rounded",
            "The share is rounded. Return it as it is.",
            lambda Z, y: round(right.accuracy(Z, y)),
            lambda Z, y: round(right.accuracy(Z, y), 1),
            lambda Z, y: round(right.accuracy(Z, y), 2),
        ),
        *wrong(
            "smallest",
            "You predict the class with the smallest logit. The most probable one has the largest.",
            lambda Z, y: np.mean(Z.argmin(axis=1) == y),
        ),
        *wrong(
            "mean-probability",
            "This is the average probability of the right class. Accuracy only counts whether it comes first.",
            lambda Z, y: np.mean(right.softmax(Z)[np.arange(len(y)), y]),
        ),
        *wrong(
            "all-pairs",
            "Every prediction is compared with every label. Sample n's prediction belongs to label n only.",
            lambda Z, y: np.mean(right.predict(Z)[:, None] == y),
        ),
    ),
)
