"""Wrong minibatches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np


def cut(X, y, order, size):
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(order), size)]


def batches(order: Callable, labels: Callable | None = None) -> Callable:
    """Minibatches with another rule for the order of the rows, or of the labels: `order(N, batch_size, rng)`."""

    def minibatches(X, y, batch_size, rng):
        rows = order(len(X), batch_size, rng)
        return cut(X, y if labels is None else y[labels(len(X), batch_size, rng)], rows, batch_size)

    return minibatches


def shuffled(N, size, rng):
    return rng.permutation(N)


def never_in_place(N, size, rng):
    """Sattolo's shuffle: cyclic permutations only."""
    order = np.arange(N)
    for i in range(N - 1, 0, -1):
        j = rng.integers(i)
        order[[i, j]] = order[[j, i]]
    return order


def in_order(N, size, rng):
    return np.arange(N)


def in_order_apart(X, y, batch_size, rng):
    return [
        (x, t)
        for (x, _), (_, t) in zip(
            cut(X, y, rng.permutation(len(X)), batch_size), cut(X, y, np.arange(len(X)), batch_size), strict=True
        )
    ]


def cut_again(change: Callable) -> Callable:
    """Right batches, each changed: `change(rows, labels, y, rng)`."""

    def minibatches(X, y, batch_size, rng):
        made = cut(X, y, rng.permutation(len(X)), batch_size)
        return [change(rows, labels, y, rng) for rows, labels in made]

    return minibatches


def slices(begin: Callable, end: Callable, starts: Callable) -> Callable:
    """Minibatches cut elsewhere: from `begin(i)` to `end(i, size)` for the `starts(N, size)`."""

    def minibatches(X, y, batch_size, rng):
        order = rng.permutation(len(X))
        parts = [order[begin(i) : end(i, batch_size)] for i in starts(len(X), batch_size)]
        return [(X[rows], y[rows]) for rows in parts]

    return minibatches


def in_place_together(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return cut(X, y, np.arange(len(X)), batch_size)


def in_place_apart(X, y, batch_size, rng):
    rng.shuffle(X)
    rng.shuffle(y)
    return cut(X, y, np.arange(len(X)), batch_size)


def in_place_rows(X, y, batch_size, rng):
    rng.shuffle(X)
    return cut(X, y, np.arange(len(X)), batch_size)


def whole_only(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return cut(X, y, order[: len(X) // batch_size * batch_size], batch_size)


def empty_last(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    count = len(X) // batch_size + 1
    return [(X[rows], y[rows]) for rows in (order[i * batch_size : (i + 1) * batch_size] for i in range(count))]


def reused(X, y, batch_size, rng) -> Iterator:
    order = rng.permutation(len(X))
    X_batch, y_batch = np.empty((batch_size, X.shape[1])), np.empty(batch_size, y.dtype)
    for i in range(0, len(X), batch_size):
        rows = order[i : i + batch_size]
        X_batch[: len(rows)], y_batch[: len(rows)] = X[rows], y[rows]
        yield X_batch[: len(rows)], y_batch[: len(rows)]


def each_batch_shuffled(X, y, batch_size, rng):
    made = []
    for i in range(0, len(X), batch_size):
        rows = i + rng.permutation(len(X[i : i + batch_size]))
        made.append((X[rows], y[rows]))
    return made


def endless(X, y, batch_size, rng):
    while True:
        rows = rng.permutation(len(X))[:batch_size]
        yield X[rows], y[rows]


def first_batch_only(X, y, batch_size, rng):
    return cut(X, y, rng.permutation(len(X)), batch_size)[0]


def a_list_of_one(X, y, batch_size, rng):
    return cut(X, y, rng.permutation(len(X)), batch_size)[:1]


def evenly(X, y, batch_size, rng):
    order = np.array_split(rng.permutation(len(X)), -(-len(X) // batch_size))
    return [(X[rows], y[rows]) for rows in order]


def that_many_batches(X, y, batch_size, rng):
    return [(X[rows], y[rows]) for rows in np.array_split(rng.permutation(len(X)), min(batch_size, len(X)))]


def small_one_first(X, y, batch_size, rng):
    order, rest = rng.permutation(len(X)), len(X) % batch_size
    return cut(X, y, order[:rest], batch_size) + cut(X, y, order[rest:], batch_size)


def filled_up(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return cut(X, y, np.resize(order, -(-len(X) // batch_size) * batch_size), batch_size)


def rest_merged(X, y, batch_size, rng):
    made = cut(X, y, rng.permutation(len(X)), batch_size)
    if len(made) > 1 and len(made[-1][0]) < batch_size:
        (A, a), (B, b) = made[-2:]
        made[-2:] = [(np.concatenate([A, B]), np.concatenate([a, b]))]
    return made


def indices(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [order[i : i + batch_size] for i in range(0, len(X), batch_size)]


def index_pairs(X, y, batch_size, rng):
    return [(rows, y[rows]) for rows in indices(X, y, batch_size, rng)]


def two_lists(X, y, batch_size, rng):
    return tuple(map(list, zip(*cut(X, y, rng.permutation(len(X)), batch_size), strict=True)))


def turned(X, y, batch_size, rng):
    return [(labels, rows) for rows, labels in cut(X, y, rng.permutation(len(X)), batch_size)]


def rows_only(X, y, batch_size, rng):
    return [rows for rows, _ in cut(X, y, rng.permutation(len(X)), batch_size)]


def overlapping(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(len(X))]
