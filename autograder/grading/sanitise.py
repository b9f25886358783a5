"""Sanitise: an executed notebook that an instructor can look at in their own session. Nothing in it runs or asks for anything.

nbconvert, and so formgrader and the feedback pages, show HTML outputs and HTML in markdown as they are. So every student's text is
reduced to an allow-list here. No output is exempt: the cards of the test cells are put in afterwards, by `grade.execute`, in
place of whatever was there.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.utils import compute_checksum

from autograder.grading import markup

MAX_TEXT = 100_000  # characters of one text
MAX_IMAGE = 3_000_000  # characters of one image in base64
MAX_TOTAL = 4_000_000  # characters of a notebook, where one of markup counts as ten, because it takes time to clean
MAX_OUTPUTS = 200  # of one cell
_LEFT_OUT = "… the rest is left out"
_IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}


def sanitise(notebook: NotebookNode) -> NotebookNode:
    """A new notebook with the same cells, made harmless and of bounded size; what the release says itself stays as it is."""
    kept = {name: notebook.metadata[name] for name in ("kernelspec", "language_info") if name in notebook.metadata}
    room = _Room()
    cells = [_cell(cell, room) for cell in notebook.cells]
    return NotebookNode({**notebook, "metadata": NotebookNode(kept), "cells": cells})


class _Room:
    """What may still be kept of a notebook."""

    def __init__(self) -> None:
        self.left = MAX_TOTAL

    def holds(self, size: int) -> bool:
        self.left -= size
        return self.left >= 0


def _cell(cell: NotebookNode, room: _Room) -> NotebookNode:
    if cell.cell_type == "code":
        source = (
            cell.source if _released(cell) else _text(cell.source) if room.holds(len(cell.source)) else f"# {_LEFT_OUT}"
        )
        return NotebookNode({**cell, "source": source, "outputs": _outputs(cell.get("outputs", []), room)})
    if _released(cell):
        return cell
    attachments = _attachments(cell.get("attachments", {}), room)
    source = markup.markdown(_text(cell.source), attachments) if room.holds(10 * len(cell.source)) else _LEFT_OUT
    new = new_markdown_cell(source, metadata=cell.metadata, id=cell.id)
    if attachments:
        new.attachments = attachments
    return new


def _released(cell: NotebookNode) -> bool:
    """Is this the release's own text? Its checksum says so; transplanting took it from the release."""
    meta = cell.metadata.get("nbgrader", {})
    return "grade_id" in meta and "checksum" in meta and meta["checksum"] == compute_checksum(cell)


def _attachments(attachments: Any, room: _Room) -> dict[str, dict[str, str]]:
    """The pictures among the attachments, whose names need no quoting."""
    images = {
        name: {mime: image for mime in bundle if mime in _IMAGES and (image := _image(mime, bundle[mime]))}
        for name, bundle in (attachments.items() if isinstance(attachments, dict) else ())
        if re.fullmatch(r"[\w.-]{1,100}", name, re.ASCII) and isinstance(bundle, dict) and room.holds(len(str(bundle)))
    }
    return {name: bundle for name, bundle in images.items() if bundle}


def _outputs(outputs: list[Any], room: _Room) -> list[NotebookNode]:
    dicts = [output for output in outputs[:MAX_OUTPUTS] if isinstance(output, dict)]
    kept = [new for output in dicts if room.holds(_size(output)) and (new := _output(output))]
    if len(outputs) > MAX_OUTPUTS or room.left < 0:
        kept.append(new_output("stream", text=_LEFT_OUT))
    return kept


def _size(output: dict[str, Any]) -> int:
    data = output.get("data")
    markups = [data.get(mime) for mime in ("text/html", "text/markdown")] if isinstance(data, dict) else []
    return len(str(output)) + 10 * sum(len(markup.aside(str(text))[0]) for text in markups if text)


def _output(output: dict[str, Any]) -> NotebookNode | None:
    match output.get("output_type"):
        case "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            return new_output("stream", name=name, text=_text(output.get("text")))
        case "error":
            trace = output.get("traceback")
            lines = [_text(line) for line in trace[:100]] if isinstance(trace, list) else []
            return new_output(
                "error", ename=_text(output.get("ename")), evalue=_text(output.get("evalue")), traceback=lines
            )
        case "display_data":
            return new_output("display_data", _data(output.get("data")))
        case "execute_result":
            count = output.get("execution_count")
            return new_output(
                "execute_result", _data(output.get("data")), execution_count=count if type(count) is int else None
            )
    return None


def _data(bundle: Any) -> dict[str, str]:
    """The forms of one output that are only text or pictures."""
    bundle = bundle if isinstance(bundle, dict) else {}
    data = {mime: clean(bundle[mime]) for mime, clean in _FORMS.items() if mime in bundle}
    if svg := _svg(bundle.get("image/svg+xml")):
        data["text/html"] = svg
    data = {mime: value for mime, value in data.items() if value}
    return data or {"text/plain": "(an output that cannot be shown here)"}


def _text(value: Any) -> str:
    """Text that a file can hold, of bounded length."""
    text = _whole(value)
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}\n{_LEFT_OUT}\n"


def _whole(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _image(mime: str, value: Any) -> str:
    """The image again, if it begins like one; else nothing."""
    text = _whole(value)
    if len(text) > MAX_IMAGE:
        return ""
    try:
        data = base64.b64decode(re.sub(r"\s", "", text), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(data).decode() if data.startswith(_IMAGES[mime]) else ""


def _svg(value: Any) -> str:
    """A vector image as an <img>, where browsers neither run its scripts nor fetch what it refers to."""
    text = _whole(value)
    if not text or len(text) > MAX_IMAGE:
        return ""
    code = base64.b64encode(text.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{code}" alt="figure">'


_FORMS: dict[str, Callable[[Any], str]] = {
    "text/plain": _text,
    "text/html": lambda value: markup.html(_whole(value)),
    "text/markdown": lambda value: markup.markdown(_text(value)),
    "text/latex": lambda value: markup.latex(_text(value)),
    "image/png": lambda value: _image("image/png", value),
    "image/jpeg": lambda value: _image("image/jpeg", value),
    "image/gif": lambda value: _image("image/gif", value),
}
