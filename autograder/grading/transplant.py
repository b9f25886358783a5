"""Transplant: the released notebook with a student's own work put in, and a kind sentence for everything that was mended.

Of a submission only its cells' sources are used. Tests, points, tags, cell types, order and kernel are the release's, so
whatever was copied, deleted, moved, retyped or edited there by accident or on purpose stops mattering.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.grading.conflict import marked, versions
from autograder.grading.submission import Unreadable, mend, read
from autograder.grading.submission import grade_id as _name

__all__ = ["Mended", "Unreadable", "mend", "read", "transplant"]


@dataclass(frozen=True)
class Mended:
    notebook: NotebookNode
    mended: tuple[str, ...]


def transplant(release: NotebookNode, submission: NotebookNode) -> Mended:
    """`release` with the answers and the other cells of `submission`. Raises Unreadable if it answers nothing of this release."""
    return _Doctor(release, submission).operate()


@dataclass
class _Doctor:
    release: NotebookNode
    submission: NotebookNode
    mended: dict[str, list[str]] = field(default_factory=dict)  # what was mended, with {} for a name, and the names

    def __post_init__(self) -> None:
        self.places = {_name(cell): i for i, cell in enumerate(self.release.cells) if _name(cell)}
        self.ids = {cell.id: i for i, cell in enumerate(self.release.cells) if not _name(cell)}
        self.sources = {cell.source: i for i, cell in enumerate(self.release.cells) if not _name(cell)}
        self.found: dict[int, NotebookNode] = {}  # by place in the release: what stands for it in the submission
        self.own: list[tuple[int, NotebookNode]] = []  # the student's other cells, each behind a place
        self.gone: set[int] = set()  # own cells that became an answer, by identity
        self.names = self._meant()

    def operate(self) -> Mended:
        self._sort()
        self._check_topic()
        self._search()
        self._compare()
        return Mended(self._assemble(), tuple(_said(*entry) for entry in self.mended.items()))

    def _say(self, sentence: str, name: str = "") -> None:
        self.mended.setdefault(sentence, []).append(name)

    def _meant(self) -> dict[int, str]:
        """Each cell's name. A copy of another answer's cell that was rewritten for an answer without a cell is that answer's."""
        names = {id(cell): _name(cell) for cell in self.submission.cells}
        functions = self._functions()
        lost = [name for name in functions if name not in names.values()]
        for cell in self.submission.cells:
            name = names[id(cell)]
            if name not in functions or _defines(cell.source, name):
                continue
            if meant := next((other for other in lost if _defines(cell.source, other)), None):
                names[id(cell)] = meant
                self._say(f"A copy of the cell `{{}}` defines `{meant}`; it was taken for that answer.", name)
        return names

    def _sort(self) -> None:
        place, order = -1, []
        for cell in self.submission.cells:
            seen = self._place(cell)
            if seen is None:
                self.own.append((place, cell))
                continue
            if seen in self.found and _is_answer(self.release.cells[seen]):
                self.own.append((seen - 1, self.found[seen]))  # before the last one, which counts
            self.found[seen], place = cell, seen
            order.append(seen)
        self._report(order)

    def _report(self, order: list[int]) -> None:
        copies = Counter(name for name in self.names.values() if name in self.places)
        for name, count in copies.items():
            if count > 1:
                rest = "the last one counts" if _is_answer(self.release.cells[self.places[name]]) else "one is kept"
                self._say(f"The cell `{{}}` was there {count} times; {rest}.", name)
        once = [self.places[name] for name, count in copies.items() if count == 1]
        order = [place for place in order if place in once]
        if order != sorted(order):
            self._say("Cells had changed places; they are back in order.")

    def _place(self, cell: NotebookNode) -> int | None:
        name = self.names[id(cell)]
        if name in self.places:
            return self.places[name]
        place = self.ids.get(cell.id) if cell.id else None
        place = self.sources.get(cell.source) if place is None else place
        free = place is not None and place not in self.found and cell.cell_type == self.release.cells[place].cell_type
        return place if free else None

    def _functions(self) -> list[str]:
        """The names of the answers that are code."""
        cells = {name: self.release.cells[place] for name, place in self.places.items()}
        return [name for name, cell in cells.items() if _is_answer(cell) and cell.cell_type == "code"]

    def _check_topic(self) -> None:
        """Another topic's notebook shares nothing but the written question's name."""
        functions = set(self._functions())
        names = {_name(cell) for cell in self.submission.cells} - {""}
        if functions & names:
            return
        if others := sorted(name for name in names - self.places.keys() if not name.startswith("check_")):
            raise Unreadable(
                f"this is another topic's notebook: it has cells such as `{others[0]}`, and none of this one's"
            )
        if not any(_defines(cell.source, name) for cell in self.submission.cells for name in functions):
            raise Unreadable("this notebook has no answer cells: start from the released notebook")

    def _search(self) -> None:
        """Answers whose cell lost its name, by the function that a cell defines."""
        for name in self._functions():
            cells = [cell for _, cell in self.own if cell.cell_type == "code" and _defines(cell.source, name)]
            cells = [cell for cell in cells if id(cell) not in self.gone]
            if self.places[name] in self.found or not cells:
                continue
            self.found[self.places[name]] = cells[-1]
            self.gone.add(id(cells[-1]))
            self._say(
                "The answer cell `{}` had lost its name; a cell that defines that function was taken for it.", name
            )

    def _compare(self) -> None:
        for name, place in self.places.items():
            self._compare_cell(name, self.release.cells[place], self.found.get(place))
        ours, theirs = _kernel(self.release), _kernel(self.submission)
        if theirs and theirs != ours:
            self._say(f"The kernel `{{}}` was replaced by `{ours}`.", theirs)

    def _compare_cell(self, name: str, ours: NotebookNode, theirs: NotebookNode | None) -> None:
        if theirs is None:
            self._say(f"The cell `{{}}` was missing; it is back{', unanswered' * _is_answer(ours)}.", name)
            return
        if _is_answer(ours) and marked(theirs.source):
            self._choose(name, ours, theirs)
        tags = theirs.metadata.get("tags")
        if isinstance(tags, list) and tags != ours.metadata.get("tags", []):
            self._say("The cell `{}` had tags, such as skip-execution; they were taken off.", name)
        if theirs.cell_type != ours.cell_type:
            self._retype(name, ours, theirs)
        elif not _is_answer(ours) and theirs.source != ours.source:
            self._say("The locked cell `{}` had been edited; it is as released again.", name)
        if (_name(theirs) == name) and _settings(theirs) != _settings(ours):
            self._say("The settings of the cell `{}` had been changed; they are as released again.", name)

    def _choose(self, name: str, ours: NotebookNode, theirs: NotebookNode) -> None:
        """Of two versions, the one that somebody wrote, where the other is as released."""
        written = {version.strip() for version in versions(theirs.source) or ()} - {ours.source.strip(), ""}
        if len(written) == 1:
            theirs.source = written.pop()
            self._say("The cell `{}` held merge-conflict markers around one answer; that one counts.", name)
        else:
            self._say("The cell `{}` holds merge-conflict markers; choose one version of it.", name)

    def _retype(self, name: str, ours: NotebookNode, theirs: NotebookNode) -> None:
        became = f"The cell `{{}}` had become {theirs.cell_type}"
        if not _is_answer(ours) or ours.cell_type != "code" or _defines(theirs.source, name):
            self._say(f"{became}; it is {ours.cell_type} again.", name)
        else:
            self._say(f"{became} and does not define its function; it counts as unanswered.", name)
            del self.found[self.places[name]]

    def _assemble(self) -> NotebookNode:
        notebook = copy.deepcopy(self.release)
        behind: dict[int, list[NotebookNode]] = {}
        for number, (place, cell) in enumerate(cells for cells in self.own if id(cells[1]) not in self.gone):
            behind.setdefault(place, []).append(_plain(cell, f"own-{number:02d}"))
        cells = list(behind.get(-1, []))
        for place, cell in enumerate(notebook.cells):
            theirs = self.found.get(place)
            if theirs is not None and (_is_answer(cell) or not _name(cell)):
                cell.source = theirs.source
                if cell.cell_type == "markdown" and "attachments" in theirs:
                    cell.attachments = theirs.attachments
            cells += [cell, *behind.get(place, [])]
        notebook.cells = cells
        return notebook


def _said(sentence: str, names: list[str]) -> str:
    others = ", ".join(f"`{name}`" for name in names[1:])
    said = sentence.replace("{}", names[0])
    return f"{said[:-1]} (the same with {others})." if others else said


def _kernel(notebook: NotebookNode) -> str:
    spec = notebook.metadata.get("kernelspec")
    return re.sub(r"[^\w.+-]", "", str(spec.get("name", "")))[:40] if isinstance(spec, dict) else ""


def _is_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _settings(cell: NotebookNode) -> dict[str, Any]:
    meta = cell.metadata.get("nbgrader", {})
    points = meta.get("points")
    return {name: bool(meta.get(name)) for name in ("grade", "solution", "locked")} | {
        "points": float(points) if isinstance(points, (int, float)) else points,
        "schema_version": meta.get("schema_version"),
    }


def _defines(source: str, name: str) -> bool:
    """Does this text hold Python that defines `name`?"""
    return bool(re.search(rf"^(?:def|class)\s+{re.escape(name)}\b|^{re.escape(name)}\s*=", source, re.MULTILINE))


def _plain(cell: NotebookNode, identity: str) -> NotebookNode:
    """A student's own cell: text and nothing that nbgrader, nbclient or a browser acts upon."""
    new = {
        "code": nbformat.v4.new_code_cell,
        "markdown": nbformat.v4.new_markdown_cell,
        "raw": nbformat.v4.new_raw_cell,
    }[cell.cell_type](cell.source, id=identity)
    if "attachments" in cell:
        new.attachments = cell.attachments
    return new
