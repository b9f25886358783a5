"""What the exercises on networks share: networks drawn at random, and their checks."""

from __future__ import annotations

import itertools

import numpy as np

from autograder.checks.key import Check
from autograder.topics.exercise import away, pure
from autograder.topics.matrix_backprop.common import check_loss, whole


def safe(X: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray], unfed: int = 0) -> bool:
    """No hidden pre-activation so near 0 that rounding could flip a ReLU; units on and off in every hidden layer.

    The first `unfed` units of a hidden layer are not asked.
    """
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        Z = A @ W + b
        fed = Z[:, unfed:]
        if (np.abs(fed) < 0.01).any() or not ((fed > 0).any() and (fed < 0).any()):
            return False
        A = np.maximum(Z, 0)
    F = A @ weights[-1] + biases[-1]
    return bool((np.abs(F) > 0.01).all()) and (F.size == 1 or bool((F > 0).any() and (F < 0).any()))


def right_output(X: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray]) -> np.ndarray:
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        X = np.maximum(X @ W + b, 0)
    return X @ weights[-1] + biases[-1]


def network(
    rng: np.random.Generator,
    N: int,
    sizes: tuple[int, ...],
    bias: float = 1.0,
    error: float = 1.0,
    integer: bool = False,
) -> tuple:
    """(X, Y, weights, biases) of a network whose units are neither all on nor all off, `error` away from its targets."""
    while True:
        X = whole(rng, N, sizes[0]) if integer else away(rng, (N, sizes[0]))
        weights = [away(rng, shape, high=1.2) for shape in itertools.pairwise(sizes)]
        biases = [bias * away(rng, (size,), high=1.0) for size in sizes[1:]]
        if safe(X, weights, biases):
            F = right_output(X, weights, biases)
            return X, F - error * away(rng, F.shape, 0.5, 1.5), weights, biases


def unfed_units(rng: np.random.Generator, N: int, sizes: tuple[int, ...]) -> tuple:
    """A network whose hidden layers begin with units of zero weights: their Z is 0 or very small, exactly, however one sums."""
    tiny = [0.0, 1e-9, -1e-9, 1e-5]
    while True:
        X, Y, weights, biases = network(rng, N, sizes)
        for W, b in zip(weights[:-1], biases[:-1], strict=True):
            W[:, : len(tiny)], b[: len(tiny)] = 0.0, tiny
        if safe(X, weights, biases, unfed=len(tiny)):
            return X, right_output(X, weights, biases) - away(rng, Y.shape, 0.5, 1.5), weights, biases


def network_checks(*parts: Check) -> tuple[Check, ...]:
    return (check_loss(0.2), *parts, pure())
