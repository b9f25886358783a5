"""The L2 penalty."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.regularization.common import TOPIC, networks, of_each_entry

TINY = 1e-6


l2_penalty = Exercise(
    name="l2_penalty",
    topic=TOPIC,
    signature="l2_penalty(weights, lam)",
    returns=("penalty",),
    section=f"{TOPIC}#l2",
    reference=right.l2_penalty,
    cases=lambda rng: networks(rng, TINY, 1e8),
    checks=(Check("values", "the penalty is right, and one number", 0.85), pure(0.15)),
    hints=(
        "Every weight of every layer costs something, and its cost grows with its square. Begin with a single matrix.",
        "Square entry by entry, add up all entries of one array, then add up over the list. Where does λ come in, and "
        "what is the ½ for?",
        "A running total that starts at 0, a loop over `weights` that adds the sum of one array's squares, and after "
        "the loop the two factors in front of the sum.",
    ),
    misconceptions=(
        *wrong(
            "half-forgotten",
            "The ½ is missing. It is there so that the gradient becomes plain λw, without a 2.",
            lambda weights, lam: lam * sum(np.sum(W**2) for W in weights),
        ),
        *wrong(
            "not-squared",
            "You add up sizes |w|: that is the L1 penalty. L2 adds up squares.",
            lambda weights, lam: lam * sum(np.sum(np.abs(W)) for W in weights),
            lambda weights, lam: 0.5 * lam * sum(np.sum(np.abs(W)) for W in weights),
        ),
        *wrong(
            "root-taken",
            "You take a square root, as a length does. The penalty is the *squared* length: no root.",
            lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W) for W in weights),
            lambda weights, lam: lam * sum(np.linalg.norm(W) for W in weights),
            lambda weights, lam: 0.5 * lam * np.sqrt(sum(np.sum(W**2) for W in weights)),
            lambda weights, lam: lam * np.sqrt(sum(np.sum(W**2) for W in weights)),
        ),
        *wrong(
            "square-of-sum",
            "You add up first and square then, so that weights of opposite sign cancel. Square each entry first.",
            lambda weights, lam: 0.5 * lam * sum(np.sum(W) ** 2 for W in weights),
            lambda weights, lam: 0.5 * lam * sum(np.sum(W) for W in weights) ** 2,
            lambda weights, lam: lam * sum(np.sum(W) for W in weights) ** 2,
            lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W) for W in weights) ** 2,
        ),
        *wrong(
            "sum-of-weights",
            "The weights are added up as they are, so that positive and negative ones cancel. Square each entry; `W ** "
            "2` squares, `W * 2` only doubles.",
            lambda weights, lam: 0.5 * lam * sum(np.sum(W) for W in weights),
            lambda weights, lam: lam * sum(np.sum(W) for W in weights),
        ),
        *wrong(
            "doubled",
            "A factor 2 where the ½ belongs: is the 2 of the square's derivative already in it?",
            lambda weights, lam: 2 * lam * sum(np.sum(W**2) for W in weights),
        ),
        *wrong(
            "half-of-half",
            "One half too many: the penalty is ½·λ·Σ w², with a single ½.",
            lambda weights, lam: 0.25 * lam * sum(np.sum(W**2) for W in weights),
        ),
        *wrong(
            "half-and-lambda-forgotten",
            "This is the plain sum of squares: both ½ and λ are missing.",
            lambda weights, lam: sum(np.sum(W**2) for W in weights),
        ),
        *wrong(
            "matrix-product",
            "`@` multiplies different weights with each other. Square entry by entry: `W ** 2`.",
            lambda weights, lam: 0.5 * lam * sum(np.sum(W @ W.T) for W in weights),
            lambda weights, lam: 0.5 * lam * sum(np.sum(W.T @ W) for W in weights),
            lambda weights, lam: 0.5 * lam * sum(np.sum(W @ W) for W in weights),
        ),
        *wrong(
            "matrix-norm",
            "`np.linalg.norm(W, 2)` of a *matrix* is its largest singular value. The penalty adds up the squares of all entries.",
            lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W, 2) ** 2 for W in weights),
            lambda weights, lam: lam * sum(np.linalg.norm(W, 2) ** 2 for W in weights),
            lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W, 2) for W in weights),
        ),
        *of_each_entry(np.square, 0.5, TINY),
    ),
)
