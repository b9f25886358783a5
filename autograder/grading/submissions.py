"""Submissions: what students handed in, as found in `DIR/<student>/<topic>/`. Nothing is read here, and no link is followed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.grading.course import CourseError, notebook_name


@dataclass(frozen=True)
class Submission:
    """One student's notebook of one topic. `problem` says why nothing is to be read; `mended` what was guessed."""

    student: str
    topic: str
    path: Path
    mended: tuple[str, ...] = ()
    problem: str = ""


def find(folder: Path, topics: Sequence[str], students: Sequence[str] = ()) -> list[Submission]:
    """The submissions in `folder/<student>/<topic>/`, by topic, then by student.

    Raises CourseError where there are none, or none of a student asked for.
    """
    if not folder.is_dir():
        raise CourseError(
            f"{folder} is not a folder; submissions are DIR/<student>/<topic>/<notebook>, see --submitted"
        )
    homes = sorted(home for home in folder.iterdir() if home.is_dir() and not home.name.startswith("."))
    found = [
        _submission(home, topic)
        for topic in topics
        for home in homes
        if _handed_in(home, topic) and _asked(home, students)
    ]
    for student in students or [""]:
        if not any(submission.student == (student or submission.student) for submission in found):
            whose = f" of {student}" if student else ""
            raise CourseError(f"{folder} holds no submission{whose} for {', '.join(topics)}: see --submitted")
    return found


def _asked(home: Path, students: Sequence[str]) -> bool:
    return not students or _name(home) in students


def _handed_in(home: Path, topic: str) -> bool:
    place = home / topic
    return place.is_symlink() or place.is_dir()


def _name(home: Path) -> str:
    """The student's name as every file and database can hold it: a folder's name may be bytes that are no text."""
    return os.fsencode(home.name).decode("utf-8", "backslashreplace")


def _submission(home: Path, topic: str) -> Submission:
    place = home / topic
    path = place / notebook_name(topic)
    submission = Submission(_name(home), topic, path)
    for link in (home, place):
        if link.is_symlink():
            return replace(submission, problem=f"{link.name} is a symbolic link; hand in the folder itself")
    if path.exists() or path.is_symlink():
        return submission
    others = sorted(place.glob("*.ipynb"))
    alike = [other for other in others if path.stem in other.stem.lower()] if len(others) > 1 else others
    if len(alike) == 1:
        return replace(submission, path=alike[0], mended=(f"{alike[0].name} was taken for {path.name}",))
    seen = f"{len(others)} other notebooks" if others else "no notebook"
    return replace(submission, problem=f"{path.name} is missing; its folder holds {seen}")


def unknown(folder: Path, topics: Sequence[str]) -> list[Path]:
    """Folders of students that are named like no topic, and notebooks that lie in none, so that these are seen."""
    folders = [place for place in folder.glob("*/*") if place.is_dir() and place.name not in topics]
    return sorted([*folders, *folder.glob("*.ipynb"), *folder.glob("*/*.ipynb")])
