"""The command: what it prints, where it writes, and its exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import cli
from autograder.grading import samples
from autograder.grading.grade import read
from autograder.grading.table import COLUMNS

ROOT = Path(__file__).parent.parent
TOPIC, NAME = "02_activations", "activations.ipynb"
COMMANDS = ("demo", "lab", "grade", "explain", "build", "doctor")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with three submissions, and we are in it."""
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    (tmp_path / "solutions").mkdir()
    release = read(tmp_path / "exercises" / TOPIC / NAME)
    for student, sample in {"ada": samples.right, "ben": samples.mistaken}.items():
        samples.write(tmp_path / "grading" / "submitted" / student / TOPIC / NAME, json.dumps(sample(release, TOPIC)))
    samples.write(tmp_path / "grading" / "submitted" / "cy" / TOPIC / NAME, "nonsense")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys):
    """Run a command here: its exit code, and the lines on stdout and stderr."""

    def _run(*arguments):
        capsys.readouterr()
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return code, out.splitlines(), err.splitlines()

    return _run


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_help_has_an_example(run, command):
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert any(line.startswith("example: mlp-course ") for line in out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "COMMAND"),
        (("nonsense",), "nonsense"),
        (("grade", "99_nothing"), "choose from"),
        (("grade", "--jobs", "0"), "'0'"),
        (("grade", "--jobs", "many"), "many"),
        (("grade", "--seed", "-1"), ""),
        (("grade", "--seed", "1.5"), "1.5"),
        (("grade", "--student", "nobody"), "no submission of nobody"),
        (("grade", "--submitted", "nowhere"), "nowhere is not a folder"),
        (("grade", "--json", "no/such/folder/x.json"), "no/such/folder"),
        (("grade", "--resume", "--no-gradebook"), "not allowed with"),
        (("grade", "--course", "/"), "not inside a course"),
        (("lab", "99"), "99"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(course, run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out, len(err)) == (2, [], 1), (out, err)
    assert said in err[0]


def test_outside_a_course_one_line_says_so(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("grade")
    assert code == 2
    assert len(err) == 1 and "not inside a course" in err[0]


def test_json_on_stdout_is_all_there_is_on_stdout_and_it_is_as_documented(course, run):
    code, out, err = run("grade", TOPIC, "--json", "-", "--seed", "5", "--jobs", "2", "--no-gradebook")
    records = json.loads("\n".join(out))
    assert (code, err) == (0, [])
    assert [(r["student"], r["topic"], r["status"]) for r in records] == [
        ("ada", TOPIC, "graded"), ("ben", TOPIC, "graded"), ("cy", TOPIC, "failed"),
    ]  # fmt: skip
    for record in records:
        assert set(record) == {"student", "topic", "status", "score", "max_score", "seconds", "mended", "exercises"}
        assert type(record["score"]) is float and record["max_score"] == 20.0
        assert record["score"] == pytest.approx(sum(exercise["score"] for exercise in record["exercises"]))
        for exercise in record["exercises"]:
            assert set(exercise) == {"name", "score", "max_score", "misconception", "findings"}
    assert records[0]["score"] == 20.0
    assert "activation-for-z" in [exercise["misconception"] for exercise in records[1]["exercises"]]
    assert records[2]["score"] == 0.0 and all(exercise["findings"] for exercise in records[2]["exercises"])
    assert not (course / "grading" / "gradebook.db").exists()


def test_grading_writes_everything_and_prints_a_narrow_table(course, run):
    code, out, err = run("grade", "02", "--json", "records.json", "--jobs", "2")
    assert (code, err) == (0, [])
    assert max(map(len, out[:-1])) <= COLUMNS
    assert [line.split()[0] for line in out[1:] if line.startswith(("ada", "ben", "cy"))] == ["ada", "ben", "cy"]
    assert [record["student"] for record in json.loads(Path("records.json").read_text())] == ["ada", "ben", "cy"]
    made = {path.name for path in (course / "grading").iterdir()}
    assert {"gradebook.db", "autograded", "feedback", "seeds.json"} <= made


def test_the_stored_seed_repeats_a_run_and_another_seed_draws_other_cases(course, run):
    def graded(*more):
        _, out, _ = run("grade", TOPIC, "--student", "ben", "--json", "-", "--no-gradebook", *more)
        return [exercise["findings"] for exercise in json.loads("\n".join(out))[0]["exercises"]]

    assert graded() == graded()
    assert graded("--seed", "1") == graded("--seed", "1") != graded("--seed", "2")


def test_a_folder_named_like_no_topic_is_mentioned(course, run):
    (course / "grading" / "submitted" / "ada" / "02_activation").mkdir()
    code, _, err = run("grade", TOPIC, "--student", "cy", "--no-gradebook")
    assert code == 0
    assert len(err) == 1 and "02_activation is named like no topic" in err[0]


def test_the_doctor_says_which_wall_holds(run):
    code, out, _ = run("doctor")
    assert code == 0
    assert "bubblewrap" in out[-1] or "landlock" in out[-1]


def test_the_doctor_looks_at_a_notebook(course, run):
    submitted = course / "grading" / "submitted"
    assert run("doctor", str(submitted / "ada" / TOPIC / NAME))[0] == 0
    code, out, _ = run("doctor", str(submitted / "cy" / TOPIC / NAME))
    assert code == 1
    assert len(out) == 1 and out[0].startswith("NOT FIT")


@pytest.mark.slow
def test_build_check_holds_in_the_clone(run, monkeypatch):
    monkeypatch.chdir(ROOT)
    code, out, _ = run("build", "--check")
    assert (code, out) == (0, ["everything generated is fresh, blanks score 0, solutions score full"])


def test_build_check_exits_1_on_a_stale_release(tmp_path, run):
    for folder in ("solutions", "exercises", "autograder/checks/keys"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    release = tmp_path / "exercises" / TOPIC / NAME
    release.write_text(release.read_text().replace("sigmoid", "sigmuid", 1))
    code, out, _ = run("build", "--check", "--course", str(tmp_path))
    assert code == 1
    assert any(str(Path("exercises") / TOPIC / NAME) in line for line in out)


def test_help_comes_quickly_because_nothing_heavy_is_imported():
    code = (
        "import sys; from autograder import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'nbformat', 'nbgrader', 'matplotlib', 'tqdm'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_the_reader_of_a_pipe_may_leave(course):
    command = f"{sys.executable} -m autograder.cli doctor | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_cluster_without_dask_is_one_clear_line(course, run, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "autograder.grading.cluster", raising=False)
    monkeypatch.delattr("autograder.grading.cluster", raising=False)
    code, _, err = run("grade", TOPIC, "--cluster", "tcp://127.0.0.1:1")
    assert (code, len(err)) == (2, 1) and "uv sync --extra cluster" in err[0]
