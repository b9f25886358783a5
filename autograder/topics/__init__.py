"""The course author's room: a folder a topic, a file an exercise, and the keys that are made from them."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.checks.key import Key
from autograder.topics import (
    activations,
    capstone,
    chain_rule,
    early_stopping,
    keymaker,
    matrix_backprop,
    optimization,
    perceptron,
    regularization,
    softmax,
)
from autograder.topics.exercise import Exercise

_MODULES = {
    module.TOPIC: module
    for module in (
        perceptron,
        activations,
        chain_rule,
        matrix_backprop,
        softmax,
        optimization,
        regularization,
        early_stopping,
        capstone,
    )
}
TOPICS: tuple[str, ...] = tuple(_MODULES)


def exercises(topic: str) -> list[Exercise]:
    """The exercises of a topic, in course order. Raises KeyError for a topic that is none."""
    return list(_MODULES[topic].EXERCISES)


def keys(topic: str, seed: int | None = None, points: Mapping[str, float] | None = None) -> dict[str, Key]:
    """A topic's keys by exercise name, drawn from `seed` (None: the public one); `points` are the notebook's, else 1.0 each."""
    points = points or {}
    return {e.name: keymaker.make(e, seed, points.get(e.name, 1.0)) for e in exercises(topic)}
