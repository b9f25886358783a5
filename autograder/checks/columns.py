"""What is judged of bounded columns: their values, and that those which need no change have none at all. A view (see `views`)."""

from __future__ import annotations

import numpy as np

from autograder.checks.compare import as_array, close
from autograder.checks.plain import Plain
from autograder.checks.property import RIGHT

ROUNDING = 1e-12  # of the largest entry: more than that is no rounding any more


def bounded(value: Plain, W: np.ndarray, limit: float) -> dict[str, Plain]:
    """The matrix itself, and whether columns shorter than `limit` came back exactly, which counts once the long ones are right."""
    return {"W": value, "others": _others(as_array(value), W, limit)}


def _others(got: np.ndarray | None, W: np.ndarray, limit: float) -> str:
    lengths = np.sqrt(np.sum(W**2, axis=0))
    long, short = lengths > limit, lengths < limit * (1 - 1e-9)
    if got is None or got.shape != W.shape:
        return "count once the long columns are right"
    tolerant, got = got.dtype == np.float32, got.astype(float)
    if not close(got[:, long], W[:, long] * (limit / lengths[long])).all():
        return "count once the long columns are right"
    if np.array_equal(got[:, short], W[:, short]) or (tolerant and close(got[:, short], W[:, short]).all()):
        return RIGHT
    away = np.abs(got[:, short] - W[:, short]).max() / (np.abs(W).max() or 1.0)  # NaN passes on
    if away <= ROUNDING:
        return "differ in their last digits; a column within the limit is returned exactly as it was"
    return (
        "come back changed a little; a column within the limit is returned as it was" if away < 1e-5 else "are changed"
    )
