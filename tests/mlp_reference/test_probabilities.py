"""Softmax and its relatives: right, stable, and each the derivative of the one before."""

import math

import numpy as np
import pytest

from autograder.checks.gradients import check_vjp
from mlp_reference.probabilities import logsumexp, softmax, softmax_jacobian

SHAPES = [(4, 3), (1, 5), (6, 1), (1, 1)]


def draw(*shape):
    return np.random.default_rng(5).normal(size=shape)


def test_values_at_a_few_points():
    Z = np.log([[1.0, 2.0, 5.0]])
    assert logsumexp(Z) == pytest.approx([math.log(8)])
    assert softmax(Z) == pytest.approx(np.array([[0.125, 0.25, 0.625]]))
    assert softmax_jacobian(np.log([1.0, 3.0])) == pytest.approx(np.array([[3, -3], [-3, 3]]) / 16)


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_are_kept_and_rows_sum_to_one(shape):
    Z = draw(*shape)
    assert logsumexp(Z).shape == shape[:1]
    assert softmax(Z).shape == shape
    assert softmax(Z).sum(axis=1) == pytest.approx(np.ones(shape[0]))
    assert softmax_jacobian(Z[0]).shape == (shape[1], shape[1])


def test_a_constant_on_a_row_moves_logsumexp_along_and_softmax_not_at_all():
    Z = draw(4, 3)
    shift = np.array([[-300.0], [0.0], [5.0], [700.0]])
    assert logsumexp(Z + shift) == pytest.approx(logsumexp(Z) + shift[:, 0])
    assert softmax(Z + shift) == pytest.approx(softmax(Z))


def test_extremes_are_exact_and_free_of_warnings():
    Z = np.array([[1000.0, -1000.0], [-1000.0, -1000.0], [-990.0, -1000.0]])
    assert logsumexp(Z) == pytest.approx([1000.0, -1000.0 + math.log(2), -990.0 + math.log1p(math.exp(-10))])
    assert softmax(Z) == pytest.approx(
        np.array([[1, 0], [0.5, 0.5], [1 / (1 + math.exp(-10)), 1 / (1 + math.exp(10))]])
    )
    assert not softmax_jacobian(Z[0]).any()


def test_softmax_is_the_gradient_of_logsumexp_and_the_jacobian_is_softmaxs():
    Z = draw(3, 4)
    (verdict,) = check_vjp(logsumexp, lambda upstream, Z: upstream[:, None] * softmax(Z), [Z])
    assert verdict.status == "right"
    (verdict,) = check_vjp(
        lambda z: softmax(z[None, :])[0], lambda upstream, z: upstream @ softmax_jacobian(z), [draw(5)]
    )
    assert verdict.status == "right"


@pytest.mark.parametrize("function", [logsumexp, softmax, lambda Z: softmax_jacobian(Z[0])])
def test_layout_and_precision_do_not_matter_and_arguments_stay(function):
    Z = draw(4, 3)
    Z.flags.writeable = False
    room = np.zeros((8, 6))
    room[::2, ::2] = Z
    assert np.array_equal(function(np.asfortranarray(Z)), function(Z))
    assert np.array_equal(function(room[::2, ::2]), function(Z))
    assert function(Z.astype(np.float32)).dtype == np.float32
    assert function(Z.astype(np.float32)) == pytest.approx(function(Z), rel=1e-4)
