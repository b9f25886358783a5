"""The author guide, followed to the letter in a copy of the course: its blocks are what is written, its commands what is run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[2]
TOPIC = "solutions/02_activations/activations.py"
ENTRY = "autograder/topics/activations/leaky.py"
PACKAGE = "autograder/topics/activations/__init__.py"
LINT = "autograder/authoring/lint.py"


def blocks(kind):
    return re.findall(
        rf"^```{kind}\n(.*?)^```$", (COURSE / "docs/authors.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def replaced(path, diff):
    """A block of lines with − replaced by those with +."""
    before, after = ("\n".join(line[1:] for line in diff.splitlines() if line[0] == sign) for sign in "-+")
    text = path.read_text("utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), "utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("author") / "course"
    junk = shutil.ignore_patterns(".*", "demo", "work", "tests", "benchmarks", "__pycache__", "uv.lock")
    shutil.copytree(COURSE, root, ignore=junk)
    _keep_one_topic(root)
    return root


def _keep_one_topic(root):
    """A course of one topic, so that a build takes seconds."""
    for folder in ("solutions", "exercises", "lectures", "autograder/checks/keys"):
        for path in (root / folder).glob("[0-9][0-9]_*"):
            if not path.name.startswith("02_"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    topics = root / "autograder/topics/__init__.py"
    text = topics.read_text("utf-8")
    assert text.count("\nTOPICS: ") == 1
    topics.write_text(text.replace("\nTOPICS: ", "\n_MODULES = {activations.TOPIC: activations}\nTOPICS: "), "utf-8")


def run(course, *arguments):
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([sys.executable, *arguments], cwd=course, env=env, capture_output=True, text=True)


@pytest.mark.slow
def test_an_exercise_written_by_the_guide_is_built_checked_and_named_on_a_card(course):
    guide = (COURSE / "docs/authors.md").read_text("utf-8")
    assert all(f"`{path}`" in guide for path in (TOPIC, ENTRY, PACKAGE, LINT))
    cells, entry = blocks("python")
    text = (course / TOPIC).read_text("utf-8")
    place = text.index('# %% [markdown] nbgrader={"grade_id": "question_text"')
    (course / TOPIC).write_text(text[:place] + cells + text[place:], "utf-8")
    (course / ENTRY).write_text(entry, "utf-8")
    for path, diff in zip((PACKAGE, PACKAGE, LINT), blocks("diff"), strict=True):
        replaced(course / path, diff)

    for command in re.findall(r"^    uv run mlp-course (build.*)$", guide, re.MULTILINE):
        done = run(course, "-m", "autograder.cli", *command.split())
        assert done.returncode == 0, done.stdout + done.stderr
    assert "def leaky_relu(z, slope=0.01)" in (course / "exercises/02_activations/activations.ipynb").read_text("utf-8")

    code = "import numpy as np\nfrom autograder import check, hint\n"
    code += "def leaky_relu(z, slope=0.01): return np.maximum(z, 0)\nprint(check(leaky_relu).text())\n"
    code += "def leaky_relu(z, slope=0.01): return np.where(z > 0, z, slope * z)\nprint(check(leaky_relu).text())\n"
    said = run(course, "-c", code).stdout
    assert "Looks like: Negative entries become 0: that is a plain ReLU." in " ".join(said.split())
    assert "[PASS] leaky_relu" in said
