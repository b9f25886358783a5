"""The Jacobian of a square, entry by entry."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.chain_rule.common import TOPIC, jacobian_checks, vector_jacobian
from autograder.topics.chain_rule.wrong_jacobians import ON_THE_DIAGONAL, shapes_of
from autograder.topics.exercise import Exercise, away, wrong


def vectors(rng: np.random.Generator) -> list[Case]:
    return [
        Case("three entries", (away(rng, (3,)),)),
        Case("two entries", (away(rng, (2,)),), layout="strided"),
        Case("five entries", (away(rng, (5,)),), layout="readonly"),
        Case("whole numbers", (np.array([1.0, -2.0, 3.0, 4.0]),)),
        Case("twelve entries", (away(rng, (12,)),)),
        Case("one entry", (away(rng, (1,)),), "single"),
        Case("a zero among them", (away(rng, (4,)) * [1.0, 0.0, 1.0, 1.0],), "zeros"),
        Case("entries close to 0", (2.0**-28 * away(rng, (3,)),), "zeros"),
        Case("equal entries", (np.full(3, float(away(rng, ()))),)),
    ]


square_jacobian = Exercise(
    name="square_jacobian",
    topic=TOPIC,
    signature="square_jacobian(x)",
    returns=("J",),
    section="03_chain_rule#jacobians",
    reference=right.square_jacobian,
    cases=vectors,
    claim=vector_jacobian(lambda x: x * x, right.square_jacobian),
    checks=jacobian_checks(),
    hints=(
        "Write out y = x ∗ x for three entries. Which of the three inputs does y₂ depend on?",
        "J[i, j] = ∂yᵢ/∂xⱼ. For i ≠ j nothing happens; for i = j it is the derivative of a square.",
        "So J has zeros everywhere but on its diagonal. NumPy makes such a matrix of a vector: look up `np.diag`.",
    ),
    misconceptions=(
        *wrong(
            "two-missing",
            "The 2 is missing: the derivative of x² is 2x.",
            lambda x: np.diag(x),
        ),
        *wrong(
            "square-for-derivative",
            "These are the values x². The derivative of a square is 2x.",
            lambda x: np.diag(x * x),
            lambda x: np.diag(2 * x * x),
            lambda x: x * x,
        ),
        *wrong(
            "outer-product",
            "Every entry meets every other. In x ∗ x entry i meets only itself. " + ON_THE_DIAGONAL,
            lambda x: np.outer(x, x),
            lambda x: 2 * np.outer(x, x),
            lambda x: x[:, None] + x[None],
        ),
        *wrong(
            "constant",
            "The Jacobian does not depend on x. The derivative of a square does: 2x.",
            lambda x: 2 * np.eye(len(x)),
            lambda x: np.eye(len(x)),
        ),
        *shapes_of(right.square_jacobian),
        *wrong(
            "four-times",
            "A factor too many: the derivative of x² is 2x, no more.",
            lambda x: np.diag(4 * x),
            lambda x: np.diag(3 * x),
            lambda x: np.diag(x**3),
        ),
        *wrong(
            "sum-of-squares",
            "This is the gradient of the *sum* of the squares, or of their length. Here every output keeps its own row.",
            lambda x: x / np.linalg.norm(x),
        ),
    ),
)
