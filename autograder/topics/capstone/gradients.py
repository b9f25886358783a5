"""The loss of a whole network for classes, and its gradient by every parameter."""

from __future__ import annotations

from typing import Any

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.capstone.common import TOPIC, drawn, named
from autograder.topics.capstone.wrong_layers import of_the_gradients
from autograder.topics.capstone.wrong_losses import of_the_loss
from autograder.topics.claims import loss_and_gradients
from autograder.topics.exercise import Exercise, pure
from autograder.topics.matrix_backprop.networks import unfed_units
from autograder.topics.softmax.common import labels


def networks(rng: np.random.Generator) -> list[Case]:
    def case(name, N, *sizes, lam=None, **options):
        params, X = drawn(rng, N, *sizes, **options)
        return Case(name, (params, X, labels(rng, N, sizes[-1]), weight() if lam is None else lam))

    def weight():
        return float(rng.uniform(0.2, 0.9))

    X, _, weights, biases = unfed_units(rng, 5, (3, 6, 7, 3))
    return [
        case("three layers", 5, 3, 4, 5, 3),
        case("one layer", 4, 3, 4),
        case("two layers", 6, 2, 5, 3),
        case("four layers", 3, 3, 4, 5, 4, 2),
        case("one sample", 1, 4, 5, 3),
        case("one input", 3, 1, 4, 3),
        case("two classes", 5, 3, 4, 2),
        case("layers of equal size", 4, 4, 4, 4, 4),
        case("eleven layers", 4, *[3] * 12),
        case("zero biases", 4, 3, 5, 3, bias=0.0),
        case("no penalty, λ = 0", 4, 2, 5, 3, lam=0.0),
        case("a λ larger than 1", 4, 3, 4, 2, lam=2.5),
        case("whole numbers", 3, 2, 4, 3, lam=2, integer=True),
        case("a larger batch", 12, 4, 6, 5),
        Case(
            "units whose Z is exactly 0 or close to it",
            (named(weights, biases), X, labels(rng, 5, 3), weight()),
            "kinks",
        ),
        *(Case(name, args, "extremes") for name, args in extremes(rng)),
    ]


def extremes(rng: np.random.Generator) -> list[tuple[str, tuple[Any, ...]]]:
    """Networks with logits up to about 1000 in size, the first label being the least likely one."""
    return [
        ("logits from −1000 to 1000", _far(rng, np.ones(4))),
        ("rows of logits far apart", _far(rng, np.array([1.0, 0.01, 0.1, 0.5]))),
        ("logits near 1000", _near(rng, 1000.0)),
        ("logits near −1000", _near(rng, -1000.0)),
    ]


def _far(rng: np.random.Generator, sizes: np.ndarray) -> tuple[Any, ...]:
    """The first row's logits differ by more than an exponential can hold; where `sizes` differ, so do the rows' largest ones."""
    while True:
        params, X = drawn(rng, 4, 3, 5, 4)
        X = X * sizes[:, None]
        X = X * 990.0 / np.abs(right.mlp_logits(params, X)).max()
        Z = right.mlp_logits(params, X)
        if np.ptp(Z[0]) > 800 and (len(set(sizes)) == 1 or np.ptp(Z.max(axis=1)) > 800):
            return _labelled(rng, params, X)


def _near(rng: np.random.Generator, level: float) -> tuple[Any, ...]:
    params, X = drawn(rng, 4, 3, 5, 4)
    params["b2"] = params["b2"] + level
    return _labelled(rng, params, X)


def _labelled(rng: np.random.Generator, params: dict[str, Any], X: np.ndarray) -> tuple[Any, ...]:
    Z = right.mlp_logits(params, X)
    return params, X, np.array([Z[0].argmin(), *labels(rng, len(X) - 1, Z.shape[1])]), float(rng.uniform(0.2, 0.9))


digits_loss_and_grads = Exercise(
    name="digits_loss_and_grads",
    topic=TOPIC,
    signature="digits_loss_and_grads(params, X, y, lam)",
    returns=("loss", "grads"),
    section=f"{TOPIC}#loss-and-gradients",
    reference=right.classifier_loss_and_grads,
    cases=networks,
    claim=loss_and_gradients(right.classifier_loss_and_grads, slice(0, 1)),
    parameters=slice(0, 1),
    checks=(
        Check("loss", "the loss is right, with its penalty", 0.2, part=0),
        Check("grads", "all gradients agree with the numeric ones, whatever the depth", 0.4, part=1, gradient=True),
        Check(
            "kink", "they are right where a pre-activation is exactly 0", 0.1, groups=("kinks",), part=1, gradient=True
        ),
        Check(
            "stable",
            "both stay right, without a warning, for logits from −1000 to 1000",
            0.2,
            "stable",
            ("extremes",),
            gradient=True,
        ),
        pure(),
    ),
    hints=(
        "You have written every piece: the loss on logits in topic 05, the walk back through the layers in 04, the "
        "penalty in 07. Write down first what the walk back starts with.",
        "Keep in two lists what each layer received and its pre-activation. The gradient by the *logits* is (P − T)/N, "
        "and from there on nothing knows of softmax.",
        "For each layer in reverse: dW from what it received and dZ, db by a sum over the samples, then dA = dZ Wᵀ "
        "through the gate of the layer before. The first layer needs no dA.",
        "The penalty adds to the loss once, for all weights together, and to the gradient of each W its own λW. The "
        "biases get nothing. It is no average, so no N in it.",
        "If the loss is right but huge logits break it, take each row's largest logit off before the exponential, and "
        "take the logarithm of the *sum* only.",
    ),
    misconceptions=(*of_the_loss(), *of_the_gradients()),
)
