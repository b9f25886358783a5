"""Lock: one writer of a course's records at a time, whoever it is. It ends with its process, however that ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where no wall holds either; SQLite still keeps its own file whole
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def locked(course: Path) -> Iterator[None]:
    """Inside, nobody else writes the seeds, the gradebook, the journal or the stored answers of `course`. Not to be nested."""
    folder = course / "grading"
    folder.mkdir(parents=True, exist_ok=True)
    with open(os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600), "rb") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
