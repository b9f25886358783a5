"""The submission doctor: what is mended, what is refused, and that neither costs an honest student anything."""

import copy
import difflib
import json
import os
import random
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from autograder.grading.bomb import without_outputs
from autograder.grading.conflict import versions
from autograder.grading.sanitise import sanitise
from autograder.grading.transplant import Unreadable, mend, read, transplant

ROOT = Path(__file__).parents[2]
RELU = "def relu(z):\n    return z * (z > 0)"
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"


@pytest.fixture(scope="module")
def release():
    return read(ROOT / "exercises/02_activations/activations.ipynb")


@pytest.fixture
def submission(release):
    return answered(release)


def answered(release):
    notebook = copy.deepcopy(release)
    cell(notebook, "relu").source = RELU
    cell(notebook, "sigmoid").source = SIGMOID
    return notebook


def cell(notebook, name):
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def place(notebook, name):
    return notebook.cells.index(cell(notebook, name))


def sources(notebook):
    return [c.source for c in notebook.cells]


def test_an_honest_notebook_needs_no_mending(release, submission):
    mended = transplant(release, submission)
    assert mended.mended == ()
    assert sources(mended.notebook) == sources(submission)
    nbformat.validate(mended.notebook)


def test_an_untouched_release_needs_no_mending_either(release):
    mended = transplant(release, release)
    assert mended.mended == () and sources(mended.notebook) == sources(release)


def test_the_release_itself_is_never_changed(release, submission):
    before = copy.deepcopy(release)
    transplant(release, submission)
    assert release == before


def test_the_written_answer_and_its_pictures_come_along(release, submission):
    question = cell(submission, "question")
    question.source = "Because ![it](attachment:a.png) saturates."
    question.attachments = {"a.png": {"image/png": "aGVsbG8="}}
    ours = cell(transplant(release, submission).notebook, "question")
    assert ours.source == question.source and ours.attachments == question.attachments


def test_own_cells_stay_behind_their_neighbour_without_tags_or_names(release, submission):
    own = v4.new_code_cell(
        "print(relu(3))", metadata={"tags": ["x"], "nbgrader": {"grade_id": "mine", "grade": True, "points": 9}}
    )
    submission.cells.insert(place(submission, "relu") + 1, own)
    submission.cells.insert(0, v4.new_markdown_cell("My name"))
    notebook = transplant(release, submission).notebook
    assert sources(notebook) == sources(submission)
    assert notebook.cells[place(notebook, "relu") + 1].metadata == {} and notebook.cells[0].metadata == {}


def test_an_edited_example_keeps_the_edit_where_it_was(release, submission):
    free = next(c for c in submission.cells if c.cell_type == "code" and "nbgrader" not in c.metadata)
    free.source = "print('edited')"
    notebook = transplant(release, submission).notebook
    assert "print('edited')" in sources(notebook) and len(notebook.cells) == len(release.cells)


def test_without_cell_ids_nothing_is_lost(release, submission):
    for c in submission.cells:
        c.id = ""
    assert sources(transplant(release, submission).notebook) == sources(submission)


def test_of_copied_answers_the_last_one_counts_and_the_others_run_before_it(release, submission):
    again = copy.deepcopy(cell(submission, "relu"))
    again.source = "def relu(z):\n    return 2"
    submission.cells.insert(place(submission, "relu") + 3, again)
    mended = transplant(release, submission)
    answer = place(mended.notebook, "relu")
    assert mended.notebook.cells[answer].source == again.source
    assert mended.notebook.cells[answer - 1].source == RELU
    assert any("`relu` was there 2 times; the last one counts" in said for said in mended.mended)


def test_a_split_answer_cell_still_runs_whole(release, submission):
    half = copy.deepcopy(cell(submission, "relu"))
    half.source = "def helper(z):\n    return z > 0"
    submission.cells.insert(place(submission, "relu"), half)
    notebook = transplant(release, submission).notebook
    both = sources(notebook)[place(notebook, "relu") - 1 : place(notebook, "relu") + 1]
    assert both == [half.source, RELU]


def test_a_copied_test_cell_is_there_once(release, submission):
    submission.cells.append(copy.deepcopy(cell(submission, "check_relu")))
    mended = transplant(release, submission)
    assert sources(mended.notebook) == sources(answered(release)) and "one is kept" in mended.mended[0]


def test_deleted_cells_come_back(release, submission):
    for name in ("check_relu", "tanh", "question"):
        submission.cells.remove(cell(submission, name))
    mended = transplant(release, submission)
    assert sources(mended.notebook) == sources(answered(release))
    assert mended.mended == (
        "The cell `tanh` was missing; it is back, unanswered (the same with `question`).",
        "The cell `check_relu` was missing; it is back.",
    )


def test_moved_cells_go_back(release, submission):
    submission.cells.insert(0, submission.cells.pop(place(submission, "check_relu")))
    mended = transplant(release, submission)
    assert sources(mended.notebook) == sources(answered(release))
    assert mended.mended == ("Cells had changed places; they are back in order.",)


def test_an_answer_that_became_markdown_is_code_again(release, submission):
    i = place(submission, "relu")
    submission.cells[i] = v4.new_markdown_cell(RELU, metadata=submission.cells[i].metadata)
    mended = transplant(release, submission)
    assert cell(mended.notebook, "relu").source == RELU and cell(mended.notebook, "relu").cell_type == "code"
    assert mended.mended == ("The cell `relu` had become markdown; it is code again.",)


def test_an_answer_that_became_prose_counts_as_unanswered(release, submission):
    i = place(submission, "relu")
    submission.cells[i] = v4.new_markdown_cell("I do not know.", metadata=submission.cells[i].metadata)
    mended = transplant(release, submission)
    assert cell(mended.notebook, "relu").source == cell(release, "relu").source
    assert "counts as unanswered" in mended.mended[0]


@pytest.mark.parametrize(
    "change",
    [
        {"points": 1000},
        {"grade": False, "solution": True, "locked": False},
        {"schema_version": 2},
        {"schema_version": None},
        {"locked": False},
    ],
)
def test_the_settings_of_a_cell_are_the_releases(release, submission, change):
    cell(submission, "check_relu").metadata.nbgrader.update(change)
    mended = transplant(release, submission)
    assert cell(mended.notebook, "check_relu") == cell(release, "check_relu")
    assert len(mended.mended) == 1


def test_tags_are_taken_off(release, submission):
    for name in ("relu", "check_relu"):
        cell(submission, name).metadata.tags = ["skip-execution"]
    mended = transplant(release, submission)
    assert not any("tags" in c.metadata for c in mended.notebook.cells) and len(mended.mended) == 1


def test_an_edited_test_is_the_releases_again(release, submission):
    cell(submission, "check_relu").source = "1000.0"
    mended = transplant(release, submission)
    assert cell(mended.notebook, "check_relu").source == "check(relu)"
    assert mended.mended == ("The locked cell `check_relu` had been edited; it is as released again.",)


def test_an_answer_cell_that_lost_its_name_is_found_by_its_function(release, submission):
    cell(submission, "relu").metadata = nbformat.from_dict({})
    mended = transplant(release, submission)
    assert sources(mended.notebook) == sources(answered(release)) and "had lost its name" in mended.mended[0]


def test_a_renamed_answer_cell_is_found_by_its_function(release, submission):
    cell(submission, "relu").metadata.nbgrader.update(grade_id="x_relu", schema_version=2)
    assert sources(transplant(release, submission).notebook) == sources(answered(release))


def test_a_copy_that_was_rewritten_for_another_answer_counts_for_that_one(release, submission):
    copied = copy.deepcopy(cell(submission, "sigmoid"))
    copied.source = RELU
    submission.cells[place(submission, "relu")] = copied
    notebook = transplant(release, submission).notebook
    assert cell(notebook, "relu").source == RELU and cell(notebook, "sigmoid").source == SIGMOID


def test_an_unknown_kernel_is_replaced(release, submission):
    submission.metadata.kernelspec = {"name": "julia-1.6", "display_name": "Julia", "language": "julia"}
    mended = transplant(release, submission)
    assert mended.notebook.metadata == release.metadata
    assert mended.mended == ("The kernel `julia-1.6` was replaced by `python3`.",)


def test_conflict_markers_in_an_answer_are_reported(release, submission):
    cell(submission, "relu").source = f"<<<<<<< HEAD\n{RELU}\n=======\n{RELU}\n>>>>>>> other"
    assert "merge-conflict markers" in transplant(release, submission).mended[0]


def test_of_two_versions_the_one_that_somebody_wrote_counts(release, submission):
    stub = cell(release, "relu").source
    for source in (
        f"<<<<<<< HEAD\n{stub}\n=======\n{RELU}\n>>>>>>> b",
        f"<<<<<<< a\n{RELU}\n||||||| c\n{stub}\n=======\n>>>>>>> b",
    ):
        cell(submission, "relu").source = source
        mended = transplant(release, submission)
        assert cell(mended.notebook, "relu").source == RELU and "around one answer" in mended.mended[0]


def merged(first, second):
    """What git leaves of two versions of a file, conflict by conflict."""
    lines = []
    ours, theirs = (json.dumps(version, indent=1).splitlines() for version in (first, second))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        same = tag == "equal"
        lines += ours[a:b] if same else ["<<<<<<< HEAD", *ours[a:b], "=======", *theirs[c:d], ">>>>>>> branch"]
    return "\n".join(lines)


def test_a_file_with_conflicts_in_outputs_and_settings_is_both_versions(tmp_path, release, submission):
    other, path = copy.deepcopy(submission), tmp_path / "activations.ipynb"
    for number, c in enumerate(other.cells):
        c.metadata["collapsed"] = True
        if c.cell_type == "code":
            c.execution_count = number
    path.write_text(merged(submission, other))
    with pytest.raises(ValueError):
        json.loads(path.read_text())
    notebook, said = mend(path)
    assert "merge-conflict markers" in said[0]
    assert transplant(release, notebook) == transplant(release, submission)


def test_a_file_with_conflicts_in_answers_costs_these_answers_only(tmp_path, release, submission):
    other, path = copy.deepcopy(submission), tmp_path / "activations.ipynb"
    cell(other, "relu").source = "def relu(z):\n    return abs(z)"
    cell(other, "sigmoid").source = cell(release, "sigmoid").source
    path.write_text(merged(submission, other))
    mended = transplant(release, mend(path)[0])
    assert cell(mended.notebook, "sigmoid").source == SIGMOID
    assert "<<<<<<<" in cell(mended.notebook, "relu").source and any("choose one" in said for said in mended.mended)


@pytest.mark.parametrize(
    "text", ["<<<<<<< a\n=======\n", "<<<<<<< a\n>>>>>>> b", "=======", "<<<<<<< a\n=======\n=======\n>>>>>>> b"]
)
def test_markers_that_do_not_belong_together_are_no_versions(text):
    assert versions(text) is None


def test_a_flood_of_outputs_is_left_out_unread(tmp_path, release, submission):
    """Too much on one line, and again on many lines."""
    path = tmp_path / "activations.ipynb"
    for text in ("x" * 21_000_000 + '"]\\', ["line\n"] * 2_200_000):
        cell(submission, "relu").outputs = [
            v4.new_output("stream", text="TEXT"),
            v4.new_output("display_data", {"application/json": [[]]}),
        ]
        cell(submission, "tanh").source = '# "outputs": [1, 2]\n' + SIGMOID.replace("sigmoid", "tanh")
        path.write_text(json.dumps(submission).replace('"TEXT"', json.dumps(text)))
        notebook, said = mend(path)
        assert "MB, were left out" in said[0]
        assert transplant(release, notebook) == transplant(release, submission)


@pytest.mark.parametrize(
    "data",
    [
        b'"outputs": [',
        b'{"outputs": [1, [2, "]"], {"a": "\\""}], "b": "outputs"}',
        b'"\\',
        b'"abc',
        b'["outputs", [1], "outputs"]',
        b'\\"' * 1000,
        b"[" * 500 + b"]" * 500,
        b"",
    ],
)
def test_cutting_outputs_leaves_all_else_as_it_was(data):
    cut = without_outputs(data)
    try:
        node = json.loads(data)
    except ValueError:
        return
    assert json.loads(cut) == ({**node, "outputs": []} if isinstance(node, dict) else node)


def test_odd_metadata_does_no_harm(release, submission):
    cell(submission, "relu").metadata["tags"] = "all"
    submission.cells[0].metadata = nbformat.from_dict({"nbgrader": [1]})
    submission.cells.append(v4.new_code_cell("1", metadata={"nbgrader": {"grade_id": 7}}))
    submission.metadata.kernelspec = "python"
    assert cell(transplant(release, submission).notebook, "relu").source == RELU


def test_another_topics_notebook_is_refused(release):
    other = read(ROOT / "exercises/04_matrix_backprop/matrix_backprop.ipynb")
    with pytest.raises(Unreadable, match="another topic"):
        transplant(release, other)
    with pytest.raises(Unreadable, match="another topic"):
        transplant(other, release)


def test_a_notebook_without_answers_is_refused(release):
    for cells in ([], [v4.new_code_cell("print(1)")]):
        with pytest.raises(Unreadable, match="no answer cells"):
            transplant(release, v4.new_notebook(cells=cells))


def notebook(**fields):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **fields}).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b'{"cells": [', "not JSON"),
        (b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n", "merge-conflict markers"),
        (b"[]", "not a notebook"),
        (b'{"a": 1}', "not a notebook"),
        (notebook(cells=None), "not a notebook"),
        (notebook(nbformat="4"), "not a notebook"),
        (notebook(nbformat=5), "newer notebook format"),
        (b'{"nbformat": 3, "worksheets": 5, "metadata": {}}', "broken"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"[" * 100_000, "not"),
        (b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 900 + b"1" + b"}" * 901, "not"),
        (notebook(cells=[{}] * 3000), "3000 cells"),
        (b" " * 20_000_001, "20 MB"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(tmp_path, data, said):
    path = tmp_path / "activations.ipynb"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_links_folders_pipes_and_nothing_are_refused(tmp_path):
    (tmp_path / "there").write_bytes(notebook())
    (tmp_path / "link").symlink_to(tmp_path / "there")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, said in {
        "link": "link",
        "folder": "not a file",
        "pipe": "not a file",
        "none": "cannot be opened",
    }.items():
        with pytest.raises(Unreadable, match=said):
            read(tmp_path / name)


def test_an_old_notebook_is_upgraded(tmp_path, release):
    cells = [
        {"cell_type": "code", "input": RELU, "language": "python", "outputs": [], "metadata": {}, "collapsed": False}
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old))
    assert cell(transplant(release, read(path)).notebook, "relu").source == RELU


def test_a_byte_order_mark_half_characters_and_lines_are_read(tmp_path):
    cells = [
        {"cell_type": "code", "source": ["a = 1\n", "b"]},
        {"cell_type": "markdown", "source": "\ud800"},
        3,
        {"cell_type": "x"},
    ]
    path = tmp_path / "odd.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + notebook(cells=cells))
    assert sources(read(path)) == ["a = 1\nb", "?"]


ODD = [
    None,
    7,
    True,
    "x",
    "\ud800",
    [],
    {},
    [1],
    {"a": {"b": 1}},
    "check_relu",
    "relu",
    -1.5,
    ["a", "b"],
    "markdown",
    "code",
]


def spoiled(node, rng):
    """A copy of a JSON tree with some of its branches cut, doubled, moved or replaced by something odd."""
    if rng.random() < 0.01:
        return rng.choice(ODD)
    if isinstance(node, dict):
        return {name: spoiled(child, rng) for name, child in node.items() if rng.random() > 0.01}
    if isinstance(node, list):
        items = [spoiled(child, rng) for child in node for _ in range(2 if rng.random() < 0.02 else 1)]
        if rng.random() < 0.1:
            rng.shuffle(items)
        return items
    return node


@pytest.mark.parametrize("seed", range(150))
def test_whatever_is_handed_in_becomes_a_sound_notebook_or_one_line(tmp_path, release, submission, seed):
    path = tmp_path / "activations.ipynb"
    path.write_text(json.dumps(spoiled(submission, random.Random(seed))))
    try:
        mended = transplant(release, read(path))
    except Unreadable as error:
        assert str(error) and "\n" not in str(error)
        return
    notebook = sanitise(mended.notebook)
    nbformat.validate(notebook)
    assert nbformat.writes(notebook).encode()
    names = [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]
    assert names == [c.metadata.nbgrader.grade_id for c in release.cells if "nbgrader" in c.metadata]
    locked = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("locked")]
    assert locked == [c for c in release.cells if c.metadata.get("nbgrader", {}).get("locked")]
