"""The slides' function and its slope, with some of the four steps replaced."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mlp_reference as right

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
