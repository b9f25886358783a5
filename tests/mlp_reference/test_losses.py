"""Losses average over the batch, and refuse what broadcasting would hide."""

import math

import numpy as np
import pytest

from autograder.checks.gradients import check
from mlp_reference.losses import (
    binary_cross_entropy,
    cross_entropy,
    cross_entropy_backward,
    logistic_gradients,
    mse_backward,
    mse_loss,
)


def draw(N, K):
    rng = np.random.default_rng(0)
    return rng.standard_normal((N, K)), rng.standard_normal((N, K))


def test_the_loss_is_half_the_squared_error_of_a_sample_on_average():
    assert mse_loss(np.array([[3.0, 4.0], [0.0, 0.0]]), np.zeros((2, 2))) == 25 / 4
    assert type(mse_loss(*draw(5, 3))) is float
    F, Y = draw(5, 3)
    assert mse_loss(F, Y) == pytest.approx(
        np.mean([0.5 * np.linalg.norm(f - y) ** 2 for f, y in zip(F, Y, strict=True)])
    )


@pytest.mark.parametrize(("N", "K"), [(5, 3), (1, 3), (5, 1), (1, 1)])
def test_the_backward_pass_is_the_gradient(N, K):
    F, Y = draw(N, K)
    (verdict,) = check(lambda params: mse_loss(params[0], Y), lambda params: [mse_backward(params[0], Y)], [F])
    assert verdict.status == "right"
    assert mse_backward(F, Y).shape == F.shape


def test_repeating_the_batch_changes_nothing():
    F, Y = draw(5, 3)
    assert mse_loss(np.tile(F, (4, 1)), np.tile(Y, (4, 1))) == pytest.approx(mse_loss(F, Y))


@pytest.mark.parametrize("function", [mse_loss, mse_backward])
def test_unequal_shapes_are_refused(function):
    with pytest.raises(ValueError, match=r"F has shape \(4, 1\) and Y has shape \(4,\)"):
        function(np.zeros((4, 1)), np.zeros(4))


def test_float32_stays_float32_and_arguments_stay_as_they_are():
    F, Y = draw(5, 3)
    assert mse_backward(F.astype(np.float32), Y.astype(np.float32)).dtype == np.float32
    for array in (F, Y):
        array.flags.writeable = False
    assert not np.shares_memory(mse_backward(F, Y), F)
    assert mse_loss(np.asfortranarray(F), Y) == pytest.approx(mse_loss(F, Y))


LABELLED = [(5, 3), (1, 4), (6, 1), (1, 1)]


def logits(N, K):
    rng = np.random.default_rng(3)
    return rng.normal(size=(N, K)), rng.integers(0, K, N)


def test_cross_entropy_is_the_mean_of_minus_log_p():
    assert cross_entropy(np.log([[1.0, 3.0], [2.0, 2.0]]), np.array([1, 0])) == pytest.approx(
        (math.log(4 / 3) + math.log(2)) / 2
    )
    assert type(cross_entropy(*logits(5, 3))) is float
    assert cross_entropy(np.zeros((2, 10)), np.array([3, 7])) == pytest.approx(math.log(10))


def test_one_class_costs_nothing():
    Z, y = logits(6, 1)
    assert cross_entropy(Z, y) == 0.0 and not cross_entropy_backward(Z, y).any()


def test_binary_cross_entropy_is_cross_entropy_with_two_logits():
    z, y = np.random.default_rng(4).normal(size=7), np.array([0, 1, 1, 0, 1, 0, 0])
    assert binary_cross_entropy(z, y) == pytest.approx(cross_entropy(np.c_[np.zeros(7), z], y))


def test_extremes_are_right_and_free_of_warnings():
    Z, y = np.array([[1000.0, -1000.0], [-1000.0, 1000.0]]), np.array([0, 0])
    assert cross_entropy(Z, y) == 1000.0
    assert cross_entropy_backward(Z, y).tolist() == [[0, 0], [-0.5, 0.5]]
    assert binary_cross_entropy(np.array([1000.0, -1000.0]), np.array([1, 1])) == 500.0
    dw, db = logistic_gradients(np.array([[1000.0], [-1000.0]]), np.ones(1), 0.0, np.array([1, 1]))
    assert dw.tolist() == [500.0] and db == -0.5


@pytest.mark.parametrize(("N", "K"), LABELLED)
def test_the_gradients_of_the_cross_entropies_are_theirs(N, K):
    Z, y = logits(N, K)
    (verdict,) = check(lambda p: cross_entropy(p[0], y), lambda p: [cross_entropy_backward(p[0], y)], [Z])
    assert verdict.status == "right"
    X, w, b, t = Z, np.linspace(-1, 1, K), np.array(0.3), (y > 0).astype(int)
    verdicts = check(
        lambda p: binary_cross_entropy(X @ p[0] + p[1], t), lambda p: logistic_gradients(X, p[0], p[1], t), [w, b]
    )
    assert [verdict.status for verdict in verdicts] == ["right", "right"]


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_backward])
def test_labels_of_another_shape_are_refused(function):
    Z, y = logits(5, 3)
    with pytest.raises(ValueError, match=r"y has shape \(5, 1\); there are 5 rows of logits, so \(5,\) is expected"):
        function(Z, y[:, None])


def test_float32_logits_give_a_float32_gradient():
    Z, y = logits(5, 3)
    assert cross_entropy_backward(Z.astype(np.float32), y).dtype == np.float32
    assert logistic_gradients(Z.astype(np.float32), np.ones(3, np.float32), 0.5, y % 2)[0].dtype == np.float32
