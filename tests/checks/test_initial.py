"""Initial weights are judged by what must hold of any draw; a right one passes with every seed, a wrong one is told why."""

from itertools import pairwise

import numpy as np
import pytest

from autograder.checks.initial import draws, weights
from autograder.checks.plain import Named, plain
from autograder.checks.property import RIGHT

SIZES = [120, 80, 80, 60]


def he(sizes, rng, factor=1.0, dtype=float):
    params = {}
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), 1):
        params[f"W{layer}"] = (rng.normal(size=(n_in, n_out)) * factor * np.sqrt(2 / n_in)).astype(dtype)
        params[f"b{layer}"] = np.zeros(n_out)
    return params


def seen(target, sizes=SIZES, seeds=(1, 2, 1)):
    value = plain(draws(target, list(sizes), *(np.random.default_rng(seed) for seed in seeds)))
    return weights(value, list(sizes), *(Named(f"rng:{seed}") for seed in seeds))


def test_a_right_answer_passes_with_every_seed():
    for seed in range(100):
        assert set(seen(he, seeds=(seed, 1000, seed)).values()) == {RIGHT}


@pytest.mark.parametrize("sizes", [[3, 2], [1, 1], [4, 4, 4, 4], [2] * 13])
def test_small_layers_are_judged_too(sizes):
    assert set(seen(he, sizes).values()) == {RIGHT}
    assert seen(he, sizes, seeds=(3,)) == {"params": RIGHT, "biases": RIGHT}


@pytest.mark.parametrize(
    ("factor", "said"),
    [(0.5**0.5, "√(1/n_in)"), (1.08, "too large"), (0.93, "too small"), (0.0, "is 0")],
)
def test_another_scale_is_named_where_it_is_known(factor, said):
    assert said in seen(lambda sizes, rng: he(sizes, rng, factor))["scale"]


def test_what_only_looks_like_the_scale_is_no_normal_distribution():
    def by(draw):
        def init(sizes, rng):
            shapes = {name: values.shape for name, values in he(sizes, rng).items()}
            return {
                name: draw(rng, shape) * np.sqrt(2 / shape[0]) if name[0] == "W" else np.zeros(shape)
                for name, shape in shapes.items()
            }

        return seen(init)["scale"]

    assert "normal" in by(lambda rng, shape: rng.uniform(-(3**0.5), 3**0.5, shape))
    assert "normal" in by(lambda rng, shape: np.clip(rng.normal(size=shape), -2.9, 2.9))
    assert "around 0" in by(lambda rng, shape: np.abs(rng.normal(size=shape)))
    assert "equal" in by(lambda rng, shape: np.ones(shape))
    assert by(lambda rng, shape: rng.standard_normal(shape)) == RIGHT


def test_layers_that_share_their_draws_are_found_whatever_their_scale():
    assert "same draws" in seen(lambda sizes, rng: he(sizes, np.random.default_rng(0)) | shared(sizes))["scale"]


def shared(sizes):
    def first(n_in, n_out):
        return np.random.default_rng(5).normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)

    return {"W1": first(sizes[0], sizes[1]), "W3": first(sizes[2], sizes[3])}


def test_chance_comes_from_the_generator_and_from_nothing_else():
    fresh = np.random.default_rng(0)
    assert "whatever `rng`" in seen(lambda sizes, rng: he(sizes, np.random.default_rng(0)))["draws"]
    assert "from `rng` alone" in seen(lambda sizes, rng: he(sizes, fresh))["draws"]
    copies = seen(lambda sizes, rng: he(sizes, np.random.default_rng(rng.bit_generator.seed_seq)))
    assert "once more" in copies["draws"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda params: None, "None"),
        (lambda params: list(params.values()), "a list of 6"),
        (lambda params: {"w1": params["W1"]}, "has the keys w1;"),
        (lambda params: {n: v.T for n, v in params.items()}, "one column for each unit"),
        (lambda params: params | {"W2": "text"}, "something else than arrays"),
        (lambda params: params | {"W2": params["W2"].astype(np.float32)}, "float32; float64"),
        (lambda params: params | {"W2": params["W2"] * np.nan}, "NaN"),
    ],
)
def test_a_wrong_form_is_described_and_nothing_else_is_judged(change, said):
    found = seen(lambda sizes, rng: change(he(sizes, rng)))
    assert said in found["params"] and {found[part] for part in ("biases", "scale", "draws")} == {
        "cannot be judged before `params` is right"
    }


def test_biases_have_one_entry_a_unit_and_are_zero():
    assert "(1, 80)" in seen(lambda sizes, rng: he(sizes, rng) | {"b1": np.zeros((1, 80))})["biases"]
    assert seen(lambda sizes, rng: he(sizes, rng) | {"b3": [0] * 60})["biases"] == RIGHT
    assert "not all 0" in seen(lambda sizes, rng: he(sizes, rng) | {"b2": np.full(80, 1e-9)})["biases"]


@pytest.mark.parametrize("forged", [[], None, {}, [he([2, 2], np.random.default_rng(0))] * 2])
def test_values_that_no_driver_returns_are_refused(forged):
    with pytest.raises((TypeError, ValueError)):
        weights(forged, [2, 2], Named("rng:1"), Named("rng:2"), Named("rng:1"))
