"""Networks: the loss and its gradient by every parameter, by backpropagation (Rumelhart, Hinton & Williams 1986).

Topic 04_matrix_backprop. The loss is averaged over the batch and every gradient has the shape of its parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlp_reference.activations import relu, sigmoid, sigmoid_derivative
from mlp_reference.layers import affine_backward, affine_forward, relu_backward
from mlp_reference.losses import mse_backward, mse_loss


def loop_backprop(x: Any, W: Any, b: Any, v: Any, c: float, target: float) -> tuple[float, Any, Any, Any, float]:
    """(loss, dW, db, dv, dc) of one sample x (D,): k = xW + b, h = σ(k), y = v·h + c, loss = (y − target)².

    W (D, H), b (H,), v (H,) and the number c; W[i, j] joins input i to hidden unit j.
    """
    k = affine_forward(x, W, b)  # (H,)
    h = sigmoid(k)
    y = float(v @ h + c)
    error = y - float(target)
    dy = 2 * error
    dk = dy * v * sigmoid_derivative(k)  # (H,)
    return error**2, x[:, None] * dk, dk, dy * h, dy  # dW is the outer product of x and dk, (D, H)


def two_layer_loss_and_grads(X: Any, Y: Any, params: Mapping[str, Any]) -> tuple[float, dict[str, Any]]:
    """(loss, grads) of F = relu(X W1 + b1) W2 + b2 under `mse_loss`, for X (N, D) and Y (N, K).

    `params` and `grads` hold W1 (D, H), b1 (H,), W2 (H, K) and b2 (K,).
    """
    weights, biases = [params["W1"], params["W2"]], [params["b1"], params["b2"]]
    loss, (dW1, dW2), (db1, db2) = mlp_loss_and_grads(X, Y, weights, biases)
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


def mlp_loss_and_grads(
    X: Any, Y: Any, weights: Sequence[Any], biases: Sequence[Any]
) -> tuple[float, list[Any], list[Any]]:
    """(loss, dweights, dbiases) of a network of any depth ≥ 1 under `mse_loss`: ReLU between layers, linear output.

    X (N, D), Y (N, K); layer l has weights (H_l, H_l+1) and biases (H_l+1,). relu′(0) = 0.
    """
    As, Zs = [X], [affine_forward(X, weights[0], biases[0])]  # what goes into each layer, and its pre-activations
    for W, b in zip(weights[1:], biases[1:], strict=True):
        As.append(relu(Zs[-1]))
        Zs.append(affine_forward(As[-1], W, b))
    dweights, dbiases = [], []
    dZ = mse_backward(Zs[-1], Y)
    for layer in reversed(range(len(weights))):
        dA, dW, db = affine_backward(dZ, As[layer], weights[layer])
        dweights.insert(0, dW)
        dbiases.insert(0, db)
        if layer > 0:
            dZ = relu_backward(dA, Zs[layer - 1])
    return mse_loss(Zs[-1], Y), dweights, dbiases
