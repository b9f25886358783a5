"""What a student calls in a notebook: `check` judges with the public key, `hint` and `solution` help, `progress` draws the map."""

from __future__ import annotations

import difflib
import functools
import linecache
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from autograder.checks import places, shelf, worked
from autograder.checks.card import Card
from autograder.checks.collect import collect
from autograder.checks.history import History
from autograder.checks.judge import judge
from autograder.checks.key import Key
from autograder.checks.onward import onward
from autograder.checks.places import Place
from autograder.checks.progress import Map
from autograder.checks.shown import Note, Shown, linked, reading, rich, wrapped
from autograder.checks.verdict import blank
from autograder.checks.worked import Worked


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
    place = places.place()
    history = _history(place)
    history.keep(key.name, history.record(key.name).after(verdict.status, verdict.score))
    if trouble := history.trouble():
        verdict = replace(verdict, notes=(*verdict.notes, trouble))
    return Card(verdict, key, **onward(verdict, history.records(), place))


def hint(target: Any = None) -> Shown:
    """The next hint for one exercise: `hint(relu)`, or `hint("relu")` before it is defined."""
    try:
        key = _named(target) if isinstance(target, str) else _exercise(target, sys._getframe(1), "hint")
    except LookupError as unknown:
        return Note(str(unknown))
    place = places.place()
    return next_hint(key, _history(place), place)


def next_hint(key: Key, history: History, place: Place | None, again: str = "run this cell again") -> Hints:
    """One hint more than were given so far, which is remembered; `again` says how to get another."""
    record = history.record(key.name)
    given = min(record.hints + 1, len(key.hints))
    history.keep(key.name, replace(record, hints=given))
    return Hints(key, given, again, place.section(key.section) if place else "")


def solution(target: Any = None, give_up: bool = False) -> Shown:
    """The course's own solution of an exercise that you have passed: `solution(relu)`; of another one with `give_up=True`."""
    try:
        key = _named(target) if isinstance(target, str) else _exercise(target, sys._getframe(1), "solution")
    except LookupError as unknown:
        return Note(str(unknown))
    place = places.place()
    return the_solution(key, _history(place), place, give_up, f"`solution({key.name}, give_up=True)`")


def the_solution(key: Key, history: History, place: Place | None, give_up: bool, how: str) -> Shown:
    """The solution after a pass or after giving up, which is remembered; `how` says the way to give up."""
    record = history.record(key.name)
    source = worked.solution(place, key.topic, key.name) if place else ""
    if not source:
        return Note(
            "There are no solutions in this copy of the course. Try `hint`, and the lecture; if it still will not come, ask "
            "whoever gave you the course."
        )
    if not (record.passed or record.solution or give_up):
        left = len(key.hints) - record.hints
        hints = f"There {'is' if left == 1 else 'are'} {left} more hint{'s' * (left != 1)}. " if left else ""
        return Note(
            f"`{key.name}` is not passed yet. {hints}If you want to stop here and see the solution: {how}. That is fine, and it "
            "is noted on your map."
        )
    if not record.solution:
        history.keep(key.name, replace(record, solution="passed" if record.passed else "given up"))
    said = (
        "One way to write it. Yours passed; which do you like better?"
        if record.passed
        else "One way to write it. Close it and write your own."
    )
    return Worked(said, source)


def progress() -> Map:
    """The map of topics and exercises: what is passed, what is open, and where to go on."""
    place = places.place()
    history = _history(place)
    records = history.records()
    return Map(records, place, history.trouble())


def _history(place: Place | None) -> History:
    return _kept(place.history if place else None)


@functools.cache
def _kept(file: Path | None) -> History:
    return History(file)


class Hints(Shown):
    """The hints of an exercise up to number `given`, and how many are left."""

    def __init__(self, key: Key, given: int, again: str, address: str = ""):
        self.key, self.given, self.again, self.address = key, given, again, address
        self.plain = self.text()

    def html(self) -> str:
        *before, latest = self._said() or [""]
        old = "".join(f"<p>{rich(line)}</p>" for line in before)
        frame = "max-width:46rem;border-left:6px solid #5c5c5c;padding:0.1rem 0.9rem"
        left, more = self._left()
        read = f" Read {linked(self._reading, self.address)}." if self._reading else ""
        return (
            f'<div class="mlp-hint" style="{frame}">{old}<p><b>{rich(latest)}</b></p>'
            f"<p>{rich(left)}{read} {rich(more)}</p></div>"
        )

    def text(self) -> str:
        left, more = self._left()
        read = f" Read {self._reading}." if self._reading else ""
        return "\n".join(wrapped(line) for line in [*self._said(), f"{left}{read} {more}"])

    def _said(self) -> list[str]:
        total = len(self.key.hints)
        return [f"Hint {i} of {total}: {hint}" for i, hint in enumerate(self.key.hints[: self.given], 1)]

    @property
    def _reading(self) -> str:
        """Where to read, once there is no further hint."""
        return reading(self.key.section) if self.key.section and self.given >= len(self.key.hints) else ""

    def _left(self) -> tuple[str, str]:
        left = len(self.key.hints) - self.given
        if not self.key.hints:
            return f"There is no hint for `{self.key.name}`.", ""
        if not left:
            return "That was the last hint.", "It is fine to ask someone, too."
        return f"{left} more hint{'s' * (left > 1)} if you want: try this one first, then {self.again}.", ""


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
