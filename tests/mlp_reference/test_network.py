"""Networks: every gradient certified by differentiating the loss; the cases that break careless code."""

import itertools

import numpy as np
import pytest

from autograder.checks.gradients import check
from mlp_reference.activations import relu, sigmoid
from mlp_reference.losses import mse_loss
from mlp_reference.network import loop_backprop, mlp_loss_and_grads, two_layer_loss_and_grads

DEPTHS = [(4, 3), (4, 5, 3), (4, 6, 5, 3), (1, 2, 1), (1, 1), (4, 5, 6, 7, 5, 1)]


def network(sizes, N=7, seed=0):
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal(shape) for shape in itertools.pairwise(sizes)]
    biases = [rng.standard_normal(size) for size in sizes[1:]]
    return rng.standard_normal((N, sizes[0])), rng.standard_normal((N, sizes[-1])), weights, biases


def verdicts(X, Y, weights, biases):
    L = len(weights)

    def gradients(params):
        _, dweights, dbiases = mlp_loss_and_grads(X, Y, params[:L], params[L:])
        return dweights + dbiases

    return check(lambda params: mlp_loss_and_grads(X, Y, params[:L], params[L:])[0], gradients, weights + biases)


@pytest.mark.parametrize("sizes", DEPTHS)
@pytest.mark.parametrize("N", [7, 1])
def test_gradients_of_any_depth_are_right(sizes, N):
    assert {verdict.status for verdict in verdicts(*network(sizes, N))} == {"right"}


def test_gradients_are_right_beside_exact_kinks():
    X, Y, weights, biases = network((4, 6, 5, 3))
    X[:3] = 0.0
    biases = [np.zeros_like(b) for b in biases]
    assert {verdict.status for verdict in verdicts(X, Y, weights, biases)} == {"right"}


def test_on_a_kink_no_gradient_passes():
    X, Y, weights, biases = network((4, 6, 3))
    X[:] = 0.0
    biases[0][:] = 0.0
    _, dweights, dbiases = mlp_loss_and_grads(X, Y, weights, biases)
    assert not dweights[0].any()
    assert not dbiases[0].any()
    assert dbiases[1].any()


def test_the_loss_is_that_of_the_forward_pass_with_a_linear_output():
    X, Y, (W1, W2, W3), (b1, b2, b3) = network((4, 6, 5, 3))
    F = relu(relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3
    loss, dweights, dbiases = mlp_loss_and_grads(X, Y, (W1, W2, W3), (b1, b2, b3))
    assert loss == pytest.approx(mse_loss(F, Y))
    assert (type(loss), type(dweights), type(dbiases)) == (float, list, list)
    assert [dW.shape for dW in dweights] == [(4, 6), (6, 5), (5, 3)]
    assert [db.shape for db in dbiases] == [(6,), (5,), (3,)]


def test_two_layers_are_a_network_of_depth_two():
    X, Y, weights, biases = network((4, 6, 3))
    loss, grads = two_layer_loss_and_grads(X, Y, {"W1": weights[0], "b1": biases[0], "W2": weights[1], "b2": biases[1]})
    expected_loss, dweights, dbiases = mlp_loss_and_grads(X, Y, weights, biases)
    assert loss == expected_loss
    assert list(grads) == ["W1", "b1", "W2", "b2"]
    for name, expected in zip(grads, (dweights[0], dbiases[0], dweights[1], dbiases[1]), strict=True):
        assert np.array_equal(grads[name], expected)


@pytest.mark.parametrize(("D", "H"), [(2, 3), (1, 3), (2, 1), (1, 1)])
def test_loop_backprop_is_the_gradient_of_the_slides_network(D, H):
    rng = np.random.default_rng(0)
    x, params = rng.standard_normal(D), [rng.standard_normal(shape) for shape in ((D, H), (H,), (H,), ())]

    def loss(params):
        W, b, v, c = params
        k = [sum(x[i] * W[i, j] for i in range(D)) + b[j] for j in range(H)]
        return float((sum(v[j] * sigmoid(k[j]) for j in range(H)) + c - 0.7) ** 2)

    def gradients(params):
        W, b, v, c = params
        return loop_backprop(x, W, b, v, float(c), 0.7)[1:]

    assert {verdict.status for verdict in check(loss, gradients, params)} == {"right"}
    W, b, v, c = params
    returned = loop_backprop(x, W, b, v, float(c), 0.7)
    assert returned[0] == pytest.approx(loss(params))
    assert (type(returned[0]), type(returned[4])) == (float, float)


def test_loop_backprop_is_stable():
    W, b, v = np.array([[1000.0, -1000.0]]), np.zeros(2), np.array([1.0, 2.0])
    loss, dW, db, dv, dc = loop_backprop(np.ones(1), W, b, v, 0.0, 3.0)
    assert (loss, dc, list(dv)) == (4.0, -4.0, [-4.0, 0.0])
    assert not dW.any()
    assert not db.any()


def test_float32_stays_float32_and_agrees_with_float64():
    X, Y, weights, biases = network((4, 6, 3))
    expected = mlp_loss_and_grads(X, Y, weights, biases)
    X, Y = X.astype(np.float32), Y.astype(np.float32)
    weights, biases = [W.astype(np.float32) for W in weights], [b.astype(np.float32) for b in biases]
    loss, dweights, dbiases = mlp_loss_and_grads(X, Y, weights, biases)
    assert loss == pytest.approx(expected[0], rel=1e-5)
    for got, want in zip(dweights + dbiases, expected[1] + expected[2], strict=True):
        assert got.dtype == np.float32
        assert got == pytest.approx(want, rel=1e-4, abs=1e-5)
    returned = loop_backprop(X[0], weights[0], biases[0], weights[1][:, 0], 0.5, 1.0)
    assert {array.dtype for array in returned[1:4]} == {np.dtype(np.float32)}


@pytest.mark.parametrize("order", ["C", "F"])
def test_read_only_inputs_of_any_order_are_enough(order):
    X, Y, weights, biases = network((4, 6, 3))
    expected = mlp_loss_and_grads(X, Y, weights, biases)
    arrays = [np.array(array, order=order) for array in (X, Y, *weights, *biases)]
    for array in arrays:
        array.flags.writeable = False
    X, Y, W1, W2, b1, b2 = arrays
    loss, dweights, dbiases = mlp_loss_and_grads(X, Y, [W1, W2], [b1, b2])
    assert loss == pytest.approx(expected[0])
    for got, want in zip(dweights + dbiases, expected[1] + expected[2], strict=True):
        assert got == pytest.approx(want, rel=1e-12)
        assert not any(np.shares_memory(got, array) for array in arrays)


def test_one_bias_too_few_is_refused():
    X, Y, weights, biases = network((4, 6, 3))
    with pytest.raises(ValueError, match="zip"):
        mlp_loss_and_grads(X, Y, weights, biases[:1])
