"""The warm process and its children, seen from outside: how they are started, asked, and ended."""

from __future__ import annotations

import contextlib
import json
import math
import secrets
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.checks import plain
from autograder.checks.plain import Plain
from autograder.grading import folder, reply, site
from autograder.grading.reply import Tampered
from autograder.grading.wall import NoWall, Wall, submission_environment

if TYPE_CHECKING:
    from autograder.grading.worker import Limits

TOO_LONG = "stopped, because it ran too long"
ENDED = "this ended the notebook's process"


class WarmDied(Exception):
    """The warm process is gone, whoever ended it."""


class Lost(Exception):
    """The child is of no use any more: it died or hangs."""

    def __init__(self, status: str, message: str):
        super().__init__(message)
        self.status = status


class Warm:
    """The warm process and its private folders."""

    def __init__(self, wall: Wall, limits: Limits):
        self.root = tempfile.TemporaryDirectory(prefix="mlp-course-", ignore_cleanup_errors=True)
        self.layout, self.limits = site.build(Path(self.root.name)), limits
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                wall.command(self.layout, "warm", str(theirs.fileno()), str(self._order())),
                env=wall.environment(self.layout),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for us
            )
        if self.hear(60) != "ready":
            said = self.close().strip().splitlines() or ["it said nothing"]
            raise NoWall(f"the grading process did not start: {said[-1]}")

    def _order(self) -> Path:
        limits, layout = self.limits, self.layout
        order = {
            **{name: str(getattr(layout, name)) for name in ("packages", "engine", "work")},
            **{name: getattr(layout, name) for name in ("readable", "listable")},
            **{name: getattr(limits, name) for name in ("output_bytes", "frame_bytes", "memory_mb", "file_mb")},
            "root": self.root.name,
            "cpu_seconds": math.ceil(limits.total_seconds) + 5,
            "environment": submission_environment(layout),
        }
        path = layout.engine / "order.json"
        path.write_text(json.dumps(order))
        return path

    @contextlib.contextmanager
    def child(self, files: Path | None, deadline: float) -> Iterator[Child]:
        """A fresh confined child in a fresh folder; nothing is left of either afterwards."""
        folder.empty(self.layout.work)
        if files is not None:
            folder.copy(files, self.layout.work, self.limits.file_mb << 20)
        ours, theirs = socket.socketpair()
        try:
            with ours:
                with theirs:
                    self.tell(b"fork", theirs.fileno())
                yield Child(ours, self.limits, self.layout.work, deadline)
        finally:
            self.tell(b"kill")
            if not self.hear(30).startswith("gone"):
                raise WarmDied
            folder.empty(self.layout.work)

    def tell(self, message: bytes, *descriptors: int) -> None:
        try:
            socket.send_fds(self.control, [message], descriptors)
        except OSError:
            raise WarmDied from None

    def hear(self, seconds: float) -> str:
        """The next message, or nothing if there is none."""
        self.control.settimeout(seconds)
        try:
            return self.control.recv(64).decode()
        except OSError:
            return ""

    def stop(self) -> None:
        """End it and the submission in its hands, from another thread; whoever waits for these sees it."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)

    def close(self) -> str:
        """End it, its child and its folders; what it said on its way."""
        self.control.close()
        try:
            said = self.process.communicate(timeout=10)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            said = self.process.communicate()[1]
        with contextlib.suppress(FileNotFoundError):
            folder.empty(self.layout.work)
        self.root.cleanup()
        return said.decode(errors="replace")


class Child:
    """Our end of one child's channel, which is a socket or like one."""

    def __init__(self, channel: socket.socket, limits: Limits, work: Path, deadline: float):
        self.channel, self.limits, self.work, self.deadline = channel, limits, work, deadline
        self.free = folder.free(self.work)
        try:
            self._reply("", time.monotonic() + 30)
        except Lost:
            raise NoWall(
                "a child of the grading process could not be confined: run `mlp-course doctor` to see why"
            ) from None

    def ask(self, request: dict[str, Plain], seconds: float, ticks: int = 0) -> dict[str, Plain]:
        """The reply to a request. Raises Lost if there is none in time, Tampered if it is not one.

        It is waited for so many seconds, and as long again after each tick, a sign of life between two calls. There may be
        `ticks` of these; they say nothing else, and the deadline of the whole run stays.
        """
        name = secrets.token_hex(8)
        until = min(time.monotonic() + seconds, self.deadline)
        data = plain.pack({"id": name, **request})
        self.channel.settimeout(max(0.01, until - time.monotonic()))
        try:
            self.channel.sendall(struct.pack("!I", len(data)) + data)
        except TimeoutError:
            raise Lost("late", TOO_LONG) from None
        except OSError:
            raise Lost("died", ENDED) from None
        while (answer := self._reply(name, until))["status"] == "tick":
            if not ticks:
                raise Tampered
            ticks, until = ticks - 1, min(time.monotonic() + seconds, self.deadline)
        return answer

    def _reply(self, name: str, until: float) -> dict[str, Plain]:
        (size,) = struct.unpack("!I", self._exactly(4, until))
        if size > self.limits.frame_bytes:
            raise Tampered
        return reply.read(self._exactly(size, until), name)

    def _exactly(self, size: int, until: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            left = until - time.monotonic()
            if left <= 0:
                raise Lost("late", TOO_LONG)
            if not self._roomy():
                raise Lost("died", "stopped, because it wrote more files than a notebook may")
            self.channel.settimeout(min(left, 0.5))
            try:
                piece = self.channel.recv(min(size - len(data), 1 << 20))
            except TimeoutError:
                continue
            except OSError:
                piece = b""
            if not piece:
                raise Lost("died", ENDED)
            data += piece
        return bytes(data)

    def _roomy(self) -> bool:
        return folder.within(self.work, self.limits.file_mb << 22, self.free)
