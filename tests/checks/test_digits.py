"""The digits: three fixed parts that share no image, two of them in the student's room."""

from pathlib import Path

import numpy as np

import autograder
from autograder.checks import digits
from autograder.topics.digits import load_test


def test_the_parts_have_their_sizes_and_their_scale():
    X_train, y_train, X_val, y_val = digits.load()
    X_test, y_test = load_test()
    assert [len(X) for X in (X_train, X_val, X_test)] == [1000, 300, 497]
    for X, y in [(X_train, y_train), (X_val, y_val), (X_test, y_test)]:
        assert X.shape == (len(y), 64) and X.dtype == np.float64 and y.dtype == np.int64
        assert X.min() == 0.0 and X.max() == 1.0 and np.all(np.round(16 * X) == 16 * X)


def test_every_class_has_its_share_of_each_part():
    _, y_train, _, y_val = digits.load()
    for y in (y_train, y_val, load_test()[1]):
        assert np.ptp(np.bincount(y, minlength=10)) <= 6


def test_no_image_is_in_two_parts():
    X_train, _, X_val, _ = digits.load()
    parts = [{x.tobytes() for x in X} for X in (X_train, X_val, load_test()[0])]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 1797


def test_each_call_gives_arrays_of_its_own():
    first = digits.load()
    first[0][:] = -1.0
    assert digits.load()[0].min() == 0.0


def test_the_test_part_is_outside_the_students_room():
    held = {path.name for path in Path(digits.__file__).parent.rglob("*digits*") if path.suffix != ".pyc"}
    assert held == {"digits.py", "digits.npz", "digits.md"}
    with np.load(Path(digits.__file__).with_suffix(".npz"), allow_pickle=False) as arrays:
        assert set(arrays) == {"X_train", "y_train", "X_val", "y_val"}


def test_the_front_door_offers_them():
    assert autograder.digits is digits
