"""The same training as `MLP.step` with minibatches, in place: no array of a layer's size is made, and the same code runs on CuPy.

What makes it fast, in the order of what it gains:

- every product and every element-wise step writes into memory that is already there;
- 1/N and, but for Adam, the learning rate go into the last dZ, (N, K), so that no pass over the weights is spent on them;
- a bias is one more row of its weights, under a column of ones in the layer's inputs: it costs no operation of its own;
- samples are gathered for many batches at once, and the loss of these batches is computed once, from logits that were kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_reference.backend import array_module
from mlp_reference.device import DeviceKernels
from mlp_reference.kernels import HostKernels, row_max
from mlp_reference.mlp import MLP
from mlp_reference.targets import target_rows
from mlp_reference.updates import UPDATES


class FastPath:
    """Epochs of `model` on X (N, D) and targets y, as `MLP.inputs` and `MLP.targets` return them.

    Takes the model's parameters over: they become views of the arrays that change here.
    """

    def __init__(self, model: MLP, X: Any, y: Any, batch_size: int):
        xp, self.sizes, self.loss, self.batch_size = array_module(X), model.sizes, model.loss, min(batch_size, len(X))
        self.xp, self.kernels = xp, (HostKernels if xp is np else DeviceKernels)(model.activation, model.loss)
        self.X = xp.concatenate([X, xp.ones((len(X), 1), X.dtype)], axis=1)  # (N, D + 1)
        self.T = target_rows(y, self.sizes[-1], model.loss, X.dtype)  # (N, K)
        layers = range(1, len(self.sizes))
        self.weights = [xp.concatenate([model.params[f"W{n}"], model.params[f"b{n}"][None]]) for n in layers]
        model.params = {f"W{n}": W[:-1] for n, W in zip(layers, self.weights, strict=True)}
        model.params |= {f"b{n}": W[-1] for n, W in zip(layers, self.weights, strict=True)}
        self.updates = [UPDATES[model.optimizer](W, model.weight_decay, self.kernels) for W in self.weights]
        batches = max(1, self.kernels.chunk // (self.batch_size * self.X[0].nbytes))
        rows = min(batches * self.batch_size, len(X))
        self.chunk = [xp.empty((rows, width), X.dtype) for width in (self.sizes[0] + 1, self.sizes[-1], self.sizes[-1])]
        self.buffers: dict[int, tuple[list[Layer], Any]] = {}  # by the number of rows: the last batch has fewer

    def epoch(self, lr: float, rng: np.random.Generator) -> float:
        """The mean loss of one epoch of updates, in an order drawn from `rng`."""
        order, losses = self.xp.asarray(rng.permutation(len(self.X))), []
        for start in range(0, len(order), len(self.chunk[0])):
            rows = order[start : start + len(self.chunk[0])]
            X, T, Z = (array[: len(rows)] for array in self.chunk)
            self.kernels.gather(self.X, rows, X)
            self.kernels.gather(self.T, rows, T)
            for i in range(0, len(rows), self.batch_size):
                batch = slice(i, i + self.batch_size)
                self.step(X[batch], T[batch], Z[batch], lr)
            losses.append(total_loss(Z, T, self.loss))
        return float(sum(losses)) / len(order)  # the only number that is read from a device

    def step(self, X: Any, T: Any, Z: Any, lr: float) -> None:
        """Forward, backward and update on a batch X (B, D + 1) with targets T (B, K); the outputs go to Z (B, K)."""
        kernels, (hidden, dZ) = self.kernels, self.memory(len(X))
        inputs = [X, *(layer.H for layer in hidden)]
        for H, W, layer in zip(inputs, self.weights, hidden, strict=False):
            kernels.product(H, W, layer.Z)
            kernels.activate(layer.H)
        kernels.product(inputs[-1], self.weights[-1], Z)
        kernels.output_gradient(Z, T, self.updates[0].share(lr) / len(X), dZ)
        dZs = [*(layer.dZ for layer in hidden), dZ]
        for n in range(len(hidden), -1, -1):
            if n > 0:
                below = hidden[n - 1]
                kernels.product(dZs[n], self.weights[n][:-1].T, below.dZ)
                kernels.scale_by_derivative(below.dH, below.H, below.scratch)
            self.updates[n].step(inputs[n], dZs[n], lr)

    def memory(self, rows: int) -> tuple[list[Layer], Any]:
        """The hidden layers of a batch of so many samples, and the last dZ (rows, K)."""
        if rows not in self.buffers:
            _, *hidden, K = self.sizes
            layers = [Layer(self.xp, (rows, n + 1), self.X.dtype, self.kernels.order) for n in hidden]
            self.buffers[rows] = layers, self.xp.empty((rows, K), self.X.dtype)
        return self.buffers[rows]


class Layer:
    """Memory for the outputs of a hidden layer with a column of ones, `shape` (B, n + 1), and for their gradient beside zeros.

    Z and dZ are what lies beside the ones and the zeros: A takes the place of Z, and dZ that of dA.
    """

    def __init__(self, xp: Any, shape: tuple[int, int], dtype: Any, order: str):
        self.H, self.dH, self.scratch = (make(shape, dtype, order=order) for make in (xp.ones, xp.zeros, xp.zeros))
        self.Z, self.dZ = self.H[:, :-1], self.dH[:, :-1]


def total_loss(Z: Any, T: Any, loss: str) -> Any:
    """The sum of the losses of outputs Z (N, K) with target rows T (N, K), left where it is."""
    xp = array_module(Z)
    if loss == "mse":
        E = Z - T
        return 0.5 * (E * E).sum()
    if loss == "cross_entropy":
        E = Z - (row_max(Z) if xp is np else Z.max(axis=1, keepdims=True))  # where a loss is small, so are both sums
        return xp.log(xp.exp(E).sum(axis=1)).sum() - (E * T).sum()
    return (xp.maximum(Z, 0) - Z * T + xp.log1p(xp.exp(-xp.abs(Z)))).sum()
