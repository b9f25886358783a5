"""Their derivatives, at the pre-activation."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, kinked, smooth, stable
from autograder.topics.activations.habits import (
    IN_PLACE,
    OVERFLOW,
    array_refused,
    both_branches,
    entries_joined,
    finite_differences,
    math_cosh,
    math_exp,
    math_tanh,
    naive_sigmoid,
    number_refused,
    of_neighbours,
    reduced,
    step_in_place,
    step_in_place_of_array,
)
from autograder.topics.claims import slope_of
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import SMALL, THRESHOLDS

sigmoid_derivative = Exercise(
    name="sigmoid_derivative",
    topic=TOPIC,
    signature="sigmoid_derivative(z)",
    returns=("slope",),
    section="02_activations#derivatives",
    reference=right.sigmoid_derivative,
    cases=smooth,
    claim=slope_of(right.sigmoid, right.sigmoid_derivative),
    checks=(
        Check("values", "σ′(z) agrees with the numeric derivative at every entry", 0.55),
        any_shape(0.15),
        stable(0.2),
        pure(),
    ),
    hints=(
        "The curve of σ is steepest at z = 0 and flat far out. What should its derivative look like there, and at ±10?",
        "Write σ = (1 + e^−z)^−1 and use the chain rule; the result can be written with σ(z) alone.",
        "Compute `s` from `z` with your own stable `sigmoid` first. The slope is then a product of two factors, both "
        "from `s`, and at z = 0 both are ½.",
    ),
    misconceptions=(
        *wrong(
            "activation-for-z",
            "You treat the argument as if it were already σ(z). Here `z` is the pre-activation: apply σ first, then "
            "build the product from its value.",
            lambda z: z * (1 - z),
        ),
        *wrong(
            "sigmoid-twice",
            "σ is applied twice: you hand the activation σ(z) to something that applies σ again. The derivative is "
            "taken at z itself.",
            lambda z: right.sigmoid_derivative(right.sigmoid(z)),
        ),
        *wrong(
            "slide-sigma-prime",
            "This is the slide's misprint σ(1 − σ′). The second factor is 1 − σ, not 1 − σ′; at z = 0 the slope is ¼.",
            lambda z: right.sigmoid(z) * (1 - right.sigmoid_derivative(z)),
            section="02_activations#errata",
        ),
        *wrong(
            "value-for-derivative",
            "You return σ(z), the value; the slope is asked for. At z = 10 the curve is flat although its value is "
            "near 1.",
            right.sigmoid,
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: σ rises everywhere, so its slope is positive everywhere.",
            lambda z: -right.sigmoid_derivative(z),
        ),
        *wrong(
            "tanh-rule",
            "1 − a² is the rule for a = tanh(z). For a = σ(z) the slope is another product.",
            lambda z: 1 - right.sigmoid(z) ** 2,
        ),
        *wrong(
            "one-factor",
            "One factor is missing: 1 − σ(z) alone does not vanish for z far to the left, the slope does.",
            lambda z: 1 - right.sigmoid(z),
            lambda z: right.sigmoid(z) - 1,
        ),
        *wrong(
            "plus-for-minus",
            "The second factor has a plus where a minus belongs: for large z it must go to 0, so that the slope does.",
            lambda z: right.sigmoid(z) * (1 + right.sigmoid(z)),
        ),
        *wrong(
            "squared",
            "You multiply σ(z) by itself. The other factor is what is left of 1.",
            lambda z: right.sigmoid(z) ** 2,
        ),
        *wrong(
            "overflow",
            OVERFLOW
            + "For z = ±1000 an e^|z| appears. Go through your stable `sigmoid(z)` and multiply its values instead.",
            lambda z: np.exp(-np.asarray(z)) / (1 + np.exp(-np.asarray(z))) ** 2,
            lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
            lambda z: naive_sigmoid(z) * (1 - naive_sigmoid(z)),
            lambda z: np.exp(z) / (1 + np.exp(z)) * (1 - np.exp(z) / (1 + np.exp(z))),
            lambda z: 1 / (2 + np.exp(z) + np.exp(-np.asarray(z))),
            lambda z: both_branches(z) * (1 - both_branches(z)),
            lambda z: right.sigmoid_derivative(z) if np.ndim(z) else naive_sigmoid(z) * (1 - naive_sigmoid(z)),
            section="02_activations#stability",
        ),
        *number_refused(right.sigmoid_derivative),
        *wrong(
            "one-factor-too-many",
            "There is one factor too many: the slope is a product of two factors, and at z = 0 it is ½ · ½.",
            lambda z: right.sigmoid(z) ** 2 * (1 - right.sigmoid(z)),
            lambda z: right.sigmoid(z) * (1 - right.sigmoid(z)) ** 2,
            lambda z: (right.sigmoid(z) * (1 - right.sigmoid(z))) ** 2,
        ),
        *wrong(
            "z-among-the-factors",
            "One factor uses z where the value σ(z) is meant. Compute the value once and build both factors from it.",
            lambda z: right.sigmoid(z) * (1 - z),
            lambda z: z * (1 - right.sigmoid(z)),
        ),
        *wrong(
            "one-minus-inside",
            "The “1 −” went inside: σ(1 − z) is not 1 − σ(z).",
            lambda z: right.sigmoid(z) * right.sigmoid(1 - z),
            lambda z: right.sigmoid(1 - z),
        ),
        *wrong(
            "slope-at-zero",
            "You always answer with the slope at 0. Far out the curve is flat.",
            lambda z: np.full(np.shape(z), 0.25),
        ),
        *wrong(
            "wrong-factor",
            "The shape of the curve is right, its height is not: at z = 0 the slope is ¼.",
            *(lambda z, factor=factor: factor * right.sigmoid_derivative(z) for factor in (0.5, 2.0, 4.0)),
        ),
        *array_refused(
            lambda z: math_exp(-z) / (1 + math_exp(-z)) ** 2,
            lambda z: 1 / (1 + math_exp(-z)) * (1 - 1 / (1 + math_exp(-z))),
        ),
        *reduced(right.sigmoid_derivative),
        *finite_differences(right.sigmoid, (0.1, 0.01)),
        *of_neighbours(right.sigmoid),
        *entries_joined(right.sigmoid, lambda z: 1 - right.sigmoid(z)),
    ),
)


tanh_derivative = Exercise(
    name="tanh_derivative",
    topic=TOPIC,
    signature="tanh_derivative(z)",
    returns=("slope",),
    section="02_activations#derivatives",
    reference=right.tanh_derivative,
    cases=smooth,
    claim=slope_of(right.tanh, right.tanh_derivative),
    checks=(
        Check("values", "tanh′(z) agrees with the numeric derivative at every entry", 0.55),
        any_shape(0.15),
        stable(0.2),
        pure(),
    ),
    hints=(
        "At 0 the curve of tanh runs like the diagonal; far out it is flat. Which numbers does the derivative take "
        "there?",
        "As with σ, the derivative can be written with the value a = tanh(z) alone.",
        "Use the quotient rule on sinh/cosh and cosh² − sinh² = 1, then express what is left by a². Compute a from "
        "`z` first.",
    ),
    misconceptions=(
        *wrong(
            "activation-for-z",
            "You treat the argument as if it were already tanh(z). Here `z` is the pre-activation: apply tanh first.",
            lambda z: 1 - np.asarray(z) ** 2,
        ),
        *wrong(
            "tanh-twice",
            "tanh is applied twice: the activation is handed to something that applies tanh again.",
            lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
        ),
        *wrong(
            "not-squared",
            "The square is missing: 1 − tanh(z) is 2 far to the left, where the curve is flat.",
            lambda z: 1 - np.tanh(z),
        ),
        *wrong(
            "sigmoid-rule",
            "a(1 − a) is the rule for a = σ(z). For a = tanh(z) the slope at 0 is 1.",
            lambda z: np.tanh(z) * (1 - np.tanh(z)),
        ),
        *wrong(
            "sigmoid-derivative",
            "This is the slope of σ, ¼ at 0. tanh is four times as steep there.",
            right.sigmoid_derivative,
        ),
        *wrong(
            "argument-not-doubled",
            "Through σ: tanh(z) = 2σ(2z) − 1, so the chain rule gives 4σ′(2z). Mind the inner 2, in the argument and "
            "as a factor.",
            lambda z: 2 * right.sigmoid_derivative(z),
            lambda z: 4 * right.sigmoid_derivative(z),
            lambda z: 2 * right.sigmoid_derivative(2 * np.asarray(z)),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: tanh rises everywhere, so its slope is positive everywhere.",
            lambda z: np.tanh(z) ** 2 - 1,
        ),
        *wrong(
            "plus-for-minus",
            "1 + tanh² grows towards 2 where the curve becomes flat. One sign is wrong.",
            lambda z: 1 + np.tanh(z) ** 2,
        ),
        *wrong(
            "value-for-derivative",
            "You return tanh(z), the value; the slope is asked for.",
            lambda z: np.tanh(z),
        ),
        *wrong(
            "overflow",
            OVERFLOW
            + "For z = ±1000 cosh(z) or e^|z| is too large for a float. Build the slope from the value tanh(z), "
            "which never leaves [−1, 1].",
            lambda z: 1 / np.cosh(z) ** 2,
            lambda z: 4 / (np.exp(z) + np.exp(-np.asarray(z))) ** 2,
            lambda z: 1 - (np.sinh(z) / np.cosh(z)) ** 2,
            lambda z: 1 - ((np.exp(2 * np.asarray(z)) - 1) / (np.exp(2 * np.asarray(z)) + 1)) ** 2,
            lambda z: 1 - (2 * naive_sigmoid(2 * np.asarray(z)) - 1) ** 2,
            lambda z: right.tanh_derivative(z) if np.ndim(z) else 1 / np.cosh(z) ** 2,
            section="02_activations#stability",
        ),
        *number_refused(right.tanh_derivative),
        *wrong(
            "square-misplaced",
            "The square is in the wrong place: it belongs to the value tanh(z), not to z and not to the whole difference.",
            lambda z: 1 - np.tanh(np.asarray(z) ** 2),
            lambda z: (1 - np.tanh(z)) ** 2,
        ),
        *wrong(
            "root-of-the-slope",
            "This is the square root of the slope: 1/cosh(z) still has to be squared.",
            lambda z: 1 / np.cosh(z),
            lambda z: np.sqrt(1 - np.tanh(z) ** 2),
        ),
        *wrong(
            "one-minus-missing",
            "You return the square of the value. It is what is missing to the slope at 0, which is 1.",
            lambda z: np.tanh(z) ** 2,
            lambda z: -(np.tanh(z) ** 2),
        ),
        *wrong(
            "upside-down",
            "The fraction is upside down: cosh²(z) grows where the curve of tanh is flat.",
            lambda z: np.cosh(z) ** 2,
        ),
        *wrong(
            "double-for-square",
            "You take twice the value instead of its square.",
            lambda z: 1 - 2 * np.tanh(z),
        ),
        *array_refused(lambda z: 1 - math_tanh(z) ** 2, lambda z: 1 / math_cosh(z) ** 2),
        *reduced(right.tanh_derivative),
        *finite_differences(np.tanh, (0.1, 0.01)),
        *of_neighbours(np.tanh),
    ),
)


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
