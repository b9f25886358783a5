"""The working copy: `work/` beside `exercises/`. Everything is copied there once, and nothing of a student's is overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from autograder.checks import history
from autograder.checks.places import Place

WORK = "work"
_RECORD = ".released.json"  # in work/: the digest of each release that was copied there


class StudyError(ValueError):
    """No such topic or exercise, no working copy, no JupyterLab; one clear line with a next step."""


def find(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds `exercises/`. Raises StudyError outside one."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "exercises").is_dir():
            return folder
    raise StudyError(f"{start} is not inside a course (a folder with exercises/): cd there, or --course DIR")


def place(root: Path) -> Place:
    """The working copy of a course, seen from its own folder. It need not exist yet."""
    return Place(root / WORK, root / WORK)


def released(root: Path, topic: str | None = None) -> list[Path]:
    """The released notebooks, relative to `exercises/`, in course order. Raises StudyError where there are none."""
    folder = root / "exercises"
    notebooks = sorted(path.relative_to(folder) for path in folder.glob("[0-9][0-9]_*/*.ipynb"))
    if not notebooks:
        raise StudyError(
            f"there is no notebook in {folder}: run this in the course's folder, or `mlp-course build` first"
        )
    topics = sorted({path.parts[0] for path in notebooks})
    wanted = [
        name for name in topics if topic is None or topic in (name, *name.split("_", 1)) or _same_number(topic, name)
    ]
    if not wanted:
        raise StudyError(f"there is no topic {topic!r}: choose one of {', '.join(topics)}")
    return [path for path in notebooks if path.parts[0] in wanted]


def copy(root: Path, notebooks: list[Path]) -> list[str]:
    """Copy what is not in `work/` yet, lectures included; put a changed release beside the student's notebook. Says what it did."""
    work, said = root / WORK, []
    record = _read(work / _RECORD)
    for name, source in _wanted(root, notebooks):
        data = source.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        target, before = work / name, record.get(name)
        if target.exists() and before not in (None, digest):
            # ours, and read by the lectures: a new one takes the place of one that nobody touched
            if target.suffix == ".py":
                target = target if _digest(target) != before else _without(target)
            else:
                target = _beside(target)
                new = target.relative_to(root).as_posix()
                said.append(f"{name} has changed: your copy stays as it is, the new one is {new}")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        record[name] = digest
    work.mkdir(exist_ok=True)
    history.write(work / _RECORD, record)
    if not (work / history.FILE).exists():
        history.write(work / history.FILE, {"exercises": {}})
    return said


def _wanted(root: Path, notebooks: list[Path]) -> Iterator[tuple[str, Path]]:
    """Name in the working copy, and source, of all that belongs there: notebooks, their lectures, and what those draw with."""
    for name in notebooks:
        yield name.as_posix(), root / "exercises" / name
    lectures = [root / "lectures" / f"{topic}.ipynb" for topic in dict.fromkeys(name.parts[0] for name in notebooks)]
    for path in [*lectures, *sorted((root / "lectures" / "figures").rglob("*.py"))]:
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _same_number(topic: str, name: str) -> bool:
    number = name.partition("_")[0]
    return topic.isdecimal() and number.isdecimal() and int(topic) == int(number)


def _beside(path: Path) -> Path:
    """`name (update).ipynb`, or the next such name that is free."""
    names = (path.with_stem(f"{path.stem} (update{'' if n == 1 else f' {n}'})") for n in range(1, 1000))
    return next(name for name in names if not name.exists())


def _without(path: Path) -> Path:
    path.unlink()
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(file: Path) -> dict[str, str]:
    try:
        record = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
