"""The gradient of a quadratic form."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.chain_rule.common import SIGN, TOPIC
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong


def forms(rng: np.random.Generator) -> list[Case]:
    def case(name, n, layout="C", group="values"):
        return Case(name, (away(rng, (n,)), away(rng, (n, n))), group, layout)

    symmetric = away(rng, (3, 3))
    whole = (np.array([1.0, -2.0, 3.0]), np.array([[1.0, 2.0, -1.0], [0.0, 3.0, 1.0], [4.0, -2.0, 2.0]]))
    skew, nearly = np.array([[0.0, 1.0], [-1.0, 0.0]]), np.array([[0.75, 0.75], [0.75, 0.875]])
    return [
        case("three entries", 3),
        case("two entries", 2, "F"),
        case("five entries", 5, "strided"),
        case("read-only arrays", 4, "readonly"),
        case("arrays that lie in memory back to front", 4, "reversed"),
        case("arrays in Fortran and in C order", 3, "mixed"),
        Case("whole numbers", whole),
        case("twelve entries", 12, "F"),
        Case("a zero in x", (away(rng, (4,)) * [1.0, 0.0, 1.0, 1.0], away(rng, (4, 4)))),
        Case("large entries", (100 * away(rng, (3,)), away(rng, (3, 3)))),
        Case("a matrix whose large entries cancel", (away(rng, (2,)), 4096 * skew + 0.1 * abs(skew))),
        Case("a matrix that is symmetric but for the last digits", (np.array([1.5, -1.5]), nearly + 2.0**-19 * skew)),
        case("one entry", 1, group="single"),
        Case("a symmetric matrix", (away(rng, (3,)), symmetric + symmetric.T), "symmetric"),
    ]


def by_steps(h: float):
    def gradient(x, A):
        return np.array([((x + h * e) @ A @ (x + h * e) - x @ A @ x) / h for e in np.eye(len(x))])

    return gradient


quadratic_form_gradient = Exercise(
    name="quadratic_form_gradient",
    topic=TOPIC,
    signature="quadratic_form_gradient(x, A)",
    returns=("dx",),
    section="03_chain_rule#quadratic-form",
    reference=right.quadratic_form_gradient,
    cases=forms,
    claim=lambda x, A: Claim(lambda x: x @ A @ x, lambda x: [right.quadratic_form_gradient(x, A)], [x]),
    checks=(
        Check("values", "the gradient of xᵀAx is right for any square A", 0.7, gradient=True),
        Check("symmetric", "it is right for a symmetric A too", 0.1, groups=("symmetric",), gradient=True),
        Check(
            "one entry", "a vector of one entry gives a gradient of one entry", 0.1, groups=("single",), gradient=True
        ),
        pure(),
    ),
    hints=(
        "x stands on both sides of A. By the product rule each of the two places contributes one term.",
        "Hold the right x fixed: xᵀ(Ax) is a dot product, with gradient Ax. Now hold the left one fixed: what is the "
        "row xᵀA as a column?",
        "The two terms are equal only when A is symmetric. Add them; the result has the shape of x.",
    ),
    misconceptions=(
        *wrong(
            "symmetric-assumed",
            "2Ax is right only for a symmetric A. In general the two places of x give two different terms, Ax and Aᵀx.",
            lambda x, A: 2 * A @ x,
            lambda x, A: 2 * A.T @ x,
        ),
        *wrong(
            "one-term-only",
            "This is one of two terms. x stands twice in xᵀAx, and each place contributes its own.",
            lambda x, A: A @ x,
            lambda x, A: A.T @ x,
        ),
        *wrong(
            "terms-subtracted",
            "The two terms are subtracted. They add up.",
            lambda x, A: A @ x - A.T @ x,
            lambda x, A: A.T @ x - A @ x,
        ),
        *wrong(
            "averaged",
            "You take the mean of the two terms. Their sum is the gradient; the ½ would belong to ½xᵀAx.",
            lambda x, A: 0.5 * (A + A.T) @ x,
        ),
        *wrong(
            "twice",
            "A factor 2 too many: (A + Aᵀ)x has it already, as 2Ax for a symmetric A.",
            lambda x, A: 2 * (A + A.T) @ x,
        ),
        *wrong(
            "second-derivative",
            "You return A + Aᵀ, the matrix of *second* derivatives. The gradient still depends on x.",
            lambda x, A: A + A.T,
            lambda x, A: 2 * A,
            lambda x, A: A,
        ),
        *wrong(
            "value-for-gradient",
            "This is one number, such as the value xᵀAx. The gradient has an entry for each entry of x.",
            lambda x, A: x @ A @ x,
            lambda x, A: 2 * x @ A @ x,
            lambda x, A: np.sum((A + A.T) @ x),
        ),
        *wrong(
            "two-axes",
            "The numbers are right but the shape is not: x has shape (n,), and so has its gradient.",
            lambda x, A: ((A + A.T) @ x)[None],
            lambda x, A: ((A + A.T) @ x)[:, None],
        ),
        *wrong(
            "entrywise-product",
            "`*` multiplies entry by entry. The product of a matrix and a vector is written `@`.",
            lambda x, A: (A + A.T) * x,
            lambda x, A: A * x + A.T * x,
            lambda x, A: 2 * A * x,
        ),
        *wrong(
            "diagonal-only",
            "Only the diagonal of A counts here. The other entries join different entries of x, and belong to the "
            "gradient too.",
            lambda x, A: 2 * np.diag(A) * x,
            lambda x, A: np.diag(A) * x,
        ),
        *wrong(
            "matrix-forgotten",
            "A plays no part. 2x is the gradient of xᵀx, without a matrix in between.",
            lambda x, A: 2 * x,
        ),
        *wrong(
            "two-terms-beside",
            "You return the two terms side by side. They act on the same x: add them.",
            lambda x, A: (A @ x, A.T @ x),
            lambda x, A: np.array([A @ x, A.T @ x]),
        ),
        *wrong(
            "sign-flipped",
            SIGN + "The minus of gradient descent belongs in the update, not in the gradient.",
            lambda x, A: -(A + A.T) @ x,
        ),
        *wrong(
            "form-in-it",
            "The gradient is multiplied by x once more. Differentiating takes one x away.",
            lambda x, A: x * ((A + A.T) @ x),
            lambda x, A: x * (A @ x),
        ),
        *wrong(
            "matrix-squared",
            "The two matrices are multiplied. The product rule adds its two terms.",
            lambda x, A: A @ A.T @ x,
            lambda x, A: A.T @ A @ x,
            lambda x, A: A @ A @ x,
        ),
        *wrong(
            "left-at-zero",
            "The gradient is zero throughout. Is it filled in, and is the filled one returned?",
            lambda x, A: 0 * x,
        ),
        *wrong(
            "diagonal-once",
            "The diagonal counts once. In Aₖₖxₖ² the square has its 2 as well.",
            lambda x, A: (A + A.T - np.diag(np.diag(A))) @ x,
        ),
        *wrong(
            "nearly-symmetric",
            "You take A for symmetric where it nearly is (`np.allclose`). (A + Aᵀ)x is right for any A and needs no question.",
            *(lambda x, A, r=r: 2 * A @ x if np.allclose(A, A.T, rtol=r) else (A + A.T) @ x for r in (1e-4, 1e-5)),
        ),
        *wrong(
            "one-triangle",
            "Only one triangle of A is read, as if the other were its mirror image. A need not be symmetric.",
            lambda x, A: 2 * (np.tril(A) + np.tril(A, -1).T) @ x,
            lambda x, A: 2 * (np.triu(A) + np.triu(A, 1).T) @ x,
        ),
        *wrong(
            "one-sided-difference",
            "You measure the gradient with a step, to one side or too coarse, so only the first digits are right. The "
            "formula is exact.",
            *(by_steps(h) for h in (1e-3, 1e-4, 1e-5, 1e-6)),
        ),
        *wrong(
            "single-precision",
            "You compute with float32, which keeps seven digits. Where large entries cancel, those are lost; stay with float64.",
            lambda x, A: A.astype(np.float32) @ x.astype(np.float32) + x.astype(np.float32) @ A.astype(np.float32),
        ),
    ),
)
