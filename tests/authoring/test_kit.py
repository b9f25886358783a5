"""The kit: what a class gets works without the course, says the same, and gives no answer away."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from autograder.authoring.kit import Unpackable, kit
from autograder.checks import places
from autograder.study import working

COURSE = Path(__file__).parents[2]
TOPICS = ["02_activations", "05_softmax"]
WRONG = "def relu_derivative(z):\n    return np.asarray(z >= 0, float)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "kit"
    kit(COURSE, folder, TOPICS)
    return folder


def names(folder):
    """Every file of a kit, those in its wheel too."""
    [wheel] = (folder / "wheels").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        packed = {f"wheel/{name}": archive.read(name) for name in archive.namelist()}
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return packed | files


def test_a_kit_holds_the_topics_that_were_named_and_what_they_need(folder):
    held = set(names(folder))
    assert {name for name in held if name.startswith("exercises/")} == {
        "exercises/02_activations/activations.ipynb",
        "exercises/05_softmax/softmax.ipynb",
    }
    assert {name for name in held if name.endswith(".key")} == {f"wheel/autograder/checks/keys/{t}.key" for t in TOPICS}
    assert {"start.py", "README.md", "lectures/02_activations.ipynb", "lectures/figures/__init__.py"} <= held
    assert {"wheel/autograder/checks/digits.npz", "wheel/autograder/study/commands.py"} <= held


def test_a_kit_gives_no_answer_away(folder):
    held = names(folder)
    assert not [name for name in held if re.search(r"solutions|topics|mlp_reference|grading|authoring|/cli", name)]
    answers = [
        places.source(c)
        for c in places.read(COURSE / "solutions/02_activations/activations.ipynb")
        if places.grade_id(c) == "sigmoid"
    ]
    line = "small = np.exp(-np.abs(z))"
    assert line in answers[0]
    assert not [name for name, data in held.items() if line.encode() in data and not name.startswith("lectures")]


def test_equal_courses_give_equal_kits(folder, tmp_path):
    kit(COURSE, tmp_path / "again", TOPICS)
    assert names(folder) == names(tmp_path / "again")


def test_nothing_is_written_over(folder):
    with pytest.raises(Unpackable, match="is not empty: name a new folder"):
        kit(COURSE, folder, TOPICS)


def test_a_topic_that_is_not_released_is_named(tmp_path):
    (tmp_path / "solutions" / "02_activations").mkdir(parents=True)
    with pytest.raises(Unpackable, match=r"activations\.ipynb is missing: run `mlp-course build` first"):
        kit(tmp_path, tmp_path / "kit", [])


def run(*command, cwd, code=0):
    env = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, env=env, cwd=cwd)
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def python(folder, tmp_path_factory):
    """A fresh environment with the kit's wheel, and of everything else only what the wheel asks for: by borrowing ours."""
    home, uv = tmp_path_factory.mktemp("venv") / "venv", shutil.which("uv")
    run(uv, "venv", "-q", "--python", sys.executable, home, cwd=folder)
    [wheel] = (folder / "wheels").glob("*.whl")
    python = home / "bin" / "python"
    run(uv, "pip", "install", "-q", "--no-deps", "--python", python, wheel, cwd=folder)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # a path alone: what our own environment links to, such as this course, is not found through it
    Path(packages, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.mark.slow
def test_the_wheel_is_all_there_is_of_the_course(python, tmp_path):
    code = "import autograder, importlib.util as u\nprint(autograder.__file__)\n"
    code += "print([n for n in ('autograder.topics', 'autograder.grading', 'mlp_reference') if u.find_spec(n)])"
    out = run(python, "-c", code, cwd=tmp_path)
    assert str(python.parent.parent) in out and out.strip().endswith("[]")


@pytest.mark.slow
def test_a_check_in_the_kit_says_the_same(folder, python, tmp_path):
    said = {}
    for name, root, interpreter in (("kit", tmp_path / "kit", python), ("full", tmp_path / "full", sys.executable)):
        shutil.copytree(folder / "exercises", root / "exercises")
        working.copy(root, working.released(root))
        path = working.place(root).notebook("02_activations")
        path.write_text(
            path.read_text().replace(
                '"def relu_derivative(z):\\n",', '"def relu_derivative(z):\\n    return np.asarray(z >= 0, float)\\n",'
            )
        )
        said[name] = run(interpreter, "-m", "autograder.study.commands", "check", "02", cwd=root, code=1)
    assert said["kit"] == said["full"] and "Looks like:" in said["kit"]


@pytest.mark.slow
def test_the_kits_commands_work_and_it_has_no_solutions(folder, python):
    command = python.with_name("mlp-course")
    assert "0 of 20 exercises are passed" in run(command, "status", cwd=folder)
    assert "Hint 1 of" in run(command, "hint", "relu", cwd=folder)
    assert "no solutions in this copy" in " ".join(run(command, "solution", "relu", cwd=folder, code=1).split())
