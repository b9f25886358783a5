"""The start page: `work/start.ipynb`, with the map drawn in it before a kernel has started. Only the map is ever written again."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import Any

from autograder.checks.history import History, write
from autograder.checks.places import Place, identity
from autograder.checks.progress import Map

NAME = "start.ipynb"
_MAP = "from autograder import progress\n\nprogress()"
_WELCOME = """\
# Neural networks from scratch

You write the parts of a neural network yourself, in NumPy, from one unit to a network that reads handwritten digits. After each
part you run a check. A card says what is right, what is wrong, and which mistake it looks like.

This is your map. Run its cell (click on it, then Shift+Enter) to draw it anew."""
_HOW = """\
## How to study here

1. **Read** the lecture of a topic: it tells the story, with pictures that you can move.
2. **Open** its notebook. Run the first cell. Replace the first `raise NotImplementedError()` by your own code.
3. **Run** the cell, then the check below it. Nothing is lost when a check fails: change your code, and run both again.

| in an empty cell | what you get |
|---|---|
| `hint(relu)` | one hint; call it again for the next one |
| `solution(relu)` | the course's own solution, once you have passed |
| `solution(relu, give_up=True)` | the same, before that; it is noted on your map |
| `progress()` | this map |

Each notebook's first cell imports the names. In a terminal, the same is `mlp-course status`, `next`, `hint`, `solution`, `reset`
and `check`. With `mlp-course check 02 --watch`, every save is checked.

Your work is in this folder, and only here. `.mlp-course.json` remembers what you passed; without it nothing but that is lost."""


def write_page(place: Place) -> Path:
    """Make the page, or draw its map anew. Where a student has taken the map out of it, the page is left alone."""
    path = place.root / NAME
    page = _read(path)
    cells = [cell for cell in page["cells"] if identity(cell) == "map" and cell.get("cell_type") == "code"]
    if not path.exists() or cells:
        for cell in cells:
            cell["outputs"] = [_drawn(place)]
        write(path, page)
    return path


def _drawn(place: Place) -> dict[str, Any]:
    drawn = Map(History(place.history).records(), place)
    data = {"text/plain": drawn.text(), "text/html": drawn.html()}
    return {"output_type": "execute_result", "execution_count": None, "data": data, "metadata": {}}


def _read(path: Path) -> dict[str, Any]:
    """The page as it is, or a new one. A file that is no notebook has no cells of ours."""
    if not path.exists():
        return _new()
    try:
        page = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {"cells": []}
    whole = isinstance(page, dict) and isinstance(page.get("cells"), list)
    return page if whole and all(isinstance(cell, dict) for cell in page["cells"]) else {"cells": []}


def _new() -> dict[str, Any]:
    code = {"cell_type": "code", "id": "map", "metadata": {}, "source": _MAP, "execution_count": None, "outputs": []}
    cells = [_text("welcome", _WELCOME), code, _text("how", _HOW)]
    return {"cells": cells, "metadata": _metadata(), "nbformat": 4, "nbformat_minor": 5}


def _metadata() -> dict[str, Any]:
    """As a kernel would write it, so that JupyterLab has nothing to save when it opens the page."""
    language = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {"kernelspec": kernel, "language_info": language}


def _text(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}
