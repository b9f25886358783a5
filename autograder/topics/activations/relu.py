"""ReLU."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, elementwise, extremes, zeros
from autograder.topics.activations.habits import (
    IN_PLACE,
    array_refused,
    number_refused,
    reduced,
    relu_in_place,
    relu_in_place_of_array,
)
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import SMALL, THRESHOLDS

relu = Exercise(
    name="relu",
    topic=TOPIC,
    signature="relu(z)",
    returns=("a",),
    section="02_activations#relu",
    reference=right.relu,
    cases=lambda rng: [*elementwise(rng), *zeros(rng), *extremes(rng, "values")],
    checks=(
        Check("values", "relu(z) is right at every entry", 0.65, groups=("values", "kinks")),
        any_shape(0.2),
        pure(0.15),
    ),
    hints=(
        "What is positive passes unchanged; everything else becomes 0. Each entry is decided alone.",
        "NumPy has one function that takes the larger of two things *entry by entry*. It is not the one that finds the "
        "largest entry.",
        "`np.maximum(a, b)` compares two arrays elementwise, `np.max(a, axis)` reduces one array. What are your a and "
        "b?",
    ),
    misconceptions=(
        *wrong(
            "max-for-maximum",
            "`np.max(z, 0)` takes the largest entry *along axis 0* and returns fewer numbers. To compare every entry "
            "with 0, you want `np.maximum`.",
            lambda z: np.max(z, 0),
            lambda z: np.maximum(0, np.max(z)),
            lambda z: np.max(z),
            lambda z: max(0, np.max(z)),
        ),
        *wrong(
            "absolute-value",
            "Negative entries are mirrored to positive ones (that is |z|). ReLU makes them 0.",
            lambda z: np.abs(z),
        ),
        *wrong(
            "step-for-relu",
            "You return whether the unit is on, 1 or 0. ReLU returns z itself where it is on.",
            lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
        ),
        *wrong(
            "leaky",
            "Negative entries keep a small part of themselves: that is leaky ReLU. Plain ReLU returns exactly 0 there.",
            lambda z: np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z)),
            lambda z: np.where(np.asarray(z) > 0, z, 0.1 * np.asarray(z)),
        ),
        *wrong(
            "sign-flipped",
            "The wrong half survives: positive entries are to pass, negative ones become 0.",
            lambda z: np.minimum(z, 0),
            lambda z: np.maximum(-np.asarray(z), 0),
            lambda z: -np.maximum(z, 0),
        ),
        *wrong(
            "clipped-above",
            "Large entries are cut off. ReLU has no upper limit.",
            lambda z: np.clip(z, 0, 1),
            lambda z: np.clip(z, 0, 6),
            lambda z: np.clip(z, 0, 10),
            lambda z: np.clip(z, 0, 100),
        ),
        *wrong(
            "floor-at-one",
            "You compare with 1 instead of 0: what is not positive must become 0.",
            lambda z: np.maximum(z, 1),
            lambda z: np.where(np.asarray(z) > 1, z, 0),
            lambda z: np.where(np.asarray(z) > 0, z, 1),
        ),
        *wrong(
            "softplus",
            "This is softplus, log(1 + e^z), a smooth relative of ReLU. ReLU has a sharp corner at 0.",
            lambda z: np.logaddexp(0, z),
        ),
        *wrong("in-place", IN_PLACE, relu_in_place, relu_in_place_of_array),
        *number_refused(right.relu),
        *wrong(
            "filtered",
            "`z[z > 0]` keeps the positive entries and drops the rest, so the shape changes. Every entry stays in its "
            "place; the negative ones become 0.",
            lambda z: z[z > 0],
            lambda z: np.asarray(z)[np.asarray(z) > 0],
        ),
        *wrong(
            "small-taken-for-zero",
            SMALL,
            *(lambda z, limit=limit: np.where(np.asarray(z) > limit, z, 0.0) for limit in THRESHOLDS[:-4]),
        ),
        *wrong("identity", "z comes back unchanged: the negative entries are to become 0.", lambda z: z * 1.0),
        *wrong(
            "minus-one-below",
            "Negative entries become −1. ReLU makes them 0.",
            lambda z: np.where(np.asarray(z) > 0, z, -1.0),
            lambda z: np.where(np.asarray(z) > 0, z, np.exp(np.minimum(z, 0)) - 1),
        ),
        *array_refused(
            lambda z: max(0, z),
            lambda z: z if z > 0 else 0,
            lambda z: [max(0, entry) for entry in z],
        ),
        *reduced(right.relu),
    ),
)
