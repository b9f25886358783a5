"""How far tanh units are from linear ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.early_stopping.rules import TOPIC
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import WHATEVER_FITS, fitting


def layers(rng: np.random.Generator) -> list[Case]:
    def case(name, N, D, K, size=1.0):
        return Case(name, (away(rng, (N, D)), away(rng, (D, K), 0.3, 0.9) * size))

    # sorted, so that the last Z is the largest
    X, W = np.sort(rng.uniform(0.5, 2.0, (4, 2)), axis=0), np.sort(rng.uniform(0.5, 2.0, (2, 3)))
    return [
        case("a layer", 5, 3, 4),
        case("one sample", 1, 3, 2),
        case("one input", 4, 1, 3),
        case("one unit", 6, 2, 1),
        case("weights a tenth as large", 5, 3, 2, 0.1),
        *(case(f"weights {size:g} times as large", 5, 3, 2, size) for size in (0.15, 0.06, 0.04, 0.03)),
        case("large weights", 4, 2, 3, 30.0),
        case("as many inputs as units", 4, 3, 3),
        Case("very large weights", (X, 1000.0 * W)),
        Case("very large weights and negative Z", (-X, 1000.0 * W)),
        Case("positive Z only", (X, W)),
        Case("negative Z only", (-X, W)),
        Case("no weights at all", (away(rng, (3, 2)), np.zeros((2, 4)))),
        Case("whole numbers", (np.round(away(rng, (3, 2), 1.0, 4.0)), np.array([[1.0, -2.0, 0.0], [2.0, 1.0, -1.0]]))),
    ]


def of(error: Callable) -> Callable:
    return lambda X, W: error(np.tanh(X @ W), X @ W)


linear_range_error = Exercise(
    name="linear_range_error",
    topic=TOPIC,
    signature="linear_range_error(X, W)",
    returns=("error",),
    section=f"{TOPIC}#the-linear-range",
    reference=right.linear_range_error,
    cases=layers,
    checks=(Check("values", "the largest distance between tanh(XW) and XW is right", 0.85), pure(0.15)),
    hints=(
        "First compute Z = XW, the pre-activations of all units for all samples.",
        "tanh(Z) is what the units answer, Z what linear units would. How far are they apart in one entry, whatever the sign?",
        "Of these distances, one for each sample and unit, the largest one of all is asked for: a single number.",
    ),
    misconceptions=(
        *wrong(
            "mean-for-max",
            "You average the distances. The largest one is asked for.",
            of(lambda A, Z: np.mean(np.abs(A - Z))),
            of(lambda A, Z: np.mean((A - Z) ** 2)),
        ),
        *wrong(
            "sum-for-max",
            "You add the distances up. The largest one is asked for.",
            of(lambda A, Z: np.sum(np.abs(A - Z))),
            of(lambda A, Z: np.linalg.norm(A - Z)),
        ),
        *wrong(
            "sign-kept",
            "You take the largest *difference*, and one that is negative never wins. A distance has no sign: `np.abs`.",
            of(lambda A, Z: np.max(A - Z)),
            of(lambda A, Z: np.max(Z - A)),
        ),
        *wrong(
            "abs-after-max",
            "You take the size of the largest difference. First the sizes, then the largest of them.",
            of(lambda A, Z: abs(np.max(A - Z))),
        ),
        *wrong(
            "smallest",
            "You take the smallest distance; the largest is asked for.",
            of(lambda A, Z: np.min(np.abs(A - Z))),
        ),
        *wrong(
            "one-for-each",
            "Several numbers come back, one for each sample, unit or both. Take the largest of all of them.",
            of(lambda A, Z: np.abs(A - Z)),
            of(lambda A, Z: np.abs(A - Z).max(axis=0)),
            of(lambda A, Z: np.abs(A - Z).max(axis=1)),
        ),
        *wrong(
            "relative",
            "You divide by the pre-activations. The distance itself is asked for.",
            of(lambda A, Z: np.max(np.abs(A - Z)) / (np.max(np.abs(Z)) + 1e-12)),
        ),
        *wrong(
            "squared",
            "The distance comes back squared. Take its size, |tanh z − z|.",
            of(lambda A, Z: np.max((A - Z) ** 2)),
        ),
        *wrong(
            "first-of-many",
            "Only the first sample or the first unit is looked at. The largest distance of all samples and units is asked for.",
            lambda X, W: of(lambda A, Z: np.max(np.abs(A - Z)))(X[:1], W),
            lambda X, W: of(lambda A, Z: np.max(np.abs(A - Z)))(X, W[:, :1]),
        ),
        *wrong(
            "at-the-largest-z",
            "You look where Z is largest. A negative entry may be farther out: the distance grows with |z|.",
            of(lambda A, Z: abs(np.max(A) - np.max(Z))),
        ),
        *wrong(
            "matrix-norm",
            "`np.linalg.norm` of a *matrix* with `np.inf` or 1 is a largest row or column sum. Take the largest entry: `np.max`.",
            of(lambda A, Z: np.linalg.norm(A - Z, np.inf)),
            of(lambda A, Z: np.linalg.norm(A - Z, 1)),
            of(lambda A, Z: np.linalg.norm(A - Z, 2)),
        ),
        *wrong(
            "first-term-of-the-series",
            "z³/3 is the distance for small z only. Take tanh itself.",
            of(lambda A, Z: np.max(np.abs(Z) ** 3 / 3)),
        ),
        *wrong(
            "clipped",
            "Z is cut off before tanh and before the difference. `np.tanh` takes numbers of any size.",
            *(
                lambda X, W, most=most: np.max(np.abs(np.tanh(Z := np.clip(X @ W, -most, most)) - Z))
                for most in (1.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0)
            ),
        ),
        *wrong(
            "exponentials-overflow",
            "Your tanh is a quotient of exponentials, and inf / inf is not a number. `np.tanh` takes numbers of any size.",
            of(lambda A, Z: np.max(np.abs((np.exp(Z) - np.exp(-Z)) / (np.exp(Z) + np.exp(-Z)) - Z))),
            of(lambda A, Z: np.max(np.abs((np.exp(2 * Z) - 1) / (np.exp(2 * Z) + 1) - Z))),
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            fitting(
                lambda X, W: of(lambda A, Z: np.max(np.abs(A - Z)))(X, W.T), of(lambda A, Z: np.max(np.abs(A - Z)))
            ),
        ),
        *wrong(
            "tanh-only",
            "You measure the activations, or the pre-activations, and not how far they are apart.",
            of(lambda A, Z: np.max(np.abs(A))),
            of(lambda A, Z: np.max(np.abs(Z))),
        ),
        *wrong(
            "tanh-too-early",
            "You take tanh of X or of W. It comes last: tanh(XW).",
            lambda X, W: np.max(np.abs(np.tanh(X) @ W - X @ W)),
            lambda X, W: np.max(np.abs(X @ np.tanh(W) - X @ W)),
        ),
        *wrong(
            "relu-for-tanh",
            "You compare with a ReLU. This one is about tanh.",
            of(lambda A, Z: np.max(np.abs(np.maximum(Z, 0) - Z))),
        ),
        *wrong(
            "sigmoid-for-tanh",
            "You compare with a sigmoid. This one is about tanh.",
            of(lambda A, Z: np.max(np.abs(0.5 * (1 + np.tanh(0.5 * Z)) - Z))),
        ),
    ),
)
