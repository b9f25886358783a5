"""Keys are certified, repeatable, fresh by seed, hold no code of ours, and what they say to students is complete."""

import dataclasses
import functools
import inspect
import re
import time

import numpy as np
import pytest

from autograder import topics
from autograder.checks import key as keys
from autograder.checks import plain
from autograder.topics import keymaker, variants
from autograder.topics.claims import leaves
from autograder.topics.matrix_backprop.affine_gradients import affine_backward
from autograder.topics.matrix_backprop.two_layers import two_layer_loss_and_grads

EXERCISES = [exercise for topic in topics.TOPICS for exercise in topics.exercises(topic)]
NAMES = [exercise.name for exercise in EXERCISES]
GRADIENTS = {"affine_backward", "matmul_backward", "relu_backward", "mse_backward", "loop_backprop"}
SLOPES = {"sigmoid_derivative", "tanh_derivative", "relu_derivative"}
GRADIENTS |= {"two_layer_loss_and_grads", "mlp_loss_and_grads"}
GRADIENTS |= {"softmax_jacobian", "cross_entropy_backward", "logistic_gradients"}
GRADIENTS |= {"chain_backward", "product_loss_gradients", "backward"}
GRADIENTS |= {"square_jacobian", "product_jacobian", "quadratic_form_gradient"}
GRADIENTS |= {"l2_gradient", "l1_gradient"}
GRADIENTS |= {"digits_loss_and_grads"}


def packed(keys_by_name):
    return plain.pack(keys.to_plain(list(keys_by_name.values())))


@functools.cache  # for the tests that ask nothing of how keys are made
def public(topic):
    return topics.keys(topic)


def made(exercise):
    return public(exercise.topic)[exercise.name]


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_the_same_seed_makes_the_same_keys_and_another_seed_others(topic):
    again, other = topics.keys(topic, keymaker.PUBLIC_SEED), topics.keys(topic, 4)
    assert packed(public(topic)) == packed(again) != packed(other)


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_keys_come_back_from_their_bytes(topic):
    again = keys.from_plain(plain.unpack(packed(public(topic))))
    assert [key.name for key in again] == list(public(topic))
    pairs = zip(again, public(topic).values(), strict=True)
    assert all(plain.same(keys.to_plain([a]), keys.to_plain([b])) for a, b in pairs)


def test_points_are_those_given_and_otherwise_one():
    made = topics.keys("04_matrix_backprop", None, {"affine_backward": 4.0})
    assert made["affine_backward"].points == 4.0 and made["mse_loss"].points == 1.0


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_a_topics_keys_are_made_quickly(topic):
    start = time.process_time()
    topics.keys(topic, 5)
    assert time.process_time() - start < 10.0


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_a_public_key_holds_no_code(topic):
    assert all(
        answer.raised is None or (answer.raised.source, answer.raised.line) == ("", None)
        for key in public(topic).values()
        for hypothesis in key.hypotheses
        for answer in hypothesis.answers
    )
    assert not re.search(rb"lambda \w+[,:]|np\.where\(Z", packed(public(topic)))


def test_a_reference_with_a_wrong_gradient_makes_no_key():
    def wrong(dZ, X, W):
        return dZ @ W.T, X.T @ dZ * 1.001, dZ.sum(axis=0)

    liar = dataclasses.replace(
        affine_backward,
        reference=wrong,
        claim=lambda dZ, X, W: dataclasses.replace(
            affine_backward.claim(dZ, X, W), backward=lambda X, W, b: wrong(dZ, X, W)
        ),
    )
    with pytest.raises(topics.keymaker.Uncertified, match="affine_backward, four samples: gradient 1 is wrong"):
        keymaker.make(liar)


def test_a_reference_that_changes_its_arguments_makes_no_key():
    def rude(X, Y, params):
        params["W1"] *= 1.0 + 1e-9
        return two_layer_loss_and_grads.reference(X, Y, params)

    with pytest.raises(keymaker.Uncertified, match="misbehaves"):
        keymaker.make(dataclasses.replace(two_layer_loss_and_grads, reference=rude))


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_shares_sum_to_one_and_every_check_has_cases(exercise):
    key = made(exercise)
    assert sum(check.share for check in key.checks) == pytest.approx(1.0)
    groups = {case.group for case in key.cases}
    assert all(set(check.groups) <= groups for check in key.checks)
    ending = [case for case in key.cases if case.group not in exercise.endless]
    assert all(a is b for a, b in zip(key.cases, ending, strict=False))  # what may never end comes last
    if not exercise.once:
        assert ending[-1].group == "pure" and plain.same(list(ending[-1].args), list(ending[0].args))
    assert groups - {"pure", "probes"} == {g for c in key.checks if c.kind != "pure" for g in c.groups}


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_every_layout_of_arrays_occurs(exercise):
    key = made(exercise)
    axes = max((np.ndim(leaf) for case in key.cases for leaf in leaves(case.args)), default=0)
    tells_apart = [set(), set(variants.OF_VECTORS), set(variants.LAYOUTS)]  # numbers, vectors, matrices
    writes = exercise.borrows or "pure" not in {c.kind for c in key.checks}
    wanted = tells_apart[min(axes, 2)] - ({"readonly"} if writes else set())
    assert wanted <= {case.layout for case in key.cases}


def test_the_names_of_a_dict_come_in_another_order_too():
    key = made(two_layer_loss_and_grads)
    assert {tuple(case.args[2]) for case in key.cases} == {("W1", "b1", "W2", "b2"), ("b2", "W2", "b1", "W1")}


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_gradients_are_claims_and_never_taken_on_trust(exercise):
    assert (exercise.claim is not None) == (exercise.name in GRADIENTS | SLOPES)


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_what_a_tutor_says_is_complete(exercise):
    assert len(exercise.hints) >= 3
    slugs = {m.slug: m.sentence for m in exercise.misconceptions}
    assert len(slugs) >= (6 if exercise.name in GRADIENTS else 3)
    for slug, sentence in slugs.items():
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", slug)
        assert len(sentence) > 40 and sentence.endswith((".", "!", "?", ")"))
    assert all(m.sentence == slugs[m.slug] for m in exercise.misconceptions)
    assert all(re.fullmatch(r"\d\d_\w+#[\w-]+", m.section or exercise.section) for m in exercise.misconceptions)


def squeezed(text):
    return re.sub(r"\s|`|np\.", "", text)


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_no_hint_is_the_solution(exercise):
    said = squeezed(" ".join(exercise.hints))
    lines = [
        squeezed(line) for line in inspect.getsource(exercise.reference).splitlines() if "return" in line or "=" in line
    ]
    answers = [line.removeprefix("return").partition("#")[0] for line in lines if not line.startswith(("def", '"""'))]
    assert not [answer for answer in answers if len(answer) > 8 and answer in said]


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_a_misconceptions_sentence_is_whole_as_it_stands(exercise):
    """Cards show it untouched: a capital at its beginning would make another symbol of db, σ or λ."""
    for misconception in exercise.misconceptions:
        assert misconception.sentence.strip().endswith((".", "?", "!", ".)")), misconception.slug
