"""A plain install and an editable one grade as the clone does, and let a submission import the same few packages."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent


def run(*command, **options):
    env = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    return subprocess.run(
        list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True, env=env, **options
    ).stdout


@pytest.fixture(scope="module", params=["plain", "editable"])
def command(request, tmp_path_factory):
    """The `mlp-course` of a fresh environment into which this tree was installed."""
    folder, uv = tmp_path_factory.mktemp("install"), shutil.which("uv")
    junk = shutil.ignore_patterns(".venv*", ".git", "demo", "work", "*.egg-info", "__pycache__")
    clone = shutil.copytree(ROOT, folder / "clone", ignore=junk)
    run(uv, "venv", "-q", "--python", sys.executable, folder / "venv")
    if request.param == "plain":
        run(uv, "build", "-q", "--wheel", "--out-dir", folder, clone)
    [what] = folder.glob("*.whl") if request.param == "plain" else [clone]
    editable = ["--editable"] * (request.param == "editable")
    run(uv, "pip", "install", "-q", "--python", folder / "venv", *editable, what)
    return folder / "venv" / "bin" / "mlp-course"


@pytest.fixture
def course(tmp_path):
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def submit(course, student, notebook):
    folder = course / "grading" / "submitted" / student / "02_activations"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "activations.ipynb")


ALLOWED = ("numpy", "matplotlib.pyplot", "IPython", "ipywidgets", "tqdm", "autograder", "autograder.checks.judge")
REFUSED = ("mlp_reference", "autograder.topics", "autograder.grading", "autograder.cli", "autograder.checks.gradients")
REFUSED += ("nbgrader", "nbconvert", "landlockpy", "sqlalchemy", "zmq", "pip")
TRY = f"""
import importlib
for name in {ALLOWED + REFUSED}:
    try:
        importlib.import_module(name)
        print("got", name)
    except BaseException as error:
        print("no", name)
"""


@pytest.mark.slow
def test_what_a_notebook_may_import_is_the_same_few_packages(command, course):
    notebook = nbformat.read(course / "solutions/02_activations/activations.ipynb", 4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(TRY))
    submit(course, "student01", notebook)
    run(command, "grade", "02_activations", "--json", "-", cwd=course)
    graded = nbformat.read(course / "grading/autograded/student01/02_activations/activations.ipynb", 4)
    shown = next(cell for cell in graded.cells if cell.cell_type == "code").outputs[0].text.split("\n")
    assert shown == [*(f"got {name}" for name in ALLOWED), *(f"no {name}" for name in REFUSED), ""]


@pytest.mark.slow
def test_an_install_pays_the_solution_and_hides_the_reference(command, course):
    solved = nbformat.read(course / "solutions/02_activations/activations.ipynb", 4)
    submit(course, "student01", solved)
    for cell in solved.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "sigmoid":
            cell.source = "from mlp_reference.activations import sigmoid"
    submit(course, "student02", solved)
    honest, thief = json.loads(run(command, "grade", "02_activations", "--json", "-", cwd=course))
    assert honest["score"] == honest["max_score"] == 20.0
    [sigmoid] = [e for e in thief["exercises"] if e["name"] == "sigmoid"]
    assert sigmoid["score"] == 0.0
