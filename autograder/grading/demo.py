"""Demo: the main job end to end on sample submissions, in a folder of its own that is made afresh each time."""

from __future__ import annotations

import shutil
import time
from functools import partial
from pathlib import Path

from autograder.grading import samples
from autograder.grading.batch import grade_all, record_all
from autograder.grading.course import CourseError, release_path
from autograder.grading.grade import Assignment
from autograder.grading.submissions import find
from autograder.grading.table import table
from autograder.grading.wall import TRUSTED, strongest
from autograder.grading.worker import Limits

SEED = 20  # of the cases, so that everyone sees the same table
LIMITS = Limits(cell_seconds=3.0, call_seconds=1.5, total_seconds=20.0)
_MARK = "made-by-mlp-course-demo"


def demo(course: Path, jobs: int = 2) -> None:
    """Hand in, grade and report the samples in `course/demo/`; `grading/` and `work/` are never touched."""
    start, wall, folder = time.perf_counter(), strongest(trust=True), course / "demo"
    _afresh(folder)
    for topic in samples.TOPICS:
        release = release_path(folder, topic)
        release.parent.mkdir(parents=True)
        shutil.copyfile(release_path(course, topic), release)
    assignments = {topic: Assignment.load(folder, topic, SEED) for topic in samples.TOPICS}
    submitted = folder / "grading" / "submitted"
    for topic, assignment in assignments.items():
        samples.hand_in(submitted, topic, assignment.release)
        if wall.trusting:
            shutil.rmtree(submitted / samples.HOSTILE)
    print("Nine students hand in:")
    for student, (about, _) in samples.SAMPLES.items():
        print(f"  {student}  {about}{' (left out)' * (wall.trusting and student == samples.HOSTILE)}")
    where = f"without a sandbox, because {TRUSTED}" if wall.trusting else f"in the sandbox ({wall.name})"
    print(f"  {samples.BROKEN}  a file that is no notebook\n\nGrading {where} …\n", flush=True)
    grader = partial(grade_all, wall=wall, jobs=jobs, limits=LIMITS)
    records = record_all(folder, find(submitted, samples.TOPICS), assignments, grader, quiet=False)
    print(table(records))
    page = folder / "grading" / "feedback" / "student03" / samples.TOPICS[-1]
    print(f"\n{len(records)} submissions graded in {time.perf_counter() - start:.0f} s. Look at")
    print(f"  gradebook        {_short(folder / 'grading' / 'gradebook.db')}")
    print(f"  graded notebooks {_short(folder / 'grading' / 'autograded')}")
    print(f"  feedback pages   {_short(page)}")
    print("Now try it yourself:  mlp-course lab")


def _afresh(folder: Path) -> None:
    """An empty folder with our mark in it. Raises CourseError rather than delete what someone else made."""
    if folder.is_symlink() or (folder.exists() and not (folder / _MARK).exists()):
        raise CourseError(f"{folder} is not a folder that `mlp-course demo` made: move it away first")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / _MARK).touch()


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
