"""Agreement as the course's contract defines it."""

from __future__ import annotations

from typing import Any

import numpy as np

RELATIVE, ABSOLUTE = 1e-6, 1e-9


def agree(*answers: Any, gradient: bool = False, relative: float = RELATIVE, absolute: float = ABSOLUTE) -> None:
    """All answers have the structure, the shapes and, within tolerance, the values of the last. Raises AssertionError.

    Of a gradient the relative part is taken of the array's largest entry.
    """
    *others, last = answers
    for other in others:
        if isinstance(last, dict):
            assert other.keys() == last.keys()
            other, branches = [other[name] for name in last], list(last.values())
        else:
            branches = last
        if isinstance(last, (dict, list, tuple)):
            assert len(other) == len(branches)
            for one, branch in zip(other, branches, strict=True):
                agree(one, branch, gradient=gradient, relative=relative, absolute=absolute)
            continue
        got, want = np.asarray(other), np.asarray(last)
        assert {got.dtype.kind, want.dtype.kind} <= set("biuf"), f"{got.dtype} and {want.dtype}"
        assert got.shape == want.shape, f"{got.shape} is not {want.shape}"
        got, want = got.astype(float), want.astype(float)
        size = np.max(np.abs(want), initial=0.0) if gradient else np.abs(want)
        assert np.all(np.abs(got - want) <= relative * size + absolute), f"{got} is not {want}"
