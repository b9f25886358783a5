"""Text to notebook: always the same bytes, and nothing in them that the author did not write."""

from __future__ import annotations

import nbformat
import pytest

from autograder.authoring import text

HEADER = """\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---
"""


@pytest.fixture
def write(tmp_path):
    def write(body, header=HEADER):
        path = tmp_path / "topic.py"
        path.write_text(header + body)
        return path

    return write


def test_a_second_reading_gives_the_same_bytes(source):
    path = source.root / source.path
    assert text.to_bytes(text.read(path)) == text.to_bytes(text.read(path))


def test_a_cell_is_identified_by_its_grade_id_or_else_its_number(write):
    path = write('\n# %% [markdown]\n# Hello.\n\n# %% nbgrader={"grade_id": "relu", "solution": true}\n1\n\n# %%\n2\n')
    assert [cell.id for cell in text.read(path).cells] == ["cell-00", "relu", "cell-02"]


def test_metadata_is_complete_for_nbgrader_and_holds_nothing_else(write):
    path = write('\n# %% nbgrader={"grade_id": "relu", "solution": true}\n1\n\n\n\n# %%\n2\n')
    relu, other = text.read(path).cells
    usual = {"schema_version": 3, "grade": False, "locked": False, "task": False}
    assert relu.metadata == {"nbgrader": {**usual, "grade_id": "relu", "solution": True}}
    assert other.metadata == {}  # jupytext's own `lines_to_next_cell` is dropped


def test_prose_in_quotes_keeps_its_backslashes_and_loses_its_quotes(write):
    path = write('\n# %% [markdown]\nr"""\n# Sigmoid\n\n$\\sigma(z)$\n"""\n')
    assert text.read(path).cells[0].source == "# Sigmoid\n\n$\\sigma(z)$"


def test_a_notebook_has_no_outputs_and_is_valid(source):
    notebook = text.read(source.root / source.path)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


def test_a_file_ends_with_one_line_feed(source):
    data = text.to_bytes(source.solution)
    assert data.endswith(b"}\n") and not data.endswith(b"\n\n")


def test_a_text_without_a_kernel_is_refused_in_one_line(write):
    with pytest.raises(ValueError, match="no kernelspec in its header; copy the header"):
        text.read(write("\n# %%\n1\n", header=""))
