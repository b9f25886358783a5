"""A runner: judges notebooks of one folder, each run in a fresh process, the next of which is already waiting."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.checks import shelf
from autograder.checks.verdict import Verdict, blank
from autograder.study.notebook import Step
from autograder.study.working import StudyError

_START_SECONDS, _CELL_SECONDS = 120.0, 30.0  # by the clock


class Runner:
    """A context manager. `folder` is where the notebook lies: the helper modules beside it can be imported.

    With `again`, a further process is started as soon as one is done, so that the next check need not wait for it.
    """

    def __init__(self, folder: Path, again: bool = False):
        self.folder, self.again = folder, again
        self._next: _Process | None = _Process(folder)

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._next is not None:
            self._next.end()

    def judge(self, steps: Sequence[Step], wanted: set[str]) -> Iterator[Verdict]:
        """The verdicts of the wanted exercises, as they come. A step that never ends, or ends the process, costs itself alone."""
        steps, done = [step for step in steps if step.code is not None or step.name in wanted], set()
        while wanted - done:
            at = None  # the step that is under way
            process = self._process()
            try:
                for answer in process.work(steps):
                    if "step" in answer:
                        at = answer["step"]
                        continue
                    verdict = Verdict.from_json(answer["verdict"])
                    done.add(verdict.exercise)
                    yield verdict
                return
            except _Lost as loss:
                if at is None:
                    raise StudyError(f"{loss}: try `python -m autograder.study.judging` to see why") from None
                if at in wanted - done:
                    key = shelf.public()[at]
                    yield blank(at, key.topic, key.points, "error", str(loss))
                done.add(at)
                steps = [s for s in steps if s.name != at and (s.code is not None or s.name not in done)]
            finally:
                process.end()
                if self.again and self._next is None:
                    self._next = _Process(self.folder)

    def _process(self) -> _Process:
        process, self._next = self._next or _Process(self.folder), None
        return process


class _Lost(Exception):
    """The process ended, or did not end; the message completes the verdict of the step that it was at."""


class _Process:
    def __init__(self, folder: Path):
        environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.study.judging"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def work(self, steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
        """Its answers, in order. Raises _Lost."""
        try:
            self._process.stdin.write(json.dumps([[step.name, step.code] for step in steps]) + "\n")
            self._process.stdin.close()
        except OSError:
            raise _Lost("the process that judges could not be started") from None
        at = None
        for _ in range(sum(1 if step.code is not None else 2 for step in steps)):
            line = self._heard(at)
            if not line:
                raise _Lost("this ended the process: does it call `exit`?")
            answer = json.loads(line)
            at = answer.get("step", "")
            yield answer

    def _heard(self, at: str | None) -> str:
        """Its next line while it is at that step, or starts (None). Raises _Lost."""
        waited = 0.0
        for seconds in _patience(at):
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=seconds - waited)
            waited = seconds
        raise _Lost(f"stopped after {waited:.0f} seconds: look for a loop that never ends")

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # work that it never read
                pipe.close()

    def _listen(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")


def _patience(at: str | None) -> Iterator[float]:
    """Seconds to wait for what comes after a step. Only then is its key read, which takes a while: it may allow more."""
    yield _START_SECONDS if at is None else _CELL_SECONDS
    if at in shelf.public():
        yield max(_CELL_SECONDS, 2 * shelf.public()[at].seconds)
