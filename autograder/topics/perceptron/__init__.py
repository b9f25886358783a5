"""01 perceptron: one linear unit with a step, what it learns, and what it cannot."""

from __future__ import annotations

from autograder.topics.perceptron.common import TOPIC
from autograder.topics.perceptron.features import rbf_features
from autograder.topics.perceptron.learning import perceptron_fit, perceptron_update
from autograder.topics.perceptron.networks import collapse_linear, same_value_network
from autograder.topics.perceptron.scores import linear_score, perceptron_predict

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (
    linear_score,
    perceptron_predict,
    perceptron_update,
    perceptron_fit,
    collapse_linear,
    same_value_network,
    rbf_features,
)
