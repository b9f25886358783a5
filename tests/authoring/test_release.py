"""The release: the same bytes as nbgrader's own, and nothing in it that is the author's alone."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring import text
from autograder.authoring.source import cell_of, sources


@pytest.mark.slow
def test_nbgrader_itself_writes_the_same_release_and_copies_no_text(copy, root):
    shutil.copy(root / "nbgrader_config.py", copy)
    before = {path.relative_to(copy): path.read_bytes() for path in (copy / "exercises").rglob("*.ipynb")}
    for path in before:
        (copy / path).write_text("an older release")
    bin_ = Path(sys.executable).parent
    for topic in (source.topic for source in sources(copy)):
        subprocess.run(
            [bin_ / "nbgrader", "generate_assignment", "--force", topic],
            cwd=copy,
            env=os.environ | {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"},
            check=True,
            capture_output=True,
        )
    after = {path.relative_to(copy): path.read_bytes() for path in (copy / "exercises").rglob("*") if path.is_file()}
    assert before and after == before


def test_a_release_leaves_the_solution_as_it_was(source):
    before = text.to_bytes(source.solution)
    assert source.release is not source.solution
    assert text.to_bytes(source.solution) == before


def test_a_stub_keeps_its_contract_and_says_that_it_is_to_do(source):
    for name in source.points:
        function = ast.parse(cell_of(source.release, name).source).body[0]
        assert function.name == name
        assert "Returns" in ast.get_docstring(function)
        assert ast.unparse(function.body[1:]) == "raise NotImplementedError()"


def test_no_line_of_a_solution_region_is_in_the_release(source):
    released = {line.strip() for cell in source.release.cells for line in cell.source.splitlines()}
    regions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", (source.root / source.path).read_text(), re.S)
    assert len(regions) == len(source.points)
    for line in "".join(regions).splitlines():
        assert not line.strip() or line.strip() not in released


def test_the_model_answer_and_the_rubric_stay_with_the_author(source):
    assert "Model answer" in cell_of(source.solution, "question").source
    assert "Rubric" in cell_of(source.solution, "question").source
    assert cell_of(source.release, "question").source == "YOUR ANSWER HERE"


def test_checks_cannot_be_edited_and_answers_cannot_be_deleted(source):
    for name in source.points:
        assert cell_of(source.release, f"check_{name}").metadata.editable is False
        assert cell_of(source.release, f"check_{name}").metadata.deletable is False
        assert cell_of(source.release, name).metadata.deletable is False
        assert "editable" not in cell_of(source.release, name).metadata
