"""Derivatives by a vector, with a formula."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.chain_rule.common import SIGN, TOPIC, vector_jacobian
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, Misconception, away, pure, wrong

ON_THE_DIAGONAL = (
    "Output i depends on input i alone, so all the rest of the Jacobian is zero: only the diagonal holds numbers."
)


def jacobian_checks() -> tuple[Check, ...]:
    return (
        Check("values", "the Jacobian agrees with the numeric one", 0.7, gradient=True),
        Check("one entry", "a vector of one entry gives a (1, 1) matrix", 0.1, groups=("single",), gradient=True),
        Check("zeros", "zeros are derivatives like any other", 0.1, groups=("zeros",), gradient=True),
        pure(),
    )


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


def shapes_of(jacobian) -> list[Misconception]:
    """What may happen to any right diagonal."""

    def diagonal(*args):
        return np.diag(jacobian(*args)).copy()

    return [
        *wrong(
            "diagonal-only",
            "You return the diagonal as a vector. A Jacobian is a matrix with a row for each output and a column "
            "for each input: "
            "(n, n) here, zeros included.",
            diagonal,
            lambda *args: diagonal(*args)[None],
            lambda *args: diagonal(*args)[:, None],
        ),
        *wrong(
            "filled-up",
            "The right numbers, but in every row (or column). " + ON_THE_DIAGONAL,
            lambda *args: np.tile(diagonal(*args), (len(args[0]), 1)),
            lambda *args: np.tile(diagonal(*args), (len(args[0]), 1)).T,
        ),
        *wrong(
            "added-up",
            "The Jacobian is summed up. Keep one row for each output and one column for each input.",
            lambda *args: np.sum(jacobian(*args)),
        ),
        *wrong("sign-flipped", SIGN + "Nothing is negative in this formula.", lambda *args: -jacobian(*args)),
        *wrong(
            "sign-lost",
            "Your entries have lost their sign: an `abs`, or the root of a square. A derivative may be negative.",
            lambda *args: np.abs(jacobian(*args)),
        ),
        *wrong(
            "last-missing",
            "The last row is left at zero. A `range(n)` runs from 0 to n − 1, all of them.",
            lambda *args: jacobian(*args) * (np.arange(len(args[0])) < max(1, len(args[0]) - 1)),
        ),
        *wrong(
            "other-diagonal",
            "The numbers are on the other diagonal. Entry [i, i] belongs to output i and input i.",
            lambda *args: np.fliplr(jacobian(*args)),
            lambda *args: np.flipud(jacobian(*args)),
        ),
        *wrong(
            "left-at-zero",
            "The matrix is zero throughout, as it was when it was made. Is its diagonal filled in, and is the "
            "filled one returned?",
            lambda *args: 0 * jacobian(*args),
        ),
        *wrong(
            "flattened",
            "The right numbers in one long row. Keep the matrix's two axes.",
            lambda *args: np.ravel(jacobian(*args)),
        ),
        *wrong(
            "ones-beside",
            "There are ones beside the diagonal. " + ON_THE_DIAGONAL,
            lambda *args: jacobian(*args) + 1 - np.eye(len(args[0])),
        ),
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
            "This is the derivative of the dot product x·w, or the product itself: one number. x ∗ w has n "
            "outputs, one row each.",
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
        "Hold the right x fixed: xᵀ(Ax) is a dot product, with gradient Ax. Now hold the left one fixed: what is "
        "the row xᵀA as a column?",
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
            "Only the diagonal of A counts here. The other entries join different entries of x, and belong to "
            "the gradient too.",
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
            "You measure the gradient with a step, to one side or too coarse, so only the first digits are right. The formula "
            "is exact.",
            *(by_steps(h) for h in (1e-3, 1e-4, 1e-5, 1e-6)),
        ),
        *wrong(
            "single-precision",
            "You compute with float32, which keeps seven digits. Where large entries cancel, those are lost; stay with float64.",
            lambda x, A: A.astype(np.float32) @ x.astype(np.float32) + x.astype(np.float32) @ A.astype(np.float32),
        ),
    ),
)
