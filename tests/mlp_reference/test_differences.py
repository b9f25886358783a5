"""The gradient check: right ones pass at any shape, and each way of being wrong fails."""

import math

import numpy as np
import pytest

from mlp_reference.differences import gradient_check, numerical_gradient


def bowl(x):
    return float(np.sum(x**2))


@pytest.mark.parametrize("shape", [(), (1,), (4,), (3, 2), (2, 1, 3)])
def test_right_gradients_pass_at_any_shape(shape):
    x = np.random.default_rng(1).normal(size=shape)
    assert gradient_check(bowl, lambda x: 2 * x, x) is True
    assert gradient_check(lambda x: float(np.sum(np.sin(x))), np.cos, x) is True
    assert numerical_gradient(bowl, x) == pytest.approx(2 * x)


def test_entries_that_depend_on_each_other_are_moved_one_at_a_time():
    x = np.random.default_rng(1).normal(size=(2, 3))
    assert gradient_check(lambda x: math.prod(x.ravel()), lambda x: math.prod(x.ravel()) / x, x)


@pytest.mark.parametrize(
    "gradient",
    [
        lambda x: x,
        lambda x: -2 * x,
        lambda x: (2 * x).T,
        lambda x: (2 * x).ravel(),
        lambda x: np.sum(2 * x),
        lambda x: np.where(np.arange(x.size).reshape(x.shape) == 3, np.nan, 2 * x),
        lambda x: 2 * x + 1e-4 * (np.arange(x.size).reshape(x.shape) == 3),
    ],
)
def test_wrong_gradients_do_not(gradient):
    assert gradient_check(bowl, gradient, np.random.default_rng(2).normal(size=(3, 2))) is False


def test_the_tolerance_is_absolute_for_small_entries_and_relative_for_large_ones():
    x = np.array([1e-3, 500.0])
    for entry, scale in [(0, 1.0), (1, 1000.0)]:
        nudge = scale * 1e-3 * np.eye(2)[entry]
        assert gradient_check(bowl, lambda x, n=nudge: 2 * x + n, x, tolerance=2e-3)
        assert not gradient_check(bowl, lambda x, n=nudge: 2 * x + n, x, tolerance=5e-4)


def test_a_loss_that_is_nan_convicts():
    assert gradient_check(lambda x: float("nan"), lambda x: x, np.ones(2)) is False


def test_the_point_comes_back_as_it_was_and_may_be_read_only():
    x = np.random.default_rng(3).normal(size=(3, 2))
    before = x.copy()
    x.flags.writeable = False
    assert gradient_check(bowl, lambda x: 2 * x, x)
    assert np.array_equal(x, before)


@pytest.mark.parametrize(
    ("f", "formula"),
    [
        (lambda x: float(np.sum(1 / (1 + np.exp(-x)))), lambda s: s * (1 - s * (1 - s))),
        (lambda x: float(np.sum(np.sin(x))), lambda s: np.cos(np.radians(s))),
    ],
    ids=["σ(1 − σ′)", "degrees"],
)
def test_slides_are_convicted(f, formula):
    assert gradient_check(f, formula, np.array([0.7, -1.2])) is False
