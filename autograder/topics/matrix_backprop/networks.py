"""Networks of two layers and of any depth."""

from __future__ import annotations

import itertools

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import loss_and_gradients
from autograder.topics.exercise import Exercise, away, pure
from autograder.topics.matrix_backprop.common import (
    TOPIC,
    check_loss,
    gradient,
    whole,
)
from autograder.topics.matrix_backprop.wrong_networks import any_depth, two_layers


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


def named(X: np.ndarray, Y: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray]) -> tuple:
    """The arguments of a two-layer network, its parameters in a dict."""
    return X, Y, {"W1": weights[0], "b1": biases[0], "W2": weights[1], "b2": biases[1]}


def two_layer_cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case("five samples", named(*network(rng, 5, (3, 4, 2)))),
        Case("one sample", named(*network(rng, 1, (4, 3, 2)))),
        Case("one input", named(*network(rng, 4, (1, 5, 3)))),
        Case("one output", named(*network(rng, 6, (2, 4, 1)))),
        Case("more hidden units than samples", named(*network(rng, 3, (2, 5, 4)))),
        Case("all sizes equal", named(*network(rng, 4, (4, 4, 4)))),
        Case("zero biases", named(*network(rng, 4, (3, 5, 2), bias=0.0))),
        Case("whole numbers", named(*network(rng, 3, (2, 4, 2), integer=True))),
        Case("a larger batch", named(*network(rng, 12, (5, 7, 3)))),
        Case("targets far away", named(*network(rng, 3, (3, 4, 2), error=100.0))),
        Case("units whose Z is exactly 0 or close to it", named(*unfed_units(rng, 5, (3, 6, 2))), "kinks"),
    ]


def deep_cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case("three layers", network(rng, 5, (3, 4, 5, 2))),
        Case("one layer", network(rng, 4, (3, 2))),
        Case("two layers", network(rng, 6, (2, 5, 3))),
        Case("one sample", network(rng, 1, (3, 5, 4, 2))),
        Case("one input", network(rng, 3, (1, 4, 2))),
        Case("one output", network(rng, 5, (2, 4, 3, 1))),
        Case("all sizes equal", network(rng, 4, (4, 4, 4, 4))),
        Case("six layers", network(rng, 4, (3, 4, 4, 5, 4, 4, 2))),
        Case("zero biases", network(rng, 4, (3, 4, 2), bias=0.0)),
        Case("whole numbers", network(rng, 3, (2, 4, 1), integer=True)),
        Case("a larger batch", network(rng, 12, (4, 6, 5, 3))),
        Case("targets far away", network(rng, 3, (3, 4, 2), error=100.0)),
        Case("units whose Z is exactly 0 or close to it", unfed_units(rng, 5, (3, 6, 7, 2)), "kinks"),
    ]


def network_checks(*parts: Check) -> tuple[Check, ...]:
    return (check_loss(0.2), *parts, pure())


two_layer_loss_and_grads = Exercise(
    name="two_layer_loss_and_grads",
    topic=TOPIC,
    signature="two_layer_loss_and_grads(X, Y, params)",
    returns=("loss", "grads"),
    section="04_matrix_backprop#two-layers",
    reference=right.two_layer_loss_and_grads,
    cases=two_layer_cases,
    claim=loss_and_gradients(right.two_layer_loss_and_grads, slice(2, 3)),
    parameters=slice(2, 3),
    checks=network_checks(
        Check("grads", "all four gradients agree with the numeric ones", 0.55, part=1, gradient=True),
        Check(
            "kink", "they are right where a pre-activation is exactly 0", 0.15, groups=("kinks",), part=1, gradient=True
        ),
    ),
    hints=(
        "You have all the pieces: affine, ReLU, affine, loss, and a backward for each. The backward pass is the list "
        "read in reverse.",
        "Keep what the forward pass computed: X, Z1, A1, F. Each backward function needs some of them.",
        "dF from `mse_backward`; the second layer's `affine_backward` gives dW2, db2 and dA1; the gate turns dA1 "
        "into dZ1; and then?",
        "The last step is `affine_backward` again, with dZ1 and what the *first* layer received. Return a dict with "
        "the keys W1, b1, W2, b2.",
    ),
    misconceptions=two_layers(),
)


mlp_loss_and_grads = Exercise(
    name="mlp_loss_and_grads",
    topic=TOPIC,
    signature="mlp_loss_and_grads(X, Y, weights, biases)",
    returns=("loss", "dweights", "dbiases"),
    section="04_matrix_backprop#any-depth",
    reference=right.mlp_loss_and_grads,
    cases=deep_cases,
    claim=loss_and_gradients(right.mlp_loss_and_grads, slice(2, 4)),
    parameters=slice(2, 4),
    checks=network_checks(
        gradient(1, "dweights", 0.35),
        gradient(2, "dbiases", 0.2),
        Check(
            "kink",
            "dweights are right where pre-activations are exactly 0",
            0.15,
            groups=("kinks",),
            part=1,
            gradient=True,
        ),
    ),
    hints=(
        "The two-layer network had its layers written out. Here the same steps go into two loops: one forward, one "
        "backward.",
        "Going forward, keep in two lists what each layer received and each pre-activation. ReLU follows every layer "
        "but the last.",
        "Going backward, start with dF and walk the layers in reverse; each `affine_backward` gives you dW, db and "
        "the gradient for the layer before, which still has to pass that layer's gate.",
        "In reverse order the gradients come out last layer first: put each in its place, or turn the lists round at "
        "the end. For the first layer there is no gate left to pass.",
    ),
    misconceptions=any_depth(),
)
