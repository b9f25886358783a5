"""The terminal's half of the notebook's `progress`, `hint` and `solution`, on the working copy."""

from __future__ import annotations

import difflib
from pathlib import Path

from autograder.checks import front, shelf
from autograder.checks.history import History
from autograder.checks.key import Key
from autograder.checks.places import Place
from autograder.checks.progress import Map
from autograder.checks.shown import Shown
from autograder.study import working
from autograder.study.working import StudyError


def status(root: Path) -> str:
    """The map. Raises StudyError."""
    place, history = _open(root)
    return Map(history.records(), place, history.trouble()).text()


def further(root: Path) -> str:
    """The exercise to go on with, what it asks for, and where it is."""
    place, history = _open(root)
    drawn = Map(history.records(), place)
    if drawn.now is None:
        return "Every exercise is passed. The written questions are left, and the lectures are worth a second reading."
    name, topic = drawn.now.first_open, drawn.now
    names, key = list(topic.records), shelf.public()[drawn.now.first_open]
    lines = [
        f"{key.signature}, exercise {names.index(name) + 1} of {len(names)} in {topic.title}",
        *(f"  it is right when {check.label}" for check in key.checks),
        f"  in {place.notebook(topic.name)}",
        f"Open it with `mlp-course lab {topic.name[:2]}`; a first nudge: `mlp-course hint {name}`.",
    ]
    return "\n".join(lines)


def hint(root: Path, name: str) -> Shown:
    """One hint more. Raises StudyError."""
    place, history = _open(root)
    return front.next_hint(exercise(name), history, place, f"run `mlp-course hint {name}` again")


def solution(root: Path, name: str, give_up: bool) -> Shown:
    """The solution, after a pass or after giving up. Raises StudyError."""
    place, history = _open(root)
    return front.the_solution(exercise(name), history, place, give_up, f"`mlp-course solution {name} --give-up`")


def exercise(name: str) -> Key:
    """The key of an exercise. Raises StudyError, with the name that may be meant."""
    exercises = shelf.public()
    if name in exercises:
        return exercises[name]
    near = difflib.get_close_matches(name, exercises, n=1)
    advice = f"did you mean {near[0]}?" if near else "`mlp-course next` names the one to go on with"
    raise StudyError(f"{name!r} is no exercise of this course: {advice}")


def _open(root: Path) -> tuple[Place, History]:
    place = working.place(root)
    return place, History(place.history)
