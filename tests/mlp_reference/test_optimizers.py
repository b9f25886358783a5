"""Optimizers step as their papers say, and leave what they are given as it was."""

import copy

import numpy as np
import pytest

from mlp_reference.optimizers import adam_step, decayed_rate, momentum_step, sgd_step


def draw(seed=0, dtype=np.float64):
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(shape).astype(dtype) for name, shape in {"W": (3, 2), "b": (2,), "c": ()}.items()}


def equal(a, b):
    return a.keys() == b.keys() and all(np.allclose(a[name], b[name], rtol=1e-12, atol=0) for name in a)


def test_sgd_steps_against_the_gradient():
    params, grads = draw(0), draw(1)
    assert equal(sgd_step(params, grads, 0.1), {name: params[name] - 0.1 * grads[name] for name in params})


def test_momentum_moves_by_the_velocity_of_this_step():
    params, velocity = {"w": np.zeros(1)}, {"w": np.zeros(1)}
    for expected in (-0.1, -0.29, -0.561):  # the slide's order gives 0, -0.1, -0.29
        params, velocity = momentum_step(params, velocity, {"w": np.ones(1)}, 0.1, 0.9)
        assert params["w"] == pytest.approx(expected)


def test_momentum_without_inertia_is_sgd():
    params, grads = draw(0), draw(1)
    assert equal(momentum_step(params, draw(2), grads, 0.1, 0.0)[0], sgd_step(params, grads, 0.1))


def test_adams_first_step_has_length_lr_in_every_entry():
    params, grads = draw(0), draw(1)
    stepped, state = adam_step(params, {}, grads, 0.01)
    assert all(np.allclose(stepped[name], params[name] - 0.01 * np.sign(grads[name])) for name in params)
    assert state["t"] == 1 and equal(state["m"], {name: 0.1 * g for name, g in grads.items()})


def test_adam_agrees_with_the_paper_in_scalars():
    w, m, v, state, params = 0.5, 0.0, 0.0, {}, {"w": np.array([0.5])}
    for t, g in enumerate([0.3, -2.0, 0.0, 1.1, 5.0], start=1):
        m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
        w -= 0.1 * (m / (1 - 0.8**t)) / ((v / (1 - 0.95**t)) ** 0.5 + 0.01)
        params, state = adam_step(params, state, {"w": np.array([g])}, 0.1, 0.8, 0.95, 0.01)
        assert params["w"][0] == pytest.approx(w) and state["m"]["w"][0] == pytest.approx(m) and state["t"] == t


def test_adam_stands_still_where_no_gradient_ever_was():
    stepped, _ = adam_step({"w": np.ones(2)}, {}, {"w": np.zeros(2)}, 0.1)
    assert np.array_equal(stepped["w"], np.ones(2))


@pytest.mark.parametrize(
    "step",
    [
        lambda params, other, grads: sgd_step(params, grads, 0.1),
        lambda params, other, grads: momentum_step(params, other, grads, 0.1, 0.9),
        lambda params, other, grads: adam_step(params, {}, grads, 0.1),
        lambda params, other, grads: adam_step(
            params, {"t": 3, "m": other, "v": {k: v**2 for k, v in other.items()}}, grads, 0.1
        ),
    ],
)
def test_nothing_passed_in_changes_and_float32_stays_float32(step):
    given = draw(0, np.float32), draw(1, np.float32), draw(2, np.float32)
    before = copy.deepcopy(given)
    result = step(*given)
    assert all(equal(a, b) for a, b in zip(given, before, strict=True))
    params = result[0] if isinstance(result, tuple) else result
    assert {value.dtype for value in params.values()} == {np.dtype(np.float32)}
    assert not any(np.shares_memory(params[name], given[0][name]) for name in params)


def test_the_rate_decays_from_its_start_like_one_over_step():
    assert decayed_rate(0.5, 0.1, 0) == 0.5
    assert decayed_rate(0.5, 0.1, 10) == 0.25
