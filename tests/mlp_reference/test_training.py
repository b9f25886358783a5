"""Minibatches visit every sample once in an order of chance; training follows them."""

import numpy as np
import pytest

from mlp_reference.optimizers import sgd_step
from mlp_reference.training import minibatches, train


def line(params, X, y):
    error = X @ params["w"] + params["b"] - y
    return 0.5 * float(np.mean(error**2)), {"w": X.T @ error / len(X), "b": np.mean(error, keepdims=True)}


def data(N=23):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((N, 2))
    return X, X @ np.array([1.0, -2.0]) + 0.5, {"w": np.zeros(2), "b": np.zeros(1)}


@pytest.mark.parametrize(
    ("N", "size", "sizes"), [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (3, 9, [3]), (1, 1, [1]), (3, 1, [1, 1, 1])]
)
def test_batches_have_their_size_and_hold_every_sample_once_with_its_label(N, size, sizes):
    X, y = np.arange(2.0 * N).reshape(N, 2), np.arange(N)
    batches = list(minibatches(X, y, size, np.random.default_rng(0)))
    assert [len(X_batch) for X_batch, _ in batches] == sizes
    assert all(np.array_equal(X_batch, X[y_batch]) for X_batch, y_batch in batches)
    assert sorted(np.concatenate([y_batch for _, y_batch in batches])) == list(range(N))


def test_the_order_comes_from_the_generator():
    def order(rng):
        return [int(label) for _, batch in minibatches(np.zeros((50, 1)), np.arange(50), 7, rng) for label in batch]

    rng = np.random.default_rng(3)
    first = order(rng)
    assert first == order(np.random.default_rng(3)) and first != order(rng) and first != sorted(first)


@pytest.mark.parametrize(
    ("labels", "size", "said"), [(4, 2, "y has 4 labels for the 3 rows of X"), (3, 0, "batch_size is 0")]
)
def test_unfit_arguments_are_refused_at_once(labels, size, said):
    with pytest.raises(ValueError, match=said):
        minibatches(np.zeros((3, 2)), np.zeros(labels), size, np.random.default_rng(0))


def test_training_is_gradient_descent_where_the_batch_is_everything():
    X, y, params = data()
    trained, history = train(X, y, params, line, 0.3, 5, len(X), np.random.default_rng(0))
    for loss in history:
        params = sgd_step(params, line(params, X, y)[1], 0.3)
        assert loss == pytest.approx(line(params, X, y)[0])
    assert np.allclose(trained["w"], params["w"])


def test_training_learns_the_line_and_leaves_its_start_alone():
    X, y, params = data()
    trained, history = train(X, y, params, line, 0.1, 60, 5, np.random.default_rng(0))
    assert np.allclose(trained["w"], [1.0, -2.0], atol=1e-3) and len(history) == 60 and history[-1] < 1e-6
    assert not params["w"].any() and type(history[0]) is float
