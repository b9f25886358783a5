"""The affine layer, forward."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import OVERWRITTEN, WHATEVER_FITS, fitting
from autograder.topics.matrix_backprop.common import SHAPES, SHAPES_CLASH, TOPIC, whole


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
            "The bias is added as a column, one for every sample. It belongs to the units: b, of shape (K,), is added "
            "to every row as it is.",
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
