"""The hyperbolic tangent."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.activations.entries import TOPIC, any_shape, smooth, stable
from autograder.topics.activations.habits import (
    OVERFLOW,
    array_refused,
    math_exp,
    math_tanh,
    naive_sigmoid,
    naive_tanh,
    number_refused,
    quiet_tanh,
    reduced,
)
from autograder.topics.exercise import Exercise, pure, wrong

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
            + "For |z| near 1000 numerator and denominator become infinite and their quotient is not a number. Go "
            "through your stable `sigmoid`, or let only e^−2|z| appear.",
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
            "z is clipped so early that the values suffer. Clip where an exponential would overflow (near 350), or "
            "choose a form that needs no clipping.",
            *(lambda z, limit=limit: np.tanh(np.clip(z, -limit, limit)) for limit in (1, 2, 3, 5)),
        ),
        *wrong(
            "not-a-number-replaced",
            "Where the fraction is infinity over infinity you put a number. It is the wrong one on one side: tanh is "
            "−1 far to the left and 1 far to the right. Choose a form that does not overflow.",
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
