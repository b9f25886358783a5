"""A notebook of the working copy as steps: which of its cells are run, and where each exercise is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.checks import places, shelf
from autograder.checks.places import grade_id, identity, source

_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """Run `code`, the cell named `name` (the student's own have none), or with no code judge the exercise `name`."""

    name: str
    code: str | None = None


def steps(path: Path, release: Path, topic: str) -> list[Step]:
    """What to do with a notebook, in its order: imports, what is given, answers and the student's own cells, but no pictures.

    An exercise is judged where its check stands, as in the notebook itself; without one, at the end.
    """
    exercises, found = shelf.public().topic(topic), []
    pictures = {identity(cell) for cell in places.read(release) if not grade_id(cell)}
    for cell in places.read(path):
        name = grade_id(cell)
        checked = name.removeprefix("check_")
        if cell.get("cell_type") != "code" or (not name and identity(cell) in pictures):
            continue
        if name != checked and checked in exercises:
            found.append(Step(checked))
        else:
            found.append(Step(name, _MAGIC.sub(r"\1pass", source(cell))))
    judged = {step.name for step in found if step.code is None}
    return [*found, *(Step(name) for name in exercises if name not in judged)]
