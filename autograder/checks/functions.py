"""The functions, random generators and data that both sides know by name, where an exercise takes them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.checks import digits, landscapes, models, vectors
from autograder.checks.plain import Named, Plain

# no exercise's answer is among them: a submission can read this file
FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "identity": lambda z: np.asarray(z) * 1.0,
    "itself": lambda z: z,  # not a copy
    "view": lambda z: np.asarray(z)[...],
    "constant": lambda z: np.full(np.shape(z), 3.0),
    "abs": np.abs,
    "double": lambda z: 2.0 * np.asarray(z),
    "square": lambda z: np.asarray(z) ** 2,
    "cube": lambda z: np.asarray(z) ** 3,
    "exp": np.exp,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "softsign": lambda z: np.asarray(z) / (1.0 + np.abs(z)),
    "leaky": lambda z: np.where(np.asarray(z) > 0, z, 0.1 * np.asarray(z)),
}


MAKERS: dict[str, Callable[[str], Callable]] = {  # of functions whose name says more after a colon
    "rng": lambda seed: np.random.default_rng(int(seed)),
    "height": landscapes.height,
    "gradient": landscapes.gradient,
    "vector": vectors.VECTORS.__getitem__,
    "model": models.MODELS.__getitem__,
    "digits": digits.part,
}


def function(name: str) -> Callable[..., np.ndarray] | np.random.Generator:
    """The function of that name; "rng:7" is a fresh random generator of seed 7. Raises KeyError for a name there is not."""
    kind, _, rest = name.partition(":")
    return MAKERS[kind](rest) if rest else FUNCTIONS[name]


def data(value: Plain) -> Plain:
    """The array that a name such as `Named("digits:X_val")` stands for; any other value as it is."""
    return function(value.name) if isinstance(value, Named) and value.name.startswith("digits:") else value
