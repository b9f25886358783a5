"""Initial weights: `draws` calls a function that makes them with several generators, and `weights` is what is judged of them.

No draw is ever compared with another's. A right answer fails with a chance below 1e-9, whatever the seed.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks.compare import as_array, describe
from autograder.checks.plain import Plain, same
from autograder.checks.property import RIGHT

ENOUGH = 5000  # weights of a layer, from which their spread is judged
SIGMAS = 7.5  # standard deviations of an estimate that are left to chance
PREFIX = 200  # weights by which two layers are compared
NOT_YET = "cannot be judged before `params` is right"

SCALES: tuple[
    tuple[str, Callable[[int, int], float]], ...
] = (  # the variance of a layer's weights from its n_in and n_out
    ("is √(1/n_in): the 2 is missing", lambda n_in, n_out: 1 / n_in),
    ("is √(2/(n_in + n_out)), which is Glorot's", lambda n_in, n_out: 2 / (n_in + n_out)),
    ("is √(2/n_out): it goes by the units instead of their inputs", lambda n_in, n_out: 2 / n_out),
    ("is √(1/n_out): it goes by the units instead of their inputs", lambda n_in, n_out: 1 / n_out),
    ("is 2/n_in: the root is missing", lambda n_in, n_out: 4 / n_in**2),
    ("is √2/n_in: the root reaches the 2 only", lambda n_in, n_out: 2 / n_in**2),
    ("is 1/n_in", lambda n_in, n_out: 1 / n_in**2),
    ("is 1: the weights are not scaled", lambda n_in, n_out: 1.0),
    ("is 0.1 whatever the layer", lambda n_in, n_out: 1e-2),
    ("is 0.01 whatever the layer", lambda n_in, n_out: 1e-4),
)


def draws(target: Callable, sizes: Sequence[int], *rngs: Any) -> list:
    """What comes of each generator. Where there are several, the last one is used once more."""
    given = [sizes, *(copy.deepcopy(sizes) for _ in rngs)]
    return [target(some, rng) for some, rng in zip(given, rngs if len(rngs) == 1 else (*rngs, rngs[-1]), strict=False)]


def weights(value: Plain, sizes: Sequence[int], *rngs: Plain) -> dict[str, str]:
    """The view: whether `params` has its names, shapes and type, and what holds of `biases`, `scale` and `draws`.

    The last two are judged where there are several generators.
    """
    if not isinstance(value, list) or len(value) != (1 if len(rngs) == 1 else len(rngs) + 1):
        raise ValueError("not a value for each generator")
    form = next((said for one in value if (said := _form(one, sizes)) != RIGHT), RIGHT)
    parts = ("biases", "scale", "draws") if len(rngs) > 1 else ("biases",)
    if form != RIGHT:
        return {"params": form, **dict.fromkeys(parts, NOT_YET)}
    seen = {"params": RIGHT, "biases": next((s for one in value if (s := _biases(one, sizes)) != RIGHT), RIGHT)}
    if len(rngs) == 1:
        return seen
    Ws = [[as_array(one[f"W{layer}"]).astype(float) for layer in range(1, len(sizes))] for one in value]
    return {**seen, "scale": _scale(Ws[0]), "draws": _draws(*Ws)}


def _form(params: Plain, sizes: Sequence[int]) -> str:
    if not isinstance(params, dict):
        return f"is {describe(params)}; a dict with W1, b1, … is expected"
    if params.keys() != (wanted := {f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"}):
        return f"has the keys {_names(params)}; {_names(wanted)} are expected"
    for layer, shape in enumerate(itertools.pairwise(sizes), 1):
        W, b = as_array(params[f"W{layer}"]), as_array(params[f"b{layer}"])
        if W is None or b is None:
            return f"holds something else than arrays of numbers in layer {layer}"
        if W.shape != shape:
            turned = ", one column for each unit," if W.shape == shape[::-1] else ""
            return f"holds W{layer} of shape {W.shape}; {shape}{turned} is expected"
        small = [a.dtype for a in (W, b) if a.dtype.kind == "f" and a.dtype.itemsize < 8]
        if small or W.dtype.kind != "f":
            return f"holds numbers of type {small[0] if small else W.dtype}; float64 is expected"
        if not np.isfinite(W).all():
            return f"holds NaN or infinity in W{layer}"
    return RIGHT


def _names(names: Any) -> str:
    names = sorted(names, key=lambda name: (name[1:].rjust(9), name))
    return ", ".join(names[:6]) + (f", … ({len(names)} in all)" if len(names) > 6 else "") if names else "none"


def _biases(params: Plain, sizes: Sequence[int]) -> str:
    for layer, units in enumerate(sizes[1:], 1):
        b = as_array(params[f"b{layer}"])
        if b.shape != (units,):
            return f"have the shape {b.shape} in layer {layer}; ({units},) is expected, one for each unit"
        if b.any():
            return "are not all 0"
    return RIGHT


def _scale(Ws: Sequence[np.ndarray]) -> str:
    """What is wrong with the weights of one draw, in words that complete "`scale` …"."""
    if not all(W.any() for W in Ws):
        return "is 0: a layer has no other weights"
    if any(len(np.unique(W)) < 0.9 * W.size for W in Ws):
        return "cannot be judged: many weights are equal, so their units stay alike for ever"
    if any(_alike(*pair) for pair in itertools.combinations(Ws, 2)):
        return "cannot be judged: two layers begin with the same draws"
    Ws = [W for W in Ws if W.size >= ENOUGH]
    if not Ws:
        return RIGHT
    if any(abs(W.mean()) > SIGMAS * W.std() / np.sqrt(W.size) for W in Ws):
        return "is not around 0: positive and negative weights should be equally likely"
    if not _normal(np.concatenate([(W / W.std()).ravel() for W in Ws])):
        return "is not that of a normal distribution: too many weights are small, or there are too few large ones"
    if _fits(Ws, lambda n_in, n_out: 2 / n_in):
        return RIGHT
    known = next((said for said, variance in SCALES if _fits(Ws, variance)), None)
    larger = np.mean([W.var() * len(W) / 2 for W in Ws]) > 1
    return known or ("is too large" if larger else "is too small") + "; √(2/n_in) is expected"


def _alike(A: np.ndarray, B: np.ndarray) -> bool:
    """Do two layers share their draws, whatever their scales are? Of small ones only exact copies are found."""
    size = min(A.size, B.size, PREFIX)
    if size < PREFIX:
        return A.size > 1 and A.shape == B.shape and np.array_equal(A, B)
    return bool(abs(np.corrcoef(A.ravel()[:size], B.ravel()[:size])[0, 1]) > 0.9)


def _normal(z: np.ndarray) -> bool:
    """Are so many standardised draws normal? Their kurtosis is 3 (a uniform one's 1.8), and some lie beyond three sigma."""
    return abs(np.mean(z**4) - 3) < 0.4 and np.abs(z).max() > 3


def _fits(Ws: Sequence[np.ndarray], variance: Callable[[int, int], float]) -> bool:
    """Have all layers this variance, within chance? An estimate from n draws is off by a factor 1 ± √(2/n)."""
    return all(abs(W.var() / variance(*W.shape) - 1) < SIGMAS * np.sqrt(2 / W.size) for W in Ws)


def _draws(first: list[np.ndarray], other: list[np.ndarray], again: list[np.ndarray], later: list[np.ndarray]) -> str:
    if any(map(same, first, other)):
        return "are the same whatever `rng` is passed in"
    if not all(map(same, first, again)):
        return "differ between two generators of the same seed: they are not drawn from `rng` alone"
    return "are the same again when the same `rng` is used once more" if all(map(same, again, later)) else RIGHT
