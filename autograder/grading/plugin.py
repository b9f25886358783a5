"""Plugin: nbgrader's own commands and formgrader's buttons, with our engine behind them. Named in `nbgrader_config.py`.

nbgrader passes twice over a submission. In the first pass `Submission` hands it the release, whatever was handed in; in the second
`Grade` puts the graded notebook in its place, with one score an exercise, and nbgrader's own steps save these scores.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import glob
import os
import stat
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import parse_utc
from traitlets.log import get_logger

from autograder.grading import answers, seeds
from autograder.grading.course import CourseError, notebook_name, release_path
from autograder.grading.grade import Assignment, failed, grade
from autograder.grading.gradebook import Gradebook, stand_in
from autograder.grading.journal import Journal
from autograder.grading.lock import locked
from autograder.grading.submissions import find
from autograder.grading.wall import NoWall, strongest
from autograder.grading.worker import Worker


def prepare(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook before each submission: grading is ready, and the folder holds nothing that nbgrader trips over.

    nbgrader goes on after an Exception, so what must stop it (no wall, no release) is a SystemExit with one clear line.
    """
    folder, course = Path(notebooks[0]).parent, Path.cwd()  # nbgrader has changed to the course's folder
    try:
        load(course, folder.name)
        worker()
        with Gradebook(course) as gradebook, locked(course):
            gradebook.forget(folder.parent.name, folder.name)
    except Exception as error:
        said = str(error) if isinstance(error, (CourseError, NoWall)) else f"{type(error).__name__}: {error}"
        get_logger().error("Nothing is graded. %s", said)
        raise SystemExit(1) from None
    clear(folder)
    notebooks[:] = [str(folder / notebook_name(folder.name))]  # also where it is missing: that is then the verdict


def _every_folder(self: Autograde) -> None:
    """nbgrader passes over a folder without a notebook before it calls any hook; its old score would stand."""
    pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
    folders = [folder for folder in glob.glob(pattern) if os.path.isdir(folder)]
    if self.exporter_class is not Submission or not folders:
        return _init_notebooks(self)
    names = f"{self.coursedir.notebook_id}.ipynb"
    self.notebooks, self.assignments = [], {}
    for folder in folders:
        found = glob.glob(os.path.join(glob.escape(folder), names))
        self.assignments[folder] = found or [os.path.join(folder, notebook_name(Path(folder).name))]


_init_notebooks, Autograde.init_notebooks = Autograde.init_notebooks, _every_folder


def clear(folder: Path) -> None:
    """Remove links and devices, which nbgrader would follow or stumble over, and set aside a timestamp that is none."""
    if folder.parent.is_symlink():
        return  # no student can have made it, and what lies behind it is not ours to clear
    if folder.is_symlink():
        folder.unlink()
        folder.mkdir()
    for place, folders, names in os.walk(folder):
        for path in (Path(place, name) for name in [*folders, *names] if not name.endswith(".ipynb")):
            with contextlib.suppress(OSError):
                _clear(path)
    stamp = folder / "timestamp.txt"
    if stamp.is_file():
        try:
            parse_utc(stamp.read_text().strip() or None)
        except (ValueError, OverflowError):
            stamp.rename(folder / "timestamp.unreadable.txt")


def _clear(path: Path) -> None:
    mode = path.lstat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        get_logger().warning("Removed %s: it is a link or a device", path)
        path.unlink()
    elif not mode & stat.S_IRUSR:
        path.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)


def load(course: Path, topic: str) -> Assignment:
    """The topic with its secret keys, registered in the gradebook; again whenever its release has changed."""
    try:
        changed = release_path(course, topic).stat().st_mtime_ns
    except OSError:
        raise CourseError(
            f"{topic} is no topic of {course}: it has no released notebook; run `mlp-course build`"
        ) from None
    return _load(course, topic, changed)


@functools.lru_cache(maxsize=32)
def _load(course: Path, topic: str, changed: int) -> Assignment:
    assignment = Assignment.load(course, topic, seeds.seed(course, topic))
    with Gradebook(course) as gradebook:
        gradebook.register(topic, assignment.release)
    return assignment


@functools.cache
def worker() -> Worker:
    """One warm worker for as long as this process lives, be it a command or the Jupyter server."""
    warm = Worker(strongest()).__enter__()
    atexit.register(warm.__exit__, None, None, None)
    return warm


class Submission(NotebookExporter):
    """Reads nothing of what was handed in: nbgrader's first pass goes over the release."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        coursedir, names = self.parent.coursedir, (resources or {})["nbgrader"]
        if Path(filename).parent != _folder(coursedir, names):
            return super().from_filename(filename, resources, **options)
        release = load(Path(coursedir.root), names["assignment"]).release
        return self.from_notebook_node(release, resources, **options)


class Grade(NbGraderPreprocessor):
    """In place of nbgrader's Execute: the submission mended, run behind the wall and judged, or a stand-in that says why not."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        coursedir, names = self.parent.parent.coursedir, resources["nbgrader"]
        assignment = load(Path(coursedir.root), names["assignment"])
        place = _folder(coursedir, names).parents[1]
        [submission] = find(place, [assignment.topic], [names["student"]])
        if submission.problem:
            record = failed(submission.student, assignment, submission.problem)
        else:
            record = grade(submission.student, submission.path, assignment, worker())
        root = Path(coursedir.root)
        # for `mlp-course explain`; without a mark, because only nbgrader knows whether it saved the scores
        with locked(root):
            answers.save(root, record, assignment)
            Journal(root).append(record, "")
        for said in submission.mended + record.mended:
            self.log.warning("%s: %s", record.student, said)
        if record.notebook is None:
            self.log.error("%s could not be graded: %s", record.student, record.message)
            return stand_in(assignment.release, record.message), resources
        return record.notebook, resources


def _folder(coursedir: CourseDirectory, names: dict[str, str]) -> Path:
    return Path(coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"]))
