"""The gradients of logistic regression."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import TOPIC, UNSIGNED, labels, plain_sigmoid, stable, unsigned


def regressions(rng: np.random.Generator) -> list[Case]:
    def case(name, N, D, layout="C", size=1.0, group="values", bias=None):
        X, w = away(rng, (N, D)), away(rng, (D,), high=1.0)
        w = size * w / max(size, np.abs(X @ w).max()) if size > 1 else w
        return Case(name, (X, w, float(away(rng, ())) if bias is None else bias, labels(rng, N, 2)), group, layout)

    whole = np.array([[1.0, -2.0], [3.0, 1.0], [0.0, 2.0], [-1.0, 1.0], [2.0, 2.0]])
    large = [
        Case(
            name, (sign * np.abs(away(rng, (4, 3), 1.0)), np.full(3, 150.0), 20.0 * sign, labels(rng, 4, 2)), "extremes"
        )
        for name, sign in [("large positive logits", 1.0), ("large negative logits", -1.0)]
    ]
    mixed = (
        np.array([[1.0, 0.5], [-1.0, 0.25], [-0.5, -1.0], [1.0, -0.5]]),
        np.array([900.0, 100.0]),
        0.0,
        np.array([0, 1, 0, 1]),
    )
    return [
        case("five samples, three inputs", 5, 3),
        case("one sample", 1, 4),
        case("one input", 6, 1, "F"),
        case("read-only arrays", 3, 2, "readonly"),
        case("every second entry", 4, 5, "strided"),
        case("no bias", 3, 4, bias=0.0),
        Case("whole numbers", (whole, np.array([1.0, -1.0]), 1.0, np.array([1, 0, 0, 1, 1]))),
        Case("all labels 1", (away(rng, (3, 2)), away(rng, (2,)), 0.5, np.ones(3, dtype=int))),
        case("a larger batch", 20, 6),
        case("as many inputs as samples", 4, 4),
        *large,
        Case("logits near −1000 and 1000", mixed, "extremes"),
        Case("sure and right", (mixed[0], mixed[1], 0.0, np.array([1, 0, 0, 1])), "extremes"),
        Case(
            "unsigned labels",
            (away(rng, (5, 2)), away(rng, (2,)), 0.5, unsigned(np.array([0, 1, 0, 1, 0]))),
            "unsigned",
        ),
    ]


def claim(X, w, b, y):
    return Claim(
        lambda w, b: right.binary_cross_entropy(X @ w + b, y), lambda w, b: right.logistic_gradients(X, w, b, y), (w, b)
    )


def from_error(rule):
    """Gradients made from σ − y."""
    return lambda X, w, b, y: rule(X, right.sigmoid(X @ w + b) - y)


def with_activation(g):
    def gradients(X, w, b, y):
        error = g(X @ w + b) - y
        return X.T @ error / len(y), np.mean(error)

    return gradients


def slope(X, w, b):
    return right.sigmoid_derivative(X @ w + b)


def slide(X, w, b, y):
    o = right.sigmoid(X @ w + b)
    return (o - y) * o * (1 - o)


def step_in_place(X, w, b, y):
    dw, db = right.logistic_gradients(X, w, b, y)
    w -= dw
    return dw, db


def by_signs(X, w, b, s):
    """With labels −1 and +1: each error is −s·σ(−s·z)."""
    error = -s * right.sigmoid(-s * (X @ w + b))
    return X.T @ error / len(X), np.mean(error)


def from_negated(X, w, b, minus_y):
    error = right.sigmoid(X @ w + b) + minus_y
    return X.T @ error / len(X), np.mean(error)


logistic_gradients = Exercise(
    name="logistic_gradients",
    topic=TOPIC,
    signature="logistic_gradients(X, w, b, y)",
    returns=("dw", "db"),
    section="05_softmax#logistic-regression",
    reference=right.logistic_gradients,
    cases=regressions,
    claim=claim,
    checks=(
        Check("dw", "dw agrees with the numeric gradient", 0.45, part=0, gradient=True),
        Check("db", "db agrees with the numeric gradient", 0.25, part=1, gradient=True),
        stable(0.15),
        UNSIGNED,
        pure(),
    ),
    hints=(
        "Go back step by step: first the gradient by the logits z, then through z = Xw + b to w and b.",
        "The derivative of log(1 + e^z) − y·z by z is again “probability minus target”. With the loss's 1/N, that is "
        "dz, of shape (N,).",
        "`w[d]` touches every sample through `X[n, d]`: collect dz[n]·X[n, d] over n, which is a product with X turned "
        "round. `b` touches every sample with weight 1.",
    ),
    misconceptions=(
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: the loss is an average over the batch, and so is its gradient.",
            from_error(lambda X, e: (X.T @ e, np.sum(e))),
            from_error(lambda X, e: (X.T @ e, np.mean(e))),
            from_error(lambda X, e: (X.T @ e / len(e), np.sum(e))),
        ),
        *wrong(
            "averaged-twice",
            "1/N appears twice. The loss averages once.",
            from_error(lambda X, e: (X.T @ e / len(e) ** 2, np.mean(e) / len(e))),
            from_error(lambda X, e: (X.T @ e / len(e) ** 2, np.mean(e))),
            from_error(lambda X, e: (X.T @ e / len(e), np.mean(e) / len(e))),
        ),
        *wrong(
            "averaged-over-inputs",
            "You divide by the number of inputs D, or by all N·D entries. The average is over the N samples.",
            from_error(lambda X, e: (X.T @ e / X.shape[1], np.mean(e))),
            from_error(lambda X, e: (X.T @ e / X.size, np.mean(e))),
            from_error(lambda X, e: (X.T @ e / X.shape[1], np.sum(e) / X.shape[1])),
        ),
        *wrong(
            "slide-extra-factor",
            "This is the slide's (o − t)·o·(1 − o), which belongs to the *squared* error. With cross-entropy the o(1 − "
            "o) cancels.",
            lambda X, w, b, y: (X.T @ slide(X, w, b, y) / len(y), np.mean(slide(X, w, b, y))),
            lambda X, w, b, y: (X.T @ slide(X, w, b, y), np.sum(slide(X, w, b, y))),
            section="05_softmax#errata",
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. The minus of gradient descent belongs in the update, not in the gradient.",
            from_error(lambda X, e: (-X.T @ e / len(e), -np.mean(e))),
            from_error(lambda X, e: (-X.T @ e, -np.sum(e))),
        ),
        *wrong(
            "bias-not-summed",
            "db is one number: the bias is shared by all samples, so their gradients add up.",
            from_error(lambda X, e: (X.T @ e / len(e), e / len(e))),
            from_error(lambda X, e: (X.T @ e / len(e), e)),
        ),
        *wrong(
            "bias-gradient-zero",
            "db is zero, or the gradient of something else. The bias enters every logit with weight 1, so db collects "
            "all the errors.",
            from_error(lambda X, e: (X.T @ e / len(e), 0.0)),
            from_error(lambda X, e: (X.T @ e / len(e), X.T @ e / len(e))),
            from_error(lambda X, e: (X.T @ e / len(e), 1.0)),
            from_error(lambda X, e: (X.T @ e / len(e), np.sum(X.T @ e / len(e)))),
        ),
        *wrong(
            "sigmoid-forgotten",
            "The label is taken off the logit. Turn the logit into a probability first.",
            with_activation(lambda z: z),
        ),
        *wrong(
            "prediction-for-probability",
            "You take off a hard 0-or-1 prediction, as the perceptron does. Here the probability σ(z) counts.",
            with_activation(lambda z: 1.0 * (z > 0)),
            with_activation(lambda z: np.round(right.sigmoid(z))),
        ),
        *wrong(
            "labels-forgotten",
            "The labels are missing: probability *minus target*.",
            lambda X, w, b, y: (X.T @ slope(X, w, b) / len(y), np.mean(slope(X, w, b))),
            lambda X, w, b, y: (X.T @ right.sigmoid(X @ w + b) / len(y), np.mean(right.sigmoid(X @ w + b))),
        ),
        *wrong(
            "bias-forgotten",
            "The bias is missing in the logits: z = Xw + b.",
            lambda X, w, b, y: right.logistic_gradients(X, w, 0.0, y),
        ),
        *wrong(
            "sigmoid-twice",
            "The sigmoid is applied twice. What comes out the first time is the probability already.",
            with_activation(lambda z: right.sigmoid(right.sigmoid(z))),
        ),
        *wrong(
            "plus-minus-labels",
            "You treat the labels as −1 and +1. Here they are 0 and 1.",
            lambda X, w, b, y: with_activation(right.sigmoid)(X, w, b, 2 * y - 1),
            lambda X, w, b, y: with_activation(np.tanh)(X, w, b, 2 * y - 1),
        ),
        *wrong(
            "inputs-forgotten",
            "The inputs are missing in dw: a weight's gradient is the error times what came in through that weight.",
            from_error(lambda X, e: (np.full(X.shape[1], np.mean(e)), np.mean(e))),
            from_error(lambda X, e: (np.mean(e), np.mean(e))),
            from_error(lambda X, e: (np.mean(X, axis=0), np.mean(e))),
        ),
        *wrong(
            "product-of-means",
            "The mean of a product is not the product of the means: multiply sample by sample, then average.",
            from_error(lambda X, e: (np.mean(X, axis=0) * np.mean(e), np.mean(e))),
        ),
        *wrong(
            "not-summed-over-batch",
            "dw has one row for each sample. It has the shape of w: average over the batch.",
            from_error(lambda X, e: (X * e[:, None] / len(e), np.mean(e))),
            from_error(lambda X, e: (X * e[:, None], np.mean(e))),
            from_error(lambda X, e: (X * e[:, None], e)),
        ),
        *wrong(
            "column-for-vector",
            "dw is right but comes as a column or a row. It has the shape of w: (D,).",
            from_error(lambda X, e: ((X.T @ e / len(e))[:, None], np.mean(e))),
            from_error(lambda X, e: ((X.T @ e / len(e))[None], np.mean(e))),
        ),
        *wrong(
            "order-swapped",
            "Both gradients are right but in the wrong order: first dw, then db.",
            from_error(lambda X, e: (np.mean(e), X.T @ e / len(e))),
        ),
        *wrong(
            "gradient-missing",
            "One gradient is missing: return both, dw and db.",
            from_error(lambda X, e: X.T @ e / len(e)),
        ),
        *wrong(
            "shapes-do-not-fit",
            "NumPy refuses a product. Write the shapes beside the names: X is (N, D), the errors are (N,), and dw is "
            "(D,).",
            from_error(lambda X, e: (X @ e / len(e), np.mean(e))),
            lambda X, w, b, y: from_error(lambda X, e: (X.T @ e, np.mean(e)))(X.T, w, b, y),
            from_error(lambda X, e: (X * e / len(e), np.mean(e))),
        ),
        *wrong(
            "overflow",
            "For a logit of −1000 your σ computes e^1000, which overflows. Use a stable sigmoid: only ever take e^−|z|.",
            with_activation(plain_sigmoid),
            with_activation(lambda z: np.exp(z) / (1 + np.exp(z))),
            section="05_softmax#stability",
        ),
        *wrong(
            "twice",
            "A factor 2 too many, or a ½. There is no square in this loss.",
            from_error(lambda X, e: (2 * X.T @ e / len(e), 2 * np.mean(e))),
            from_error(lambda X, e: (X.T @ e / len(e) / 2, np.mean(e) / 2)),
        ),
        *wrong(
            "clipped-probability",
            "You keep the probabilities away from 0 and 1. Nothing divides by them here, so nothing has to be cut, and "
            "where all samples are sure and right the gradient is 0.",
            *(
                with_activation(lambda z, e=e: np.clip(right.sigmoid(z), e, 1 - e))
                for e in (1e-3, 1e-5, 1e-6, 1e-7, 1e-8)
            ),
            section="05_softmax#stability",
        ),
        *wrong(
            "unsigned-labels",
            "2y − 1 and −y wrap where labels are of an unsigned type such as uint8, which knows no negative numbers: "
            "−1 becomes 255. Make the labels floats first, or subtract them from the probabilities.",
            lambda X, w, b, y: by_signs(X, w, b, 2 * y - 1),
            lambda X, w, b, y: from_negated(X, w, b, -y),
        ),
        *wrong(
            "bias-added-per-input",
            "The bias is added inside the sum over the inputs, D times. It enters each logit once.",
            lambda X, w, b, y: right.logistic_gradients(X, w, X.shape[1] * b, y),
        ),
        *wrong(
            "tanh-for-sigmoid",
            "The probability is not tanh(z), which may be negative. It is σ(z).",
            with_activation(np.tanh),
        ),
        *wrong(
            "updates-weights",
            "Your function changes the caller's w. It should only return the gradients; the step is somebody else's "
            "job.",
            step_in_place,
        ),
    ),
)
