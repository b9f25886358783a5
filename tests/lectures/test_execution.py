"""Every lecture runs from top to bottom in a real kernel, without a warning, and what it prints as true is true."""

from __future__ import annotations

import copy
import re
import time

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

LONGEST = 60.0  # seconds
STRICT = "import warnings; warnings.simplefilter('error')"
MOVED = """
import ipywidgets
from ipywidgets.widgets.widget import _instances
for box in [widget for widget in _instances.values() if type(widget) is ipywidgets.VBox]:
    *controls, picture = box.children
    for control in controls:
        before, value = picture.value, control.value
        options = [option for option in getattr(control, "options", []) if option != value]
        control.value = options[0] if options else control.min if value != control.min else control.max
        assert picture.value != before, f"{control.description}: the picture does not change"
        control.value = value
        assert picture.value == before, f"{control.description}: back where it was, the picture is another one"
        print("moved", control.description)
"""
WIDGET = "application/vnd.jupyter.widget-view+json"
OUTSIDE = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")


@pytest.fixture(scope="module")
def run(lecture, tmp_path_factory):
    """The lecture's notebook with its outputs, and the seconds that it took."""
    notebook, start = copy.deepcopy(lecture.notebook), time.monotonic()
    notebook.cells = [new_code_cell(STRICT), *notebook.cells, new_code_cell(MOVED)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        where = {"metadata": {"path": str(lecture.root / "lectures")}}
        NotebookClient(notebook, timeout=LONGEST, kernel_name="python3", resources=where).execute()
    return notebook, time.monotonic() - start


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_it_runs_in_less_than_a_minute_and_warns_of_nothing(run):
    notebook, seconds = run
    assert seconds < LONGEST
    assert [o.text for o in outputs(notebook) if o.output_type == "stream" and o.name == "stderr"] == []


def test_every_formula_it_displays_has_held(run, lecture):
    said = "".join(o.text for o in outputs(run[0]) if o.output_type == "stream")
    assert len(re.findall(r"^holds ", said, re.MULTILINE)) >= lecture.identities > 0


def test_every_control_moves_its_picture_also_after_all_cells_have_run(run):
    shown = [o for o in outputs(run[0]) if WIDGET in o.get("data", {})]
    moved = [o.text for o in run[0].cells[-1].outputs]
    assert 0 < len(shown) <= "".join(moved).count("moved ")


def test_every_picture_is_described_and_one_is_to_play_with(run):
    pictures = [o for o in outputs(run[0]) if "text/html" in o.get("data", {})]
    assert len(pictures) >= 3
    for picture in pictures:
        [alt] = re.findall(r'^<img alt="([^"]*)" [^<>]*>$', picture.data["text/html"])
        assert len(alt) > 40
    assert any(WIDGET in picture.data for picture in pictures)


def test_nothing_is_shown_but_text_pictures_and_controls(run):
    shown = [set(o.get("data", {})) for o in outputs(run[0])]
    assert all(kinds <= {"text/plain", "text/html", WIDGET} for kinds in shown)
    # the picture that stands where no kernel answers
    assert all("text/html" in kinds for kinds in shown if WIDGET in kinds)


def test_nothing_in_it_comes_from_outside(run):
    texts = [o.get("text", "") + o.get("data", {}).get("text/plain", "") for o in outputs(run[0])]
    sources = [cell.source for cell in run[0].cells if cell.cell_type == "markdown"]
    assert not [text for text in texts if OUTSIDE.search(text)]
    assert not [source for source in sources if re.search(r"!\[|<img|<script|<iframe", source)]
