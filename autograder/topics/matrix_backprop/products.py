"""Products of matrices, and the affine layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import OVERWRITTEN, WHATEVER_FITS, fitting
from autograder.topics.matrix_backprop.common import (
    AVERAGED,
    LEFT_AT_ZERO,
    SHAPES,
    SHAPES_CLASH,
    TOPIC,
    TWICE,
    UPSTREAM,
    gradient,
    ones,
    whole,
)


def products(rng: np.random.Generator) -> list[Case]:
    cases = [Case(name, (away(rng, (N, K)), away(rng, (N, D)), away(rng, (D, K)))) for name, N, D, K in SHAPES]
    return [*cases, Case("whole numbers", (whole(rng, 2, 3), whole(rng, 2, 4), whole(rng, 4, 3)))]


FITTING_LEFT = fitting(lambda upstream, C: upstream @ C, lambda upstream, C: upstream @ C.T)
FITTING_TURNED = fitting(lambda upstream, C: C @ upstream, lambda upstream, C: upstream @ C.T)
FITTING_RIGHT = fitting(lambda B, upstream: B @ upstream, lambda B, upstream: B.T @ upstream)


matmul_backward = Exercise(
    name="matmul_backward",
    topic=TOPIC,
    signature="matmul_backward(dA, B, C)",
    returns=("dB", "dC"),
    section="04_matrix_backprop#matrix-product",
    reference=right.matmul_backward,
    cases=products,
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
            "Each gradient is built with its own factor: dB needs C and dC needs B, the other one, as in (xy)′ where "
            "x gets y.",
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


def batches(rng: np.random.Generator) -> list[Case]:
    cases = [Case(name, (away(rng, (N, D)), away(rng, (D, K)), away(rng, (K,)))) for name, N, D, K in SHAPES]
    zero = Case("zero biases", (away(rng, (3, 2)), away(rng, (2, 4)), np.zeros(4)))
    return [*cases, zero, Case("whole numbers", (whole(rng, 2, 3), whole(rng, 3, 4), whole(rng, 4)))]


affine_forward = Exercise(
    name="affine_forward",
    topic=TOPIC,
    signature="affine_forward(X, W, b)",
    returns=("Z",),
    section="04_matrix_backprop#affine-layer",
    reference=right.affine_forward,
    cases=batches,
    checks=(Check("values", "Z = XW + b is right", 0.85), pure(0.15)),
    hints=(
        "Every sample is a row of X, every unit a column of W. What is entry [n, k] of the result?",
        "One matrix product serves the whole batch; look at the shapes (N, D) and (D, K).",
        "Broadcasting adds a vector of shape (K,) to every row of an (N, K) array: no loop, no reshape.",
    ),
    misconceptions=(
        *wrong(
            "bias-forgotten",
            "The bias is missing: without it every unit's line passes through the origin.",
            lambda X, W, b: X @ W,
        ),
        *wrong("bias-subtracted", "You subtract the bias; it is added: Z = XW + b.", lambda X, W, b: X @ W - b),
        *wrong(
            "bias-in-the-loop",
            "The bias is added inside the loop over inputs, once for every input. Each unit adds it once, after the "
            "sum.",
            lambda X, W, b: X @ W + X.shape[1] * b,
            lambda X, W, b: X @ W + X.shape[0] * b,
        ),
        *wrong(
            "one-bias",
            "All units get the same bias. Unit k has its own, b[k].",
            lambda X, W, b: X @ W + b[0],
            lambda X, W, b: X @ W + b.sum(),
            lambda X, W, b: X @ W + b.mean(),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: one sample a row, one unit a column, (N, K).",
            lambda X, W, b: (X @ W + b).T,
        ),
        *wrong(
            "activation-added",
            "An activation is applied. The affine layer is only the linear part; ReLU comes as a step of its own.",
            lambda X, W, b: np.maximum(X @ W + b, 0),
            lambda X, W, b: right.sigmoid(X @ W + b),
            lambda X, W, b: np.tanh(X @ W + b),
        ),
        *wrong(
            "averaged",
            "You divide by the number of inputs or samples. A unit sums its weighed inputs; nothing is averaged here.",
            lambda X, W, b: X @ W / X.shape[1] + b,
            lambda X, W, b: X @ W / X.shape[0] + b,
        ),
        *wrong(
            "shapes-do-not-fit",
            SHAPES_CLASH,
            lambda X, W, b: W @ X + b,
            lambda X, W, b: W.T @ X + b,
            lambda X, W, b: X @ W.T + b,
            lambda X, W, b: X * W + b,
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            fitting(lambda X, W, b: X @ W.T + b, right.affine_forward),
            fitting(lambda X, W, b: W @ X + b, right.affine_forward),
            fitting(lambda X, W, b: X.T @ W + b, right.affine_forward),
        ),
        *wrong(
            "bias-as-column",
            "The bias is added as a column, one for every sample. It belongs to the units: b, of shape (K,), is added to every row "
            "as it is.",
            lambda X, W, b: X @ W + b[:, None],
            lambda X, W, b: X @ W + (b[:, None] if len(b) == len(X) else b),
        ),
        *wrong(
            "bias-in-one-row",
            "Only one sample gets the bias. It is added to every row.",
            *(lambda X, W, b, n=n: X @ W + b * (np.arange(len(X)) == n % len(X))[:, None] for n in (0, -1)),
        ),
        *wrong(
            "overwritten-in-the-loop",
            OVERWRITTEN,
            lambda X, W, b: X[:, -1:] * W[-1] + b,
            lambda X, W, b: X[:, -1:] * W[-1],
        ),
        *wrong(
            "bias-twice",
            "The bias is added twice. Each unit adds it once: Z = XW + b.",
            lambda X, W, b: X @ W + 2 * b,
        ),
        *wrong(
            "bias-multiplied",
            "The bias multiplies. It is added: Z = XW + b.",
            lambda X, W, b: X @ W * b,
        ),
        *wrong(
            "bias-on-the-weights",
            "The bias is added to the weights before the product. Add it to XW.",
            lambda X, W, b: X @ (W + b),
        ),
        *wrong(
            "batch-summed",
            "The rows are added up. The batch has N samples, and so has the result.",
            lambda X, W, b: (X @ W + b).sum(axis=0),
            lambda X, W, b: (X @ W + b).mean(axis=0),
        ),
    ),
)


def affine_upstreams(rng: np.random.Generator) -> list[Case]:
    cases = [Case(name, (away(rng, (N, K)), away(rng, (N, D)), away(rng, (D, K)))) for name, N, D, K in SHAPES]
    return [*cases, Case("whole numbers", (whole(rng, 3, 2), whole(rng, 3, 4), whole(rng, 4, 2)))]


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
    cases=affine_upstreams,
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
