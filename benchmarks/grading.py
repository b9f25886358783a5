"""`mlp-course grade` against stock `nbgrader autograde`: one more submission in turns on one core, and the whole commands.

Stock means nbgrader's own preprocessors and configuration: it runs the course's notebooks with their check cells in a Jupyter
kernel. A submission is done when verdict, gradebook and autograded notebook are there; feedback pages are timed apart.
Both run every cell and draw every figure, and must give the same scores. The commands run as they are typed, on all cores.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import os
import shutil
import subprocess
import sysconfig
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import nbformat
from nbformat import NotebookNode
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from autograder.grading import answers, samples
from autograder.grading.course import notebook_name
from autograder.grading.feedback import feedback
from autograder.grading.grade import Assignment, grade
from autograder.grading.gradebook import Gradebook
from autograder.grading.journal import Journal, mark
from autograder.grading.submissions import find
from autograder.grading.wall import strongest
from autograder.grading.worker import Worker
from claims import Claim, arguments, claim, report

ROOT = Path(__file__).parent.parent
SOLVED, MEAN, COLD = 10.0, 8.0, 8.0  # at least as many times as fast
STOCK = """
from pathlib import Path
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = f"sqlite:///{Path.cwd()}/grading/gradebook.db"
"""


def solved(release: NotebookNode, topic: str) -> NotebookNode:
    """The course's own solution, as a student might hand it in."""
    return nbformat.read(ROOT / "solutions" / topic / notebook_name(topic), as_version=4)


KINDS = (solved, samples.loops, samples.otherwise_mistaken, samples.untouched)


def course(folder: Path, topic: str, count: int) -> Path:
    """A course with `count` submissions of honest students, one of each of KINDS in turn."""
    shutil.copytree(ROOT / "exercises" / topic, folder / "exercises" / topic)
    source = folder / "solutions" / topic / notebook_name(topic)
    source.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "solutions" / topic / source.name, source)
    release = Assignment.load(folder, topic, 1).release
    for number, kind in zip(range(count), itertools.cycle(KINDS)):
        path = folder / "grading" / "submitted" / f"s{number:02}" / topic / notebook_name(topic)
        samples.write(path, json.dumps(kind(release, topic)))
    return folder


class Stock:
    """nbgrader as it comes, in this process: everything imported, the assignment in the gradebook."""

    def __init__(self, folder: Path, topic: str):
        self.topic, config = topic, Config()
        with contextlib.chdir(folder):
            exec(STOCK, {"get_config": lambda: config})
        config.CourseDirectory.root = str(folder)
        self.api = NbGraderAPI(config=config)
        self._done(self.api.generate_assignment(topic, force=True))

    def grade(self, student: str) -> None:
        self._done(self.api.autograde(self.topic, student))

    def feedback(self, student: str) -> None:
        self._done(self.api.generate_feedback(self.topic, student))

    def scores(self) -> dict[str, float]:
        with self.api.gradebook as gradebook:
            return {s.student.id: s.score for s in gradebook.assignment_submissions(self.topic)}

    @staticmethod
    def _done(result: dict[str, object]) -> None:
        if not result["success"]:
            raise RuntimeError(f"nbgrader failed: {result.get('error')}\n{result.get('log')}")


class Ours:
    """What `mlp-course grade --jobs 1` does with each submission: one warm worker, one writer."""

    def __init__(self, folder: Path, topic: str, worker: Worker, gradebook: Gradebook):
        self.folder, self.topic, self.worker, self.gradebook = folder, topic, worker, gradebook
        self.assignment, self.journal = Assignment.load(folder, topic, 1), Journal(folder)
        self.submissions = {s.student: s for s in find(folder / "grading" / "submitted", [topic])}
        gradebook.register(topic, self.assignment.release)

    def grade(self, student: str) -> None:
        submission = self.submissions[student]
        record = grade(student, submission.path, self.assignment, self.worker)
        self.gradebook.record(record)
        answers.save(self.folder, record, self.assignment)
        self.journal.append(record, mark(submission, self.assignment.fingerprint))

    def feedback(self, students: list[str]) -> Iterator[float]:
        """Write their pages in one go; the time of each."""
        pages = feedback(self.folder, self.topic, students)
        yield from (timed(lambda _: next(pages), student) for student in students)

    def scores(self) -> dict[str, float]:
        return {student: record.score for (student, _), (_, record) in self.journal.recorded().items()}


@contextlib.contextmanager
def contenders(folder: Path, topic: str, count: int) -> Iterator[tuple[Stock, Ours]]:
    stock, mine = Stock(course(folder / "stock", topic, count), topic), course(folder / "ours", topic, count)
    with Worker(strongest()) as worker, Gradebook(mine) as gradebook:
        yield stock, Ours(mine, topic, worker, gradebook)


def timed(work: Callable[[str], None], student: str) -> float:
    start = time.perf_counter()
    work(student)
    return time.perf_counter() - start


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without what nbgrader's kernels say on stderr."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)


def warm(folder: Path, count: int) -> list[Claim]:
    """Submission by submission, in turns, everything loaded: the cost of one more."""
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    pages = []
    for topic in samples.TOPICS:
        with quiet(), contenders(folder / topic, topic, count // len(samples.TOPICS)) as (stock, ours):
            students = sorted(ours.submissions)
            stock.grade(students[0]), ours.grade(students[0])  # nobody pays for the first of everything
            for student, kind in zip(students, itertools.cycle(KINDS)):
                pair = timed(stock.grade, student), timed(ours.grade, student)
                times.setdefault((topic, kind.__name__), []).append(pair)
            few = students[:4]
            pages += zip((timed(stock.feedback, student) for student in few), ours.feedback(few), strict=True)
            if {s: round(score, 6) for s, score in stock.scores().items()} != ours.scores():
                raise AssertionError(f"not the same scores: {stock.scores()} and {ours.scores()}")
    middle = {key: medians(pairs) for key, pairs in times.items()}
    mean = tuple(sum(column) / len(middle) for column in zip(*middle.values(), strict=True))
    topic = samples.TOPICS[0]
    return [
        faster(
            f"one submission, verdict, gradebook, autograded notebook: {topic} solved, three figures",
            middle[topic, "solved"],
            SOLVED,
        ),
        faster("the same untouched, no figures", middle[topic, "untouched"], SOLVED),
        faster("the mean of four kinds in two topics", mean, MEAN),
        faster("one feedback page more", medians(pages), 0.8),
    ]


def faster(said: str, pair: tuple[float, float], target: float) -> Claim:
    theirs, mine = pair
    return claim(f"{said} ({1000 * theirs:.0f} ms → {1000 * mine:.0f} ms)", theirs / mine, target)


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    theirs, mine = zip(*pairs, strict=True)
    return median(theirs), median(mine)


def cold(folder: Path, topic: str, count: int) -> list[Claim]:
    """The whole commands on all submissions, as they are typed; both gradebooks know the assignment before."""
    stock, mine = course(folder / "cold-stock", topic, count), course(folder / "cold-ours", topic, count)
    (stock / "nbgrader_config.py").write_text(STOCK)
    command(stock, "nbgrader", "generate_assignment", topic, "--force")
    with Gradebook(mine) as gradebook:
        gradebook.register(topic, Assignment.load(mine, topic, 1).release)
    ours = command(mine, "mlp-course", "grade", topic, "--seed", "1")
    theirs, pages = (
        command(stock, "nbgrader", "autograde", topic),
        command(stock, "nbgrader", "generate_feedback", topic),
    )
    said = f"{theirs:.1f} s and {pages:.1f} s for feedback pages → {ours:.1f} s for both"
    return [
        claim(f"{count} submissions of {topic}, the commands from start to end ({said})", (theirs + pages) / ours, COLD)
    ]


def command(folder: Path, *words: str) -> float:
    start = time.perf_counter()
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = arguments(__doc__, "grading.py", "8 submissions instead of 20, and not the whole commands")
    options = parser.parse_args()
    cores = os.sched_getaffinity(0)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    count = 8 if options.quick else 20
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
        os.sched_setaffinity(0, {max(cores)})
        claims = warm(Path(folder), count)
        os.sched_setaffinity(0, cores)
        claims += [] if options.quick else cold(Path(folder), samples.TOPICS[0], 24)
    report(claims, options, ("nbgrader", "matplotlib"))


if __name__ == "__main__":
    main()
