"""What goes wrong in the Jacobian of any elementwise function."""

from __future__ import annotations

import numpy as np

from autograder.topics.chain_rule.common import SIGN
from autograder.topics.exercise import Misconception, wrong

ON_THE_DIAGONAL = (
    "Output i depends on input i alone, so all the rest of the Jacobian is zero: only the diagonal holds numbers."
)


def shapes_of(jacobian) -> list[Misconception]:
    """What may happen to any right diagonal."""

    def diagonal(*args):
        return np.diag(jacobian(*args)).copy()

    return [
        *wrong(
            "diagonal-only",
            "You return the diagonal as a vector. A Jacobian is a matrix with a row for each output and a column for "
            "each input: (n, n) here, zeros included.",
            diagonal,
            lambda *args: diagonal(*args)[None],
            lambda *args: diagonal(*args)[:, None],
        ),
        *wrong(
            "filled-up",
            "The right numbers, but in every row (or column). " + ON_THE_DIAGONAL,
            lambda *args: np.tile(diagonal(*args), (len(args[0]), 1)),
            lambda *args: np.tile(diagonal(*args), (len(args[0]), 1)).T,
        ),
        *wrong(
            "added-up",
            "The Jacobian is summed up. Keep one row for each output and one column for each input.",
            lambda *args: np.sum(jacobian(*args)),
        ),
        *wrong("sign-flipped", SIGN + "Nothing is negative in this formula.", lambda *args: -jacobian(*args)),
        *wrong(
            "sign-lost",
            "Your entries have lost their sign: an `abs`, or the root of a square. A derivative may be negative.",
            lambda *args: np.abs(jacobian(*args)),
        ),
        *wrong(
            "last-missing",
            "The last row is left at zero. A `range(n)` runs from 0 to n − 1, all of them.",
            lambda *args: jacobian(*args) * (np.arange(len(args[0])) < max(1, len(args[0]) - 1)),
        ),
        *wrong(
            "other-diagonal",
            "The numbers are on the other diagonal. Entry [i, i] belongs to output i and input i.",
            lambda *args: np.fliplr(jacobian(*args)),
            lambda *args: np.flipud(jacobian(*args)),
        ),
        *wrong(
            "left-at-zero",
            "The matrix is zero throughout, as it was when it was made. Is its diagonal filled in, and is the filled "
            "one returned?",
            lambda *args: 0 * jacobian(*args),
        ),
        *wrong(
            "flattened",
            "The right numbers in one long row. Keep the matrix's two axes.",
            lambda *args: np.ravel(jacobian(*args)),
        ),
        *wrong(
            "ones-beside",
            "There are ones beside the diagonal. " + ON_THE_DIAGONAL,
            lambda *args: jacobian(*args) + 1 - np.eye(len(args[0])),
        ),
    ]
