"""Initial weights: random, so that units differ, and of a size that keeps signals alive through many layers. Topic 09_capstone."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np


def init_params(sizes: Sequence[int], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The dict W1, b1, W2, b2, … of a network with layers of `sizes` D, H1, …, K, in float64, drawn from `rng`.

    W of a layer is (n_in, n_out) and normal with standard deviation √(2/n_in), since ReLU lets half of the signal's power pass
    (He, Zhang, Ren & Sun 2015, equation 10). Its b (n_out,) is zero. Raises ValueError where there is no layer.
    """
    if len(sizes) < 2:
        raise ValueError(f"sizes is {list(sizes)}; a layer needs two sizes, its inputs and its units")
    params: dict[str, np.ndarray] = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes), 1):
        params[f"W{layer}"] = rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))
        params[f"b{layer}"] = np.zeros(n_out)
    return params
