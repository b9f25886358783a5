"""Course: where a course's folders are. A course is a folder that holds `solutions/` and `exercises/`."""

from __future__ import annotations

from pathlib import Path


class CourseError(ValueError):
    """A folder, a topic or a submission that is not there; one clear line with a next step."""


def find(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that is a course. Raises CourseError outside one."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "solutions").is_dir() and (folder / "exercises").is_dir():
            return folder
    raise CourseError(
        f"{start} is not inside a course (a folder with solutions/ and exercises/): cd there, or --course DIR"
    )


def notebook_name(topic: str) -> str:
    """`04_matrix_backprop` → `matrix_backprop.ipynb`"""
    return topic.partition("_")[2] + ".ipynb"


def release_path(course: Path, topic: str) -> Path:
    return course / "exercises" / topic / notebook_name(topic)
