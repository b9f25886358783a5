"""The gradient of the L2 penalty."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, close_to_zero, pure, wrong
from autograder.topics.habits import THRESHOLDS
from autograder.topics.regularization.common import TOPIC, matrices, no_penalty


def step_in_place(W, lam):
    W *= lam
    return W


l2_gradient = Exercise(
    name="l2_gradient",
    topic=TOPIC,
    signature="l2_gradient(W, lam)",
    returns=("dW",),
    section=f"{TOPIC}#l2",
    reference=right.l2_gradient,
    cases=lambda rng: [
        *matrices(rng),
        no_penalty(rng),
        Case("tiny weights and a large λ", (close_to_zero(rng, 3, 4), 1000.0)),
        *(Case(f"weights around {size:g} and a large λ", (size * away(rng, (2, 3)), 1000.0)) for size in (1e-7, 1e-9)),
    ],
    claim=lambda W, lam: Claim(lambda W: right.l2_penalty([W], lam), lambda W: [right.l2_gradient(W, lam)], (W,)),
    checks=(Check("dW", "dW agrees with the numeric gradient of the penalty", 0.85, gradient=True), pure(0.15)),
    hints=(
        "How does ½·λ·Σ w² change when a single weight moves a little? All other squares stay as they are.",
        "The square's derivative brings a 2. What does it meet?",
        "The result has the shape of `W`: each entry depends on its own weight and on λ only.",
    ),
    misconceptions=(
        *wrong(
            "half-kept",
            "The ½ is still there. The square's derivative brings a 2, and the two cancel.",
            lambda W, lam: 0.5 * lam * W,
        ),
        *wrong(
            "twice-too-large",
            "The 2 of the square is there, but not the ½ of the penalty, which cancels it.",
            lambda W, lam: 2 * lam * W,
        ),
        *wrong(
            "lambda-forgotten",
            "λ is missing. It multiplies the penalty, and so its gradient.",
            lambda W, lam: W * 1.0,
            lambda W, lam: 2 * W,
        ),
        *wrong(
            "penalty-for-gradient",
            "The weights are still squared: that is the penalty. Its derivative is linear in w.",
            lambda W, lam: 0.5 * lam * W**2,
            lambda W, lam: lam * W**2,
            lambda W, lam: 0.5 * lam * np.sum(W**2),
        ),
        *wrong(
            "divided-by-lambda",
            "You divide by λ. It multiplies: a larger λ pushes harder.",
            lambda W, lam: W / lam if lam else np.zeros_like(W),
            lambda W, lam: W / lam if lam else W / 1e-300,
        ),
        *wrong(
            "positive-only",
            "Negative weights are not pushed. They cost as much as positive ones.",
            lambda W, lam: lam * np.maximum(W, 0),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. The gradient points uphill: where w is positive the penalty grows with w. The minus "
            "comes later, in the step.",
            lambda W, lam: -lam * W,
        ),
        *wrong(
            "sizes-for-squares",
            "This is the gradient of the L1 penalty, the same push for small and large weights. Under L2 a larger "
            "weight is pushed harder.",
            lambda W, lam: lam * np.sign(W),
        ),
        *wrong(
            "averaged",
            "You divide by a number of weights. The penalty is a sum over weights, not a mean.",
            lambda W, lam: lam * W / W.size,
            lambda W, lam: lam * W / len(W),
            lambda W, lam: lam * np.mean(W),
        ),
        *wrong(
            "summed",
            "You add up. The gradient has the shape of W: one number for each weight.",
            lambda W, lam: lam * np.sum(W),
            lambda W, lam: lam * np.sum(W, axis=0),
        ),
        *wrong(
            "size-for-weight",
            "The sign of the weight is lost. A negative weight has a negative gradient: moving it up makes it smaller.",
            lambda W, lam: lam * np.abs(W),
        ),
        *wrong(
            "step-for-gradient",
            "You return weights that have already decayed. Only the gradient is asked for; the step comes later.",
            lambda W, lam: W - lam * W,
        ),
        *wrong("lambda-only", "The weights are missing: a weight of 0 costs nothing.", lambda W, lam: lam + 0 * W),
        *wrong(
            "in-place",
            "Your function writes into its argument: the caller's `W` is changed. Multiply into a new array.",
            step_in_place,
        ),
        *wrong("lambda-squared", "λ is squared. It multiplies the gradient once.", lambda W, lam: lam**2 * W),
        *wrong(
            "transposed",
            "The right numbers, turned. A gradient has the shape of its array.",
            lambda W, lam: lam * W.T,
        ),
        *wrong(
            "normalised",
            "You divide by the length of the weights: that would be the gradient of ‖W‖, without the square.",
            lambda W, lam: lam * W / np.linalg.norm(W),
        ),
        *wrong("lambda-added", "λ is added. It multiplies, so that λ = 0 means no decay.", lambda W, lam: W + lam),
        *wrong(
            "clipped",
            "Large gradients are cut off. The penalty's gradient is λw, however large.",
            *(lambda W, lam, most=most: np.clip(lam * W, -most, most) for most in (1.0, 5.0, 10.0)),
        ),
        *wrong(
            "lambda-truncated",
            "λ is cut off to a whole number (`int`, `//`). It is a fraction as a rule.",
            lambda W, lam: int(lam) * W,
            lambda W, lam: 2 * (lam // 2) * W,
        ),
        *wrong(
            "first-row-spared",
            "The first row does not decay. Here it is no row of biases: every entry of W is a weight.",
            lambda W, lam: np.concatenate([0 * W[:1], lam * W[1:]]),
        ),
        *wrong(
            "small-taken-for-zero",
            "Small weights are taken for 0. Under L2 they decay in proportion, however small they are.",
            *(lambda W, lam, limit=limit: lam * np.where(np.abs(W) < limit, 0.0, W) for limit in THRESHOLDS[:-2]),
        ),
    ),
)
