"""The sigmoid's slope."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, smooth, stable
from autograder.topics.activations.habits import (
    OVERFLOW,
    array_refused,
    both_branches,
    entries_joined,
    finite_differences,
    math_exp,
    naive_sigmoid,
    number_refused,
    of_neighbours,
    reduced,
)
from autograder.topics.claims import slope_of
from autograder.topics.exercise import Exercise, pure, wrong

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
