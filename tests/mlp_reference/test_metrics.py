"""Classes and counts: the first of equals, and no comparison that broadcasting would spoil."""

import numpy as np
import pytest

from mlp_reference.metrics import accuracy, one_hot, predict


def test_one_hot_rows_have_their_one_at_the_label():
    assert one_hot(np.array([2, 0]), 4).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]
    assert one_hot(np.array([0, 0, 0]), 1).tolist() == [[1], [1], [1]]
    assert one_hot(np.array([], dtype=int), 3).shape == (0, 3)
    assert one_hot(np.array([1]), 2).dtype == np.float64


def test_the_first_of_equal_maxima_is_predicted():
    assert predict(np.array([[1.0, 3.0, 3.0], [0.0, 0.0, 0.0], [-2.0, -1.0, -1.0]])).tolist() == [1, 0, 1]
    assert predict(np.zeros((3, 1))).tolist() == [0, 0, 0]


def test_accuracy_is_a_share():
    Z = np.array([[2.0, 1.0], [0.0, 1.0], [5.0, 5.0]])
    assert accuracy(Z, np.array([0, 1, 0])) == 1.0
    assert accuracy(Z, np.array([1, 0, 1])) == 0.0
    assert accuracy(Z, np.array([0, 0, 0])) == pytest.approx(2 / 3)
    assert type(accuracy(Z, np.array([0, 0, 0]))) is float


def test_predicting_and_one_hot_undo_each_other():
    y = np.random.default_rng(0).integers(0, 7, 50)
    assert np.array_equal(predict(one_hot(y, 7)), y)


def test_labels_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"y has shape \(3, 1\); Z has 3 rows, so \(3,\) is expected"):
        accuracy(np.zeros((3, 2)), np.zeros((3, 1), dtype=int))
