"""A step of gradient descent."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.optimization.common import (
    BY_POSITION,
    CLIMBS,
    DEEP,
    LAYERS,
    NOTHING,
    ONE_NAME,
    RATE_DIVIDED,
    RATE_FORGOTTEN,
    SINGLE,
    SQUARE,
    TOPIC,
    UNIT,
    Shapes,
    arrays,
    distant,
    each,
    rate,
    whole,
)


def steps(rng: np.random.Generator) -> list[Case]:
    def case(name: str, shapes: Shapes, layout: str = "C", size: float = 1.0, of: float = 1.0) -> Case:
        params, grads = ({name: scale * values for name, values in arrays(rng, shapes).items()} for scale in (of, size))
        return Case(name, (params, grads, rate(rng)), layout=layout)

    return [
        case("two layers", LAYERS),
        case("one number", SINGLE),
        case("a unit", UNIT, "readonly"),
        case("other names and shapes", DEEP, "F"),
        case("a square of weights and a bias without axes", SQUARE),
        case("large gradients", LAYERS, size=1000.0),
        case("tiny gradients", LAYERS, size=1e-7, of=1e-4),
        Case("whole numbers", (whole(rng, LAYERS), whole(rng, LAYERS), 1)),
        Case(
            "three steps in a row", (distant(rng, LAYERS), [arrays(rng, LAYERS) for _ in range(3)], rate(rng, high=0.2))
        ),
    ]


def in_place(params, grads, lr):
    for name in params:
        params[name] -= lr * grads[name]
    return params


def last_name_only(params, grads, lr):
    for name in params:
        stepped = {name: params[name] - lr * grads[name]}
    return stepped


def first_name_only(params, grads, lr):
    name = next(iter(params))
    return {**params, name: params[name] - lr * grads[name]}


def first_name_returned(params, grads, lr):
    name = next(iter(params))
    return {name: params[name] - lr * grads[name]}


def matched_by_position(params, grads, lr):
    return {name: w - lr * g for (name, w), g in zip(params.items(), grads.values(), strict=True)}


def matched_by_position_of_grads(params, grads, lr):
    return {name: w - lr * g for name, w, g in zip(grads, params.values(), grads.values(), strict=True)}


def in_new_dict(params, grads, lr):
    stepped = dict(params)
    for name in stepped:
        stepped[name] -= lr * grads[name]
    return stepped


sgd_step = Exercise(
    name="sgd_step",
    topic=TOPIC,
    signature="sgd_step(params, grads, lr)",
    returns=("params",),
    section="06_optimization#gradient-descent",
    reference=right.sgd_step,
    driver="steps",
    cases=steps,
    checks=(Check("values", "every parameter is one step further down", 0.8), pure(0.2)),
    hints=(
        "The gradient of a parameter says in which direction the loss *grows*. In which direction do you want to go, "
        "and how far?",
        "`params` and `grads` have the same names. Go through them and treat each array alone.",
        "Fill a new dict: under each name goes a new array, made from the parameter, its gradient and `lr`. `-=` would "
        "write into the caller's array, also when the dict around it is new.",
    ),
    misconceptions=(
        *wrong("sign-flipped", CLIMBS[0], each(lambda w, g, lr: w + lr * g)),
        *wrong("rate-forgotten", RATE_FORGOTTEN, each(lambda w, g, lr: w - g)),
        *wrong("rate-divided", RATE_DIVIDED, each(lambda w, g, lr: w - g / lr)),
        *wrong(
            "step-for-parameters",
            "You return the step itself. It is subtracted from the parameters.",
            each(lambda w, g, lr: -lr * g),
            each(lambda w, g, lr: lr * g),
        ),
        *wrong(
            "parameters-shrink",
            "The rate multiplies the parameters, too. Only the gradient is scaled: w − lr·g.",
            each(lambda w, g, lr: lr * (w - g)),
            each(lambda w, g, lr: (1 - lr) * w - lr * g),
            each(lambda w, g, lr: w - lr * w * g),
        ),
        *wrong(
            "only-the-sign",
            "Every step has the same length, however steep it is. The step is proportional to the gradient.",
            each(lambda w, g, lr: w - lr * np.sign(g)),
            each(lambda w, g, lr: w - lr * g / np.linalg.norm(g)),
            each(lambda w, g, lr: w - lr * g / max(1.0, float(np.linalg.norm(g)))),
        ),
        *wrong(
            "averaged-again",
            "You average the gradient. It comes averaged over the batch already, and every entry of a parameter has its own.",
            each(lambda w, g, lr: w - lr * np.mean(g)),
            each(lambda w, g, lr: w - lr * g / len(np.atleast_1d(g))),
            each(lambda w, g, lr: w - lr * g / np.size(g)),
            each(lambda w, g, lr: w - lr * np.mean(g, axis=0)),
        ),
        *wrong(
            "subtraction-turned",
            "You subtract the parameter from the step: w − lr·g, not lr·g − w.",
            each(lambda w, g, lr: lr * g - w),
        ),
        *wrong("twice", "The step is twice as long as it should be.", each(lambda w, g, lr: w - 2 * lr * g)),
        *wrong(
            "half",
            "The step is half as long as it should be: no ½ belongs here.",
            each(lambda w, g, lr: w - 0.5 * lr * g),
        ),
        *wrong(
            "changed-in-place",
            "`-=` writes into the caller's arrays, also when the dict around them is new. Write `w = w - …`, which "
            "makes a new array.",
            in_place,
            in_new_dict,
        ),
        *wrong("one-parameter-only", ONE_NAME, last_name_only, first_name_only, first_name_returned),
        *wrong("matched-by-position", BY_POSITION, matched_by_position, matched_by_position_of_grads),
        *wrong(
            "list-for-dict",
            "You return a list of arrays. The contract asks for a dict with the names of `params`.",
            lambda params, grads, lr: [params[name] - lr * grads[name] for name in params],
        ),
        *wrong(
            "gradient-altered",
            "The gradient is taken as it is: not squared, without its sign removed, not cut off.",
            each(lambda w, g, lr: w - lr * g**2),
            each(lambda w, g, lr: w - lr * np.abs(g)),
            each(lambda w, g, lr: w - lr * np.clip(g, -1, 1)),
        ),
        *wrong(
            "parameter-for-gradient",
            "Parameter and gradient have changed places, or the gradient does not matter: w − lr·g.",
            each(lambda w, g, lr: w - lr * w),
            each(lambda w, g, lr: g - lr * w),
        ),
        *wrong(
            "names-changed",
            "The new dict has other names than `params`. Every parameter keeps its name.",
            lambda params, grads, lr: {"d" + name: w - lr * grads[name] for name, w in params.items()},
        ),
        *wrong(
            "names-assumed",
            "You count on certain names, such as W1. A network has the names it has: go through those in `params`.",
            lambda params, grads, lr: {name: params[name] - lr * grads[name] for name in ("W1", "b1", "W2", "b2")},
            lambda params, grads, lr: {name: params[name] - lr * grads[name] for name in ("W", "b")},
            lambda params, grads, lr: {name: params[name] - lr * grads["d" + name] for name in params},
        ),
        *wrong(
            "digits-lost",
            "Digits are lost: small steps are left out, or the parameters are kept in float16. Every step counts, however small.",
            *(
                each(lambda w, g, lr, c=c: w - np.where(np.abs(lr * g) < c, 0.0, lr * g))
                for c in (1e-4, 1e-5, 1e-6, 1e-7)
            ),
            each(lambda w, g, lr: (w - lr * g).astype(np.float16)),
        ),
        *wrong(
            "axis-added",
            "A parameter without axes comes back as an array of one entry. Every parameter keeps its shape.",
            each(lambda w, g, lr: np.atleast_1d(w - lr * g)),
        ),
        *wrong("nothing-returned", NOTHING, lambda params, grads, lr: None),
        *wrong(
            "nothing-moves",
            "The parameters come back as they were. Is the new array stored under its name?",
            each(lambda w, g, lr: w * 1.0),
        ),
    ),
)
