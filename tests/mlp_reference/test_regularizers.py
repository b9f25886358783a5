"""Regularizers: penalties, gradients that are theirs, decay of weights alone, a bound that leaves short columns alone."""

import numpy as np
import pytest

from autograder.checks.gradients import check
from mlp_reference.regularizers import (
    add_weight_decay,
    l1_gradient,
    l1_penalty,
    l2_gradient,
    l2_penalty,
    max_norm,
    weight_decay_step,
)

RNG = np.random.default_rng(0)
W = RNG.normal(size=(4, 3))


def test_penalties_add_up_over_all_arrays_and_are_floats():
    weights = [np.array([[1.0, -2.0]]), np.array([3.0])]
    assert l2_penalty(weights, 0.5) == 3.5 and type(l2_penalty(weights, 0.5)) is float
    assert l1_penalty(weights, 0.5) == 3.0 and type(l1_penalty(weights, 0.5)) is float
    assert l2_penalty([], 1) == l1_penalty([], 1) == 0.0


@pytest.mark.parametrize(("penalty", "gradient"), [(l2_penalty, l2_gradient), (l1_penalty, l1_gradient)])
def test_gradients_are_those_of_the_penalties(penalty, gradient):
    (verdict,) = check(lambda weights: penalty(weights, 0.7), lambda weights: [gradient(weights[0], 0.7)], [W.copy()])
    assert verdict.status == "right"


def test_the_gradient_of_the_absolute_value_is_zero_at_zero():
    assert l1_gradient(np.array([[-2.0, 0.0, 3.0]]), 0.5).tolist() == [[-0.5, 0.0, 0.5]]


@pytest.mark.parametrize("function", [l2_gradient, l1_gradient, max_norm])
def test_float32_stays_float32_and_integers_become_float64(function):
    assert function(W.astype(np.float32), 0.5).dtype == np.float32
    assert function(np.ones((2, 3), dtype=int), 0.5).dtype == np.float64


def test_weights_decay_and_biases_do_not():
    params = {"W1": W, "b1": np.ones(3), "W2": W.T, "b2": np.ones(4)}
    grads = {name: np.full_like(value, 2.0) for name, value in params.items()}
    loss, decayed = add_weight_decay(1.0, grads, params, 0.1)
    assert loss == pytest.approx(1.0 + 0.1 * np.sum(W**2))
    assert decayed["W1"] == pytest.approx(2.0 + 0.1 * W) and decayed["b2"].tolist() == [2.0] * 4
    assert all((grad == 2.0).all() for grad in grads.values())


def test_a_decaying_step_is_a_gradient_step_on_the_whole_cost():
    w, dw = RNG.normal(size=5), RNG.normal(size=5)
    assert weight_decay_step(w, dw, 0.1, 0.3) == pytest.approx(w - 0.1 * (dw + 0.3 * w))


def test_long_columns_are_scaled_to_the_limit_and_the_others_come_back_exactly():
    W = np.array([[3.0, 0.1, 0.0, 0.3], [4.0, 0.7, 0.0, 0.4]])
    bounded = max_norm(W, 0.5)
    assert bounded[:, 0] == pytest.approx([0.3, 0.4])
    assert np.linalg.norm(bounded, axis=0) == pytest.approx([0.5, 0.5, 0.0, 0.5])
    assert np.array_equal(bounded[:, 2], W[:, 2])
    assert np.array_equal(max_norm(W, 6.0), W)
