"""What the exercises on optimization share: parameters of several names and shapes, generators, sentences."""

from __future__ import annotations

import numpy as np

from autograder.checks.plain import Named
from autograder.topics.exercise import away

TOPIC = "06_optimization"

Arrays = dict[str, np.ndarray]
Shapes = dict[str, tuple[int, ...]]

LAYERS: Shapes = {"W1": (3, 4), "W2": (4, 2), "b1": (4,), "b2": (2,)}
UNIT: Shapes = {"w": (3,), "b": (1,)}
SINGLE: Shapes = {"theta": (1,)}
DEEP: Shapes = {"A": (2, 3, 4), "lonely weight": (2, 5), "z": (7,)}
SQUARE: Shapes = {"W": (3, 3), "b": ()}


CLIMBS = (
    "The sign is flipped: the gradient points uphill, and this step follows it. Descent subtracts.",
    "06_optimization#gradient-descent",
)
BY_POSITION = (
    "Parameters and gradients are matched by their position in the dicts. Only names tell which belong together; the "
    "gradients may come in another order."
)
ONE_NAME = (
    "Only one of the parameters moves. Every name in `params` gets a step: look at the indentation, and at where the "
    "new dict is made."
)
NOTHING = "Nothing comes back. Is the last line a `return`, and does the function reach it?"
RATE_FORGOTTEN = "The learning rate is missing: the gradient says where to go, `lr` how far."
RATE_DIVIDED = "You divide by the learning rate. A larger rate means a longer step, so it multiplies."


def arrays(rng: np.random.Generator, shapes: Shapes, low: float = 0.2, high: float = 2.0) -> Arrays:
    return {name: away(rng, shape, low, high) for name, shape in shapes.items()}


def distant(rng: np.random.Generator, shapes: Shapes) -> Arrays:
    """So far from 0 that several steps do not come near it, where the rounding of an answer in float32 would tell."""
    return arrays(rng, shapes, 3.0, 5.0)


def whole(rng: np.random.Generator, shapes: Shapes) -> Arrays:
    """Whole numbers as floats, none of them 0."""
    return {name: np.round(values) for name, values in arrays(rng, shapes, 1.0, 4.0).items()}


def zeros(shapes: Shapes) -> Arrays:
    return {name: np.zeros(shape) for name, shape in shapes.items()}


def rate(rng: np.random.Generator, low: float = 0.05, high: float = 0.5) -> float:
    return float(rng.uniform(low, high))


def generator(rng: np.random.Generator) -> Named:
    """The name of a random generator, its seed drawn."""
    return Named(f"rng:{int(rng.integers(1 << 31))}")


def each(rule):
    """A step whose every parameter moves by a rule: `rule(w, g, lr)`."""
    return lambda params, grads, lr: {name: rule(w, grads[name], lr) for name, w in params.items()}
