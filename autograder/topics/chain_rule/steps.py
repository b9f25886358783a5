"""The slides' function f(x) = 2 / sin(e^−x) in its four steps."""

from __future__ import annotations

import math

import mlp_reference as right
from autograder.topics.chain_rule.common import ERRATA, TOPIC, part, points
from autograder.topics.chain_rule.wrong_steps import some, steps
from autograder.topics.exercise import Exercise, pure, wrong

chain_forward = Exercise(
    name="chain_forward",
    topic=TOPIC,
    signature="chain_forward(x)",
    returns=("a", "b", "c", "d"),
    section="03_chain_rule#composition",
    reference=right.chain_forward,
    cases=points,
    checks=(
        part(0, "a", 0.15, "a = −x is right"),
        part(1, "b", 0.25, "b = e^a is right"),
        part(2, "c", 0.25, "c = sin b is right, in radians"),
        part(3, "d", 0.25, "d = 2/c is right"),
        pure(),
    ),
    hints=(
        "Four small steps, each from the result of the one before. Give each its own line and its own name.",
        "Start with the innermost: what happens to x first? The last step divides; what is on top, what below?",
        "`np.exp` and `np.sin` are all you need. The sine takes its angle as it comes, in radians: nothing is converted.",
        "Return all four intermediate results, in the order in which you found them, separated by commas.",
    ),
    misconceptions=(
        *wrong(
            "degrees",
            "You take b for an angle in degrees, as the slides do. In calculus, and in NumPy, the sine takes "
            "*radians*: only then is its derivative the cosine. Leave out the conversion.",
            steps(c=lambda b: math.sin(math.radians(b))),
            steps(c=lambda b: math.sin(math.degrees(b))),
            section=ERRATA,
        ),
        *wrong(
            "minus-lost",
            "The minus is lost on the way to the exponential: b = e^a with a = −x, so b falls as x grows.",
            steps(a=lambda x: x),
            lambda x: (-x, math.exp(x), math.sin(math.exp(x)), 2 / math.sin(math.exp(x))),
        ),
        *wrong(
            "minus-outside",
            "The minus belongs into the exponent: e^−x, not −e^x. An exponential is never negative.",
            lambda x: (-x, -math.exp(x), math.sin(-math.exp(x)), 2 / math.sin(-math.exp(x))),
            steps(b=lambda a: -math.exp(a)),
        ),
        *wrong(
            "cosine-for-sine",
            "This is the cosine. It comes later, as the *derivative* of the sine.",
            steps(c=math.cos),
        ),
        *wrong(
            "rounded",
            "You round on the way. The slides do so too, and small errors grow on: their b = 90, sin b = 1 and f = 2 "
            "are really 89.927, 0.924 and 2.164. Keep every digit; round only to print.",
            *(
                steps(
                    b=lambda a, n=n: round(math.exp(a), n),
                    c=lambda b, n=n: round(math.sin(b), n),
                    d=lambda c, n=n: round(2 / c, n) if c else 0.0,
                )
                for n in (0, 1, 2, 3, 4)
            ),
            *(lambda x, n=n: tuple(round(v, n) for v in right.chain_forward(x)) for n in (1, 2, 3, 4)),
            section=ERRATA,
        ),
        *wrong(
            "two-missing",
            "The 2 on top is missing: the last step is d = 2/c, not 1/c.",
            steps(d=lambda c: 1 / c),
        ),
        *wrong(
            "fraction-upside-down",
            "The fraction is upside down, or no fraction at all: the 2 is divided by c.",
            steps(d=lambda c: c / 2),
            steps(d=lambda c: 2 * c),
        ),
        *wrong(
            "only-the-value",
            "You return f(x) alone. The way back will need the intermediate results too: return a, b, c and d.",
            lambda x: right.chain_forward(x)[-1],
        ),
        *wrong(
            "order-swapped",
            "The right numbers in another order than (a, b, c, d).",
            some(3, 2, 1, 0),
            some(1, 0, 2, 3),
            some(0, 1, 3, 2),
            some(0, 2, 1, 3),
        ),
        *wrong(
            "steps-not-chained",
            "A step starts from x again. Each takes the result of the step before: b from a, c from b, d from c.",
            lambda x: (-x, math.exp(x), math.sin(x), 2 / math.sin(x) if x else math.inf),
            lambda x: (-x, math.exp(-x), math.sin(x), 2 / math.sin(x) if x else math.inf),
            lambda x: (-x, math.exp(-x), math.sin(-x), 2 / math.sin(-x) if x else math.inf),
            lambda x: (-x, math.exp(-x), math.sin(math.exp(-x)), 2 / x if x else math.inf),
            lambda x: (-x, math.exp(-x), math.sin(math.exp(-x)), 2 / math.exp(-x)),
        ),
        *wrong(
            "x-among-them",
            "x itself is among what you return. Four results are asked for: a, b, c and d.",
            lambda x: (x, *right.chain_forward(x)),
            lambda x: (x, *right.chain_forward(x)[1:]),
        ),
        *wrong(
            "reciprocal-for-minus",
            "You take 1/x where −x is meant; e^−x is one over e^x, but −x is not one over x.",
            steps(a=lambda x: 1 / x if x else math.inf),
            lambda x: (-x, math.exp(1 / x) if x else math.inf, 0.0, 0.0),
        ),
        *wrong(
            "another-base",
            "This is a power of 2 or of 10. e^a is `np.exp(a)`.",
            steps(b=lambda a: 2.0**a),
            steps(b=lambda a: 10.0**a),
            steps(b=math.expm1),
        ),
        *wrong(
            "last-missing",
            "One of the four results is missing. Return a, b, c and d.",
            some(0, 1, 2),
            some(1, 2, 3),
        ),
        *wrong(
            "arc-sine",
            "1/sin is not the inverse function of the sine: you need the sine of b, then a division.",
            steps(d=lambda c: 2 * math.asin(c)),
            steps(d=lambda c: math.asin(c)),
        ),
        *wrong(
            "tangent-for-sine",
            "This is the tangent, or the hyperbolic sine. The plain sine is `np.sin`.",
            steps(c=math.tan),
            steps(c=math.tanh),
        ),
        *wrong(
            "sign-lost",
            "The sine has lost its sign. It is negative for b between π and 2π; a root or an `abs` never is.",
            steps(c=lambda b: abs(math.sin(b))),
            steps(c=lambda b: math.sqrt(1 - math.cos(b) ** 2)),
        ),
        *wrong(
            "small-number-added",
            "A small number is added to c so that nothing is divided by 0. It falsifies every result where c is small: "
            "divide by c itself.",
            *(steps(d=lambda c, tiny=tiny: 2 / (c + tiny)) for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10)),
        ),
        *wrong(
            "whole-division",
            "`//` divides and drops the fraction. A single `/` keeps it.",
            steps(d=lambda c: 2 // c),
        ),
    ),
)
