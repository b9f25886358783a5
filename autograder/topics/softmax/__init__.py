"""05 softmax: from logits to probabilities, losses and their gradients, and a referee that convicts wrong ones."""

from __future__ import annotations

from autograder.topics.softmax.accuracy import accuracy
from autograder.topics.softmax.binary_entropy import binary_cross_entropy
from autograder.topics.softmax.common import TOPIC
from autograder.topics.softmax.entropy import cross_entropy
from autograder.topics.softmax.entropy_gradient import cross_entropy_backward
from autograder.topics.softmax.jacobian import softmax_jacobian
from autograder.topics.softmax.logistic import logistic_gradients
from autograder.topics.softmax.logsumexp import logsumexp
from autograder.topics.softmax.one_hot import one_hot
from autograder.topics.softmax.predictions import predict
from autograder.topics.softmax.referee import gradient_check
from autograder.topics.softmax.softmax import softmax

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
