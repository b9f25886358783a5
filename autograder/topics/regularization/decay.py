"""A step with weight decay."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.regularization.common import TOPIC, whole


def steps(rng: np.random.Generator) -> list[Case]:
    def case(name, size, lr=None, lam=None):
        lr = float(rng.uniform(0.05, 0.6)) if lr is None else lr
        lam = float(rng.uniform(0.1, 0.9)) if lam is None else lam
        return Case(name, (away(rng, (size,)), away(rng, (size,)), lr, lam))

    w = away(rng, (4,), 10.0, 100.0)
    return [
        case("four weights", 4),
        case("one weight", 1),
        case("a small rate", 3, lr=1e-3),
        case("a λ larger than 1", 3, lam=2.5),
        case("no decay, λ = 0", 3, lam=0.0),
        Case("no gradient, so that only the decay acts", (away(rng, (5,)), np.zeros(5), 0.3, 0.4)),
        Case("weights that are 0", (np.zeros(3), away(rng, (3,)), 0.3, 0.4)),
        Case("whole numbers", (whole(rng, 3), whole(rng, 3), 0.5, 2)),
        case("lr·λ larger than 1", 4, lr=1.5, lam=2.0),
        case("lr·λ larger than 2", 3, lr=2.0, lam=1.25),
        case("a rate larger than 1", 3, lr=3.0),
        Case(
            "a step that takes nearly all of the weights",
            (w, ((1 - 1e-4 * away(rng, (4,))) / 0.25 - 0.5) * w, 0.25, 0.5),
        ),
        Case("tiny weights", (1e-4 * away(rng, (4,)), 1e-4 * away(rng, (4,)), 0.3, 0.4)),
        Case("large weights", (1e4 * away(rng, (4,)), 1e4 * away(rng, (4,)), 0.3, 0.4)),
        case("many weights", 40),
    ]


def decay_in_place(w, dw, lr, lam):
    w -= lr * (dw + lam * w)
    return w


def gradient_in_place(w, dw, lr, lam):
    dw += lam * w
    return w - lr * dw


weight_decay_step = Exercise(
    name="weight_decay_step",
    topic=TOPIC,
    signature="weight_decay_step(w, dw, lr, lam)",
    returns=("w",),
    section=f"{TOPIC}#weight-decay",
    reference=right.weight_decay_step,
    cases=steps,
    checks=(Check("values", "w is right after the step", 0.85), pure(0.15)),
    hints=(
        "Gradient descent goes against the gradient of *whatever it minimises*. What is minimised here has two terms.",
        "`dw` is the gradient of the first term, ℓ, only. What is the gradient of ½·λ·‖w‖²? Add the two.",
        "The step goes against that sum, times the learning rate `lr`; both terms feel `lr`. The answer is a new array.",
    ),
    misconceptions=(
        *wrong(
            "decay-forgotten",
            "This is a plain gradient step: the penalty does not act at all.",
            lambda w, dw, lr, lam: w - lr * dw,
        ),
        *wrong(
            "decay-without-rate",
            "The decay λw misses the learning rate. It is part of the gradient, so `lr` multiplies it too.",
            lambda w, dw, lr, lam: w - lr * dw - lam * w,
        ),
        *wrong(
            "gradient-without-rate",
            "The gradient of ℓ misses the learning rate: `lr` multiplies both terms.",
            lambda w, dw, lr, lam: w - dw - lr * lam * w,
            lambda w, dw, lr, lam: w - dw - lam * w,
        ),
        *wrong(
            "weights-grow",
            "The decay has the wrong sign: it makes the weights grow. The step goes against dw *plus* λw.",
            lambda w, dw, lr, lam: w - lr * (dw - lam * w),
        ),
        *wrong(
            "uphill",
            "You go uphill. The gradient says where the cost grows; step the other way.",
            lambda w, dw, lr, lam: w + lr * (dw + lam * w),
            lambda w, dw, lr, lam: w + lr * dw - lr * lam * w,
            lambda w, dw, lr, lam: w + lr * dw,
        ),
        *wrong(
            "decays-after-the-step",
            "The weights decay after the step, so that the step decays too. Both terms are taken at the same, old w.",
            lambda w, dw, lr, lam: (w - lr * dw) * (1 - lr * lam),
            lambda w, dw, lr, lam: (w - lr * dw) * (1 - lam),
        ),
        *wrong(
            "steps-after-the-decay",
            "The weights decay by the factor λ or 1 − λ, whatever the learning rate. The factor is 1 − lr·λ.",
            lambda w, dw, lr, lam: lam * w - lr * dw,
            lambda w, dw, lr, lam: lr * lam * w - lr * dw,
        ),
        *wrong(
            "factor-bounded",
            "The factor 1 − lr·λ is kept above 0. That may be wise, but it is no longer the gradient step that is asked for.",
            lambda w, dw, lr, lam: max(0.0, 1 - lr * lam) * w - lr * dw,
        ),
        *wrong(
            "exponential-decay",
            "The weights decay by exp(−lr·λ). That is many small steps; one gradient step has the factor 1 − lr·λ.",
            lambda w, dw, lr, lam: np.exp(-lr * lam) * w - lr * dw,
            lambda w, dw, lr, lam: np.exp(-lr * lam) * (w - lr * dw),
        ),
        *wrong(
            "rate-squared",
            "The learning rate multiplies the decay twice. It multiplies dw + λw once.",
            lambda w, dw, lr, lam: w - lr * (dw + lr * lam * w),
            lambda w, dw, lr, lam: w - lr**2 * (dw + lam * w),
        ),
        *wrong(
            "normalised",
            "You divide by the length of the weights: that would be the gradient of λ‖w‖, without the square.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * w / (np.linalg.norm(w) or 1.0)),
        ),
        *wrong(
            "twice-the-decay",
            "The decay is twice too strong: the ½ of the penalty cancels the 2 of the square.",
            lambda w, dw, lr, lam: w - lr * (dw + 2 * lam * w),
        ),
        *wrong(
            "half-the-decay",
            "The decay is half of what it should be: the ½ of the penalty is gone in its gradient, which is λw.",
            lambda w, dw, lr, lam: w - lr * (dw + 0.5 * lam * w),
        ),
        *wrong(
            "gradient-at-the-new-weights",
            "The new weights are divided by 1 + lr·λ, as if the penalty were taken at them. Take both gradients at the "
            "old weights.",
            lambda w, dw, lr, lam: (w - lr * dw) / (1 + lr * lam),
            lambda w, dw, lr, lam: w / (1 + lr * lam) - lr * dw,
        ),
        *wrong(
            "lambda-on-everything",
            "λ weighs the gradient of ℓ as well. It belongs to the penalty alone.",
            lambda w, dw, lr, lam: w - lr * lam * (dw + w),
            lambda w, dw, lr, lam: w - lr * lam * dw,
        ),
        *wrong(
            "lambda-forgotten",
            "λ is missing: it says how strongly the weights decay.",
            lambda w, dw, lr, lam: w - lr * (dw + w),
        ),
        *wrong(
            "gradient-decays",
            "The gradient decays in place of the weight: the penalty's gradient is λ times w, not λ times dw.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * dw),
            lambda w, dw, lr, lam: w - lr * (1 - lam) * dw,
        ),
        *wrong(
            "sizes-for-squares",
            "Every weight is pushed by the same λ, as under L1. Under L2 the push is λw, in proportion to the weight.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.sign(w)),
        ),
        *wrong(
            "penalty-for-gradient",
            "You add the penalty itself, or a number made of it, to the gradient. Add its gradient, λw.",
            lambda w, dw, lr, lam: w - lr * (dw + 0.5 * lam * np.sum(w**2)),
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.sum(w**2)),
            lambda w, dw, lr, lam: w - lr * (dw + 0.5 * lam * w**2),
            lambda w, dw, lr, lam: w - lr * (dw + lam * w**2),
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.linalg.norm(w)),
        ),
        *wrong(
            "lambda-added",
            "λ itself is added to the gradient. The penalty's gradient is λ times w.",
            lambda w, dw, lr, lam: w - lr * (dw + lam),
        ),
        *wrong(
            "sign-lost",
            "Negative weights grow: the push λ|w| has lost the sign of w.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.abs(w)),
        ),
        *wrong(
            "change-for-weights",
            "You return the gradient or the change. The new weights are asked for: the old ones plus the change.",
            lambda w, dw, lr, lam: dw + lam * w,
            lambda w, dw, lr, lam: lr * (dw + lam * w),
            lambda w, dw, lr, lam: -lr * (dw + lam * w),
        ),
        *wrong(
            "averaged",
            "You divide by the number of weights. The penalty is a sum over weights.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * w / len(w)),
        ),
        *wrong(
            "in-place",
            "Your function writes into its argument: the caller's array is changed. Avoid `-=` and `+=` on what was "
            "passed in.",
            decay_in_place,
            gradient_in_place,
        ),
    ),
)
