"""Compare a student's value with the truth: equal within the course's tolerance, or one sentence that says how it differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.checks.plain import Named, Plain, Unusable
from autograder.checks.verdict import Evidence

RELATIVE, ABSOLUTE = 1e-6, 1e-9
_WORST = 4  # entries in the table
_SIDE = 40  # rows and columns of the heat map


@dataclass(frozen=True)
class Difference:
    """How a value differs. `said` completes "`dW` …" and holds no full stop."""

    said: str
    label: str
    evidence: Evidence | None = None

    def __str__(self) -> str:
        return f"`{self.label}` {self.said}"


def compare(got: Plain, want: Plain, label: str, gradient: bool = False) -> Difference | None:
    """None where `got` is right, else the first difference.

    `|got − want| ≤ 1e-9 + 1e-6·|want|` entry by entry; for a gradient the relative part is taken of the array's largest entry.
    Lists stand for arrays, lists and tuples for each other, whole floats for ints, 0 and 1 for bools, 0-d arrays for numbers.
    """
    if isinstance(want, dict):
        return _compare_dict(got, want, label, gradient)
    if isinstance(want, (list, tuple)):
        return _compare_items(got, want, label, gradient)
    if isinstance(want, str) and isinstance(got, str):  # a property, told in words by a view
        return None if got == want else Difference(got, label)
    if want is None or isinstance(want, (str, Named, Unusable)):
        return None if type(got) is type(want) and got == want else Difference(f"is {describe(got)}", label)
    return _compare_arrays(got, np.asarray(want), label, gradient)


def _compare_dict(got: Plain, want: dict[str, Plain], label: str, gradient: bool) -> Difference | None:
    if not isinstance(got, dict):
        return Difference(f"is {describe(got)}; a dict with {_names(want)} is expected", label)
    if got.keys() != want.keys():
        return Difference(f"has the keys {_names(got)}; {_names(want)} are expected", label)
    differences = (compare(got[name], want[name], f'{label}["{name}"]', gradient) for name in want)
    return next(filter(None, differences), None)


def _compare_items(got: Plain, want: list[Plain] | tuple[Plain, ...], label: str, gradient: bool) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim and len(got) == len(want):
        got = list(got)
    if not isinstance(got, (list, tuple)):
        return Difference(f"is {describe(got)}; a {type(want).__name__} of {len(want)} is expected", label)
    if len(got) != len(want):
        return Difference(f"has {len(got)} values; {len(want)} are expected", label)
    differences = (compare(a, b, f"{label}[{i}]", gradient) for i, (a, b) in enumerate(zip(got, want, strict=True)))
    return next(filter(None, differences), None)


def _compare_arrays(got: Plain, want: np.ndarray, label: str, gradient: bool) -> Difference | None:
    array = as_array(got)
    if array is None:
        return Difference(f"is {describe(got)}; {_expected(want)} is expected", label)
    if array.shape != want.shape:
        turned = array.ndim == 2 and array.T.shape == want.shape and close(array.T, want, gradient).all()
        hint = ": the right values, transposed" if turned else ""
        expected = f"{want.shape} is expected" if want.ndim else "a single number is expected"
        return Difference(f"has shape {array.shape}; {expected}{hint}", label)
    right = close(array, want, gradient)
    if right.all():
        return None
    return Difference(_said(array, want, right), label, _evidence(array, want, right, label, gradient))


def as_array(value: Plain) -> np.ndarray | None:
    """The numeric array that a plain value is or stands for, else None."""
    if value is None or isinstance(value, (str, dict, Unusable)):
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # ragged lists
        return None
    return array if array.dtype.kind in "biuf" else None


def close(got: np.ndarray, want: np.ndarray, gradient: bool = False) -> np.ndarray:
    """Entry by entry: is `got` right? NaN and infinities are right only where the truth has the same."""
    with np.errstate(all="ignore"):
        got, want = got.astype(np.float64), want.astype(np.float64)
        finite = want[np.isfinite(want)]
        size = np.max(np.abs(finite), initial=0.0) if gradient else np.abs(want)
        near = np.abs(got - want) <= ABSOLUTE + RELATIVE * size
        return np.where(np.isfinite(want) & np.isfinite(got), near, (got == want) | (np.isnan(got) & np.isnan(want)))


def _said(got: np.ndarray, want: np.ndarray, right: np.ndarray) -> str:
    if got.ndim == 0:
        digits = next((d for d in (6, 10, 17) if f"{got:.{d}g}" != f"{want:.{d}g}"), 17)
        return f"is {number(got, digits)}; {number(want, digits)} is expected{_clue(got, want, right)}"
    bad = int((~right).sum())
    share = (
        f"{bad} of {right.size} entries"
        if bad < right.size or bad == 1
        else "both entries"
        if bad == 2
        else f"all {bad} entries"
    )
    if np.isnan(got).any() and not np.isnan(want).any():
        return f"holds NaN (not a number) in {int(np.isnan(got).sum())} of {got.size} entries"
    if np.isinf(got).any() and not np.isinf(want).any():
        return f"holds infinity in {int(np.isinf(got).sum())} of {got.size} entries"
    return f"differs in {share}{_clue(got, want, right)}"


def _clue(got: np.ndarray, want: np.ndarray, right: np.ndarray) -> str:
    """What can be said of a difference whatever its cause: all zero, sign, factor, transposed, which rows."""
    got, want = got.astype(np.float64), want.astype(np.float64)
    if not np.isfinite(got).all() or not np.isfinite(want).all():
        return ""
    if not got.any() and want.any():
        return ": yours is zero" if got.ndim == 0 else ": yours are all zero"
    if close(-got, want).all():
        return ": the sign is flipped"
    if factor := _factor(got, want):
        return f": yours is {factor} the expected" + (" value" if got.ndim == 0 else " array")
    if got.ndim == 2 and got.shape[0] == got.shape[1] and close(got.T, want).all():
        return ": the right values, transposed"
    if got.ndim == 2 and len(got) > 1 and 0 < (rows := np.flatnonzero(~right.all(axis=1))).size <= len(got) // 2:
        return f": in row{'s' * (rows.size > 1)} {', '.join(map(str, rows[:6]))} only"
    return ""


def _factor(got: np.ndarray, want: np.ndarray) -> str:
    """The constant factor between two arrays in words, if there is one that means something; two numbers always have one."""
    big = np.abs(want) > 1e-6 * max(np.max(np.abs(want), initial=0.0), 1e-300)
    if not big.any():
        return ""
    factor = float(np.median(got[big] / want[big]))
    if not factor or not np.isfinite(factor) or abs(factor - 1) < 1e-3 or not close(got / factor, want).all():
        return ""
    exact = factor if abs(factor) >= 1 else 1 / factor
    if abs(exact) < 1000 and abs(exact - round(exact)) < 1e-6 * abs(exact):
        return f"{round(exact)} times" if abs(factor) >= 1 else f"1/{round(exact)} of"
    return f"{factor:.4g} times" if big.sum() > 2 else ""


def _evidence(got: np.ndarray, want: np.ndarray, right: np.ndarray, label: str, gradient: bool) -> Evidence | None:
    if got.ndim == 0 or got.size < 2:
        return None
    got, want = got.astype(np.float64), want.astype(np.float64)
    with np.errstate(all="ignore"):
        size = np.max(np.abs(want)) if gradient else np.maximum(np.abs(want), np.abs(got))
        error = np.where(right & (got == want), 0.0, np.abs(got - want) / np.maximum(size, 1e-300))
    error = np.where(np.isfinite(error), error, 1.0)
    order = sorted(np.ndindex(got.shape), key=lambda i: -error[i])
    worst = [(str(list(i)), float(got[i]), float(want[i]), float(error[i])) for i in order[:_WORST] if not right[i]]
    sheet = error.reshape(-1, error.shape[-1])[:_SIDE, :_SIDE]
    return Evidence(label, tuple(got.shape), sheet.tolist(), worst, gradient)


def describe(value: Plain) -> str:
    """A value in a few words: "a list", "an array of shape (2, 3)", "None"."""
    match value:
        case None:
            return "None (is a `return` missing?)"
        case Unusable(what):
            return what
        case Named():
            return "a function"
        case np.ndarray():
            return f"an array of shape {value.shape}" if value.ndim else number(value)
        case float() | np.generic():
            return number(value)
        case bool() | int():
            return repr(value)
        case str():
            return "text"
    return f"a {type(value).__name__} of {len(value)}"


def _expected(want: np.ndarray) -> str:
    return (
        f"an array of real numbers with shape {want.shape}"
        if want.ndim
        else "a bool"
        if want.dtype.kind == "b"
        else "a number"
    )


def number(value: np.ndarray | float, digits: int = 6) -> str:
    return f"{float(value):.{digits}g}"


def _names(tree: dict[str, Plain]) -> str:
    return ", ".join(f'"{name}"' for name in tree)
