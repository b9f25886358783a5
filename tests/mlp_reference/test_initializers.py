"""Initial weights: their form, their spread, and where their chance comes from."""

import numpy as np
import pytest

from mlp_reference.initializers import init_params


def test_every_layer_has_its_weights_and_biases():
    params = init_params([4, 5, 3], np.random.default_rng(0))
    assert {name: values.shape for name, values in params.items()} == {
        "W1": (4, 5),
        "b1": (5,),
        "W2": (5, 3),
        "b2": (3,),
    }
    assert all(values.dtype == np.float64 for values in params.values())
    assert not params["b1"].any() and not params["b2"].any()


def test_a_deep_network_keeps_the_size_of_its_signals():
    rng = np.random.default_rng(1)
    params, A = init_params([64] + [256] * 20, rng), rng.normal(size=(200, 64))
    before = np.mean(A**2)
    for layer in range(1, 21):
        A = np.maximum(A @ params[f"W{layer}"], 0)
    assert 0.3 < np.mean(A**2) / before < 3


def test_the_generator_decides_alone():
    first, again, other = (init_params((6, 4), np.random.default_rng(seed))["W1"] for seed in (3, 3, 4))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_a_network_has_a_layer():
    with pytest.raises(ValueError, match="two sizes"):
        init_params([64], np.random.default_rng(0))
