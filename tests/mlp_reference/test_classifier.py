"""The classifier: its forward pass, gradients certified by differentiating the loss, and what it learns."""

import numpy as np
import pytest

from autograder.checks import digits
from autograder.checks.gradients import check
from autograder.topics.digits import load_test
from mlp_reference.classifier import classifier_loss_and_grads, fit_classifier, mlp_logits
from mlp_reference.initializers import init_params
from mlp_reference.losses import cross_entropy
from mlp_reference.metrics import accuracy


def network(sizes, N=6, seed=0):
    rng = np.random.default_rng(seed)
    params = {name: values + 0.1 * rng.normal(size=values.shape) for name, values in init_params(sizes, rng).items()}
    return params, rng.normal(size=(N, sizes[0])), rng.integers(0, sizes[-1], N)


@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (1, 2, 2), (4, 5, 6, 7, 3), (3,) * 12])
@pytest.mark.parametrize("lam", [0.0, 0.3])
def test_gradients_of_any_depth_are_right(sizes, lam):
    params, X, y = network(sizes)
    names = list(params)

    def at(values):
        return classifier_loss_and_grads(dict(zip(names, values, strict=True)), X, y, lam)

    verdicts = check(lambda v: at(v)[0], lambda v: [at(v)[1][name] for name in names], list(params.values()))
    assert {verdict.status for verdict in verdicts} == {"right"}


def test_the_loss_is_cross_entropy_with_a_penalty_on_the_weights():
    params, X, y = network((4, 5, 3))
    squares = sum(np.sum(params[name] ** 2) for name in ("W1", "W2"))
    loss = classifier_loss_and_grads(params, X, y, 0.2)[0]
    assert loss == pytest.approx(cross_entropy(mlp_logits(params, X), y) + 0.1 * squares)


def test_the_order_of_the_names_means_nothing():
    params, X, y = network((4, 5, 6, 3))
    turned = dict(reversed(params.items()))
    loss, grads = classifier_loss_and_grads(turned, X, y, 0.2)
    expected = classifier_loss_and_grads(params, X, y, 0.2)
    assert list(grads) == list(turned) and loss == expected[0]
    assert all(np.array_equal(grads[name], expected[1][name]) for name in params)
    assert np.array_equal(mlp_logits(turned, X), mlp_logits(params, X))


def test_one_label_belongs_to_each_row():
    params, X, y = network((4, 3))
    with pytest.raises(ValueError, match="y has shape"):
        classifier_loss_and_grads(params, X, y[:-1], 0.0)


@pytest.mark.parametrize("seed", range(3))
def test_it_learns_to_read_digits(seed):
    data = digits.load()
    before = [values.copy() for values in data]
    params = fit_classifier(*data, np.random.default_rng(seed))
    X_test, y_test = load_test()
    assert accuracy(mlp_logits(params, X_test), y_test) > 0.96
    assert all(map(np.array_equal, data, before))


def test_the_best_epoch_comes_back():
    X_train, y_train, X_val, y_val = digits.load()

    def loss(**options):
        params = fit_classifier(X_train[:100], y_train[:100], X_val, y_val, np.random.default_rng(0), **options)
        return cross_entropy(mlp_logits(params, X_val), y_val)

    assert loss(epochs=20, patience=20) <= min(loss(epochs=epochs, patience=20) for epochs in (3, 10, 19))
