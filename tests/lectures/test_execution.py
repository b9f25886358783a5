"""Every lecture runs from top to bottom in a real kernel, without a warning, and what it prints as true is true."""

from __future__ import annotations

import copy
import re
import time

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

LONGEST, AFTERWARDS = 60.0, 300.0  # seconds: for the lecture, for what is tried when it has run
STRICT = "import warnings; warnings.simplefilter('error')"
MOVED = """
import re

import ipywidgets
from ipywidgets.widgets.widget import _instances


def settings(control):
    return getattr(control, "options", None) or (control.min, control.max)


def pixels(picture):
    return re.search('src="([^"]+)"', picture.value)[1]


for box in [widget for widget in _instances.values() if type(widget) is ipywidgets.VBox]:
    *controls, picture = box.children
    before = pixels(picture)
    for control in controls:
        assert control.description, "a control without a label"
        value, seen = control.value, {before}
        for setting in settings(control):
            control.value = setting
            seen.add(pixels(picture))
        assert len(seen) > 1, f"{control.description}: the picture does not change"
        control.value = value
        assert pixels(picture) == before, f"{control.description}: back where it was, the picture is another one"
        print("moved", control.description)
"""
ANSWERED = """
import contextlib
import inspect
import signal
import types

import matplotlib.pyplot as plt
from autograder.checks import shelf
from autograder.checks.collect import TimeUp, collect
from autograder.checks.judge import judge

functions = {id(thing): thing for thing in [*globals().values()] if isinstance(thing, types.FunctionType)}
written = [function for function in functions.values() if function.__module__ == "__main__"]


@contextlib.contextmanager
def a_second():
    def ring(*_):
        raise TimeUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)


def fits(function, key):
    most = key.signature.count(",") + 1
    return most - key.signature.count("=") <= len(inspect.signature(function).parameters) <= most


def earns(function, key):
    return fits(function, key) and judge(key, collect(function, key.cases, key.driver, a_second), key.points).score >= key.points


public = shelf.public()
asked = [public[name] for name in public.topic(TOPIC)]
print(*(f"{f.__name__} answers {key.name}" for f in written for key in asked if earns(f, key)), sep="\\n")
plt.close("all")  # of functions that draw
"""
SHOWN = {"relu answers relu"}  # its formula is all of it
WIDGET = "application/vnd.jupyter.widget-view+json"
OUTSIDE = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")


@pytest.fixture(scope="module")
def run(lecture, tmp_path_factory):
    """The lecture's notebook with its outputs, then its functions tried as answers and its controls moved, and its seconds."""
    notebook = copy.deepcopy(lecture.notebook)
    after = [new_code_cell(f"TOPIC = {lecture.topic!r}\n{ANSWERED}"), new_code_cell(MOVED)]
    notebook.cells = [new_code_cell(STRICT), *notebook.cells, *after]
    where = {"metadata": {"path": str(lecture.root / "lectures")}}
    client = NotebookClient(notebook, timeout=LONGEST, kernel_name="python3", resources=where)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        with client.setup_kernel():
            start = time.monotonic()
            for number, cell in enumerate(notebook.cells):
                if cell is after[0]:
                    seconds, client.timeout = time.monotonic() - start, AFTERWARDS
                client.execute_cell(cell, number)
    return notebook, seconds


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


def test_no_function_in_it_is_the_whole_answer_to_an_exercise_of_its_topic(run):
    said = "".join(o.text for o in run[0].cells[-2].outputs if o.output_type == "stream")
    assert set(said.split("\n")) - {""} <= SHOWN


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
