"""An Exercise: what is asked, what is right, and what people get wrong. One module of this package a topic holds them as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.key import SECONDS, Case, Check
from autograder.checks.plain import Plain
from autograder.topics.claims import Claim


@dataclass(frozen=True)
class Misconception:
    """A wrong idea: its name, what a kind tutor would say, the lecture section to read, and the wrong function itself.

    Several misconceptions of one exercise may share a slug: the same idea, written in different ways.
    """

    slug: str
    sentence: str
    section: str  # "" for the exercise's own
    implementation: Callable[..., Any]


@dataclass(frozen=True)
class Exercise:
    """One function to write.

    Where gradients are asked for, `claim(*args)` says what a case's are gradients of; where they come with their loss, they
    belong to the arguments in `parameters`.
    """

    name: str
    topic: str
    signature: str
    returns: tuple[str, ...]
    section: str
    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Sequence[Case]]
    checks: tuple[Check, ...]
    hints: tuple[str, ...]
    misconceptions: tuple[Misconception, ...]
    claim: Callable[..., Claim] | None = None
    parameters: slice | None = None
    driver: str = "call"
    view: str = ""
    borrows: bool = False  # its arguments may be moved during the call if they are put back, so none is read-only
    seconds: float = SECONDS  # CPU time of one call
    endless: tuple[str, ...] = ()  # groups that a wrong answer may hang in: asked last, so that it loses these alone
    once: bool = False  # a call takes long: each case stands for itself, without variants and without a second call
    held_out: Callable[[bool], tuple[Plain, ...]] | None = (
        None  # what the public key's judge holds (True), or a secret one's
    )


def wrong(slug: str, sentence: str, *implementations: Callable[..., Any], section: str = "") -> list[Misconception]:
    """One misconception in each of the ways it is written."""
    return [Misconception(slug, sentence, section, implementation) for implementation in implementations]


def pure(share: float = 0.1) -> Check:
    return Check("pure", "no argument is changed, and the same call gives the same answer again", share, "pure")


def away(rng: np.random.Generator, shape: tuple[int, ...], low: float = 0.2, high: float = 2.0) -> np.ndarray:
    """Numbers of either sign, between `low` and `high` in size: away from zero, where wrong and right often agree.

    With two entries or more, both signs occur.
    """
    values = rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)
    if values.size > 1:
        first, last = values.flat[0], values.flat[-1]
        values.flat[-1] = -np.sign(first) * abs(last)
    return values


def close_to_zero(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of either sign between 1e-3 and 1e-12 in size, so that no threshold or small divisor takes them for 0."""
    size = np.prod(shape)
    values = 10.0 ** -np.linspace(3.0, 12.0, size) * np.where(np.arange(size) % 2, 1.0, -1.0)
    return rng.permutation(values).reshape(shape)
