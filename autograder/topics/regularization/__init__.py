"""07 regularization: keeping weights small, data apart, and the choice of λ honest."""

from __future__ import annotations

from autograder.topics.regularization.bound import max_norm
from autograder.topics.regularization.common import TOPIC
from autograder.topics.regularization.cost import add_weight_decay
from autograder.topics.regularization.decay import weight_decay_step
from autograder.topics.regularization.lasso import l1_penalty
from autograder.topics.regularization.lasso_gradient import l1_gradient
from autograder.topics.regularization.ridge import l2_penalty
from autograder.topics.regularization.ridge_gradient import l2_gradient
from autograder.topics.regularization.selection import select_lambda
from autograder.topics.regularization.split import train_val_test_split

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (
    l2_penalty,
    l2_gradient,
    weight_decay_step,
    l1_penalty,
    l1_gradient,
    add_weight_decay,
    max_norm,
    train_val_test_split,
    select_lambda,
)
