"""Right answers score full in every style, wrong ones never do, and each misconception is recognised as itself."""

from dataclasses import replace

import kill_matrix
import numpy as np
import pytest
from kill_matrix import EXERCISES, RIGHT, WRONG, key, verdict

from autograder import topics
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.topics import keymaker

SEEDS = (None, 0, 7, 2**63 + 11, 2**130 + 5)
PLACES = [
    pytest.param(name, seed, id=f"{name}-{i}", marks=[pytest.mark.slow] if i >= 1 else [])
    for name in EXERCISES
    for i, seed in enumerate(SEEDS)
]

STALE = "docs/kill_matrix.md is stale; run `uv run python tests/topics/kill_matrix.py`"


def entries_of_the_page():
    return kill_matrix.entries(kill_matrix.PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "seed"), PLACES)
def test_the_reference_scores_full(name, seed):
    assert verdict(name, seed, EXERCISES[name].reference).score == 3.0


@pytest.mark.parametrize(("name", "seed"), PLACES)
def test_right_answers_score_full_in_every_style(name, seed):
    assert len(RIGHT[name]) >= 3
    for style, function in enumerate(RIGHT[name]):
        outcome = verdict(name, seed, function)
        assert (style, outcome.score, outcome.messages) == (style, 3.0, [])


@pytest.mark.parametrize(("name", "seed"), PLACES)
def test_every_misconception_loses_points_and_is_recognised_as_itself(name, seed):
    for misconception in EXERCISES[name].misconceptions:
        outcome = verdict(name, seed, misconception.implementation)
        assert outcome.score < 3.0, misconception.slug
        assert outcome.diagnosis is not None, misconception.slug
        assert outcome.diagnosis.slug == misconception.slug
        assert outcome.diagnosis.sentence == misconception.sentence


@pytest.mark.parametrize("name", EXERCISES)
def test_what_else_is_wrong_never_scores_full_and_is_mostly_named_as_the_page_says(name):
    outcomes = [verdict(name, kill_matrix.SEED, function) for function in WRONG[name]]
    assert [i for i, outcome in enumerate(outcomes) if outcome.score == 3.0] == []
    named = sum(outcome.diagnosis is not None for outcome in outcomes)
    assert named >= 2 * len(outcomes) / 3
    assert entries_of_the_page().get(name) == kill_matrix.entry(name, named), STALE


def test_the_rest_of_the_page_is_what_the_topics_and_answers_give():
    entries = entries_of_the_page()
    assert list(entries) == list(EXERCISES), STALE
    assert kill_matrix.page(entries) == kill_matrix.PAGE.read_text(encoding="utf-8"), STALE


@pytest.mark.parametrize(
    ("name", "function", "slug"),
    [
        ("tanh", lambda z: 2 / (1 + np.exp(-z)) - 1, "argument-not-doubled"),  # unstable, and for arrays only, too
        ("affine_backward", lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, -dZ.sum(0)), "sign-flipped"),  # in one of three
        ("affine_backward", lambda dZ, X, W: (dZ @ W.T + 1, X.T @ dZ, dZ.mean(0)), "averaged-again"),  # beside another
        ("sigmoid_derivative", lambda z: np.multiply(z, 1 - z), "activation-for-z"),
    ],
)
def test_a_misconception_is_recognised_in_other_code_and_beside_other_faults(name, function, slug):
    assert verdict(name, None, function).diagnosis.slug == slug


@pytest.mark.long
@pytest.mark.parametrize("topic", topics.TOPICS)
@pytest.mark.parametrize("seed", range(100, 150))
def test_fifty_secret_seeds_give_honest_answers_the_same_score(topic, seed):
    for exercise in topics.exercises(topic):
        asked = keymaker.make(replace(exercise, misconceptions=()), seed, kill_matrix.POINTS)
        for style, function in enumerate(RIGHT[exercise.name]):
            outcome = judge(asked, collect(function, asked.cases, asked.driver), kill_matrix.POINTS)
            assert (exercise.name, style, outcome.score) == (exercise.name, style, 3.0)


@pytest.mark.long
@pytest.mark.parametrize("topic", topics.TOPICS)
@pytest.mark.parametrize("seed", range(100, 150))
def test_fifty_secret_seeds_recognise_every_misconception(topic, seed):
    for name in (e.name for e in topics.exercises(topic)):
        test_every_misconception_loses_points_and_is_recognised_as_itself(name, seed)
    kill_matrix.key.cache_clear()


@pytest.mark.parametrize("name", EXERCISES)
def test_an_untouched_stub_is_to_do_and_scores_nothing(name):
    def stub(*args):
        raise NotImplementedError()

    outcome = verdict(name, None, stub)
    assert (outcome.status, outcome.score) == ("todo", 0.0)


def zeros_like_truth(tree):
    if isinstance(tree, dict):
        return {name: zeros_like_truth(branch) for name, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return type(tree)(map(zeros_like_truth, tree))
    return tree * 0


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("lazy", ["zeros of the right shape", "ones of the right shape", "the first argument", "None"])
def test_a_lazy_answer_scores_nothing(name, lazy):
    answers = iter(key(name, None).truth)

    def function(*args):
        truth = next(answers)
        if lazy == "zeros of the right shape":
            return zeros_like_truth(truth)
        if lazy == "ones of the right shape" and not isinstance(truth, (dict, list, tuple)):
            return zeros_like_truth(truth) + 1
        return args[0] if lazy == "the first argument" else None

    assert verdict(name, None, function).score == 0.0


@pytest.mark.parametrize("name", ["loop_backprop", "two_layer_loss_and_grads", "mlp_loss_and_grads"])
def test_a_wrong_forward_pass_with_its_own_true_gradients_is_told_so(name):
    wrong = reversed(EXERCISES[name].misconceptions)  # so that the first way of writing each is kept
    notes = {m.slug: verdict(name, None, m.implementation).notes for m in wrong}
    consistent = "linear-hidden-units" if name == "loop_backprop" else "another-activation"
    assert any("look for the mistake in the forward pass" in note for note in notes[consistent])
    assert notes["sign-flipped"] == ()


def test_an_answer_remembered_by_its_shape_does_not_score_full():
    remembered = {}

    def affine_forward(X, W, b):
        return remembered.setdefault((X.shape, W.shape), X @ W + b)

    assert verdict("affine_forward", None, affine_forward).score == 0.0


def test_a_result_that_a_later_call_overwrites_costs_the_share_of_purity():
    rooms = {}

    def affine_forward(X, W, b):
        room = rooms.setdefault((len(X), len(b)), np.empty((len(X), len(b))))
        return np.add(X @ W, b, out=room)

    outcome = verdict("affine_forward", None, affine_forward)
    assert outcome.status == "partial" and "overwritten" in outcome.messages[0]
