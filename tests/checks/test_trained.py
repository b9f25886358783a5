"""A trained network is judged by what it reads; whatever else comes back earns nothing and is told so in a sentence."""

import numpy as np
import pytest

from autograder.checks import digits, plain
from autograder.checks.plain import Named, Unusable
from autograder.checks.property import RIGHT
from autograder.checks.trained import NUMBERS, UNITS, accuracy, sign
from autograder.checks.views import measure

X_train, y_train, X_val, y_val = digits.load()
DATA = (X_train, y_train, X_val, y_val, None)


def reader():
    """A one-layer network that answers with the class whose number is written in the first ten pixels."""
    return {"W1": np.vstack([np.eye(10), np.zeros((54, 10))]), "b1": np.zeros(10)}


def images(right, N=100):
    """N images with labels, of which `reader` reads so many."""
    y = np.arange(N) % 10
    shown = np.where(np.arange(N) < right, y, (y + 1) % 10)
    return np.hstack([np.eye(10)[shown], np.zeros((N, 54))]), y


@pytest.mark.parametrize(
    ("right", "share"), [(100, 1.0), (95, 1.0), (94, 44 / 45), (86, 0.8), (51, 1 / 45), (50, 0.0), (49, 0.0), (0, 0.0)]
)
def test_the_share_grows_from_fifty_to_ninety_five_per_cent(right, share):
    earned, said = accuracy(reader(), *images(right))
    assert earned == pytest.approx(share) and (earned == 1.0) == (right >= 95)
    assert f"{right}.0%" in said and "95%" in said


def test_relu_stands_between_layers_and_not_after_the_last():
    X, y = images(100)
    deep = {"W1": np.eye(64), "b1": np.zeros(64), "W2": -np.eye(64), "b2": np.ones(64)}
    deep |= {"W3": -reader()["W1"], "b3": np.full(10, -7.0)}
    assert accuracy(deep, X, y)[0] == 1.0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "None"),
        (Unusable("a generator"), "a generator"),
        ([1, 2], "a list of 2"),
        ({}, "keys"),
        ("W1b1", "text"),
        (3.0, "3"),
        ({"W1": np.zeros((64, 10))}, "keys"),
        (reader() | {"history": np.zeros(3)}, "keys"),
        ({"W1": "text", "b1": np.zeros(10)}, "text as W1"),
        ({"W1": [[1.0], [1.0, 2.0]], "b1": np.zeros(10)}, "as W1"),
        ({"W1": np.zeros((63, 10)), "b1": np.zeros(10)}, "does not fit together"),
        ({"W1": np.zeros((64, 10)), "b1": np.zeros((1, 10))}, "does not fit together"),
        ({"W1": np.zeros((64, 0)), "b1": np.zeros(0)}, "does not fit together"),
        ({"W1": np.zeros(64), "b1": np.zeros(1)}, "does not fit together"),
        ({"W1": np.zeros((64, 9)), "b1": np.zeros(9)}, "9 outputs"),
        ({"W1": np.zeros((10, 64)), "b1": np.zeros(10)}, "on their side"),
        (reader() | {"b1": np.full(10, np.nan)}, "NaN"),
        (reader() | {"W1": np.full((64, 10), np.inf)}, "infinity"),
        ({"W1": np.zeros((64, UNITS + 1)), "b1": np.zeros(UNITS + 1)}, "at most"),
        ({"W1": np.zeros((64, NUMBERS // 64), np.int8), "b1": np.zeros(NUMBERS)}, "numbers"),
    ],
)
def test_what_is_no_network_for_digits_earns_nothing_and_says_why(value, said):
    share, sentence = measure("accuracy", value, images(100))
    assert share == 0.0 and said in sentence


def test_numbers_that_overflow_read_nothing():
    huge = {"W1": np.full((64, 10), 1e308), "b1": np.zeros(10), "W2": np.full((10, 10), 1e308), "b2": np.zeros(10)}
    share, said = accuracy(huge, *images(100))
    assert share == 0.0 and "0.0%" in said


def test_lists_float32_and_whole_numbers_are_numbers():
    lists = {name: values.tolist() for name, values in reader().items()}
    small = {name: values.astype(np.float32) for name, values in reader().items()}
    whole = {name: values.astype(int) for name, values in reader().items()}
    assert [accuracy(params, *images(100))[0] for params in (lists, small, whole)] == [1.0] * 3


def test_a_measure_that_is_no_share_earns_nothing(monkeypatch):
    from autograder.checks import views

    for share in (float("nan"), -1.0):
        monkeypatch.setitem(views.MEASURES, "odd", lambda value, share=share: (share, "said"))
        assert measure("odd", 1, ()) == (0.0, "said")
    monkeypatch.setitem(views.MEASURES, "odd", lambda value: (7.0, "said"))
    assert measure("odd", 1, ()) == (1.0, "said")


def test_names_of_data_stand_for_the_arrays():
    names = tuple(Named(f"digits:{part}") for part in ("X_val", "y_val"))
    assert measure("accuracy", reader(), names) == measure("accuracy", reader(), (X_val, y_val))
    assert plain.same(digits.part("X_val"), X_val) and digits.part("X_val") is not digits.part("X_val")


def test_signs_are_read_from_the_parameters():
    rng = np.random.default_rng(0)
    fresh = {"W1": rng.normal(size=(64, 10)), "b1": np.zeros(10)}
    assert sign(fresh, *DATA, X_val, y_val) == "is not trained: all biases are 0 still"
    assert sign(fresh | {"b1": np.eye(10)[3] * 1e6}, *DATA, X_val, y_val) == "takes every image for the same digit"
    twins = {"W1": np.ones((64, 5)), "b1": np.ones(5), "W2": rng.normal(size=(5, 10)), "b2": np.ones(10)}
    assert sign(twins, *DATA, X_val, y_val) == "has hidden units that are all alike"


def test_nothing_is_said_where_the_parameters_show_nothing_surely():
    guess = {"W1": np.random.default_rng(0).normal(size=(64, 10)), "b1": np.ones(10)}
    assert sign(guess, *DATA, X_val, y_val) == RIGHT
    assert sign(reader(), *DATA, *images(100)) == RIGHT
