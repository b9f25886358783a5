"""Wrong initial weights."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np


def drawing(
    W: Callable = lambda n_in, n_out, rng: rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in),
    b: Callable = lambda n_in, n_out, rng: np.zeros(n_out),
    source: Callable = lambda rng: rng,
    named: Callable = lambda Ws, bs: {
        name: a
        for layer, pair in enumerate(zip(Ws, bs, strict=True), 1)
        for name, a in zip(_names(layer), pair, strict=True)
    },
    each: Callable = lambda rng: rng,
    over: Callable = lambda sizes: sizes,
) -> Callable:
    """init_params with other rules for the weights, the biases, where chance comes from, and what is returned."""

    def init_params(sizes, rng):
        rng = source(rng)
        Ws, bs = [], []
        for n_in, n_out in pairwise(over(sizes)):
            own = each(rng)
            Ws.append(W(n_in, n_out, own))
            bs.append(b(n_in, n_out, own))
        return named(Ws, bs)

    return init_params


def _names(layer: int) -> tuple[str, str]:
    return f"W{layer}", f"b{layer}"


def scaled(scale: Callable) -> Callable:
    return drawing(lambda n_in, n_out, rng: rng.normal(size=(n_in, n_out)) * scale(n_in, n_out))


def truncated(limit: float) -> Callable:
    """Draws beyond so many standard deviations are drawn again."""

    def W(n_in, n_out, rng):
        z = rng.normal(size=(n_in, n_out))
        while (far := np.abs(z) > limit).any():
            z[far] = rng.normal(size=int(far.sum()))
        return z * np.sqrt(2 / n_in)

    return drawing(W)


def keyed(name: str, first: int = 1) -> Callable:
    def named(Ws, bs):
        pairs = enumerate(zip(Ws, bs, strict=True), first)
        return {name.format(kind, layer): a for layer, pair in pairs for kind, a in zip("Wb", pair, strict=True)}

    return drawing(named=named)


def same_for_equal_layers(sizes, rng):
    made = {}
    for shape in pairwise(sizes):
        made.setdefault(shape, rng.normal(size=shape) * np.sqrt(2 / shape[0]))
    return drawing(lambda n_in, n_out, rng: made[n_in, n_out])(sizes, rng)


def emptied(sizes, rng):
    params, n_in = {}, sizes.pop(0)
    while sizes:
        n_out, layer = sizes.pop(0), len(params) // 2 + 1
        params |= {f"W{layer}": rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in), f"b{layer}": np.zeros(n_out)}
        n_in = n_out
    return params


def reseeded(seed: int) -> Callable:
    def init_params(sizes, rng):
        state = np.random.get_state()
        np.random.seed(seed)
        try:
            return drawing(source=lambda rng: np.random)(sizes, rng)
        finally:
            np.random.set_state(state)

    return init_params
