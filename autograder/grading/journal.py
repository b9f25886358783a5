"""Journal: one line for each submission in the gradebook, appended once it is there. `--resume` reads it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from autograder.checks.verdict import Verdict
from autograder.grading.grade import Record
from autograder.grading.submissions import Submission

_READ = 20 << 20  # bytes; a larger file is known by its size alone


class Journal:
    """The journal of a course, `grading/journal.jsonl`. A line that was cut short counts as not written."""

    def __init__(self, course: Path):
        self.path = course / "grading" / "journal.jsonl"

    def append(self, record: Record, mark: str) -> None:
        row = {name: getattr(record, name) for name in ("student", "topic", "status", "seconds", "mended", "message")}
        row |= {"mark": mark, "verdicts": [verdict.to_json() for verdict in record.verdicts]}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
            cut = file.read(1) not in (b"", b"\n")  # a line that a crash cut short must not swallow this one
            file.write(b"\n" * cut + json.dumps(row).encode() + b"\n")

    def recorded(self) -> dict[tuple[str, str], tuple[str, Record]]:
        """The last mark and record of each student and topic."""
        found: dict[tuple[str, str], tuple[str, Record]] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            verdicts = tuple(map(Verdict.from_json, row.pop("verdicts")))
            mark = row.pop("mark")
            record = Record(**row | {"mended": tuple(row["mended"]), "verdicts": verdicts})
            found[record.student, record.topic] = mark, record
        return found


def mark(submission: Submission, fingerprint: str) -> str:
    """Of one submission as it is now: equal marks, equal verdicts."""
    digest = hashlib.sha256(f"{fingerprint} {submission.path.name} {submission.problem}".encode())
    for path in sorted(submission.path.parent.glob("*")) if not submission.problem else []:
        if path.is_file() and not path.is_symlink():
            size = path.stat().st_size
            digest.update(f"{path.name} {size} ".encode() + (path.read_bytes() if size <= _READ else b""))
        else:
            digest.update(f"{path.name} {path.is_symlink()} ".encode())
    return digest.hexdigest()
