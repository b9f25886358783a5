"""A notebook's shell without a kernel around it: run one cell, get its outputs as nbformat has them.

IPython itself, so that tracebacks, rich display, magics and inline figures are what a student saw; no sockets and no threads.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from traitlets.config import Config

from autograder.checks.collect import TimeUp

RICH = 8  # times the limit for text: figures are larger than words


class Outputs:
    """The outputs of one cell, bounded; without the path `hidden`, which means nothing to a student."""

    def __init__(self, limit: int, hidden: str):
        self.limit, self.hidden = limit, hidden
        self.begin()

    def begin(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.displays: dict[str, dict[str, Any]] = {}
        self.text, self.rich, self.clear = self.limit, self.limit * RICH, False

    def stream(self, name: str, text: str) -> None:
        if not text or self.text < 0:
            return
        text = text.replace(self.hidden, "")
        if len(text) > self.text:
            text = text[: self.text] + "\n[the rest of this cell's text is left out]\n"
            self.text = 0
        self.text -= len(text)
        last = self.nodes[-1] if self.nodes and not self.clear else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["parts"].append(text)
        else:
            self.add({"output_type": "stream", "name": name, "parts": [text]})

    def bundle(self, kind: str, data: dict[str, Any], metadata: dict[str, Any], **more: Any) -> dict[str, Any]:
        data = {mime: _json(value) for mime, value in data.items()}
        self.rich -= sum(len(value) if isinstance(value, str) else len(repr(value)) for value in data.values())
        if self.rich < 0:
            data, metadata = {"text/plain": "[left out: this cell shows more than a feedback page can hold]"}, {}
        return self.add({"output_type": kind, "data": data, "metadata": _json(metadata), **more})

    def add(self, node: dict[str, Any]) -> dict[str, Any]:
        if self.clear:
            self.nodes, self.clear = [], False
        if len(self.nodes) < 1000:
            self.nodes.append(node)
        return node

    def finished(self) -> list[dict[str, Any]]:
        for node in self.nodes:
            if "parts" in node:
                node["text"] = "".join(node.pop("parts"))
        return self.nodes


def _json(value: Any) -> Any:
    """What display data may hold; images come as bytes."""
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {str(name): _json(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    return value if value is None or type(value) in (bool, int, float, str) else str(value)


class Stream(io.TextIOBase):
    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str, descriptor: int, outputs: Outputs):
        self.name, self.descriptor, self.outputs = name, descriptor, outputs

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.outputs.stream(self.name, text)
        return len(text)


class Publisher(DisplayPublisher):
    """display(), display_id, update_display and clear_output."""

    outputs: Outputs

    def publish(
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        self._validate_data(data, metadata)
        name = (transient or {}).get("display_id")
        if update:
            if name in self.outputs.displays:
                self.outputs.displays[name].update(data=_json(data), metadata=_json(metadata or {}))
            return
        node = self.outputs.bundle("display_data", data, metadata or {})
        if name:
            self.outputs.displays[name] = node

    def clear_output(self, wait: bool = False) -> None:
        if not wait:
            self.outputs.nodes.clear()
        self.outputs.clear = wait


class Hook(DisplayHook):
    """A cell's last expression becomes an execute_result."""

    outputs: Outputs

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.outputs.bundle("execute_result", format_dict, md_dict or {}, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    displayhook_class = Hook
    display_pub_class = Publisher
    outputs: Outputs

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def ask_exit(self) -> None:
        pass

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        try:
            said = str(evalue)[:2000]
        except Exception:
            said = ""
        trace = [line.replace(self.outputs.hidden, "")[:20_000] for line in stb[:200]]
        self.outputs.add({"output_type": "error", "ename": etype.__name__, "evalue": said, "traceback": trace})


class Notebook:
    """One shell. Built and warmed once in the process that is forked; `begin` and `run` belong to the fork."""

    def __init__(self, hidden: str):
        config = Config()
        config.HistoryManager.hist_file = ":memory:"
        config.HistoryManager.enabled = False
        self.shell = Shell.instance(config=config)
        self.shell.db = {}  # what %cd and %store remember: for this run, in memory
        self.hidden = hidden
        self.shell.run_line_magic("matplotlib", "inline")
        self.shell.display_formatter.formatters["image/png"].for_type(Figure, _png)

    def begin(self, limit: int, below: bool = True) -> None:
        """Catch everything that is printed or shown from here on; with `below`, also what bypasses Python."""
        self.outputs = Outputs(limit, self.hidden)
        for part in (self.shell, self.shell.displayhook, self.shell.display_pub):
            part.outputs = self.outputs
        self.below = below
        for descriptor in (1, 2) if below else ():
            _catch(descriptor)
        self.streams = Stream("stdout", 1, self.outputs), Stream("stderr", 2, self.outputs)
        builtins.input = _no_input

    def run(self, source: str) -> tuple[str, list[dict[str, Any]]]:
        """Run one cell: "ok", "error" or "late", and its outputs."""
        self.outputs.begin()
        sys.stdout, sys.stderr = self.streams
        try:
            error = self.shell.run_cell(source, store_history=True)
            error = error.error_before_exec or error.error_in_exec
        except BaseException as escaped:  # time was up while IPython, not the cell, was at work
            error = escaped
            self.shell._showtraceback(type(error), error, [])
        self._drain()
        status = "ok" if error is None else "late" if isinstance(error, TimeUp) else "error"
        return status, self.outputs.finished()

    @contextlib.contextmanager
    def silence(self) -> Iterator[None]:
        """What a function prints while it is being checked is nobody's output."""
        self.outputs.begin()
        sys.stdout, sys.stderr = self.streams
        yield
        self._drain()
        self.outputs.begin()

    def _drain(self) -> None:
        for stream in self.streams if self.below else ():
            size = os.fstat(stream.descriptor).st_size
            if size:
                text = os.pread(stream.descriptor, min(size, self.outputs.limit + 1), 0).decode(errors="replace")
                os.ftruncate(stream.descriptor, 0)
                stream.write(text)


def _catch(descriptor: int) -> None:
    """What is written to a descriptor goes to a file in memory."""
    import fcntl  # not everywhere

    file = os.memfd_create("output")
    fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND)
    os.dup2(file, descriptor)
    os.close(file)


def _png(figure: Figure) -> bytes:
    """A figure as a notebook shows it, cropped to what is drawn. Drawn twice only where something touches the sheet's edge."""
    canvas = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    drawn = (pixels.view(np.uint32)[..., 0] != pixels.view(np.uint32)[0, 0, 0]).copy()
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    (height, width), pad = drawn.shape, round(0.1 * figure.dpi)
    if not rows.size or rows[0] == 0 or columns[0] == 0 or rows[-1] == height - 1 or columns[-1] == width - 1:
        return print_figure(figure, "png", bbox_inches="tight")
    top, left = max(rows[0] - pad, 0), max(columns[0] - pad, 0)
    with io.BytesIO() as file:
        Image.fromarray(pixels[top : rows[-1] + pad, left : columns[-1] + pad]).save(file, "png", compress_level=3)
        return file.getvalue()


def _no_input(prompt: object = "") -> str:
    raise EOFError("nobody is there to answer input() while a notebook is graded")
