"""The capstone's last exercise is judged on images that the student's half does not hold, and called as seldom as can be."""

import dataclasses

import numpy as np
import pytest
from nbformat.v4 import new_code_cell

from autograder.checks import plain
from autograder.checks.answer import Answer
from autograder.checks.judge import judge
from autograder.checks.plain import Named
from autograder.grading.grade import Assignment, _step
from autograder.topics import keymaker
from autograder.topics.capstone.fitting import fit_digits, images
from autograder.topics.digits import load_test


@pytest.fixture(scope="module")
def keys():
    return keymaker.make(fit_digits), keymaker.make(fit_digits, 7)


def test_the_public_and_the_secret_key_differ_in_their_images_only(keys):
    public, secret = keys
    assert public.cases == secret.cases and len(public.cases) == 1
    assert public.held_out == (Named("digits:X_val"), Named("digits:y_val"))
    assert all(map(np.array_equal, secret.held_out, load_test()))


def test_the_test_images_never_travel(keys):
    step = _step_of(keys[1])
    sent = plain.pack([case.args for case in step.collect[2]])
    assert step.seconds == 60.0 and len(sent) < 1000
    assert not any(plain.same(arg, data) for case in step.collect[2] for arg in case.args for data in load_test())


def _step_of(key):
    cell = new_code_cell(
        f"check({key.name})",
        metadata={"nbgrader": {"grade_id": f"check_{key.name}", "grade": True, "locked": True, "points": 12}},
    )
    return _step(cell, Assignment(key.topic, None, {key.name: key}))


def test_an_answer_between_the_two_accuracies_earns_its_part_and_says_how_much_it_reads(keys):
    X, y = load_test()
    params = least_squares(X, y)
    wrong = dict(params, b1=params["b1"] + np.linspace(0.0, 0.8, 10))  # leans towards large digits
    right = float(np.mean((X @ wrong["W1"] + wrong["b1"]).argmax(axis=1) == y))
    verdict = judge(keys[1], [Answer(wrong)], 12.0)
    assert 0.5 < right < 0.95
    assert verdict.score == pytest.approx(12 * (right - 0.5) / 0.45, abs=1e-5)
    assert verdict.status == "partial" and f"{right:.1%}" in verdict.messages[0] and "95%" in verdict.messages[0]
    assert judge(keys[1], [Answer(params)], 12.0).score > verdict.score


def least_squares(X, y):
    """A network of one layer, without any training."""
    W = np.linalg.lstsq(np.hstack([X, np.ones((len(X), 1))]), np.eye(10)[y], rcond=None)[0]
    return {"W1": W[:-1], "b1": W[-1]}


def test_a_reference_that_earns_less_makes_no_key():
    lazy = dataclasses.replace(fit_digits, reference=lambda *data: least_squares(data[0][:80], data[1][:80]))
    with pytest.raises(keymaker.Uncertified, match="earns a share of"):
        keymaker.make(lazy)


def test_images_are_named_in_public_and_held_in_secret():
    assert images(True) == (Named("digits:X_val"), Named("digits:y_val"))
    assert [data.shape for data in images(False)] == [(497, 64), (497,)]
