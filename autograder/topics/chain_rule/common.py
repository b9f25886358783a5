"""What the exercises on the chain rule share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.claims import Claim

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
