"""A small course of one topic, and a student's hand in its working copy."""

import json
import shutil
from pathlib import Path

import pytest

from autograder.checks import places
from autograder.study import working

COURSE = Path(__file__).parents[2]
TOPIC = "02_activations"
RELU = "def relu(z):\n    return np.maximum(z, 0.0)"


class Student:
    """Someone who edits the notebook of a working copy, and its file alone."""

    def __init__(self, root):
        self.root, self.path = root, working.place(root).notebook(TOPIC)

    def edit(self, change):
        notebook = json.loads(self.path.read_text("utf-8"))
        change(notebook["cells"])
        self.path.write_text(json.dumps(notebook), "utf-8")

    def write(self, **answers):
        def change(cells):
            for cell in cells:
                if (name := places.grade_id(cell)) in answers:
                    cell["source"] = answers[name].splitlines(keepends=True)

        self.edit(change)

    def read(self, name):
        return next(places.source(cell) for cell in places.read(self.path) if places.grade_id(cell) == name)

    def solve(self):
        solution = self.root / "solutions" / TOPIC / "activations.ipynb"
        self.write(
            **{places.grade_id(cell): places.source(cell) for cell in places.read(solution) if places.grade_id(cell)}
        )


@pytest.fixture
def student(tmp_path):
    for folder in ("exercises", "solutions"):
        shutil.copytree(COURSE / folder / TOPIC, tmp_path / folder / TOPIC, ignore=shutil.ignore_patterns("*.py"))
    working.copy(tmp_path, working.released(tmp_path))
    return Student(tmp_path)
