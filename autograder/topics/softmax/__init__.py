"""05 softmax: from logits to probabilities, losses and their gradients, and a referee that convicts wrong ones."""

from __future__ import annotations

from autograder.topics.softmax.backward import cross_entropy_backward, softmax_jacobian
from autograder.topics.softmax.common import TOPIC
from autograder.topics.softmax.entropy import cross_entropy
from autograder.topics.softmax.labels import accuracy, one_hot, predict
from autograder.topics.softmax.logistic import binary_cross_entropy, logistic_gradients
from autograder.topics.softmax.referee import gradient_check
from autograder.topics.softmax.rows import logsumexp, softmax

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (
    one_hot,
    logsumexp,
    softmax,
    cross_entropy,
    softmax_jacobian,
    cross_entropy_backward,
    binary_cross_entropy,
    logistic_gradients,
    predict,
    accuracy,
    gradient_check,
)
