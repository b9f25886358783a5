"""Manners: what a call does beside its value. It changes no argument, keeps what it returned, and remembers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks.answer import Answer
from autograder.checks.compare import compare
from autograder.checks.key import Case, Key
from autograder.checks.plain import same


@dataclass(frozen=True)
class Slip:
    """A lapse: its slug, what was seen (for a finding) and what a tutor would say (for a diagnosis)."""

    slug: str
    seen: str
    sentence: str


CHANGED = Slip(
    "in-place",
    "an argument is changed; work on a copy, so that the caller's array stays as it was",
    "Your function writes into an argument, so the caller's array is changed for everyone who still needs it. An operation "
    "like `z += 1`, `z[...] = 0` or `out=z` writes where it stands; build a new array instead.",
)
REUSED = Slip(
    "buffer-reused",
    "the returned array is overwritten by a later call; return a new array each time",
    "Your function returns the same array every time, so an earlier result changes when it is called again. Make the array "
    "inside the function.",
)
REMEMBERED = Slip(
    "remembers-calls",
    "the same call gives another answer, so something is remembered between calls",
    "Your function remembers something from one call to the next (a name outside of it, or a default argument that is a list "
    "or a dict). Its result should depend on its arguments alone.",
)


def slip(key: Key, answers: Sequence[Answer]) -> tuple[Slip, str] | None:
    """The first lapse, and the name of its case."""
    for case, answer in zip(key.cases, answers, strict=False):
        if answer.changed or writes(case, answer):
            return CHANGED, case.name
        if not answer.kept:
            return REUSED, case.name
    for case, answer in zip(key.cases, answers, strict=False):
        if case.group == "pure" and not _agree(answer, answers[0]):
            return REMEMBERED, case.name
    return None


def writes(case: Case, answer: Answer) -> bool:
    """The call failed only because it wrote into an argument that is read-only in this case."""
    raised = answer.raised
    return (
        case.layout == "readonly"
        and raised is not None
        and raised.type == "ValueError"
        and "read-only" in raised.message
    )


def _agree(a: Answer, b: Answer) -> bool:
    if a.raised or b.raised:
        return bool(a.raised and b.raised)
    return same(a.value, b.value) or compare(a.value, b.value, "") is None
