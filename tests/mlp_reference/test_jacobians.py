"""Jacobians: one row an output, certified by differences that know nothing of formulas."""

import numpy as np
import pytest

from mlp_reference.jacobians import numerical_jacobian, product_jacobian, quadratic_form_gradient, square_jacobian


@pytest.mark.parametrize("n", [1, 2, 5])
def test_formulas_agree_with_differences(n):
    rng = np.random.default_rng(n)
    x, w, A = rng.normal(size=n), rng.normal(size=n), rng.normal(size=(n, n))
    assert square_jacobian(x) == pytest.approx(numerical_jacobian(lambda x: x * x, x), abs=1e-8)
    assert product_jacobian(x, w) == pytest.approx(numerical_jacobian(lambda x: x * w, x), abs=1e-8)
    numeric = numerical_jacobian(lambda x: np.array([x @ A @ x]), x)
    assert quadratic_form_gradient(x, A) == pytest.approx(numeric[0], abs=1e-8)


def test_a_symmetric_form_gives_two_a_x():
    A, x = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, -2.0])
    assert quadratic_form_gradient(x, A).tolist() == (2 * A @ x).tolist()


def test_outputs_are_rows_and_inputs_columns():
    J = numerical_jacobian(lambda x: np.array([x[0] * x[1], x[2]]), np.array([2.0, 3.0, 5.0]))
    assert pytest.approx(np.array([[3.0, 2.0, 0.0], [0.0, 0.0, 1.0]])) == J


def test_the_point_may_be_read_only_and_float32():
    x = np.array([1.0, 2.0], np.float32)
    x.flags.writeable = False
    assert numerical_jacobian(np.sin, x) == pytest.approx(np.diag(np.cos([1.0, 2.0])), abs=1e-8)


def test_unequal_factors_are_refused():
    with pytest.raises(ValueError, match="must be equal"):
        product_jacobian(np.ones(3), np.ones(1))
