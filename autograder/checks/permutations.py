"""What is judged of a random order: that batches hold every sample once, its label with it, and that chance has mixed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.checks.compare import as_array, close, describe
from autograder.checks.plain import Plain
from autograder.checks.property import RIGHT


@dataclass(frozen=True)
class Pass:
    """Batches as they came: their sizes, each row's place in X (-1 for a row that is none of its), whether labels are theirs."""

    sizes: list[int]
    order: list[int]
    labelled: bool

    def problem(self, samples: int, batch_size: int) -> str:
        """What is wrong with the batches, in words that complete "`batches` …", else RIGHT. The draws do not show in it."""
        rest = samples % batch_size
        wanted = [batch_size] * (samples // batch_size) + [rest] * (rest > 0)
        if 0 in self.sizes:
            return "hold an empty one; the last one, too, has at least one sample"
        if rest and self.sizes == wanted[:-1]:
            return "leave out what remains after the last whole batch: a smaller batch is missing"
        if self.sizes != wanted:
            return f"have the sizes {_shown(self.sizes)}; {_shown(wanted)} are expected"
        if -1 in self.order:
            return "hold rows that are not rows of X"
        if self.repeats():
            return "all hold the same rows: is one array written over and over?"
        if len(set(self.order)) < len(self.order):
            return "hold a sample more than once; in each pass every sample comes once"
        return RIGHT

    def repeats(self) -> bool:
        ends = np.cumsum(self.sizes)
        parts = [self.order[end - size : end] for end, size in zip(ends, self.sizes, strict=True)]
        return len(parts) > 2 and all(part == parts[0][: len(part)] for part in parts)

    def complete(self, samples: int) -> bool:
        return sorted(self.order) == list(range(samples))


def _shown(sizes: list[int]) -> str:
    return (
        ", ".join(map(str, sizes[:5])) + (f", … ({len(sizes)} in all)" if len(sizes) > 5 else "") if sizes else "none"
    )


def read(batches: Plain, X: np.ndarray, y: np.ndarray) -> Pass | str:
    """The pass that `batches` are; else words that complete "`batches` …"."""
    if not isinstance(batches, (list, tuple)):
        return f"cannot be drawn: what came back is {describe(batches)}, which is nothing to iterate over"
    if len(batches) > len(X):
        return "never end, or are more than there are samples"
    rows, labels = [np.empty((0, *X.shape[1:]))], [np.empty(0)]
    for batch in batches:
        if not isinstance(batch, (list, tuple)) or len(batch) != 2:
            return f"hold {describe(batch)} where a pair (X_batch, y_batch) is expected"
        some, theirs = map(as_array, batch)
        if some is None or theirs is None or theirs.ndim != 1 or some.shape != (len(theirs), *X.shape[1:]):
            return f"hold {_form(batch[0])} with {_form(batch[1])}; rows of X and their labels are expected"
        if len(some) > len(X):
            return "hold more rows than there are samples"
        rows.append(some)
        labels.append(theirs)
    order, labelled = _places(np.concatenate(rows), np.concatenate(labels), X, y)
    return Pass([len(some) for some in rows[1:]], order, labelled)


def _places(rows: np.ndarray, labels: np.ndarray, X: np.ndarray, y: np.ndarray) -> tuple[list[int], bool]:
    """Where in X each row stands, -1 for nowhere, and whether all labels are those of the rows. Equal rows are taken in turn."""
    same_row = close(rows[:, None], X[None], gradient=True).all(axis=2)  # (rows, N)
    same = same_row & close(np.broadcast_to(labels[:, None], same_row.shape), np.broadcast_to(y, same_row.shape))
    labelled = bool(same.any(axis=1).all())
    if same_row.sum(axis=1).max(initial=0) <= 1:
        return np.where(same_row.any(axis=1), same_row.argmax(axis=1), -1).tolist(), labelled
    order, free = [], np.ones(len(X), dtype=bool)
    for found in np.where(same.any(axis=1)[:, None], same, same_row):
        place = int(np.argmax(found & free if (found & free).any() else found)) if found.any() else -1
        order.append(place)
        free[place] &= place < 0
    return order, labelled


def _form(value: Plain) -> str:
    array = as_array(value)
    return describe(value if array is None else array)


def mixed(orders: Sequence[Sequence[int]]) -> str:
    """What is wrong with orders that should be random, in words that complete "`order` …", else RIGHT.

    For 40 samples and more. A random order fails with a chance below 1e-9.
    """
    samples = len(orders[0])
    if any(list(order) == list(range(samples)) for order in orders):
        return "is that of the data: nothing is shuffled"
    for order in orders:
        neighbours = np.sum(np.abs(np.diff(order)) == 1)  # 2 on average
        moved = np.mean(np.abs(np.array(order) - np.arange(samples)))  # a third of the samples on average
        if neighbours > samples / 3 or moved < samples / 8:
            return "is hardly shuffled: samples stay near those they stood beside"
    return RIGHT


def fair(orders: Sequence[Sequence[int]]) -> str:
    """What is wrong with the orders of many generators, in words that complete "`order` …", else RIGHT.

    In one order of three no sample is in its own place. For 24 orders and more a fair shuffle fails with a chance below 1e-10.
    """
    places = np.array(orders)  # (orders, samples)
    if (places == places[0]).all(axis=0).any():
        return "has the same sample in the same place whatever `rng` is passed in"
    if not (places == np.arange(places.shape[1])).any():
        return "never leaves a sample in its own place, as a random one now and then does"
    return RIGHT


def drawn(first: Sequence, other: Sequence, again: Sequence) -> str:
    """What is wrong with draws from two generators and from one that equals the first, else RIGHT."""
    if first == other:
        return "is the same whatever `rng` is passed in: it is not drawn from it"
    if first != again:
        return "differs between two generators of the same seed: it is not drawn from `rng` alone"
    return RIGHT


def batches(value: Plain, X: np.ndarray, y: np.ndarray, batch_size: int, *rngs: Plain) -> dict[str, str]:
    """The view of `minibatches`, one pass for each generator: batches, labels, and order where there are several passes."""
    names = ("batches", "labels", "order") if len(rngs) > 1 else ("batches", "labels")
    seen = [read(each, X, y) for each in value]
    if unread := [each for each in seen if isinstance(each, str)]:
        return dict.fromkeys(names, unread[0])
    problems = [each.problem(len(X), batch_size) for each in seen]
    view = {"batches": next((p for p in problems if p != RIGHT), RIGHT), "labels": _labels(seen, len(X), batch_size)}
    return view | ({"order": _order(seen, len(X))} if len(rngs) > 1 else {})


def _labels(seen: list[Pass], samples: int, batch_size: int) -> str:
    if any(not each.order or (samples > batch_size and len(each.sizes) == 1) for each in seen):
        return "cannot be judged: there are no batches yet"
    return RIGHT if all(each.labelled for each in seen) else "are not those of the rows that they come with"


def _order(seen: list[Pass], samples: int) -> str:
    if not all(each.complete(samples) for each in seen):
        return "cannot be judged: samples are missing or come twice"
    if len(seen) > 4:
        return fair([each.order for each in seen])
    first, other, again, later = orders = [each.order for each in seen]
    for problem in (mixed(orders), drawn(first, other, again)):
        if problem != RIGHT:
            return problem
    return RIGHT if again != later else "is the same again when the same `rng` is used once more"
