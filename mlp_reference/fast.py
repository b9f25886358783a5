"""The same training as `MLP.step` with minibatches, in place: no array is made inside an epoch, and the same code runs on CuPy.

What makes it fast, in the order of what it gains:

- every product and every element-wise step writes into memory that is already there;
- the learning rate and 1/N go into dZ, (N, K), so that no pass over the weights is spent on them;
- a bias is one more row of its weights, under a column of ones in the layer's inputs: it costs no operation of its own;
- samples are gathered for many batches at once, and the loss of these batches is computed once, from logits that were kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_reference.backend import array_module
from mlp_reference.device import DeviceKernels
from mlp_reference.kernels import HostKernels
from mlp_reference.mlp import MLP
from mlp_reference.probabilities import logsumexp
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
        self.buffers: dict[int, tuple[list[Any], list[Any]]] = {}  # by the number of rows: the last batch has fewer

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
        kernels, Hs, Ds = self.kernels, *self.layers(len(X))
        inputs = [X, *Hs]  # each with its column of ones
        for H, W, H_next in zip(inputs, self.weights, Hs, strict=False):
            A = H_next[:, :-1]
            kernels.product(H, W, A)
            kernels.activate(A)
        kernels.product(inputs[-1], self.weights[-1], Z)
        kernels.output_gradient(Z, T, self.updates[0].share(lr) / len(X), Ds[-1])
        for n in range(len(Ds) - 1, -1, -1):
            if n > 0:
                kernels.product(Ds[n], self.weights[n][:-1].T, Ds[n - 1])
                kernels.scale_by_derivative(Ds[n - 1], Hs[n - 1][:, :-1])
            self.updates[n].step(inputs[n], Ds[n], lr)

    def layers(self, rows: int) -> tuple[list[Any], list[Any]]:
        """Memory for a batch of so many rows: the hidden layers' outputs with a column of ones, and every layer's dZ."""
        if rows not in self.buffers:
            order, dtype, (_, *hidden, K) = self.kernels.order, self.X.dtype, self.sizes
            Hs = [self.xp.ones((rows, n + 1), dtype, order=order) for n in hidden]
            Ds = [self.xp.empty((rows, n), dtype, order=order) for n in hidden] + [self.xp.empty((rows, K), dtype)]
            self.buffers[rows] = Hs, Ds
        return self.buffers[rows]


def total_loss(Z: Any, T: Any, loss: str) -> Any:
    """The sum of the losses of outputs Z (N, K) with target rows T (N, K), left where it is."""
    xp = array_module(Z)
    if loss == "mse":
        E = Z - T
        return 0.5 * (E * E).sum()
    if loss == "cross_entropy":
        return (logsumexp(Z) - (Z * T).sum(axis=1)).sum()
    return (xp.maximum(Z, 0) - Z * T + xp.log1p(xp.exp(-xp.abs(Z)))).sum()
