"""The class report as text: a few lines for a terminal, and every number as CSV."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from autograder.checks.shown import printable
from autograder.grading.course import CourseError
from autograder.grading.report import ClassReport, Result, Topic, number
from autograder.grading.table import COLUMNS

HEADER = ("student", "topic", "exercise", "score", "max_score", "source", "misconception", "status")
TOTAL, PENALTY, MISSING = "total", "late penalty", "missing"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
_SHOWN = 5  # misconceptions in a terminal


def save(path: Path, text: str) -> None:
    """Write a file, its line ends as they are. Raises CourseError where that cannot be done."""
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}): choose another place") from None


def summary(report: ClassReport) -> str:
    """One row a topic, then the misconceptions that most share."""
    width = max(5, *(len(topic.name) for topic in report.topics))
    form = f"{{:{width}}}  {{:>9}}  {{:>6}}  {{:>6}}  {{:>6}}  {{:>6}}  {{:>6}}  {{:>7}}"
    lines = [form.format("topic", "handed in", "mean", "median", "of", "mended", "failed", "to read")]
    lines += [form.format(*_row(topic, len(report.students))) for topic in report.topics]
    shared = report.misconceptions()
    lines += ["", "Looks like"] if shared else []
    for one in shared[:_SHOWN]:
        lines.append(f"  {len(one.students):3}  {one.exercise}: {one.diagnosis.sentence}")
    if len(shared) > _SHOWN:
        lines.append(f"  and {len(shared) - _SHOWN} more: see --html FILE")
    return "\n".join(line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…" for line in map(printable, lines))


def _row(topic: Topic, students: int) -> list[str]:
    mean, median = statistics.fmean(topic.scores), statistics.median(topic.scores)
    reading = sum(result.open for result in topic.results.values())
    handed = f"{len(topic.results)} / {students}"
    points = (number(value, 2) for value in (mean, median, topic.max_score))
    return [topic.name, handed, *points, *map(str, (topic.count("mended"), topic.count("failed"), reading))]


def table(report: ClassReport) -> str:
    """CSV with one row a student and exercise, and after these one for a late penalty and one for the total.

    Texts stand in quotes, numbers do not. A text that a spreadsheet could take for a formula (it begins with = + - @, their wide
    forms, a tab or a carriage return) gets an apostrophe in front, and so does one that begins with an apostrophe: take one off to
    have it back. Control characters are replaced.
    """
    lines = [",".join(HEADER)]
    for topic in report.topics:
        for student in report.students:
            result = topic.results.get(student)
            rows = _rows(topic, result) if result else [(TOTAL, None, topic.max_score, "", "")]
            status = result.status if result else MISSING
            lines += [_line(student, topic.name, *row, status) for row in rows]
    return "\n".join(lines) + "\n"


def _rows(topic: Topic, result: Result) -> Iterator[tuple[str, float, float, str, str]]:
    for mark in result.marks:
        slug = mark.diagnosis.slug if mark.diagnosis else ""
        yield mark.exercise, mark.score, mark.max_score, mark.source, slug
    if result.penalty:
        yield PENALTY, -result.penalty, 0.0, "", ""
    yield TOTAL, result.score, topic.max_score, "", ""


def guarded(text: str) -> str:
    """A text between quotes that no spreadsheet runs."""
    text = f"'{text}" if text.startswith(_FORMULA) else text
    return printable(text).replace('"', '""')


def _line(*cells: str | float | None) -> str:
    texts = (f'"{guarded(cell)}"' if isinstance(cell, str) else "" if cell is None else number(cell) for cell in cells)
    return ",".join(texts)
