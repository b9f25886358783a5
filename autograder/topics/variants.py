"""Variants: the same data again, its arrays otherwise in memory and its dicts in another order. The answer must not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from autograder.checks.key import Case
from autograder.checks.plain import Plain
from autograder.topics.claims import leaves

LAYOUTS = {
    "readonly": "read-only arrays",
    "strided": "every second entry of larger arrays",
    "reversed": "arrays that lie in memory back to front",
    "F": "arrays in Fortran order",
    "mixed": "arrays in Fortran order and in C order",
}
MANY = 500
OF_VECTORS = ("readonly", "strided", "reversed")  # one axis lies in Fortran order as it does in C order


def variants(cases: Sequence[Case], writes: bool = False) -> list[Case]:
    """Each layout of a case that tells them apart, and the names of the dicts in reverse order, all alike and one unlike the rest.

    With `writes` the function may change its arguments, so none is read-only.
    """
    made: list[Case] = []
    if case := _richest(cases, axes=2) or _richest(cases, axes=1):
        wanted = LAYOUTS if _tells(case, axes=2) else OF_VECTORS
        made = [
            replace(case, name=LAYOUTS[name], layout=name) for name in wanted if not (writes and name == "readonly")
        ]
    if case := next((case for case in cases if any(isinstance(arg, dict) for arg in case.args)), None):
        made.append(replace(case, name="the names in another order", args=tuple(map(_turned, case.args))))
        first, *others = (i for i, arg in enumerate(case.args) if isinstance(arg, dict))
        if others:
            args = (*case.args[:first], _turned(case.args[first]), *case.args[first + 1 :])
            made.append(replace(case, name="the names of one dict in another order", args=args))
    return made


def _richest(cases: Sequence[Case], axes: int) -> Case | None:
    """The largest, so that no two layouts read alike by chance; preferably of the first case's group, the plainest check's."""
    telling = [case for case in cases if _tells(case, axes)]
    return max(telling, key=lambda case: (case.group == cases[0].group, _entries(case)), default=None)


def _entries(case: Case) -> int:
    """The number of entries; 0 where they are many, which would take time and tell no more."""
    entries = sum(np.size(leaf) for leaf in leaves(case.args) if isinstance(leaf, np.ndarray))
    return entries if entries <= MANY else 0


def _tells(case: Case, axes: int) -> bool:
    """Has it arrays with so many axes, in each of them none of length 1 and no two equal?"""
    shapes = [leaf.shape for leaf in leaves(case.args) if isinstance(leaf, np.ndarray) and leaf.ndim >= axes]
    return bool(shapes) and all(min(shape) > 1 and len(set(shape)) == len(shape) for shape in shapes)


def _turned(arg: Plain) -> Plain:
    return dict(reversed(arg.items())) if isinstance(arg, dict) else arg
