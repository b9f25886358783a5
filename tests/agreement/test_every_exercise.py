"""Every exercise has a property in its topic's file, both sides are texts of their own, and a planted fault does not pass."""

import ast
import contextlib
import importlib
import io

import pytest
from solved import ROOT

from autograder import topics

EXERCISES = [exercise for topic in topics.TOPICS for exercise in topics.exercises(topic)]
GIVEN = {"matplotlib.pyplot", "numpy", "IPython.display", "autograder", "autograder.checks"}  # what a notebook imports


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_the_two_texts_are_independent(topic):
    [text] = (ROOT / "solutions" / topic).glob("*.py")
    nodes = list(ast.walk(ast.parse(text.read_text())))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported <= GIVEN
    references = [exercise.reference for exercise in topics.exercises(topic)]
    assert all(reference.__module__.startswith("mlp_reference.") for reference in references)


def properties(tests, name):
    """The tests of an exercise, none in search of a smallest example."""
    assert f"test_{name}" in vars(tests)
    mine = [test for title, test in vars(tests).items() if title.startswith("test_") and name in title]
    return [getattr(test, "rushed", test) for test in mine]


def holds(test):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            test()
    except Exception:
        return False
    return True


@pytest.mark.parametrize("side", ["solution", "reference"])
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_fault_planted_on_either_side_is_found(exercise, side, monkeypatch):
    """The faults are the exercise's first two misconceptions, one on each side."""
    tests = importlib.import_module(f"test_{exercise.topic}")
    faults = {m.slug: m.implementation for m in reversed(exercise.misconceptions)}
    slug = list(reversed(faults))[0 if side == "solution" else 1]
    monkeypatch.setattr(getattr(tests, side), exercise.name, faults[slug])
    assert not all(map(holds, properties(tests, exercise.name))), f"{slug} was not found"
