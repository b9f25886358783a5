"""Wrong splits."""

from __future__ import annotations

import math

import numpy as np


def splitting(order=None, sizes=None, deal=None, finish=lambda part: part):
    """The right way with another order of the samples, other sizes, other index sets, or something done to each part's indices."""

    def train_val_test_split(X, y, val_fraction, test_fraction, rng):
        N = len(X)
        rows = (order or (lambda N, rng: rng.permutation(N)))(N, rng)
        train, val, test = (sizes or rounded)(N, val_fraction, test_fraction)
        parts = (deal or in_turn)(rows, train, val, test)
        return tuple((X[part], y[part]) for part in map(finish, parts))

    return train_val_test_split


def rounded(N, val_fraction, test_fraction):
    val, test = round(val_fraction * N), round(test_fraction * N)
    return N - val - test, val, test


def by(rule):
    """Sizes of validation and test by another rule of rounding; training gets the rest."""

    def sizes(N, val_fraction, test_fraction):
        val, test = int(rule(val_fraction * N)), int(rule(test_fraction * N))
        return max(N - val - test, 0), val, test

    return sizes


def of_the_rest(N, val_fraction, test_fraction):
    test = round(test_fraction * N)
    val = round(val_fraction * (N - test))
    return N - val - test, val, test


def of_the_rest_rescaled_wrongly(N, val_fraction, test_fraction):
    val = round(val_fraction * N)
    test = round(test_fraction * (N - val))
    return N - val - test, val, test


def scaled_up(N, val_fraction, test_fraction):
    test = round(test_fraction * N)
    val = min(round(val_fraction / (1 - test_fraction) * N), N - test)
    return N - val - test, val, test


def by_training_share(N, val_fraction, test_fraction):
    train, val = round((1 - val_fraction - test_fraction) * N), round(val_fraction * N)
    return train, val, max(N - train - val, 0)


def swapped_fractions(N, val_fraction, test_fraction):
    return rounded(N, test_fraction, val_fraction)


def in_turn(rows, train, val, test):
    return rows[:train], rows[train : train + val], rows[train + val :]


def from_the_end(rows, train, val, test):
    """Negative slices, which mean everything where a part is empty."""
    return rows[: -(val + test)], rows[-(val + test) : -test], rows[-test:]


def test_from_the_end(rows, train, val, test):
    return rows[:train], rows[train : train + val], rows[-test:]


def unshuffled(N, rng):
    return np.arange(N)


def apart(X, y, val_fraction, test_fraction, rng):
    train, val, _ = rounded(len(X), val_fraction, test_fraction)
    X, y = rng.permutation(X), rng.permutation(y)
    places = [train, train + val]
    return tuple(zip(np.split(X, places), np.split(y, places), strict=True))


def rows_only(X, y, val_fraction, test_fraction, rng):
    train, val, _ = rounded(len(X), val_fraction, test_fraction)
    X, places = rng.permutation(X), [train, train + val]
    return tuple(zip(np.split(X, places), np.split(y, places), strict=True))


def shuffled_in_place(X, y, val_fraction, test_fraction, rng):
    rows = rng.permutation(len(X))
    X[...], y[...] = X[rows], y[rows]
    train, val, _ = rounded(len(X), val_fraction, test_fraction)
    places = [train, train + val]
    return tuple(zip(np.split(X, places), np.split(y, places), strict=True))


def form(change):
    """The right split in another form."""
    return lambda *args: change(splitting()(*args))


def inside_the_parts(X, y, val_fraction, test_fraction, rng):
    parts = in_turn(np.arange(len(X)), *rounded(len(X), val_fraction, test_fraction))
    parts = [rng.permutation(part) for part in parts]
    return tuple((X[part], y[part]) for part in parts)


def test_kept_apart(X, y, val_fraction, test_fraction, rng):
    """The test part is always the end of the data; the rest is shuffled."""
    train, val, test = rounded(len(X), val_fraction, test_fraction)
    rows = np.concatenate([rng.permutation(train + val), np.arange(train + val, len(X))])
    return tuple((X[part], y[part]) for part in in_turn(rows, train, val, test))


def training_labels_of_the_start(X, y, val_fraction, test_fraction, rng):
    (train, _), val, test = splitting()(X, y, val_fraction, test_fraction, rng)
    return (train, y[: len(train)]), val, test


def a_row_each(N, val_fraction, test_fraction):
    """No part is empty, if it can be helped."""
    val, test = (max(1, size) for size in rounded(N, val_fraction, test_fraction)[1:])
    return max(N - val - test, 0), val, test


def cut_at_sums(N, val_fraction, test_fraction):
    val, both = round(val_fraction * N), round((val_fraction + test_fraction) * N)
    return N - both, val, both - val


def shares_rounded(N, val_fraction, test_fraction):
    return rounded(N, round(val_fraction, 1), round(test_fraction, 1))


def validation_from_the_end(rows, train, val, test):
    """The test part first; then negative slices of the rest."""
    rest = rows[test:]
    return rest[: len(rest) - val], rest[-val:], rows[:test]


def test_first_from_the_end(rows, train, val, test):
    rest = rows[:-test]
    return rest[val:], rest[:val], rows[-test:]


def never_in_place(N, rng):
    """Fisher's and Yates' shuffle without the possibility that a row stays."""
    rows = np.arange(N)
    for i in range(N - 1, 0, -1):
        j = rng.integers(0, i)
        rows[[i, j]] = rows[[j, i]]
    return rows


def without_equals(X, y, val_fraction, test_fraction, rng):
    _, first = np.unique(X, axis=0, return_index=True)
    first.sort()
    return splitting()(X[first], y[first], val_fraction, test_fraction, rng)


def class_by_class(X, y, val_fraction, test_fraction, rng):
    parts = [], [], []
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        for part, piece in zip(parts, in_turn(rows, *rounded(len(rows), val_fraction, test_fraction)), strict=True):
            part.extend(piece)
    return tuple((X[part], y[part]) for part in (np.array(part, dtype=int) for part in parts))


def test_drawn_anew(X, y, val_fraction, test_fraction, rng):
    train, val, _ = splitting()(X, y, val_fraction, test_fraction, rng)
    rows = rng.permutation(len(X))[: round(test_fraction * len(X))]
    return train, val, (X[rows], y[rows])


def half_up(value):
    return math.floor(value + 0.5)
