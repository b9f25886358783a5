"""What a student calls in a notebook or a terminal: `check` judges with the public key, `hint` helps one step at a time."""

from __future__ import annotations

import difflib
import linecache
import re
import sys
from types import FrameType
from typing import Any

from autograder.checks import shelf
from autograder.checks.card import Card
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.checks.key import Key
from autograder.checks.shown import Note, Shown, reading, rich, wrapped
from autograder.checks.verdict import Verdict, blank

_hints_given: dict[str, int] = {}


def check(target: Any = None) -> Shown:
    """The card of one exercise: `check(relu)` for the function or class that you wrote. Its value for nbgrader is the points."""
    try:
        key = _exercise(target, sys._getframe(1), "check")
    except LookupError as unknown:
        return Note(str(unknown))
    try:
        verdict = judge(key, collect(target, key.cases, key.driver), key.points)
    except KeyboardInterrupt:  # between two calls; inside one it is an answer
        verdict = blank(key.name, key.topic, key.points, "error", "interrupted before the check was done; run it again")
    return Card(verdict, key, next=_next(verdict))


def hint(target: Any = None) -> Shown:
    """The next hint for one exercise: `hint(relu)`, or `hint("relu")` before it is defined."""
    try:
        key = _named(target) if isinstance(target, str) else _exercise(target, sys._getframe(1), "hint")
    except LookupError as unknown:
        return Note(str(unknown))
    _hints_given[key.name] = min(_hints_given.get(key.name, 0) + 1, len(key.hints))
    return Hints(key, _hints_given[key.name])


class Hints(Shown):
    """The hints of an exercise up to number `given`, and how many are left."""

    def __init__(self, key: Key, given: int):
        self.key, self.given = key, given
        self.plain = self.text()

    def html(self) -> str:
        *before, latest = self._said() or [""]
        old = "".join(f"<p>{rich(line)}</p>" for line in before)
        frame = "max-width:46rem;border-left:6px solid #5c5c5c;padding:0.1rem 0.9rem"
        return (
            f'<div class="mlp-hint" style="{frame}">{old}<p><b>{rich(latest)}</b></p><p>{rich(self._left())}</p></div>'
        )

    def text(self) -> str:
        return "\n".join(wrapped(line) for line in [*self._said(), self._left()])

    def _said(self) -> list[str]:
        total = len(self.key.hints)
        return [f"Hint {i} of {total}: {hint}" for i, hint in enumerate(self.key.hints[: self.given], 1)]

    def _left(self) -> str:
        left = len(self.key.hints) - self.given
        read = f" Read {reading(self.key.section)}." if self.key.section else ""
        if not self.key.hints:
            return f"There is no hint for `{self.key.name}`.{read}"
        if not left:
            return f"That was the last hint.{read} It is fine to ask someone, too."
        return f"{left} more hint{'s' * (left > 1)} if you want: try this one first, then run this cell again."


def _exercise(target: Any, caller: FrameType, verb: str) -> Key:
    """The key of the exercise that `target` answers: what the calling line names, else the exercise's name that it is bound to.

    By identity, so that `relu = lambda z: …` and `tanh = np.tanh` are found. Raises LookupError with a sentence for the student.
    """
    exercises = shelf.public()
    if isinstance(target, str):
        raise LookupError(f"`{verb}` takes the function itself, without quotes: `{verb}({_named(target).name})`.")
    bound = [name for name in exercises if target is not None and caller.f_globals.get(name) is target]
    own = getattr(target, "__name__", None)
    line = linecache.getline(caller.f_code.co_filename, caller.f_lineno)
    for name in [*re.findall(rf"\b{verb}\(\s*(\w+)", line), own, *bound]:
        if name in bound:
            return exercises[name]
    if callable(target) and isinstance(own, str) and own in exercises:
        return exercises[own]
    if not callable(target):
        got = "nothing" if target is None else f"a value of type `{type(target).__name__}`"
        raise LookupError(
            f"`{verb}` takes the function itself, not its result: it was given {got}. Write `{verb}(relu)`."
        )
    return _named(str(own or type(target).__name__))


def _named(name: str) -> Key:
    exercises = shelf.public()
    if name in exercises:
        return exercises[name]
    if not exercises:
        raise LookupError("This copy of the course has no exercises to check against: install it again.")
    near = difflib.get_close_matches(name, exercises, n=1)
    advice = f"Did you mean `{near[0]}`?" if near else "Give it the name that the notebook's cell uses."
    raise LookupError(f"`{name}` is no exercise of this course. {advice}")


def _next(verdict: Verdict) -> str:
    """What to do after this verdict, in a sentence."""
    if verdict.status == "todo":
        return f"write your code in the cell of `{verdict.exercise}`, run that cell, then run this one again."
    if verdict.status == "passed":
        return _following(verdict)
    first = (
        "read that section"
        if verdict.diagnosis and verdict.diagnosis.section
        else "take the first check that says “not yet”"
    )
    return f"{first}, change `{verdict.exercise}`, run its cell, then run this one again."


def _following(verdict: Verdict) -> str:
    names = shelf.public().topic(verdict.topic)
    place = names.index(verdict.exercise) + 1
    if place == len(names):
        return "that was the last exercise of this topic; the written question is left."
    return f"`{names[place]}` (exercise {place + 1} of {len(names)})."
