"""What the exercises on the chain rule share."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import pure

TOPIC = "03_chain_rule"
ERRATA = "03_chain_rule#errata"

SIGN = "The sign is flipped. "
NOT_A_NUMBER = "The numbers are right but wrapped in arrays of one entry, or in a tuple too many. Return plain numbers."


def part(number: int, name: str, share: float, label: str) -> Check:
    return Check(name, label, share, part=number)


def slope(number: int, name: str, share: float) -> Check:
    return Check(name, f"{name} agrees with the numeric derivative", share, part=number, gradient=True)


def vector_jacobian(forward: Callable, jacobian: Callable) -> Callable[..., Claim]:
    """The claim of a Jacobian by its first argument. Its upstream is random, so that every row is judged on its own."""

    def claim(x, *others):
        upstream = np.random.default_rng(len(x)).normal(size=len(x))
        return Claim(lambda x: forward(x, *others), lambda x: [upstream @ jacobian(x, *others)], [x], upstream)

    return claim


def f_at(x: np.ndarray | float) -> float:
    return right.chain_forward(float(x))[-1]


def jacobian_checks() -> tuple[Check, ...]:
    return (
        Check("values", "the Jacobian agrees with the numeric one", 0.7, gradient=True),
        Check("one entry", "a vector of one entry gives a (1, 1) matrix", 0.1, groups=("single",), gradient=True),
        Check("zeros", "zeros are derivatives like any other", 0.1, groups=("zeros",), gradient=True),
        pure(),
    )


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
