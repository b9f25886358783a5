"""The slope of the slides' function: the product of four local ones."""

from __future__ import annotations

import math

import numpy as np

import mlp_reference as right
from autograder.topics.chain_rule.common import ERRATA, SIGN, TOPIC, f_at, points, slope
from autograder.topics.chain_rule.wrong_steps import degrees, one, product_of
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, pure, wrong

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
        "Each is taken at the value that its step saw on the way forward: dc/db at b, dd/dc at c. `chain_forward(x)` "
        "gives them all.",
        "The chain rule multiplies. Count the minus signs: there are two of them.",
    ),
    misconceptions=(
        *wrong(
            "degrees",
            "You take b for an angle in degrees, as the slides do. Their f′ is 0 at x = −4.499 because cos 90° = 0; in "
            "radians it is −80.39, and central differences agree.",
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
            "A local derivative is taken at x. Each step saw another input on the way forward: the sine saw b, the "
            "fraction saw c.",
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
            "You measure a slope with a step that is too coarse, so only the first digits are right. The exact slope "
            "comes from the local derivatives.",
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
