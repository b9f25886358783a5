"""The chain rule for numbers: values worked out by hand, derivatives certified by differences."""

import math

import numpy as np
import pytest

from autograder.checks.gradients import check
from mlp_reference.activations import numerical_derivative
from mlp_reference.chain import chain_backward, chain_forward, product_loss_gradients, total_derivative


def test_the_intermediates_at_zero():
    assert chain_forward(0) == pytest.approx((0.0, 1.0, math.sin(1), 2 / math.sin(1)))
    assert chain_backward(0) == pytest.approx(1.52612, abs=1e-5)


def test_at_the_slides_point_the_sine_is_in_radians():
    a, b, c, d = chain_forward(-4.499)
    assert (a, b, c, d) == pytest.approx((4.499, 89.927, 0.9242, 2.16395), abs=1e-3)
    assert chain_backward(-4.499) == pytest.approx(-80.393, abs=1e-3)


@pytest.mark.parametrize("x", [-2.0, -0.7, 0.0, 1.3, 4.0])
def test_the_derivative_is_that_of_the_forward_pass(x):
    assert chain_backward(x) == pytest.approx(numerical_derivative(lambda x: chain_forward(float(x))[3], x), rel=1e-6)


def test_the_derivative_vanishes_where_the_sine_is_largest():
    assert chain_backward(-math.log(math.pi / 2)) == pytest.approx(0.0, abs=1e-15)


def test_the_products_gradients_are_those_of_its_loss():
    start = [np.array(2.0), np.array(-1.5), np.array(0.3)]
    verdicts = check(
        lambda p: float(0.5 * (p[2] - p[0] * p[1]) ** 2),
        lambda p: [*product_loss_gradients(*map(float, p)), float(p[2] - p[0] * p[1])],
        start,
    )
    assert all(verdict.status == "right" for verdict in verdicts)


def test_the_total_derivative_of_a_circle_is_zero():
    t = 0.8  # u = cos t, v = sin t, f = u² + v²
    assert total_derivative([2 * math.cos(t), 2 * math.sin(t)], [-math.sin(t), math.cos(t)]) == pytest.approx(0.0)


def test_partials_without_a_partner_are_refused():
    with pytest.raises(ValueError, match="pair up"):
        total_derivative(np.ones(3), np.ones(1))
