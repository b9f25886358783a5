"""Short columns come back to the last bits, which is more than the course's tolerance asks."""

import numpy as np
import pytest

from autograder.checks.columns import bounded
from autograder.checks.property import RIGHT

W = np.array([[3.0, 0.25, 0.0], [4.0, -0.5, 0.0]])
LENGTHS = np.linalg.norm(W, axis=0)


@pytest.mark.parametrize(
    "value",
    [
        W * (2.0 / np.maximum(LENGTHS, 2.0)),
        W * 2.0 / np.maximum(LENGTHS, 2.0),
        (W * (2.0 / np.maximum(LENGTHS, 2.0))).astype(np.float32),
        (W * (2.0 / np.maximum(LENGTHS, 2.0))).tolist(),
        W * np.minimum(1.0, 2.0 / (LENGTHS + 1e-9)),
    ],
)
def test_any_way_of_leaving_short_columns_alone_is_right(value):
    assert bounded(value, W, 2.0)["others"] == RIGHT


def test_an_epsilon_in_every_column_is_told():
    value = W * np.minimum(LENGTHS, 2.0) / (LENGTHS + 1e-8)
    assert bounded(value, W, 2.0)["others"].startswith("come back changed a little")
    assert bounded(W * np.array([0.4, 2.0, 1.0]), W, 2.0)["others"] == "are changed"


def test_rounding_alone_is_told_as_such():
    V = np.random.default_rng(0).normal(size=(5, 9))
    length = np.linalg.norm(V, axis=0)
    for value in (V / np.maximum(length, 2.3) * 2.3, V * 2.3 / np.maximum(length, 2.3)):
        assert bounded(value, V, 2.3)["others"].startswith("differ in their last digits")
        assert bounded(value.astype(np.float32), V, 2.3)["others"] == RIGHT


@pytest.mark.parametrize("value", [W, W[:1], None, "W", np.full(W.shape, np.nan)])
def test_nothing_is_paid_while_long_columns_are_wrong(value):
    assert bounded(value, W, 2.0) == {"W": value, "others": "count once the long columns are right"}
