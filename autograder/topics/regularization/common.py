"""What the exercises on penalties share: weights, and mistakes that any penalty invites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.key import Case
from autograder.topics.exercise import Misconception, away, wrong
from autograder.topics.habits import THRESHOLDS

TOPIC = "07_regularization"

Entrywise = Callable[[Any], Any]


def whole(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers as floats, none of them 0 or ±1."""
    return np.round(away(rng, shape, 2.0, 5.0))


def networks(rng: np.random.Generator, tiny: float, strong: float) -> list[Case]:
    """Lists of weight matrices, and λ; `tiny` weights count through a `strong` λ."""

    def case(name, *shapes, lam=None):
        lam = float(rng.uniform(0.05, 0.9)) if lam is None else lam
        return Case(name, ([away(rng, shape) for shape in shapes], lam))

    layer = away(rng, (2, 3))
    return [
        case("two layers", (4, 3), (3, 2)),
        case("one layer", (3, 2)),
        case("three layers", (2, 5), (5, 4), (4, 1)),
        case("one input", (1, 3), (3, 2)),
        case("one unit a layer", (3, 1), (1, 1)),
        case("a small λ", (5, 2), (2, 3), lam=1e-3),
        case("a λ larger than 1", (2, 4), (4, 3), lam=2.5),
        case("λ = 0", (3, 4), (4, 2), lam=0.0),
        case("the whole number λ = 3", (2, 3), (3, 1), lam=3),
        Case("whole numbers", ([whole(rng, 3, 2), whole(rng, 2, 4)], 0.5)),
        case("layers of one shape", (3, 3), (3, 3), (3, 3)),
        Case("two equal layers", ([layer, away(rng, (2, 3)), layer.copy()], 0.5)),
        Case("tiny weights and a large λ", ([tiny * away(rng, shape) for shape in ((3, 2), (2, 4))], strong)),
        Case("large weights", ([1e4 * away(rng, shape) for shape in ((2, 3), (3, 4))], 0.25)),
        case("a larger network", (9, 8), (8, 7), (7, 4)),
    ]


def matrices(rng: np.random.Generator) -> list[Case]:
    """One weight matrix, and λ."""

    def case(name, *shape, lam=None):
        return Case(name, (away(rng, shape), float(rng.uniform(0.05, 0.9)) if lam is None else lam))

    return [
        case("four inputs, three units", 4, 3),
        case("one input", 1, 4),
        case("one unit", 5, 1),
        case("a small λ", 2, 3, lam=1e-3),
        case("a λ larger than 1", 3, 5, lam=2.5),
        case("the whole number λ = 3", 2, 4, lam=3),
        Case("whole numbers", (whole(rng, 3, 2), 0.5)),
        case("a larger matrix", 8, 6),
        case("as many inputs as units", 3, 3),
        Case("large weights", (1e4 * away(rng, (3, 2)), 0.5)),
    ]


def no_penalty(rng: np.random.Generator) -> Case:
    return Case("λ = 0", (away(rng, (3, 2)), 0.0))


def of_each_entry(entry: Entrywise, factor: float, tiny: float) -> list[Misconception]:
    """What goes wrong with λ·factor·Σ entry(w), whatever the entry: the sum is taken over the wrong things.

    `tiny` is the size of the smallest weights that are asked for.
    """

    def total(weights, lam):
        return factor * lam * sum(np.sum(entry(W)) for W in weights)

    return [
        *wrong(
            "lambda-forgotten",
            "λ is missing: it says how much small weights are worth to us, next to a small loss.",
            lambda weights, lam: factor * sum(np.sum(entry(W)) for W in weights),
        ),
        *wrong(
            "one-layer-only",
            "Only one of the arrays counts. Go through the whole list and add up; if you have a loop, look at the "
            "indentation of its `return`, and whether the sum starts anew each time.",
            lambda weights, lam: factor * lam * np.sum(entry(weights[0])),
            lambda weights, lam: factor * lam * np.sum(entry(weights[-1])),
        ),
        *wrong(
            "a-layer-missing",
            "The first or the last array is left out. Every array in the list counts.",
            lambda weights, lam: total(weights[1:], lam),
            lambda weights, lam: total(weights[:-1], lam),
        ),
        *wrong(
            "one-number-a-layer",
            "One penalty for each array comes back. Add them up: the penalty is a single number.",
            lambda weights, lam: [factor * lam * np.sum(entry(W)) for W in weights],
            lambda weights, lam: np.array([factor * lam * np.sum(entry(W)) for W in weights]),
        ),
        *wrong(
            "averaged",
            "You take a mean. The penalty is a sum: every weight costs on its own, however many there are.",
            lambda weights, lam: factor * lam * sum(np.mean(entry(W)) for W in weights),
            lambda weights, lam: total(weights, lam) / len(weights),
            lambda weights, lam: total(weights, lam) / sum(W.size for W in weights),
            lambda weights, lam: factor * lam * np.mean([np.mean(entry(W)) for W in weights]),
            lambda weights, lam: total(weights, lam) / len(weights[0]),
            lambda weights, lam: factor * lam * sum(np.sum(entry(W)) / len(W) for W in weights),
        ),
        *wrong(
            "arrays-of-different-shape",
            "The list cannot be turned into one array or used as one, because the layers have different shapes. Take "
            "the sum of each array, then add the sums.",
            lambda weights, lam: factor * lam * np.sum(entry(_one_array(weights))),
            lambda weights, lam: factor * lam * np.sum(weights * weights),
            lambda weights, lam: factor * lam * np.sum(sum(entry(W) for W in weights)),
            lambda weights, lam: factor * lam * sum(entry(W) for W in weights),
        ),
        *wrong(
            "one-axis-only",
            "You add up along one axis, so that one number a row or column is left. `np.sum` without `axis` adds up all entries.",
            lambda weights, lam: factor * lam * sum(np.sum(entry(W), axis=0) for W in weights),
            lambda weights, lam: factor * lam * sum(np.sum(entry(W), axis=1) for W in weights),
        ),
        *wrong(
            "whole-numbers",
            "The weights, or λ, are cut off to whole numbers (`int`, `//`). They are fractions as a rule.",
            lambda weights, lam: factor * lam * sum(np.sum(entry(np.trunc(W))) for W in weights),
            lambda weights, lam: factor * np.trunc(lam) * sum(np.sum(entry(W)) for W in weights),
            lambda weights, lam: lam // (1 / factor) * sum(np.sum(entry(W)) for W in weights),
        ),
        *wrong(
            "small-taken-for-zero",
            "Small weights are left out, as if they were 0. A large λ makes them count.",
            *(
                lambda weights, lam, limit=limit: total([np.where(np.abs(W) < limit, 0.0, W) for W in weights], lam)
                for limit in THRESHOLDS
                if limit > 2 * tiny
            ),
        ),
        *wrong(
            "equal-layers-once",
            "Layers that are equal count only once. Each array in the list counts, equal to another one or not.",
            lambda weights, lam: total({W.tobytes(): W for W in weights}.values(), lam),
        ),
        *wrong(
            "lambda-squared",
            "λ is squared: it multiplies the sum once. Is it perhaps inside what is squared?",
            lambda weights, lam: lam * total(weights, lam),
        ),
        *wrong(
            "sign-flipped",
            "The penalty comes out negative. Large weights shall *cost* something.",
            lambda weights, lam: -total(weights, lam),
        ),
        *wrong(
            "one-entry-array",
            "The penalty is right but comes in an array of one entry. Return the number itself.",
            lambda weights, lam: np.array([total(weights, lam)]),
        ),
        *wrong(
            "largest-only",
            "Only the largest entry counts. The penalty adds up all of them.",
            lambda weights, lam: factor * lam * max(np.max(entry(W)) for W in weights),
            lambda weights, lam: factor * lam * sum(np.max(entry(W)) for W in weights),
        ),
        *wrong(
            "lambda-added",
            "λ is added. It multiplies the sum, so that λ = 0 means no penalty.",
            lambda weights, lam: factor * sum(np.sum(entry(W)) for W in weights) + lam,
        ),
        *wrong(
            "divided-by-lambda",
            "You divide by λ. It multiplies: a larger λ makes large weights cost more.",
            lambda weights, lam: factor * sum(np.sum(entry(W)) for W in weights) / lam if lam else np.inf,
        ),
    ]


def _one_array(weights):
    """`np.array` on a list, as every NumPy does it: old ones made an array of objects of unequal shapes."""
    if len({W.shape for W in weights}) > 1:
        raise ValueError("inhomogeneous")
    return np.array(weights)
