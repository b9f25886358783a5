"""Reset: put one stub back into a student's notebook. What stood there is kept beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.checks import places
from autograder.checks.history import History, write
from autograder.checks.places import grade_id, notebook_name, source
from autograder.study import working
from autograder.study.working import StudyError

_BACKUP = "backup"  # in the working copy


def reset(root: Path, topic: str, name: str) -> Path | None:
    """Restore the stub of an exercise. The file that keeps what stood there, or None where it was the stub. Raises StudyError."""
    place = working.place(root)
    path, release = place.notebook(topic), root / "exercises" / topic / notebook_name(topic)
    stub = next((cell for cell in places.read(release) if grade_id(cell) == name), None)
    if stub is None:
        raise StudyError(f"{release} has no cell `{name}`: run this in the folder of the course that you work in")
    notebook = _notebook(path)
    mine = [cell for cell in notebook["cells"] if grade_id(cell) == name]
    before = "\n\n".join(source(cell) for cell in mine)
    History(place.history).forget(name)
    if len(mine) == 1 and before == source(stub):
        return None
    _restore(notebook["cells"], mine, stub, name)
    kept = _keep(place.root / _BACKUP / topic, name, before) if before.strip() else None
    write(path, notebook)
    return kept


def _notebook(path: Path) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_text("utf-8"))
        if all(isinstance(cell, dict) for cell in notebook["cells"]):
            return notebook
    except FileNotFoundError:
        raise StudyError(f"there is no {path} yet: run `mlp-course lab` first") from None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    raise StudyError(f"{path} is no notebook that can be read: move it away, and `mlp-course lab` makes a new one")


def _restore(cells: list[dict[str, Any]], mine: list[dict[str, Any]], stub: dict[str, Any], name: str) -> None:
    """One stub where the first of the student's cells was, else before its check, else at the end."""
    places_of = [i for i, cell in enumerate(cells) if cell in mine or grade_id(cell) == f"check_{name}"]
    where = places_of[0] if places_of else len(cells)
    rest = [cell for cell in cells[where:] if cell not in mine]
    cells[where:] = [stub, *rest]


def _keep(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    names = (folder / f"{name}{'' if n == 1 else f' {n}'}.py" for n in range(1, 10_000))
    path = next(path for path in names if not path.exists())
    path.write_text(text + "\n", "utf-8")
    return path
