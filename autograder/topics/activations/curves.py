"""The three activation functions."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, elementwise, extremes, smooth, stable, zeros
from autograder.topics.activations.habits import (
    IN_PLACE,
    OVERFLOW,
    array_refused,
    both_branches,
    math_exp,
    math_tanh,
    naive_sigmoid,
    naive_tanh,
    number_refused,
    quiet_tanh,
    reduced,
    relu_in_place,
    relu_in_place_of_array,
)
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import SMALL, THRESHOLDS

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
        "The formula is one fraction with one exponential. Which sign of its exponent makes the exponential "
        "overflow: a large positive or a large negative `z`?",
        "There are two equal ways to write σ: one with e^−z, safe for z ≥ 0, and one with e^z, safe for z < 0. The "
        "number e^−|z| never overflows and serves both.",
        "`np.where` computes both branches before it chooses, so feed −|z| to the exponential first. Or recall that "
        "σ is a shifted and scaled tanh, at half the argument.",
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
            + "For z = −1000 your e^−z is e^1000, too large for a float; the quotient comes out right by luck, "
            "with a warning. For negative z use the form with e^z.",
            naive_sigmoid,
            lambda z: right.sigmoid(z) if np.ndim(z) else naive_sigmoid(z),
            lambda z: naive_sigmoid(np.minimum(z, 500)),
            section="02_activations#stability",
        ),
        *wrong(
            "overflow-right",
            OVERFLOW + "For z = 1000 your e^z is infinite, and infinity over infinity is not a number. "
            "For positive z use the form with e^−z.",
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


tanh = Exercise(
    name="tanh",
    topic=TOPIC,
    signature="tanh(z)",
    returns=("a",),
    section="02_activations#tanh",
    reference=right.tanh,
    cases=smooth,
    checks=(
        Check("values", "tanh(z) is right at every entry", 0.5),
        any_shape(0.15),
        stable(0.25),
        pure(),
    ),
    hints=(
        "tanh is a sigmoid that was stretched to reach from −1 to 1 and squeezed to be twice as steep.",
        "You already have a stable `sigmoid`. What do you multiply and add to map (0, 1) to (−1, 1)? And what must "
        "happen to z?",
        "With exponentials instead: e^z and e^−z overflow on opposite sides. Expand the fraction by e^−|z| so that "
        "none does.",
    ),
    misconceptions=(
        *wrong(
            "overflow",
            OVERFLOW
            + "For |z| near 1000 numerator and denominator become infinite and their quotient is not a number. "
            "Go through your stable `sigmoid`, or let only e^−2|z| appear.",
            lambda z: (np.exp(z) - np.exp(-np.asarray(z))) / (np.exp(z) + np.exp(-np.asarray(z))),
            lambda z: np.sinh(z) / np.cosh(z),
            lambda z: (np.exp(2 * np.asarray(z)) - 1) / (np.exp(2 * np.asarray(z)) + 1),
            lambda z: (1 - np.exp(-2 * np.asarray(z))) / (1 + np.exp(-2 * np.asarray(z))),
            lambda z: 2 * naive_sigmoid(2 * np.asarray(z)) - 1,
            lambda z: 1 - 2 / (np.exp(2 * np.asarray(z)) + 1),
            lambda z: naive_tanh(np.minimum(z, 300)),
            lambda z: naive_tanh(np.maximum(z, -300)),
            lambda z: np.tanh(z) if np.ndim(z) else naive_tanh(z),
            section="02_activations#stability",
        ),
        *wrong(
            "argument-not-doubled",
            "The range is right but the curve is too flat: tanh(z) = 2σ(2z) − 1, with 2z inside.",
            lambda z: 2 * right.sigmoid(z) - 1,
            lambda z: 2 * right.sigmoid(np.asarray(z) / 2) - 1,
        ),
        *wrong(
            "not-rescaled",
            "You have σ(2z), which lies between 0 and 1. Stretch it *and* shift it, so that it reaches from −1 to 1.",
            lambda z: right.sigmoid(2 * np.asarray(z)),
            lambda z: 2 * right.sigmoid(2 * np.asarray(z)),
            lambda z: right.sigmoid(2 * np.asarray(z)) - 1,
            lambda z: 2 * right.sigmoid(2 * np.asarray(z)) + 1,
        ),
        *wrong(
            "sigmoid-for-tanh",
            "This is σ(z), with values between 0 and 1. tanh reaches from −1 to 1 and passes through 0 at 0.",
            right.sigmoid,
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: tanh(z) is positive for positive z. Look at the order of the difference in the "
            "numerator.",
            lambda z: -np.tanh(z),
        ),
        *wrong(
            "not-divided",
            "You return the numerator (sinh) only: it grows without bound. Divide by e^z + e^−z.",
            lambda z: np.sinh(z),
            lambda z: np.exp(z) - np.exp(-np.asarray(z)),
            lambda z: np.cosh(z),
        ),
        *wrong(
            "missing-parentheses",
            "Division comes before subtraction. Put numerator and denominator in parentheses of their own.",
            lambda z: np.exp(z) - np.exp(-np.asarray(z)) / (np.exp(z) + np.exp(-np.asarray(z))),
            lambda z: np.exp(z) - np.exp(-np.asarray(z)) / np.exp(z) + np.exp(-np.asarray(z)),
            lambda z: (np.exp(z) - np.exp(-np.asarray(z))) / np.exp(z) + np.exp(-np.asarray(z)),
        ),
        *wrong(
            "upside-down",
            "Numerator and denominator have changed places. tanh stays between −1 and 1; its reciprocal never does.",
            lambda z: 1 / np.tanh(z),
            lambda z: (np.exp(z) + np.exp(-np.asarray(z))) / (np.exp(z) - np.exp(-np.asarray(z))),
        ),
        *number_refused(np.tanh),
        *wrong(
            "tan-for-tanh",
            "This is the tangent of an angle. The *hyperbolic* tangent has an h.",
            lambda z: np.tan(z),
        ),
        *wrong(
            "arctan-for-tanh",
            "This is another function of the same look, with other values. tanh is made of exponentials.",
            lambda z: np.arctan(z),
            lambda z: np.arctan(z) * 2 / np.pi,
            lambda z: np.asarray(z) / (1 + np.abs(z)),
            lambda z: np.clip(z, -1, 1),
        ),
        *wrong(
            "absolute-argument",
            "e^−2|z| is a good idea, but then the sign of z has to come back: as it stands, tanh(−3) equals tanh(3).",
            lambda z: np.tanh(np.abs(z)),
            lambda z: -np.tanh(np.abs(z)),
        ),
        *wrong(
            "clipped-too-early",
            "z is clipped so early that the values suffer. Clip where an exponential would overflow (near 350), or choose a form "
            "that needs no clipping.",
            *(lambda z, limit=limit: np.tanh(np.clip(z, -limit, limit)) for limit in (1, 2, 3, 5)),
        ),
        *wrong(
            "not-a-number-replaced",
            "Where the fraction is infinity over infinity you put a number. It is the wrong one on one side: tanh is −1 far to "
            "the left and 1 far to the right. Choose a form that does not overflow.",
            *(lambda z, number=number: quiet_tanh(z, number) for number in (-1.0, 0.0, 1.0)),
        ),
        *array_refused(
            lambda z: math_tanh(z),
            lambda z: (math_exp(z) - math_exp(-z)) / (math_exp(z) + math_exp(-z)),
            lambda z: [math_tanh(entry) for entry in z],
        ),
        *reduced(np.tanh),
    ),
)


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
        "NumPy has one function that takes the larger of two things *entry by entry*. It is not the one that finds "
        "the largest entry.",
        "`np.maximum(a, b)` compares two arrays elementwise, `np.max(a, axis)` reduces one array. What are your a "
        "and b?",
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
            "`z[z > 0]` keeps the positive entries and drops the rest, so the shape changes. Every entry stays in "
            "its place; the negative ones become 0.",
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
