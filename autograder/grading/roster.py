"""Roster: Canvas's own gradebook export, its fields kept byte for byte.

A header (Student, ID, perhaps SIS User ID, SIS Login ID, …, Section, columns of one's own, assignments, read-only totals), perhaps
a row of posting policies, a row of points possible, then one row a student, the course's test student among them. Separated by
commas or semicolons, with or without a byte order mark. (As lib/gradebook_exporter.rb of canvas-lms writes it, and
lib/gradebook_importer.rb reads it.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.grading.course import CourseError

IDENTITIES = ("SIS Login ID", "SIS User ID", "ID")
_MARK = "\ufeff"
_EXPORT = "export it from Canvas once more (Grades, Export, Export Entire Gradebook) and use that file unchanged"
_TEST_STUDENT = {("Student, Test",), ("Student", "Test")}
_POSTING = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Roster:
    """The rows of an export; each field is the text that stands in the file, quotes included. The first row is the header."""

    rows: list[list[str]]
    separator: str
    newline: str
    mark: str

    @classmethod
    def read(cls, path: Path) -> Roster:
        """Raises CourseError for a file that is no such export, or that Canvas could not read either."""
        try:
            text = path.read_bytes().decode("utf-8")
        except OSError as error:
            raise CourseError(f"the roster {path} cannot be read ({error.strerror}): {_EXPORT}") from None
        except UnicodeDecodeError:
            raise CourseError(f"the roster {path} is not in UTF-8: {_EXPORT}") from None
        mark, text = text[: text.startswith(_MARK)], text.removeprefix(_MARK)
        line = re.match(r"[^\r\n]*", text)[0]
        separator = max(",;", key=line.count)
        rows = _rows(text, separator, path)
        width = max(map(len, rows), default=0)
        roster = cls([row + [""] * (width - len(row)) for row in rows], separator, _newline(text), mark)
        header = roster.header
        named = header[:1] == ["Student"] or header[:2] == ["LastName", "FirstName"]
        if (
            not named
            or not {"ID", "Section"} <= set(header)
            or len(set(header)) < len([name for name in header if name])
        ):
            raise CourseError(
                f"the roster {path} does not begin with Canvas's header (Student, ID, …, Section): {_EXPORT}"
            )
        return roster

    @cached_property
    def header(self) -> list[str]:
        return [meant(field) for field in self.rows[0]] if self.rows else []

    @property
    def width(self) -> int:
        """How many columns say who a student is."""
        return self.header.index("Section") + 1

    @cached_property
    def possible(self) -> list[str]:
        """The row of points possible; empty fields where there is none."""
        found = (row for row in self.rows[1:] if "Points Possible" in meant(row[0]))
        return [meant(field) for field in next(found, [""] * len(self.rows[0]))]

    @cached_property
    def students(self) -> list[int]:
        """The places of the rows that are students."""
        return [i for i, row in enumerate(self.rows) if i and not self._special([meant(field) for field in row])]

    @cached_property
    def comma(self) -> bool:
        """Does the file write 12,5 for 12.5?"""
        fields = (meant(field) for row in self.rows[1:] for field in row[self.width :])
        return self.separator == ";" and any(re.fullmatch(r"-?\d+,\d+", field) for field in fields)

    def assignment(self, column: int) -> bool:
        """Can a column be filled? Totals are Canvas's own."""
        return column >= self.width and "read only" not in self.possible[column].lower()

    def known(self, student: str) -> set[int]:
        """The places of the rows one of whose identities is exactly this."""
        columns = [self.header.index(name) for name in IDENTITIES if name in self.header]
        return {i for i in self.students if student and student in (meant(self.rows[i][column]) for column in columns)}

    def name(self, row: int) -> str:
        """A student as a person knows them: the first identity that is there, else the name."""
        columns = [*(self.header.index(name) for name in IDENTITIES if name in self.header), 0]
        return next((meant(self.rows[row][column]) for column in columns if meant(self.rows[row][column])), "?")

    def text(self, rows: list[list[str]]) -> str:
        return self.mark + "".join(self.separator.join(row) + self.newline for row in rows)

    def _special(self, row: list[str]) -> bool:
        test = any(tuple(row[: len(name)]) == name for name in _TEST_STUDENT)
        return test or "Points Possible" in row[0] or all(map(_POSTING.fullmatch, row))


def meant(field: str) -> str:
    """What a field says, without its quotes."""
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


def _rows(text: str, separator: str, path: Path) -> list[list[str]]:
    field = re.compile(rf'("(?:[^"]|"")*"|[^"{separator}\r\n]*)({separator}|\r\n|\r|\n|\Z)')
    rows, row, place = [], [], 0
    while place < len(text) or row:
        found = field.match(text, place)
        if not found:
            line = text.count("\n", 0, place) + 1
            raise CourseError(f"the roster {path} has a quotation mark out of place in line {line}: {_EXPORT}")
        row.append(found[1])
        place = found.end()
        if found[2] != separator:
            rows, row = [*rows, row], []
    return rows


def _newline(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found[0] if found else "\n"
