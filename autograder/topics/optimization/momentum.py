"""Momentum: a velocity that remembers."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.optimization import wrong_momentum
from autograder.topics.optimization.common import (
    BY_POSITION,
    CLIMBS,
    DEEP,
    LAYERS,
    NOTHING,
    ONE_NAME,
    RATE_FORGOTTEN,
    SINGLE,
    SQUARE,
    TOPIC,
    UNIT,
    arrays,
    rate,
    whole,
    zeros,
)
from autograder.topics.optimization.wrong_momentum import moving


def rolls(rng: np.random.Generator) -> list[Case]:
    def inertia() -> float:
        return float(rng.uniform(0.4, 0.85))

    def case(name, shapes, start=arrays, layout="C"):
        return Case(
            name, (arrays(rng, shapes), start(rng, shapes), arrays(rng, shapes), rate(rng), inertia()), layout=layout
        )

    def at_rest(_, shapes):
        return zeros(shapes)

    def sized(name, *sizes):
        """Parameters, velocities and gradients of these sizes."""
        given = ({name: size * values for name, values in arrays(rng, LAYERS).items()} for size in sizes)
        return Case(name, (*given, rate(rng), inertia()))

    many = [arrays(rng, LAYERS) for _ in range(4)]
    return [
        case("a velocity from before", LAYERS),
        case("the first step, from rest", UNIT, at_rest),
        case("one number", SINGLE),
        case("other names and shapes", DEEP, layout="F"),
        case("a square of weights and a bias without axes", SQUARE),
        sized("large gradients", 1.0, 1.0, 1000.0),
        sized("tiny gradients", 1e-4, 1e-6, 1e-6),
        case("read-only arrays", LAYERS, layout="readonly"),
        Case("no inertia", (arrays(rng, UNIT), arrays(rng, UNIT), arrays(rng, UNIT), rate(rng), 0.0)),
        Case("a gradient of zero", (arrays(rng, LAYERS), arrays(rng, LAYERS), zeros(LAYERS), rate(rng), inertia())),
        Case("whole numbers", (whole(rng, UNIT), whole(rng, UNIT), whole(rng, UNIT), 1, 2)),
        Case("four steps in a row", (arrays(rng, LAYERS), zeros(LAYERS), many, rate(rng), inertia()), "several"),
    ]


momentum_step = Exercise(
    name="momentum_step",
    topic=TOPIC,
    signature="momentum_step(params, velocity, grads, lr, gamma)",
    returns=("params", "velocity"),
    section="06_optimization#momentum",
    reference=right.momentum_step,
    driver="steps_with_state",
    cases=rolls,
    checks=(
        Check("params", "the parameters move by the new velocity", 0.4, part=0),
        Check("velocity", "the velocity is right", 0.3, part=1),
        Check(
            "several",
            "several steps in a row, each with the velocity of the last, end where they should",
            0.15,
            groups=("several",),
        ),
        pure(0.15),
    ),
    hints=(
        "Two things happen, and their order matters: the velocity takes up the gradient, and the parameters move by "
        "the velocity. Which one must come first, so that today's gradient acts today?",
        "First a new dict of velocities, from the old ones and the gradients. Then a new dict of parameters, from the "
        "old ones and the *new* velocities.",
        "The learning rate is inside the velocity. So when the parameters move, the velocity is subtracted as it is. "
        "Build both dicts name by name, without `+=` and `-=`, and return them as a pair.",
    ),
    misconceptions=(
        *wrong(
            "one-step-late",
            "The parameters move by the *old* velocity, so every gradient acts one step late. This is the order that "
            "the slide prints. First the velocity, then the parameters.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w - before),
        ),
        *wrong(
            "sign-flipped",
            CLIMBS[0],
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w + v),
            moving(lambda v, g, lr, gamma: gamma * v - lr * g),
        ),
        *wrong(
            "velocity-points-down",
            "You keep the velocity with the other sign, v ← γv − lr·g and w ← w + v. The parameters are the same; the "
            "contract's velocity is γv + lr·g, and is subtracted.",
            moving(lambda v, g, lr, gamma: gamma * v - lr * g, lambda w, v, before, g, lr, gamma: w + v),
        ),
        *wrong(
            "rate-outside",
            "The learning rate multiplies the whole velocity, or does so when the parameters move. It belongs to the "
            "gradient, inside the velocity: v ← γv + lr·g.",
            moving(lambda v, g, lr, gamma: gamma * v + g, lambda w, v, before, g, lr, gamma: w - lr * v),
            moving(lambda v, g, lr, gamma: lr * (gamma * v + g)),
        ),
        *wrong(
            "rate-twice",
            "The learning rate is there twice: once inside the velocity, and again when the parameters move.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w - lr * v),
        ),
        *wrong("rate-forgotten", RATE_FORGOTTEN, moving(lambda v, g, lr, gamma: gamma * v + g)),
        *wrong(
            "moving-average",
            "The gradient is weighed with 1 − γ, as in a moving average. That is Adam's way; here v ← γv + lr·g.",
            moving(lambda v, g, lr, gamma: gamma * v + (1 - gamma) * lr * g),
            moving(lambda v, g, lr, gamma: gamma * v + (1 - gamma) * g),
            moving(lambda v, g, lr, gamma: gamma * v + (1 - gamma) * g, lambda w, v, before, g, lr, gamma: w - lr * v),
        ),
        *wrong(
            "no-inertia",
            "The old velocity is lost, so this is plain gradient descent. γ says how much of it remains.",
            moving(lambda v, g, lr, gamma: lr * g),
        ),
        *wrong(
            "friction-forgotten",
            "γ is missing: nothing of the old velocity is lost, and the parameters never come to rest.",
            moving(lambda v, g, lr, gamma: v + lr * g),
        ),
        *wrong(
            "gamma-on-both",
            "γ multiplies the gradient as well. Only the old velocity is damped.",
            moving(lambda v, g, lr, gamma: gamma * (v + lr * g)),
            moving(lambda v, g, lr, gamma: v + gamma * lr * g),
        ),
        *wrong(
            "gamma-for-rate",
            "γ and the learning rate have changed places.",
            moving(lambda v, g, lr, gamma: lr * v + gamma * g),
        ),
        *wrong(
            "gamma-turned",
            "The old velocity is weighed with 1 − γ. γ itself is the share that remains.",
            moving(lambda v, g, lr, gamma: (1 - gamma) * v + lr * g),
            moving(lambda v, g, lr, gamma: (1 - gamma) * v + gamma * lr * g),
        ),
        *wrong(
            "nesterov",
            "This looks one step ahead, as Nesterov's variant does: the parameters move by γv + lr·g with the new "
            "velocity. Here they move by the new velocity alone.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w - (gamma * v + lr * g)),
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w - gamma * v),
        ),
        *wrong(
            "gradient-twice",
            "The parameters move by the velocity *and* by lr·g. The velocity has taken up the gradient already.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w - v - lr * g),
        ),
        *wrong(
            "moves-by-gradient",
            "The velocity is right, but the parameters move by lr·g, as if there were none. They move by the velocity.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w - lr * g),
        ),
        *wrong(
            "written-in-place",
            "You write into `params` or `velocity`. The caller's dicts and arrays stay as they were: build new ones.",
            wrong_momentum.velocity_written_into,
            wrong_momentum.both_written_into,
            wrong_momentum.arrays_written_into,
            wrong_momentum.params_written_into,
        ),
        *wrong(
            "velocity-not-returned",
            "The new velocity is not returned. The next step needs it: return the pair (params, velocity).",
            wrong_momentum.params_only,
            wrong_momentum.old_velocity,
        ),
        *wrong(
            "order-swapped",
            "Both are right but in the wrong order: first the parameters, then the velocity.",
            lambda *args: right.momentum_step(*args)[::-1],
        ),
        *wrong("one-parameter-only", ONE_NAME, wrong_momentum.one_name, wrong_momentum.first_name),
        *wrong("nothing-returned", NOTHING, lambda *args: None),
        *wrong(
            "gamma-fixed",
            "`gamma` is passed in, but yours is a fixed number.",
            moving(lambda v, g, lr, gamma: 0.9 * v + lr * g),
            moving(lambda v, g, lr, gamma: 0.5 * v + lr * g),
        ),
        *wrong(
            "parameters-not-moved",
            "The velocity is right, but the parameters come back as they were. They move by the velocity.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: w * 1.0),
        ),
        *wrong(
            "subtraction-turned",
            "You subtract the parameters from the velocity: w − v, not v − w.",
            moving(wrong_momentum.rolling, lambda w, v, before, g, lr, gamma: v - w),
        ),
        *wrong("matched-by-position", BY_POSITION, wrong_momentum.by_position),
        *wrong(
            "velocity-moved",
            "The velocity comes back as the parameters' new values or the other way round; each has its own dict.",
            lambda *args: (right.momentum_step(*args)[0],) * 2,
            lambda *args: (right.momentum_step(*args)[1],) * 2,
        ),
    ),
)
