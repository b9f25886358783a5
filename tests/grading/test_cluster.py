"""A Dask cluster of real processes gives the scores of this machine; lost workers cost a retry, and a killer fails alone."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading import batch, cluster, samples
from autograder.grading.course import CourseError
from autograder.grading.samples import BROKEN, HOSTILE
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
def cluster_of(folder, workers, *options):
    """The address of a scheduler with so many workers, each a process of its own with a nanny that starts it again."""
    place = folder / "scheduler.json"
    common = ("--no-dashboard", "--scheduler-file", str(place))
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(folder, "distributed.cli.dask_scheduler", "--port", "0", *common))
        end = time.monotonic() + 60
        while not place.exists():
            assert time.monotonic() < end
            time.sleep(0.05)
        for _ in range(workers):
            stack.enter_context(running(folder, "distributed.cli.dask_worker", "--nthreads", "1", *common, *options))
        yield json.loads(place.read_text())["address"]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, assignments):
    """Every sample of the demo, one with a file beside it, one under another name."""
    folder = tmp_path_factory.mktemp("in")
    samples.hand_in(folder, TOPIC, assignments[TOPIC].release)
    shutil.rmtree(folder / "student06")  # loops for ever: the slowest, and no matter of where it runs
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
    assert [record.student for record in there][-4:] == [BROKEN, "student10", "student11", "student12"]
    for one, other in zip(there, here, strict=True):  # a cheat looks around, and sees where it is
        assert one.student == HOSTILE or outputs(one) == outputs(other)
    assert "beside me" in str(outputs(there[-3]))


def graders(folder):
    """The processes that grade, started by the nannies in `folder`."""
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if "spawn_main" in (place / "cmdline").read_text() and (place / "cwd").readlink() == folder:
                yield int(place.name)


def test_a_worker_that_is_killed_loses_nothing(tmp_path, handed_in, assignments, here):
    many = [replace(one, student=f"{one.student}-{n}") for n in range(3) for one in handed_in]
    records, killed = [], 0
    with cluster_of(tmp_path, 2) as address:
        for record in cluster.grade_all(many, assignments, address):
            records.append(record)
            if len(records) in (3, 15):
                os.kill(next(graders(tmp_path)), signal.SIGKILL)
                killed += 1
    assert killed == 2 and [record.score for record in records] == 3 * [record.score for record in here]


DEADLY = """
import os
from autograder.grading import cluster


def grade(self, *more):
    return os._exit(1) if self.submission.student == "student02" else cluster.spared(self, *more)


if not hasattr(cluster, "spared"):  # Dask reads this file more than once
    cluster.spared, cluster.Parcel.grade = cluster.Parcel.grade, grade
"""


def test_a_submission_under_which_every_worker_dies_fails_alone(tmp_path, handed_in, assignments, here):
    (tmp_path / "deadly.py").write_text(DEADLY)
    with cluster_of(tmp_path, 2, "--preload", str(tmp_path / "deadly.py")) as address:
        records = list(cluster.grade_all(handed_in, assignments, address))
    lost = [record for record in records if record.student == "student02"]
    assert [(record.status, record.score) for record in lost] == [("failed", 0.0)]
    assert "ended from outside" in lost[0].message
    others = [(a.score, b.score) for a, b in zip(records, here, strict=True) if a.student != "student02"]
    assert all(there == local for there, local in others)


def test_an_address_without_a_scheduler_and_one_without_workers_are_one_clear_line(tmp_path, monkeypatch, assignments):
    monkeypatch.setattr(cluster, "SECONDS", 2)
    with pytest.raises(CourseError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        list(cluster.grade_all([], assignments, "tcp://127.0.0.1:1"))
    with cluster_of(tmp_path, 0) as address, pytest.raises(CourseError, match="has no workers"):
        list(cluster.grade_all([], assignments, address))


def test_a_cluster_that_goes_away_is_one_clear_line(tmp_path, handed_in, assignments):
    records = []
    with pytest.raises(CourseError, match=r"the cluster is gone .*--resume"), cluster_of(tmp_path, 1) as address:
        for record in cluster.grade_all(3 * handed_in, assignments, address):
            records.append(record)
            if len(records) == 2:
                [scheduler] = (
                    int(place.name)
                    for place in Path("/proc").glob("[0-9]*")
                    if "dask_scheduler" in (place / "cmdline").read_text() and (place / "cwd").readlink() == tmp_path
                )
                os.kill(scheduler, signal.SIGKILL)
    assert len(records) >= 2
