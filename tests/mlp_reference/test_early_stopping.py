"""Early stopping: where it stops, what it keeps, and that it keeps a copy."""

import numpy as np
import pytest

from mlp_reference import EarlyStopping, fit_with_early_stopping, linear_range_error, stopping_point


@pytest.mark.parametrize(
    ("losses", "patience", "min_delta", "expected"),
    [
        ([5, 4, 3, 4, 4, 4, 1], 3, 0.0, (2, 5)),
        ([5, 4, 6, 3, 5, 4], 2, 0.0, (3, 5)),  # patience begins anew
        ([3, 3, 3], 2, 0.0, (0, 2)),  # a tie is no improvement
        ([5, 4, 3], 1, 0.0, (2, 2)),
        ([7], 1, 0.0, (0, 0)),
        ([8, 7, 6, 5, 4], 4, 2.0, (3, 4)),  # 5 is less than 8 − 2, slowly as it came
        ([-1, -3, -2, -2], 2, 0.5, (1, 3)),
    ],
)
def test_the_stopping_point(losses, patience, min_delta, expected):
    assert stopping_point(losses, patience, min_delta) == expected


def test_the_best_parameters_are_a_copy():
    stopping, params = EarlyStopping(2), {"w": np.zeros(2)}
    for loss, stop in [(2.0, False), (1.0, False), (3.0, False), (1.0, True)]:
        assert stopping.update(loss, params) is stop
        params["w"] += 1
    assert (stopping.best_loss, stopping.best_epoch, stopping.best_params["w"].tolist()) == (1.0, 1, [1, 1])


def test_training_returns_the_best_epoch_and_leaves_the_start_alone():
    losses, start = [5.0, 4.0, 6.0, 7.0, 0.0], {"w": np.zeros(1)}

    def step(params):
        params["w"] += 1
        return params

    best, history = fit_with_early_stopping(step, lambda params: losses[int(params["w"][0]) - 1], start, 2, 5)
    assert (best["w"].tolist(), history, start["w"].tolist()) == ([2], [5.0, 4.0, 6.0, 7.0], [0])


def test_small_weights_are_in_the_linear_range():
    X, W = np.array([[1.0, -2.0]]), np.array([[0.5], [1.0]])
    assert linear_range_error(X, W) == pytest.approx(1.5 - np.tanh(1.5))
    assert linear_range_error(X, 0.01 * W) < 2e-6


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="patience is 0"):
        EarlyStopping(0)
    with pytest.raises(ValueError, match="no loss"):
        stopping_point([], 1)
    with pytest.raises(ValueError, match="max_epochs is 0"):
        fit_with_early_stopping(lambda params: params, lambda params: 0.0, {}, 1, 0)
