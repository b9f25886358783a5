"""History: what a student has done so far, one small file in the working copy. Without it everything works; nothing is remembered.

`{"exercises": {"relu": {"version": "…", "status": "passed", "score": 1.0, "tries": 3, "hints": 1, "solution": ""}}}`. A version
is the digest of the exercise's key, so that a pass is a pass of these checks. The file is written whole and put in place in one
step: whoever reads it, and whenever the machine stops, it is either the old one or the new one.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.checks import shelf

FILE = ".mlp-course.json"
STATUSES = ("todo", "error", "failed", "partial", "passed")  # from worst to best
SOLUTIONS = ("", "passed", "given up")
writing = True  # whether this process may write at all; one that runs a notebook on somebody's behalf does not


@dataclass(frozen=True)
class Record:
    """What is remembered of one exercise: the best of its checks, and which help was asked for."""

    status: str = "todo"
    score: float = 0.0
    tries: int = 0
    hints: int = 0  # how many were shown
    solution: str = ""  # "", or whether it was looked at after it had "passed" or was "given up"
    version: str = ""

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    def after(self, status: str, score: float) -> Record:
        """With one check more. What was reached once stays; an untouched stub is no try."""
        if status == "todo":
            return self
        best = max((self.score, STATUSES.index(self.status)), (score, STATUSES.index(status)))
        return replace(self, score=best[0], status=STATUSES[best[1]], tries=self.tries + 1)


class History:
    """The records by exercise, kept in `file`, or where that is None or cannot be written, in this process alone."""

    def __init__(self, file: Path | None):
        self.file, self._said = file, ""
        self._memory: dict[str, Record] = {}

    def record(self, name: str) -> Record:
        return self.records().get(name, Record())

    def records(self) -> dict[str, Record]:
        """Every record, as it is on disk now. What an earlier version of an exercise was passed with no longer counts."""
        return {name: _now(name, record) for name, record in self._read().items()}

    def keep(self, name: str, record: Record) -> None:
        """Remember the record of one exercise, at its present version."""
        records = self._read()
        records[name] = replace(record, version=shelf.public().version(name))
        self._memory = records
        if self.file is not None and writing:
            with contextlib.suppress(OSError):
                write(self.file, {"exercises": {name: asdict(record) for name, record in sorted(records.items())}})

    def forget(self, name: str) -> None:
        """Begin again: what was reached and shown is dropped, how often it was tried is not."""
        self.keep(name, Record(tries=self.record(name).tries))

    def trouble(self) -> str:
        """A sentence about what was wrong with the file, once; else ""."""
        said, self._said = self._said, ""
        return said

    def _read(self) -> dict[str, Record]:
        if self.file is None:
            return dict(self._memory)
        try:
            tree = json.loads(self.file.read_text("utf-8"))
            return {str(name): _record(node) for name, node in tree["exercises"].items()}
        except OSError:
            return dict(self._memory)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self._set_aside()
            return dict(self._memory)

    def _set_aside(self) -> None:
        aside = self.file.with_suffix(".broken.json")
        try:
            os.replace(self.file, aside)
            self._said = (
                f"The record of your progress could not be read. It is now `{aside.name}`, and a new one begins."
            )
        except OSError:
            self._said = (
                f"The record of your progress, `{self.file.name}`, could not be read: delete it to begin a new one."
            )


def _now(name: str, record: Record) -> Record:
    current = name in shelf.public() and record.version == shelf.public().version(name)
    return record if current else replace(record, status="todo", score=0.0)


def _record(node: Mapping[str, Any]) -> Record:
    """Raises what a node of another shape raises; what a later version may write besides is left out."""
    record = Record(**{name: node[name] for name in Record.__dataclass_fields__ if name in node})
    numbers = (record.tries, record.hints)
    if (
        record.status not in STATUSES
        or record.solution not in SOLUTIONS
        or not isinstance(record.version, str)
        or not math.isfinite(record.score)
        or not all(type(number) is int and number >= 0 for number in numbers)
    ):
        raise ValueError("not a record")
    return replace(record, score=float(record.score))


def write(file: Path, tree: Mapping[str, Any]) -> None:
    """Write JSON whole, in one step. Raises OSError where that is not allowed."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", "utf-8")
        os.replace(draft, file)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
