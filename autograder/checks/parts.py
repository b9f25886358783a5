"""What is judged of a random split in three parts: sizes, samples, labels and order, never which samples chance has drawn.

`split` is the driver: one split for each random generator. `parts` is the view (see `views`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import as_array, describe
from autograder.checks.plain import Plain
from autograder.checks.property import RIGHT

NAMES = ("training", "validation", "test")
PROPERTIES = ("sizes", "samples", "labels", "order")
MANY = 40  # samples from which on an order, or the choice of a part, cannot be as it is by chance
FEW = 12  # rows in a part: that they are sorted by chance has probability 1/12!


def split(target: Any, X: Any, y: Any, val_fraction: float, test_fraction: float, *rngs: Any) -> list[Any]:
    """One split a generator; of several the first, which has moved on by then, is asked for another in the end."""
    again = rngs[:1] if len(rngs) > 1 else ()
    return [target(X, y, val_fraction, test_fraction, rng) for rng in (*rngs, *again)]


@dataclass(frozen=True)
class Part:
    """The place of each row in X (-1: nowhere), and whether the labels are those of the rows."""

    places: list[int]
    labelled: bool


def parts(
    value: Plain, X: np.ndarray, y: np.ndarray, val_fraction: float, test_fraction: float, *rngs: Plain
) -> dict[str, str]:
    """The four properties of the splits. With three generators, of which the first and the last are equal, what is drawn, too;
    with many, whether it differs at all.
    """
    splits = []
    for one in value:
        found = _read(one, X, y)
        if isinstance(found, str):
            return dict.fromkeys(PROPERTIES, found)
        splits.append(found)
    val, test = round(val_fraction * len(X)), round(test_fraction * len(X))
    sizes = (len(X) - val - test, val, test)
    return {
        "sizes": _first(_sizes(found, sizes) for found in splits),
        "samples": _first(_samples(found, sizes) for found in splits),
        "labels": _first(_labels(found, sizes) for found in splits),
        "order": _order(splits, len(X)),
    }


def _first(said: Iterable[str]) -> str:
    return next((words for words in said if words != RIGHT), RIGHT)


def _read(value: Plain, X: np.ndarray, y: np.ndarray) -> list[Part] | str:
    """Three parts, or in words why they are none."""
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        what = f"{len(value)} values" if isinstance(value, (list, tuple)) else describe(value)
        return f"cannot be judged: {what} came back; three pairs are expected, ((Xtr, ytr), (Xva, yva), (Xte, yte))"
    found = []
    for name, pair in zip(NAMES, value, strict=True):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            what = f"{len(pair)} values" if isinstance(pair, (list, tuple)) else describe(pair)
            return f"cannot be judged: the {name} part is {what}; a pair (X, y) is expected"
        part = _part(*map(as_array, pair), X, y)
        if part is None:
            shapes = " and ".join(describe(p if (a := as_array(p)) is None else a) for p in pair)
            return f"cannot be judged: the {name} part is {shapes}; rows of X and as many labels are expected"
        found.append(part)
    return _apart(found, X)


def _apart(found: list[Part], X: np.ndarray) -> list[Part]:
    """Equal rows are told apart by their turn: the second to come is taken for the second in X, wherever it comes."""
    equal: dict[bytes, list[int]] = {}
    for place, row in enumerate(X):
        equal.setdefault(row.tobytes(), []).append(place)
    turns = {places[0]: iter(places) for places in equal.values()}
    return [Part([next(turns.get(p, iter(())), p) for p in part.places], part.labelled) for part in found]


def _part(rows: np.ndarray | None, labels: np.ndarray | None, X: np.ndarray, y: np.ndarray) -> Part | None:
    """A part as it came, or None where it cannot be one. The first of equal rows stands for all, so they have one label."""
    if rows is None or labels is None or rows.shape[:1] != labels.shape or len(rows) > 2 * len(X):
        return None
    if not len(rows):
        return Part([], True)
    if rows.shape[1:] != X.shape[1:]:
        return None
    with np.errstate(all="ignore"):
        far = np.zeros((len(rows), len(X)))  # the largest difference of each row to each of X
        for column, there in zip(rows.T.astype(float), X.T, strict=True):
            np.maximum(far, np.abs(column[:, None] - there), out=far)
        places = far.argmin(axis=1)
        near = far[np.arange(len(rows)), places] <= 1e-6 * (1.0 + np.abs(X).max())  # False for NaN
        own = np.abs(labels.astype(float) - y[places]) <= 1e-6 * (1.0 + np.abs(y[places]))
    return Part(np.where(near, places, -1).tolist(), bool(own[near].all()))


def _sizes(found: list[Part], sizes: tuple[int, int, int]) -> str:
    seen = tuple(len(part.places) for part in found)
    if seen == sizes:
        return RIGHT
    return f"(training, validation, test) are {seen}; {sizes} are expected of {sum(sizes)} samples"


def _samples(found: list[Part], sizes: tuple[int, int, int]) -> str:
    """No count in the words: how many samples a mistake hits is often a matter of chance."""
    count, inside = sum(sizes), [set(part.places) - {-1} for part in found]
    together = set().union(*inside)
    if count >= MANY and max(map(len, inside)) == count > max(sizes):
        return "are not divided: one part has them all"
    faults = [
        (any(-1 in part.places for part in found), "come changed: some rows are no rows of X"),
        (any(len(set(part.places)) < len(part.places) for part in found), "come more than once in one part"),
        (sum(map(len, inside)) > len(together), "are shared: some come in two parts"),
        (len(together) < count, "are lost: some come in no part"),
    ]
    return " and ".join(words for fault, words in faults if fault) or RIGHT


def _labels(found: list[Part], sizes: tuple[int, int, int]) -> str:
    if any(not part.places and size > 1 for part, size in zip(found, sizes, strict=True)):
        return "cannot be judged: a part is empty that should not be"
    return RIGHT if all(part.labelled for part in found) else "are not those of the rows that they come with"


def _order(splits: list[list[Part]], count: int) -> str:
    if count < MANY:
        return _varied(splits)
    orders = [[place for part in found for place in part.places] for found in splits]
    if any(len(set(order) - {-1}) < count / 2 for order in orders):
        return "cannot be judged: too many samples are missing"
    if any(_neighbours(order) > 0.8 * len(order) for order in orders):
        return "is that of the data: nothing is shuffled"
    sorted_inside = _first(map(_sorted_inside, splits))
    if any(_neighbours(order) > len(order) / 3 for order in orders) and sorted_inside == RIGHT:
        return "is hardly shuffled: samples stay beside those they stood beside"
    return _first([sorted_inside, _drawn(orders), _membership(splits, count)])


def _neighbours(order: list[int]) -> int:
    """How many samples come beside one that they stood beside in the data: 2 on average."""
    return int(np.sum(np.abs(np.diff(order)) == 1))


def _drawn(orders: list[list[int]]) -> str:
    if len(orders) == 4:
        if orders[0] == orders[1]:
            return "is the same whatever `rng` is passed in: it is not drawn from it"
        if orders[0] != orders[2]:
            return "differs between two generators of the same seed: it is not drawn from `rng` alone"
        if orders[0] == orders[3]:
            return "is the same when the same `rng` is passed in again: not `rng` itself is drawn from, but a copy"
    return RIGHT


def _varied(splits: list[list[Part]]) -> str:
    """Whether few samples, of which each order comes often, are split in more than one way by many generators."""
    members = [[set(part.places) for part in found] for found in splits]
    if len(splits) > 2 * FEW and all(one == members[0] for one in members):
        return f"is always the same, with {len(splits) - 1} generators: not every order can come"
    return RIGHT


def _membership(splits: list[list[Part]], count: int) -> str:
    """Whether chance decides who goes where, and not only the order inside the parts."""
    for name, here, there in zip(NAMES[1:], splits[0][1:], splits[1 % len(splits)][1:], strict=True):
        drawn = len(splits) > 1 and FEW <= len(here.places) <= count - FEW
        if drawn and set(here.places) == set(there.places):
            return f"is drawn inside the parts only: the {name} part always gets the same samples"
    return RIGHT


def _sorted_inside(found: list[Part]) -> str:
    for name, part in zip(NAMES, found, strict=True):
        if len(part.places) >= FEW and part.places in (sorted(part.places), sorted(part.places)[::-1]):
            return f"is that of the data inside the {name} part"
    return RIGHT
