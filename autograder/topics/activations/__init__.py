"""02 activations: one unit, what it fires, and how steeply."""

from __future__ import annotations

from autograder.topics.activations.difference import numerical_derivative
from autograder.topics.activations.entries import TOPIC
from autograder.topics.activations.layer import layer_forward
from autograder.topics.activations.neuron import neuron
from autograder.topics.activations.relu import relu
from autograder.topics.activations.relu_slope import relu_derivative
from autograder.topics.activations.sigmoid import sigmoid
from autograder.topics.activations.sigmoid_slope import sigmoid_derivative
from autograder.topics.activations.tanh import tanh
from autograder.topics.activations.tanh_slope import tanh_derivative

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (
    sigmoid,
    tanh,
    relu,
    sigmoid_derivative,
    tanh_derivative,
    relu_derivative,
    neuron,
    numerical_derivative,
    layer_forward,
)
