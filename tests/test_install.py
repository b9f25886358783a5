"""A plain, non-editable install grades as the clone does, and hides the reference as well."""

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


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """The `mlp-course` of a fresh environment into which a wheel of this tree was installed."""
    folder, uv = tmp_path_factory.mktemp("install"), shutil.which("uv")
    junk = shutil.ignore_patterns(".venv*", ".git", "demo", "work", "*.egg-info", "__pycache__")
    clone = shutil.copytree(ROOT, folder / "clone", ignore=junk)
    run(uv, "build", "-q", "--wheel", "--out-dir", folder, clone)
    [wheel] = folder.glob("*.whl")
    run(uv, "venv", "-q", "--python", sys.executable, folder / "venv")
    run(uv, "pip", "install", "-q", "--python", folder / "venv", wheel)
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


@pytest.mark.slow
def test_a_plain_install_pays_the_solution_and_hides_the_reference(command, course):
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
