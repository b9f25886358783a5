"""Scalar functions of arrays of any shape and their gradients, right ones and ones that are a little off, all by name.

"height:bowl" is a function, "gradient:bowl" its gradient, and "gradient:bowl:off:2:0.001" the same with 0.001 added to entry 2.
"gradient:halves:itself" hands back the very array that it is given, which is its own gradient.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Function = Callable[[np.ndarray], float]
Gradient = Callable[[np.ndarray], np.ndarray]


def _sigmoid(x):
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def _shares(x):
    """Softmax over all entries."""
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def _first(x):
    """1 at the first entry, 0 elsewhere: the target of "surprise"."""
    return (np.arange(x.size) == 0).astype(float).reshape(x.shape)


def _slopes(x):
    """1000, −1000, 1 and 0.001 in turn."""
    return np.resize([1000.0, -1000.0, 1.0, 0.001], x.shape)


def _ring(x, step):
    return np.roll(x.ravel(), step).reshape(x.shape)


LANDSCAPES: dict[str, tuple[Function, Gradient]] = {
    "bowl": (lambda x: np.sum(x**2), lambda x: 2 * x),
    "halves": (lambda x: 0.5 * np.sum(x**2), lambda x: x),
    "cubes": (lambda x: np.sum(x**3), lambda x: 3 * x**2),
    "waves": (lambda x: np.sum(np.sin(x)), np.cos),
    "neighbours": (lambda x: np.sum(x * _ring(x, 1)), lambda x: _ring(x, 1) + _ring(x, -1)),
    "summit": (lambda x: np.max(x) + np.log(np.sum(np.exp(x - np.max(x)))), _shares),
    "plain": (lambda x: 3.0, np.zeros_like),
    "valley": (lambda x: 1e4 * np.sum(x**2), lambda x: 2e4 * x),
    "hillside": (lambda x: np.sum(_slopes(x) * x), lambda x: _slopes(x) + 0 * x),
    "fog": (lambda x: np.nan, np.zeros_like),
    "surprise": (lambda x: -np.log(np.sum(_first(x) * _shares(x))), lambda x: _shares(x) - _first(x)),
    "sigmoids": (lambda x: np.sum(_sigmoid(x)), lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    "mean": (lambda x: 0.5 * np.mean(x**2), lambda x: x / x.size),
}

# What the slides print for the gradient of a landscape.
SLIDES: dict[str, Gradient] = {
    "surprise": lambda x: (_shares(x) - _first(x)) * _shares(x) * (1 - _shares(x)),
    "sigmoids": lambda x: _sigmoid(x) * (1 - _sigmoid(x) * (1 - _sigmoid(x))),
    "waves": lambda x: np.cos(np.radians(x)),
    "mean": lambda x: x * 1.0,
}


def _off(g: np.ndarray, entry: str, amount: str) -> np.ndarray:
    g.flat[slice(None) if entry == "all" else int(entry)] += float(amount)
    return g


SLIPS: dict[str, Callable[..., np.ndarray]] = {
    "off": _off,
    "times": lambda g, factor: g * float(factor),
    "turned": lambda g: g.T.copy(),
    "flat": lambda g: g.ravel(),
    "column": lambda g: g[..., None],
    "first": lambda g: np.array(g.flat[0]),
}


def height(name: str) -> Function:
    """The scalar function of that name. Raises KeyError for a name there is not."""
    f = LANDSCAPES[name][0]
    return lambda x: float(f(np.asarray(x)))


def gradient(words: str) -> Gradient:
    """The gradient that "bowl", "bowl:slide" or "bowl:off:2:0.001" names; each returns a new array, but for "itself"."""
    name, *slip = words.split(":")
    if slip == ["itself"]:
        return LANDSCAPES[name][1]
    g = SLIDES[name] if slip[:1] == ["slide"] else LANDSCAPES[name][1]
    if not slip or slip[0] == "slide":
        return lambda x: np.array(g(np.asarray(x)))
    return lambda x: np.array(SLIPS[slip[0]](np.array(g(np.asarray(x))), *slip[1:]))
