"""Doctor: is this machine fit to grade, and is this notebook fit to hand in? Nothing of the notebook is run."""

from __future__ import annotations

import platform
from pathlib import Path

from autograder.grading.course import release_path
from autograder.grading.transplant import Unreadable, read, transplant
from autograder.grading.wall import NoWall, strongest
from autograder.topics import TOPICS


def machine() -> tuple[bool, list[str]]:
    """Fit or not, and one line about each thing that matters."""
    lines = [f"Python {platform.python_version()} on {platform.system()} {platform.release()}, {platform.machine()}"]
    try:
        wall = strongest()
    except NoWall as error:
        return False, [*lines, f"NOT FIT to grade: {error}"]
    return True, [*lines, f"fit to grade: submissions run behind the wall `{wall.name}`"]


def notebook(path: Path, course: Path) -> tuple[bool, list[str]]:
    """Fit or not, and what grading would mend; the topic is the one that the notebook's cells belong to."""
    try:
        submission = read(path)
    except (Unreadable, OSError) as error:
        return False, [f"NOT FIT: {error}"]
    for topic in TOPICS:
        try:
            mended = transplant(read(release_path(course, topic)), submission).mended
        except Unreadable:
            continue
        return True, [f"{path} answers {topic}", *(f"grading would mend: {line}" for line in mended)]
    return False, [f"NOT FIT: {path} answers no topic of this course"]
