"""04 matrix backprop: from one product to a network of any depth, gradients by hand."""

from __future__ import annotations

from autograder.topics.matrix_backprop.common import TOPIC
from autograder.topics.matrix_backprop.errors import mse_backward, mse_loss
from autograder.topics.matrix_backprop.gates import relu_backward
from autograder.topics.matrix_backprop.networks import mlp_loss_and_grads, two_layer_loss_and_grads
from autograder.topics.matrix_backprop.products import affine_backward, affine_forward, matmul_backward
from autograder.topics.matrix_backprop.sample import loop_backprop

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
