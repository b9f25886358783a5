"""03 chain rule: slopes along one path, along several, for vectors, and on any graph."""

from __future__ import annotations

from autograder.topics.chain_rule.common import TOPIC
from autograder.topics.chain_rule.composition import chain_backward, chain_forward
from autograder.topics.chain_rule.differences import numerical_jacobian
from autograder.topics.chain_rule.jacobians import product_jacobian, quadratic_form_gradient, square_jacobian
from autograder.topics.chain_rule.nodes import multiply
from autograder.topics.chain_rule.orders import topological_order
from autograder.topics.chain_rule.passes import backward
from autograder.topics.chain_rule.paths import product_loss_gradients, total_derivative

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
