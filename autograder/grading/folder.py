"""A run's working folder: a submission's small plain files go in, nothing stays, and it cannot grow without end."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

ENTRIES = 2000
READ_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FILE_BYTES = 4 << 20  # of a file that is handed in beside a notebook


def copy(source: Path, target: Path, budget: int) -> None:
    """Copy the small plain files under `source`; links, devices, notebooks and what is too large are left where they are."""
    write(target, plain_files(source, budget))


def write(target: Path, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Write what `plain_files` found into a folder."""
    for name, data in files:
        if data is None:
            (target / name).mkdir(exist_ok=True)
        else:
            (target / name).write_bytes(data)


def plain_files(source: Path, budget: int) -> Iterator[tuple[str, bytes | None]]:
    """The small plain files under `source`, of `budget` bytes in all, by relative names; before them their folders, with None."""
    entries = 0
    for place, folders, names in os.walk(source):
        yield os.path.relpath(place, source), None
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            entries += 1
            if entries > ENTRIES:
                return
            data = None if name.endswith(".ipynb") else read(os.path.join(place, name))
            if data is not None and len(data) <= budget:
                yield os.path.relpath(os.path.join(place, name), source), data
                budget -= len(data)


def read(path: str | Path) -> bytes | None:
    """The bytes of a small plain file; None for a link, a device, a large file and none at all."""
    try:
        descriptor = os.open(path, READ_PLAIN)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        known = os.fstat(descriptor)
        return file.read(FILE_BYTES) if stat.S_ISREG(known.st_mode) and known.st_size <= FILE_BYTES else None


def free(folder: Path) -> int:
    """Bytes left on the file system."""
    return shutil.disk_usage(folder).free


def within(folder: Path, budget: int, free_before: int) -> bool:
    """Whether `folder` holds at most `budget` bytes in a reasonable number of files, and none so hidden that it fills the disk."""
    if free(folder) < free_before // 2:  # a removed file takes up room as long as it is open
        return False
    entries = 0
    try:
        for _, folders, names, place in os.fwalk(folder, onerror=_unless_gone):
            entries += len(folders) + len(names)
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    budget -= os.stat(name, dir_fd=place, follow_symlinks=False).st_size
            if entries > ENTRIES or budget < 0:
                return False
    except FileNotFoundError:
        return True
    except (OSError, RecursionError):  # nothing honest is that deep, or closed to its owner
        return False
    return True


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def empty(folder: Path) -> None:
    """Remove all that is in `folder`, however deep: what lies in a subfolder is first moved up, so that no path grows long."""
    names = (str(folder / f".{secrets.token_hex(8)}") for _ in itertools.count())
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            for inner in _children(entry.path):
                os.rename(inner, next(names))
            os.rmdir(entry.path)


def _children(path: str) -> list[str]:
    """What is in a folder, all of it made movable."""
    os.chmod(path, 0o700)
    with os.scandir(path) as entries:
        inner = list(entries)
    for entry in inner:
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, 0o700)
    return [entry.path for entry in inner]
