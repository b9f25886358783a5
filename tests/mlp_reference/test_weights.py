"""A network goes to a file and back, without pickle; a file that is none is refused."""

import pickle

import numpy as np
import pytest

from mlp_reference.mlp import MLP
from mlp_reference.weights import load_model, save_model


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_network_comes_back_as_it_was(tmp_path, dtype):
    model = MLP(
        (4, 5, 1),
        activation="tanh",
        loss="binary_cross_entropy",
        optimizer="adam",
        weight_decay=0.1,
        dtype=dtype,
        rng=3,
    )
    save_model(model, tmp_path / "a.weights")
    back, X = load_model(tmp_path / "a.weights"), np.ones((2, 4))
    assert np.array_equal(back.outputs(X), model.outputs(X))
    assert {n: v for n, v in vars(back).items() if n != "params"} == {
        n: v for n, v in vars(model).items() if n != "params"
    }


def test_every_array_in_the_file_is_plain(tmp_path):
    save_model(MLP((2, 2)), tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz", allow_pickle=False) as file:
        assert {array.dtype.kind for array in dict(file).values()} == {"f", "U"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no network"),
        (b"PK\x03\x04 half a zip", "holds no network"),
        (pickle.dumps({"W1": 1}), "holds no network"),
    ],
)
def test_what_is_no_network_is_refused(tmp_path, content, said):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(ValueError, match=said):
        load_model(tmp_path / "a.npz")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"W1": np.zeros((3, 3), "float32")},
            r"W1 is float32 of shape \(3, 3\); float32 of shape \(2, 3\) is expected",
        ),
        ({"b1": np.zeros(3)}, "b1 is float64 of shape"),
        ({"b1": None}, "b1 is missing"),
        ({"about": np.array("{}")}, "holds no network"),
        ({"about": np.array('{"sizes": [2, 3], "loss": "l2"}')}, "loss is 'l2'"),
        ({"about": None}, "holds no network"),
        ({"W1": np.array([{}], dtype=object)}, "holds no network"),
    ],
)
def test_a_damaged_file_is_named(tmp_path, changed, said):
    save_model(MLP((2, 3)), tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as file:
        arrays = {name: array for name, array in (dict(file) | changed).items() if array is not None}
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(ValueError, match=said):
        load_model(tmp_path / "a.npz")


def test_a_missing_file_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.npz")
