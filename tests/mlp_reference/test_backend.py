"""The backend: NumPy everywhere, CuPy where it is; the same code on both, shown with a stand-in that keeps the device apart."""

import subprocess
import sys

import numpy as np
import pytest
import standin

import mlp_reference
from mlp_reference.backend import NoDevice, array_module, device_module, float_array, to_device, to_host


@pytest.fixture
def cupy(monkeypatch):
    module = standin.module()
    monkeypatch.setitem(sys.modules, "cupy", module)
    return module


def test_numpy_is_the_module_of_whatever_is_not_on_a_device():
    for x in (1.0, 2, [1.0], np.zeros(3), np.float32(1)):
        assert array_module(x) is np
    assert array_module() is np


def test_the_module_of_a_device_array_is_cupy(cupy):
    assert array_module(cupy.asarray(1.0)) is cupy
    assert array_module(np.zeros(2), cupy.asarray(1.0)) is cupy
    assert array_module(np.zeros(2)) is np


def test_importing_the_reference_never_imports_cupy():
    code = "import sys, mlp_reference; sys.exit('cupy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_cupy_is_said_in_one_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", None)  # as where it is not installed
    with pytest.raises(NoDevice, match=r"CuPy is not installed; install `mlp-course\[gpu\]`"):
        device_module()
    with pytest.raises(NoDevice):
        to_device(np.zeros(3))
    assert array_module(np.zeros(3)) is np


def test_a_cupy_without_a_gpu_is_said_in_one_line(monkeypatch, cupy):
    monkeypatch.setattr(cupy, "is_available", lambda: False)
    with pytest.raises(NoDevice, match="finds no CUDA device"):
        to_device(np.zeros(3))


def test_arrays_go_to_the_device_and_back(cupy):
    x = np.arange(3.0)
    assert isinstance(to_device(x), standin.ndarray)
    assert np.array_equal(to_host(to_device(x)), x)
    assert np.array_equal(to_host(x), x)
    assert np.array_equal(to_host([1.0, 2.0]), [1.0, 2.0])


def test_floats_keep_their_type_and_are_not_copied():
    x, y = np.zeros(3), np.zeros(3, np.float32)
    assert float_array(x) is x
    assert float_array(y) is y
    assert float_array([1, 2]).dtype == np.float64
    assert float_array(True).dtype == np.float64


def device_calls(put):
    rng = np.random.default_rng(0)
    X, Y, W1, b1, W2, b2 = (put(rng.standard_normal(shape)) for shape in [(5, 4), (5, 2), (4, 3), (3,), (3, 2), (2,)])
    r = mlp_reference
    for function in (r.sigmoid, r.tanh, r.relu, r.sigmoid_derivative, r.tanh_derivative, r.relu_derivative):
        yield function(X)
        yield r.layer_forward(X, W1, b1, function)
        yield r.numerical_derivative(function, X)
        yield r.neuron(X[0], W1[:, 0], 0.5, function)
    yield from r.matmul_backward(Y, X[:, :3], W2)
    yield r.relu_backward(X, X)
    yield from r.loop_backprop(X[0], W1, b1, W2[:, 0], 0.5, 1.0)
    loss, dweights, dbiases = r.mlp_loss_and_grads(X, Y, [W1, W2], [b1, b2])
    yield from (loss, *dweights, *dbiases)
    loss, grads = r.two_layer_loss_and_grads(X, Y, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    yield from (loss, *grads.values())


def test_the_same_code_runs_on_device_arrays_and_agrees(cupy):
    for device, host in zip(device_calls(to_device), device_calls(np.asarray), strict=True):
        assert isinstance(device, float) == isinstance(host, float)
        assert isinstance(device, (float, standin.ndarray))
        assert to_host(device) == pytest.approx(host, rel=1e-12)


def test_every_public_name_exists_and_is_documented():
    for name in mlp_reference.__all__:
        assert getattr(mlp_reference, name).__doc__
