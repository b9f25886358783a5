"""The predicted class: the largest logit's place."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import SHAPES, SQUARE, TOPIC, TWO, labels, last_of_equals, naive, quietly, values


def ties(rng: np.random.Generator) -> list[Case]:
    def case(name, Z, layout="C"):
        return Case(name, (np.array(Z),), "ties", layout)

    tops = np.array([[2.0, 5.0, 5.0, 1.0], [-1.0, -3.0, -1.0, -2.0], [0.5, 0.0, 0.25, 0.5]])
    return [
        case("equal maxima", tops),
        case("rows of zeros", np.zeros((2, 3))),
        case("all equal", -np.ones((4, 2)), "F"),
    ]


def decided(rng: np.random.Generator) -> list[Case]:
    """Logits whose largest entry is neither always first, nor always last, nor the largest in size."""

    def case(name, N, K, layout):
        Z = away(rng, (N, K), high=2.5)
        places = labels(rng, N, K)
        Z[np.arange(N), places] = np.abs(Z).max(axis=1) * rng.uniform(0.6, 0.9, N)
        for n, k in enumerate(places):  # and one that is larger in size, but negative
            Z[n, (k + 1) % K] = -3.0 if K > 1 else Z[n, k]
            Z[n] = np.where(Z[n] > Z[n, k], -Z[n], Z[n])
        return Case(name, (Z,), layout=layout)

    negative = Case("negative logits only", (-np.abs(away(rng, (5, 3))) - 0.5,))
    large = Case("logits near 1000", (1000.0 - rng.permuted(np.tile([0.0, 1.0, 2.0], (4, 1)), axis=1),))
    close = Case(
        "a close race", (np.array([[1.0, 1.00001, 0.99999], [0.00001, 0.0, 0.00002], [-2.0, -2.00001, -3.0]]),)
    )
    others = [
        negative,
        large,
        close,
        Case("two classes, both logits of one sign", (TWO,)),
        Case("as many classes as samples", (SQUARE,)),
        Case("logits near −1000", (rng.permuted(np.tile([-1000.0, -999.5, -999.75], (4, 1)), axis=1),)),
    ]
    return [*(case(name, N, K, layout) for name, N, K, layout in SHAPES), *others]


def search_from(Z, start):
    """A search for the row's maximum from a number on; class 0 where nothing beats it."""
    found = []
    for z in Z:
        best, place = start, 0
        for k, value in enumerate(z):
            if value > best:
                best, place = value, k
        found.append(place)
    return np.array(found)


predict = Exercise(
    name="predict",
    topic=TOPIC,
    signature="predict(Z)",
    returns=("y_hat",),
    section="05_softmax#predict",
    reference=right.predict,
    cases=lambda rng: [*decided(rng), *ties(rng)],
    checks=(
        values("the class of each sample is that of its largest logit", 0.65),
        Check("ties", "of equal maxima the first is taken", 0.2, groups=("values", "ties")),
        pure(0.15),
    ),
    hints=(
        "Softmax keeps the order, so the most probable class is the one with the largest logit: no exponential is "
        "needed.",
        "*Which* column holds the maximum is asked, not the maximum itself. NumPy has a function for exactly that.",
        "One answer for each row: along which axis do you have to search? And of equal maxima, does yours take the "
        "first?",
    ),
    misconceptions=(
        *wrong(
            "wrong-axis",
            "You look for the maximum of each column. A sample is a row: search along axis 1.",
            lambda Z: Z.argmax(axis=0),
        ),
        *wrong(
            "whole-array",
            "One number comes back, the place of the largest entry of the whole array. Each row has a prediction of "
            "its own.",
            lambda Z: np.argmax(Z),
            lambda Z: np.argmax(Z[0]),
        ),
        *wrong(
            "value-for-index",
            "You return the largest logit; its *index*, the class, is asked for.",
            lambda Z: Z.max(axis=1),
            lambda Z: right.softmax(Z).max(axis=1),
        ),
        *wrong(
            "last-of-equals",
            "Of equal maxima you take the last; the contract asks for the first.",
            last_of_equals,
            lambda Z: np.argsort(Z, axis=1, kind="stable")[:, -1],
        ),
        *wrong(
            "smallest",
            "You take the smallest logit. The most probable class has the largest.",
            lambda Z: Z.argmin(axis=1),
        ),
        *wrong(
            "size-for-value",
            "You compare sizes, without the sign. A logit of −3 speaks *against* its class.",
            lambda Z: np.abs(Z).argmax(axis=1),
            lambda Z: (Z**2).argmax(axis=1),
        ),
        *wrong(
            "counted-from-one",
            "All classes are one too large. They are counted from 0.",
            lambda Z: Z.argmax(axis=1) + 1,
        ),
        *wrong(
            "one-hot-for-index",
            "You mark the winners with ones. The class *numbers* are asked for, one for each row.",
            lambda Z: right.one_hot(Z.argmax(axis=1), Z.shape[1]),
            lambda Z: 1.0 * (Z.max(axis=1, keepdims=True) == Z),
        ),
        *wrong(
            "probabilities-for-classes",
            "You return the probabilities. Choose one class for each row.",
            right.softmax,
        ),
        *wrong(
            "column-of-classes",
            "The classes are right but come as a column of shape (N, 1). One axis is expected: (N,).",
            lambda Z: Z.argmax(axis=1)[:, None],
        ),
        *wrong(
            "threshold",
            "You compare with a threshold, which works for two classes at best. Here there are K: compare them with "
            "each other.",
            lambda Z: (Z[:, 0] > 0).astype(int),
            lambda Z: (Z[:, -1] > 0).astype(int),
            lambda Z: (Z > 0).astype(int),
            lambda Z: (Z[:, 1] > 0).astype(int) if Z.shape[1] == 2 else right.predict(Z),
            lambda Z: (Z[:, 0] > 0).astype(int) if Z.shape[1] == 1 else right.predict(Z),
        ),
        *wrong(
            "search-starts-too-high",
            "Your search starts from a number, such as 0, and where all logits of a row lie below it none is found. "
            "Start from the row's first logit, or from −∞.",
            *(lambda Z, c=c: search_from(Z, c) for c in (0.0, -1.0, -100.0, -999.0)),
        ),
        *wrong(
            "differences-lost",
            "You compare rounded logits, or call close ones equal. The largest is the largest, by however little.",
            *(lambda Z, d=d: np.argmax(np.round(Z, d), axis=1) for d in range(5)),
            lambda Z: np.argmax(Z.astype(int), axis=1),
            lambda Z: np.argmax(Z.astype(np.float16), axis=1),
            lambda Z: np.argmax(np.isclose(Z, Z.max(axis=1, keepdims=True)), axis=1),
        ),
        *wrong(
            "exponentials-first",
            "e^1000 overflows and e^−1000 is 0, so the largest is lost. No exponential is needed: compare the logits themselves.",
            lambda Z: np.argmax(naive(Z), axis=1),
            lambda Z: np.argmax(np.exp(Z), axis=1),
            lambda Z: np.argmax(np.exp(np.minimum(Z, 700)), axis=1),
            quietly(lambda Z: np.argmax(naive(Z), axis=1)),
            quietly(lambda Z: np.argmax(np.exp(Z), axis=1)),
        ),
        *wrong(
            "last-class-left-out",
            "One class is never predicted: a loop or a slice ends too early or begins too late.",
            lambda Z: np.argmax(Z[:, : max(1, Z.shape[1] - 1)], axis=1),
            lambda Z: np.argmax(Z[:, :-1], axis=1),
            lambda Z: np.argmax(Z[:, 1:], axis=1),
        ),
        *wrong(
            "every-maximum",
            "Of equal maxima all are returned, so there are more predictions than samples. Each row has one: its first.",
            lambda Z: np.nonzero(Z.max(axis=1, keepdims=True) == Z)[1],
        ),
    ),
)
