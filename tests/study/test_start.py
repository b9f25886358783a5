"""The start page: the map is in it before a kernel runs, drawn anew each time, and nothing else of it is written again."""

import json

import nbformat
import pytest

from autograder.checks.history import History, Record
from autograder.checks.places import identity
from autograder.study import working
from autograder.study.start import write_page


def page(path):
    nbformat.validate(nbformat.read(path, as_version=4))
    return json.loads(path.read_text("utf-8"))


def drawn(path):
    [cell] = [cell for cell in page(path)["cells"] if identity(cell) == "map"]
    return cell["outputs"][0]["data"]["text/html"] if cell["outputs"] else ""


def test_the_map_is_drawn_and_drawn_anew(student):
    place = working.place(student.root)
    path = write_page(place)
    assert 'href="02_activations/activations.ipynb#cell-id=' in drawn(path) and "0 of 9 passed" in drawn(path)
    History(place.history).keep("sigmoid", Record("passed", 3.0))
    assert "1 of 9 passed" in drawn(write_page(place))


def test_a_students_notes_on_it_stay(student):
    place = working.place(student.root)
    path = write_page(place)
    notebook = page(path)
    notebook["cells"] = [
        *notebook["cells"][:2],
        {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "my plan"},
    ]
    path.write_text(json.dumps(notebook))
    write_page(place)
    assert [identity(cell) for cell in page(path)["cells"]] == ["welcome", "map", "mine"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": []}', '{"cells": 3}', '{"cells": [3]}'])
def test_a_page_without_the_map_is_left_alone(student, text):
    path = student.root / "work" / "start.ipynb"
    path.write_text(text)
    write_page(working.place(student.root))
    assert path.read_text() == text
