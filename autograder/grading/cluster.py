"""Cluster: the same grading on the workers of a Dask cluster, a warm process on each. Dask is the extra [cluster].

A submission travels as bytes and its topic's keys go along, so the workers need this package and no folder of the course.
"""

from __future__ import annotations

import contextlib
import pickle
import tempfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.grading import folder
from autograder.grading.batch import noted
from autograder.grading.course import CourseError
from autograder.grading.grade import Assignment, Record, failed, grade
from autograder.grading.submission import Unreadable, content
from autograder.grading.submissions import Submission
from autograder.grading.wall import NoWall, strongest
from autograder.grading.worker import Limits, Worker

try:
    from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker
except ImportError:
    raise CourseError(
        "--cluster needs Dask: `uv sync --extra cluster`, or `pip install .[cluster]`, in the clone"
    ) from None

SECONDS = 30  # until the scheduler answers and has a worker
AHEAD = 4  # submissions on their way for each thread of the cluster
_PLUGIN = "mlp-course"


@dataclass(frozen=True)
class Parcel:
    """A submission on its way: its notebook's bytes, compressed, and the small plain files beside it."""

    submission: Submission
    notebook: bytes
    files: tuple[tuple[str, bytes | None], ...]

    @classmethod
    def pack(cls, submission: Submission) -> Parcel:
        """Raises Unreadable."""
        files = folder.plain_files(submission.path.parent, Limits().file_mb << 20)
        return cls(submission, zlib.compress(content(submission.path), 1), tuple(files))

    def grade(self, assignment: Assignment, worker: Worker) -> Record:
        with tempfile.TemporaryDirectory(prefix="mlp-course-") as place:
            path = Path(place, self.submission.path.name)
            folder.write(path.parent, [(path.name, zlib.decompress(self.notebook)), *self.files])
            return noted(self.submission, grade(self.submission.student, path, assignment, worker))


class Warmth(WorkerPlugin):
    """Keeps one warm process on each worker of the cluster, for as long as the client is there."""

    name = _PLUGIN

    def __init__(self, trust: bool):
        self.trust = trust

    def setup(self, worker: Any) -> None:
        self.warm = Worker(strongest(self.trust)).__enter__()

    def teardown(self, worker: Any) -> None:
        self.warm.__exit__(None, None, None)


def grade_all(
    submissions: Sequence[Submission], assignments: Mapping[str, Assignment], address: str, trust: bool = False
) -> Iterator[Record]:
    """The record of each submission, in order, graded on the cluster whose scheduler is at `address`.

    A worker that is lost has its submissions graded on another; one under which several workers are lost fails alone.
    Raises CourseError where the cluster cannot be used.
    """
    with _connected(address) as client:
        _warm(client, trust)
        drawn = {topic: _lent(client, assignment) for topic, assignment in assignments.items()}
        waiting: deque[Record | _Sent] = deque()
        for submission in submissions:
            waiting.append(_sent(client, submission, assignments[submission.topic], drawn[submission.topic]))
            if len(waiting) > AHEAD * sum(client.nthreads().values()):
                yield _arrived(waiting.popleft(), waiting, assignments)
        while waiting:
            yield _arrived(waiting.popleft(), waiting, assignments)


@dataclass
class _Sent:
    """A submission on the cluster, how to send it again, and its record once that is known."""

    client: Client
    parcel: Parcel
    drawn: Future
    answer: Record | None = None

    def __post_init__(self) -> None:
        self.future: Future = self.client.submit(_grade, self.parcel, self.drawn, pure=False)

    def fetch(self) -> Record | None:
        """The record; None if it was lost with its workers, by its own doing or by another's."""
        with contextlib.suppress(KilledWorker):
            self.answer = self.answer or self.future.result()
        return self.answer


def _arrived(sent: Record | _Sent, others: Iterable[Record | _Sent], assignments: Mapping[str, Assignment]) -> Record:
    """What was lost is graded once more, alone: with nothing else under way, and nothing left on the cluster to lose."""
    if isinstance(sent, Record):
        return sent
    if record := sent.fetch():
        return record
    for other in others:
        if isinstance(other, _Sent):
            other.fetch()
    again = replace(sent)
    message = "its grading process was ended from outside, several times in a row"
    submission = sent.parcel.submission
    return again.fetch() or failed(submission.student, assignments[submission.topic], message)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"no Dask scheduler answers at {address} ({error}): start one, see docs/grading.md") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            raise CourseError(f"the cluster at {address} has no workers: start some, see docs/grading.md") from None
        try:
            yield client
        except (futures.CancelledError, OSError) as error:
            raise CourseError(f"the cluster is gone ({error}): start it again, then --resume") from None
        finally:
            with contextlib.suppress(OSError):  # the scheduler may be gone
                client.unregister_worker_plugin(_PLUGIN)


def _warm(client: Client, trust: bool) -> None:
    try:
        client.register_plugin(Warmth(trust))
    except NoWall as error:
        raise CourseError(f"a worker of the cluster has no wall: {error}") from None
    except ImportError as error:
        raise CourseError(f"a worker of the cluster has another installation ({error}): install the same one") from None


def _lent(client: Client, assignment: Assignment) -> Future:
    """A task and no scattered data, so that a lost worker takes nothing along; bytes, because Dask walks through all else."""
    return client.submit(pickle.loads, pickle.dumps(assignment), pure=False)


def _sent(client: Client, submission: Submission, assignment: Assignment, drawn: Future) -> Record | _Sent:
    if submission.problem:
        return failed(submission.student, assignment, submission.problem)
    try:
        return _Sent(client, Parcel.pack(submission), drawn)
    except Unreadable as error:
        return failed(submission.student, assignment, str(error))


def _grade(parcel: Parcel, assignment: Assignment) -> Record:
    try:
        return parcel.grade(assignment, get_worker().plugins[_PLUGIN].warm)
    except NoWall:
        raise
    except Exception as error:  # some exceptions cannot travel, and their submission would be waited for in vain
        message = f"could not be graded ({type(error).__name__}: {error})"
        return failed(parcel.submission.student, assignment, message)
