"""03 chain rule: slopes along one path, along several, for vectors, and on any graph."""

from __future__ import annotations

from autograder.topics.chain_rule.common import TOPIC
from autograder.topics.chain_rule.differences import numerical_jacobian
from autograder.topics.chain_rule.local_slopes import chain_backward
from autograder.topics.chain_rule.nodes import multiply
from autograder.topics.chain_rule.orders import topological_order
from autograder.topics.chain_rule.passes import backward
from autograder.topics.chain_rule.product_jacobian import product_jacobian
from autograder.topics.chain_rule.product_loss import product_loss_gradients
from autograder.topics.chain_rule.quadratic_form import quadratic_form_gradient
from autograder.topics.chain_rule.square_jacobian import square_jacobian
from autograder.topics.chain_rule.steps import chain_forward
from autograder.topics.chain_rule.total_derivative import total_derivative

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (
    chain_forward,
    chain_backward,
    product_loss_gradients,
    total_derivative,
    square_jacobian,
    product_jacobian,
    quadratic_form_gradient,
    numerical_jacobian,
    multiply,
    topological_order,
    backward,
)
