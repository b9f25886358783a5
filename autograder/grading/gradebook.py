"""Gradebook: the one writer into nbgrader's gradebook, as nbgrader's own steps would have written it.

Automatic scores are ours; manual scores, extra credit and comments are the instructors' and stay as they are.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import os
import shutil
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbformat.v4.nbjson import writes
from nbgrader import api
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import compute_checksum, determine_grade, parse_utc
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config.loader import PyFileConfigLoader

from autograder.grading import markup
from autograder.grading.course import CourseError, notebook_name
from autograder.grading.folder import read as plain_file
from autograder.grading.lock import locked

if TYPE_CHECKING:
    from autograder.grading.grade import Record

COURSE_ID = "mlp-course"
_RECEIPTS = ("timestamp.txt", "submission_secret.txt")  # by them nbgrader's exchange knows whose page a page is


def database(course: Path) -> str:
    """The address of the course's gradebook: `c.CourseDirectory.db_url` of its nbgrader_config.py, or else `sqlite(course)`.

    Raises CourseError where that file cannot be read.
    """
    file = course.resolve() / "nbgrader_config.py"
    usual = sqlite(course)
    return (_configured(file, file.stat().st_mtime_ns) if file.exists() else "") or usual


def sqlite(course: Path) -> str:
    """The address of `grading/gradebook.db`; makes the folder for it."""
    (course / "grading").mkdir(exist_ok=True)
    if shutil.which("alembic") is None:  # nbgrader runs it to make a gradebook; it lies beside this Python
        os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), sysconfig.get_path("scripts")])
    return f"sqlite:///{course.resolve()}/grading/gradebook.db"


def shown(address: str) -> str:
    """An address as people may read it: a file's path, or a server's address without the password."""
    path = address.removeprefix("sqlite:///")
    return path if path != address else make_url(address).render_as_string(hide_password=True)


@functools.lru_cache(maxsize=8)
def _configured(file: Path, changed: int) -> str:
    try:
        return PyFileConfigLoader(file.name, path=str(file.parent)).load_config().CourseDirectory.get("db_url", "")
    except Exception as error:
        raise CourseError(f"{file} cannot be read ({type(error).__name__}: {error}): mend it first") from None


class Gradebook:
    """nbgrader's gradebook of a course; a context manager. Register a topic before recording submissions of it."""

    def __init__(self, course: Path):
        self.course = course
        self.releases: dict[str, NotebookNode] = {}
        self._api: api.Gradebook | None = None

    def __enter__(self) -> Gradebook:
        address = database(self.course)
        with locked(self.course):
            if address == sqlite(self.course):
                self._make(Path(address.removeprefix("sqlite:///")))
            try:
                self._api = api.Gradebook(address, COURSE_ID)
            except (SQLAlchemyError, ModuleNotFoundError) as error:
                reason = " ".join(str(getattr(error, "orig", error)).split())
                raise CourseError(
                    f"the gradebook {shown(address)} cannot be opened ({reason}): see docs/grading.md"
                ) from None
        return self

    def _make(self, path: Path) -> None:
        """A new gradebook is there whole or not at all; nbgrader would take a half-made one for whole."""
        if not path.exists():
            new = path.with_name(f".{path.name}.new")
            new.unlink(missing_ok=True)
            api.Gradebook(f"sqlite:///{new}", COURSE_ID).close()
            os.replace(new, path)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._api is not None:
            self._api.close()
            self._api = None

    @property
    def api(self) -> api.Gradebook:
        """nbgrader's own object, while this one is open."""
        assert self._api is not None, "the gradebook is closed"
        return self._api

    def register(self, topic: str, release: NotebookNode) -> None:
        """Make the assignment, or bring its points up to date. Raises CourseError if cells came or went after submissions did."""
        self.releases[topic] = release
        self.api.update_or_create_assignment(topic)
        names = {"notebook": _stem(topic), "assignment": topic, "db_url": database(self.course)}
        self.api.db.commit()  # nbgrader's step opens a connection of its own
        try:
            with locked(self.course):
                SaveCells().preprocess(copy.deepcopy(release), {"nbgrader": names})
        except RuntimeError:
            raise CourseError(
                f"{topic} has other cells than when its submissions were recorded: grade it with the old release, or remove "
                f"it from the gradebook first (nbgrader db assignment remove {topic})"
            ) from None
        self.api.db.expire_all()

    def record(self, record: Record) -> None:
        """Write the automatic scores and the autograded notebook of one submission; of a failed one, zeros and why.

        Raises CourseError if another program keeps the gradebook to itself.
        """
        folder = Path(record.student) / record.topic
        stamp = self.course / "grading/submitted" / folder / "timestamp.txt"
        notebook = record.notebook
        if notebook is None:
            notebook = stand_in(self.releases[record.topic], record.message)
        scores = {f"check_{verdict.exercise}": verdict.score for verdict in record.verdicts}
        try:
            self._save(record.student, record.topic, notebook, scores, _time(stamp))
        except (api.InvalidEntry, SQLAlchemyError) as error:
            self.api.db.rollback()
            reason = " ".join(str(getattr(error, "orig", error)).split())
            raise CourseError(f"the gradebook cannot be written ({reason}): see who uses it, then --resume") from None
        graded = self.course / "grading/autograded" / folder
        write(graded / notebook_name(record.topic), writes(notebook))
        pass_on(stamp.parent, graded)

    def forget(self, student: str, topic: str) -> None:
        """Take the automatic scores of a submission away before it is graded again: what then fails is seen, not overlooked."""
        with contextlib.suppress(api.MissingEntry):
            for grade in self.api.find_submission_notebook(_stem(topic), topic, student).grades:
                grade.auto_score, grade.needs_manual_grade = None, True
            self.api.db.commit()

    def _save(
        self, student: str, topic: str, notebook: NotebookNode, scores: Mapping[str, float], time: str | None
    ) -> None:
        with self.api.db.no_autoflush:
            self.api.update_or_create_student(student)
            self.api.update_or_create_submission(topic, student, **({"timestamp": time} if time else {}))
            submitted = self.api.find_submission_notebook(_stem(topic), topic, student)
            cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
            for grade in submitted.grades:
                grade.auto_score = _score(cells[grade.cell.name], scores)
                grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
            for comment in submitted.comments:
                cell = cells[comment.cell.name]
                comment.auto_comment = (
                    "No response." if cell.metadata.nbgrader.checksum == compute_checksum(cell) else None
                )
        self.api.db.commit()


def _score(cell: NotebookNode, scores: Mapping[str, float]) -> float | None:
    """The verdict's points; of a written answer, nbgrader's: 0 if untouched, else a person's to give."""
    meta = cell.metadata.nbgrader
    return determine_grade(cell)[0] if meta.solution else scores.get(meta.grade_id, 0.0)


def stand_in(release: NotebookNode, message: str) -> NotebookNode:
    """What is shown for a submission that could not be graded: the release, every check at 0.0, and why."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if cell.cell_type == "code" and meta.get("grade"):
            cell.outputs = [new_output("execute_result", {"text/plain": "0.0"}, execution_count=None)]
    said = markup.markdown(f"**This submission could not be graded:** {message}")
    notebook.cells.insert(0, new_markdown_cell(said, id="not-graded"))
    return notebook


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all, and past what nbgrader left read-only; to be called by one writer at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")  # should this be interrupted, the next time replaces it
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def pass_on(source: Path, target: Path) -> None:
    """Copy the exchange's receipts of a submission, where there are any."""
    if source.is_symlink() or source.parent.is_symlink():
        return  # they would be someone else's
    for name in _RECEIPTS:
        if (data := plain_file(source / name)) is not None:
            write(target / name, data.decode("utf-8", "replace"))


def _stem(topic: str) -> str:
    return notebook_name(topic).removesuffix(".ipynb")


def _time(stamp: Path) -> str | None:
    """When a submission was handed in, as nbgrader's collecting noted it; None where it did not."""
    with contextlib.suppress(OSError, ValueError, OverflowError):
        text = "" if stamp.is_symlink() else stamp.read_text(encoding="utf-8")[:100].strip()
        return text if text and parse_utc(text) else None
    return None
