"""02 activations: one unit, what it fires, and how steeply."""

from __future__ import annotations

from autograder.topics.activations.curves import relu, sigmoid, tanh
from autograder.topics.activations.difference import numerical_derivative
from autograder.topics.activations.entries import TOPIC
from autograder.topics.activations.slopes import relu_derivative, sigmoid_derivative, tanh_derivative
from autograder.topics.activations.units import layer_forward, neuron

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
