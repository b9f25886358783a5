"""Seeds: the secret seed of each topic, drawn once and stored, so that runs can be repeated and verdicts replayed."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from autograder.grading.course import CourseError
from autograder.grading.lock import locked


def seed(course: Path, topic: str) -> int:
    """The topic's secret seed, below 2**63; drawn where there is none. Only the owner may read `grading/seeds.json`."""
    path = course / "grading" / "seeds.json"
    with locked(course):
        seeds = _read(path)
        if topic not in seeds:
            seeds[topic] = secrets.randbits(63)
            _write(path, seeds)
        return seeds[topic]


def _read(path: Path) -> dict[str, int]:
    try:
        seeds = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        seeds = None
    if not isinstance(seeds, dict) or not all(type(number) is int and number >= 0 for number in seeds.values()):
        raise CourseError(f"{path} is damaged: restore it from a copy, or delete it and grade everything afresh")
    return seeds


def _write(path: Path, seeds: dict[str, int]) -> None:
    new = path.with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(seeds, file, indent=1, sort_keys=True)
    os.replace(new, path)
