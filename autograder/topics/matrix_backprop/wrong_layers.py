"""Wrong ways back through hidden layers that every network of ReLUs has, and what a tutor says of each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.topics.exercise import Misconception, wrong
from autograder.topics.habits import SMALL
from autograder.topics.matrix_backprop.wrong_sample import Rule

_EVERYWHERE = {  # by slug: the sentence, and rules that take the place of right ones
    "mask-of-another-layer": (
        "A gate is decided by another layer's pre-activations. Use the Z that went into the ReLU that you are passing.",
        {"gated_by": lambda Zs, layer, biases: Zs[layer + 1]},
        {"gated_by": lambda Zs, layer, biases: Zs[layer - 1]},
        {"gated_by": lambda Zs, layer, biases: Zs[layer + (Zs[layer + 1].shape == Zs[layer].shape)]},
    ),
    "mask-from-gradient": (
        "The gate is closed where the *gradient* is negative. It depends on the pre-activations of the forward pass.",
        {"gate": lambda dA, Z, A, layer: dA * (dA > 0)},
    ),
    "value-for-derivative": (
        "Going back you multiply by the activations instead of by ReLU's derivative, which is 1 or 0.",
        {"gate": lambda dA, Z, A, layer: dA * A},
        {"gate": lambda dA, Z, A, layer: dA * Z},
    ),
    "one-at-zero": (
        "The gradient passes where a pre-activation is exactly 0. The course sets relu′(0) = 0: use `>`, not `>=`.",
        {"gate": lambda dA, Z, A, layer: dA * (Z >= 0)},
    ),
    "small-taken-for-zero": (
        SMALL,
        {"gate": lambda dA, Z, A, layer: dA * (Z > 1e-4)},
        {"gate": lambda dA, Z, A, layer: dA * (Z > 1e-6)},
    ),
    "weights-forgotten": (
        "Going back through a layer, the gradient is not multiplied by its weights: dA = dZ Wᵀ.",
        {"dA": lambda dZ, W: np.repeat(dZ.sum(axis=1, keepdims=True), len(W), axis=1)},
    ),
}


def everywhere(slug: str, make: Rule, say: Callable[..., list[Misconception]] = wrong) -> list[Misconception]:
    """One of them; `make` makes an exercise's function of other rules."""
    sentence, *twists = _EVERYWHERE[slug]
    return say(slug, sentence, *(make(**rules) for rules in twists))
