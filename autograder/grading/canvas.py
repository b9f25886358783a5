"""Canvas: the marks of a class in the form that Canvas's gradebook imports, made from its own export.

Who is who is never guessed: a student's name in our gradebook must be, to the letter, one row's SIS Login ID, SIS User ID or ID,
and no other row's. Where nothing was handed in, what stands in the export stays; mostly that is nothing.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader import api
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from autograder.checks import places
from autograder.checks.shown import printable
from autograder.grading.course import CourseError, notebook_name, release_path
from autograder.grading.ledger import gathered
from autograder.grading.report import WAITING, ClassReport, Topic, number
from autograder.grading.report_text import save
from autograder.grading.roster import Roster, meant


@dataclass(frozen=True)
class Filled:
    """A file for Canvas; what a person should know about it; and those whose marks could not be put into it."""

    text: str
    notes: tuple[str, ...]
    left_out: tuple[str, ...]


def fill(roster: Roster, report: ClassReport, course: Path) -> Filled:
    """The roster's columns up to Section, and one column a topic. Raises CourseError where two columns could be one topic's."""
    who, notes = _who(roster, report)
    left_out = tuple(student for student in report.handed_in if student not in who)
    doubtful = {row for student in left_out for row in roster.known(student)}
    rows = [row[: roster.width] for row in roster.rows]
    for topic in report.topics:
        column = _column(roster, topic.name, _title(course, topic.name))
        fields = _fields(roster, topic, column, {row: student for student, row in who.items()})
        rows = [[*row, field] for row, field in zip(rows, fields, strict=True)]
        notes += _notes(roster, topic, column, who, doubtful)
    return Filled(roster.text(rows), tuple(map(printable, notes)), left_out)


def _who(roster: Roster, report: ClassReport) -> tuple[dict[str, int], list[str]]:
    """The row of each student who handed in, and those who have none or share one."""
    known = {student: roster.known(student) for student in report.handed_in}
    claims = Counter(row for rows in known.values() for row in rows)
    who = {student: min(rows) for student, rows in known.items() if len(rows) == 1 and claims[min(rows)] == 1}
    missing = [student for student, rows in known.items() if not rows]
    several = [student for student in known if student not in who and student not in missing]
    notes = [f"not in the roster, so left out: {', '.join(missing)}"] if missing else []
    notes += [f"fits several rows of the roster, or shares one, so left out: {', '.join(several)}"] if several else []
    return who, notes


def _column(roster: Roster, topic: str, title: str) -> int | None:
    """The column of the export that is meant for a topic; None if there is none yet."""
    found = [i for i, name in enumerate(roster.header) if roster.assignment(i) and _is_meant(name, topic, title)]
    if len(found) > 1:
        names = " and ".join(f"“{roster.header[i]}”" for i in found)
        raise CourseError(
            f"the roster's columns {names} could all be for {topic}: name one of them differently in Canvas"
        )
    return found[0] if found else None


def _is_meant(column: str, topic: str, title: str) -> bool:
    """An assignment's name that begins with the topic's name or title, or is the notebook's name; Canvas adds a number to it."""
    name = re.sub(r"\s*\(\d+\)\s*$", "", column).strip().casefold()
    begins = "|".join(re.escape(one.casefold()) for one in (topic, title) if one)
    stem = notebook_name(topic).removesuffix(".ipynb").casefold()
    return name in (stem, stem.replace("_", " ")) or re.match(rf"({begins})(?!\w)", name) is not None


def _title(course: Path, topic: str) -> str:
    """How the topic's notebook is headed, up to a colon; "" where it is not at hand."""
    heads = (places.source(cell) for cell in places.read(release_path(course, topic)))
    found = next((match for head in heads if (match := re.match(r"# ([^:\n]+)", head))), None)
    return found[1].strip() if found else ""


def _fields(roster: Roster, topic: Topic, column: int | None, who: dict[int, str]) -> list[str]:
    """The column of a topic: its own header and points where there is none yet, else Canvas's."""
    old = [row[column] if column is not None else "" for row in roster.rows]
    for i, row in enumerate(roster.rows):
        result = topic.results.get(who[i]) if i in who else None
        if result and meant(old[i]) != "EX":
            old[i] = _points(roster, result.score)
        elif column is None and i == 0:
            old[i] = topic.name
        elif column is None and "Points Possible" in row[0]:
            old[i] = _points(roster, topic.max_score)
    return old


def _points(roster: Roster, value: float) -> str:
    return number(value).replace(".", "," if roster.comma else ".")


def _notes(roster: Roster, topic: Topic, column: int | None, who: dict[str, int], doubtful: set[int]) -> Iterator[str]:
    """What to look at before a topic's column is imported."""
    graded = {who[student]: student for student in topic.results if student in who}
    seen = {*graded, *doubtful}
    if without := [roster.name(row) for row in roster.students if row not in seen]:
        yield f"{topic.name}, in the roster without a submission: {', '.join(without)}"
    if waiting := sum(any(mark.source == WAITING for mark in one.marks) for one in topic.results.values()):
        yield f"{topic.name}, submissions that wait for points by hand: {waiting}"
    if column is None:
        return
    most, theirs = number(topic.max_score), roster.possible[column]
    if re.sub(r"[.,]0+$", "", theirs) != most:
        yield f"{topic.name} is worth {most} points here, {theirs or 'nothing'} in Canvas"
    if excused := [student for row, student in graded.items() if meant(roster.rows[row][column]) == "EX"]:
        yield f"{topic.name}, handed in, but excused in Canvas and left so: {', '.join(excused)}"


class CanvasExporter(ExportPlugin):
    """`nbgrader export --exporter=autograder.grading.canvas.CanvasExporter --CanvasExporter.roster=FILE --to=FILE`"""

    roster = Unicode("", help="the export of Canvas's gradebook to fill").tag(config=True)

    def export(self, gradebook: api.Gradebook) -> None:
        try:
            if not self.roster:
                raise CourseError(
                    "no roster is given: add --CanvasExporter.roster=FILE, an export of Canvas's gradebook"
                )
            report = gathered(gradebook, {}, list(map(str, self.assignment))).only(list(map(str, self.student)))
            filled = fill(Roster.read(Path(self.roster)), report, Path(self.parent.coursedir.root))
            save(Path(self.to or "canvas.csv"), filled.text)
        except CourseError as error:
            self.log.error("%s", error)
            sys.exit(1)
        for note in filled.notes:
            self.log.warning("%s", note)
        self.log.info("Grades for Canvas are in %s", self.to or "canvas.csv")
