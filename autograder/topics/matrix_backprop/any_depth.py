"""A network of any depth."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import loss_and_gradients
from autograder.topics.exercise import Exercise
from autograder.topics.matrix_backprop.common import TOPIC, gradient
from autograder.topics.matrix_backprop.networks import network, network_checks, unfed_units
from autograder.topics.matrix_backprop.wrong_any_depth import any_depth


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
        "Going backward, start with dF and walk the layers in reverse; each `affine_backward` gives you dW, db and the "
        "gradient for the layer before, which still has to pass that layer's gate.",
        "In reverse order the gradients come out last layer first: put each in its place, or turn the lists round at "
        "the end. For the first layer there is no gate left to pass.",
    ),
    misconceptions=any_depth(),
)
