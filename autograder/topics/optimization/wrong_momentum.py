"""Wrong steps with momentum."""

from __future__ import annotations

from collections.abc import Callable

import mlp_reference as right


def moving(velocity: Callable, move: Callable = lambda w, v, before, g, lr, gamma: w - v) -> Callable:
    """A momentum step with another rule for the velocity, `(v, g, lr, gamma)`, or for the move that it makes."""

    def step(params, velocities, grads, lr, gamma):
        new = {name: velocity(velocities[name], grads[name], lr, gamma) for name in params}
        moved = {name: move(w, new[name], velocities[name], grads[name], lr, gamma) for name, w in params.items()}
        return moved, new

    return step


def rolling(v, g, lr, gamma):
    return gamma * v + lr * g


def velocity_written_into(params, velocity, grads, lr, gamma):
    for name in params:
        velocity[name] = gamma * velocity[name] + lr * grads[name]
    return {name: w - velocity[name] for name, w in params.items()}, velocity


def both_written_into(params, velocity, grads, lr, gamma):
    for name in params:
        velocity[name] = gamma * velocity[name] + lr * grads[name]
        params[name] = params[name] - velocity[name]
    return params, velocity


def arrays_written_into(params, velocity, grads, lr, gamma):
    new, moved = dict(velocity), dict(params)
    for name in params:
        new[name] *= gamma
        new[name] += lr * grads[name]
        moved[name] -= new[name]
    return moved, new


def params_written_into(params, velocity, grads, lr, gamma):
    new = {name: gamma * velocity[name] + lr * grads[name] for name in params}
    for name in params:
        params[name] -= new[name]
    return params, new


def one_name(params, velocity, grads, lr, gamma):
    for name in params:
        v = gamma * velocity[name] + lr * grads[name]
        moved, new = {name: params[name] - v}, {name: v}
    return moved, new


def first_name(params, velocity, grads, lr, gamma):
    moved, new = right.momentum_step(params, velocity, grads, lr, gamma)
    name = next(iter(params))
    return {name: moved[name]}, {name: new[name]}


def by_position(params, velocity, grads, lr, gamma):
    new = {name: gamma * v + lr * g for (name, v), g in zip(velocity.items(), grads.values(), strict=True)}
    return {name: w - new[name] for name, w in params.items()}, new


def params_only(params, velocity, grads, lr, gamma):
    return right.momentum_step(params, velocity, grads, lr, gamma)[0]


def old_velocity(params, velocity, grads, lr, gamma):
    return right.momentum_step(params, velocity, grads, lr, gamma)[0], {name: v * 1.0 for name, v in velocity.items()}
