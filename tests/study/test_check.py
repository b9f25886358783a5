"""Check in a terminal: a fresh process, the notebook as it was saved, cards as text, and only what changed once more."""

import contextlib
import threading
import time

import pytest

from autograder.checks import places
from autograder.checks.history import History
from autograder.study import check, runner, working
from autograder.study.changed import fingerprints
from autograder.study.notebook import Step, steps
from autograder.study.runner import Runner

TOPIC = "02_activations"
RELU = "def relu(z):\n    return np.maximum(z, 0.0)"


def own(source):
    return {"cell_type": "code", "id": "mine", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def verdicts(student):
    """By exercise, of the notebook as it stands on disk."""
    [notebook] = check.find(student.root, TOPIC)
    with Runner(student.path.parent) as one:
        return {verdict.exercise: verdict for verdict in notebook.judge(one)}


def test_blanks_are_to_do_and_solutions_pass(student, capsys):
    assert not check.check(student.root, "02")
    assert capsys.readouterr().out.count("[TO DO]") == 9
    student.solve()
    assert check.check(student.root, "02")
    out = capsys.readouterr().out
    assert out.count("[PASS]") == 9 and f"{TOPIC}: 9 of 9 pass" in out


def test_what_fails_is_shown_whole_and_remembered(student, capsys):
    student.write(relu="def relu(z):\n    return z")
    assert not check.check(student.root, "2")
    out = capsys.readouterr().out
    assert "[NOT YET] relu" in out and "Hints:" in out and "Next: " in out
    assert History(working.place(student.root).history).record("relu").tries == 1


def test_the_students_own_cells_are_run_and_may_fail_and_print(student):
    student.edit(
        lambda cells: cells.insert(2, own("%matplotlib inline\nprint('hello')\ndef half(z):\n    return z / 2"))
    )
    student.edit(lambda cells: cells.insert(3, own("1 / 0")))
    student.write(relu="def relu(z):\n    return half(z) + half(abs(z))")
    assert verdicts(student)["relu"].status == "passed"


def test_a_cell_that_raises_costs_its_exercise_alone(student):
    student.solve()
    student.write(relu="def relu(z:\n    pass", tanh="raise SystemExit", neuron="import os; os._exit(0)")
    found = verdicts(student)
    assert "SyntaxError" in found["relu"].messages[0] and "in line 1" in found["relu"].messages[0]
    assert "exit" in found["tanh"].messages[0] and "ended the process" in found["neuron"].messages[0]
    assert found["sigmoid"].status == found["layer_forward"].status == "passed" and len(found) == 9


def test_a_loop_that_never_ends_costs_its_exercise_alone(student, monkeypatch):
    monkeypatch.setattr(runner, "_patience", lambda at: [120.0 if at is None else 6.0])
    student.solve()
    student.write(relu="def relu(z):\n    while True:\n        pass")
    found = verdicts(student)
    assert "a loop that never ends" in found["relu"].messages[0] and found["tanh"].status == "passed"


def test_one_waits_longer_where_an_exercise_takes_long():
    assert list(runner._patience(None)) == [120.0] and list(runner._patience("relu")) == [30.0, 30.0]
    assert list(runner._patience("fit_digits"))[-1] > 60.0


def test_a_check_cell_that_was_deleted_is_judged_all_the_same(student):
    student.solve()
    student.edit(lambda cells: cells.remove(next(c for c in cells if places.grade_id(c) == "check_relu")))
    assert verdicts(student)["relu"].status == "passed"


def test_a_hint_asked_for_in_the_notebook_is_not_asked_for_again_here(student):
    student.edit(lambda cells: cells.append(own("hint('relu')")))
    verdicts(student)
    assert History(working.place(student.root).history).record("relu").hints == 0


def test_pictures_are_not_drawn(student):
    order = steps(student.path, student.root / "exercises" / TOPIC / "activations.ipynb", TOPIC)
    assert {"imports", "relu"} <= {step.name for step in order} and not any(
        "plt.subplots" in (s.code or "") for s in order
    )


CELLS = {
    "imports": "import numpy as np",
    "sigmoid": "def sigmoid(z):\n    return half(z)",
    "tanh": "def tanh(z):\n    return sigmoid(z)",
    "relu": "def relu(z):\n    return z",
    "": "def half(z):\n    return z",
}


def prints(**changes):
    order = [Step(name, code) for name, code in ({**CELLS, "": CELLS[""]} | changes).items()]
    return fingerprints([*order, Step("sigmoid"), Step("tanh"), Step("relu")])


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({}, set()),
        ({"relu": "def relu(z):\n    return 0"}, {"relu"}),
        ({"sigmoid": "def sigmoid(z):\n    return 1"}, {"sigmoid", "tanh"}),
        ({"": "def half(z):\n    return z / 2"}, {"sigmoid", "tanh"}),
        ({"relu": "def relu(z:"}, {"sigmoid", "tanh", "relu"}),
        ({"relu": "tanh.x = 3"}, {"sigmoid", "tanh", "relu"}),
        ({"relu": "relu = lambda z: tanh(z)"}, {"relu"}),
    ],
)
def test_what_depends_on_a_changed_cell_is_judged_again(changes, again):
    before, after = prints(), prints(**changes)
    assert {name for name in before if before[name] != after[name]} == again


def test_watching_checks_what_changed_within_a_second(student, capsys):
    def pause(seconds):
        if stop.wait(seconds):
            raise KeyboardInterrupt

    def watch():
        with contextlib.suppress(KeyboardInterrupt):
            check.watch(student.root, "02", pause)

    def wait_for(said, seconds):
        nonlocal out
        start = time.monotonic()
        while said not in out:
            assert time.monotonic() - start < seconds, out
            time.sleep(0.02)
            out += capsys.readouterr().out
        return time.monotonic() - start

    out, stop = "", threading.Event()
    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    wait_for("0 of 9 pass", 60)
    time.sleep(3)  # the next process loads what a notebook imports
    out = ""
    student.write(relu=RELU)
    assert wait_for("1 of 9 pass", 30) < 5  # 0.3 s on a machine with nothing else to do
    assert "[PASS] relu" in out and "tanh" not in out.replace("`tanh`", "")
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
