"""Log-sum-exp along each row of logits."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.softmax.common import (
    CLIPPED_LOGITS,
    CUT,
    CUTS,
    GLOBAL_SHIFT,
    IN_PLACE,
    NO_SHIFT,
    SINGLE,
    TOPIC,
    WRONG_SHIFT,
    batches,
    cut_off,
    quietly,
    single,
    stable,
    values,
)


def lse(Z, shift):
    return np.log(np.exp(Z - shift).sum(axis=1)) + np.ravel(shift)


def lse_of_the_near(Z, gap):
    return right.logsumexp(cut_off(Z, gap))


def largest_counted_once(Z):
    top = Z.max(axis=1, keepdims=True)
    return top[:, 0] + np.log1p(np.where(top == Z, 0.0, np.exp(Z - top)).sum(axis=1))


def lse_in_place(Z):
    top = Z.max(axis=1, keepdims=True)
    Z -= top
    return np.log(np.exp(Z).sum(axis=1)) + top[:, 0]


logsumexp = Exercise(
    name="logsumexp",
    topic=TOPIC,
    signature="logsumexp(Z)",
    returns=("s",),
    section="05_softmax#logsumexp",
    reference=right.logsumexp,
    cases=batches,
    checks=(values("log Σ e^z is right for every row", 0.6), stable(0.3), pure()),
    hints=(
        "One number for each row: exponentials first, then their sum along the row, then the logarithm. Which shape "
        "comes out?",
        "For large logits pull something out of the sum: Σ e^z = e^m · Σ e^(z − m), for any m. What does the logarithm "
        "make of the factor e^m?",
        "Choose m so that no exponent is positive and at least one is 0: then the sum lies between 1 and K. It is "
        "another m for each row; `keepdims=True` lets you subtract it.",
    ),
    misconceptions=(
        *wrong(
            "no-shift",
            NO_SHIFT,
            lambda Z: np.log(np.exp(Z).sum(axis=1)),
            lambda Z: np.log(sum(np.exp(Z).T)),
            lambda Z: np.nan_to_num(np.log(np.exp(Z).sum(axis=1))),
            quietly(lambda Z: np.nan_to_num(np.log(np.exp(Z).sum(axis=1)))),
            lambda Z: np.where(
                np.isfinite(np.log(np.exp(Z).sum(axis=1))), np.log(np.exp(Z).sum(axis=1)), Z.max(axis=1)
            ),
            section="05_softmax#stability",
        ),
        *wrong("global-shift", GLOBAL_SHIFT, lambda Z: lse(Z, Z.max()), section="05_softmax#stability"),
        *wrong(
            "wrong-shift",
            WRONG_SHIFT,
            lambda Z: lse(Z, Z.mean(axis=1, keepdims=True)),
            lambda Z: lse(Z, Z.min(axis=1, keepdims=True)),
            lambda Z: lse(Z, np.abs(Z).max(axis=1, keepdims=True)),
            lambda Z: lse(Z, Z[:, :1]),
            lambda Z: lse(Z, Z.mean()),
            section="05_softmax#stability",
        ),
        *wrong(
            "shift-not-added-back",
            "You take the maximum off and never add it back. log Σ e^z = m + log Σ e^(z − m).",
            lambda Z: np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)),
            lambda Z: np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)) - Z.max(axis=1),
        ),
        *wrong(
            "wrong-axis",
            "You sum down the columns. Every *row* of logits belongs to one sample: sum along axis 1.",
            lambda Z: right.logsumexp(Z.T),
            lambda Z: np.log(np.exp(Z).sum(axis=0)),
            section="05_softmax#rows",
        ),
        *wrong(
            "whole-array",
            "You sum over all samples together. Each row has a log-sum-exp of its own: shape (N,).",
            lambda Z: right.logsumexp(Z.reshape(1, -1))[0],
            lambda Z: np.log(np.exp(Z).sum()),
            lambda Z: np.sum(right.logsumexp(Z)),
            lambda Z: np.mean(right.logsumexp(Z)),
        ),
        *wrong(
            "clipped-logits",
            CLIPPED_LOGITS,
            *(lambda Z, c=c: np.log(np.exp(np.clip(Z, -c, c)).sum(axis=1)) for c in (100, 500, 700)),
            section="05_softmax#stability",
        ),
        *wrong(
            "column",
            "The numbers are right but come as a column of shape (N, 1). One axis is expected: (N,).",
            lambda Z: right.logsumexp(Z)[:, None],
            lambda Z: np.log(np.exp(Z).sum(axis=1, keepdims=True)),
        ),
        *wrong(
            "logarithm-forgotten",
            "The logarithm is missing: this is the sum of the exponentials.",
            lambda Z: np.exp(Z).sum(axis=1),
        ),
        *wrong(
            "sum-of-logs",
            "Logarithm and sum have changed places. Log of the sum of exponentials: from the inside, exp, sum, log.",
            lambda Z: Z.sum(axis=1),
            lambda Z: np.log(np.exp(Z)).sum(axis=1),
            lambda Z: np.log(np.exp(Z.sum(axis=1))),
        ),
        *wrong(
            "maximum-only",
            "You return the row's maximum. Log-sum-exp is a little more than that: up to log K more, when all are "
            "equal.",
            lambda Z: Z.max(axis=1),
        ),
        *wrong(
            "averaged",
            "The exponentials are averaged, not summed: the result is log K too small.",
            lambda Z: right.logsumexp(Z) - np.log(Z.shape[1]),
            lambda Z: np.log(np.exp(Z).mean(axis=1)),
        ),
        *wrong(
            "another-base",
            "This is a logarithm to another base. `np.log` is the natural one, which undoes `np.exp`.",
            lambda Z: right.logsumexp(Z) / np.log(2),
            lambda Z: right.logsumexp(Z) / np.log(10),
            lambda Z: np.log2(np.exp(Z).sum(axis=1)),
            lambda Z: np.log10(np.exp(Z).sum(axis=1)),
            lambda Z: np.log1p(np.exp(Z).sum(axis=1)),
            lambda Z: Z.max(axis=1) + np.log2(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)),
            lambda Z: Z.max(axis=1) + np.log10(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)),
        ),
        *wrong(
            "sign-flipped",
            "A sign is flipped, inside or outside. Where all logits are large, so is log-sum-exp.",
            lambda Z: -right.logsumexp(Z),
            lambda Z: right.logsumexp(-Z),
            lambda Z: -right.logsumexp(-Z),
        ),
        *wrong("small-terms-dropped", CUT, *(lambda Z, c=c: lse_of_the_near(Z, c) for c in CUTS)),
        *wrong(
            "single-precision",
            SINGLE,
            lambda Z: np.logaddexp.reduce(single(Z), axis=1),
            lambda Z: lse(single(Z), single(Z).max(axis=1, keepdims=True)),
        ),
        *wrong(
            "last-class-left-out",
            "One class is missing in the sum: a loop or a slice ends too early.",
            lambda Z: right.logsumexp(Z[:, : max(1, Z.shape[1] - 1)]),
            lambda Z: right.logsumexp(Z[:, :-1]),
            lambda Z: right.logsumexp(Z[:, 1:]),
        ),
        *wrong(
            "largest-counted-wrongly",
            "`log1p` adds the largest term's 1 itself: the sum inside is over all the *other* terms, equal ones among them.",
            lambda Z: Z.max(axis=1) + np.log1p(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)),
            largest_counted_once,
        ),
        *wrong("in-place", IN_PLACE, lse_in_place),
    ),
)
