"""The Jacobian of a product, entry by entry."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.chain_rule.common import TOPIC, jacobian_checks, vector_jacobian
from autograder.topics.chain_rule.wrong_jacobians import ON_THE_DIAGONAL, shapes_of
from autograder.topics.exercise import Exercise, away, wrong


def pairs(rng: np.random.Generator) -> list[Case]:
    same = away(rng, (3,))
    return [
        Case("three entries", (away(rng, (3,)), away(rng, (3,)))),
        Case("two entries", (away(rng, (2,)), away(rng, (2,))), layout="strided"),
        Case("five entries", (away(rng, (5,)), away(rng, (5,))), layout="readonly"),
        Case("whole numbers", (np.array([1.0, -2.0, 3.0, 4.0]), np.array([2.0, 5.0, -1.0, 3.0]))),
        Case("twelve entries", (away(rng, (12,)), away(rng, (12,)))),
        Case("one entry", (away(rng, (1,)), away(rng, (1,))), "single"),
        Case(
            "zeros among them",
            (away(rng, (4,)) * [1.0, 0.0, 1.0, 1.0], away(rng, (4,)) * [1.0, 1.0, 0.0, 1.0]),
            "zeros",
        ),
        Case("entries close to 0", (2.0**-28 * away(rng, (3,)), 2.0**-28 * away(rng, (3,))), "zeros"),
        Case("x and w with equal entries", (same, same.copy())),
    ]


product_jacobian = Exercise(
    name="product_jacobian",
    topic=TOPIC,
    signature="product_jacobian(x, w)",
    returns=("J",),
    section="03_chain_rule#jacobians",
    reference=right.product_jacobian,
    cases=pairs,
    claim=vector_jacobian(lambda x, w: x * w, right.product_jacobian),
    checks=jacobian_checks(),
    hints=(
        "Entry i of x ∗ w is xᵢwᵢ. By which inputs can it be differentiated, other than with result 0?",
        "∂(xᵢwᵢ)/∂xᵢ is what xᵢ is multiplied by. Does x itself appear in it?",
        "A matrix with one vector on its diagonal, zeros elsewhere, of shape (n, n).",
    ),
    misconceptions=(
        *wrong(
            "with-respect-to-w",
            "This is the Jacobian with respect to w. By x, what stays is the other factor.",
            lambda x, w: np.diag(x),
        ),
        *wrong(
            "product-for-derivative",
            "The product itself is on the diagonal. Its derivative by x leaves w alone.",
            lambda x, w: np.diag(x * w),
            lambda x, w: x * w,
        ),
        *wrong(
            "outer-product",
            "Every entry meets every other. In x ∗ w, entry i meets entry i only. " + ON_THE_DIAGONAL,
            lambda x, w: np.outer(x, w),
            lambda x, w: np.outer(w, x),
            lambda x, w: np.outer(w, w),
        ),
        *wrong(
            "both-added",
            "You add up the derivatives by x and by w. Only x moves here; w is held fixed.",
            lambda x, w: np.diag(x + w),
        ),
        *wrong(
            "twice",
            "A factor 2 too many. It belongs to x ∗ x, where x moves both factors; here w stays as it is.",
            lambda x, w: np.diag(2 * w),
            lambda x, w: np.diag(2 * x),
        ),
        *wrong(
            "ones-on-the-diagonal",
            "The diagonal does not depend on w. That would be the Jacobian of x + w.",
            lambda x, w: np.eye(len(x)),
        ),
        *wrong(
            "both-jacobians",
            "You return two Jacobians. Only the one with respect to x is asked for.",
            lambda x, w: (np.diag(w), np.diag(x)),
        ),
        *wrong(
            "dot-product",
            "This is the derivative of the dot product x·w, or the product itself: one number. x ∗ w has n outputs, "
            "one row each.",
            lambda x, w: x @ w,
        ),
        *shapes_of(right.product_jacobian),
        *wrong(
            "divided-by-x",
            "You divide by x. Nothing is divided in the derivative of a product.",
            lambda x, w: np.diag(w / np.where(x == 0, 1.0, x)),
        ),
        *wrong(
            "zero-where-x-is-zero",
            "Where x is 0 you have 0. The *product* is 0 there; its derivative by x is w, wherever x is.",
            lambda x, w: np.diag(np.where(x == 0, 0.0, w)),
        ),
        *wrong(
            "square-where-equal",
            "Where x and w are equal you take the product for a square. w is held fixed, whatever its value is.",
            lambda x, w: np.diag(2 * x if np.allclose(x, w, atol=0) else w),
        ),
        *wrong(
            "product-divided",
            "You divide the product by x to get w back. Where x is 0 that is 0/0; take w itself.",
            lambda x, w: np.diag(x * w / x),
        ),
    ),
)
