"""The slides' function f(x) = 2 / sin(e^−x): its four steps forward, and its slope."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.chain_rule.common import ERRATA, SIGN, TOPIC, f_at, part, slope
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, pure, wrong


def points(rng: np.random.Generator) -> list[Case]:
    """Away from the poles (sin b = 0), and from where the slope is 0 or a factor near 1 (cos b, c)."""

    def between(low: float, high: float) -> tuple[float]:
        while True:
            x = float(rng.uniform(low, high))
            b = math.exp(-x)
            if 0.25 < abs(math.sin(b)) < 0.97 and abs(b - 1) > 0.1:
                return (x,)

    return [
        Case("an x between −1 and 0", between(-1.0, 0.0)),
        Case("an x between 0 and 1", between(0.0, 1.0)),
        Case("an x below −1, where sin b is negative", between(-1.75, -1.2)),
        Case("x = 0", (0.0,)),
        Case("x = 1", (1.0,)),
        Case("a large x", (float(rng.uniform(4.0, 7.0)),)),
        Case("a larger x, where sin b is close to 0", (float(rng.uniform(12.0, 14.0)),)),
        Case("the slides' point x = −4.499", (-4.499,)),
    ]


Step = Callable[[float], float]


def steps(
    a: Step = lambda x: -x, b: Step = math.exp, c: Step = math.sin, d: Step = lambda c: 2 / c
) -> Callable[[float], tuple[float, ...]]:
    """chain_forward with some of its four steps replaced."""

    def forward(x):
        values = [x]
        for step in (a, b, c, d):
            values.append(step(values[-1]))
        return tuple(values[1:])

    return forward


def some(*numbers: int) -> Callable[[float], Any]:
    """Only some of what chain_forward returns, or in another order."""
    return lambda x: tuple(right.chain_forward(x)[number] for number in numbers)


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
            "*radians*: only then "
            "is its derivative the cosine. Leave out the conversion.",
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
            "You round on the way. The slides do so too, and small errors grow on: their b = 90, sin b = 1 and f "
            "= 2 are really "
            "89.927, 0.924 and 2.164. Keep every digit; round only to print.",
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
            "A small number is added to c so that nothing is divided by 0. It falsifies every result where c is small: divide "
            "by c itself.",
            *(steps(d=lambda c, tiny=tiny: 2 / (c + tiny)) for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10)),
        ),
        *wrong(
            "whole-division",
            "`//` divides and drops the fraction. A single `/` keeps it.",
            steps(d=lambda c: 2 // c),
        ),
    ),
)


def product_of(
    da: Callable = lambda a, b, c, x: -1.0,
    db: Callable = lambda a, b, c, x: b,
    dc: Callable = lambda a, b, c, x: math.cos(b),
    dd: Callable = lambda a, b, c, x: -2 / c**2,
    join: Callable = math.prod,
    forward: Callable = right.chain_forward,
) -> Callable[[float], Any]:
    """chain_backward with some of its four local derivatives replaced, or with another way to join them."""

    def backward(x):
        a, b, c, _ = forward(x)
        return join([rule(a, b, c, x) for rule in (da, db, dc, dd)])

    return backward


def one(*_: float) -> float:
    return 1.0


degrees = steps(c=lambda b: math.sin(math.radians(b)))

chain_backward = Exercise(
    name="chain_backward",
    topic=TOPIC,
    signature="chain_backward(x)",
    returns=("slope",),
    section="03_chain_rule#local-derivatives",
    reference=right.chain_backward,
    cases=points,
    claim=lambda x: Claim(f_at, lambda x: [right.chain_backward(float(x))], [x]),
    checks=(
        slope(None, "df/dx", 0.9),
        pure(),
    ),
    hints=(
        "Each of the four steps has a derivative of its own, by its own input. Write the four of them down first.",
        "dd/dc: the derivative of 1/c is −1/c². dc/db: the sine's is the cosine. db/da: the exponential is its own. da/dx?",
        "Each is taken at the value that its step saw on the way forward: dc/db at b, dd/dc at c. "
        "`chain_forward(x)` gives them all.",
        "The chain rule multiplies. Count the minus signs: there are two of them.",
    ),
    misconceptions=(
        *wrong(
            "degrees",
            "You take b for an angle in degrees, as the slides do. Their f′ is 0 at x = −4.499 because cos 90° = "
            "0; in radians "
            "it is −80.39, and central differences agree.",
            product_of(dc=lambda a, b, c, x: math.cos(math.radians(b)), forward=degrees),
            product_of(dc=lambda a, b, c, x: math.cos(math.radians(b)) * math.pi / 180, forward=degrees),
            product_of(dc=lambda a, b, c, x: math.cos(math.radians(b))),
            product_of(forward=degrees),
            section=ERRATA,
        ),
        *wrong(
            "sign-flipped",
            SIGN
            + "Two of the local derivatives are negative: da/dx = −1 and dd/dc = −2/c². Is one of the two missing?",
            product_of(da=one),
            product_of(dd=lambda a, b, c, x: 2 / c**2),
        ),
        *wrong(
            "outer-missing",
            "The last step's derivative dd/dc = −2/c² is missing.",
            product_of(dd=one),
            product_of(da=one, dd=one),
        ),
        *wrong(
            "exponential-missing",
            "The exponential's derivative is missing: db/da = e^a, which is b itself.",
            product_of(db=one),
        ),
        *wrong(
            "cosine-missing",
            "The sine's derivative is missing: dc/db = cos b.",
            product_of(dc=one),
            product_of(dc=one, da=one),
        ),
        *wrong(
            "sine-for-cosine",
            "The derivative of the sine is the cosine, here cos b.",
            product_of(dc=lambda a, b, c, x: math.sin(b)),
            product_of(dc=lambda a, b, c, x: -math.sin(b)),
        ),
        *wrong(
            "square-missing",
            "The derivative of 1/c is −1/c²: the denominator is squared.",
            product_of(dd=lambda a, b, c, x: -2 / c),
            product_of(dd=lambda a, b, c, x: 2 / c),
        ),
        *wrong(
            "two-lost",
            "The 2 got lost, or went below. −2/c² keeps its 2 on top; the slides make −2/1² into −1/2.",
            product_of(dd=lambda a, b, c, x: -1 / c**2),
            product_of(dd=lambda a, b, c, x: -1 / (2 * c**2)),
            product_of(dd=lambda a, b, c, x: 1 / (2 * c**2)),
            product_of(dd=lambda a, b, c, x: 1 / c**2),
            product_of(dd=lambda a, b, c, x: -(c**2) / 2),
            section=ERRATA,
        ),
        *wrong(
            "added",
            "You add the local derivatives. Along one path they are *multiplied*; sums come with several paths.",
            product_of(join=math.fsum),
        ),
        *wrong(
            "taken-at-x",
            "A local derivative is taken at x. Each step saw another input on the way forward: the sine saw b, "
            "the fraction saw c.",
            product_of(dc=lambda a, b, c, x: math.cos(x)),
            product_of(dc=lambda a, b, c, x: math.cos(a)),
            product_of(dc=lambda a, b, c, x: math.cos(c)),
            product_of(dd=lambda a, b, c, x: -2 / x**2 if x else math.inf),
            product_of(dd=lambda a, b, c, x: -2 / b**2),
            product_of(db=lambda a, b, c, x: math.exp(x)),
            product_of(
                dc=lambda a, b, c, x: math.cos(x),
                dd=lambda a, b, c, x: -2 / x**2 if x else math.inf,
                db=lambda a, b, c, x: math.exp(x),
            ),
        ),
        *wrong(
            "power-rule",
            "The power rule is for x^n. Here the variable is in the exponent, and e^a is its own derivative.",
            product_of(db=lambda a, b, c, x: a * math.exp(a - 1)),
            product_of(db=lambda a, b, c, x: a * b),
        ),
        *wrong(
            "list-of-locals",
            "These are the local derivatives one by one. Multiply them to one number.",
            product_of(join=tuple),
        ),
        *wrong(
            "value-for-slope",
            "You return f(x). Its derivative is asked for.",
            f_at,
            right.chain_forward,
        ),
        *wrong(
            "one-sided-difference",
            "You measure a slope with a step that is too coarse, so only the first digits are right. The exact "
            "slope comes from the local "
            "derivatives.",
            *(lambda x, h=h: (f_at(x + h) - f_at(x)) / h for h in (1e-2, 1e-3, 1e-4, 1e-5)),
            *(lambda x, h=h: (f_at(x + h) - f_at(x - h)) / (2 * h) for h in (1e-1, 1e-2, 1e-3)),
        ),
        *wrong(
            "two-steps-missing",
            "Only the outer steps are differentiated. Go on to the end of the chain: every step has its factor.",
            product_of(da=one, db=one),
            product_of(da=one, db=one, dc=one),
            product_of(db=one, dc=one),
        ),
        *wrong(
            "divided",
            "A local derivative divides where it should multiply.",
            product_of(dc=lambda a, b, c, x: 1 / math.cos(b)),
            product_of(dd=lambda a, b, c, x: -(c**2)),
            product_of(dd=lambda a, b, c, x: -2 * c**2),
        ),
        *wrong(
            "one-entry-array",
            "The slope is right but comes in an array of one entry. Return the number itself.",
            lambda x: np.array([right.chain_backward(x)]),
            lambda x: (right.chain_backward(x),),
        ),
        *wrong(
            "sign-lost",
            "The cosine has lost its sign: as a root, √(1 − c²), it is never negative. Take `np.cos` of b.",
            product_of(dc=lambda a, b, c, x: math.sqrt(1 - c**2)),
        ),
        *wrong(
            "small-number-added",
            "A small number is added to the denominator so that it is never 0. It falsifies every slope where c is small.",
            *(product_of(dd=lambda a, b, c, x, tiny=tiny: -2 / (c**2 + tiny)) for tiny in (1e-6, 1e-8, 1e-10, 1e-12)),
        ),
        *wrong(
            "exponential-of-its-value",
            "The exponential is taken once more: e^b. The derivative of e^a is e^a, which is b itself.",
            product_of(db=lambda a, b, c, x: math.exp(b)),
        ),
    ),
)
