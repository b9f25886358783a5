"""Places: where the notebooks, lectures and solutions stand, seen from a notebook that runs, and the links that lead there.

JupyterLab opens a relative link to a notebook in a tab, and goes to the cell that `#cell-id=` names, in a notebook that it trusts
and in one that it does not. (It follows a heading's name only into a notebook that is open already.)
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.checks import history

GENERATED = ("exercises", "solutions")  # nobody works there, and nothing of ours is written there


@dataclass(frozen=True)
class Place:
    """A working copy, `root`, and `here`, the folder that links are seen from. Its paths need not exist."""

    root: Path
    here: Path

    @property
    def history(self) -> Path | None:
        return None if self.root.name in GENERATED else self.root / history.FILE

    def notebook(self, topic: str) -> Path:
        return self.root / topic / notebook_name(topic)

    def lecture(self, topic: str) -> Path:
        return self.root / "lectures" / f"{topic}.ipynb"

    def solution(self, topic: str) -> Path:
        return self.root.parent / "solutions" / topic / notebook_name(topic)

    def link(self, path: Path, cell: str | None = None) -> str:
        """The address of a notebook, or of one cell in it; "" where there is no such file."""
        if not path.is_file():
            return ""
        relative = quote(Path(os.path.relpath(path, self.here)).as_posix())
        return relative + (f"#cell-id={quote(cell)}" if cell else "")

    def exercise(self, topic: str, name: str) -> str:
        """The address of an exercise, where its text begins."""
        path = self.notebook(topic)
        return self.link(path, beginning(path, name))

    def section(self, section: str) -> str:
        """The address of a lecture's section such as "02_activations#sigmoid"; "" where the lecture is not at hand."""
        topic, _, anchor = section.partition("#")
        path = self.lecture(topic)
        for cell in read(path) if path.is_file() else []:
            if anchor and anchor in map(slug, _headings(cell)):
                return self.link(path, identity(cell))
        return self.link(path)


def place(start: Path | None = None) -> Place | None:
    """The working copy around `start`: where a history is, upwards from there, else around a folder NN_topic with its notebook."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / history.FILE).is_file():
            return Place(folder, here)
    if re.fullmatch(r"\d\d_\w+", here.name) and (here / notebook_name(here.name)).is_file():
        return Place(here.parent, here)
    return None


def beginning(path: Path, name: str) -> str:
    """The id of the cell where the section of an exercise begins in a notebook, else that of its answer cell, else "".

    The student's own text in between, with headings of its own, may come in the way: the nearest heading counts.
    """
    cells = read(path)
    answer = next((i for i, cell in enumerate(cells) if grade_id(cell) == name), -1)
    headed = (i for i in range(answer, -1, -1) if _headings(cells[i]))
    return identity(cells[next(headed, answer)]) if answer >= 0 else ""


def notebook_name(topic: str) -> str:
    """`04_matrix_backprop` → `matrix_backprop.ipynb`"""
    return topic.partition("_")[2] + ".ipynb"


def slug(title: str) -> str:
    """The anchor of a section's title: "Two layers, by hand" → "two-layers-by-hand"."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def read(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook's file; none where it is no notebook."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def source(cell: dict[str, Any]) -> str:
    """A cell's text, which a file may hold in lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(map(str, text)) if isinstance(text, list) else ""


def grade_id(cell: dict[str, Any]) -> str:
    """nbgrader's name of a cell, or ""."""
    meta = cell.get("metadata")
    named = meta.get("nbgrader") if isinstance(meta, dict) else None
    return str(named.get("grade_id", "")) if isinstance(named, dict) else ""


def identity(cell: dict[str, Any]) -> str:
    return str(cell.get("id", ""))


def _headings(cell: dict[str, Any]) -> list[str]:
    """The titles of the sections that begin in a cell of text."""
    return re.findall(r"^##+ (.+)$", source(cell), re.MULTILINE) if cell.get("cell_type") == "markdown" else []
