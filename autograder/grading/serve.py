"""Serve: the inside of a submission's process. Requests come in, replies go out: plain values with their length in front.

run      ->  a cell's status and outputs
collect  ->  a tick before a call, if the last is a while ago, then the answers
"""

from __future__ import annotations

import os
import random
import signal
import struct
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks import answer, plain
from autograder.checks.collect import TimeUp, collect
from autograder.checks.key import Case

if TYPE_CHECKING:
    from autograder.grading.notebook import Notebook

PAUSE = 1.0  # seconds between ticks, well below what the other side waits beyond a call's own time


def serve(notebook: Notebook, source: int, target: int, limit: int) -> None:
    """Answer requests from one descriptor on another until there are no more, which is an EOFError."""
    random.seed(0)
    np.random.seed(0)
    for name in ("SIGPROF", "SIGALRM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _Timer.rang)
    _send(target, {"id": "", "status": "ready"})
    while True:
        request = plain.unpack(_receive(source))
        tick = partial(_send, target, {"id": request["id"], "status": "tick"})
        _send(target, {"id": request["id"], **_reply(notebook, request, tick)}, limit)


def _reply(notebook: Notebook, request: dict[str, Any], tick: Callable[[], None]) -> dict[str, Any]:
    try:
        return _run(notebook, request) if request["do"] == "run" else _collect(notebook, request, tick)
    except BaseException as error:  # a submission can make anything fail here; that is an answer, too
        return {"status": "error", "message": f"a {type(error).__name__} got in the way of asking"}


def _run(notebook: Notebook, request: dict[str, Any]) -> dict[str, Any]:
    with _Timer(request["seconds"]):
        status, outputs = notebook.run(request["source"])
    return {"status": status, "outputs": outputs}


def _collect(notebook: Notebook, request: dict[str, Any], tick: Callable[[], None]) -> dict[str, Any]:
    name, space = request["name"], notebook.shell.user_ns
    if name not in space:
        return {"status": "error", "message": f"{name} is not defined"}
    cases = [Case(**case) for case in request["cases"]]

    ticked = time.monotonic()

    def guard() -> _Timer:
        nonlocal ticked
        if time.monotonic() > ticked + PAUSE:
            tick()
            ticked = time.monotonic()
        return _Timer(request["seconds"])

    with notebook.silence():
        answers = collect(space[name], cases, request["driver"], guard)
    return {"status": "ok", "answers": answer.to_plain(answers)}


class _Timer:
    """Raises TimeUp inside the block after `seconds` of CPU time, or half as much again of the clock's; again until it ends."""

    armed = False

    def __init__(self, seconds: float):
        self.seconds = seconds

    def __enter__(self) -> None:
        _Timer.armed = True
        if hasattr(signal, "setitimer"):  # elsewhere, the other side stops waiting
            signal.setitimer(signal.ITIMER_PROF, self.seconds, 0.5)
            signal.setitimer(signal.ITIMER_REAL, 1.5 * self.seconds, 0.5)

    def __exit__(self, *_: object) -> None:
        _Timer.armed = False
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)

    @staticmethod
    def rang(signum: int, frame: FrameType | None) -> None:
        if _Timer.armed:
            raise TimeUp("stopped, because it ran too long")


def _receive(channel: int) -> bytes:
    (size,) = struct.unpack("!I", _exactly(channel, 4))
    return _exactly(channel, size)


def _exactly(channel: int, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = os.read(channel, min(size - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _send(channel: int, reply: dict[str, Any], limit: int = 1 << 16) -> None:
    data = plain.pack(reply)
    if len(data) > limit:
        data = plain.pack({"id": reply["id"], "status": "error", "message": "more data than an answer can hold"})
    rest = memoryview(struct.pack("!I", len(data)) + data)
    while rest:
        rest = rest[os.write(channel, rest) :]
