"""Wrong numeric Jacobians."""

from __future__ import annotations

import numpy as np


def by_columns(rule, place=lambda J, i, column: J.__setitem__((slice(None), i), column), like=None):
    """A Jacobian filled column by column with rule(f, x, e, h), e being a unit vector."""

    def jacobian(f, x, h=1e-5):
        x = np.array(x)
        n, m = len(x), len(f(x))
        J = np.zeros((m, n) if like is None else like(m, n))
        for i, e in enumerate(np.eye(n)):
            place(J, i, rule(f, x, e, h))
        return J

    return jacobian


def central(f, x, e, h):
    return (f(x + h * e) - f(x - h * e)) / (2 * h)


def in_rows(J, i, column):
    J[i] = column


def in_place(f, x, h=1e-5):
    columns = []
    for i in range(len(x)):
        x[i] += h
        ahead = f(x)
        x[i] -= 2 * h
        columns.append((ahead - f(x)) / (2 * h))
    return np.stack(columns, axis=1)


def moved_and_put_back(f, x, h=1e-5):
    """Right unless f returns a view."""
    x, columns = np.array(x), []
    for i, here in enumerate(x.tolist()):
        x[i] = here + h
        ahead = f(x)
        x[i] = here - h
        columns.append((ahead - f(x)) / (2 * h))
        x[i] = here
    return np.stack(columns, axis=1)


def step_kept(forget):
    """The step is not taken back before the next entry is moved."""

    def jacobian(f, x, h=1e-5):
        x, columns = np.array(x), []
        for i in range(len(x)):
            x[i] += h
            ahead = f(x)
            x[i] -= 2 * h
            columns.append((ahead - f(x)) / (2 * h))
            x[i] += forget * h
        return np.stack(columns, axis=1)

    return jacobian


def all_at_once(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
