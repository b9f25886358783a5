"""Text: a notebook's source (`py:percent`), and the notebook that is written from it, always the same to the byte.

In the text a cell says only what is particular to it, `# %% nbgrader={"grade_id": "relu", "solution": true}`; the rest of
nbgrader's metadata is filled in here.
"""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

_USUAL = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}


def read(path: Path) -> NotebookNode:
    """The notebook that the text at `path` stands for. Raises ValueError where the text has no well-formed metadata."""
    text = jupytext.read(path, fmt="py:percent")
    header = {name: text.metadata[name] for name in ("kernelspec",) if name in text.metadata}
    if not header:
        raise ValueError(f"{path} has no kernelspec in its header; copy the header of another solution")
    cells = [_cell(cell, number) for number, cell in enumerate(text.cells)]
    notebook = NotebookNode(nbformat=4, nbformat_minor=5, metadata=header, cells=cells)
    nbformat.validate(notebook)
    return notebook


def _cell(cell: NotebookNode, number: int) -> NotebookNode:
    particular = cell.metadata.get("nbgrader")
    fresh = NotebookNode(cell_type=cell.cell_type, metadata=NotebookNode(), source=cell.source)
    fresh.id = f"cell-{number:02d}"
    if particular is not None:
        fresh.metadata.nbgrader = NotebookNode(_USUAL | particular)
        fresh.id = particular["grade_id"]
    if cell.cell_type == "code":
        fresh |= {"execution_count": None, "outputs": []}
    return fresh


def to_bytes(notebook: NotebookNode) -> bytes:
    """The bytes of a notebook's file: sorted keys, one line feed at the end."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()
