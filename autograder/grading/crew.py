"""A crew: several workers, which start side by side and grade what comes, each one submission at a time."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from autograder.grading.wall import NoWall, Wall
from autograder.grading.worker import Limits, Worker

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """`size` workers behind `wall`; a context manager. Leaving it ends them in the middle of whatever they do."""

    def __init__(self, wall: Wall, size: int, limits: Limits | None = None):
        self.workers = [_Worker(wall, limits or Limits()) for _ in range(size)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self.workers:
            self._idle.put(worker)
        self._pool = ThreadPoolExecutor(max_workers=max(size, 1))

    def __enter__(self) -> Crew:
        return self

    def start(self) -> None:
        """Start in the background, as whoever has other things to prepare may ask. What fails is said when work is asked for."""
        for _ in self.workers:
            self._pool.submit(self._lent, lambda worker, _: None, None)

    def map(self, work: Callable[[Worker, T], R], items: Iterable[T]) -> Iterator[R]:
        """What `work` makes of each item with a worker of its own, in the order of the items. Raises NoWall if none starts."""
        return self._pool.map(lambda item: self._lent(work, item), items)

    def _lent(self, work: Callable[[Worker, T], R], item: T) -> R:
        worker = self._idle.get()
        try:
            return work(worker.__enter__(), item)
        finally:
            self._idle.put(worker)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for worker in self.workers:
            worker.stop()
        self._pool.shutdown()
        for worker in self.workers:
            worker.__exit__(None, None, None)


class _Worker(Worker):
    """A worker that can be stopped in the middle of a submission, and then does not start again."""

    stopped = False

    def __enter__(self) -> Worker:
        if not self.stopped:
            super().__enter__()
        if self.stopped:  # perhaps while it was starting
            raise NoWall("grading was stopped: run it again with --resume")
        return self

    def stop(self) -> None:
        """End the warm process and the submission in its hands; whoever waits for these sees it."""
        self.stopped = True
        if self._warm is not None:
            self._warm.stop()
