"""Places: the working copy is found from the notebook's folder, and links lead to cells that exist."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.checks import history, places
from autograder.checks.places import Place

TOPIC = "02_activations"


def write(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), path)


@pytest.fixture
def here(tmp_path):
    answer = new_code_cell("def relu(z): ...", metadata={"nbgrader": {"grade_id": "relu"}}, id="answer")
    text = new_markdown_cell("## 3 · The ReLU\n\nIt is …", id="text")
    write(tmp_path / "work" / TOPIC / "activations.ipynb", new_markdown_cell("# Title"), text, answer)
    write(
        tmp_path / "work" / "lectures" / f"{TOPIC}.ipynb",
        new_markdown_cell("# 02 · Activations", id="title"),
        new_markdown_cell("Some words.\n\n## Two layers, by $hand$", id="layers"),
    )
    return tmp_path / "work" / TOPIC


def test_the_working_copy_is_around_the_notebook(here):
    assert places.place(here) == Place(here.parent, here)
    assert places.place(here.parent) is None and places.place(here).history == here.parent / history.FILE


def test_a_history_marks_the_working_copy_from_any_depth(here):
    (here.parent / history.FILE).write_text("{}")
    (deep := here / "mine").mkdir()
    assert places.place(deep).root == here.parent == places.place(here.parent).root


@pytest.mark.parametrize("name", ["exercises", "solutions"])
def test_nothing_is_written_where_nobody_works(tmp_path, name):
    write(tmp_path / name / TOPIC / "activations.ipynb")
    assert places.place(tmp_path / name / TOPIC).history is None


def test_an_exercise_begins_at_its_heading(here):
    place = places.place(here)
    assert place.exercise(TOPIC, "relu") == "activations.ipynb#cell-id=text"
    assert place.exercise(TOPIC, "nothing") == "activations.ipynb"
    assert place.exercise("03_chain_rule", "backward") == ""


def test_a_section_is_found_by_its_anchor(here):
    place = places.place(here)
    assert place.section(f"{TOPIC}#two-layers-by-hand") == f"../lectures/{TOPIC}.ipynb#cell-id=layers"
    assert place.section(f"{TOPIC}#nothing") == place.section(TOPIC) == f"../lectures/{TOPIC}.ipynb"
    assert place.section("03_chain_rule#graph") == ""


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": 3}', '{"cells": [3, {"metadata": 3, "source": 3, "cell_type": "markdown"}]}']
)
def test_a_broken_notebook_costs_the_link_to_the_cell_alone(here, text):
    (here / "activations.ipynb").write_text(text)
    assert places.place(here).exercise(TOPIC, "relu") == "activations.ipynb"
