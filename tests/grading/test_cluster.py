"""A Dask cluster of real processes gives the scores of this machine; lost workers cost a retry, and a killer fails alone."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading import batch, cluster, samples
from autograder.grading.course import CourseError
from autograder.grading.samples import BROKEN, SAMPLES
from autograder.grading.submissions import find

pytestmark = pytest.mark.slow
TOPIC, NAME = "02_activations", "activations.ipynb"


@contextlib.contextmanager
def running(folder, *command):
    with open(folder / "log", "a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def cluster_of(folder, workers):
    """The address of a scheduler with so many workers, each a process of its own with a nanny that starts it again."""
    place = folder / "scheduler.json"
    with contextlib.ExitStack() as stack:
        stack.enter_context(
            running(
                folder,
                "distributed.cli.dask_scheduler",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(place),
            )
        )
        end = time.monotonic() + 60
        while not place.exists():
            assert time.monotonic() < end
            time.sleep(0.05)
        for _ in range(workers):
            stack.enter_context(
                running(
                    folder,
                    "distributed.cli.dask_worker",
                    "--nthreads",
                    "1",
                    "--no-dashboard",
                    "--scheduler-file",
                    str(place),
                )
            )
        yield json.loads(place.read_text())["address"]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, assignments):
    """Every sample of the demo, one with a file beside it, one under another name."""
    folder = tmp_path_factory.mktemp("in")
    samples.hand_in(folder, TOPIC, assignments[TOPIC].release)
    right = samples.right(assignments[TOPIC].release, TOPIC)
    right.cells[1:1] = [
        type(right.cells[0])(cell_type="code", id="a", metadata={}, source="print(open('mine.txt').read())")
    ]
    samples.write(folder / "student10" / TOPIC / NAME, json.dumps(right))
    samples.write(folder / "student10" / TOPIC / "mine.txt", "beside me")
    samples.write(folder / "student11" / TOPIC / "activations (1).ipynb", json.dumps(right))
    (folder / "student12" / TOPIC).mkdir(parents=True)
    (folder / "student12" / TOPIC / NAME).symlink_to(folder / "student10" / TOPIC / NAME)
    return find(folder, [TOPIC])


@pytest.fixture(scope="module")
def here(handed_in, assignments, wall):
    """What this machine says of them."""
    return list(batch.grade_all(handed_in, assignments, wall, 2))


def told(records):
    return [replace(record, seconds=0.0, notebook=None, asked={}).to_json() for record in records]


def outputs(record):
    return record.notebook and [cell.get("outputs") for cell in record.notebook.cells]


def test_the_cluster_says_what_this_machine_says(tmp_path, handed_in, assignments, here):
    with cluster_of(tmp_path, 2) as address:
        there = list(cluster.grade_all(handed_in, assignments, address))
    assert told(there) == told(here)
    assert [record.student for record in there] == [*SAMPLES, BROKEN, "student10", "student11", "student12"]
    stopped = [record.student for record in here].index("student06")  # where in its loop, differs
    for number, (one, other) in enumerate(zip(there, here, strict=True)):
        assert number == stopped or outputs(one) == outputs(other)
    assert "beside me" in str(outputs(there[-3]))


def test_a_worker_that_is_killed_loses_nothing(tmp_path, handed_in, assignments, here):
    many = [replace(one, student=f"{one.student}-{n}") for n in range(4) for one in handed_in]
    with cluster_of(tmp_path, 2) as address, running_processes(tmp_path) as workers:
        records = []
        for record in cluster.grade_all(many, assignments, address):
            records.append(record)
            if len(records) in (3, 20):
                os.kill(workers()[0], signal.SIGKILL)
    assert [record.score for record in records] == 4 * [record.score for record in here]


@contextlib.contextmanager
def running_processes(folder):
    """The processes that grade: the nannies' children."""

    def pids():
        found = []
        for place in os.listdir("/proc"):
            with contextlib.suppress(OSError, ValueError):
                words = Path(f"/proc/{int(place)}/cmdline").read_text()
                if (
                    "multiprocessing" in words
                    and os.readlink(f"/proc/{place}/cwd") == str(folder)
                    and "spawn_main" in words
                ):
                    found.append(int(place))
        return found

    yield pids


def test_a_submission_under_which_every_worker_dies_fails_alone(tmp_path, handed_in, assignments, here, monkeypatch):
    with cluster_of(tmp_path, 2) as address:
        monkeypatch.setattr(cluster.Parcel, "__reduce__", deadly(cluster.Parcel, "student02"), raising=False)
        records = list(cluster.grade_all(handed_in, assignments, address))
    assert [record.status for record in records if record.student == "student02"] == ["failed"]
    others = [(a.score, b.score) for a, b in zip(records, here, strict=True) if a.student != "student02"]
    assert all(there == local for there, local in others)


def deadly(kind, student):
    """How a parcel is pickled: one student's so that it ends the process that opens it."""

    def reduce(self):
        if self.submission.student == student:
            return os._exit, (1,)
        return kind, (self.submission, self.notebook, self.files)

    return reduce


def test_an_address_without_a_scheduler_and_one_without_workers_are_one_clear_line(tmp_path, monkeypatch, assignments):
    monkeypatch.setattr(cluster, "SECONDS", 2)
    with pytest.raises(CourseError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        list(cluster.grade_all([], assignments, "tcp://127.0.0.1:1"))
    with cluster_of(tmp_path, 0) as address, pytest.raises(CourseError, match="has no workers"):
        list(cluster.grade_all([], assignments, address))
