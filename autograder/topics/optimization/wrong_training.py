"""Wrong trainings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.topics.optimization.wrong_shuffling import cut


def sgd(
    order: Callable = lambda orders, N, size, rng, epoch: rng.permutation(N),
    batches: Callable = cut,
    at: Callable = lambda start, now: now,
    move: Callable = lambda w, g, lr, epoch, size: w - lr * g,
    recorded: Callable = lambda after, before, losses: [after],
    returned: Callable = lambda params, start, history: (params, history),
    beginning: Callable = lambda params: dict(params),
    start_recorded: bool = False,
) -> Callable:
    """Training with some of its rules replaced. `recorded` makes an epoch's entries from the loss on all samples after it, the
    one before it, and the losses of its batches."""

    def train(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
        start, now, history, orders = params, beginning(params), [], []
        if start_recorded:
            history.append(loss_and_grads(now, X, y)[0])
        for epoch in range(epochs):
            epoch_start, losses, before = dict(now), [], loss_and_grads(now, X, y)[0]
            orders.append(order(orders, len(X), batch_size, rng, epoch))
            for X_batch, y_batch in batches(X, y, orders[-1], batch_size):
                loss, grads = loss_and_grads(at(epoch_start, now), X_batch, y_batch)
                losses.append(loss)
                now = {name: move(w, grads[name], lr, epoch, len(X_batch)) for name, w in now.items()}
            history += recorded(loss_and_grads(now, X, y)[0], before, losses)
        return returned(now, start, history)

    return train


def in_place(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    history = []
    for _ in range(epochs):
        for X_batch, y_batch in cut(X, y, rng.permutation(len(X)), batch_size):
            _, grads = loss_and_grads(params, X_batch, y_batch)
            for name in params:
                params[name] -= lr * grads[name]
        history.append(loss_and_grads(params, X, y)[0])
    return params, history


def in_place_in_a_new_dict(X, y, params, *rest):
    return in_place(X, y, dict(params), *rest)


def shuffled_in_place(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    params, history = dict(params), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        for X_batch, y_batch in cut(X, y, np.arange(len(X)), batch_size):
            params = right.sgd_step(params, loss_and_grads(params, X_batch, y_batch)[1], lr)
        history.append(loss_and_grads(params, X, y)[0])
    return params, history


def last_batch_looked_at(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    params, history = dict(params), []
    for _ in range(epochs):
        for X_batch, y_batch in cut(X, y, rng.permutation(len(X)), batch_size):
            params = right.sgd_step(params, loss_and_grads(params, X_batch, y_batch)[1], lr)
        history.append(loss_and_grads(params, X_batch, y_batch)[0])
    return params, history


def summed_gradients(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    total = {name: 0.0 * w for name, w in params.items()}

    def summed(params, X, y):
        loss, grads = loss_and_grads(params, X, y)
        for name in total:
            total[name] = total[name] + grads[name]
        return loss, dict(total)

    params, history = dict(params), []
    for _ in range(epochs):
        for X_batch, y_batch in cut(X, y, rng.permutation(len(X)), batch_size):
            params = right.sgd_step(params, summed(params, X_batch, y_batch)[1], lr)
        history.append(loss_and_grads(params, X, y)[0])
    return params, history


def one_name(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    name = list(params)[-1]

    def for_one(params, X, y):
        loss, grads = loss_and_grads(params, X, y)
        return loss, {other: (other == name) * g for other, g in grads.items()}

    return right.train(X, y, params, for_one, lr, epochs, batch_size, rng)


def mean(after, before, losses):
    return [float(np.mean(losses))]


def weighted_losses(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    """The mean loss of the samples, each at the time when its batch had its turn."""
    params, history = dict(params), []
    for _ in range(epochs):
        total = 0.0
        for X_batch, y_batch in cut(X, y, rng.permutation(len(X)), batch_size):
            loss, grads = loss_and_grads(params, X_batch, y_batch)
            params, total = right.sgd_step(params, grads, lr), total + loss * len(X_batch)
        history.append(total / len(X))
    return params, history


def with_momentum(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    velocity, history = {name: 0.0 * w for name, w in params.items()}, []
    for _ in range(epochs):
        for X_batch, y_batch in cut(X, y, rng.permutation(len(X)), batch_size):
            params, velocity = right.momentum_step(
                params, velocity, loss_and_grads(params, X_batch, y_batch)[1], lr, 0.9
            )
        history.append(loss_and_grads(params, X, y)[0])
    return params, history


def copies_shuffled_apart(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    X, y, params, history = X.copy(), y.copy(), dict(params), []
    for _ in range(epochs):
        rng.shuffle(X)
        rng.shuffle(y)
        for X_batch, y_batch in cut(X, y, np.arange(len(X)), batch_size):
            params = right.sgd_step(params, loss_and_grads(params, X_batch, y_batch)[1], lr)
        history.append(loss_and_grads(params, X, y)[0])
    return params, history


def drawn_anew(X, y, order, size):
    """Each batch drawn by itself, whatever came before: the start moves round, so that samples come again."""
    count = -(-len(order) // size)
    return [(X[rows], y[rows]) for rows in (np.roll(order, 2 * i)[:size] for i in range(count))]


def endless(X, y, params, loss_and_grads, *rest):
    while True:
        loss_and_grads(params, X, y)
