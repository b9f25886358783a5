"""Answers: what each check got from a submission, kept so that a verdict can be replayed without running anything again.

`grading/answers/<student>/<topic>`, one file a submission, in the bytes of `checks/plain.py`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.checks import answer, plain
from autograder.checks.key import Key
from autograder.checks.plain import Plain, PlainError
from autograder.grading.grade import Assignment, Record
from autograder.grading.worker import Ran

MAX_BYTES = 2 << 20  # of one exercise's answers; honest ones take up to 80 kB
_TOO_LARGE = "more than is kept"


@dataclass(frozen=True)
class Stored:
    """The seed that a submission was graded with and, by exercise, what came back; `asked` holds a digest of what was asked."""

    seed: int
    came: Mapping[str, Ran]
    asked: Mapping[str, str]

    def fits(self, key: Key) -> bool:
        """Were these the cases of `key`, and are their answers here?"""
        ran = self.came.get(key.name)
        return ran is not None and ran.message != _TOO_LARGE and self.asked[key.name] == _digest(key)


def save(course: Path, record: Record, assignment: Assignment) -> None:
    """Keep what came back from the checks of `record` in place of what was kept before; of a failed submission, nothing.

    To be called by one writer at a time.
    """
    path = _path(course, record.student, record.topic)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    came = {name: _node(ran, assignment.keys[name]) for name, ran in record.asked.items()}
    new = path.with_name(f".{path.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(plain.pack({"seed": assignment.seed, "came": came}))
    os.replace(new, path)


def load(course: Path, student: str, topic: str) -> Stored | None:
    """What `save` kept, or None where nothing is kept that can be read."""
    try:
        tree = plain.unpack(_path(course, student, topic).read_bytes())
        came = {name: _ran(node) for name, node in tree["came"].items()}
        return Stored(tree["seed"], came, {name: node["asked"] for name, node in tree["came"].items()})
    except (OSError, PlainError, TypeError, LookupError, AttributeError):
        return None


def _path(course: Path, student: str, topic: str) -> Path:
    return course / "grading" / "answers" / student / topic


def _node(ran: Ran, key: Key) -> Plain:
    node = {
        "status": ran.status,
        "message": ran.message,
        "asked": _digest(key),
        "answers": answer.to_plain(ran.answers),
    }
    if len(plain.pack(node)) > MAX_BYTES:
        node |= {"message": _TOO_LARGE, "answers": []}
    return node


def _ran(node: Plain) -> Ran:
    return Ran(status=node["status"], message=node["message"], answers=answer.from_plain(node["answers"]))


def _digest(key: Key) -> str:
    """Of what was asked: another digest, other cases."""
    cases = [(case.name, case.args, case.group, case.layout) for case in key.cases]
    return hashlib.sha256(plain.pack([key.driver, cases, key.held_out])).hexdigest()
