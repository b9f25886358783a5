"""04 matrix backprop: from one product to a network of any depth, gradients by hand."""

from __future__ import annotations

from autograder.topics.matrix_backprop.affine import affine_forward
from autograder.topics.matrix_backprop.affine_gradients import affine_backward
from autograder.topics.matrix_backprop.any_depth import mlp_loss_and_grads
from autograder.topics.matrix_backprop.common import TOPIC
from autograder.topics.matrix_backprop.error import mse_loss
from autograder.topics.matrix_backprop.error_gradient import mse_backward
from autograder.topics.matrix_backprop.gates import relu_backward
from autograder.topics.matrix_backprop.product_gradients import matmul_backward
from autograder.topics.matrix_backprop.sample import loop_backprop
from autograder.topics.matrix_backprop.two_layers import two_layer_loss_and_grads

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (
    matmul_backward,
    affine_forward,
    affine_backward,
    relu_backward,
    mse_loss,
    mse_backward,
    loop_backprop,
    two_layer_loss_and_grads,
    mlp_loss_and_grads,
)
