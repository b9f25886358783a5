"""A loss of a product, by both factors."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.chain_rule.common import SIGN, TOPIC, slope
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong


def factors(rng: np.random.Generator) -> list[Case]:
    def numbers() -> tuple[float, ...]:
        while True:
            a, b, y = (float(value) for value in away(rng, (3,), 0.4, 2.5))
            if (
                abs(y - a * b) > 0.3
                and min(abs(abs(a) - abs(b)), abs(abs(y) - 1), abs(abs(a) - 1), abs(abs(b) - 1)) > 0.1
            ):
                return a, b, y

    a, b, _ = numbers()
    return [
        Case("three numbers", numbers()),
        Case("three other numbers", numbers()),
        Case("whole numbers", (2.0, -3.0, 4.0)),
        Case("a = 0", (0.0, b, float(rng.uniform(1.0, 2.0)))),
        Case("y = 0", (a, b, 0.0)),
        Case("a product that is right already", (2.0, 1.5, 3.0)),
        Case("larger numbers", (float(rng.uniform(10, 15)), -float(rng.uniform(16, 25)), float(rng.uniform(100, 200)))),
        Case("a product that is nearly right, b small", (1024.0, 3 / 1024, 3 + 2.0**-24)),
        Case("a product that is nearly right, a small", (-5 / 1024, 1024.0, -5 + 2.0**-24)),
    ]


def of_error(rule):
    """Gradients from (a, b, y, e), with the error e = ab − y."""
    return lambda a, b, y: rule(a, b, y, a * b - y)


def by_steps(h: float):
    def loss(a, b, y):
        return 0.5 * (y - a * b) ** 2

    return lambda a, b, y: ((loss(a + h, b, y) - loss(a, b, y)) / h, (loss(a, b + h, y) - loss(a, b, y)) / h)


product_loss_gradients = Exercise(
    name="product_loss_gradients",
    topic=TOPIC,
    signature="product_loss_gradients(a, b, y)",
    returns=("∂L/∂a", "∂L/∂b"),
    section="03_chain_rule#two-factors",
    reference=right.product_loss_gradients,
    cases=factors,
    claim=lambda a, b, y: Claim(
        lambda a, b: 0.5 * (y - a * b) ** 2,
        lambda a, b: right.product_loss_gradients(float(a), float(b), y),
        (a, b),
    ),
    checks=(slope(0, "∂L/∂a", 0.45), slope(1, "∂L/∂b", 0.45), pure()),
    hints=(
        "Call the product f = ab. The chain has two steps: from f to the loss, and from a (or b) to f.",
        "What is dL/df of ½(y − f)²? The 2 of the square meets the ½, and the inner minus turns the difference round.",
        "∂f/∂a is what a is multiplied by. So both gradients share the factor dL/df, and differ in the other one.",
    ),
    misconceptions=(
        *wrong(
            "sign-flipped",
            SIGN + "The inner derivative of y − f is −1, so dL/df = f − y: positive where the product is too large.",
            of_error(lambda a, b, y, e: (-e * b, -e * a)),
        ),
        *wrong(
            "own-factor",
            "Each gradient has its own factor. ∂(ab)/∂a is *b*, what a is multiplied by; and the other way round.",
            of_error(lambda a, b, y, e: (e * a, e * b)),
            of_error(lambda a, b, y, e: (-e * a, -e * b)),
        ),
        *wrong(
            "twice",
            "A factor 2 too many: the ½ in front of the loss cancels the 2 that comes down from the square.",
            of_error(lambda a, b, y, e: (2 * e * b, 2 * e * a)),
            of_error(lambda a, b, y, e: (-2 * e * b, -2 * e * a)),
        ),
        *wrong(
            "half",
            "A factor ½ too many: the square's 2 comes down and cancels it.",
            of_error(lambda a, b, y, e: (0.5 * e * b, 0.5 * e * a)),
            of_error(lambda a, b, y, e: (-0.5 * e * b, -0.5 * e * a)),
        ),
        *wrong(
            "inner-missing",
            "This is dL/df, the derivative by the *product*. The step from a (or b) to the product is still to be "
            "multiplied.",
            of_error(lambda a, b, y, e: (e, e)),
            of_error(lambda a, b, y, e: (-e, -e)),
        ),
        *wrong(
            "outer-missing",
            "This is the derivative of the product ab. The loss comes after it: multiply by dL/df as well.",
            lambda a, b, y: (b, a),
            lambda a, b, y: (-b, -a),
        ),
        *wrong(
            "error-squared",
            "The error still has its square. The derivative of ½e² is e.",
            of_error(lambda a, b, y, e: (e**2 * b, e**2 * a)),
            of_error(lambda a, b, y, e: (0.5 * e**2 * b, 0.5 * e**2 * a)),
            of_error(lambda a, b, y, e: (e**2, e**2)),
        ),
        *wrong(
            "both-factors",
            "Both factors are in it. Of the product ab, the derivative by a leaves b alone.",
            of_error(lambda a, b, y, e: (e * a * b, e * a * b)),
            of_error(lambda a, b, y, e: (-e * a * b, -e * a * b)),
        ),
        *wrong(
            "target-forgotten",
            "The target y plays no part, or is not compared with the *product*. The error is ab − y.",
            lambda a, b, y: (a * b * b, a * b * a),
            lambda a, b, y: ((a - y) * b, (b - y) * a),
            lambda a, b, y: ((y - a) * b, (y - b) * a),
            lambda a, b, y: ((a - y), (b - y)),
        ),
        *wrong(
            "sum-for-product",
            "The two factors are added somewhere. The loss is about their product ab.",
            lambda a, b, y: ((a + b - y) * b, (a + b - y) * a),
            lambda a, b, y: (a + b - y, a + b - y),
            of_error(lambda a, b, y, e: (e + b, e + a)),
        ),
        *wrong(
            "loss-for-gradients",
            "You return the loss itself. Its two derivatives are asked for.",
            of_error(lambda a, b, y, e: 0.5 * e**2),
            of_error(lambda a, b, y, e: (0.5 * e**2, 0.5 * e**2)),
        ),
        *wrong(
            "gradient-missing",
            "One gradient is missing. a and b are both parameters: return a pair.",
            of_error(lambda a, b, y, e: e * b),
            of_error(lambda a, b, y, e: e * a),
        ),
        *wrong(
            "added-up",
            "The two gradients are added to one number. They belong to different parameters: return a pair.",
            of_error(lambda a, b, y, e: e * b + e * a),
        ),
        *wrong(
            "with-respect-to-y",
            "There is a third derivative, by the target y. Only ∂L/∂a and ∂L/∂b are asked for.",
            of_error(lambda a, b, y, e: (e * b, e * a, -e)),
            of_error(lambda a, b, y, e: (e * b, e * a, e)),
        ),
        *wrong(
            "target-for-factor",
            "The target stands where the other factor belongs.",
            of_error(lambda a, b, y, e: (e * y, e * y)),
        ),
        *wrong(
            "b-moved-first",
            "The second gradient uses an a that has already moved. Both belong to the same point: compute them, then step.",
            of_error(lambda a, b, y, e: (e * b, ((a - e * b) * b - y) * (a - e * b))),
        ),
        *wrong(
            "size-of-error-lost",
            "Only the sign of the error is left, as in the derivative of |y − ab|. The derivative of ½e² is e itself.",
            of_error(lambda a, b, y, e: (np.sign(e) * b, np.sign(e) * a)),
        ),
        *wrong(
            "clipped",
            "Gradients are cut off at a largest size. Here they are wanted as they are, large ones too.",
            *(
                of_error(lambda a, b, y, e, size=size: (np.clip(e * b, -size, size), np.clip(e * a, -size, size)))
                for size in (1.0, 5.0, 10.0, 100.0)
            ),
        ),
        *wrong(
            "one-sided-difference",
            "You measure the slopes with a step, to one side or too coarse, so only the first digits are right. The "
            "formula is exact.",
            *(by_steps(h) for h in (1e-3, 1e-4, 1e-5, 1e-6)),
        ),
        *wrong(
            "product-divided",
            "You divide the product by a factor to get the other one. That fails where a factor is 0; take the other "
            "factor itself.",
            of_error(lambda a, b, y, e: (e * (a * b / a), e * (a * b / b))),
        ),
        *wrong(
            "loss-among-them",
            "The loss is among what you return. Only the two gradients are asked for.",
            of_error(lambda a, b, y, e: (0.5 * e**2, e * b, e * a)),
        ),
        *wrong(
            "zero-for-all",
            "Where a factor is 0 you return zeros. If a is 0, moving it still moves the product, by b.",
            of_error(lambda a, b, y, e: (e * b, e * a) if a and b else (0.0, 0.0)),
        ),
        *wrong(
            "nearly-right-taken-for-right",
            "A small error is taken for none, or rounded away. Times a large factor it is a gradient like any other.",
            *(
                of_error(lambda a, b, y, e, tiny=tiny: (e * b, e * a) if abs(e) > tiny else (0.0, 0.0))
                for tiny in (1e-7, 1e-6, 1e-5)
            ),
            of_error(lambda a, b, y, e: (round(e, 6) * b, round(e, 6) * a)),
        ),
    ),
)
