"""A split is judged by what holds of it, whatever chance has drawn."""

import copy

import numpy as np
import pytest

from autograder.checks.parts import parts, split
from autograder.checks.plain import plain
from autograder.checks.property import RIGHT

X = np.arange(120.0).reshape(60, 2) / 8
Y = np.arange(60) % 7
ALL_RIGHT = dict.fromkeys(("sizes", "samples", "labels", "order"), RIGHT)


def seen(target, val=0.2, test=0.25, X=X, y=Y, seeds=(1, 2, 1)):
    rngs = [np.random.default_rng(seed) for seed in seeds]
    return parts(plain(split(target, X, y, val, test, *rngs)), X, y, val, test, *seeds)


def dealt(rows, X, y, val, test):
    val, test = round(val * len(X)), round(test * len(X))
    pieces = rows[val + test :], rows[:val], rows[val : val + test]
    return tuple((X[piece], y[piece]) for piece in pieces)


def right(X, y, val, test, rng):
    return dealt(rng.permutation(len(X)), X, y, val, test)


def ordered(order):
    return lambda X, y, val, test, rng: dealt(order(len(X), rng), X, y, val, test)


@pytest.mark.parametrize(("val", "test"), [(0.2, 0.25), (0.0, 0.3), (0.5, 0.5), (0, 0), (1.0, 0.0)])
def test_a_right_split_has_all_four_properties_also_with_empty_parts(val, test):
    assert seen(right, val, test) == ALL_RIGHT


def test_lists_float32_and_an_empty_list_for_an_empty_part_are_right():
    def lists(*args):
        return [[[row.tolist() for row in rows], labels.astype(np.float32)] for rows, labels in right(*args)]

    assert seen(lists) == seen(lists, 0.0, 0.3) == ALL_RIGHT


def test_a_hundred_right_splits_are_right():
    assert all(seen(right, seeds=(seed, seed + 1000, seed)) == ALL_RIGHT for seed in range(100))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (lambda N, rng: np.arange(N), "nothing is shuffled"),
        (lambda N, rng: np.roll(np.arange(N), rng.integers(1, N)), "nothing is shuffled"),
        (lambda N, rng: np.arange(N).reshape(-1, 2)[rng.permutation(N // 2)].ravel(), "hardly shuffled"),
        (lambda N, rng: np.random.default_rng(0).permutation(N), "not drawn from it"),
        (lambda N, rng: np.random.default_rng().permutation(N), "not drawn from `rng` alone"),
        (lambda N, rng: copy.deepcopy(rng).permutation(N), "a copy"),
        (lambda N, rng: np.r_[np.sort((rows := rng.permutation(N))[:12]), rows[12:]], "inside the validation part"),
        (lambda N, rng: np.r_[rng.permutation(12), 12 + rng.permutation(N - 12)], "always gets the same samples"),
    ],
)
def test_an_order_that_is_not_chances_is_told(order, said):
    verdict = seen(ordered(order))
    assert said in verdict["order"]
    assert {**verdict, "order": RIGHT} == ALL_RIGHT


def test_two_samples_change_places_now_and_then():
    two = {"X": X[:2], "y": Y[:2], "val": 0.5, "test": 0.0, "seeds": range(30)}
    assert seen(right, **two) == ALL_RIGHT
    assert "not every order" in seen(ordered(lambda N, rng: np.arange(N)[::-1]), **two)["order"]


def test_equal_rows_are_as_many_samples():
    twice = {"X": np.r_[X[:8], X[:8]], "y": np.r_[Y[:8], Y[:8]]}
    assert seen(right, **twice) == ALL_RIGHT
    assert "lost" in seen(lambda X, y, *rest: right(X[:8], y[:8], *rest), **twice)["samples"]
    assert "more than once" in seen(ordered(lambda N, rng: np.r_[0, 0, 0, 1:14]), **twice)["samples"]


def test_labels_apart_from_their_rows_are_told():
    def apart(X, y, val, test, rng):
        return right(X, rng.permutation(y), val, test, rng)

    assert seen(apart) == {**ALL_RIGHT, "labels": "are not those of the rows that they come with"}


def test_samples_that_are_shared_lost_repeated_or_foreign_are_told():
    def shared(X, y, val, test, rng):
        a, b, c = right(X, y, val, test, rng)
        return a, b, (np.r_[c[0][:-1], b[0][:1]], np.r_[c[1][:-1], b[1][:1]])

    assert seen(shared)["samples"] == "are shared: some come in two parts and are lost: some come in no part"
    assert "more than once" in seen(ordered(lambda N, rng: rng.integers(0, N, N)))["samples"]
    assert (
        "no rows of X" in seen(lambda *args: tuple((rows + 0.01, labels) for rows, labels in right(*args)))["samples"]
    )


@pytest.mark.parametrize("empty", [(X[:0], Y[:0]), ([], [])])
def test_nothing_is_paid_for_empty_parts(empty):
    assert RIGHT not in seen(lambda *args: (empty, empty, empty)).values()
    everything = seen(lambda *args: ((X, Y), empty, empty))
    assert RIGHT not in everything.values()


@pytest.mark.parametrize("value", [None, 3.0, (), (1, 2, 3), ((X, Y), (X, Y)), ((X, Y[:-1]),) * 3, ((Y, X),) * 3])
def test_another_form_has_no_property(value):
    verdict = seen(lambda *args: value)
    assert all(words.startswith("cannot be judged") for words in verdict.values())
