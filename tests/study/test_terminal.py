"""The commands of someone who learns, from their arguments to their exit codes."""

import pytest

from autograder.checks.history import History
from autograder.study import commands, working


@pytest.fixture
def run(student, monkeypatch, capsys):
    """Run a command in the course: its exit code, and what it says on stdout and stderr."""
    monkeypatch.chdir(student.root / "work" / "02_activations")

    def _run(*arguments):
        capsys.readouterr()
        try:
            code = commands.main(arguments)
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return _run


def test_the_whole_loop(run, student):
    assert "0 of 9 exercises are passed" in run("status")[1]
    code, out, _ = run("next")
    assert (
        code == 0 and out.startswith("sigmoid(z), exercise 1 of 9 in 02 · activations") and "activations.ipynb" in out
    )
    assert "Hint 1 of 4" in run("hint", "sigmoid")[1] and "Hint 2 of 4" in run("hint", "sigmoid")[1]
    code, out, _ = run("solution", "sigmoid")
    assert code == 1 and "--give-up" in out
    student.solve()
    assert run("check", "02")[0] == 0
    assert "def sigmoid" in run("solution", "sigmoid")[1] and "Every exercise is passed" in run("next")[1]
    code, out, _ = run("reset", "sigmoid")
    assert code == 0 and "Reload Notebook from Disk" in out and "as it was released" in run("reset", "sigmoid")[1]
    assert run("check", "02")[0] == 1
    assert "8 of 9 exercises are passed" in run("status")[1]


def test_giving_up_is_noted(run, student):
    assert "def tanh" in run("solution", "tanh", "--give-up")[1]
    assert History(working.place(student.root).history).record("tanh").solution == "given up"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hint", "sigmuid"), "did you mean sigmoid?"),
        (("hint", "xyzzy"), "`mlp-course next` names"),
        (("solution", "xyzzy"), "no exercise"),
        (("reset", "xyzzy"), "no exercise"),
        (("check", "99"), "choose one of 02_activations"),
        (("hint",), "NAME"),
        (("lab", "--port", "0"), "'0'"),
        (("status", "--course", "/"), "not inside a course"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1) and said in err


@pytest.mark.parametrize("name", ["lab", "status", "next", "hint", "solution", "reset", "check"])
def test_every_help_has_an_example(run, name):
    code, out, _ = run(name, "--help")
    assert code == 0 and f"example: mlp-course {name}" in out


def test_without_a_working_copy_a_check_names_the_next_step(run, student):
    student.path.unlink()
    code, _, err = run("check")
    assert code == 2 and "run `mlp-course lab` first" in err
