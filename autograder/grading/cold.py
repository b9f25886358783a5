"""Cold: without a wall, a new process for each run. Only for submissions that are trusted, where no wall holds.

It needs no Linux. Verdicts are made outside all the same, and time, output and answers are bounded; files, network, memory and
other processes are not.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from autograder.grading import folder
from autograder.grading.process import Child, WarmDied

if TYPE_CHECKING:
    from autograder.grading.worker import Limits


class Cold:
    """In place of `process.Warm`: the same face, nothing kept warm behind it."""

    def __init__(self, limits: Limits):
        self.limits, self.stopped = limits, False
        self.process: subprocess.Popen[bytes] | None = None

    @contextlib.contextmanager
    def child(self, files: Path | None, deadline: float) -> Iterator[Child]:
        """A new process in a new folder; neither is left afterwards."""
        work = Path(tempfile.mkdtemp(prefix="mlp-course-"))
        if files is not None:
            folder.copy(files, work, self.limits.file_mb << 20)
        command = [sys.executable, "-P", "-m", "autograder.grading.alone"]
        numbers = [str(self.limits.output_bytes), str(self.limits.frame_bytes)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([*command, *numbers], cwd=work, env=_environment(), **pipes)
        try:
            yield _Child(_Pipes(self.process), self.limits, work, deadline)
            if self.stopped:
                raise WarmDied
        finally:
            self.process.kill()
            self.process.communicate()
            shutil.rmtree(work, ignore_errors=True)

    def stop(self) -> None:
        self.stopped = True
        if self.process is not None:
            self.process.kill()

    def close(self) -> str:
        self.stop()
        return ""


class _Child(Child):
    def _roomy(self) -> bool:
        return True


class _Pipes:
    """Two pipes that are read and written as a socket is."""

    def __init__(self, process: subprocess.Popen[bytes]):
        assert process.stdin and process.stdout
        self.input, self.seconds = process.stdin, 0.0
        self.pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.rest = b""
        threading.Thread(target=self._read, args=(process.stdout,), daemon=True).start()

    def _read(self, output: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            while piece := os.read(output.fileno(), 1 << 16):
                self.pieces.put(piece)
        self.pieces.put(b"")

    def settimeout(self, seconds: float) -> None:
        self.seconds = seconds

    def sendall(self, data: bytes) -> None:
        self.input.write(data)
        self.input.flush()

    def recv(self, size: int) -> bytes:
        if not self.rest:
            try:
                self.rest = self.pieces.get(timeout=self.seconds)
            except queue.Empty:
                raise TimeoutError from None
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece


def _environment() -> dict[str, str]:
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    backend = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    return {**os.environ, **one_thread, **backend, "PYTHONHASHSEED": "0"}
