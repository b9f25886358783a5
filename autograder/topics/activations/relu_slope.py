"""ReLU's slope."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, kinked, stable
from autograder.topics.activations.habits import (
    IN_PLACE,
    array_refused,
    finite_differences,
    number_refused,
    of_neighbours,
    reduced,
    step_in_place,
    step_in_place_of_array,
)
from autograder.topics.claims import slope_of
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import SMALL, THRESHOLDS

relu_derivative = Exercise(
    name="relu_derivative",
    topic=TOPIC,
    signature="relu_derivative(z)",
    returns=("slope",),
    section="02_activations#derivatives",
    reference=right.relu_derivative,
    cases=kinked,
    claim=slope_of(right.relu, right.relu_derivative),
    checks=(
        Check("values", "relu′(z) agrees with the numeric derivative where z is not 0", 0.5),
        Check("kink", "relu′(0) is 0, as this course chooses, and right close by", 0.2, groups=("kinks",)),
        any_shape(0.1),
        stable(0.1),
        pure(),
    ),
    hints=(
        "The graph of ReLU consists of two straight lines. A line has one slope: which two numbers are they?",
        "At z = 0 the two lines meet in a corner and there is no derivative; this course sets it to 0. Which "
        "comparison leaves 0 out?",
        "A comparison of an array with 0 gives True and False entry by entry; as numbers these are 1 and 0.",
    ),
    misconceptions=(
        *wrong(
            "one-at-zero",
            "At z = 0 you answer 1. The corner has no derivative, and the course sets relu′(0) = 0: use `>`, not `>=`.",
            lambda z: np.where(np.asarray(z) >= 0, 1.0, 0.0),
            lambda z: np.where(np.signbit(z), 0.0, 1.0),
            lambda z: right.relu_derivative(z) if np.ndim(z) else np.where(np.asarray(z) >= 0, 1.0, 0.0),
        ),
        *wrong(
            "half-at-zero",
            "At z = 0 you answer ½, the mean of both sides. The course sets relu′(0) = 0.",
            lambda z: np.heaviside(z, 0.5),
        ),
        *wrong(
            "value-for-derivative",
            "You return ReLU itself. Where the unit is on, its slope is 1 however large z is.",
            right.relu,
            lambda z: np.clip(z, 0, 1),
        ),
        *wrong(
            "sign-for-step",
            "For negative z you answer −1 (the slope of |z|). ReLU is flat there: slope 0.",
            lambda z: np.sign(z),
            lambda z: np.where(np.asarray(z) > 0, 1.0, -1.0),
            lambda z: np.where(np.asarray(z) >= 0, 1.0, -1.0),
        ),
        *wrong(
            "sides-swapped",
            "The sides are swapped: ReLU is flat on the left of 0 and rises on the right.",
            lambda z: np.where(np.asarray(z) > 0, 0.0, 1.0),
            lambda z: np.where(np.asarray(z) < 0, 1.0, 0.0),
        ),
        *wrong(
            "always-one",
            "You answer 1 everywhere, the slope of the identity. On the left of 0 ReLU is flat.",
            lambda z: np.ones_like(np.asarray(z, dtype=float)),
        ),
        *wrong(
            "divides-by-z",
            "relu(z) / z is 0/0 at the corner, which is not a number. Decide by comparing z with 0 instead.",
            lambda z: np.maximum(z, 0) / z,
            lambda z: right.relu(z) / np.asarray(z),
        ),
        *wrong(
            "leaky",
            "On the left you keep a small slope: that belongs to leaky ReLU. Plain ReLU is flat there.",
            lambda z: np.where(np.asarray(z) > 0, 1.0, 0.01),
            lambda z: np.where(np.asarray(z) > 0, 1.0, 0.1),
        ),
        *wrong(
            "in-place",
            IN_PLACE,
            step_in_place,
            step_in_place_of_array,
        ),
        *number_refused(right.relu_derivative),
        *wrong(
            "always-zero",
            "You answer 0 everywhere. Right of 0 ReLU rises like the diagonal.",
            lambda z: np.zeros(np.shape(z)),
        ),
        *wrong(
            "threshold-at-one",
            "You compare with 1. The corner of ReLU is at 0.",
            lambda z: np.where(np.asarray(z) > 1, 1.0, 0.0),
            lambda z: np.where(np.asarray(z) >= 1, 1.0, 0.0),
        ),
        *wrong(
            "nan-at-zero",
            "There is no derivative at 0, true; the course sets it to 0, so that training can go on.",
            lambda z: np.where(np.asarray(z) == 0, np.nan, np.asarray(z) > 0),
        ),
        *array_refused(
            lambda z: 1 if z > 0 else 0,
            lambda z: 0 if z < 0 else 1,
            lambda z: [1 if entry > 0 else 0 for entry in z],
        ),
        *reduced(right.relu_derivative),
        *wrong(
            "any-or-all",
            "You ask whether all entries are positive, or any. Each entry is asked for itself, so the result has the shape of z.",
            lambda z: float(np.all(np.asarray(z) > 0)),
            lambda z: float(np.any(np.asarray(z) > 0)),
        ),
        *wrong(
            "small-taken-for-zero",
            SMALL,
            *(lambda z, limit=limit: np.where(np.asarray(z) > limit, 1.0, 0.0) for limit in THRESHOLDS),
            *(lambda z, eps=eps: np.maximum(z, 0) / (np.abs(z) + eps) for eps in THRESHOLDS),
            lambda z: np.where(np.isclose(z, 0), 0.0, np.where(np.asarray(z) > 0, 1.0, 0.0)),
        ),
        *finite_differences(right.relu, (0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6)),
        *of_neighbours(right.relu),
    ),
)
