"""Submission: a student's notebook as a file, read without believing anything of it but its cells' sources and names."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.grading.bomb import without_outputs
from autograder.grading.conflict import conflict, marked, versions
from autograder.grading.folder import READ_PLAIN

MAX_BYTES = 20_000_000  # without outputs
MAX_FILE = 256_000_000
MAX_CELLS = 2_000


class Unreadable(ValueError):
    """A submission that cannot be graded; one clear line."""


def read(path: Path) -> NotebookNode:
    """The notebook at `path`, in nbformat 4, its cells checked for nothing but their shape. Raises Unreadable."""
    return mend(path)[0]


def mend(path: Path) -> tuple[NotebookNode, tuple[str, ...]]:
    """The same, and what had to be mended to read it."""
    text, said = _text(path)
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        if marked(text):
            return _merged(text, path.name), (
                "The file held merge-conflict markers; where both versions agree, that counts.",
            )
        raise Unreadable(f"{path.name} is not a notebook: it is not JSON") from None
    return _sound_notebook(node, path.name), said


def _sound_notebook(node: Any, name: str) -> NotebookNode:
    try:
        return _notebook(node, name)
    except RecursionError:
        raise Unreadable(f"{name} is not a notebook: it is nested too deeply") from None


def _merged(text: str, name: str) -> NotebookNode:
    """The first of two versions, with a conflict in each named cell that differs between them."""
    refusal = Unreadable(f"{name} holds merge-conflict markers: choose one version and save it again")
    try:
        first, second = (_sound_notebook(json.loads(version), name) for version in versions(text) or ())
    except (ValueError, RecursionError):
        raise refusal from None
    others = {grade_id(cell): cell for cell in second.cells}
    for cell in first.cells:
        if other := others.pop(grade_id(cell), None) if grade_id(cell) else None:
            cell.source = conflict(cell.source, other.source)
    first.cells += [cell for label, cell in others.items() if label]
    return first


def grade_id(cell: NotebookNode) -> str:
    """The name that nbgrader knows a cell by, or nothing."""
    meta = cell.metadata.get("nbgrader")
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return name if isinstance(name, str) and re.fullmatch(r"[\w-]{1,100}", name) else ""


def _text(path: Path) -> tuple[str, tuple[str, ...]]:
    data, said = content(path), ()
    if len(data) > MAX_BYTES:
        size, data = len(data), without_outputs(data)
        said = (f"The outputs in the file, {(size - len(data)) / 1e6:.0f} MB, were left out.",)
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"{path.name} has {len(data) / 1e6:.0f} MB without outputs, more than {MAX_BYTES // 1_000_000} MB: remove large "
            "pictures and save it again"
        )
    try:
        return data.decode("utf-8-sig"), said
    except UnicodeDecodeError:
        raise Unreadable(f"{path.name} is not text in UTF-8: save it again from JupyterLab") from None


def content(path: Path) -> bytes:
    """The bytes of the file, if it is one. Raises Unreadable."""
    try:
        kind = path.lstat()
        if stat.S_ISLNK(kind.st_mode):
            raise Unreadable(f"{path.name} is a symbolic link: hand in the notebook itself")
        if not stat.S_ISREG(kind.st_mode):
            raise Unreadable(f"{path.name} is not a file: hand in the notebook itself")
        # The file may have been exchanged since; a link is then refused here, and a pipe does not block.
        with open(os.open(path, READ_PLAIN), "rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be opened: {error.strerror}") from None
    if len(data) > MAX_FILE:
        size = f"{kind.st_size / 1e6:.0f} MB, more than {MAX_FILE // 1_000_000} MB"
        raise Unreadable(f"{path.name} has {size}: clear its outputs and save it again")
    return data


def _notebook(node: Any, name: str) -> NotebookNode:
    if not isinstance(node, dict) or type(node.get("nbformat")) is not int:
        raise Unreadable(f"{name} is JSON, but not a notebook")
    if node["nbformat"] > 4:
        raise Unreadable(f"{name} was made with a newer notebook format ({node['nbformat']}): save it from JupyterLab")
    if node["nbformat"] < 4:
        node = _upgraded(node, name)
    if not isinstance(node.get("cells"), list):
        raise Unreadable(f"{name} is JSON, but not a notebook: it has no cells")
    if len(node["cells"]) > MAX_CELLS:
        raise Unreadable(f"{name} has {len(node['cells'])} cells, more than {MAX_CELLS}")
    metadata = node.get("metadata")
    cells = [cell for cell in map(_cell, node["cells"]) if cell]
    metadata = _node(metadata if isinstance(metadata, dict) else {})
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=cells)


def _upgraded(node: dict[str, Any], name: str) -> NotebookNode:
    try:
        return nbformat.convert(_node(node), 4)
    except Exception as error:
        raise Unreadable(f"{name} is in an old notebook format and broken ({type(error).__name__})") from None


def _cell(node: Any) -> NotebookNode | None:
    """A cell with what is used of it; None for what is no cell."""
    if not isinstance(node, dict) or node.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = node.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    metadata = node.get("metadata")
    cell = NotebookNode(
        id=node["id"] if isinstance(node.get("id"), str) else "",
        cell_type=node["cell_type"],
        source=_sound(source) if isinstance(source, str) else "",
        metadata=_node(metadata if isinstance(metadata, dict) else {}),
    )
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    elif isinstance(node.get("attachments"), dict):
        cell.attachments = _node(node["attachments"])
    return cell


def _node(tree: dict[str, Any]) -> NotebookNode:
    return nbformat.from_dict(tree)


def _sound(text: str) -> str:
    """Without the half characters that JSON can spell and no file can hold."""
    return text.encode("utf-8", "replace").decode()
