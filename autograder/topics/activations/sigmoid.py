"""The sigmoid."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, smooth, stable
from autograder.topics.activations.habits import (
    OVERFLOW,
    array_refused,
    both_branches,
    math_exp,
    naive_sigmoid,
    number_refused,
    reduced,
)
from autograder.topics.exercise import Exercise, pure, wrong

sigmoid = Exercise(
    name="sigmoid",
    topic=TOPIC,
    signature="sigmoid(z)",
    returns=("a",),
    section="02_activations#sigmoid",
    reference=right.sigmoid,
    cases=smooth,
    checks=(
        Check("values", "σ(z) is right at every entry", 0.5),
        any_shape(0.15),
        stable(0.25),
        pure(),
    ),
    hints=(
        "σ squeezes every number into (0, 1): far left it is almost 0, far right almost 1, and ½ at 0. Does yours?",
        "The formula is one fraction with one exponential. Which sign of its exponent makes the exponential overflow: "
        "a large positive or a large negative `z`?",
        "There are two equal ways to write σ: one with e^−z, safe for z ≥ 0, and one with e^z, safe for z < 0. The "
        "number e^−|z| never overflows and serves both.",
        "`np.where` computes both branches before it chooses, so feed −|z| to the exponential first. Or recall that σ "
        "is a shifted and scaled tanh, at half the argument.",
    ),
    misconceptions=(
        *wrong(
            "exponent-sign",
            "The sign in the exponent is flipped: you compute σ(−z), which falls where σ should rise. Try z = 5 by "
            "hand.",
            lambda z: 1 / (1 + np.exp(np.asarray(z))),
            lambda z: 1 - right.sigmoid(z),
            lambda z: np.exp(-np.asarray(z)) / (1 + np.exp(-np.asarray(z))),
        ),
        *wrong(
            "overflow-left",
            OVERFLOW
            + "For z = −1000 your e^−z is e^1000, too large for a float; the quotient comes out right by luck, with a "
            "warning. For negative z use the form with e^z.",
            naive_sigmoid,
            lambda z: right.sigmoid(z) if np.ndim(z) else naive_sigmoid(z),
            lambda z: naive_sigmoid(np.minimum(z, 500)),
            section="02_activations#stability",
        ),
        *wrong(
            "overflow-right",
            OVERFLOW + "For z = 1000 your e^z is infinite, and infinity over infinity is not a number. For positive z "
            "use the form with e^−z.",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            lambda z: np.exp(z) / (np.exp(z) + np.exp(0)),
            section="02_activations#stability",
        ),
        *wrong(
            "both-branches",
            "`np.where` computes both branches for every entry and only then chooses, so the exponential that you "
            "avoid overflows all the same. Make its argument harmless first: −|z| is never positive.",
            both_branches,
            section="02_activations#stability",
        ),
        *wrong(
            "missing-parentheses",
            "Division comes before addition: `1 / 1 + e` is 1 + e. The whole denominator needs parentheses.",
            lambda z: 1 / 1 + np.exp(-np.asarray(z)),
        ),
        *wrong(
            "tanh-for-sigmoid",
            "This is tanh, the sigmoid's relative with values from −1 to 1. σ lies between 0 and 1, with σ(0) = ½.",
            lambda z: np.tanh(z),
        ),
        *wrong(
            "softmax-for-sigmoid",
            "You divide by the sum over all entries: that is softmax, where entries compete. σ treats each entry "
            "alone; the others must not matter.",
            lambda z: np.exp(z) / np.sum(np.exp(z)),
            lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z))),
        ),
        *wrong(
            "half-argument",
            "Close to the tanh form, but with the wrong argument: σ(z) = ½(1 + tanh(z/2)), half of z.",
            lambda z: 0.5 * (1 + np.tanh(z)),
        ),
        *wrong(
            "derivative-for-value",
            "You return the slope σ(z)(1 − σ(z)). Here the value σ(z) itself is asked for.",
            lambda z: right.sigmoid(z) * (1 - right.sigmoid(z)),
        ),
        *number_refused(right.sigmoid),
        *wrong("sign-flipped", "The sign is flipped: σ(z) is positive everywhere.", lambda z: -right.sigmoid(z)),
        *wrong(
            "minus-for-plus",
            "The denominator has a minus where a plus belongs: 1 − e^−z is 0 at z = 0, and the fraction leaves (0, 1).",
            lambda z: 1 / (1 - np.exp(-np.asarray(z))),
        ),
        *wrong(
            "thresholded",
            "You return 0 or 1, a decision. σ is smooth: it says *how* sure the unit is, a number between the two.",
            lambda z: np.round(right.sigmoid(z)),
            lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
        ),
        *wrong(
            "exponential-alone",
            "You return the exponential alone. σ is a fraction that it is a part of, so that the result stays below 1.",
            lambda z: np.exp(z),
            lambda z: np.exp(-np.asarray(z)),
        ),
        *wrong(
            "absolute-argument",
            "e^−|z| is a good idea, but the two halves need different numerators: as it stands, σ(−3) equals σ(3).",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
        ),
        *wrong(
            "clipped-too-early",
            "z is clipped so early that the values suffer: far out σ comes much closer to 0 and 1. Clip where an "
            "exponential would overflow (near 700), or choose a form that needs no clipping.",
            *(lambda z, limit=limit: right.sigmoid(np.clip(z, -limit, limit)) for limit in (5, 10, 20)),
        ),
        *array_refused(
            lambda z: 1 / (1 + math_exp(-z)),
            lambda z: 1 / (1 + math_exp(-z)) if z >= 0 else math_exp(z) / (1 + math_exp(z)),
            lambda z: [1 / (1 + math_exp(-entry)) for entry in z],
        ),
        *reduced(right.sigmoid),
    ),
)
