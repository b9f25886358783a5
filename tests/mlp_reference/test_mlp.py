"""The multilayer perceptron: gradients certified by differentiating the loss, updates by hand, clear words for the unfit."""

import numpy as np
import pytest

from autograder.checks.gradients import check
from mlp_reference.backend import NoDevice
from mlp_reference.mlp import MLP, backward, forward
from mlp_reference.optimizers import adam_step, momentum_step, sgd_step

LOSSES = ("cross_entropy", "binary_cross_entropy", "mse")


def network(loss="cross_entropy", hidden=(5, 4), N=6, seed=0, **options):
    K = 1 if loss == "binary_cross_entropy" else 3
    model, rng = (
        MLP((4, *hidden, K), loss=loss, rng=seed, **{"dtype": "float64", **options}),
        np.random.default_rng(seed),
    )
    for name in model.params:
        model.params[name] = model.params[name] + 0.1 * rng.normal(size=model.params[name].shape)
    y = rng.normal(size=(N, K)) if loss == "mse" else rng.integers(0, max(K, 2), N)
    return model, rng.normal(size=(N, 4)), y


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(("hidden", "decay"), [((), 0.0), ((5,), 0.3), ((5, 4, 3), 0.3)])
def test_gradients_are_right(activation, loss, hidden, decay):
    model, X, y = network(loss, hidden, activation=activation, weight_decay=decay)

    def at(values):
        model.params = dict(zip(names, values, strict=True))
        value, grads = model.loss_and_grads(X, y)
        penalty = sum(np.sum(model.params[name] ** 2) for name in names if name[0] == "W")
        return value + 0.5 * decay * penalty, [grads[name] for name in names]

    names = list(model.params)
    verdicts = check(lambda v: at(v)[0], lambda v: at(v)[1], list(model.params.values()))
    assert [verdict.status for verdict in verdicts] == ["right"] * len(names)


def test_the_order_of_the_names_means_nothing():
    model, X, _ = network()
    turned = dict(reversed(model.params.items()))
    As, Zs = forward(turned, X, "tanh")
    grads = backward(turned, As, Zs, np.ones_like(Zs[-1]), "tanh")
    expected = backward(model.params, *forward(model.params, X, "tanh"), np.ones_like(Zs[-1]), "tanh")
    assert list(grads) == list(turned) and all(np.array_equal(grads[name], expected[name]) for name in turned)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_step_is_the_optimizers(optimizer):
    model, X, y = network(optimizer=optimizer, weight_decay=0.1)
    params, state = dict(model.params), {}
    velocity = {name: np.zeros_like(values) for name, values in params.items()}
    for _ in range(3):
        loss, grads = model.loss_and_grads(X, y)
        if optimizer == "sgd":
            params = sgd_step(params, grads, 0.1)
        elif optimizer == "momentum":
            params, velocity = momentum_step(params, velocity, grads, 0.1, 0.9)
        else:
            params, state = adam_step(params, state, grads, 0.1)
        assert model.step(X, y, 0.1) == loss
        assert all(np.array_equal(model.params[name], params[name]) for name in params)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("loss", LOSSES)
def test_the_type_of_the_numbers_stays(dtype, optimizer, loss):
    model, X, y = network(loss, dtype=dtype, optimizer=optimizer, weight_decay=0.1)
    model.params = {name: values.astype(dtype) for name, values in model.params.items()}
    for _ in range(2):
        assert type(model.step(model.inputs(X), model.targets(y, len(X)), 0.1)) is float
    assert {values.dtype for values in model.params.values()} == {np.dtype(dtype)}
    assert model.outputs(X).dtype == dtype


def test_all_types_start_equal_and_the_seed_decides():
    single, double, other = (
        MLP((4, 3), dtype=dtype, rng=rng) for dtype, rng in [("float32", 1), ("float64", 1), (float, 2)]
    )
    assert np.array_equal(single.params["W1"], double.params["W1"].astype("float32"))
    assert not np.any(other.params["W1"] == double.params["W1"])
    assert np.array_equal(MLP((4, 3), dtype=float, rng=np.random.default_rng(1)).params["W1"], double.params["W1"])


def test_predictions_and_scores():
    model, X, y = network()
    Z = model.outputs(X)
    assert np.array_equal(model.predict(X), Z.argmax(axis=1))
    assert model.evaluate(X, y)["accuracy"] == np.mean(model.predict(X) == y)
    binary, X, y = network("binary_cross_entropy")
    assert np.array_equal(binary.predict(X), binary.outputs(X)[:, 0] > 0) and binary.predict(X).dtype == np.int64
    assert binary.evaluate(X, y)["accuracy"] == np.mean(binary.predict(X) == y)
    values, X, Y = network("mse")
    assert np.array_equal(values.predict(X), values.outputs(X)) and list(values.evaluate(X, Y)) == ["loss"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"activation": "rlu"}, "activation is 'rlu'; choose one of relu, sigmoid, tanh"),
        ({"loss": "l2"}, "loss is 'l2'; choose one of binary_cross_entropy, cross_entropy, mse"),
        ({"optimizer": "SGD"}, "optimizer is 'SGD'; choose one of adam, momentum, sgd"),
        ({"dtype": "int64"}, "dtype is 'int64'; choose one of float32, float64"),
        ({"device": "tpu"}, "device is 'tpu'; choose one of cpu, gpu"),
        ({"loss": "binary_cross_entropy"}, "binary_cross_entropy needs one output"),
    ],
)
def test_what_is_unknown_is_said_with_what_is_known(options, said):
    with pytest.raises(ValueError, match=said):
        MLP((4, 3), **options)


def test_a_missing_device_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "cupy", None)
    with pytest.raises(NoDevice, match="CuPy is not installed"):
        MLP((4, 3), device="gpu")
