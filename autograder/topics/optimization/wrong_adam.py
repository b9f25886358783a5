"""Wrong steps of Adam."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import mlp_reference as right


def adam(
    m: Callable = lambda m, g, beta1: beta1 * m + (1 - beta1) * g,
    v: Callable = lambda v, g, beta2: beta2 * v + (1 - beta2) * g**2,
    m_hat: Callable = lambda m, beta1, t: m / (1 - beta1**t),
    v_hat: Callable = lambda v, beta2, t: v / (1 - beta2**t),
    step: Callable = lambda lr, m, v, eps: lr * m / (np.sqrt(v) + eps),
    used: Callable = lambda t: t + 1,
    kept: Callable = lambda t: t + 1,
    beginning: int = 0,
    start: Callable = lambda g: (np.zeros_like(g), np.zeros_like(g)),
    keep: Callable = lambda m, v, m_hat, v_hat: (m, v),
    move: Callable = lambda w, step: w - step,
) -> Callable:
    """Adam with some of its rules replaced."""

    def adam_step(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        before, stepped, new_m, new_v = state.get("t", beginning), {}, {}, {}
        t = used(before)
        for name, w in params.items():
            old_m, old_v = (state["m"][name], state["v"][name]) if state else start(grads[name])
            mine, theirs = m(old_m, grads[name], beta1), v(old_v, grads[name], beta2)
            a, b = m_hat(mine, beta1, t), v_hat(theirs, beta2, t)
            stepped[name] = move(w, step(lr, a, b, eps))
            new_m[name], new_v[name] = keep(mine, theirs, a, b)
        return stepped, {"t": kept(before), "m": new_m, "v": new_v}

    return adam_step


def other_correction(choose: Callable) -> Callable:
    """Averages with the right β, corrected with others."""

    def adam_step(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        one, other = choose(beta1, beta2)
        corrected = adam(m_hat=lambda m, _, t: m / (1 - one**t), v_hat=lambda v, _, t: v / (1 - other**t))
        return corrected(params, state, grads, lr, beta1, beta2, eps)

    return adam_step


def betas_swapped(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(params, state, grads, lr, beta2, beta1, eps)


def betas_fixed(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(params, state, grads, lr)


def squares_written_into(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    if not state:
        state.update(t=0, m={name: np.zeros_like(w) for name, w in params.items()})
        state["v"] = {name: np.zeros_like(w) for name, w in params.items()}
    stepped, new = right.adam_step(params, state, grads, lr, beta1, beta2, eps)
    state.update(new)
    return stepped, state


def moments_written_into(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    stepped, new = right.adam_step(params, state, grads, lr, beta1, beta2, eps)
    for moment in "mv":
        for name in state.get(moment, ()):
            state[moment][name][...] = new[moment][name]
            new[moment][name] = state[moment][name]
    return stepped, new


def params_written_into(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    stepped, new = right.adam_step(params, state, grads, lr, beta1, beta2, eps)
    for name in params:
        params[name][...] = stepped[name]
    return params, new


def counted_in_every_name(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t, stepped, m, v = state.get("t", 0), {}, {}, {}
    for name in params:
        t += 1
        one = {"t": t - 1} | {moment: {name: state[moment][name] if state else 0.0} for moment in "mv"}
        moved, new = right.adam_step({name: params[name]}, one, grads, lr, beta1, beta2, eps)
        stepped[name], m[name], v[name] = moved[name], new["m"][name], new["v"][name]
    return stepped, {"t": t, "m": m, "v": v}


def one_name(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    stepped, new = right.adam_step(params, state, grads, lr, beta1, beta2, eps)
    name = list(params)[-1]
    return {name: stepped[name]}, {"t": new["t"], "m": {name: new["m"][name]}, "v": {name: new["v"][name]}}


def by_position(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return right.adam_step(params, state, dict(zip(params, grads.values(), strict=True)), lr, beta1, beta2, eps)


def flat_state(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    stepped, new = right.adam_step(params, state, grads, lr, beta1, beta2, eps)
    return stepped, (new["m"], new["v"], new["t"])


def params_only(*args):
    return right.adam_step(*args)[0]


def old_state(params, state, *rest):
    return right.adam_step(params, state, *rest)[0], state


AS_IT_IS = {"m_hat": lambda m, beta1, t: m, "v_hat": lambda v, beta2, t: v}
