"""The affine layer, backward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def affine(
    dX: Callable = lambda dZ, X, W: dZ @ W.T,
    dW: Callable = lambda dZ, X, W: X.T @ dZ,
    db: Callable = lambda dZ, X, W: dZ.sum(axis=0),
) -> Callable[..., Any]:
    """affine_backward with some of its three parts replaced by rules of (dZ, X, W)."""
    return lambda dZ, X, W: (dX(dZ, X, W), dW(dZ, X, W), db(dZ, X, W))


affine_backward = Exercise(
    name="affine_backward",
    topic=TOPIC,
    signature="affine_backward(dZ, X, W)",
    returns=("dX", "dW", "db"),
    section="04_matrix_backprop#affine-layer",
    reference=right.affine_backward,
    cases=lambda rng: products(rng, 3, 4, 2),
    claim=lambda dZ, X, W: Claim(
        right.affine_forward, lambda X, W, b: right.affine_backward(dZ, X, W), (X, W, np.ones(W.shape[1])), dZ
    ),
    checks=(gradient(0, "dX", 0.3), gradient(1, "dW", 0.3), gradient(2, "db", 0.3), pure()),
    hints=(
        "Three things went into Z = XW + b, so three gradients come out, each of the shape of its own.",
        "dX and dW are `matmul_backward` with other names. Which of dZ, X, W stands where, and which is transposed?",
        "b was broadcast: the same b[k] was added to every one of the N rows. What is copied forward is summed "
        "backward.",
        "db[k] collects dZ[n, k] over all n: a sum along the axis of the samples, which leaves shape (K,).",
    ),
    misconceptions=(
        *wrong(
            "db-not-summed",
            "db has the shape of dZ, but b has only (K,): the same bias served every row, so its gradient sums over "
            "the batch.",
            affine(db=lambda dZ, X, W: dZ),
            affine(db=lambda dZ, X, W: dZ.copy()),
            affine(db=lambda dZ, X, W: dZ.T),
            affine(db=lambda dZ, X, W: dZ.sum(axis=0) if len(dZ) > 1 else dZ),
        ),
        *wrong(
            "db-wrong-axis",
            "db is summed along the wrong axis: over the units instead of the samples. b has one entry a unit, (K,).",
            affine(db=lambda dZ, X, W: dZ.sum(axis=1)),
            affine(db=lambda dZ, X, W: dZ.mean(axis=1)),
        ),
        *wrong(
            "db-keeps-axis",
            "db has shape (1, K); b itself has (K,). Drop `keepdims`, or index the first row.",
            affine(db=lambda dZ, X, W: dZ.sum(axis=0, keepdims=True)),
        ),
        *wrong(
            "db-summed-over-all",
            "db is one sum over all entries. Each unit has its own bias: sum over the samples only.",
            affine(db=lambda dZ, X, W: dZ.sum()),
            affine(db=lambda dZ, X, W: np.full(W.shape[1], dZ.sum())),
            affine(db=lambda dZ, X, W: dZ.mean()),
        ),
        *wrong(
            "db-one-sample",
            "db takes one sample's row only. The bias served every sample: sum over all of them.",
            affine(db=lambda dZ, X, W: dZ[0]),
            affine(db=lambda dZ, X, W: dZ[-1]),
        ),
        *wrong(
            "averaged-again",
            AVERAGED,
            affine(dW=lambda dZ, X, W: X.T @ dZ / len(X), db=lambda dZ, X, W: dZ.mean(axis=0)),
            affine(db=lambda dZ, X, W: dZ.mean(axis=0)),
            affine(dW=lambda dZ, X, W: X.T @ dZ / len(X)),
            lambda dZ, X, W: right.affine_backward(dZ / len(dZ), X, W),
        ),
        *wrong(
            "upstream-ignored",
            UPSTREAM,
            lambda dZ, X, W: right.affine_backward(ones(dZ), X, W),
            affine(dX=lambda dZ, X, W: ones(dZ) @ W.T),
            affine(dW=lambda dZ, X, W: X.T @ ones(dZ)),
            affine(db=lambda dZ, X, W: ones(dZ).sum(axis=0)),
            affine(db=lambda dZ, X, W: np.ones(W.shape[1])),
        ),
        *wrong(
            "transposed",
            "The numbers are right but turned: dW has the shape of W, dX that of X. Transpose the factor, not the "
            "result.",
            affine(dW=lambda dZ, X, W: dZ.T @ X),
            affine(dX=lambda dZ, X, W: W @ dZ.T),
            affine(dX=lambda dZ, X, W: W @ dZ.T, dW=lambda dZ, X, W: dZ.T @ X),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. The minus of gradient descent belongs in the update, not in the gradient.",
            lambda dZ, X, W: right.affine_backward(-dZ, X, W),
        ),
        *wrong(
            "order-swapped",
            "The gradients are right but in another order than the contract's (dX, dW, db).",
            lambda dZ, X, W: (X.T @ dZ, dZ @ W.T, dZ.sum(axis=0)),
            lambda dZ, X, W: (X.T @ dZ, dZ.sum(axis=0), dZ @ W.T),
            lambda dZ, X, W: (dZ @ W.T, dZ.sum(axis=0), X.T @ dZ),
        ),
        *wrong(
            "value-for-gradient",
            "You use the layer's values where their gradient dZ is needed.",
            affine(dW=lambda dZ, X, W: X.T @ (X @ W)),
            affine(dX=lambda dZ, X, W: (X @ W) @ W.T, dW=lambda dZ, X, W: X.T @ (X @ W)),
        ),
        *wrong(
            "shapes-do-not-fit",
            SHAPES_CLASH,
            affine(dX=lambda dZ, X, W: dZ @ W),
            affine(dW=lambda dZ, X, W: X @ dZ),
            affine(dW=lambda dZ, X, W: dZ @ X),
            affine(dX=lambda dZ, X, W: W.T @ dZ),
            affine(dX=lambda dZ, X, W: dZ * W),
        ),
        *wrong(
            "gradient-missing",
            "A gradient is missing: X, W and b went in, so three gradients come out.",
            lambda dZ, X, W: (dZ @ W.T, X.T @ dZ),
            lambda dZ, X, W: (X.T @ dZ, dZ.sum(axis=0)),
        ),
        *wrong(
            "left-at-zero",
            LEFT_AT_ZERO,
            lambda dZ, X, W: (0 * X, 0 * W, np.zeros(W.shape[1])),
            affine(db=lambda dZ, X, W: 0.0),
        ),
        *wrong("twice", TWICE, lambda dZ, X, W: right.affine_backward(2 * dZ, X, W)),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            affine(dX=lambda dZ, X, W: FITTING_LEFT(dZ, W)),
            affine(dX=lambda dZ, X, W: FITTING_TURNED(dZ, W)),
            affine(dW=lambda dZ, X, W: FITTING_RIGHT(X, dZ)),
            affine(dX=lambda dZ, X, W: FITTING_LEFT(dZ, W), dW=lambda dZ, X, W: FITTING_RIGHT(X, dZ)),
            affine(db=lambda dZ, X, W: dZ.sum(axis=1) if len(dZ) == W.shape[1] else dZ.sum(axis=0)),
        ),
        *wrong(
            "overwritten-in-the-loop",
            OVERWRITTEN,
            affine(dW=lambda dZ, X, W: np.outer(X[-1], dZ[-1])),
            affine(dX=lambda dZ, X, W: np.outer(dZ[:, -1], W[:, -1])),
            affine(
                dX=lambda dZ, X, W: np.outer(dZ[:, -1], W[:, -1]),
                dW=lambda dZ, X, W: np.outer(X[-1], dZ[-1]),
                db=lambda dZ, X, W: dZ[-1],
            ),
            affine(dW=lambda dZ, X, W: np.outer(X[-1], dZ[-1]), db=lambda dZ, X, W: dZ[-1]),
        ),
        *wrong(
            "factors-only",
            "You return the other factors themselves, the local derivatives. They still have to be multiplied by the upstream dZ.",
            lambda dZ, X, W: (W.T, X.T, 1.0),
            lambda dZ, X, W: (W.T, X.T, np.ones(W.shape[1])),
            lambda dZ, X, W: (W, X, np.ones(W.shape[1])),
        ),
        *wrong(
            "dw-per-sample",
            "dW has an axis for the samples. Every sample pulls at the same W, so their gradients add up: Xᵀ dZ sums "
            "over the batch.",
            affine(dW=lambda dZ, X, W: X[:, :, None] * dZ[:, None, :]),
        ),
        *wrong(
            "mean-over-entries",
            "db is divided by the number of entries. It is a plain sum over the samples.",
            affine(db=lambda dZ, X, W: dZ.sum(axis=0) / dZ.size),
            affine(db=lambda dZ, X, W: dZ.sum(axis=0) / dZ.shape[1]),
        ),
    ),
)
