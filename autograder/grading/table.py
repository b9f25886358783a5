"""Table: records as people read them in a terminal, at most 100 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from autograder.grading.grade import Record

COLUMNS = 100


def table(records: Sequence[Record]) -> str:
    """One row a submission: who, what, points, status, the misconceptions recognised; under it the first finding."""
    students = max([7, *(len(record.student) for record in records)])
    topics = max([5, *(len(record.topic) for record in records)])
    form = f"{{:{min(students, 24)}.24}}  {{:{topics}}}  {{:>11}}  {{:6}}  {{}}"
    lines = [form.format("student", "topic", "score", "status", "looks like").rstrip()]
    for record in records:
        score = f"{record.score:g} / {record.max_score:g}"
        row = form.format(record.student, record.topic, score, record.status, ", ".join(misconceptions(record)))
        lines.append(_cut(row.rstrip()))
        if finding := _first(record):
            lines.append(_cut(f"    {finding}"))
    return "\n".join(lines)


def misconceptions(record: Record) -> list[str]:
    """The slugs that the record names, each once."""
    return list(dict.fromkeys(verdict.diagnosis.slug for verdict in record.verdicts if verdict.diagnosis))


def _first(record: Record) -> str:
    if record.status == "failed":
        return record.message
    found = [f"{verdict.exercise}: {message}" for verdict in record.verdicts for message in verdict.messages]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return textwrap.shorten(found[0], COLUMNS - 4 - len(more), placeholder=" …") + more if found else ""


def _cut(line: str) -> str:
    line = "".join(character if character.isprintable() else "�" for character in line)
    return line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…"
