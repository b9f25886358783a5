"""The lint: each fault, planted in a copy of the course, is said."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from autograder.authoring import build, keys, lint
from autograder.authoring.source import Source

TEXT = "solutions/02_activations/activations.py"
RELEASE = "exercises/02_activations/activations.ipynb"


@pytest.fixture
def plant(copy):
    """Replace something in the text of 02, build, and say what the lint finds."""

    def plant(old, new):
        for folder in ("solutions", "exercises"):
            shutil.rmtree(copy / folder / "04_matrix_backprop")  # only to be quick
        path = copy / TEXT
        assert path.read_text().count(old) == 1
        path.write_text(path.read_text().replace(old, new))
        build.build(copy)
        return build.check(copy)

    return plant


FAULTS = {
    "a blank that scores": (
        "    ### BEGIN SOLUTION\n    return np.maximum(z, 0.0)\n",
        "    return np.maximum(z, 0.0)\n    ### BEGIN SOLUTION\n",
        f"{RELEASE}: the blank relu scores 1 of 1",
    ),
    "a solution that fails": (
        "return np.maximum(z, 0.0)",
        "return np.minimum(z, 0.0)",
        f"{TEXT}: the solution of relu scores 0 of 1: ",
    ),
    "a solution that does not run": (
        "small = np.exp(-np.abs(z))  # in (0, 1], whatever z is",
        "small = np.exq(-np.abs(z))",
        f"{TEXT}: the solution of sigmoid scores 0 of 3: ",
    ),
    "a cell that does not run": (
        "import numpy as np\n",
        "import numpy as np\nimport nimpy\n",
        f"{TEXT}: imports cannot be tried: its cell raises ModuleNotFoundError",
    ),
    "points that do not add up": (
        '"grade_id": "check_relu", "grade": true, "locked": true, "points": 1}',
        '"grade_id": "check_relu", "grade": true, "locked": true, "points": 2}',
        f"{TEXT}: the checks carry 21 points, the curriculum says 20",
    ),
    "a check cell that says something else": (
        "\ncheck(relu)\n",
        "\ncheck(relu) or 1.0\n",
        f"{TEXT}: relu has no locked check cell check_relu that says `check(relu)` and nothing else",
    ),
    "a check cell that is not locked": (
        '"grade_id": "check_relu", "grade": true, "locked": true, "points": 1}',
        '"grade_id": "check_relu", "grade": true, "points": 1}',
        f"{TEXT}: relu has no locked check cell check_relu that says `check(relu)` and nothing else",
    ),
    "a check of something unknown": (
        '"grade_id": "check_relu", "grade": true, "locked": true, "points": 1}',
        '"grade_id": "check_rely", "grade": true, "locked": true, "points": 1}',
        f"{TEXT}: check_rely checks an exercise that `topics` does not know",
    ),
    "no answer cell": (
        '"grade_id": "relu", "solution": true}',
        '"grade_id": "relu_here", "solution": true}',
        f"{TEXT}: relu has no answer cell relu",
    ),
    "a stub under another name": (
        "def relu(z):",
        "def ReLU(z):",
        f"{TEXT}: the cell relu leaves no stub `def relu` to fill in",
    ),
    "another signature": (
        "def numerical_derivative(f, z, h=1e-5):",
        "def numerical_derivative(f, z, h=1e-4):",
        f"{TEXT}: numerical_derivative(f, z, h=0.0001) does not have the signature numerical_derivative(f, z, h=1e-5)",
    ),
    "no written question": (
        '"grade_id": "question", "grade": true, "solution": true, "points": 2}',
        '"grade_id": "question", "grade": true, "solution": true, "points": 3}',
        f"{TEXT}: there is no written question: a text cell `question` with 2 points",
    ),
    "an answer given away elsewhere": (
        "\ndef unchanged(z):\n",
        "\ndef unchanged(z):\n    return np.maximum(z, 0.0)\n\n\ndef unchanged(z):\n",
        f"{RELEASE}: an answer is left in it: `return np.maximum(z, 0.0)`, from relu",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_text_is_said(plant, fault):
    old, new, said = FAULTS[fault]
    problems = plant(old, new)
    assert any(problem.startswith(said) for problem in problems), problems


def test_an_answer_typed_into_the_release_is_said_and_scores(copy):
    path = copy / RELEASE
    stub = '"    # YOUR CODE HERE\\n",\n    "    raise NotImplementedError()"'
    before, relu, after = path.read_text().partition('"def relu(z):\\n"')
    path.write_text(before + relu + after.replace(stub, '"    return np.maximum(z, 0.0)"', 1))
    assert build.check(copy) == [
        f"{RELEASE}: stale; run `mlp-course build`",
        f"{RELEASE}: an answer is left in it: `return np.maximum(z, 0.0)`, from relu",
        f"{RELEASE}: the blank relu scores 1 of 1",
    ]


def test_a_model_answer_in_the_release_is_said(copy):
    source = Source(copy, "02_activations")
    path = copy / RELEASE
    sentence = "**Rubric.**"
    [line] = [line for line in (copy / TEXT).read_text().splitlines() if sentence in line]
    path.write_text(path.read_text().replace("YOUR ANSWER HERE", line.replace("\\", "\\\\")))
    assert any(f"an answer is left in it: `{line}`" in problem for problem in lint.problems(source, keys.fresh(source)))


def test_a_missing_hint_is_said(source):
    made = keys.fresh(source)
    name = next(iter(made))
    made[name] = replace(made[name], hints=made[name].hints[:2])
    assert lint.problems(source, made) == [f"autograder/topics: {name} has 2 hints of 3"]


def test_a_misconception_that_sends_nowhere_is_said(source):
    made = keys.fresh(source)
    name = next(iter(made))
    first, *others = made[name].hypotheses
    made[name] = replace(made[name], hypotheses=(replace(first, section=""), *others))
    assert lint.problems(source, made) == [
        f"autograder/topics: {name}: {first.slug} names no lecture section such as {source.topic}#sigmoid"
    ]


def test_a_solution_copied_from_the_reference_is_said(copy):
    text = (copy / "solutions/04_matrix_backprop/matrix_backprop.py").read_text()
    start = text.index("def loop_backprop")
    (copy / "mlp_reference/copied.py").write_text(text[start : text.index("# %%", start)])
    assert build.check(copy) == [
        "solutions/04_matrix_backprop/matrix_backprop.py: loop_backprop is the reference's own text; write it independently"
    ]
