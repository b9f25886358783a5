"""A classifier: a network of any depth with ReLU between its layers, trained on softmax cross-entropy with an L2 penalty.

`params` is a dict W1 (D, H1), b1 (H1,), W2, b2, …, the last with one column for each of the K classes. Topic 09_capstone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlp_reference.activations import relu
from mlp_reference.early_stopping import EarlyStopping
from mlp_reference.initializers import init_params
from mlp_reference.layers import affine_backward, affine_forward, relu_backward
from mlp_reference.losses import cross_entropy, cross_entropy_backward
from mlp_reference.optimizers import decayed_rate, momentum_step
from mlp_reference.regularizers import add_weight_decay
from mlp_reference.training import minibatches

Params = Mapping[str, Any]


def mlp_logits(params: Params, X: Any) -> Any:
    """Logits (N, K) of samples X (N, D)."""
    return _forward(params, X)[1][-1]


def classifier_loss_and_grads(params: Params, X: Any, y: Any, lam: float) -> tuple[float, dict[str, Any]]:
    """(loss, grads) of `cross_entropy` of the logits plus ½·λ·Σ ‖W‖²: X (N, D), labels y (N,), grads named as `params`.

    The biases are not penalised, and relu′(0) = 0. Raises ValueError where there is not one label a row.
    """
    As, Zs = _forward(params, X)
    grads, dZ = {}, cross_entropy_backward(Zs[-1], y)
    for layer in reversed(range(len(Zs))):
        dA, grads[f"W{layer + 1}"], grads[f"b{layer + 1}"] = affine_backward(dZ, As[layer], params[f"W{layer + 1}"])
        if layer > 0:
            dZ = relu_backward(dA, Zs[layer - 1])
    ordered = {name: grads[name] for name in params}
    return add_weight_decay(cross_entropy(Zs[-1], y), ordered, params, lam)


def fit_classifier(
    X_train: Any,
    y_train: Any,
    X_val: Any,
    y_val: Any,
    rng: np.random.Generator,
    hidden: Sequence[int] = (64,),
    lr: float = 0.1,
    lam: float = 1e-3,
    epochs: int = 50,
    batch_size: int = 50,
    patience: int = 10,
) -> dict[str, Any]:
    """The parameters of the epoch with the smallest validation loss: momentum 0.9, a decaying rate, early stopping.

    X_train (N, D) with labels y_train (N,) from 0 to K − 1, every class among them; X_val and y_val alike.
    """
    params = init_params((X_train.shape[1], *hidden, int(y_train.max()) + 1), rng)
    velocity = {name: np.zeros_like(values) for name, values in params.items()}
    stopping = EarlyStopping(patience)
    for epoch in range(epochs):
        rate = decayed_rate(lr, 0.1, epoch)
        for X, y in minibatches(X_train, y_train, batch_size, rng):
            grads = classifier_loss_and_grads(params, X, y, lam)[1]
            params, velocity = momentum_step(params, velocity, grads, rate, 0.9)
        if stopping.update(cross_entropy(mlp_logits(params, X_val), y_val), params):
            break
    return stopping.best_params


def _forward(params: Params, X: Any) -> tuple[list[Any], list[Any]]:
    """What each layer receives, and its pre-activations."""
    As, Zs = [X], []
    for layer in range(1, len(params) // 2 + 1):
        if Zs:
            As.append(relu(Zs[-1]))
        Zs.append(affine_forward(As[-1], params[f"W{layer}"], params[f"b{layer}"]))
    return As, Zs
