"""A worker: one warm process behind a wall, and one confined child of it for each submission.

The child is never believed. Whatever it sends is checked here before anything is made of it; whatever it does, `run` returns.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.checks.answer import Answer
from autograder.checks.key import SECONDS, Case
from autograder.checks.plain import Plain
from autograder.grading import reply
from autograder.grading.cold import Cold
from autograder.grading.process import TOO_LONG, Child, Lost, Warm, WarmDied
from autograder.grading.reply import Tampered
from autograder.grading.wall import Wall

TRIES = 3  # warm processes that a run may lose
CHILDREN = 6  # fresh children a run may use up, each lost to one step
GRACE = 4.0  # seconds between the child's own timer and ours


@dataclass(frozen=True)
class Limits:
    """What one run may use."""

    cell_seconds: float = 30.0  # CPU time of one cell
    call_seconds: float = 60.0  # CPU time of one call of a student's function, at most; most exercises allow less
    total_seconds: float = 360.0  # by the clock; room for the longest call beside an ordinary notebook
    memory_mb: int = 1024
    output_bytes: int = 1_000_000  # text of one cell
    file_mb: int = 64  # one file, and a quarter of what all files of a run may hold

    @property
    def frame_bytes(self) -> int:
        """The largest reply."""
        return 12 * self.output_bytes + (8 << 20)


@dataclass(frozen=True)
class Step:
    """Run `source` as a code cell, or collect answers: (driver, name in the user's namespace, cases).

    `seconds` is what the exercise allows each call.
    """

    source: str | None = None
    collect: tuple[str, str, tuple[Case, ...]] | None = None
    seconds: float = SECONDS


@dataclass(frozen=True)
class Ran:
    """What became of a step.

    `status` is "ok", "error" (an exception, or nothing of that name to collect from), "late" (stopped at its limit), "died"
    (the process ended, or broke the protocol) or "skipped" (nothing to do). Answers come with "ok", and with "late" as far as
    there are any: the last of them is then the one that was stopped.
    """

    outputs: tuple[dict[str, Any], ...] = ()
    status: str = "ok"
    answers: tuple[Answer, ...] = ()
    message: str = ""


class Worker:
    """Runs steps, one submission at a time; a context manager. Raises NoWall if its warm process cannot be started."""

    def __init__(self, wall: Wall, limits: Limits = Limits()):
        self.wall, self.limits = wall, limits
        self._lock = threading.Lock()
        self._warm: Warm | Cold | None = None

    def __enter__(self) -> Worker:
        self._warm = self._warm or (Cold(self.limits) if self.wall.trusting else Warm(self.wall, self.limits))
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._warm is not None:
            self._warm.close()
            self._warm = None

    def run(self, steps: Sequence[Step], files: Path | None = None) -> tuple[Ran, ...]:
        """Run the steps of one submission in order; `files` is its folder, whose small plain files it finds beside itself.

        A warm process that dies under it costs another try. Raises WarmDied if that happens every time.
        """
        with self._lock:
            for _ in range(TRIES):
                self.__enter__()
                try:
                    return _Run(steps, files, self.limits).whole(self._warm)
                except WarmDied:
                    self.__exit__(None, None, None)
            raise WarmDied(f"its grading process was ended from outside, {TRIES} times in a row")


class _Run:
    """One submission's steps and what became of them, over as many children as it takes."""

    def __init__(self, steps: Sequence[Step], files: Path | None, limits: Limits):
        self.steps, self.files, self.limits = steps, files, limits
        self.ran: list[Ran | None] = [None] * len(steps)
        self.left_out: set[int] = set()
        self.deadline = time.monotonic() + limits.total_seconds

    def whole(self, warm: Warm | Cold) -> tuple[Ran, ...]:
        for _ in range(CHILDREN):
            with warm.child(self.files, self.deadline) as child:
                lost = self.once(child)
            if lost is None:
                return self.results("")
            self.left_out.add(lost)
            if time.monotonic() > self.deadline:
                return self.results("the whole notebook ran out of time")
        return self.results("too many steps of this notebook ended the process")

    def once(self, child: Child) -> int | None:
        """Run what is still to run in one child; the number of the step that lost it, if one did."""
        for number, step in enumerate(self.steps):
            done = self.ran[number]
            if number in self.left_out or (done is not None and step.source is None):
                continue
            try:
                ran = self.step(child, step)
            except Tampered:
                self.ran[number] = done or Ran(status="died", message="the notebook tampered with its grading")
                return number
            except Lost as loss:
                self.ran[number] = done or Ran(status=loss.status, message=str(loss))
                return number
            self.ran[number] = done or ran
        return None

    def step(self, child: Child, step: Step) -> Ran:
        limits = self.limits
        if step.collect is not None:
            driver, name, cases = step.collect
            tree = [{"name": c.name, "args": c.args, "group": c.group, "layout": c.layout} for c in cases]
            seconds = min(step.seconds, limits.call_seconds)
            request = {"do": "collect", "driver": driver, "name": name, "cases": tree, "seconds": seconds}
            return _collected(child.ask(request, 1.5 * seconds + GRACE, ticks=len(cases)), len(cases))
        if not step.source or not step.source.strip():
            return Ran(status="skipped")
        request = {"do": "run", "source": step.source, "seconds": limits.cell_seconds}
        tree = child.ask(request, 1.5 * limits.cell_seconds + GRACE)
        return Ran(
            reply.outputs(tree), tree["status"], message=TOO_LONG if tree["status"] == "late" else reply.message(tree)
        )

    def results(self, message: str) -> tuple[Ran, ...]:
        return tuple(ran or Ran(status="died", message=message) for ran in self.ran)


def _collected(tree: dict[str, Plain], cases: int) -> Ran:
    if tree["status"] != "ok":
        return Ran(status="error", message=reply.message(tree))
    answers = reply.answers(tree, cases)
    if answers and answers[-1].late:
        return Ran(status="late", answers=answers, message=TOO_LONG)
    return Ran(answers=answers)
