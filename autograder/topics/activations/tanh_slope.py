"""The slope of tanh."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, smooth, stable
from autograder.topics.activations.habits import (
    OVERFLOW,
    array_refused,
    finite_differences,
    math_cosh,
    math_tanh,
    naive_sigmoid,
    number_refused,
    of_neighbours,
    reduced,
)
from autograder.topics.claims import slope_of
from autograder.topics.exercise import Exercise, pure, wrong

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
        "Use the quotient rule on sinh/cosh and cosh² − sinh² = 1, then express what is left by a². Compute a from `z` "
        "first.",
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
            + "For z = ±1000 cosh(z) or e^|z| is too large for a float. Build the slope from the value tanh(z), which "
            "never leaves [−1, 1].",
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
