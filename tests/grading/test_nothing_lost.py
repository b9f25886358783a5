"""Nothing is lost: whatever is killed, and whenever, the gradebook that stands in the end is the same."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autograder.grading import batch, samples
from autograder.grading.grade import Assignment, grade
from autograder.grading.submissions import find
from autograder.grading.worker import TRIES, Step, Worker

HERE = Path(__file__).parent
TOPIC, NAME = "02_activations", "activations.ipynb"


sys.path.insert(0, str(HERE))
from interrupted import MOMENTS  # noqa: E402

FEW = ("in the middle of the scores", "between the scores and the notebook", "in the middle of the journal's line")
REST = tuple(moment for moment in MOMENTS if moment not in FEW)


def interrupted(course, folder, moments):
    command = [sys.executable, str(HERE / "interrupted.py"), str(course), str(folder), *moments]
    ran = subprocess.run(command, stdout=subprocess.PIPE, timeout=900, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    assert ran.returncode == 0
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def results(course, tmp_path_factory):
    return interrupted(course, tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def more_results(course, tmp_path_factory):
    return interrupted(course, tmp_path_factory.mktemp("rest"), REST)


@pytest.mark.slow
@pytest.mark.parametrize("moment", FEW)
@pytest.mark.parametrize("start", ["first", "again"])
def test_a_run_that_is_killed_and_resumed_ends_as_one_that_is_not(results, start, moment):
    """With a gradebook that is new, and with one in which a person has given points and comments."""
    ended, resumed, told = results[start][moment]
    assert (ended, resumed) == (signal.SIGKILL, 0)
    assert told == results[start]["undisturbed"]


@pytest.mark.slow
@pytest.mark.parametrize("moment", REST)
@pytest.mark.parametrize("start", ["first", "again"])
def test_a_run_that_is_killed_at_any_other_moment_ends_as_well(more_results, start, moment):
    ended, resumed, told = more_results[start][moment]
    assert (ended, resumed) == (signal.SIGKILL, 0)
    assert told == more_results[start]["undisturbed"]


@pytest.mark.slow
def test_what_a_person_gave_is_kept_and_what_failed_now_scores_nothing(results):
    grades, comments, *_ = results["again"]["undisturbed"]
    assert {manual for _, name, _, manual, _, _ in grades if name == "question"} == {None, 1.5}
    assert {extra for *_, extra, _ in grades} == {None, 0.5}
    assert {manual for *_, manual in comments} == {"Nearly."}
    assert {auto for student, _, auto, *_ in grades if student == "ada"} == {0.0}


@pytest.mark.slow
def test_two_graders_at_once_do_not_disturb_each_other(course, tmp_path):
    """Two processes with one new course: one gradebook, one seed, everyone's scores."""
    root = tmp_path / "course"
    subprocess.run(["cp", "-r", str(course), str(root)], check=True)
    release = Assignment.load(course, TOPIC, 7).release
    for student, sample in {"ada": samples.right, "ben": samples.mistaken}.items():
        samples.write(root / "grading/submitted" / student / TOPIC / NAME, json.dumps(sample(release, TOPIC)))
    command = [
        sys.executable,
        "-m",
        "autograder.cli",
        "grade",
        TOPIC,
        "--course",
        str(root),
        "--jobs",
        "1",
        "--json",
        "-",
    ]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    one, other = ([(r["student"], r["score"], r["exercises"]) for r in json.loads(out)] for out, _ in said)
    assert one == other and [score for _, score, _ in one] == [20.0, 15.25]
    lines = (root / "grading/journal.jsonl").read_text().splitlines()
    assert len(lines) == 4 and {json.loads(line)["student"] for line in lines} == {"ada", "ben"}


@pytest.fixture
def killed(wall):
    """A worker whose warm process is killed so often, each time a cell of a submission runs."""

    def _killed(times):
        worker, run, left = Worker(wall), Worker.__enter__, [times]

        class Unlucky(Worker):
            def __enter__(self):
                run(self)
                if left[0]:
                    left[0] -= 1
                    threading.Timer(0.3, end, [self._warm.process.pid]).start()
                return self

        worker.__class__ = Unlucky
        return worker

    return _killed


def end(process):
    """End a process and all below it: a namespace's first process outlives the one that made it."""
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        end(int(child))
    os.kill(process, signal.SIGKILL)


def slow(release):
    """A right answer whose first cell takes its time."""
    notebook = samples.right(release, TOPIC)
    notebook.cells.insert(0, {"id": "x", "cell_type": "code", "source": "import time; time.sleep(0.6)", "metadata": {}})
    return json.dumps(notebook)


def test_a_worker_that_is_killed_costs_a_retry_and_no_result(killed, assignments, tmp_path):
    samples.write(tmp_path / NAME, slow(assignments[TOPIC].release))
    worker = killed(TRIES - 1)
    try:
        record = grade("ada", tmp_path / NAME, assignments[TOPIC], worker)
    finally:
        Worker.__exit__(worker, None, None, None)
    assert (record.status, record.score) == ("graded", 20.0)


def test_a_submission_that_kills_its_worker_every_time_fails_alone(assignments, wall, tmp_path, monkeypatch):
    """No submission can, behind a wall; should one find a way, it is marked as failed and the others are graded."""
    release = assignments[TOPIC].release
    for student, made in {
        "a": json.dumps(samples.right(release, TOPIC)),
        "b": slow(release),
        "c": slow(release),
    }.items():
        samples.write(tmp_path / student / TOPIC / NAME, made)
    whole = Worker.run

    def run(self, steps, files=None):
        if files.parent.name == "b":
            stop = threading.Event()

            def kill():
                while not stop.wait(0.2):
                    with contextlib.suppress(OSError, AttributeError):
                        end(self._warm.process.pid)

            killer = threading.Thread(target=kill)
            killer.start()
            try:
                return whole(self, steps, files)
            finally:
                stop.set()
                killer.join()
        return whole(self, steps, files)

    monkeypatch.setattr(Worker, "run", run)
    records = list(batch.grade_all(find(tmp_path, [TOPIC]), assignments, wall, 1))
    assert [(r.status, r.score) for r in records] == [("graded", 20.0), ("failed", 0.0), ("graded", 20.0)]
    assert "ended from outside" in records[1].message


def test_a_worker_is_as_good_as_new_after_the_one_that_was_killed(wall):
    with Worker(wall) as worker:
        end(worker._warm.process.pid)
        assert worker.run([Step("1")])[0].status == "ok"
