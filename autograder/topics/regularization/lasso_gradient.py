"""The gradient of the L1 penalty."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, close_to_zero, pure, wrong
from autograder.topics.habits import SMALL, THRESHOLDS
from autograder.topics.regularization.common import TOPIC, matrices, no_penalty


def corners(rng: np.random.Generator) -> list[Case]:
    W = away(rng, (4, 3))
    W[0, 1] = W[2, 0] = 0.0
    W[3, 2] = -0.0
    return [
        Case("some weights are 0", (W, float(rng.uniform(0.05, 0.9))), "kinks"),
        Case("all weights are 0", (np.zeros((2, 3)), 0.5), "kinks"),
        Case("weights close to 0", (close_to_zero(rng, 3, 4), 0.75), "kinks"),
        Case("whole numbers with zeros", (np.array([[2.0, 0.0], [-3.0, 1.0], [0.0, -1.0]]), 2), "kinks"),
    ]


def divided(W, lam):
    return lam * W / np.abs(W)


def refuse_arrays(W, lam):
    """`if W > 0`, as NumPy ends it."""
    if W.size > 1:
        raise ValueError("ambiguous")
    return lam if W > 0 else -lam if W < 0 else 0.0


l1_gradient = Exercise(
    name="l1_gradient",
    topic=TOPIC,
    signature="l1_gradient(W, lam)",
    returns=("dW",),
    section=f"{TOPIC}#l1",
    reference=right.l1_gradient,
    cases=lambda rng: [*matrices(rng), no_penalty(rng), *corners(rng)],
    claim=lambda W, lam: Claim(lambda W: right.l1_penalty([W], lam), lambda W: [right.l1_gradient(W, lam)], (W,)),
    checks=(
        Check("dW", "dW agrees with the numeric gradient of the penalty", 0.6, gradient=True),
        Check("zero", "at w = 0 the gradient is 0, and nowhere else", 0.25, groups=("kinks",), gradient=True),
        pure(0.15),
    ),
    hints=(
        "Draw |w|: two straight lines that meet in a corner at 0. What is the slope left of it, what is it right of it?",
        "The slope of λ|w| is λ or −λ, whatever the size of w. At the corner the course takes 0, as for the ReLU.",
        "NumPy has one function whose values are 1, −1 and 0 for positive, negative and zero entries.",
    ),
    misconceptions=(
        *wrong(
            "one-at-zero",
            "At w = 0 your gradient is λ, as if 0 were positive: a weight that is already gone would be pushed away "
            "from 0 again. Take 0 there.",
            lambda W, lam: lam * np.where(W >= 0, 1.0, -1.0),
            lambda W, lam: np.where(W < 0, -lam, lam),
            lambda W, lam: np.copysign(lam, W),
        ),
        *wrong(
            "minus-one-at-zero",
            "At w = 0 your gradient is −λ, as if 0 were negative. Neither side is right there: take 0.",
            lambda W, lam: lam * np.where(W > 0, 1.0, -1.0),
            lambda W, lam: np.where(W <= 0, -lam, lam),
        ),
        *wrong(
            "nan-at-zero",
            "W / |W| is 0 / 0 where a weight is 0, which is not a number. Ask for the sign instead.",
            divided,
        ),
        *wrong(
            "squares-for-sizes",
            "This is the gradient of the L2 penalty, which fades as a weight shrinks. Under L1 the push is the same "
            "for small and large weights.",
            lambda W, lam: lam * W,
            lambda W, lam: 2 * lam * W,
            lambda W, lam: 0.5 * lam * W,
        ),
        *wrong(
            "penalty-for-gradient",
            "You return the penalty of each weight. The slope of λ|w| does not depend on how large w is.",
            lambda W, lam: lam * np.abs(W),
            lambda W, lam: lam * np.sum(np.abs(W)),
        ),
        *wrong(
            "lambda-forgotten",
            "λ is missing. It multiplies the penalty, and so its gradient.",
            lambda W, lam: np.sign(W),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. The gradient points uphill: where w is positive, |w| grows with w.",
            lambda W, lam: -lam * np.sign(W),
        ),
        *wrong(
            "sign-lost",
            "The sign of the weight is lost. Left of 0 the penalty falls as w grows, so the gradient is −λ there.",
            lambda W, lam: lam * np.ones_like(W),
            lambda W, lam: lam * (W != 0),
            lambda W, lam: lam * np.abs(np.sign(W)),
        ),
        *wrong(
            "positive-only",
            "Negative weights are not pushed at all. They cost as much as positive ones: their gradient is −λ.",
            lambda W, lam: lam * (W > 0),
        ),
        *wrong(
            "corner-smoothed",
            "Your slope bends smoothly through 0, so that small weights are pushed less. |w| has a corner: the slope "
            "is λ or −λ right up to 0.",
            *(lambda W, lam, e=e: lam * W / (np.abs(W) + e) for e in (*THRESHOLDS[1:], 1e-12)),
            *(lambda W, lam, e=e: lam * W / np.sqrt(W**2 + e) for e in 10.0 ** -np.arange(2, 21)),
            *(lambda W, lam, steep=steep: lam * np.tanh(steep * W) for steep in (1, 10, 100, 1000)),
            lambda W, lam: lam * np.clip(W, -1, 1),
        ),
        *wrong(
            "small-taken-for-zero",
            SMALL,
            *(lambda W, lam, limit=limit: lam * np.sign(W) * (np.abs(W) > limit) for limit in THRESHOLDS),
            lambda W, lam: lam * np.sign(np.trunc(W)),
        ),
        *wrong(
            "stops-at-zero",
            "The push is cut to the size of the weight, so that it would not be carried past 0. That is a matter of "
            "the step; the slope is λ or −λ.",
            lambda W, lam: np.sign(W) * np.minimum(lam, np.abs(W)),
        ),
        *wrong(
            "half-too-many",
            "There is no ½ in the L1 penalty, nor in its gradient.",
            lambda W, lam: 0.5 * lam * np.sign(W),
        ),
        *wrong(
            "averaged",
            "You divide by a number of weights. The penalty is a sum over weights, not a mean.",
            lambda W, lam: lam * np.sign(W) / W.size,
            lambda W, lam: lam * np.sign(W) / len(W),
        ),
        *wrong(
            "summed",
            "You add up. The gradient has the shape of W: one number for each weight.",
            lambda W, lam: lam * np.sum(np.sign(W)),
            lambda W, lam: lam * np.sum(np.sign(W), axis=0),
        ),
        *wrong(
            "sign-of-the-sum",
            "All weights are pushed the same way. Each has a sign of its own.",
            lambda W, lam: lam * np.sign(np.sum(W)) + 0 * W,
            lambda W, lam: lam * np.sign(np.sum(W, axis=0)) + 0 * W,
            lambda W, lam: lam * np.sign(np.sum(W, axis=1, keepdims=True)) + 0 * W,
            lambda W, lam: lam * np.sign(np.sum(W)),
        ),
        *wrong("lambda-squared", "λ is squared. It multiplies the gradient once.", lambda W, lam: lam**2 * np.sign(W)),
        *wrong(
            "transposed",
            "The right numbers, turned. A gradient has the shape of its array.",
            lambda W, lam: lam * np.sign(W).T,
        ),
        *wrong(
            "step-for-gradient",
            "You return weights that have already been pushed. Only the gradient is asked for; the step comes later.",
            lambda W, lam: W - lam * np.sign(W),
        ),
        *wrong(
            "one-number-expected",
            "Your function compares a whole array with 0, which has no single answer. Let NumPy work entry by entry, "
            "with `np.sign` or `np.where`.",
            refuse_arrays,
        ),
    ),
)
