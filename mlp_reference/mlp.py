"""The multilayer perceptron: forward, backward and update (Rumelhart, Hinton & Williams 1986).

`params` is a dict W1 (D, H1), b1 (H1,), W2, b2, …; the same activation follows every layer but the last, whose outputs Z (N, K)
are logits, or the values themselves under the squared loss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlp_reference.activations import ACTIVATIONS
from mlp_reference.backend import device_module
from mlp_reference.initializers import init_params
from mlp_reference.layers import affine_backward, affine_forward
from mlp_reference.optimizers import MOMENTUM, adam_step, momentum_step, sgd_step
from mlp_reference.regularizers import add_weight_decay
from mlp_reference.targets import LOSSES, as_inputs, as_targets

Params = Mapping[str, Any]


def forward(params: Params, X: Any, activation: str = "relu") -> tuple[list[Any], list[Any]]:
    """(As, Zs): what each layer receives, beginning with X (N, D), and each layer's pre-activations, ending with the outputs."""
    g = ACTIVATIONS[activation][0]
    As, Zs = [X], []
    for layer in range(1, len(params) // 2 + 1):
        if Zs:
            As.append(g(Zs[-1]))
        Zs.append(affine_forward(As[-1], params[f"W{layer}"], params[f"b{layer}"]))
    return As, Zs


def backward(params: Params, As: Sequence[Any], Zs: Sequence[Any], dZ: Any, activation: str = "relu") -> dict[str, Any]:
    """The gradients, named as `params`: `As` and `Zs` are those of `forward`, dZ (N, K) the loss's gradient by the outputs."""
    derivative = ACTIVATIONS[activation][1]
    grads = {}
    for layer in range(len(Zs), 0, -1):
        dA, grads[f"W{layer}"], grads[f"b{layer}"] = affine_backward(dZ, As[layer - 1], params[f"W{layer}"])
        if layer > 1:
            dZ = dA * derivative(Zs[layer - 2])
    return {name: grads[name] for name in params}


def update(
    optimizer: str, params: Params, state: Params, grads: Params, lr: float
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(params, state) after one step of the optimizer, whose `state` is {} before the first."""
    if optimizer == "sgd":
        return sgd_step(params, grads, lr), {}
    if optimizer == "momentum":
        return momentum_step(params, state or dict.fromkeys(params, 0), grads, lr, MOMENTUM)
    return adam_step(params, state, grads, lr)


class MLP:
    """A network with layers of `sizes` D, H1, …, K and what it takes to train it; `fit` does.

    `activation` is relu, sigmoid or tanh; `loss` cross_entropy (labels 0 to K − 1), binary_cross_entropy (labels 0 and 1, K = 1) or
    mse (targets (N, K)); `optimizer` sgd, momentum or adam. The initial weights are drawn from `rng`, a generator or a seed, with
    NumPy in float64 whatever `dtype` and `device` (cpu or gpu) are, so all start equal. Raises ValueError for what it does not
    know, NoDevice where there is no GPU.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: str = "relu",
        loss: str = "cross_entropy",
        optimizer: str = "sgd",
        weight_decay: float = 0.0,
        dtype: Any = "float32",
        device: str = "cpu",
        rng: np.random.Generator | int = 0,
    ):
        self.sizes, self.weight_decay, self.dtype = tuple(map(int, sizes)), float(weight_decay), np.dtype(dtype)
        self.activation = _known("activation", activation, ACTIVATIONS)
        self.loss = _known("loss", loss, LOSSES)
        self.optimizer = _known("optimizer", optimizer, ("adam", "momentum", "sgd"))
        _known("dtype", self.dtype.name, ("float32", "float64"))
        if loss == "binary_cross_entropy" and self.sizes[-1] != 1:
            raise ValueError(f"sizes is {list(sizes)}; binary_cross_entropy needs one output, so it ends with 1")
        xp = device_module() if _known("device", device, ("cpu", "gpu")) == "gpu" else np
        drawn = init_params(self.sizes, np.random.default_rng(rng))
        self.params = {name: xp.asarray(values.astype(self.dtype)) for name, values in drawn.items()}
        self.state: dict[str, Any] = {}  # the optimizer's

    def step(self, X: Any, y: Any, lr: float) -> float:
        """The loss on a batch X (N, D), y before one update of the parameters with rate `lr`."""
        loss, grads = self.loss_and_grads(X, y)
        self.params, self.state = update(self.optimizer, self.params, self.state, grads, lr)
        return loss

    def loss_and_grads(self, X: Any, y: Any) -> tuple[float, dict[str, Any]]:
        """The loss on X (N, D), y without the penalty; the gradients with it: weights decay, biases do not."""
        value, gradient = LOSSES[self.loss]
        As, Zs = forward(self.params, X, self.activation)
        loss, grads = value(Zs[-1], y), backward(self.params, As, Zs, gradient(Zs[-1], y), self.activation)
        return loss, add_weight_decay(0.0, grads, self.params, self.weight_decay)[1] if self.weight_decay else grads

    def outputs(self, X: Any) -> Any:
        """Z (N, K) of samples X (N, D). Raises ValueError for another shape."""
        return forward(self.params, self.inputs(X), self.activation)[1][-1]

    def predict(self, X: Any) -> Any:
        """Labels (N,) of samples X (N, D), as integers; under the squared loss the values (N, K)."""
        Z = self.outputs(X)
        if self.loss == "mse":
            return Z
        return Z.argmax(axis=1) if self.loss == "cross_entropy" else (Z[:, 0] > 0).astype(np.int64)

    def evaluate(self, X: Any, y: Any) -> dict[str, float]:
        """`loss` without the penalty and, for a classifier, `accuracy` on X (N, D), y. Raises ValueError where they do not fit."""
        Z, y = self.outputs(X), self.targets(y, len(X))
        scores = {"loss": LOSSES[self.loss][0](Z, y)}
        if self.loss != "mse":
            right = (Z.argmax(axis=1) if self.loss == "cross_entropy" else Z[:, 0] > 0) == y
            scores["accuracy"] = float(right.mean())
        return scores

    def inputs(self, X: Any) -> Any:
        """X (N, D) in the network's dtype, where its parameters lie. Raises ValueError for another shape."""
        return as_inputs(X, self.sizes[0], self.params["W1"])

    def targets(self, y: Any, N: int) -> Any:
        """The targets of N samples as the loss wants them. Raises ValueError where they are no such thing."""
        return as_targets(y, N, self.sizes[-1], self.loss, self.params["W1"])


def _known(what: str, name: str, known: Any) -> str:
    if name not in known:
        raise ValueError(f"{what} is {name!r}; choose one of {', '.join(sorted(known))}")
    return name
