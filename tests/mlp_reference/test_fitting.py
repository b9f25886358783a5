"""Training: it learns, repeats itself from a seed, stops early, follows its schedule, and says what went wrong."""

import sys

import numpy as np
import pytest

from autograder.checks import digits
from mlp_reference.fitting import fit
from mlp_reference.mlp import MLP
from mlp_reference.schedules import step_decay

QUIET = {"progress": False}


@pytest.fixture(scope="module")
def data():
    return digits.load()


def equal(one, other):
    return all(np.array_equal(one.params[name], other.params[name]) for name in one.params)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("optimizer", "lr"), [("sgd", 0.3), ("momentum", 0.05), ("adam", 3e-3)])
def test_it_learns_to_read_digits(data, dtype, optimizer, lr):
    X, y, X_val, y_val = data
    model = MLP((64, 32, 10), optimizer=optimizer, dtype=dtype)
    history = fit(model, X, y, lr=lr, epochs=12, validation=(X_val, y_val), **QUIET)
    assert model.evaluate(X_val, y_val)["accuracy"] == history.val_accuracy[-1] > 0.92
    assert history.loss[-1] < 0.25 < history.loss[0] and history.val_loss[-1] == model.evaluate(X_val, y_val)["loss"]
    assert history.best_epoch == 11 and len(history.seconds) == len(history.rate) == 12


def test_it_learns_a_curve_and_a_boundary():
    X = np.random.default_rng(0).uniform(-1, 1, (400, 2))
    curve = MLP((2, 16, 1), activation="tanh", loss="mse", optimizer="adam")
    assert fit(curve, X, np.sin(3 * X[:, :1]), lr=1e-2, epochs=100, **QUIET).loss[-1] < 2e-3
    boundary = MLP((2, 16, 1), loss="binary_cross_entropy", optimizer="adam")
    fit(boundary, X, X[:, 0] * X[:, 1] > 0, lr=1e-2, epochs=40, **QUIET)
    assert boundary.evaluate(X, X[:, 0] * X[:, 1] > 0)["accuracy"] > 0.95


def test_the_seed_decides_and_the_data_stay(data):
    X, y, *_ = (array[:200] for array in data)
    before, models = [X.copy(), y.copy()], [MLP((64, 16, 10)) for _ in range(4)]
    for model, rng in zip(models, (5, 5, np.random.default_rng(5), 6), strict=True):
        fit(model, X, y, lr=0.1, epochs=2, rng=rng, **QUIET)
    assert equal(models[0], models[1]) and equal(models[0], models[2]) and not equal(models[0], models[3])
    assert np.array_equal(X, before[0]) and np.array_equal(y, before[1])


def test_early_stopping_keeps_the_best(data):
    X, y, X_val, y_val = data
    model = MLP((64, 32, 10), optimizer="momentum", rng=1)
    history = fit(model, X[:100], y[:100], lr=0.2, epochs=200, validation=(X_val, y_val), patience=3, **QUIET)
    assert len(history.loss) == history.best_epoch + 4 < 200
    assert model.evaluate(X_val, y_val)["loss"] == history.val_loss[history.best_epoch] == min(history.val_loss)


def test_the_rate_follows_its_schedule(data):
    X, y, *_ = (array[:64] for array in data)
    history = fit(MLP((64, 10)), X, y, lr=step_decay(0.1, 0.5, 2), epochs=4, **QUIET)
    assert history.rate == [0.1, 0.1, 0.05, 0.05]
    frozen = MLP((64, 10))
    fit(frozen, X, y, lr=lambda epoch: 0.0, epochs=2, **QUIET)
    assert equal(frozen, MLP((64, 10)))


def test_weights_decay(data):
    X, y, *_ = (array[:64] for array in data)
    norms = []
    for decay in (0.0, 0.3):
        model = MLP((64, 16, 10), weight_decay=decay)
        fit(model, X, y, lr=0.1, epochs=20, **QUIET)
        norms.append(np.linalg.norm(model.params["W1"]))
    assert norms[1] < 0.5 * norms[0]  # 40 steps alone leave 0.97^40 = 0.3


@pytest.mark.filterwarnings("error")
def test_a_diverging_loss_is_said_once_and_with_its_cause():
    X = np.random.default_rng(0).normal(size=(40, 3))
    with pytest.raises(
        FloatingPointError, match=r"the loss is (nan|inf) in epoch \d+ at rate 1e\+06: take a smaller lr"
    ):
        fit(MLP((3, 8, 1), loss="mse"), X, X[:, :1], lr=1e6, **QUIET)
    X[3, 1] = np.nan
    with pytest.raises(FloatingPointError, match="the loss is nan in epoch 0, and X holds NaN or infinity"):
        fit(MLP((3, 8, 1), loss="mse"), X, X[:, :1] * 0 + 1, lr=0.1, **QUIET)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"y": np.full(20, 3)}, "y holds label 3; labels of 3 classes go from 0 to 2"),
        ({"y": np.zeros(19, int)}, r"y has shape \(19,\)"),
        ({"X": np.zeros((20, 5))}, r"X has shape \(20, 5\); \(N, 4\) is expected"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"epochs": 0}, "epochs is 0 and batch_size is 32; there is at least one"),
        ({"patience": 3}, "patience needs validation"),
        ({"patience": 0, "validation": (np.zeros((2, 4)), np.zeros(2, int))}, "patience is 0"),
        ({"validation": (np.zeros((2, 3)), np.zeros(2, int))}, r"X has shape \(2, 3\)"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_trained(options, said):
    model = MLP((4, 3))
    given = {"X": np.zeros((20, 4)), "y": np.zeros(20, int), "lr": 0.1, **QUIET, **options}
    with pytest.raises(ValueError, match=said):
        fit(model, given.pop("X"), given.pop("y"), **given)
    assert equal(model, MLP((4, 3)))


def test_a_missing_progress_bar_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    X, y = np.zeros((4, 4)), np.zeros(4, int)
    with pytest.raises(ImportError, match=r"needs tqdm: .* or pass progress=False"):
        fit(MLP((4, 3)), X, y, lr=0.1)


def test_the_progress_bar_is_for_long_training_only(monkeypatch, capsys):
    X, y = np.zeros((4, 4)), np.zeros(4, int)
    fit(MLP((4, 3)), X, y, lr=0.1, epochs=2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("mlp_reference.fitting.PATIENT", 0)
    fit(MLP((4, 3)), X, y, lr=0.1, epochs=2)
    assert "epochs: 100%" in capsys.readouterr().err
