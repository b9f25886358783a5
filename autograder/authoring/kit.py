"""The kit: a folder for a class. Exercises, lectures, the student's half as a wheel, and a script that needs only Python."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.authoring import wheel
from autograder.authoring.source import sources

_HERE = Path(__file__).parent / "kit_files"  # what every kit holds
_JUNK = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


class Unpackable(ValueError):
    """A folder in use, or a topic that is not released; one clear line with a next step."""


def kit(root: Path, folder: Path, topics: list[str]) -> list[str]:
    """Write the kit of these topics, or of all, into a new or empty folder. Returns what is in it. Raises Unpackable."""
    chosen = [source for source in sources(root) if not topics or source.topic in topics]
    for source in chosen:
        if not (root / source.release_path).is_file():
            raise Unpackable(f"{source.release_path} is missing: run `mlp-course build` first")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise Unpackable(f"{folder} is not empty: name a new folder")
    for name in ("exercises", "lectures", "wheels"):
        (folder / name).mkdir(parents=True)
    for source in chosen:
        release = folder / source.release_path
        release.parent.mkdir()
        shutil.copyfile(root / source.release_path, release)
    told = _lectures(root, folder, [source.topic for source in chosen])
    for path in _HERE.iterdir():
        shutil.copyfile(path, folder / path.name)
    made = wheel.write(folder / "wheels", [source.topic for source in chosen])
    return [
        *(f"{source.topic}{'' if source.topic in told else ', without a lecture'}" for source in chosen),
        f"the student's half, {made.name}",
    ]


def _lectures(root: Path, folder: Path, topics: list[str]) -> set[str]:
    """Copy the lectures of these topics and what they draw with; the topics that have one."""
    told = {topic for topic in topics if (root / "lectures" / f"{topic}.ipynb").is_file()}
    for topic in told:
        shutil.copyfile(root / "lectures" / f"{topic}.ipynb", folder / "lectures" / f"{topic}.ipynb")
    if told and (root / "lectures" / "figures").is_dir():
        shutil.copytree(root / "lectures" / "figures", folder / "lectures" / "figures", ignore=_JUNK)
    return told
