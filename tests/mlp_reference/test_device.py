"""Training on a device, shown with a stand-in: the numbers of NumPy, few launches, and nothing read before an epoch's end."""

import itertools
import sys

import numpy as np
import pytest
import standin

from mlp_reference.backend import to_host
from mlp_reference.device import DeviceKernels
from mlp_reference.fast import FastPath
from mlp_reference.fitting import fit
from mlp_reference.mlp import MLP
from mlp_reference.weights import load_model, save_model

KINDS = list(itertools.product(["relu", "sigmoid", "tanh"], ["cross_entropy", "binary_cross_entropy", "mse"]))


@pytest.fixture(autouse=True)
def cupy(monkeypatch):
    module = standin.module()
    monkeypatch.setitem(sys.modules, "cupy", module)
    return module


def data(loss, N=43):
    rng = np.random.default_rng(0)
    K = 1 if loss == "binary_cross_entropy" else 4
    return rng.normal(size=(N, 6)), rng.normal(size=(N, K)) if loss == "mse" else rng.integers(0, max(K, 2), N), K


@pytest.mark.parametrize(("dtype", "close"), [("float32", 1e-4), ("float64", 1e-9)])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize(("activation", "loss"), KINDS)
@pytest.mark.parametrize("fast", [True, False])
def test_a_device_gives_the_numbers_of_the_host(dtype, close, optimizer, activation, loss, fast):
    X, y, K = data(loss)
    options = {"activation": activation, "loss": loss, "optimizer": optimizer, "dtype": dtype, "weight_decay": 0.02}
    models = [MLP((6, 8, 5, K), device=device, **options) for device in ("cpu", "gpu")]
    host, device = (
        fit(model, X, y, lr=0.05, epochs=4, batch_size=8, validation=(X, y), patience=2, progress=False, fast=fast)
        for model in models
    )
    assert device.loss == pytest.approx(host.loss, rel=close)
    assert device.val_loss == pytest.approx(host.val_loss, rel=close) and device.val_accuracy == host.val_accuracy
    for name, values in models[0].params.items():
        assert isinstance(models[1].params[name], standin.ndarray) and models[1].params[name].dtype == dtype
        assert np.max(np.abs(to_host(models[1].params[name]) - values)) <= close * np.max(np.abs(values))


def test_cpu_and_gpu_start_equal():
    host, device = MLP((6, 8, 4), rng=3), MLP((6, 8, 4), rng=3, device="gpu")
    assert all(np.array_equal(to_host(device.params[name]), values) for name, values in host.params.items())


@pytest.mark.parametrize(
    ("sizes", "optimizer", "most"), [((6, 8, 4), "sgd", 9), ((6, 8, 5, 4), "sgd", 14), ((6, 8, 4), "adam", 11)]
)
def test_a_step_is_few_launches_and_an_epoch_reads_one_number(sizes, optimizer, most):
    X, y, _ = data("cross_entropy", N=400)
    model = MLP(sizes, optimizer=optimizer, device="gpu")
    path = FastPath(model, model.inputs(X), model.targets(y, len(X)), 8)
    path.epoch(0.1, np.random.default_rng(0))  # what is made once is made
    standin.reset()
    path.epoch(0.1, np.random.default_rng(0))
    assert standin.launches.total() <= most * 50, standin.launches
    assert standin.uploads == {"asarray": 1} and standin.reads == {"float": 1}
    standin.reset()
    path.step(*(array[:8] for array in path.chunk), 0.1)
    assert standin.launches.total() < most and not standin.reads and not standin.uploads


def test_extreme_logits_on_a_device():
    X, y = np.array([[200.0, 200.0], [-200.0, -200.0], [8.0, 8.0]]), np.array([0, 0, 1])
    for loss, K in (("cross_entropy", 2), ("binary_cross_entropy", 1)):
        models = [MLP((2, K), loss=loss, dtype="float64", device=device) for device in ("cpu", "gpu")]
        host, device = (fit(model, X, y, lr=0.1, epochs=2, progress=False) for model in models)
        assert device.loss == pytest.approx(host.loss, rel=1e-12)


def test_data_may_lie_on_the_device_already(cupy):
    X, y, _ = data("cross_entropy")
    models = [MLP((6, 8, 4), device="gpu") for _ in range(2)]
    fit(models[0], X, y, lr=0.1, epochs=2, progress=False)
    fit(models[1], cupy.asarray(X), cupy.asarray(y), lr=0.1, epochs=2, progress=False)
    assert np.array_equal(to_host(models[0].params["W1"]), to_host(models[1].params["W1"]))


def test_host_and_device_are_never_mixed_in_silence(cupy):
    X, y, _ = data("cross_entropy")
    with pytest.raises(TypeError, match="Implicit conversion"):
        MLP((6, 4)).outputs(cupy.asarray(X))  # the parameters lie on the host
    with pytest.raises(ValueError, match="y holds label 4"):
        fit(MLP((6, 4), device="gpu"), X, cupy.asarray(y + 1), lr=0.1, progress=False)
    for mixed in (lambda: cupy.asarray(X) + X, lambda: X @ cupy.asarray(X).T, lambda: np.exp(cupy.asarray(X))):
        with pytest.raises(TypeError):
            mixed()


def test_a_diverging_loss_is_said_of_a_device_too():
    X, y, _ = data("mse")
    with pytest.raises(FloatingPointError, match="take a smaller lr"), np.errstate(all="ignore"):
        fit(MLP((6, 8, 4), loss="mse", device="gpu"), X, y, lr=1e6, progress=False)


def test_a_network_goes_from_device_to_file_to_host(tmp_path):
    X, _, _ = data("cross_entropy")
    model = MLP((6, 8, 4), device="gpu")
    save_model(model, tmp_path / "a.npz")
    assert np.allclose(load_model(tmp_path / "a.npz").outputs(X), to_host(model.outputs(X)))
    assert isinstance(load_model(tmp_path / "a.npz", device="gpu").params["W1"], standin.ndarray)


def test_every_kernel_is_made_for_every_kind():
    for activation, loss in KINDS:
        DeviceKernels(activation, loss)
