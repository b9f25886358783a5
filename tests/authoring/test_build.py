"""Building: what is committed is what would be built, and whatever is not is said."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from autograder.authoring import build, keys
from autograder.authoring.source import Source
from autograder.checks import shelf

KEY = "autograder/checks/keys/02_activations.key"
TEXT = "solutions/02_activations/activations.py"
SOLUTION = "solutions/02_activations/activations.ipynb"
RELEASE = "exercises/02_activations/activations.ipynb"


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_course_as_it_stands_has_no_problem(root):
    assert build.check(root) == []


def test_a_rebuild_changes_nothing(copy):
    before = contents(copy)
    assert build.build(copy) == []
    assert contents(copy) == before


def test_the_notebooks_that_are_committed_are_those_that_the_texts_give(built, root):
    for folder in ("solutions", "exercises"):
        assert contents(built / folder) == contents(root / folder)


def test_a_build_from_the_texts_alone_gives_everything(copy):
    before = contents(copy)
    shutil.rmtree(copy / "exercises")
    shutil.rmtree(copy / "autograder")
    for notebook in copy.glob("solutions/*/*.ipynb"):
        notebook.unlink()
    generated = [path for path in before if path.suffix in (".ipynb", ".key")]
    assert len(build.build(copy)) == len(generated)
    after = contents(copy)
    assert after.keys() == before.keys()
    for path in before:  # keys are the same by value, since another run may round differently
        if path.suffix == ".key":
            assert keys.alike(
                *({n: shelf.tree(d) for n, d in shelf.from_bytes(c[path]).items()} for c in (before, after))
            )
        else:
            assert after[path] == before[path]
    assert build.check(copy) == []


@pytest.mark.parametrize("path", [SOLUTION, RELEASE, KEY])
def test_a_missing_file_is_stale_and_a_build_mends_it(copy, path):
    (copy / path).unlink()
    assert build.check(copy) == [f"{path}: stale; run `mlp-course build`"]
    assert build.build(copy) == [f"wrote {path}"]
    assert build.check(copy) == []


def test_a_text_that_changed_makes_both_notebooks_stale(copy):
    path = copy / TEXT
    path.write_text(path.read_text().replace("## 1 · The sigmoid", "## 1 · The S-shaped curve"))
    assert build.check(copy) == [f"{stale}: stale; run `mlp-course build`" for stale in (SOLUTION, RELEASE)]


def test_a_notebook_that_was_run_and_saved_is_stale(copy):
    path = copy / RELEASE
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 7', 1))
    assert build.check(copy) == [f"{RELEASE}: stale; run `mlp-course build`"]


def test_a_key_that_differs_in_the_last_digits_is_fresh_and_stays_as_it_is(copy):
    source = Source(copy, "02_activations")
    made = keys.fresh(source)
    rounded = {name: _scaled(key, 1 + 1e-13) for name, key in made.items()}
    assert shelf.to_bytes(rounded.values()) != keys.to_bytes(source)
    (copy / KEY).write_bytes(shelf.to_bytes(rounded.values()))
    assert build.check(copy) == []
    assert build.build(copy) == []


def test_a_key_with_another_value_is_stale(copy):
    made = keys.fresh(Source(copy, "02_activations"))
    (copy / KEY).write_bytes(shelf.to_bytes(_scaled(key, 1.001) for key in made.values()))
    assert build.check(copy) == [f"{KEY}: stale; run `mlp-course build`"]


def test_a_key_that_is_no_key_is_stale(copy):
    (copy / KEY).write_bytes(b"mlp1 but then nothing of ours")
    assert build.check(copy) == [f"{KEY}: stale; run `mlp-course build`"]


@pytest.mark.parametrize(
    "stray",
    [
        "exercises/02_activations/activations.py",
        "exercises/02_activations/more/answers.txt",
        "exercises/10_mnist/mnist.ipynb",
        "solutions/02_activations/hidden_tests.txt",
        "autograder/checks/keys/02_old.key",
    ],
)
def test_a_file_that_comes_from_no_text_is_said_and_never_removed(copy, stray):
    (copy / stray).parent.mkdir(parents=True, exist_ok=True)
    (copy / stray).write_text("")
    assert f"{stray}: comes from no text in solutions/; remove it" in build.check(copy)
    build.build(copy)
    assert (copy / stray).exists()


def test_a_topic_without_a_solution_is_said(copy):
    shutil.rmtree(copy / "solutions/04_matrix_backprop")
    assert "solutions/04_matrix_backprop: missing, although `topics` has its exercises" in build.check(copy)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### END SOLUTION", "### THE END"),  # nbgrader: no end solution statement found
        ('"grade_id": "check_tanh"', '"grade_id": "check_sigmoid"'),  # twice the same
        ("#   kernelspec:", "#   kernel:"),
    ],
)
def test_a_malformed_text_is_one_line_with_its_name(copy, old, new):
    path = copy / TEXT
    path.write_text(path.read_text().replace(old, new))
    [problem] = build.check(copy)
    assert problem.startswith(f"{TEXT}: cannot be built: ")
    with pytest.raises(build.Unbuildable, match="cannot be built"):
        build.build(copy)


def _scaled(key, factor):
    """The key with other numbers in its truth."""
    return type(key)(**{**vars(key), "truth": tuple(np.asarray(value) * factor for value in key.truth)})


def test_where_nothing_is_graded_there_are_notebooks_but_no_key(copy):
    source = Source(copy, "00_warm_up")
    assert keys.fresh(source) == {} and not (copy / source.key_path).exists()
    (copy / source.release_path).unlink()
    assert build.check(copy) == [f"{source.release_path}: stale; run `mlp-course build`"]
    assert build.build(copy) == [f"wrote {source.release_path}"]
