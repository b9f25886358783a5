"""Selection: parts that are disjoint, complete and shuffled, and the first λ of the smallest validation loss."""

import numpy as np
import pytest

from mlp_reference.selection import select_lambda, train_val_test_split


def parts(N, val, test, seed=0):
    return train_val_test_split(np.arange(2.0 * N).reshape(N, 2), np.arange(N), val, test, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("N", "val", "test", "sizes"),
    [
        (20, 0.2, 0.25, (11, 4, 5)),
        (10, 0.25, 0.25, (6, 2, 2)),  # round(2.5) is 2
        (14, 0.25, 0.0, (10, 4, 0)),  # round(3.5) is 4
        (8, 0.5, 0.5, (0, 4, 4)),
        (1, 0.2, 0.2, (1, 0, 0)),
    ],
)
def test_sizes_are_rounded_as_python_rounds_and_a_part_may_be_empty(N, val, test, sizes):
    split = parts(N, val, test)
    assert tuple(len(y) for _, y in split) == sizes
    assert [X.shape for X, _ in split] == [(size, 2) for size in sizes]


def test_every_sample_is_in_one_part_with_its_own_label():
    split = parts(50, 0.2, 0.3)
    assert sorted(np.concatenate([y for _, y in split])) == list(range(50))
    assert all((X[:, 0] == 2 * y).all() for X, y in split)


def test_the_order_is_drawn_from_the_generator():
    labels = [np.concatenate([y for _, y in parts(50, 0.2, 0.3, seed)]).tolist() for seed in (0, 0, 1)]
    assert labels[0] == labels[1] != labels[2]
    assert all(a.tolist() != sorted(a) for _, a in parts(50, 0.2, 0.3))


def test_impossible_splits_are_refused():
    with pytest.raises(ValueError, match="6 validation and 6 test rows cannot be taken from 10"):
        parts(10, 0.6, 0.6)
    with pytest.raises(ValueError, match="X has 3 rows and y has 2 labels"):
        train_val_test_split(np.zeros((3, 1)), np.zeros(2), 0.2, 0.2, np.random.default_rng(0))


def test_the_first_of_the_best_is_chosen_and_each_is_fitted_once():
    losses, fitted = {1.0: 0.5, 0.1: 0.2, 0.0: 0.2}, []

    def fit(lam):
        fitted.append(lam)
        return {"lam": lam}

    assert select_lambda([1.0, 0.1, 0.0], fit, lambda model: losses[model["lam"]]) == 0.1
    assert fitted == [1.0, 0.1, 0.0]
