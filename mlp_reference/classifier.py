"""A classifier: a network of any depth with ReLU between its layers, trained on softmax cross-entropy with an L2 penalty.

`params` is a dict W1 (D, H1), b1 (H1,), W2, b2, …, the last with one column for each of the K classes. Topic 09_capstone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlp_reference.fitting import fit
from mlp_reference.losses import cross_entropy, cross_entropy_backward
from mlp_reference.mlp import MLP, backward, forward
from mlp_reference.regularizers import add_weight_decay
from mlp_reference.schedules import inverse_decay

Params = Mapping[str, Any]


def mlp_logits(params: Params, X: Any) -> Any:
    """Logits (N, K) of samples X (N, D)."""
    return forward(params, X)[1][-1]


def classifier_loss_and_grads(params: Params, X: Any, y: Any, lam: float) -> tuple[float, dict[str, Any]]:
    """(loss, grads) of `cross_entropy` of the logits plus ½·λ·Σ ‖W‖²: X (N, D), labels y (N,), grads named as `params`.

    The biases are not penalised, and relu′(0) = 0. Raises ValueError where there is not one label a row.
    """
    As, Zs = forward(params, X)
    grads = backward(params, As, Zs, cross_entropy_backward(Zs[-1], y))
    return add_weight_decay(cross_entropy(Zs[-1], y), grads, params, lam)


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
    sizes = (X_train.shape[1], *hidden, int(y_train.max()) + 1)
    model = MLP(sizes, optimizer="momentum", weight_decay=lam, dtype="float64", rng=rng)
    options = {"epochs": epochs, "batch_size": batch_size, "validation": (X_val, y_val), "patience": patience}
    fit(model, X_train, y_train, lr=inverse_decay(lr, 0.1), rng=rng, progress=False, **options)
    return model.params
