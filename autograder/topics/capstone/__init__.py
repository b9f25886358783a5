"""09 capstone: a network for the ten digits, from its first weights to the parameters that are graded by what they read."""

from __future__ import annotations

from autograder.topics.capstone.common import TOPIC
from autograder.topics.capstone.fitting import fit_digits
from autograder.topics.capstone.forward import mlp_logits
from autograder.topics.capstone.gradients import digits_loss_and_grads
from autograder.topics.capstone.weights import init_params

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (init_params, mlp_logits, digits_loss_and_grads, fit_digits)
