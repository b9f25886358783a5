"""A network of two layers."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import loss_and_gradients
from autograder.topics.exercise import Exercise
from autograder.topics.matrix_backprop.common import TOPIC
from autograder.topics.matrix_backprop.networks import network, network_checks, unfed_units
from autograder.topics.matrix_backprop.wrong_two_layers import two_layers


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
        "dF from `mse_backward`; the second layer's `affine_backward` gives dW2, db2 and dA1; the gate turns dA1 into "
        "dZ1; and then?",
        "The last step is `affine_backward` again, with dZ1 and what the *first* layer received. Return a dict with "
        "the keys W1, b1, W2, b2.",
    ),
    misconceptions=two_layers(),
)
