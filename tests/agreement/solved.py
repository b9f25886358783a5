"""The functions that the solved notebooks define, by topic, and beside them those that the keys are made from."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import mlp_reference
from autograder import topics
from autograder.authoring.source import Source, is_check

ROOT = Path(__file__).parents[2]


def solved(topic: str) -> SimpleNamespace:
    """What the notebook's given cells and answers define, as in `autograder.authoring.trial`."""
    space: dict[str, object] = {}
    for cell in Source(ROOT, topic).solution.cells:
        if cell.cell_type == "code" and "nbgrader" in cell.metadata and not is_check(cell):
            exec(compile(cell.source, f"<{topic}: {cell.id}>", "exec"), space)
    return SimpleNamespace(**space)


def both(topic: str) -> tuple[SimpleNamespace, SimpleNamespace]:
    """The solved notebook and the reference, neither of which knows the other."""
    library = {name: getattr(mlp_reference, name) for name in mlp_reference.__all__}
    truth = {exercise.name: exercise.reference for exercise in topics.exercises(topic)}
    return solved(topic), SimpleNamespace(**library | truth)
