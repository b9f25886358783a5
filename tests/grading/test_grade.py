"""One submission, end to end: real release, real keys, real worker behind the real wall."""

import copy
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from autograder.checks.verdict import Verdict
from autograder.grading import samples
from autograder.grading.course import CourseError, release_path
from autograder.grading.grade import Assignment, execute, exercise, failed, grade, points
from autograder.grading.sanitise import sanitise
from autograder.grading.snippets import VECTORISED
from autograder.grading.worker import Step

SOLUTIONS = Path(__file__).parent.parent.parent / "solutions"
TOPIC = "02_activations"
FULL = {"02_activations": 20.0, "04_matrix_backprop": 30.0}


def cell_of(notebook, grade_id):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def handed_in(folder, notebook, topic=TOPIC):
    path = folder / "student" / topic / f"{topic.partition('_')[2]}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))
    return path


def scores(record):
    return {verdict.exercise: verdict.score for verdict in record.verdicts}


@pytest.fixture
def graded(assignments, worker, tmp_path):
    """Grade a notebook made by one of the samples, or any notebook."""

    def _graded(sample, topic=TOPIC):
        notebook = sample(assignments[topic].release, topic) if callable(sample) else sample
        return grade("ada", handed_in(tmp_path, notebook, topic), assignments[topic], worker)

    return _graded


@pytest.mark.parametrize("topic", samples.TOPICS)
@pytest.mark.parametrize("sample", [samples.right, samples.loops])
def test_a_right_answer_scores_full_in_arrays_and_in_loops(graded, sample, topic):
    record = graded(sample, topic)
    assert [f for verdict in record.verdicts for f in verdict.messages] == []
    assert (record.status, record.score, record.max_score) == ("graded", FULL[topic], FULL[topic])


@pytest.mark.parametrize("topic", samples.TOPICS)
def test_an_untouched_release_scores_nothing_and_is_to_do(graded, topic):
    record = graded(samples.untouched, topic)
    assert (record.status, record.score) == ("graded", 0.0)
    assert {verdict.status for verdict in record.verdicts} == {"todo"}


@pytest.mark.parametrize("topic", samples.TOPICS)
@pytest.mark.parametrize("sample", [samples.mistaken, samples.otherwise_mistaken])
def test_partly_right_samples_name_a_misconception_for_each_mistake(graded, sample, topic):
    record = graded(sample, topic)
    wrong = [verdict for verdict in record.verdicts if verdict.status != "passed"]
    assert 0 < record.score < FULL[topic]
    assert len(wrong) >= 3
    assert all(verdict.diagnosis for verdict in wrong), [v.exercise for v in wrong if not v.diagnosis]


@pytest.mark.parametrize("topic", samples.TOPICS)
def test_cheating_earns_nothing(graded, topic):
    assert graded(samples.cheating, topic).score == 0.0


@pytest.mark.parametrize("topic", samples.TOPICS)
def test_copied_and_deleted_cells_are_mended_and_cost_nothing(graded, topic):
    record = graded(samples.muddled, topic)
    assert (record.status, record.score) == ("mended", FULL[topic])
    assert record.mended
    assert record.mended[0] in record.notebook.cells[0].source


def test_an_endless_function_costs_only_itself(assignments, quick_worker, tmp_path):
    path = handed_in(tmp_path, samples.endless(assignments[TOPIC].release, TOPIC))
    record = grade("ada", path, assignments[TOPIC], quick_worker)
    assert scores(record)["tanh"] == 0.0
    assert record.score == FULL[TOPIC] - 2.0
    assert "time" in " ".join(record.verdicts[1].messages)


def test_the_graded_notebook_carries_the_score_as_a_float_and_a_card(graded):
    notebook = graded(samples.mistaken).notebook
    tests = [cell for cell in notebook.cells if exercise(cell)]
    assert len(tests) == 9
    for cell in tests:
        [output] = cell.outputs
        assert output.output_type == "execute_result"
        assert type(eval(output.data["text/plain"], {})) is float
        assert "mlp-card" in output.data["text/html"]


def test_the_graded_notebook_is_a_valid_notebook(graded):
    nbformat.validate(graded(samples.right).notebook)


def test_a_test_cell_is_judged_by_the_function_as_it_stands_at_that_cell(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    after = notebook.cells.index(cell_of(notebook, "check_relu")) + 1
    notebook.cells.insert(after, new_code_cell("def relu(z):\n    return -1.0", id="spoil-later"))
    assert scores(graded(notebook))["relu"] == 1.0


def test_a_function_spoilt_before_its_check_loses_its_points(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    before = notebook.cells.index(cell_of(notebook, "check_relu"))
    notebook.cells.insert(before, new_code_cell("def relu(z):\n    return -1.0", id="spoil-before"))
    record = graded(notebook)
    assert scores(record)["relu"] == 0.0
    assert record.score == FULL[TOPIC] - 1.0


def test_the_source_of_a_test_cell_is_never_run_for_points(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    cell_of(notebook, "check_relu").source = "relu = None; 1.0"
    assert graded(notebook).score == FULL[TOPIC]


def test_a_missing_name_says_so(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    cell_of(notebook, "neuron").source = "def neuronn(x, w, b, activation):\n    return 0.0"
    record = graded(notebook)
    [neuron] = [verdict for verdict in record.verdicts if verdict.exercise == "neuron"]
    assert (neuron.score, neuron.status) == (0.0, "error")
    assert "neuron" in neuron.messages[0]


def test_a_process_that_ends_itself_loses_that_exercise_only(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    cell_of(notebook, "neuron").source = "import os\ndef neuron(x, w, b, activation):\n    os._exit(0)"
    record = graded(notebook)
    assert scores(record)["neuron"] == 0.0
    assert record.score == FULL[TOPIC] - 2.0


def test_points_are_the_releases_whatever_the_submission_says(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    for cell in notebook.cells:
        if "points" in cell.metadata.get("nbgrader", {}):
            cell.metadata.nbgrader.points = 500
    record = graded(notebook)
    assert (record.score, record.max_score) == (FULL[TOPIC], FULL[TOPIC])


def test_the_same_submission_and_seed_give_the_same_record(graded):
    first, second = graded(samples.mistaken).to_json(), graded(samples.mistaken).to_json()
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_another_seed_draws_other_cases(course):
    one, other = (Assignment.load(course, TOPIC, seed).keys["relu"].cases for seed in (1, 2))
    assert repr(one) != repr(other)


def test_the_record_as_json_has_exactly_the_documented_fields(graded):
    node = json.loads(json.dumps(graded(samples.mistaken).to_json()))
    assert list(node) == ["student", "topic", "status", "score", "max_score", "seconds", "mended", "exercises"]
    assert [exercise["name"] for exercise in node["exercises"]] == list(samples.functions(VECTORISED[TOPIC]))
    for one in node["exercises"]:
        assert list(one) == ["name", "score", "max_score", "misconception", "findings"]
        assert type(one["score"]) is float and type(one["max_score"]) is float
        assert one["misconception"] is None or isinstance(one["misconception"], str)
        assert all(isinstance(finding, str) and finding for finding in one["findings"])
    assert node["score"] == sum(one["score"] for one in node["exercises"])


def test_an_unreadable_file_fails_with_its_reason_on_every_exercise(assignments, worker, tmp_path):
    path = tmp_path / "activations.ipynb"
    path.write_text('{"cells": [')
    record = grade("ada", path, assignments[TOPIC], worker)
    assert (record.status, record.score, record.max_score) == ("failed", 0.0, FULL[TOPIC])
    assert len(record.verdicts) == 9
    assert all(verdict.messages == [record.message] for verdict in record.verdicts)
    assert "\n" not in record.message and record.message


def test_a_crash_of_ours_is_a_verdict_on_that_submission_only(assignments, tmp_path):
    class Broken:
        def run(self, steps, files=None):
            raise ZeroDivisionError("at the worst moment")

    path = handed_in(tmp_path, assignments[TOPIC].release)
    record = grade("ada", path, assignments[TOPIC], Broken())
    assert (record.status, record.score) == ("failed", 0.0)
    assert "ZeroDivisionError" in record.message


def test_without_a_check_cell_an_exercise_earns_nothing(assignments, worker):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    notebook.cells.remove(cell_of(notebook, "check_relu"))
    verdicts = execute(notebook, assignments[TOPIC], worker).verdicts
    [relu] = [verdict for verdict in verdicts if verdict.exercise == "relu"]
    assert (relu.score, relu.max_score) == (0.0, 1.0)


def test_a_failed_record_holds_builtin_floats(assignments):
    record = failed("ada", assignments[TOPIC], "two\nlines")
    assert record.message == "two lines"
    assert type(record.score) is float and all(isinstance(verdict, Verdict) for verdict in record.verdicts)


def test_a_release_that_does_not_fit_its_topic_is_refused(course, tmp_path):
    broken = release_path(tmp_path, TOPIC)
    broken.parent.mkdir(parents=True)
    notebook = copy.deepcopy(nbformat.read(release_path(course, TOPIC), 4))
    notebook.cells.remove(cell_of(notebook, "check_relu"))
    nbformat.write(notebook, broken)
    with pytest.raises(CourseError, match=r"relu.*mlp-course build"):
        Assignment.load(tmp_path, TOPIC, 1)


def test_points_come_from_the_release(assignments):
    assert sum(points(assignments[TOPIC].release).values()) == FULL[TOPIC]


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def figures(notebook):
    return [
        html
        for cell in notebook.cells
        if cell.cell_type == "code"
        for o in cell.outputs
        if "<img alt" in (html := o.get("data", {}).get("text/html", ""))
    ]


def test_figures_are_drawn_by_the_code_and_never_taken_from_what_was_handed_in(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    drawn = [cell for cell in notebook.cells if cell.cell_type == "code" and "plt.subplots" in cell.source]
    drawn[0].outputs = [
        new_output("display_data", {"text/html": f'<img alt="forged" src="data:image/png;base64,{PNG}">'})
    ]
    found = figures(graded(notebook).notebook)
    assert len(found) == 3 and all(len(html) > 1000 and "forged" not in html for html in found)


@pytest.mark.parametrize("path", sorted(SOLUTIONS.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_every_figure_of_a_solved_notebook_outlives_cleaning(worker, path):
    notebook = nbformat.read(path, as_version=4)
    cells = [c for c in notebook.cells if c.cell_type == "code" and not c.source.startswith("check(")]
    for cell, ran in zip(cells, worker.run([Step(cell.source) for cell in cells]), strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in ran.outputs]
    drawn = figures(notebook)
    assert len(drawn) >= sum("show(figure" in cell.source for cell in cells) > 0
    assert [len(html) for html in figures(sanitise(notebook))] == [pytest.approx(len(html), abs=10) for html in drawn]


def test_the_line_of_an_error_names_the_cell_by_its_number(graded, assignments):
    notebook = samples.right(assignments[TOPIC].release, TOPIC)
    notebook.cells.insert(9, new_code_cell("1 / 0", id="mistake"))
    [cell] = [cell for cell in graded(notebook).notebook.cells if cell.source == "1 / 0"]
    assert f"Cell In[{cell.execution_count}]" in re.sub(r"\x1b\[[0-9;]*m", "", "".join(cell.outputs[0].traceback))
