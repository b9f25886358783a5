"""Functions from vectors (n,) to vectors (m,), for exercises on Jacobians."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

VECTORS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "squares": lambda x: x * x,  # (n,) → (n,)
    "neighbours": lambda x: x[:-1] * np.sin(x[1:]),  # (n,) → (n − 1,)
    "powers": lambda x: np.array([np.sum(x), np.sum(x**2) / 2, np.sum(x**3) / 6, np.prod(x)]),  # (n,) → (4,)
    "length": lambda x: np.array([np.sqrt(1.0 + np.sum(x**2))]),  # (n,) → (1,)
    "circle": lambda x: np.array([np.cos(x[0]), np.sin(x[0]), np.exp(x[0] / 2)]),  # (1,) → (3,)
    "swirl": lambda x: np.array([x[0] * np.cos(x[1]) + x[2], np.exp(x[1] / 3) * x[2] ** 2]),  # (3,) → (2,)
    "faint": lambda x: 1e-4 * x[:-1] * np.sin(x[1:]),  # (n,) → (n − 1,)
    "turned": lambda x: x[::-1],  # (n,) → (n,), the same memory
    "rapid": lambda x: np.array([np.sin(100 * x[0]) + x[-1], x[0] * np.cos(90 * x[1])]),  # (n,) → (2,)
    "mixed": lambda x: np.array([(i + 1.0) * x[0] ** 3 - x[-1] * np.tanh(i * x[1]) for i in range(5)]),  # (n,) → (5,)
}
