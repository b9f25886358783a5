"""The optimizers of `optimizers`, in place, for weights W (D + 1, K) whose last row is the bias: it does not decay.

A gradient is HᵀD, with the layer's inputs H (N, D + 1) and D (N, K). D is dZ times `share(lr)`: the learning rate is in it already
where the update is linear in the gradient.
"""

from __future__ import annotations

from typing import Any

from mlp_reference.backend import array_module
from mlp_reference.kernels import BETA1, BETA2
from mlp_reference.optimizers import MOMENTUM


class SGD:
    """w ← w − lr·(g + λw)."""

    def __init__(self, W: Any, decay: float, kernels: Any):
        self.W, self.decay, self.kernels = W, decay, kernels
        self.G = array_module(W).empty_like(W)
        self.decaying, self.slopes = W[:-1], self.G[:-1]

    def share(self, lr: float) -> float:
        return lr

    def step(self, H: Any, D: Any, lr: float) -> None:
        if self.decay:
            self.decaying *= 1 - lr * self.decay
        self.kernels.subtract_product(self.W, H, D, self.G)


class Momentum(SGD):
    """v ← γv + lr·(g + λw), w ← w − v."""

    def __init__(self, W: Any, decay: float, kernels: Any):
        super().__init__(W, decay, kernels)
        self.V = array_module(W).zeros_like(W)

    def step(self, H: Any, D: Any, lr: float) -> None:
        self.kernels.product(H.T, D, self.G)
        if self.decay:
            self.slopes += lr * self.decay * self.decaying
        self.kernels.momentum(self.W, self.G, self.V, MOMENTUM)


class Adam(Momentum):
    """`adam_step` with g + λw."""

    def __init__(self, W: Any, decay: float, kernels: Any):
        super().__init__(W, decay, kernels)
        self.M, self.t = array_module(W).zeros_like(W), 0

    def share(self, lr: float) -> float:
        return 1.0

    def step(self, H: Any, D: Any, lr: float) -> None:
        self.t += 1
        self.kernels.product(H.T, D, self.G)
        if self.decay:
            self.slopes += self.decay * self.decaying
        rate, correction = lr / (1 - BETA1**self.t), (1 - BETA2**self.t) ** -0.5
        self.kernels.adam(self.W, self.G, self.M, self.V, rate, correction)


UPDATES = {"adam": Adam, "momentum": Momentum, "sgd": SGD}
