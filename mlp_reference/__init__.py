"""Neural networks from scratch, on NumPy and CuPy arrays alike. Knows nothing of courses.

`backend` ← `activations`, `losses` ← `layers` ← `network`, `mlp` ← `fitting`; every public function is also a name of the package.

    model = MLP((64, 32, 10), optimizer="adam")
    history = fit(model, X, y, lr=1e-3, validation=(X_val, y_val), patience=5)
    history.plot()
    save_model(model, "digits.npz")
"""

from mlp_reference.activations import (
    numerical_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from mlp_reference.backend import NoDevice, array_module, to_device, to_host
from mlp_reference.chain import chain_backward, chain_forward, product_loss_gradients, total_derivative
from mlp_reference.classifier import classifier_loss_and_grads, fit_classifier, mlp_logits
from mlp_reference.differences import gradient_check, numerical_gradient
from mlp_reference.early_stopping import (
    EarlyStopping,
    fit_with_early_stopping,
    linear_range_error,
    stopping_point,
)
from mlp_reference.fitting import fit
from mlp_reference.graph import Node, add, apply, backward, multiply, topological_order
from mlp_reference.history import History
from mlp_reference.initializers import init_params
from mlp_reference.jacobians import numerical_jacobian, product_jacobian, quadratic_form_gradient, square_jacobian
from mlp_reference.layers import (
    affine_backward,
    affine_forward,
    layer_forward,
    matmul_backward,
    neuron,
    relu_backward,
)
from mlp_reference.losses import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    cross_entropy,
    cross_entropy_backward,
    logistic_gradients,
    mse_backward,
    mse_loss,
)
from mlp_reference.metrics import accuracy, one_hot, predict
from mlp_reference.mlp import MLP
from mlp_reference.network import loop_backprop, mlp_loss_and_grads, two_layer_loss_and_grads
from mlp_reference.optimizers import adam_step, decayed_rate, momentum_step, sgd_step
from mlp_reference.perceptron import (
    collapse_linear,
    linear_score,
    perceptron_fit,
    perceptron_predict,
    perceptron_update,
    rbf_features,
    same_value_network,
)
from mlp_reference.probabilities import logsumexp, softmax, softmax_jacobian
from mlp_reference.regularizers import (
    add_weight_decay,
    l1_gradient,
    l1_penalty,
    l2_gradient,
    l2_penalty,
    max_norm,
    weight_decay_step,
)
from mlp_reference.schedules import constant, cosine_decay, inverse_decay, step_decay
from mlp_reference.selection import select_lambda, train_val_test_split
from mlp_reference.training import minibatches, train
from mlp_reference.weights import load_model, save_model

__all__ = [
    "MLP",
    "EarlyStopping",
    "History",
    "NoDevice",
    "Node",
    "accuracy",
    "adam_step",
    "add",
    "add_weight_decay",
    "affine_backward",
    "affine_forward",
    "apply",
    "array_module",
    "backward",
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "chain_backward",
    "chain_forward",
    "classifier_loss_and_grads",
    "collapse_linear",
    "constant",
    "cosine_decay",
    "cross_entropy",
    "cross_entropy_backward",
    "decayed_rate",
    "fit",
    "fit_classifier",
    "fit_with_early_stopping",
    "gradient_check",
    "init_params",
    "inverse_decay",
    "l1_gradient",
    "l1_penalty",
    "l2_gradient",
    "l2_penalty",
    "layer_forward",
    "linear_range_error",
    "linear_score",
    "load_model",
    "logistic_gradients",
    "logsumexp",
    "loop_backprop",
    "matmul_backward",
    "max_norm",
    "minibatches",
    "mlp_logits",
    "mlp_loss_and_grads",
    "momentum_step",
    "mse_backward",
    "mse_loss",
    "multiply",
    "neuron",
    "numerical_derivative",
    "numerical_gradient",
    "numerical_jacobian",
    "one_hot",
    "perceptron_fit",
    "perceptron_predict",
    "perceptron_update",
    "predict",
    "product_jacobian",
    "product_loss_gradients",
    "quadratic_form_gradient",
    "rbf_features",
    "relu",
    "relu_backward",
    "relu_derivative",
    "same_value_network",
    "save_model",
    "select_lambda",
    "sgd_step",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "softmax_jacobian",
    "square_jacobian",
    "step_decay",
    "stopping_point",
    "tanh",
    "tanh_derivative",
    "to_device",
    "to_host",
    "topological_order",
    "total_derivative",
    "train",
    "train_val_test_split",
    "two_layer_loss_and_grads",
    "weight_decay_step",
]
