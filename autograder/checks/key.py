"""A Key: everything the judge knows of one exercise, as plain data. Made on the trusted side, from `topics`.

The notebook reads public keys, generated files beside this module; grading makes a fresh secret key for every topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from autograder.checks import answer
from autograder.checks.answer import Answer
from autograder.checks.plain import Plain
from autograder.checks.views import view

SECONDS = 10.0  # CPU time of one call, unless an exercise says otherwise


@dataclass(frozen=True)
class Case:
    """One call: its arguments, the group of checks it serves, and how its arrays lie in memory.

    `layout` is C, F, strided (every second entry of a larger array), reversed (negative strides), readonly, or mixed: the first
    argument F, the second C, and so on. The key maker appends a case in each, so a topic need not.
    """

    name: str  # "one sample": completes "for …" in a finding
    args: tuple[Plain, ...]
    group: str = "values"
    layout: str = "C"


@dataclass(frozen=True)
class Check:
    """One thing that can be right, and its share of the points.

    `kind` is "values" (compare with the truth), "stable" (the same, and no warning of NumPy's), "pure" (arguments unchanged,
    results kept, the same call twice the same) or "measure" (pays in proportion to what the view's `measure` says). `part`
    picks one of several returned values; `gradient` sets the rule of tolerance (relative to the array's largest entry).
    """

    name: str
    label: str  # what holds when it passes, as a sentence without a full stop
    share: float
    kind: str = "values"
    groups: tuple[str, ...] = ("values",)
    part: int | str | None = None
    gradient: bool = False
    measure: str = ""  # see `views`


@dataclass(frozen=True)
class Hypothesis:
    """A misconception as data: what one would answer who held it."""

    slug: str
    sentence: str
    section: str  # the lecture section to read: "02_activations#sigmoid"
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Probe:
    """Two cases a step either way from a base case along `direction`: do returned gradients fit the returned loss there?

    `direction` holds, for each returned part after the loss, an array (or list of arrays) of that gradient's shape.
    """

    base: int
    plus: int
    minus: int
    direction: tuple[Plain, ...]
    step: float

    def agrees(self, answers: Sequence[Answer]) -> bool:
        """Within 1e-5 of the larger: the directional derivative of the loss, and the gradients along the direction."""
        value, plus, minus = (answers[i].value for i in (self.base, self.plus, self.minus))
        try:
            slope = (float(plus[0]) - float(minus[0])) / (2 * self.step)
            along = sum(_dot(g, v) for g, v in zip(value[1:], self.direction, strict=True))
        except (TypeError, ValueError, IndexError, KeyError):
            return False
        return abs(slope - along) <= 1e-9 + 1e-5 * max(abs(slope), abs(along))


def _dot(gradient: Plain, direction: Plain) -> float:
    if isinstance(direction, dict):
        return sum(_dot(gradient[name], direction[name]) for name in direction)
    if isinstance(direction, (list, tuple)):
        return sum(_dot(g, v) for g, v in zip(gradient, direction, strict=True))
    gradient = np.asarray(gradient, dtype=float)
    if gradient.shape != np.shape(direction):
        raise ValueError("not a gradient of that array")
    return float(np.sum(gradient * direction))


@dataclass(frozen=True)
class Key:
    """The cases of one exercise, the truth's answers and each misconception's, and what a card says around them."""

    name: str
    topic: str
    signature: str  # "affine_backward(dZ, X, W)"
    returns: tuple[str, ...]  # ("dX", "dW", "db")
    checks: tuple[Check, ...]
    cases: tuple[Case, ...]
    truth: tuple[Plain, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    hints: tuple[str, ...] = ()
    section: str = ""
    points: float = 1.0  # as the notebook's metadata says when the key is made
    driver: str = "call"
    view: str = ""  # what of a value is judged (see `views`); the truth is kept as it is seen through it
    probes: tuple[Probe, ...] = ()
    seconds: float = SECONDS  # CPU time of one call
    held_out: tuple[Plain, ...] = ()  # what views and measures are given besides, and the student's process never gets

    def seen(self, answers: Sequence[Answer]) -> tuple[Answer, ...]:
        """The answers with their values as the judge looks at them."""
        pairs = zip(answers, self.cases, strict=False)
        return tuple(
            replace(a, value=view(self.view, a.value, (*c.args, *self.held_out))) if self.view else a for a, c in pairs
        )


def to_plain(keys: list[Key]) -> Plain:
    return [_node(key) for key in keys]


def _node(key: Key) -> Plain:
    node = {name: getattr(key, name) for name in key.__dataclass_fields__}
    node["checks"] = [asdict(check) for check in key.checks]
    node["cases"] = [{"name": c.name, "args": c.args, "group": c.group, "layout": c.layout} for c in key.cases]
    node["hypotheses"] = [
        {"slug": h.slug, "sentence": h.sentence, "section": h.section, "answers": answer.to_plain(h.answers)}
        for h in key.hypotheses
    ]
    node["probes"] = [{name: getattr(p, name) for name in p.__dataclass_fields__} for p in key.probes]
    return node


def from_plain(tree: Plain) -> list[Key]:
    return [
        Key(
            **{
                **node,
                "checks": tuple(Check(**check) for check in node["checks"]),
                "cases": tuple(Case(**case) for case in node["cases"]),
                "hypotheses": tuple(
                    Hypothesis(**{**h, "answers": answer.from_plain(h["answers"])}) for h in node["hypotheses"]
                ),
                "probes": tuple(Probe(**probe) for probe in node["probes"]),
            }
        )
        for node in tree
    ]
