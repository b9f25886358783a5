"""What the capstone's exercises share: networks with their parameters in a dict, and other ways to go through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.topics.matrix_backprop.networks import network

TOPIC = "09_capstone"

Params = Mapping[str, Any]


def named(weights: Sequence[Any], biases: Sequence[Any]) -> dict[str, Any]:
    """W1, b1, W2, b2, …"""
    pairs = enumerate(zip(weights, biases, strict=True), 1)
    return {f"{kind}{layer}": array for layer, pair in pairs for kind, array in zip("Wb", pair, strict=True)}


def layers(params: Params) -> tuple[list[Any], list[Any]]:
    """(weights, biases), first layer first."""
    depth = range(1, len(params) // 2 + 1)
    return [params[f"W{layer}"] for layer in depth], [params[f"b{layer}"] for layer in depth]


def drawn(rng: np.random.Generator, N: int, *sizes: int, **options: Any) -> tuple[dict[str, Any], np.ndarray]:
    """(params, X) of a network whose units are neither all on nor all off."""
    X, _, weights, biases = network(rng, N, sizes, **options)
    return named(weights, biases), X


def renumbered(function: Callable, order: Callable[[Params], Sequence[str]]) -> Callable:
    """The function, its layers taken in another order: that of the weights' and the biases' names in `order(params)`."""

    def other(params: Params, *args: Any) -> Any:
        names = order(params)
        weights, biases = ([params[name] for name in names if name.startswith(kind)] for kind in "Wb")
        return function(named(weights, biases), *args)

    return other


def first_layers(function: Callable, count: int) -> Callable:
    """The function, as if there were so many layers at most."""

    def fewer(params: Params, *args: Any) -> Any:
        weights, biases = layers(params)
        return function(named(weights[:count], biases[:count]), *args)

    return fewer


def from_two_layers(function: Callable) -> Callable:
    """The function, failing where there is one layer only."""

    def refusing(params: Params, *args: Any) -> Any:
        if len(params) == 2:
            raise KeyError("W2")
        return function(params, *args)

    return refusing
