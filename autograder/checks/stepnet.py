"""Step networks: what a hand-chosen network of step units answers, and what would mend it. A view (see `views`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from autograder.checks.compare import as_array, describe
from autograder.checks.plain import Plain
from autograder.checks.property import RIGHT

BITS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SAME = (1, 0, 0, 1)
_FORM = (("W1", "(2, H)", 2), ("b1", "(H,)", 1), ("w2", "(H,)", 1), ("b2", "()", 0))  # name, shape, axes


def same_value(value: Plain) -> dict[str, str]:
    """Two properties of `(W1, b1, w2, b2)`: the "network" answers 1 exactly where both of two bits are equal; its "shapes".

    Rows, columns and arrays of one entry are run as the vectors and numbers that they stand for. Shapes are right only where the
    network is, so that nothing is paid for zeros of the right shape.
    """
    arrays, fault = _arrays(value)
    network = fault or _judged(*(arrays[0], *map(np.ravel, arrays[1:])))
    odd = [
        f"differ: {name} has {array.ndim} axes where the shape {shape} has {axes}"
        for (name, shape, axes), array in zip(_FORM, arrays, strict=False)
        if array.ndim != axes
    ]
    shapes = RIGHT if not odd else odd[0]
    return {"network": network, "shapes": shapes if network == RIGHT else "count once the network is right"}


def _arrays(value: Plain) -> tuple[list[np.ndarray], str]:
    """The four arrays, or in words why there is no network to run."""
    if not isinstance(value, (list, tuple)) or len(value) != len(_FORM):
        return [], f"is {describe(value)}; four values are expected: W1, b1, w2, b2"
    found = [as_array(part) for part in value]
    for (name, _, _), array, part in zip(_FORM, found, value, strict=True):
        if array is None:
            return [], f"cannot be run: {name} is {describe(part)}"
        if not np.isfinite(array).all():
            return [], f"cannot be run: {name} holds NaN or infinity"
    W1, b1, w2, b2 = arrays = [np.asarray(array, dtype=float) for array in found]
    if W1.ndim != 2 or len(W1) != 2:
        turned = (
            "one row a hidden unit; one column a unit is expected"
            if W1.shape[1:] == (2,)
            else "another shape than (2, H)"
        )
        return [], f"cannot be run: W1 has {turned}"
    if not b1.size == w2.size == W1.shape[1] or b2.size != 1:
        return [], "cannot be run: b1 and w2 need one entry for each column of W1, and b2 is one number"
    return arrays, ""


def _judged(W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray) -> str:
    answers = run(W1, b1, w2, b2)
    if answers == SAME:
        return RIGHT
    for words, would_be in _remedies(W1, b1, w2, b2):
        if SAME in would_be:
            return f"is not right yet, but would be {words}"
    seen, wanted = (", ".join(map(str, row)) for row in (answers, SAME))
    return f"answers {seen} at (0, 0), (0, 1), (1, 0), (1, 1); {wanted} is expected"


def _remedies(
    W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray
) -> Iterator[tuple[str, list[tuple[int, ...]]]]:
    """What would have been right, in words, and the answers that it gives."""
    yield "if a unit fired at a score of 0, too", [run(W1, b1, w2, b2, lambda z: z >= 0)]
    flips = [(-1, 1), (1, -1), (-1, -1)]
    yield "with the sign of a bias flipped", [run(W1, i * b1, w2, j * b2) for i, j in flips]
    if W1.shape == (2, 2):
        yield "with W1 transposed", [run(W1.T, b1, w2, b2)]
    yield "if a hidden unit that does not fire said −1", [run(W1, b1, w2, b2, low=-1.0)]
    hidden = np.maximum(BITS @ W1 + b1, 0.0)
    yield "with ReLU units in place of the hidden step units", [tuple((hidden @ w2 + b2 > 0).astype(int).tolist())]


def run(
    W1: np.ndarray,
    b1: np.ndarray,
    w2: np.ndarray,
    b2: np.ndarray,
    step: Callable[[np.ndarray], np.ndarray] = lambda z: z > 0,
    low: float = 0.0,
) -> tuple[int, ...]:
    """The network's answers on the four inputs; a hidden unit that does not fire says `low`."""
    with np.errstate(all="ignore"):
        hidden = np.where(step(BITS @ W1 + b1), 1.0, low)  # (4, H)
        return tuple(step(hidden @ w2 + b2).astype(int).tolist())
