"""Grade: one submission in, one Record out. The student's code runs behind the wall; the verdict is made here."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode

from autograder import topics
from autograder.checks import plain
from autograder.checks.card import Card
from autograder.checks.judge import judge
from autograder.checks.key import Key, to_plain
from autograder.checks.verdict import Verdict, blank
from autograder.grading import markup
from autograder.grading.course import CourseError, release_path
from autograder.grading.process import WarmDied
from autograder.grading.sanitise import sanitise
from autograder.grading.transplant import Unreadable, mend, read, transplant
from autograder.grading.wall import NoWall
from autograder.grading.worker import Ran, Step, Worker
from autograder.topics.keymaker import Uncertified

_PREFIX = "check_"
_LINES = 12  # of what was mended, in the notebook; the record has them all
_SILENT = {  # what a check without answers and without a message says
    "late": "the check did not end within its time; does a loop never stop?",
    "died": "the notebook's process ended before it answered",
    "skipped": "the notebook's process had ended before this check",
}


@dataclass(frozen=True)
class Assignment:
    """One topic as it is graded: the released notebook and the secret keys by exercise. The points are the release's."""

    topic: str
    release: NotebookNode
    keys: dict[str, Key]
    seed: int = 0

    @functools.cached_property
    def points(self) -> dict[str, float]:
        return points(self.release)

    @functools.cached_property
    def fingerprint(self) -> str:
        """Of all that a verdict depends on but the submission: the release and the keys, so also the seed."""
        digest = hashlib.sha256(json.dumps(self.release, sort_keys=True).encode())
        digest.update(plain.pack(to_plain(list(self.keys.values()))))
        return digest.hexdigest()

    @classmethod
    def load(cls, course: Path, topic: str, seed: int) -> Assignment:
        """The topic of `course` with the keys of `seed`. Raises CourseError where release and keys do not fit."""
        path = release_path(course, topic)
        try:
            release = read(path)
        except (OSError, Unreadable) as error:
            raise CourseError(f"{topic} has no readable release ({error}): run `mlp-course build`") from None
        worth = points(release)
        try:
            drawn = topics.keys(topic, seed, worth)
        except Uncertified as error:
            raise CourseError(f"{topic} cannot be graded with seed {seed}: {error}") from None
        if not worth or worth.keys() != drawn.keys():
            odd = ", ".join(sorted(worth.keys() ^ drawn.keys())) or "no checks at all"
            raise CourseError(f"{path} does not fit its topic ({odd}): run `mlp-course build`")
        return cls(topic, release, drawn, seed)


@dataclass(frozen=True)
class Record:
    """What became of one submission. `status` is graded, mended or failed; `notebook` is executed and sanitised.

    `asked` is what came back from each check, by exercise; with the seed it is all that a verdict can be replayed from.
    """

    student: str
    topic: str
    status: str
    seconds: float
    mended: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    notebook: NotebookNode | None = None
    message: str = ""
    asked: Mapping[str, Ran] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return float(round(sum(verdict.score for verdict in self.verdicts), 6))

    @property
    def max_score(self) -> float:
        return float(round(sum(verdict.max_score for verdict in self.verdicts), 6))

    def to_json(self) -> dict[str, Any]:
        return {
            "student": self.student,
            "topic": self.topic,
            "status": self.status,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 3),
            "mended": list(self.mended),
            "exercises": [
                {
                    "name": verdict.exercise,
                    "score": verdict.score,
                    "max_score": verdict.max_score,
                    "misconception": verdict.diagnosis.slug if verdict.diagnosis else None,
                    "findings": verdict.messages,
                }
                for verdict in self.verdicts
            ],
        }


def points(release: NotebookNode) -> dict[str, float]:
    """Points by exercise, in the notebook's order, from the metadata of the cells `check_<exercise>`."""
    cells = [(exercise(cell), cell) for cell in release.cells]
    return {name: float(cell.metadata.nbgrader.points) for name, cell in cells if name}


def exercise(cell: NotebookNode) -> str | None:
    """The exercise that a test cell checks; None for any other cell."""
    meta = cell.metadata.get("nbgrader") or {}
    name = str(meta.get("grade_id", ""))
    tests = cell.cell_type == "code" and meta.get("grade") and meta.get("locked") and name.startswith(_PREFIX)
    return name.removeprefix(_PREFIX) if tests else None


def grade(student: str, path: Path, assignment: Assignment, worker: Worker) -> Record:
    """The record of the notebook at `path`. Whatever is in the file, it costs nobody but its author."""
    start = time.perf_counter()
    try:
        submission, said = mend(path)
        mended = transplant(assignment.release, submission)
        notebook, verdicts, asked = execute(mended.notebook, assignment, worker, path.parent)
    except (Unreadable, WarmDied) as error:
        return failed(student, assignment, str(error), time.perf_counter() - start)
    except NoWall:
        raise
    except Exception as error:  # a crash of ours over one submission is a verdict on that submission only
        message = f"could not be graded ({type(error).__name__}: {error})"
        return failed(student, assignment, message, time.perf_counter() - start)
    if said := (*said, *mended.mended):
        notebook.cells.insert(0, _mended(said))
    status, seconds = "mended" if said else "graded", time.perf_counter() - start
    return Record(student, assignment.topic, status, seconds, said, verdicts, notebook, asked=asked)


def _mended(lines: tuple[str, ...]) -> NotebookNode:
    """What the student reads of what was mended, on top of the notebook and of its feedback page."""
    more = [f"… and {len(lines) - _LINES} more."] if len(lines) > _LINES else []
    said = "\n".join(f"- {line}" for line in [*lines[:_LINES], *more])
    text = f"**Some cells were mended before grading; that costs no points.**\n\n{said}"
    return nbformat.v4.new_markdown_cell(markup.markdown(text), id="mended")


def failed(student: str, assignment: Assignment, message: str, seconds: float = 0.0) -> Record:
    """The record of a submission that cannot be graded: no points, and every exercise says why."""
    message = " ".join(message.split())
    verdicts = tuple(
        blank(name, assignment.topic, worth, "error", message) for name, worth in assignment.points.items()
    )
    return Record(student, assignment.topic, "failed", seconds, (), verdicts, message=message)


class Executed(NamedTuple):
    notebook: NotebookNode  # with outputs
    verdicts: tuple[Verdict, ...]  # one an exercise
    asked: dict[str, Ran]


def execute(
    notebook: NotebookNode,
    assignment: Assignment,
    worker: Worker,
    files: Path | None = None,
) -> Executed:
    """Run a transplanted notebook and judge its functions.

    A test cell's own source is never run: when its turn comes the function of that name is called, as it then stands, on the
    secret cases. An exercise without a test cell or without answers earns nothing.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    results = worker.run([_step(cell, assignment) for cell in cells], files)
    asked: dict[str, Ran] = {}
    numbers = itertools.count(1)  # as IPython counts in its tracebacks
    for cell, ran in zip(cells, results, strict=True):
        checked = _checked(cell, assignment)
        cell.execution_count = None if checked or ran.status == "skipped" else next(numbers)
        cell.outputs = [nbformat.from_dict(output) for output in ran.outputs]
        if checked:
            asked[checked] = replace(ran, outputs=())
    verdicts = {name: verdict(name, assignment, ran) for name, ran in asked.items()}
    notebook = sanitise(notebook)
    for cell in notebook.cells:
        if name := _checked(cell, assignment):
            cell.outputs = [_result(verdicts[name], assignment.keys[name])]
    missing = "the check's cell is missing"
    every = (
        verdicts.get(name) or blank(name, assignment.topic, worth, "error", missing)
        for name, worth in assignment.points.items()
    )
    return Executed(notebook, tuple(every), asked)


def _checked(cell: NotebookNode, assignment: Assignment) -> str | None:
    name = exercise(cell)
    return name if name in assignment.keys else None


def _step(cell: NotebookNode, assignment: Assignment) -> Step:
    name = _checked(cell, assignment)
    if name is None:
        return Step(source=cell.source)
    key = assignment.keys[name]
    return Step(collect=(key.driver, name, key.cases), seconds=key.seconds)


def verdict(name: str, assignment: Assignment, ran: Ran) -> Verdict:
    """The verdict on what came back from the check of one exercise."""
    worth = assignment.points[name]
    if not ran.answers:
        message = ran.message or _SILENT.get(ran.status, "no answer came back")
        return blank(name, assignment.topic, worth, "error", message)
    return judge(assignment.keys[name], ran.answers, worth)


def _result(verdict: Verdict, key: Key) -> NotebookNode:
    """One value that is the score to nbgrader and a card to people; where secret cases differ is not shown."""
    card = Card(verdict, key, evidence=False)
    data = {"text/plain": repr(verdict.score), "text/html": card.html()}
    return nbformat.v4.new_output("execute_result", data, execution_count=None)
