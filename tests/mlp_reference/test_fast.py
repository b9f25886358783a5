"""The fast path gives the numbers of the path that is to be read: every activation, loss, optimizer and depth, both types."""

import itertools

import numpy as np
import pytest

from mlp_reference.fitting import fit
from mlp_reference.mlp import MLP

CLOSE = {"float32": 2e-4, "float64": 1e-11}  # of an array's largest entry, after some steps


def data(loss, K, N=43, D=6, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    return X, rng.normal(size=(N, K)) if loss == "mse" else rng.integers(0, max(K, 2), N)


def both(hidden=(8,), epochs=3, batch_size=8, lr=0.05, N=43, **options):
    """Parameters and losses by either path."""
    loss = options.get("loss", "cross_entropy")
    K = 1 if loss == "binary_cross_entropy" else 4
    X, y = data(loss, K, N)
    for fast in (True, False):
        model = MLP((6, *hidden, K), rng=2, **options)
        history = fit(model, X, y, lr=lr, epochs=epochs, batch_size=batch_size, rng=3, progress=False, fast=fast)
        yield model, history.loss


def agree(pair, dtype="float32"):
    (fast, fast_losses), (slow, slow_losses) = pair
    assert fast_losses == pytest.approx(slow_losses, rel=CLOSE[dtype])
    for name, values in slow.params.items():
        assert fast.params[name].dtype == values.dtype == dtype and fast.params[name].shape == values.shape
        assert np.max(np.abs(fast.params[name] - values)) <= CLOSE[dtype] * np.max(np.abs(values))


@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize(
    ("loss", "optimizer"),
    list(itertools.product(["cross_entropy", "binary_cross_entropy", "mse"], ["sgd", "momentum", "adam"])),
)
def test_every_kind_of_network(dtype, activation, loss, optimizer):
    options = {"activation": activation, "loss": loss, "optimizer": optimizer, "weight_decay": 0.02, "dtype": dtype}
    agree(both((8, 5), **options), dtype)


@pytest.mark.parametrize("hidden", [(), (1,), (8,), (5, 7, 3), (4,) * 6])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_every_depth(hidden, optimizer):
    agree(both(hidden, dtype="float64", activation="tanh", optimizer=optimizer), "float64")


@pytest.mark.parametrize(("N", "batch_size"), [(43, 43), (43, 100), (43, 1), (1, 1), (40, 8), (41, 8)])
def test_every_batch_the_last_too(N, batch_size):
    agree(both(N=N, batch_size=batch_size, dtype="float64"), "float64")


def test_data_in_many_pieces(monkeypatch):
    monkeypatch.setattr("mlp_reference.kernels.HostKernels.chunk", 2 * 8 * 7 * 8)  # two batches
    agree(both(N=43, dtype="float64"), "float64")


def test_a_rate_that_changes():
    agree(both(lr=lambda epoch: 0.1 / (1 + epoch), dtype="float64", weight_decay=0.1), "float64")


def test_outputs_far_out():
    """Logits of hundreds, one of them wrong: neither path overflows."""
    for loss in ("cross_entropy", "binary_cross_entropy"):
        models = []
        for fast in (True, False):
            model = MLP((2, 1 if loss[0] == "b" else 2), loss=loss, dtype="float64")
            model.params["W1"] = model.params["W1"] * 0 + (np.array([-1.0, 1.0]) if loss[0] == "c" else 1.0)
            X, y = np.array([[200.0, 200.0], [-200.0, -200.0], [8.0, 8.0]]), np.array([0, 0, 1])
            history = fit(model, X, y, lr=0.1, epochs=1, batch_size=3, progress=False, fast=fast)
            models.append((model, history.loss))
        agree(models, "float64")


def test_the_model_shows_every_update_while_it_is_trained():
    X, y = data("cross_entropy", 4)
    model, seen = MLP((6, 8, 4)), []
    fit(model, X, y, lr=lambda epoch: seen.append(model.outputs(X[:1])) or 0.1, epochs=3, progress=False)
    assert not np.array_equal(seen[0], seen[-1])
