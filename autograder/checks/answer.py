"""Answers: what one student's function did on each case. Collected where the student's code runs, so never believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks.plain import Plain, PlainError


@dataclass(frozen=True)
class Raised:
    """An exception as text, with the student's own line."""

    type: str
    message: str
    line: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Answer:
    """One call: its value or what it raised, and what a bystander saw."""

    value: Plain = None
    raised: Raised | None = None
    warned: tuple[str, ...] = ()  # distinct messages of NumPy's and Python's warnings
    changed: bool = False  # an argument is not what it was before the call
    kept: bool = True  # the returned value was still the same after all later calls
    printed: bool = False
    seconds: float = 0.0  # CPU time

    @property
    def late(self) -> bool:
        """The call was stopped at its time limit, or by the person waiting."""
        return self.raised is not None and self.raised.type in ("TimeUp", "KeyboardInterrupt")


def to_plain(answers: Sequence[Answer]) -> Plain:
    return [
        {
            "value": a.value,
            "raised": None if a.raised is None else (a.raised.type, a.raised.message, a.raised.line, a.raised.source),
            "warned": list(a.warned),
            "changed": a.changed,
            "kept": a.kept,
            "printed": a.printed,
            "seconds": a.seconds,
        }
        for a in answers
    ]


def from_plain(tree: Plain) -> tuple[Answer, ...]:
    """Answers from the plain tree of `to_plain`. Raises PlainError on any other tree: it came from a student's process."""
    if type(tree) is not list:
        raise PlainError("answers are a list")
    return tuple(_answer(node) for node in tree)


def _answer(node: Plain) -> Answer:
    kinds = {"warned": list, "changed": bool, "kept": bool, "printed": bool, "seconds": float}
    if type(node) is not dict or node.keys() != {"value", "raised", *kinds}:
        raise PlainError("not an answer")
    if any(type(node[name]) is not kind for name, kind in kinds.items()) or any(
        type(w) is not str for w in node["warned"]
    ):
        raise PlainError("an answer's field has the wrong type")
    raised = node["raised"]
    if raised is not None:
        if type(raised) is not tuple or [type(x) for x in raised] not in (
            [str, str, int, str],
            [str, str, type(None), str],
        ):
            raise PlainError("not an exception's text")
        raised = Raised(raised[0][:200], raised[1][:2000], raised[2], raised[3][:500])
    rest = {name: node[name] for name in ("changed", "kept", "printed", "seconds")}
    return Answer(node["value"], raised, tuple(w[:300] for w in node["warned"][:20]), **rest)
