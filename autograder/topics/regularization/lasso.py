"""The L1 penalty."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.regularization.common import TOPIC, networks, of_each_entry

TINY = 1e-9


l1_penalty = Exercise(
    name="l1_penalty",
    topic=TOPIC,
    signature="l1_penalty(weights, lam)",
    returns=("penalty",),
    section=f"{TOPIC}#l1",
    reference=right.l1_penalty,
    cases=lambda rng: networks(rng, TINY, 1e6),
    checks=(Check("values", "the penalty is right, and one number", 0.85), pure(0.15)),
    hints=(
        "Take your `l2_penalty` and ask what each single weight costs now. Its size, not its square.",
        "There is no ½ this time: there is no 2 that it could cancel.",
        "`np.abs` takes the size of every entry. Add up one array, then add up over the list, then multiply by λ.",
    ),
    misconceptions=(
        *wrong(
            "squares-for-sizes",
            "The weights are squared: that is the L2 penalty. L1 adds up their sizes |w|.",
            lambda weights, lam: 0.5 * lam * sum(np.sum(W**2) for W in weights),
            lambda weights, lam: lam * sum(np.sum(W**2) for W in weights),
        ),
        *wrong(
            "half-too-many",
            "There is no ½ in the L1 penalty: it belongs to the square, whose 2 it cancels.",
            lambda weights, lam: 0.5 * lam * sum(np.sum(np.abs(W)) for W in weights),
        ),
        *wrong(
            "signs-cancel",
            "Positive and negative weights cancel. Take the size of each weight *before* you add up.",
            lambda weights, lam: lam * sum(np.sum(W) for W in weights),
            lambda weights, lam: lam * abs(sum(np.sum(W) for W in weights)),
            lambda weights, lam: lam * sum(abs(np.sum(W)) for W in weights),
            lambda weights, lam: lam * sum(np.sum(np.abs(np.sum(W, axis=0))) for W in weights),
        ),
        *wrong(
            "matrix-norm",
            "`np.linalg.norm(W, 1)` of a *matrix* is the largest column sum. The penalty adds up all entries.",
            lambda weights, lam: lam * sum(np.linalg.norm(W, 1) for W in weights),
            lambda weights, lam: lam * sum(np.linalg.norm(W, np.inf) for W in weights),
        ),
        *wrong(
            "length-for-sum",
            "You take the length of the weights, the root of the sum of squares. L1 adds up sizes.",
            lambda weights, lam: lam * sum(np.linalg.norm(W) for W in weights),
            lambda weights, lam: lam * np.sqrt(sum(np.sum(W**2) for W in weights)),
            lambda weights, lam: lam * sum(np.sum(np.linalg.norm(W, axis=0)) for W in weights),
            lambda weights, lam: lam * sum(np.sum(np.linalg.norm(W, axis=1)) for W in weights),
        ),
        *wrong(
            "doubled",
            "A factor 2 too many: L1 has neither a ½ nor a 2.",
            lambda weights, lam: 2 * lam * sum(np.sum(np.abs(W)) for W in weights),
        ),
        *wrong(
            "positive-only",
            "Negative weights cost nothing. They cost as much as positive ones.",
            lambda weights, lam: lam * sum(np.sum(np.maximum(W, 0)) for W in weights),
        ),
        *wrong(
            "counted",
            "You count the weights that are not 0. L1 adds up how large they are.",
            lambda weights, lam: lam * sum(np.count_nonzero(W) for W in weights),
        ),
        *wrong(
            "corner-smoothed",
            "A small number under a root rounds the corner off, so that every weight costs a little too much. |w| is exact.",
            *(
                lambda weights, lam, e=e: lam * sum(np.sum(np.sqrt(W**2 + e)) for W in weights)
                for e in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12)
            ),
        ),
        *of_each_entry(np.abs, 1.0, TINY),
    ),
)
