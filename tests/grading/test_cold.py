"""Without a wall: the same scores for whoever is trusted, slower, and a run still always returns."""

import json
import os
import sys

import pytest

from autograder import cli
from autograder.grading import samples, wall
from autograder.grading.cold import Cold
from autograder.grading.grade import grade
from autograder.grading.wall import TRUSTING, Wall
from autograder.grading.worker import Limits, Step, Worker

TOPIC, NAME = "02_activations", "activations.ipynb"
LIMITS = Limits(cell_seconds=2.0, call_seconds=0.5, total_seconds=60.0)


@pytest.fixture(scope="module")
def trusting():
    with Worker(Wall(TRUSTING), LIMITS) as cold:
        assert isinstance(cold._warm, Cold)
        yield cold


@pytest.mark.parametrize("sample", [samples.mistaken, pytest.param(samples.endless, marks=pytest.mark.slow)])
def test_the_scores_are_those_behind_a_wall(trusting, quick_worker, assignments, tmp_path, sample):
    path = tmp_path / NAME
    path.write_text(json.dumps(sample(assignments[TOPIC].release, TOPIC)))
    alone, walled = (grade("ada", path, assignments[TOPIC], worker) for worker in (trusting, quick_worker))
    assert alone.status == "graded"
    assert {**alone.to_json(), "seconds": 0} == {**walled.to_json(), "seconds": 0}


def test_cells_errors_helpers_and_lost_processes(trusting, tmp_path):
    (tmp_path / "helper.py").write_text("x = 5")
    (tmp_path / "numpy.py").write_text("raise SystemExit('shadowed')")
    sources = "import helper, numpy, os\nprint(helper.x)", "1 / 0", "os._exit(0)", "os.write(1, b'noise'); 7"
    ran = trusting.run([Step(source) for source in sources], tmp_path)
    assert [r.status for r in ran] == ["ok", "error", "died", "ok"]
    assert ran[0].outputs[0]["text"] == "5\n" and ran[3].outputs[0]["data"] == {"text/plain": "7"}


def test_a_cell_that_hangs_for_good_is_given_up(trusting):
    deaf = (
        "import signal\nfor s in (signal.SIGALRM, signal.SIGPROF): signal.signal(s, signal.SIG_IGN)\nwhile True: pass"
    )
    assert [r.status for r in trusting.run([Step(deaf), Step("1")])] == ["late", "ok"]


def test_nothing_is_left_behind(trusting, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    trusting.run([Step("open('left', 'w').write('x')")])
    assert os.listdir(tmp_path) == [] and trusting._warm.process.poll() is not None


def test_the_command_warns_and_grades(tmp_path, course, monkeypatch, capsys, assignments):
    monkeypatch.setattr(wall, "_problem", lambda name: "there is none for Darwin on arm64")
    path = tmp_path / "in/ada" / TOPIC / NAME
    samples.write(path, json.dumps(samples.right(assignments[TOPIC].release, TOPIC)))
    command = [
        "grade",
        TOPIC,
        "--course",
        str(course),
        "--submitted",
        str(tmp_path / "in"),
        "--no-gradebook",
        "--json",
        "-",
    ]
    assert cli.main(command) == 2
    assert "--trust-submissions" in capsys.readouterr().err
    assert cli.main([*command, "--trust-submissions"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)[0]["score"] == 20.0 and "with your own rights" in shown.err


def test_it_needs_nothing_that_only_linux_has():
    """The modules that run where no wall holds import nothing that other systems lack."""
    code = (
        "import sys\nfor name in ('fcntl', 'landlockpy', 'resource'): sys.modules[name] = None\n"
        "from autograder.grading import alone, batch, cold, lock, worker"
    )
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0
