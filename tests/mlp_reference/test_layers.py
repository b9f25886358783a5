"""Layers: shapes, and every backward pass certified by differentiating the forward pass."""

import numpy as np
import pytest

from autograder.checks.gradients import check_vjp
from mlp_reference.activations import relu, sigmoid
from mlp_reference.layers import (
    affine_backward,
    affine_forward,
    layer_forward,
    matmul_backward,
    neuron,
    relu_backward,
)

SIZES = [(5, 4, 3), (1, 4, 3), (5, 1, 3), (5, 4, 1), (1, 1, 1)]  # N, D, K: one sample, one feature, one unit


def draw(*shapes, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) for shape in shapes]


def right(verdicts):
    return all(verdict.status == "right" for verdict in verdicts)


@pytest.mark.parametrize(("N", "D", "K"), SIZES)
def test_matmul_backward_is_the_vector_jacobian_product(N, D, K):
    B, C = draw((N, D), (D, K))
    assert right(check_vjp(np.matmul, matmul_backward, [B, C]))


@pytest.mark.parametrize(("N", "D", "K"), SIZES)
def test_affine_backward_is_the_vector_jacobian_product(N, D, K):
    X, W, b = draw((N, D), (D, K), (K,))
    assert affine_forward(X, W, b).shape == (N, K)
    assert right(check_vjp(affine_forward, lambda dZ, X, W, b: affine_backward(dZ, X, W), [X, W, b]))


@pytest.mark.parametrize(("N", "D", "K"), SIZES)
def test_relu_backward_is_the_vector_jacobian_product(N, D, K):
    (Z,) = draw((N, K))
    assert right(check_vjp(relu, relu_backward, [Z]))


def test_relu_backward_passes_nothing_at_zero():
    assert list(relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-1.0, 0.0, 1.0]))) == [0.0, 0.0, 7.0]


def test_an_upstream_gradient_is_not_assumed_to_be_of_the_batch():
    (dZ, X, W) = draw((7, 3), (7, 4), (4, 3))
    dX, dW, db = affine_backward(dZ, X, W)
    assert (dX.shape, dW.shape, db.shape) == (X.shape, W.shape, (3,))
    assert db == pytest.approx(sum(dZ))


def test_a_neuron_is_one_unit_of_a_layer_and_a_float():
    X, W, b = draw((1, 4), (4, 1), (1,))
    rate = neuron(X[0], W[:, 0], float(b[0]), sigmoid)
    assert type(rate) is float
    assert rate == pytest.approx(layer_forward(X, W, b, sigmoid)[0, 0])
    assert neuron([1, 2], [3, 4], -1, relu) == 10.0


@pytest.mark.parametrize("activation", [sigmoid, relu, np.tanh])
def test_a_layer_activates_the_affine_map(activation):
    X, W, b = draw((5, 4), (4, 3), (3,))
    loops = [[activation(sum(X[n, d] * W[d, k] for d in range(4)) + b[k]) for k in range(3)] for n in range(5)]
    assert layer_forward(X, W, b, activation) == pytest.approx(np.array(loops))


def calls(dtype=np.float64, layout=lambda array: array):
    X, W, b, dZ = (layout(array.astype(dtype)) for array in draw((5, 4), (4, 3), (3,), (5, 3)))
    yield affine_forward(X, W, b), (X, W, b)
    yield layer_forward(X, W, b, sigmoid), (X, W, b)
    yield from ((value, (dZ, X, W)) for value in affine_backward(dZ, X, W))
    yield from ((value, (dZ, X, W)) for value in matmul_backward(dZ, X, W))
    yield relu_backward(dZ, dZ), (dZ,)


def test_float32_stays_float32():
    assert {value.dtype for value, _ in calls(np.float32)} == {np.dtype(np.float32)}


def read_only(array):
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("layout", [np.asfortranarray, read_only, lambda array: np.repeat(array, 2, axis=0)[::2]])
def test_any_layout_gives_the_same_and_results_share_no_memory_with_arguments(layout):
    for (value, arguments), (expected, _) in zip(calls(layout=layout), calls(), strict=True):
        assert value == pytest.approx(expected, rel=1e-12)
        assert not any(np.shares_memory(value, argument) for argument in arguments)
