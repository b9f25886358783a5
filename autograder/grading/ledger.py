"""Ledger: the gradebook and the journal, read for a report. Points are the one's; misconceptions, mendings and times the other's.

Where the two disagree, because a person gave points or a late submission costs some, the gradebook is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nbgrader import api
from sqlalchemy.orm import Query

from autograder import topics
from autograder.checks.verdict import Diagnosis
from autograder.grading.course import CourseError
from autograder.grading.grade import Record
from autograder.grading.gradebook import Gradebook, database
from autograder.grading.journal import Journal
from autograder.grading.report import AUTO, BY_HAND, UNRECORDED, WAITING, ClassReport, Mark, Result, Topic

_PREFIX = "check_"


def report(course: Path, names: Sequence[str] = ()) -> ClassReport:
    """The report of a course, of these topics or of all. Raises CourseError where nothing is recorded."""
    address = database(course)
    path = address.removeprefix("sqlite:///")
    if path != address and not Path(path).exists():
        raise CourseError(f"{course} has no gradebook yet: run `mlp-course grade` first")
    with Gradebook(course) as gradebook:
        return gathered(gradebook.api, {key: record for key, (_, record) in Journal(course).recorded().items()}, names)


def gathered(
    gradebook: api.Gradebook, records: Mapping[tuple[str, str], Record], names: Sequence[str] = ()
) -> ClassReport:
    """The report of an open gradebook; `records` are what the journal adds, by student and topic.

    Raises CourseError where nothing is recorded, of anyone or of a topic that is named.
    """
    found = [_topic(gradebook, assignment, records) for assignment in gradebook.assignments]
    found = [topic for topic in found if topic.results and (not names or topic.name in names)]
    for name in names or [""]:
        if not any(topic.name == (name or topic.name) for topic in found):
            whose = f" of {name}" if name else ""
            raise CourseError(f"nothing is recorded{whose}: run `mlp-course grade` first")
    students = sorted(student.id for student in gradebook.students)
    return ClassReport(tuple(students), tuple(sorted(found, key=lambda topic: topic.name)))


def _topic(gradebook: api.Gradebook, assignment: api.Assignment, records: Mapping[tuple[str, str], Record]) -> Topic:
    name, order = assignment.name, _order(assignment.name)
    cells = [cell for book in assignment.notebooks for cell in (*book.grade_cells, *book.task_cells)]
    worth = {_exercise(cell.name): float(cell.max_score) for cell in cells}
    worth = {one: worth[one] for one in sorted(worth, key=lambda one: (order.get(one, len(order)), one))}
    grades: dict[str, dict[str, Sequence[float | None]]] = {}
    for student, cell, *grade in _grades(gradebook, assignment):
        grades.setdefault(student, {})[_exercise(cell)] = grade
    results = {}
    for student, score, penalty in sorted(_totals(gradebook, assignment)):
        record = records.get((student, name))
        marks = _marks(worth, grades.get(student, {}), record)
        results[student] = Result(student, name, max(0.0, score - penalty), penalty, marks, *_added(record))
    return Topic(name, float(assignment.max_score), worth, results)


def _order(topic: str) -> dict[str, int]:
    """The exercises' places in the course; an instructor's own assignment has none."""
    known = topics.exercises(topic) if topic in topics.TOPICS else []
    return {exercise.name: place for place, exercise in enumerate(known)}


def _exercise(cell: str) -> str:
    return cell.removeprefix(_PREFIX)


def _grades(gradebook: api.Gradebook, assignment: api.Assignment) -> Query:
    """Student, cell, score, automatic and manual score, extra credit, and whether a person should look."""
    kept = api.Grade.score, api.Grade.auto_score, api.Grade.manual_score, api.Grade.extra_credit
    return (
        gradebook.db.query(api.SubmittedAssignment.student_id, api.BaseCell.name, *kept, api.Grade.needs_manual_grade)
        .select_from(api.Grade)
        .join(api.Grade.cell)
        .join(api.Grade.notebook)
        .join(api.SubmittedNotebook.assignment)
        .filter(api.SubmittedAssignment.assignment_id == assignment.id)
    )


def _totals(gradebook: api.Gradebook, assignment: api.Assignment) -> Query:
    """Student, score and late penalty, by nbgrader's own arithmetic."""
    kept = api.SubmittedAssignment.score, api.SubmittedAssignment.late_submission_penalty
    return gradebook.db.query(api.SubmittedAssignment.student_id, *kept).filter(
        api.SubmittedAssignment.assignment_id == assignment.id
    )


def _marks(
    worth: Mapping[str, float], grades: Mapping[str, Sequence[float | None]], record: Record | None
) -> tuple[Mark, ...]:
    named = {verdict.exercise: verdict.diagnosis for verdict in record.verdicts} if record else {}
    return tuple(_mark(name, worth[name], grades[name], named.get(name)) for name in worth if name in grades)


def _mark(name: str, worth: float, grade: Sequence[float | None], diagnosis: Diagnosis | None) -> Mark:
    score, auto, manual, extra, look = grade
    source = BY_HAND if manual is not None or extra else AUTO if auto is not None else WAITING
    return Mark(name, score or 0.0, worth, source, bool(look), diagnosis)


def _added(record: Record | None) -> tuple[str, float | None, tuple[str, ...], str]:
    """What the journal knows of a submission."""
    return (record.status, record.seconds, record.mended, record.message) if record else (UNRECORDED, None, (), "")
