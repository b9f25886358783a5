"""Inputs and targets are checked before anything is trained on them, and named in one line where they do not fit."""

import numpy as np
import pytest

from mlp_reference.targets import as_inputs, as_targets, target_rows

LIKE = np.zeros((4, 3), "float32")


def test_inputs_come_in_the_networks_type():
    X = as_inputs([[1, 2], [3, 4]], 2, LIKE)
    assert X.dtype == np.float32 and X.tolist() == [[1, 2], [3, 4]]
    same = np.ones((2, 2), "float32")
    assert as_inputs(same, 2, LIKE) is same


@pytest.mark.parametrize(
    ("X", "said"),
    [
        (np.zeros((5, 4)), r"X has shape \(5, 4\); \(N, 3\) is expected"),
        (np.zeros(3), r"X has shape \(3,\)"),
        (np.zeros((0, 3)), r"X has shape \(0, 3\)"),
        (np.array([["a"]]), "X has dtype <U1"),
    ],
)
def test_unfit_inputs_are_named(X, said):
    with pytest.raises(ValueError, match=said):
        as_inputs(X, 3, LIKE)


@pytest.mark.parametrize(
    ("y", "loss", "K", "said"),
    [
        ([0, 1, 3], "cross_entropy", 3, "y holds label 3; labels of 3 classes go from 0 to 2"),
        ([0, -1, 2], "cross_entropy", 3, "y holds label -1"),
        ([0, 2, 1], "binary_cross_entropy", 1, "y holds label 2; labels of 2 classes go from 0 to 1"),
        ([0.0, 1.0, 2.0], "cross_entropy", 3, "y has dtype float64; labels are integers"),
        (
            [[0], [1], [2]],
            "cross_entropy",
            3,
            r"y has shape \(3, 1\); for 3 rows of X and the loss cross_entropy, \(3,\)",
        ),
        ([0, 1], "cross_entropy", 3, r"y has shape \(2,\)"),
        ([1.0, 2.0, 3.0], "mse", 1, r"y has shape \(3,\); for 3 rows of X and the loss mse, \(3, 1\) is expected"),
    ],
)
def test_unfit_targets_are_named(y, loss, K, said):
    with pytest.raises(ValueError, match=said):
        as_targets(np.array(y), 3, K, loss, LIKE)


def test_targets_as_rows():
    labels = as_targets([2, 0], 2, 3, "cross_entropy", LIKE)
    assert target_rows(labels, 3, "cross_entropy", "float32").tolist() == [[0, 0, 1], [1, 0, 0]]
    bits = as_targets(np.array([True, False]), 2, 1, "binary_cross_entropy", LIKE)
    assert target_rows(bits, 1, "binary_cross_entropy", "float32").tolist() == [[1], [0]]
    values = as_targets([[1], [2]], 2, 1, "mse", LIKE)
    assert target_rows(values, 1, "mse", "float32") is values and values.dtype == np.float32
