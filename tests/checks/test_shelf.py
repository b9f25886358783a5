"""The shelf: every public key by name, in course order, each read alone."""

import numpy as np
import pytest

from autograder.checks import shelf
from autograder.checks.key import Case, Check, Key
from autograder.checks.plain import PlainError, pack

NAMES = ("sigmoid", "relu", "affine")


def key(name):
    case = Case("a case", (np.ones(2),))
    return Key(name, "02_activations", f"{name}(z)", ("a",), (Check("values", "right", 1.0),), (case,), (np.ones(2),))


def test_keys_come_back_by_name_and_in_their_order(tmp_path):
    (tmp_path / "02_activations.key").write_bytes(shelf.to_bytes(map(key, NAMES)))
    keys = shelf.Shelf(tmp_path)
    assert list(keys) == keys.topic("02_activations") == list(NAMES)
    assert "relu" in keys and "gelu" not in keys
    assert keys["relu"].signature == "relu(z)"
    assert keys.topic("01_perceptron") == []


def test_one_key_is_read_without_the_others(tmp_path):
    packed = {
        name: np.frombuffer(data, np.uint8) for name, data in shelf.from_bytes(shelf.to_bytes(map(key, NAMES))).items()
    }
    packed["affine"] = packed["affine"][:-1]
    (tmp_path / "02_activations.key").write_bytes(pack(list(packed.items())))
    keys = shelf.Shelf(tmp_path)
    assert keys["sigmoid"].name == "sigmoid"
    with pytest.raises(PlainError):
        keys["affine"]


@pytest.mark.parametrize("data", [b"", pack(3), pack([1]), pack([("a", "b")]), pack([("a",)])])
def test_another_file_is_refused(data):
    with pytest.raises(PlainError):
        shelf.from_bytes(data)
