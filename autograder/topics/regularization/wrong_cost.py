"""Weight decay, added wrongly."""

from __future__ import annotations

import numpy as np


def decayed(loss, grads, params, lam, decays=lambda name: name.startswith("W"), cost=None, gradient=None):
    """The right answer with other names decaying, another penalty, or another gradient."""
    cost = cost or (lambda W: 0.5 * lam * np.sum(W**2))
    gradient = gradient or (lambda grad, W: grad + lam * W)
    total = loss + sum(cost(params[name]) for name in params if decays(name))
    return total, {n: gradient(grad, params[n]) if decays(n) else grad * 1.0 for n, grad in grads.items()}


def everything(name):
    return True


def with_penalty_of(decays):
    """A penalty over those names, and the right gradients."""

    def add_weight_decay(loss, grads, params, lam):
        return decayed(loss, grads, params, lam, decays)[0], decayed(loss, grads, params, lam)[1]

    return add_weight_decay


def with_gradients_of(decays):
    """The right penalty, and gradients in which those names decay."""

    def add_weight_decay(loss, grads, params, lam):
        return decayed(loss, grads, params, lam)[0], decayed(loss, grads, params, lam, decays)[1]

    return add_weight_decay


def with_cost(cost):
    return lambda loss, grads, params, lam: decayed(loss, grads, params, lam, cost=lambda W: cost(W, lam))


def with_gradient(gradient):
    return lambda loss, grads, params, lam: decayed(
        loss, grads, params, lam, gradient=lambda grad, W: gradient(grad, W, lam)
    )


def with_both(cost, gradient):
    return lambda loss, grads, params, lam: decayed(
        loss, grads, params, lam, cost=lambda W: cost(W, lam), gradient=lambda grad, W: gradient(grad, W, lam)
    )


def dict_in_place(loss, grads, params, lam):
    total, new = decayed(loss, grads, params, lam)
    grads.update(new)
    return total, grads


def arrays_in_place(loss, grads, params, lam):
    for name in grads:
        if name.startswith("W"):
            grads[name] += lam * params[name]
            loss += 0.5 * lam * np.sum(params[name] ** 2)
    return loss, dict(grads)


def with_penalty_at(place, names_of):
    """The penalty of a single array of weights: the first or the last in some order of the names."""

    def add_weight_decay(loss, grads, params, lam):
        name = [name for name in names_of(grads, params) if name.startswith("W")][place]
        return loss + 0.5 * lam * np.sum(params[name] ** 2), decayed(loss, grads, params, lam)[1]

    return add_weight_decay


def paired_by_place(loss, grads, params, lam):
    total, _ = decayed(loss, grads, params, lam)
    pairs = zip(grads.items(), params.values(), strict=True)
    return total, {name: grad + lam * W if name.startswith("W") else grad for (name, grad), W in pairs}


def by_axes(loss, grads, params, lam):
    return decayed(loss, grads, params, lam, lambda name: np.ndim(params[name]) > 1)


def biases_lost(loss, grads, params, lam):
    total, new = decayed(loss, grads, params, lam)
    return total, {name: grad if name.startswith("W") else 0 * grad for name, grad in new.items()}


def weights_only(loss, grads, params, lam):
    total, new = decayed(loss, grads, params, lam)
    return total, {name: grad for name, grad in new.items() if name.startswith("W")}
