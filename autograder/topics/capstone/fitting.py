"""Training: whatever it takes, as long as the parameters that come back read the digits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named, Plain
from autograder.topics.capstone.common import TOPIC
from autograder.topics.digits import load_test
from autograder.topics.exercise import Exercise, wrong

SEED = 9  # of the generator that every training gets: the public check differs from the secret one in its images only
DATA = tuple(Named(f"digits:{part}") for part in ("X_train", "y_train", "X_val", "y_val"))


def images(public: bool) -> tuple[Plain, ...]:
    """What the network is judged on: the validation part, by its name, or the test part, which the student's half lacks."""
    return DATA[2:] if public else load_test()


def trained(
    start: Callable = right.init_params,
    scale: Callable = lambda X: X,
    g: tuple[Callable, Callable] = (lambda Z: np.maximum(Z, 0), lambda A: A > 0),
    rate: float = 0.5,
    steps: int = 40,
) -> Callable:
    """A quick training of one hidden layer, with other rules; `g` is an activation and its slope at A = g(Z)."""

    def fit_digits(X_train, y_train, X_val, y_val, rng):
        X, T = scale(X_train)[:500], right.one_hot(y_train[:500], 10)
        params = start((64, 24, 10), rng)
        for _ in range(steps):
            A = g[0](X @ params["W1"] + params["b1"])
            dZ = (right.softmax(A @ params["W2"] + params["b2"]) - T) / len(X)
            dA = (dZ @ params["W2"].T) * g[1](A)
            grads = {"W1": X.T @ dA, "b1": dA.sum(axis=0), "W2": A.T @ dZ, "b2": dZ.sum(axis=0)}
            params = right.sgd_step(params, grads, rate)
        return params

    return fit_digits


def standardised(X):
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1)


def returning(change: Callable) -> Callable:
    """Parameters in another form."""
    return lambda *data: change(right.init_params((64, 24, 10), data[-1]))


def alike(sizes, rng):
    return {name: np.full(values.shape, 0.1) for name, values in right.init_params(sizes, rng).items()}


def transposed(params):
    return {name: values.T for name, values in params.items()}


fit_digits = Exercise(
    name="fit_digits",
    topic=TOPIC,
    signature="fit_digits(X_train, y_train, X_val, y_val, rng)",
    returns=("params",),
    section=f"{TOPIC}#training",
    reference=right.fit_classifier,
    cases=lambda rng: [Case("the digits", (*DATA, Named(f"rng:{SEED}")))],
    once=True,
    seconds=60.0,
    view="trained",
    held_out=images,
    checks=(
        Check(
            "accuracy",
            "your network reads digits: full points from 95 %, in proportion down to none at 50 %",
            1.0,
            "measure",
            measure="accuracy",
        ),
    ),
    hints=(
        "Nothing new is needed. Initial weights, then epochs of minibatches, and a step after each: with your earlier "
        "functions it is a dozen lines. Begin with one hidden layer.",
        "One hidden layer of 64 units, batches of 50, a rate of 0.1 with momentum 0.9 and λ = 0.001 is a good start. "
        "Print the validation accuracy after every epoch, as long as you try things out.",
        "Less than 90 %? Then something is wrong rather than badly tuned: is the loss falling at all? Are rows and "
        "labels shuffled together? Is it `params` of the *last* step that you go on from?",
        "Between 90 % and 95 %: train longer, with more units, or let the rate fall. Keep a copy of the parameters "
        "with the best validation loss and return those.",
        "How many tries did you make on the validation images? The more often you choose by them, the more you should "
        "expect to lose on images that nobody has seen.",
    ),
    misconceptions=(
        *wrong(
            "not-trained",
            "The parameters that come back were never trained: all biases are 0, as they were at first. A step makes a "
            "*new* dict, so write `params = …` in the loop, and return it after the loop.",
            lambda X_train, y_train, X_val, y_val, rng: right.init_params((64, 64, 10), rng),
            lambda X_train, y_train, X_val, y_val, rng: right.init_params((64, 10), rng),
        ),
        *wrong(
            "units-alike",
            "All units of a hidden layer have the same weights: they began alike and always got the same gradient. "
            "Draw the initial weights at random.",
            trained(start=alike),
        ),
        *wrong(
            "pixels-scaled-inside",
            "Your network reads images whose pixels were changed first (standardised, shifted, multiplied). But it is "
            "given the pixels as they are: leave them so, or fold the change into W1 and b1.",
            trained(scale=standardised),
            trained(scale=lambda X: X - X.mean(axis=0)),
            trained(scale=lambda X: 2 * X - 1, rate=0.2),
            trained(scale=lambda X: 1 - X, rate=0.2, steps=150),
        ),
        *wrong(
            "another-activation",
            "Your network was trained with another activation than ReLU. `mlp_logits` has ReLU between the layers, and "
            "that is what reads the test images.",
            trained(g=(np.tanh, lambda A: 1 - A**2)),
            trained(g=(lambda Z: Z, np.ones_like), rate=0.2),
        ),
        *wrong(
            "one-digit-for-all",
            "Your network takes every image for the same digit. Usually the rate was so large that all hidden units "
            "are off for good, or the training saw one class only.",
            trained(rate=500.0, steps=5),
            returning(lambda params: params | {"b2": np.eye(10)[3] * 1e6}),
        ),
        *wrong(
            "exploded",
            "NaN or infinity came back: the training has exploded. Take a smaller learning rate, and check that your "
            "loss is stable.",
            returning(lambda params: {name: values * np.nan for name, values in params.items()}),
            returning(lambda params: params | {"b1": params["b1"] - np.inf}),
        ),
        *wrong(
            "more-than-params",
            "Something else than the parameters comes back. Return the dict alone: no history, no accuracy beside it.",
            returning(lambda params: (params, [])),
            returning(lambda params: (params, 0.9)),
            returning(lambda params: [params]),
        ),
        *wrong(
            "arrays-without-names",
            "The arrays come without their names. Return the dict with W1, b1, W2, b2 and so on.",
            returning(lambda params: list(params.values())),
        ),
        *wrong(
            "other-names",
            "The dict does not have the keys W1, b1, W2, b2, … and no others. `mlp_logits` finds the layers by these names.",
            returning(lambda params: {name.lower(): values for name, values in params.items() if name[0] == "W"}),
            returning(lambda params: params | {"best": 1.0}),
        ),
        *wrong(
            "transposed",
            "The weights stand on their side: one row for each input and one column for each unit, so that X @ W fits.",
            returning(transposed),
        ),
    ),
)
