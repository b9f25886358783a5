"""Sample submissions: what nine students might hand in, for the demo and for tests."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from nbformat import NotebookNode, v4

from autograder.grading.course import notebook_name
from autograder.grading.snippets import CHEAT, ENDLESS, LOOPS, MISTAKES, VECTORISED

TOPICS = tuple(VECTORISED)


def functions(text: str) -> dict[str, str]:
    """The source of each top-level statement of `text` that defines a name; what comes before one belongs to it."""
    found, lines, start = {}, text.splitlines(), 0
    for statement in ast.parse(text).body:
        name = getattr(statement, "name", None)
        if isinstance(statement, ast.Assign):
            name = statement.targets[0].id
        if name:
            found[name] = "\n".join(lines[start : statement.end_lineno]).strip() + "\n"
            start = statement.end_lineno
    return found


def answered(release: NotebookNode, *texts: str) -> NotebookNode:
    """The released notebook with its answer cells filled from `texts`; a later text replaces an earlier one's functions.

    Functions that are not asked for (helpers) go in front of the next one that is.
    """
    notebook, waiting = copy.deepcopy(release), ""
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for text in texts:
        for name, source in functions(text).items():
            if name in cells:
                cells[name].source, waiting = waiting + source, ""
            else:
                waiting += source + "\n\n"
    return notebook


def right(release: NotebookNode, topic: str) -> NotebookNode:
    return answered(release, VECTORISED[topic])


def loops(release: NotebookNode, topic: str) -> NotebookNode:
    return answered(release, LOOPS[topic])


def mistaken(release: NotebookNode, topic: str) -> NotebookNode:
    return answered(release, VECTORISED[topic], MISTAKES[topic][0])


def otherwise_mistaken(release: NotebookNode, topic: str) -> NotebookNode:
    return answered(release, LOOPS[topic], MISTAKES[topic][1])


def untouched(release: NotebookNode, topic: str) -> NotebookNode:
    return copy.deepcopy(release)


def endless(release: NotebookNode, topic: str) -> NotebookNode:
    name = list(functions(VECTORISED[topic]))[1]
    return answered(release, VECTORISED[topic], ENDLESS.format(name=name))


def cheating(release: NotebookNode, topic: str) -> NotebookNode:
    notebook = answered(release, "\n".join(f"{name} = cheat" for name in functions(VECTORISED[topic])))
    notebook.cells.insert(1, v4.new_code_cell(CHEAT, id="cheat"))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.tags = ["skip-execution"]
            cell.metadata.nbgrader.points = 1000
            if cell.cell_type == "code":
                cell.source = "1000.0"
    return notebook


def muddled(release: NotebookNode, topic: str) -> NotebookNode:
    """A right answer with one answer cell copied, one test cell copied and one deleted."""
    notebook = right(release, topic)
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]
    tests = [i for i, name in enumerate(ids) if name.startswith("check_")]
    copies = [copy.deepcopy(notebook.cells[i]) for i in (tests[0] - 1, tests[0])]
    del notebook.cells[tests[2]]
    notebook.cells[tests[1] + 1 : tests[1] + 1] = copies
    return notebook


SAMPLES: Mapping[str, tuple[str, Callable[[NotebookNode, str], NotebookNode]]] = {
    "student01": ("right, with arrays", right),
    "student02": ("right, with loops", loops),
    "student03": ("partly right", mistaken),
    "student04": ("partly right, other mistakes", otherwise_mistaken),
    "student05": ("nothing done", untouched),
    "student06": ("one function loops for ever", endless),
    "student07": ("tries to cheat", cheating),
    "student08": ("right, with copied and deleted cells", muddled),
}
HOSTILE = "student07"  # runs nowhere but behind a wall
BROKEN = "student09"  # hands in something that is no notebook


def hand_in(folder: Path, topic: str, release: NotebookNode) -> None:
    """Write every sample submission of a topic to `folder/<student>/<topic>/`."""
    for student, (_, sample) in SAMPLES.items():
        write(folder / student / topic / notebook_name(topic), json.dumps(sample(release, topic)))
    write(folder / BROKEN / topic / notebook_name(topic), '{"cells": [')


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
