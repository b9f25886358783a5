"""Wrong bounds on a unit's weights."""

from __future__ import annotations

import numpy as np


def lengths(W):
    return np.sqrt(np.sum(W**2, axis=0))


def quietly(function):
    """The function with its divisions by zero hidden, for those who hide them."""

    def hushed(W, limit):
        with np.errstate(all="ignore"):
            return function(W, limit)

    return hushed


def bounded_by(length):
    """The right way with another idea of a column's length."""

    def max_norm(W, limit):
        return W * (limit / np.maximum(length(W), limit))

    return max_norm


def scaled_in_place(W, limit):
    W *= limit / np.maximum(lengths(W), limit)
    return W


def column_by_column_in_place(W, limit):
    for k in range(W.shape[1]):
        if np.linalg.norm(W[:, k]) > limit:
            W[:, k] *= limit / np.linalg.norm(W[:, k])
    return W


def longest_only(W, limit):
    k = int(np.argmax(lengths(W)))
    return np.where(np.arange(W.shape[1]) == k, bounded_by(lengths)(W, limit), W)


def with_epsilon(epsilon):
    return lambda W, limit: W * (np.minimum(lengths(W), limit) / (lengths(W) + epsilon))


def always_with_epsilon(epsilon):
    return lambda W, limit: W * limit / np.maximum(lengths(W) + epsilon, limit)


def mended(factor):
    """Long columns times a factor of (lengths, limit); the others as they are."""

    def max_norm(W, limit):
        size = lengths(W)
        safe = np.where(size > 0, size, 1.0)
        return np.where(size > limit, W * factor(safe, limit), W)

    return max_norm


def let_pass(bound):
    """Only columns longer than `bound(limit)` are scaled."""
    return lambda W, limit: np.where(lengths(W) > bound(limit), bounded_by(lengths)(W, limit), W)
