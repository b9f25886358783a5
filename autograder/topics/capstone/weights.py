"""Initial weights: normal, scaled to their layer, and drawn from the generator that is passed in."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.capstone import wrong_weights
from autograder.topics.capstone.common import TOPIC
from autograder.topics.capstone.wrong_weights import drawing, keyed, reseeded, scaled, truncated
from autograder.topics.exercise import Exercise, pure, wrong


def networks(rng: np.random.Generator) -> list[Case]:
    def case(name, *sizes, kind=list):
        return Case(name, (kind(sizes), Named(f"rng:{rng.integers(2**31)}")))

    def several(name, *sizes):
        first, other = (Named(f"rng:{seed}") for seed in rng.choice(2**31, 2, replace=False))
        return Case(name, (list(sizes), first, other, first), "random")

    return [
        case("three layers", 4, 5, 3, 2),
        case("one layer", 5, 3),
        case("one input", 1, 4, 2),
        case("one unit in every layer", 3, 1, 1, 1),
        case("layers of equal size", 4, 4, 4, 4),
        case("twelve layers", 6, 5, 4, 3, 2, 3, 4, 5, 6, 5, 4, 3, 2),
        case("sizes in a tuple", 3, 7, 2, kind=tuple),
        several("large layers", 120, 80, 80, 80, 150),
        several("small layers", 2, 3, 3, 3, 2),
    ]


init_params = Exercise(
    name="init_params",
    topic=TOPIC,
    signature="init_params(sizes, rng)",
    returns=("params",),
    section=f"{TOPIC}#initial-weights",
    reference=right.init_params,
    cases=networks,
    driver="draws",
    view="initial",
    checks=(
        Check("params", "W1, b1, W2, … have their shapes, in float64", 0.2, groups=("values", "random"), part="params"),
        Check(
            "biases", "there is one bias for each unit, and all are 0", 0.1, groups=("values", "random"), part="biases"
        ),
        Check(
            "scale", "the weights are normal, with standard deviation √(2/n_in)", 0.4, groups=("random",), part="scale"
        ),
        Check("draws", "they are drawn from `rng`, and from nothing else", 0.2, groups=("random",), part="draws"),
        pure(0.1),
    ),
    hints=(
        "Two neighbours in `sizes` make a layer: its number of inputs, and its number of units. What do five sizes make?",
        "`rng.normal(size=(3, 4))` draws a whole matrix with standard deviation 1. What do you multiply it by, so that "
        "its standard deviation is another?",
        "The scale goes by the layer's own *inputs*, n_in: the more terms a sum has, the smaller each must be. And it is a root.",
        'The names are made with an f-string: `f"W{layer}"` is "W1" where `layer` is 1. `enumerate(…, 1)` counts from 1.',
    ),
    misconceptions=(
        *wrong(
            "two-missing",
            "The scale is √(1/n_in). ReLU switches half of the units off, and with them half of the signal's power, so "
            "the 2 makes up for that.",
            scaled(lambda n_in, n_out: np.sqrt(1 / n_in)),
        ),
        *wrong(
            "glorot",
            "The scale is Glorot's, √(2/(n_in + n_out)), which is made for tanh. He's for ReLU is √(2/n_in).",
            scaled(lambda n_in, n_out: np.sqrt(2 / (n_in + n_out))),
        ),
        *wrong(
            "units-for-inputs",
            "The scale goes by the number of units, n_out. What counts is how many terms a unit sums: its inputs, n_in.",
            scaled(lambda n_in, n_out: np.sqrt(2 / n_out)),
            scaled(lambda n_in, n_out: np.sqrt(1 / n_out)),
        ),
        *wrong(
            "root-missing",
            "The variance is taken for the standard deviation, or the root reaches the 2 only: it is √(2/n_in) as a whole.",
            scaled(lambda n_in, n_out: 2 / n_in),
            scaled(lambda n_in, n_out: np.sqrt(2) / n_in),
            scaled(lambda n_in, n_out: 1 / n_in),
        ),
        *wrong(
            "not-scaled",
            "The weights have the same scale in every layer. With many inputs the sums then grow, or vanish, from "
            "layer to layer: scale by √(2/n_in).",
            scaled(lambda n_in, n_out: 1.0),
            scaled(lambda n_in, n_out: 0.1),
            scaled(lambda n_in, n_out: 0.01),
        ),
        *wrong(
            "one-sided",
            "All weights are positive. Then a unit can only add its inputs up; draw around 0.",
            drawing(lambda n_in, n_out, rng: rng.random((n_in, n_out)) * np.sqrt(2 / n_in)),
            drawing(lambda n_in, n_out, rng: np.abs(rng.normal(size=(n_in, n_out))) * np.sqrt(2 / n_in)),
        ),
        *wrong(
            "not-normal",
            "The weights are not drawn from a normal distribution: they are uniform, or large ones are cut off. "
            "`rng.normal` or `rng.standard_normal` will do.",
            drawing(lambda n_in, n_out, rng: rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(6 / n_in)),
            drawing(lambda n_in, n_out, rng: rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(2 / n_in)),
            drawing(lambda n_in, n_out, rng: np.clip(rng.normal(size=(n_in, n_out)), -2.5, 2.5) * np.sqrt(2 / n_in)),
            truncated(2.0),
            truncated(2.5),
        ),
        *wrong(
            "zeros",
            "All weights are 0. Then every unit of a layer computes the same and gets the same gradient: they stay alike for ever.",
            drawing(lambda n_in, n_out, rng: np.zeros((n_in, n_out))),
        ),
        *wrong(
            "all-alike",
            "Many weights are equal, so their units compute the same and get the same gradient: they stay alike for "
            "ever. Draw each weight on its own.",
            drawing(lambda n_in, n_out, rng: np.full((n_in, n_out), np.sqrt(2 / n_in))),
            drawing(lambda n_in, n_out, rng: np.full((n_in, n_out), rng.normal() * np.sqrt(2 / n_in))),
            drawing(lambda n_in, n_out, rng: np.tile(rng.normal(size=(n_in, 1)), n_out) * np.sqrt(2 / n_in)),
            drawing(lambda n_in, n_out, rng: np.tile(rng.normal(size=n_out), (n_in, 1)) * np.sqrt(2 / n_in)),
            drawing(lambda n_in, n_out, rng: rng.choice([-1.0, 1.0], (n_in, n_out)) * np.sqrt(2 / n_in)),
        ),
        *wrong(
            "layers-share-draws",
            "Two layers begin with the same draws: each has a generator of its own with the same seed, or layers of "
            "equal size share one array. Go on drawing from the one `rng`.",
            drawing(each=lambda rng: np.random.default_rng(0)),
            drawing(each=lambda rng: np.random.default_rng(rng.bit_generator.seed_seq)),
            wrong_weights.same_for_equal_layers,
        ),
        *wrong(
            "seed-of-its-own",
            "The weights are the same whatever `rng` is passed in: a seed is written in the function. Draw from `rng`.",
            drawing(source=lambda rng: np.random.default_rng(0)),
            reseeded(0),
        ),
        *wrong(
            "rng-ignored",
            "The weights do not come from `rng`: the same generator gives other weights the next time. `np.random.…` "
            "and a new `default_rng()` know nothing of it. Draw with `rng.normal`.",
            drawing(source=lambda rng: np.random),
            drawing(source=lambda rng: np.random.default_rng()),
        ),
        *wrong(
            "generator-wound-back",
            "The same `rng` gives the same weights again when it is used a second time, because you draw from a copy of it.",
            drawing(source=lambda rng: np.random.default_rng(rng.bit_generator.seed_seq)),
        ),
        *wrong(
            "biases-not-zero",
            "The biases are not 0. They need no chance: the weights make the units differ already.",
            drawing(b=lambda n_in, n_out, rng: rng.normal(size=n_out)),
            drawing(b=lambda n_in, n_out, rng: np.ones(n_out)),
            drawing(b=lambda n_in, n_out, rng: np.full(n_out, 0.01)),
        ),
        *wrong(
            "biases-in-a-row",
            "A bias vector has one axis too many, or too few. One number for each unit: shape (n_out,).",
            drawing(b=lambda n_in, n_out, rng: np.zeros((1, n_out))),
            drawing(b=lambda n_in, n_out, rng: np.zeros((n_out, 1))),
            drawing(b=lambda n_in, n_out, rng: 0.0),
        ),
        *wrong(
            "biases-for-inputs",
            "A layer has one bias for each of its units, not for each of its inputs.",
            drawing(b=lambda n_in, n_out, rng: np.zeros(n_in)),
        ),
        *wrong(
            "transposed",
            "The weights stand on their side: one row for each input, one column for each unit, so that X @ W fits.",
            drawing(lambda n_in, n_out, rng: rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in)),
        ),
        *wrong(
            "counts-from-zero",
            "The layers are counted from 0. The first one has W1 and b1.",
            keyed("{}{}", first=0),
        ),
        *wrong(
            "other-names",
            "The names differ from the contract's: W1, b1, W2, b2, … with a large W.",
            keyed("{}_{}"),
            drawing(
                named=lambda Ws, bs: (
                    {f"w{i}": W for i, W in enumerate(Ws, 1)} | {f"b{i}": b for i, b in enumerate(bs, 1)}
                )
            ),
        ),
        *wrong(
            "not-in-a-dict",
            "The arrays come without their names. Return a dict with W1, b1, W2, b2 and so on.",
            drawing(named=lambda Ws, bs: (Ws, bs)),
            drawing(named=lambda Ws, bs: [a for pair in zip(Ws, bs, strict=True) for a in pair]),
            drawing(named=lambda Ws, bs: list(zip(Ws, bs, strict=True))),
        ),
        *wrong(
            "one-layer-missing",
            "A layer is missing. n sizes make n − 1 layers; the last of them leads to the last size.",
            drawing(over=lambda sizes: sizes[:-1]),
            drawing(over=lambda sizes: sizes[1:]),
        ),
        *wrong(
            "two-layers-only",
            "There are never more than two or three layers. Their number comes from `sizes`.",
            drawing(over=lambda sizes: sizes[:3]),
            drawing(over=lambda sizes: sizes[:4]),
        ),
        *wrong(
            "biases-missing",
            "The biases are missing. Every layer has a W and a b.",
            drawing(named=lambda Ws, bs: {f"W{i}": W for i, W in enumerate(Ws, 1)}),
        ),
        *wrong(
            "single-precision",
            "The numbers are float32, which holds seven digits. NumPy's own float64 is asked for; leave `dtype` out.",
            drawing(lambda n_in, n_out, rng: (rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)).astype(np.float32)),
            drawing(b=lambda n_in, n_out, rng: np.zeros(n_out, np.float32)),
        ),
        *wrong(
            "sizes-changed",
            "The list of sizes is emptied or changed. The caller still needs it.",
            wrong_weights.emptied,
        ),
    ),
)
