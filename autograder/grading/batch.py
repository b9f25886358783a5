"""Batch: many submissions, several workers, one writer. Results come in the order of the submissions, whoever is done first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from autograder.grading import answers
from autograder.grading.crew import Crew
from autograder.grading.feedback import feedback, stale
from autograder.grading.grade import Assignment, Record, failed, grade
from autograder.grading.gradebook import Gradebook
from autograder.grading.journal import Journal, mark
from autograder.grading.lock import locked
from autograder.grading.submissions import Submission
from autograder.grading.wall import Wall
from autograder.grading.worker import Limits, Worker

T = TypeVar("T")
Grader = Callable[[Sequence[Submission], Mapping[str, Assignment]], Iterator[Record]]


def grade_all(
    submissions: Sequence[Submission],
    assignments: Mapping[str, Assignment],
    wall: Wall,
    jobs: int = 1,
    limits: Limits | None = None,
) -> Iterator[Record]:
    """The record of each submission, in order; `jobs` of them are graded at a time, each by a worker of its own.

    Closing the iterator, or Ctrl-C, ends the workers and starts nothing more.
    """
    with Crew(wall, min(jobs, len(submissions)), limits) as crew:
        yield from grade_by(crew, submissions, assignments)


def grade_by(crew: Crew, submissions: Sequence[Submission], assignments: Mapping[str, Assignment]) -> Iterator[Record]:
    """The record of each submission, in order."""

    def record(worker: Worker, submission: Submission) -> Record:
        assignment = assignments[submission.topic]
        return noted(submission, grade(submission.student, submission.path, assignment, worker))

    sound = crew.map(record, [submission for submission in submissions if not submission.problem])
    for submission in submissions:
        if submission.problem:
            yield failed(submission.student, assignments[submission.topic], submission.problem)
        else:
            yield next(sound)


def noted(submission: Submission, record: Record) -> Record:
    """The record with what was guessed of the submission before it was read."""
    if record.status == "failed" or not submission.mended:
        return record
    return replace(record, status="mended", mended=submission.mended + record.mended)


def record_all(
    course: Path,
    submissions: Sequence[Submission],
    assignments: Mapping[str, Assignment],
    grader: Grader,
    resume: bool = False,
    quiet: bool = True,
) -> list[Record]:
    """Grade into the gradebook of `course`, with autograded notebooks and feedback pages; this thread alone writes.

    `grader` gives the records, in order. With `resume`, a submission that is recorded and has not changed since keeps its record.
    """
    journal = Journal(course)
    marks = [mark(submission, assignments[submission.topic].fingerprint) for submission in submissions]
    known = journal.recorded() if resume else {}
    done = {
        i: record for i, (s, m) in enumerate(zip(submissions, marks, strict=True)) if (record := _known(known, s, m))
    }
    rest = [i for i in range(len(submissions)) if i not in done]
    with Gradebook(course) as gradebook:
        for topic, assignment in assignments.items():
            gradebook.register(topic, assignment.release)
        graded = grader([submissions[i] for i in rest], assignments)
        for i, record in zip(rest, _shown(graded, len(rest), "notebook", quiet), strict=True):
            with locked(course):  # the journal comes last: what it does not hold is graded again
                gradebook.record(record)
                answers.save(course, record, assignments[record.topic])
                journal.append(record, marks[i])
            done[i] = replace(record, notebook=None, asked={})
    for topic in assignments:
        students = [submission.student for submission in submissions if submission.topic == topic]
        students = [student for student in students if stale(course, topic, student)]
        for _ in _shown(feedback(course, topic, students), len(students), "page", quiet):
            pass
    return [done[i] for i in range(len(submissions))]


def _known(known: Mapping[tuple[str, str], tuple[str, Record]], submission: Submission, mark: str) -> Record | None:
    past, record = known.get((submission.student, submission.topic), ("", None))
    return record if past == mark else None


def _shown(steps: Iterator[T], count: int, unit: str, quiet: bool) -> Iterator[T]:
    """The same, with a progress bar on stderr where someone looks."""
    return iter(tqdm(steps, total=count, unit=unit, disable=True if quiet or not count else None))
