"""A Lecture: one topic told, `lectures/NN_topic.py`, its sections, and the rules that every lecture keeps."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.authoring import text
from autograder.checks.places import slug

DEFINITION = "**Definition.**"
PREDICTION = "**Predict, then run.**"
SLIDE, NUMBERS, WHY = "**The slide says**", ("**The numeric gradient says**", "**The numbers say**"), "**Why**"
LONGEST = 25  # lines of a code cell; what is longer belongs in `figures`
_STUDENT_HALF = {"numpy", "matplotlib", "ipywidgets", "IPython", "autograder", "figures"}
_TEACHERS = ("autograder.topics", "autograder.authoring", "autograder.grading")
_FORMULA = re.compile(r"\$\$.+?\$\$", re.DOTALL)
_TITLE = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Lecture:
    """One lecture. `root` is the course's folder; every path below is relative to it."""

    root: Path
    topic: str  # "02_activations"

    @property
    def path(self) -> Path:
        return Path("lectures", self.topic + ".py")

    @property
    def notebook_path(self) -> Path:
        return self.path.with_suffix(".ipynb")

    @functools.cached_property
    def notebook(self) -> NotebookNode:
        """Raises ValueError where the text has no well-formed metadata."""
        return text.read(self.root / self.path)

    @property
    def sections(self) -> list[str]:
        """The anchors of its sections, in order: "sigmoid" for `## Sigmoid`."""
        return [slug(title) for cell in _prose(self.notebook) for title in _TITLE.findall(cell.source)]

    @property
    def identities(self) -> int:
        """How many displayed formulas it claims to be true."""
        return sum(_claimed(cell) for cell in _prose(self.notebook))


def lectures(root: Path) -> list[Lecture]:
    """Every lecture under `root`, in course order."""
    return [Lecture(root, path.stem) for path in sorted((root / "lectures").glob("[0-9][0-9]_*.py"))]


def problems(lecture: Lecture) -> list[str]:
    """One line for each rule that a lecture breaks."""
    cells = lecture.notebook.cells
    found = [*_shape(lecture), *_formulas(cells), *_errata(cells), *_code(cells)]
    return [f"{lecture.path}: {problem}" for problem in found]


def _shape(lecture: Lecture) -> Iterator[str]:
    """One title, sections with distinct anchors that begin a cell, predictions right before the cells that answer them."""
    cells, sections = lecture.notebook.cells, lecture.sections
    if sum(len(re.findall(r"^# ", cell.source, re.MULTILINE)) for cell in _prose(lecture.notebook)) != 1:
        yield "a lecture has one title `# NN · Topic`"
    for twice in sorted({name for name in sections if sections.count(name) > 1}):
        yield f"two sections have the anchor #{twice}"
    for number, cell in enumerate(cells):
        if _is_prose(cell) and any(title.start() for title in _TITLE.finditer(cell.source)):
            yield f"cell {number}: a section's `## Title` begins a text cell of its own, since links lead to the cell"
    asked = [number for number, cell in enumerate(cells) if _is_prose(cell) and PREDICTION in cell.source]
    if not asked:
        yield f"there is no {PREDICTION} in it"
    for number in asked:
        if not cells[number + 1 :] or _is_prose(cells[number + 1]):
            yield f"cell {number} asks for a prediction, and no code cell follows to answer it"


def _formulas(cells: list[NotebookNode]) -> Iterator[str]:
    """A `same(…)` for each displayed formula, or what a definition defines, before the next formula, section or erratum."""
    for number, cell in enumerate(cells):
        if not _is_prose(cell):
            continue
        if re.search(r"\\begin\{(align|equation|gather)", _FORMULA.sub("", cell.source)) or r"\[" in cell.source:
            yield rf"cell {number} displays a formula without $$ … $$"
        if not _FORMULA.search(cell.source):
            continue
        code = _until_the_next_matter(cells[number + 1 :])
        if (due := _claimed(cell)) > (done := len(_calls(code, "same"))):
            yield f"cell {number} displays {due} identities, and {done} `same(…)` follow: {_first_formula(cell)}"
        if _defined(cell) and not _definitions(code):
            yield f"cell {number} has a definition that no code cell after it writes in NumPy: {_first_formula(cell)}"


def _errata(cells: list[NotebookNode]) -> Iterator[str]:
    """A box says three things, and the next cell shows that the slide loses and the right formula wins."""
    for number, cell in enumerate(cells):
        if not _is_prose(cell) or SLIDE.strip("*") not in cell.source:
            continue
        box = " ".join(line.removeprefix("> ").strip() for line in cell.source.splitlines() if line.startswith(">"))
        if box.count(SLIDE) != 1 or WHY not in box or not any(words in box for words in NUMBERS):
            yield f"cell {number}: an erratum is one blockquote with {SLIDE} …, {NUMBERS[0]} … and {WHY} …"
        following = [c.source for c in cells[number + 1 : number + 2] if not _is_prose(c)]
        if not _calls(following, "differs") or not _calls(following, "same"):
            yield f"cell {number}: an erratum is followed by a cell with `differs(…)` and `same(…)`"


def _code(cells: list[NotebookNode]) -> Iterator[str]:
    """Short cells that import what students have, and nothing else."""
    for number, cell in enumerate(cells):
        if _is_prose(cell):
            continue
        if (lines := len(cell.source.splitlines())) > LONGEST:
            yield f"cell {number} has {lines} lines of {LONGEST}: move its drawing to `figures`"
        for name in _imports(cell.source):
            if name.partition(".")[0] not in _STUDENT_HALF or name.startswith(_TEACHERS):
                yield f"cell {number} imports {name}, which a class does not have"


def _prose(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if _is_prose(cell)]


def _is_prose(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown"


def _claimed(cell: NotebookNode) -> int:
    return max(0, len(_FORMULA.findall(cell.source)) - _defined(cell))


def _defined(cell: NotebookNode) -> int:
    return cell.source.count(DEFINITION)


def _first_formula(cell: NotebookNode) -> str:
    return " ".join(_FORMULA.findall(cell.source)[0].split())[:60]


def _until_the_next_matter(cells: list[NotebookNode]) -> list[str]:
    code = []
    for cell in cells:
        if not _is_prose(cell):
            code.append(cell.source)
        elif _FORMULA.search(cell.source) or _TITLE.search(cell.source) or SLIDE in cell.source:
            break
    return code


def _calls(code: list[str], name: str) -> list[ast.Call]:
    nodes = (node for source in code for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [node for node in nodes if isinstance(node.func, ast.Name) and node.func.id == name]


def _definitions(code: list[str]) -> list[ast.stmt]:
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Assign)
    return [node for source in code for node in ast.parse(source).body if isinstance(node, kinds)]


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
