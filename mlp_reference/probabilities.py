"""Softmax and its relatives: a row of logits becomes a row of probabilities. Stable for any finite logits. Topic 05_softmax.

float32 stays float32. No exponential here has a positive argument: each row's maximum is taken off first.
"""

from __future__ import annotations

from typing import Any

from mlp_reference.backend import array_module, float_array


def logsumexp(Z: Any) -> Any:
    """log Σ_k e^z_k of each row of logits Z (N, K), shape (N,): a smooth maximum."""
    xp, Z = array_module(Z), float_array(Z)
    top = Z.max(axis=1)  # (N,)
    return top + xp.log(xp.exp(Z - top[:, None]).sum(axis=1))


def softmax(Z: Any) -> Any:
    """Probabilities e^z_k / Σ_j e^z_j along each row of logits Z (N, K), shape (N, K) (Bridle 1990)."""
    xp, Z = array_module(Z), float_array(Z)
    E = xp.exp(Z - Z.max(axis=1, keepdims=True))  # (N, K)
    return E / E.sum(axis=1, keepdims=True)


def softmax_jacobian(z: Any) -> Any:
    """∂p_j/∂z_k = p_j·(1[j = k] − p_k) of one row of logits z (K,), shape (K, K): diag(p) − p pᵀ, symmetric, rows sum to 0."""
    p = softmax(z[None, :])[0]  # (K,)
    return array_module(p).diag(p) - p[:, None] * p[None, :]
