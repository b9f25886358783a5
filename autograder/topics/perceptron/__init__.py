"""01 perceptron: one linear unit with a step, what it learns, and what it cannot."""

from __future__ import annotations

from autograder.topics.perceptron.common import TOPIC
from autograder.topics.perceptron.decisions import perceptron_predict
from autograder.topics.perceptron.features import rbf_features
from autograder.topics.perceptron.fits import perceptron_fit
from autograder.topics.perceptron.linear_layers import collapse_linear
from autograder.topics.perceptron.same_value import same_value_network
from autograder.topics.perceptron.scores import linear_score
from autograder.topics.perceptron.updates import perceptron_update

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
