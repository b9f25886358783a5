"""Two factors under one loss, and the sum over several paths."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.chain_rule.common import SIGN, TOPIC, slope
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, close_to_zero, pure, wrong


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
            "This is dL/df, the derivative by the *product*. The step from a (or b) to the product is still to "
            "be multiplied.",
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
            "You measure the slopes with a step, to one side or too coarse, so only the first digits are right. The formula is "
            "exact.",
            *(by_steps(h) for h in (1e-3, 1e-4, 1e-5, 1e-6)),
        ),
        *wrong(
            "product-divided",
            "You divide the product by a factor to get the other one. That fails where a factor is 0; take the other factor "
            "itself.",
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


def several(rng: np.random.Generator) -> list[Case]:
    def pair(n: int) -> tuple[np.ndarray, np.ndarray]:
        return away(rng, (n,)), away(rng, (n,))

    return [
        Case("three paths", pair(3)),
        Case("one path", pair(1)),
        Case("two paths", pair(2), layout="strided"),
        Case("six paths", pair(6), layout="readonly"),
        Case("whole numbers", (np.array([1.0, -2.0, 3.0]), np.array([2.0, 5.0, -1.0]))),
        Case("a path that does not move", (away(rng, (4,)), away(rng, (4,)) * [1.0, 0.0, 1.0, 1.0])),
        Case("paths that cancel", (np.array([1.5, 1.0]), np.array([2.0, -3.0]))),
        Case("large paths that nearly cancel", (np.array([16384.0 + 2.0**-12, 16384.0]), np.array([1.0, -1.0]))),
        Case("small partials and large derivatives", (close_to_zero(rng, 3), 2.0**20 * away(rng, (3,)))),
        Case("forty paths", pair(40)),
    ]


total_derivative = Exercise(
    name="total_derivative",
    topic=TOPIC,
    signature="total_derivative(partials, derivatives)",
    returns=("slope",),
    section="03_chain_rule#total-derivative",
    reference=right.total_derivative,
    cases=several,
    checks=(Check("values", "the sum over all paths is right, and one number", 0.85, gradient=True), pure(0.15)),
    hints=(
        "x reaches f along several paths, one through each u. What happens along a single path?",
        "Along one path the two derivatives are multiplied. And the paths together: do their effects multiply, or add up?",
        "Pair off the two arrays entry by entry, then make one number of it. There is also a product of vectors "
        "that does both.",
    ),
    misconceptions=(
        *wrong(
            "not-summed",
            "These are the contributions of the single paths. x moves all the u at once, so their effects add up "
            "to one number.",
            lambda p, d: p * d,
            lambda p, d: [a * b for a, b in zip(p, d, strict=True)],
        ),
        *wrong(
            "all-multiplied",
            "Everything is multiplied. Along a path derivatives multiply; *over* the paths they add up.",
            lambda p, d: np.prod(p * d),
            lambda p, d: np.prod(p) * np.prod(d),
            lambda p, d: np.prod(p) + np.prod(d),
            lambda p, d: np.prod(p + d),
        ),
        *wrong(
            "sums-multiplied",
            "You multiply the sum of the partials by the sum of the derivatives. Each path has its own two: "
            "multiply first, then add.",
            lambda p, d: np.sum(p) * np.sum(d),
            lambda p, d: np.sum(np.outer(p, d)),
        ),
        *wrong(
            "added-along-a-path",
            "The two derivatives of a path are added. Along a path they multiply.",
            lambda p, d: np.sum(p + d),
            lambda p, d: p + d,
        ),
        *wrong(
            "averaged",
            "You take the mean over the paths. Their effects add up, however many there are.",
            lambda p, d: np.mean(p * d),
        ),
        *wrong(
            "one-path-only",
            "Only one path counts. If you have a loop, look at what is indented, and at whether `=` should be `+=`.",
            lambda p, d: p[0] * d[0],
            lambda p, d: p[-1] * d[-1],
            lambda p, d: np.max(p * d),
        ),
        *wrong(
            "end-missing",
            "One path is left out at the beginning or the end. Where does your loop begin, and where does it stop?",
            lambda p, d: np.sum((p * d)[:-1]),
            lambda p, d: np.sum((p * d)[1:]),
        ),
        *wrong(
            "partials-only",
            "Only one of the two arrays is used. A path has two steps: from x to u, and from u to f.",
            lambda p, d: np.sum(p),
            lambda p, d: np.sum(d),
        ),
        *wrong(
            "divided",
            "You divide. The chain rule multiplies ∂f/∂u by du/dx; the two du only look like a fraction.",
            lambda p, d: np.sum(p / np.where(d == 0, 1.0, d)),
            lambda p, d: np.sum(d / p),
        ),
        *wrong(
            "outer-product",
            "Every partial meets every derivative. Path i has partial i and derivative i only.",
            lambda p, d: np.outer(p, d),
        ),
        *wrong(
            "absolute-values",
            "Contributions lose their sign. Paths may work against each other.",
            lambda p, d: np.sum(np.abs(p * d)),
            lambda p, d: np.linalg.norm(p * d),
        ),
        *wrong(
            "sign-flipped",
            SIGN + "Nothing is subtracted in a total derivative.",
            lambda p, d: -np.sum(p * d),
        ),
        *wrong(
            "one-entry-array",
            "The number is right but comes in an array of one entry. Return the number itself.",
            lambda p, d: np.array([p @ d]),
            lambda p, d: np.array([[p @ d]]),
            lambda p, d: np.sum(p * d, keepdims=True),
        ),
        *wrong(
            "running-sum",
            "These are the sums after each path. Only the last of them is the answer.",
            lambda p, d: np.cumsum(p * d),
        ),
        *wrong(
            "squared",
            "One of the two arrays meets itself. Multiply partials by derivatives.",
            lambda p, d: np.sum(p * p),
            lambda p, d: np.sum(d * d),
            lambda p, d: np.sum((p * d) ** 2),
        ),
        *wrong(
            "returns-too-early",
            "The sum is empty: does your function return before the loop has run?",
            lambda p, d: 0.0,
        ),
        *wrong(
            "single-precision",
            "You compute with float32, which keeps seven digits. Where paths nearly cancel, those are lost; stay with float64.",
            lambda p, d: float(np.dot(p.astype(np.float32), d.astype(np.float32))),
        ),
    ),
)
