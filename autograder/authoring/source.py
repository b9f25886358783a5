"""A Source: one topic as its author wrote it, `solutions/NN_topic/topic.py`, and what stands in it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.authoring import text
from autograder.authoring.release import release


@dataclass(frozen=True)
class Source:
    """One topic. `root` is the course's folder; every path below is relative to it."""

    root: Path
    topic: str  # "02_activations"

    @property
    def name(self) -> str:
        """The notebook's name, "activations"."""
        return self.topic.partition("_")[2]

    @property
    def path(self) -> Path:
        return Path("solutions", self.topic, self.name + ".py")

    @property
    def solution_path(self) -> Path:
        return self.path.with_suffix(".ipynb")

    @property
    def release_path(self) -> Path:
        return Path("exercises", self.topic, self.name + ".ipynb")

    @property
    def key_path(self) -> Path:
        return Path("autograder", "checks", "keys", self.topic + ".key")

    @functools.cached_property
    def solution(self) -> NotebookNode:
        return text.read(self.root / self.path)

    @functools.cached_property
    def release(self) -> NotebookNode:
        return release(self.solution)

    @property
    def points(self) -> dict[str, float]:
        """Points by exercise, in course order: the metadata of the check cells is the one place where they are said."""
        return {
            cell.metadata.nbgrader.grade_id.removeprefix("check_"): float(cell.metadata.nbgrader.points)
            for cell in self.solution.cells
            if is_check(cell)
        }

    @property
    def graded(self) -> bool:
        """Whether anything in it is worth points; the warm-up is not."""
        return bool(self.points)


def sources(root: Path) -> list[Source]:
    """Every topic under `root`, in course order."""
    return [
        Source(root, folder.name) for folder in sorted((root / "solutions").glob("[0-9][0-9]_*")) if folder.is_dir()
    ]


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode | None:
    """The cell with that `grade_id`."""
    mine = (cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
    return next(mine, None)


def is_check(cell: NotebookNode) -> bool:
    """A locked test cell, which carries points."""
    particular = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and particular.get("grade", False) and not particular["solution"]
