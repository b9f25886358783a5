"""06 optimization: steps downhill, minibatches, training."""

from __future__ import annotations

from autograder.topics.optimization.adam import adam_step
from autograder.topics.optimization.common import TOPIC
from autograder.topics.optimization.descent import sgd_step
from autograder.topics.optimization.momentum import momentum_step
from autograder.topics.optimization.rate import decayed_rate
from autograder.topics.optimization.shuffling import minibatches
from autograder.topics.optimization.training import train

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (sgd_step, decayed_rate, minibatches, train, momentum_step, adam_step)
