"""Activations and their derivatives: right, stable, elementwise, on any floating array."""

import math

import numpy as np
import pytest

from autograder.checks.gradients import check_vjp
from mlp_reference.activations import (
    numerical_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)

FUNCTIONS = [sigmoid, tanh, relu, sigmoid_derivative, tanh_derivative, relu_derivative]
PAIRS = [(sigmoid, sigmoid_derivative), (tanh, tanh_derivative), (relu, relu_derivative)]


def test_values_at_a_few_points():
    assert sigmoid(0.0) == 0.5
    assert sigmoid(math.log(3)) == pytest.approx(0.75)
    assert tanh(math.log(2)) == pytest.approx(0.6)
    assert list(relu(np.array([-2.0, 0.0, 3.0]))) == [0.0, 0.0, 3.0]
    assert sigmoid_derivative(0.0) == 0.25
    assert tanh_derivative(0.0) == 1.0
    assert list(relu_derivative(np.array([-2.0, 0.0, 3.0]))) == [0.0, 0.0, 1.0]


def test_extremes_are_exact_and_free_of_warnings():
    z = np.array([-1000.0, -800.0, 800.0, 1000.0])
    assert list(sigmoid(z)) == [0, 0, 1, 1]
    assert list(tanh(z)) == [-1, -1, 1, 1]
    assert list(relu(z)) == [0, 0, 800, 1000]
    assert list(sigmoid_derivative(z)) == [0, 0, 0, 0]
    assert list(tanh_derivative(z)) == [0, 0, 0, 0]
    assert list(relu_derivative(z)) == [0, 0, 1, 1]


def test_tails_keep_their_digits():
    z = 40.0
    assert sigmoid(-z) == pytest.approx(math.exp(-z), rel=1e-14)
    assert sigmoid_derivative(z) == pytest.approx(math.exp(-z), rel=1e-14)
    assert sigmoid_derivative(-z) == sigmoid_derivative(z)
    assert tanh_derivative(z) == pytest.approx(4 * math.exp(-2 * z), rel=1e-14)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (0, 4), (2, 3), (2, 1, 3)])
def test_every_shape_is_kept(function, shape):
    assert function(np.ones(shape)).shape == shape


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("z", [0.5, -3, np.float64(0.5), np.array(0.5)])
def test_numbers_and_0_d_arrays_are_taken(function, z):
    value = function(z)
    assert np.shape(value) == ()
    assert value.dtype == np.float64
    assert float(value) == float(function(np.array([float(z)]))[0])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_float32_stays_float32_and_integers_become_float64(function):
    z = np.linspace(-3, 3, 7)
    assert function(z.astype(np.float32)).dtype == np.float32
    assert function(np.float32(0.5)).dtype == np.float32
    assert function(z.astype(int)).dtype == np.float64
    assert function(z.astype(np.float32)) == pytest.approx(function(z), abs=1e-6)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_any_layout_is_taken_and_nothing_is_changed(function):
    z = np.random.default_rng(0).standard_normal((4, 6))
    expected = function(z)
    read_only, before = z.copy(), z.copy()
    read_only.flags.writeable = False
    for layout in (z, read_only, np.asfortranarray(z), np.repeat(z, 2, axis=1)[:, ::2]):
        assert np.array_equal(function(layout), expected)
    assert np.array_equal(z, before)
    assert not np.shares_memory(function(z), z)


@pytest.mark.parametrize(("function", "derivative"), PAIRS)
@pytest.mark.parametrize("shape", [(), (1,), (5, 3)])
def test_derivatives_are_those_of_the_functions(function, derivative, shape):
    z = 2 * np.random.default_rng(0).standard_normal(shape)
    (verdict,) = check_vjp(function, lambda dA, Z: dA * derivative(Z), [z])
    assert verdict.status == "right"


def test_the_numerical_derivative_is_the_central_difference_with_the_given_step():
    z = np.random.default_rng(0).standard_normal((2, 3))
    assert np.array_equal(numerical_derivative(np.sin, z, h=0.1), (np.sin(z + 0.1) - np.sin(z - 0.1)) / 0.2)
    assert numerical_derivative(np.sin, z) == pytest.approx(np.cos(z), abs=1e-9)
    assert numerical_derivative(np.square, 3.0) == pytest.approx(6.0)
    assert numerical_derivative(np.square, np.array(3)) == pytest.approx(6.0)


def test_the_numerical_derivative_of_float32_is_taken_in_float64():
    z = np.linspace(-1, 1, 5, dtype=np.float32)
    assert numerical_derivative(np.tanh, z) == pytest.approx(1 - np.tanh(z.astype(float)) ** 2, abs=1e-9)


def test_at_the_kink_the_numerical_derivative_lies_between_the_sides():
    assert numerical_derivative(relu, 0.0) == pytest.approx(0.5)
    assert relu_derivative(0.0) == 0
