"""What the exercises on the perceptron share: numbers exact in binary, so that a score of 0 is 0 however it is summed."""

from __future__ import annotations

import numpy as np

TOPIC = "01_perceptron"

BITS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SAME = np.array([1, 0, 0, 1])


def quarters(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Multiples of ¼ between ¼ and 2 in size, of either sign."""
    return rng.integers(1, 9, shape) / 4 * rng.choice([-1.0, 1.0], shape)
