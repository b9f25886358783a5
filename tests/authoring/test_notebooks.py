"""The notebooks in a real kernel: the solution earns everything without a warning, the blank runs through without a stumble."""

from __future__ import annotations

import copy
import re
import time

import pytest
from nbclient import NotebookClient

from autograder import topics
from autograder.authoring.source import Source, is_check

LONGEST = 60.0  # seconds


def run(notebook, folder):
    """The notebook with its outputs, run from top to bottom as "Run all" does it, and the seconds it took."""
    notebook, start = copy.deepcopy(notebook), time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        where = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, timeout=LONGEST, kernel_name="python3", resources=where).execute()
    return notebook, time.monotonic() - start


@pytest.fixture(scope="module")
def solved(source: Source, tmp_path_factory):
    return run(source.solution, tmp_path_factory.mktemp("solved"))


@pytest.fixture(scope="module")
def blank(source: Source, tmp_path_factory):
    return run(source.release, tmp_path_factory.mktemp("blank"))[0]


def outputs(notebook, kind):
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs if o.output_type == kind]


def scores(notebook):
    return {
        cell.metadata.nbgrader.grade_id.removeprefix("check_"): [
            float(o.data["text/plain"]) for o in cell.outputs if o.output_type == "execute_result"
        ]
        for cell in notebook.cells
        if is_check(cell)
    }


def test_the_solution_earns_every_point_in_less_than_a_minute_and_says_nothing_on_the_way(solved, source):
    notebook, seconds = solved
    assert scores(notebook) == {name: [points] for name, points in source.points.items()}
    assert outputs(notebook, "stream") == []
    assert seconds < LONGEST


@pytest.mark.slow
@pytest.mark.parametrize("topic", topics.TOPICS)
def test_every_solution_earns_every_point_in_less_than_a_minute_without_a_warning(root, topic, tmp_path):
    source = Source(root, topic)
    notebook, seconds = run(source.solution, tmp_path)
    assert scores(notebook) == {name: [points] for name, points in source.points.items()}
    assert [o.text for o in outputs(notebook, "stream") if o.name == "stderr"] == []
    assert seconds < LONGEST


def test_every_picture_is_shown_once_and_described(solved):
    shown = outputs(solved[0], "display_data")
    assert not [o for o in shown if "image/png" in o.data], "a figure beside `show` has no alternative text"
    pictures = [o.data["text/html"] for o in shown if "<img" in o.data.get("text/html", "")]
    assert len(pictures) >= 2
    for picture in pictures:
        assert len(re.search(r'<img alt="([^"]*)"', picture)[1]) > 40


def test_the_blank_runs_through_scores_nothing_and_says_what_to_finish_first(blank, source):
    assert scores(blank) == {name: [0.0] for name in source.points}
    said = [o.text for o in outputs(blank, "stream") if o.text.strip()]  # a line may come in two pieces
    assert said and all("first" in text or "finish" in text for text in said)
    assert not [o for o in outputs(blank, "display_data") if "<img" in o.data.get("text/html", "")]


def test_the_warm_up_says_of_each_exercise_whether_it_is_right(root, tmp_path):
    warm_up = Source(root, "00_warm_up")
    solved, blank = (run(notebook, tmp_path)[0] for notebook in (warm_up.solution, warm_up.release))
    names = [
        c.metadata.nbgrader.grade_id
        for c in warm_up.solution.cells
        if c.get("metadata", {}).get("nbgrader", {}).get("solution")
    ]
    for notebook, said in ((solved, "right."), (blank, "still to do. Write it first, then run this cell again.")):
        texts = [o.text.strip() for o in outputs(notebook, "stream")]
        assert len(names) >= 5 and all(f"{name}: {said}" in texts for name in names)
