"""Regularizers: penalties on the weights, their gradients, and a bound on the weights of a unit. Topic 07_regularization.

Weight decay is that of Krogh & Hertz (1991), the bound that of Srebro & Shraibman (2005). Biases are never penalised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mlp_reference.backend import array_module, float_array


def l2_penalty(weights: Iterable[Any], lam: float) -> float:
    """½·λ·Σ w² over all entries of all arrays, as a float."""
    return 0.5 * float(lam) * sum((float((float_array(W) ** 2).sum()) for W in weights), 0.0)


def l2_gradient(W: Any, lam: float) -> Any:
    """The gradient of `l2_penalty` by one of its arrays: λW, of W's shape."""
    return lam * float_array(W)


def l1_penalty(weights: Iterable[Any], lam: float) -> float:
    """λ·Σ |w| over all entries of all arrays, as a float: the lasso's penalty (Tibshirani 1996)."""
    return float(lam) * sum((float(abs(float_array(W)).sum()) for W in weights), 0.0)


def l1_gradient(W: Any, lam: float) -> Any:
    """The gradient of `l1_penalty` by one of its arrays: λ·sign(W), of W's shape. At the kink the subgradient 0 is chosen."""
    return lam * array_module(W).sign(float_array(W))


def add_weight_decay(
    loss: float, grads: Mapping[str, Any], params: Mapping[str, Any], lam: float
) -> tuple[float, dict[str, Any]]:
    """(loss, grads) of ℓ + ½·λ·Σ ‖W‖², from those of ℓ: the parameters whose name starts with "W" decay, the biases do not.

    Nothing passed in is changed; the gradients of the biases come back as they are.
    """
    decaying = [name for name in grads if name.startswith("W")]
    cost = loss + l2_penalty((params[name] for name in decaying), lam)
    return cost, {
        name: grad + l2_gradient(params[name], lam) if name in decaying else grad for name, grad in grads.items()
    }


def weight_decay_step(w: Any, dw: Any, lr: float, lam: float) -> Any:
    """One gradient step on ℓ + ½·λ·‖w‖², where dw is the gradient of ℓ: w decays by the factor 1 − ηλ, then follows −η·dw."""
    return (1 - lr * lam) * w - lr * dw


def max_norm(W: Any, limit: float) -> Any:
    """W (D, K) with every column that is longer than `limit` > 0 scaled back to that length; the others come back exactly.

    A column holds the incoming weights of one unit (Hinton et al. 2012, "Improving neural networks by preventing co-adaptation").
    """
    xp, W = array_module(W), float_array(W)
    lengths = xp.sqrt((W**2).sum(axis=0))  # (K,)
    return W * (limit / xp.maximum(lengths, limit))  # a factor of exactly 1 where the column is short enough
