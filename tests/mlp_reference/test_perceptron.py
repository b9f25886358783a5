"""The perceptron: its step and its rule, what it cannot do, and what two layers or fixed features can."""

import itertools

import numpy as np
import pytest

from mlp_reference.perceptron import (
    collapse_linear,
    linear_score,
    perceptron_fit,
    perceptron_predict,
    perceptron_update,
    rbf_features,
    same_value_network,
)

BITS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SAME = np.array([1, 0, 0, 1])


def separable(rng, N, D):
    """Points and their labels by a random plane, none of them close to it."""
    X, w = rng.standard_normal((N, D)), rng.standard_normal(D)
    score = X @ w + 0.3
    clear = np.abs(score) > 0.2
    return X[clear], (score[clear] > 0).astype(int)


@pytest.mark.parametrize(("N", "D"), [(5, 3), (1, 4), (6, 1), (1, 1)])
def test_a_score_is_a_weighed_sum_and_a_bias(N, D):
    rng = np.random.default_rng(0)
    X, w = rng.standard_normal((N, D)), rng.standard_normal(D)
    assert linear_score(X, w, 0.5) == pytest.approx(
        [sum(x * v for x, v in zip(row, w, strict=True)) + 0.5 for row in X]
    )


def test_the_unit_fires_strictly_above_zero_and_answers_in_integers():
    labels = perceptron_predict(np.array([[1.0], [0.0], [-1.0]]), np.array([2.0]), 0.0)
    assert labels.tolist() == [1, 0, 0] and labels.dtype == np.int64


def test_an_update_moves_only_after_a_mistake_and_leaves_its_arguments_alone():
    w, x = np.array([1.0, -1.0]), np.array([2.0, 3.0])  # score −1 + b
    for array in (w, x):
        array.flags.writeable = False
    assert perceptron_update(w, 0.0, x, 0)[0].tolist() == [1.0, -1.0]
    raised, bias = perceptron_update(w, 0.0, x, 1, lr=0.5)
    assert (raised.tolist(), bias) == ([2.0, 0.5], 0.5)
    lowered, bias = perceptron_update(w, 2.0, x, 0)
    assert (lowered.tolist(), bias) == ([-1.0, -4.0], 1.0)
    assert type(bias) is float


@pytest.mark.parametrize("seed", range(5))
def test_separable_data_are_learned_and_the_last_epoch_has_no_mistake(seed):
    X, y = separable(np.random.default_rng(seed), 40, 3)
    w, b, mistakes = perceptron_fit(X, y, max_epochs=1000)
    assert perceptron_predict(X, w, b).tolist() == y.tolist()
    assert mistakes[-1] == 0 and 0 not in mistakes[:-1]
    assert all(type(count) is int for count in mistakes)


def test_the_rate_scales_the_solution_and_changes_no_prediction():
    X, y = separable(np.random.default_rng(0), 30, 2)
    (w, b, mistakes), (v, c, same) = perceptron_fit(X, y), perceptron_fit(X, y, lr=0.25)
    assert v == pytest.approx(0.25 * w) and c == pytest.approx(0.25 * b) and mistakes == same


def test_same_value_is_never_learned_by_one_unit():
    *_, mistakes = perceptron_fit(BITS, SAME, max_epochs=50)
    assert len(mistakes) == 50 and min(mistakes) > 0


def test_an_epoch_of_one_class_needs_no_update():
    w, b, mistakes = perceptron_fit(BITS, np.zeros(4, int))
    assert (w.tolist(), b, mistakes) == ([0.0, 0.0], 0.0, [0])


def test_two_linear_layers_are_one():
    rng = np.random.default_rng(0)
    X, W1, b1, W2, b2 = (rng.standard_normal(shape) for shape in [(5, 3), (3, 4), (4,), (4, 2), (2,)])
    W, b = collapse_linear(W1, b1, W2, b2)
    assert X @ W + b == pytest.approx((X @ W1 + b1) @ W2 + b2)


def test_step_units_do_not_collapse_and_tell_whether_two_bits_are_equal():
    W1, b1, w2, b2 = same_value_network()
    assert (W1.shape, b1.shape, w2.shape, type(b2)) == ((2, 2), (2,), (2,), float)
    hidden = (BITS @ W1 + b1 > 0).astype(float)
    assert perceptron_predict(hidden, w2, b2).tolist() == SAME.tolist()


def test_features_are_one_at_their_centre_and_fall_with_the_squared_distance():
    rng = np.random.default_rng(0)
    X, centers = rng.standard_normal((5, 3)), rng.standard_normal((2, 3))
    features = rbf_features(X, centers, 0.7)
    assert features.shape == (5, 2)
    for n, m in itertools.product(range(5), range(2)):
        assert features[n, m] == pytest.approx(np.exp(-0.7 * np.linalg.norm(X[n] - centers[m]) ** 2))
    assert np.diag(rbf_features(X, X, 3.0)).tolist() == [1.0] * 5


def test_with_fixed_features_one_unit_learns_same_value():
    features = rbf_features(BITS, BITS[[0, 3]], 1.0)
    w, b, mistakes = perceptron_fit(features, SAME)
    assert mistakes[-1] == 0 and perceptron_predict(features, w, b).tolist() == SAME.tolist()


def test_integers_are_taken():
    X, y = BITS.astype(int), SAME
    assert perceptron_fit(X, y, max_epochs=3)[0].dtype == np.float64
    assert rbf_features(X, X[:1], 1.0)[:, 0] == pytest.approx(np.exp(-np.array([0, 1, 1, 2])))
