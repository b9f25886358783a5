"""A product of matrices, backward."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import OVERWRITTEN, WHATEVER_FITS
from autograder.topics.matrix_backprop.common import (
    AVERAGED,
    FITTING_LEFT,
    FITTING_RIGHT,
    FITTING_TURNED,
    LEFT_AT_ZERO,
    SHAPES_CLASH,
    TOPIC,
    TWICE,
    UPSTREAM,
    gradient,
    ones,
    products,
)

matmul_backward = Exercise(
    name="matmul_backward",
    topic=TOPIC,
    signature="matmul_backward(dA, B, C)",
    returns=("dB", "dC"),
    section="04_matrix_backprop#matrix-product",
    reference=right.matmul_backward,
    cases=lambda rng: products(rng, 2, 4, 3),
    claim=lambda dA, B, C: Claim(np.matmul, lambda B, C: right.matmul_backward(dA, B, C), (B, C), dA),
    checks=(gradient(0, "dB", 0.45), gradient(1, "dC", 0.45), pure()),
    hints=(
        "A gradient has the shape of what it belongs to. Write down the shapes of dA, B and C, and then those of dB "
        "and dC.",
        "dB is made of dA and C, dC of dA and B. For each there is only one order, with one transpose, in which the "
        "shapes fit.",
        "Entry by entry: B[n, d] reaches row n of A only, weighted by row d of C. Collect dA[n, k] · C[d, k] over k: "
        "which product of matrices sums over *that* index?",
    ),
    misconceptions=(
        *wrong(
            "order-swapped",
            "Both gradients are right but in the wrong order: the contract asks for dB first, then dC. Shapes tell "
            "them apart.",
            lambda dA, B, C: (B.T @ dA, dA @ C.T),
        ),
        *wrong(
            "upstream-ignored",
            UPSTREAM,
            lambda dA, B, C: (ones(dA) @ C.T, B.T @ ones(dA)),
            lambda dA, B, C: (ones(dA) @ C.T, B.T @ dA),
            lambda dA, B, C: (dA @ C.T, B.T @ ones(dA)),
        ),
        *wrong(
            "transposed",
            "The numbers are right but turned: dB has the shape of B, dC that of C. Transpose the factor, not the "
            "result.",
            lambda dA, B, C: (C @ dA.T, dA.T @ B),
            lambda dA, B, C: (C @ dA.T, B.T @ dA),
            lambda dA, B, C: (dA @ C.T, dA.T @ B),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. The minus of gradient descent belongs in the update, not in the gradient.",
            lambda dA, B, C: (-dA @ C.T, -B.T @ dA),
        ),
        *wrong(
            "averaged-again",
            AVERAGED,
            lambda dA, B, C: (dA @ C.T, B.T @ dA / len(B)),
            lambda dA, B, C: (dA @ C.T / len(B), B.T @ dA / len(B)),
            lambda dA, B, C: (dA @ C.T / dA.size, B.T @ dA / dA.size),
        ),
        *wrong(
            "factors-only",
            "You return the other factors themselves, the local derivatives. They still have to be multiplied by the "
            "upstream dA.",
            lambda dA, B, C: (C.T, B.T),
            lambda dA, B, C: (C, B),
        ),
        *wrong(
            "own-factor",
            "Each gradient is built with its own factor: dB needs C and dC needs B, the other one, as in (xy)′ where x "
            "gets y.",
            lambda dA, B, C: (np.mean(dA) * B, np.mean(dA) * C),
            lambda dA, B, C: (np.sum(dA) * B, np.sum(dA) * C),
        ),
        *wrong(
            "product-for-upstream",
            "You use the value A = BC where its gradient dA is needed.",
            lambda dA, B, C: ((B @ C) @ C.T, B.T @ (B @ C)),
        ),
        *wrong(
            "shapes-do-not-fit",
            SHAPES_CLASH,
            lambda dA, B, C: (dA @ C, B @ dA),
            lambda dA, B, C: (dA @ C, B.T @ dA),
            lambda dA, B, C: (dA @ C.T, B @ dA),
            lambda dA, B, C: (C.T @ dA, dA @ B.T),
            lambda dA, B, C: (dA * C.T, B.T * dA),
        ),
        *wrong(
            "gradient-missing",
            "One gradient is missing: two things went in, B and C, so two gradients come out, as a pair.",
            lambda dA, B, C: dA @ C.T,
            lambda dA, B, C: B.T @ dA,
        ),
        *wrong("left-at-zero", LEFT_AT_ZERO, lambda dA, B, C: (0 * B, 0 * C)),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            *(lambda dA, B, C, dB=dB: (dB(dA, C), B.T @ dA) for dB in (FITTING_LEFT, FITTING_TURNED)),
            *(lambda dA, B, C, dC=dC: (dA @ C.T, dC(B, dA)) for dC in (FITTING_RIGHT,)),
            lambda dA, B, C: (FITTING_LEFT(dA, C), FITTING_RIGHT(B, dA)),
        ),
        *wrong(
            "overwritten-in-the-loop",
            OVERWRITTEN,
            lambda dA, B, C: (dA @ C.T, np.outer(B[-1], dA[-1])),
            lambda dA, B, C: (np.outer(dA[:, -1], C[:, -1]), np.outer(B[-1], dA[-1])),
            lambda dA, B, C: (np.outer(dA[:, -1], C[:, -1]), B.T @ dA),
        ),
        *wrong(
            "one-sample",
            "One gradient is that of a single sample. All N rows of the batch use C, so their contributions add up.",
            lambda dA, B, C: (dA @ C.T, np.outer(B[0], dA[0])),
        ),
        *wrong(
            "inverse",
            "You divide by the other factor. Going backward one multiplies by it, as in (xy)′ = x′y + xy′.",
            lambda dA, B, C: (dA @ np.linalg.pinv(C), np.linalg.pinv(B) @ dA),
        ),
        *wrong("twice", TWICE, lambda dA, B, C: (2 * dA @ C.T, 2 * B.T @ dA)),
        *wrong(
            "times-itself",
            "The gradient is multiplied by the value itself as well. Only the *other* factor belongs into it.",
            lambda dA, B, C: (dA @ C.T * B, B.T @ dA * C),
        ),
    ),
)
