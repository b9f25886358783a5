"""Optimizers: one step each, from parameters and gradients to new parameters; nothing passed in changes. Topic 06_optimization.

`params`, `grads`, velocities and moments are dicts of arrays with the same names; the dicts' order means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlp_reference.backend import array_module

Arrays = Mapping[str, Any]


def sgd_step(params: Arrays, grads: Arrays, lr: float) -> dict[str, Any]:
    """w − lr·g for every array: gradient descent, stochastic when `grads` come from a batch (Robbins & Monro 1951)."""
    return {name: w - lr * grads[name] for name, w in params.items()}


def momentum_step(
    params: Arrays, velocity: Arrays, grads: Arrays, lr: float, gamma: float
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(params, velocity): v ← γv + lr·g, then w ← w − v (Polyak 1964). The velocity starts as zeros of the parameters' shapes."""
    velocity = {name: gamma * velocity[name] + lr * grads[name] for name in params}
    return {name: w - velocity[name] for name, w in params.items()}, velocity


def decayed_rate(lr: float, decay: float, step: float) -> float:
    """lr / (1 + decay·step): the learning rate falls like 1/step in the long run."""
    return lr / (1 + decay * step)


def adam_step(
    params: Arrays,
    state: Mapping[str, Any],
    grads: Arrays,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(params, state): w ← w − lr·m̂ / (√v̂ + ε), with m and v the moving averages of g and g² (Kingma & Ba 2015, algorithm 1).

    `state` is {} before the first step, then the number of steps `t` and the dicts `m` and `v`, stored before the correction
    m̂ = m / (1 − β1^t), v̂ = v / (1 − β2^t).
    """
    t = state.get("t", 0) + 1
    m, v = (state.get(moment, dict.fromkeys(params, 0)) for moment in "mv")
    m = {name: beta1 * m[name] + (1 - beta1) * grads[name] for name in params}
    v = {name: beta2 * v[name] + (1 - beta2) * grads[name] ** 2 for name in params}
    stepped = {}
    for name, w in params.items():
        root = array_module(w).sqrt(v[name] / (1 - beta2**t))
        stepped[name] = w - lr * (m[name] / (1 - beta1**t)) / (root + eps)
    return stepped, {"t": t, "m": m, "v": v}


MOMENTUM = 0.9  # γ where nobody chooses
