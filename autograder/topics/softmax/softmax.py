"""Softmax along each row of logits."""

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
    naive,
    shifted,
    single,
    stable,
    values,
)


def shares(Z, extra):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (E.sum(axis=1, keepdims=True) + extra)


def global_shift_guarded(Z):
    E = np.exp(Z - Z.max())
    total = E.sum(axis=1, keepdims=True)
    return E / np.where(total == 0, 1, total)


def softmax_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


def softmax_shifted_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


softmax = Exercise(
    name="softmax",
    topic=TOPIC,
    signature="softmax(Z)",
    returns=("P",),
    section="05_softmax#softmax",
    reference=right.softmax,
    cases=batches,
    checks=(values("every row holds the right probabilities", 0.6), stable(0.3), pure()),
    hints=(
        "Each row becomes probabilities: positive numbers that sum to 1. What makes any number positive, and what "
        "makes a row sum to 1?",
        "Adding the same number to all logits of a row changes nothing: numerator and denominator get the same factor. "
        "Use that freedom so that no exponential can overflow.",
        "Take each row's own maximum off. The sums along axis 1 have shape (N,); `keepdims=True` makes them (N, 1), "
        "which divides row by row. Or write p = e^(z − logsumexp).",
    ),
    misconceptions=(
        *wrong(
            "no-shift",
            NO_SHIFT,
            naive,
            lambda Z: np.nan_to_num(naive(Z)),
            lambda Z: 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2),
            lambda Z: np.exp(Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))),
            section="05_softmax#stability",
        ),
        *wrong(
            "global-shift",
            GLOBAL_SHIFT,
            lambda Z: shifted(Z, Z.max()),
            global_shift_guarded,
            section="05_softmax#stability",
        ),
        *wrong(
            "wrong-shift",
            WRONG_SHIFT,
            lambda Z: shifted(Z, Z.mean(axis=1, keepdims=True)),
            lambda Z: shifted(Z, Z.min(axis=1, keepdims=True)),
            lambda Z: shifted(Z, np.abs(Z).max(axis=1, keepdims=True)),
            lambda Z: shifted(Z, Z[:, :1]),
            section="05_softmax#stability",
        ),
        *wrong(
            "shift-of-columns",
            "You take each *column's* maximum off. Only a constant along the row cancels; this changes the answer.",
            lambda Z: shifted(Z, Z.max(axis=0)),
        ),
        *wrong(
            "wrong-axis",
            "Your columns sum to 1. A sample is a row, so the *rows* have to: sum along axis 1.",
            lambda Z: right.softmax(Z.T).T,
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0),
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=0),
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=0),
            section="05_softmax#rows",
        ),
        *wrong(
            "whole-array",
            "All samples together sum to 1. Every row is a distribution of its own.",
            lambda Z: right.softmax(Z.reshape(1, -1)).reshape(Z.shape),
            lambda Z: np.exp(Z) / np.exp(Z).sum(),
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z - Z.max(axis=1, keepdims=True)).sum(),
            section="05_softmax#rows",
        ),
        *wrong(
            "shapes-clash",
            "NumPy cannot combine (N, K) with (N,): it lines shapes up from the right. Keep the axis that you sum "
            "over, with `keepdims=True` or `[:, None]`.",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1),
            lambda Z: np.exp(Z - Z.max(axis=1)) / np.exp(Z - Z.max(axis=1)).sum(axis=1),
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1),
            section="05_softmax#rows",
        ),
        *wrong(
            "not-normalised",
            "The exponentials are not divided by their sum, so a row does not sum to 1.",
            lambda Z: np.exp(Z),
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
        ),
        *wrong(
            "exponential-forgotten",
            "The logits themselves are divided by their sum. They may be negative: take exponentials first.",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
        ),
        *wrong(
            "sizes-normalised",
            "You divide the logits' sizes by their sum, without an exponential: a large negative logit should mean a "
            "*small* probability.",
            lambda Z: np.abs(Z) / np.abs(Z).sum(axis=1, keepdims=True),
            lambda Z: Z**2 / (Z**2).sum(axis=1, keepdims=True),
        ),
        *wrong(
            "sigmoid-per-entry",
            "This is the sigmoid of each entry by itself. The classes compete: together they sum to 1.",
            right.sigmoid,
            lambda Z: right.sigmoid(Z) / right.sigmoid(Z).sum(axis=1, keepdims=True),
        ),
        *wrong(
            "log-probabilities",
            "These are the logarithms of the probabilities.",
            lambda Z: Z - right.logsumexp(Z)[:, None],
            lambda Z: np.log(right.softmax(Z)),
        ),
        *wrong(
            "winner-takes-all",
            "The largest gets 1 and the others nothing. Softmax is the *soft* version: everyone keeps a share.",
            lambda Z: right.one_hot(Z.argmax(axis=1), Z.shape[1]),
            lambda Z: np.round(right.softmax(Z)),
        ),
        *wrong(
            "sign-flipped",
            "The sign in the exponent is flipped: the largest logit should get the largest probability.",
            lambda Z: right.softmax(-Z),
            lambda Z: np.exp(-Z) / np.exp(-Z).sum(axis=1, keepdims=True),
        ),
        *wrong(
            "softmax-twice",
            "Softmax is applied twice. What comes out the first time are probabilities already, no logits.",
            lambda Z: right.softmax(right.softmax(Z)),
        ),
        *wrong(
            "another-base",
            "Powers of another number than e are used. All bases give probabilities, but the course's is e: `np.exp`.",
            lambda Z: right.softmax(Z * np.log(2)),
            lambda Z: right.softmax(Z * np.log(10)),
            lambda Z: 2**Z / (2**Z).sum(axis=1, keepdims=True),
        ),
        *wrong(
            "divided-by-maximum",
            "You divide by the row's largest exponential. Divide by their sum.",
            lambda Z: np.exp(Z) / np.exp(Z).max(axis=1, keepdims=True),
        ),
        *wrong(
            "small-number-added",
            "A small number is added to the sum. It is not needed: after the shift the sum is at least 1.",
            *(lambda Z, e=e: shares(Z, e) for e in (1e-3, 1e-4, 1e-5)),
        ),
        *wrong(
            "length-for-sum",
            "You divide by the length of the row of exponentials, the root of the sum of squares. Divide by their sum.",
            lambda Z: np.exp(Z) / np.linalg.norm(np.exp(Z), axis=1, keepdims=True),
            lambda Z: right.softmax(Z) / np.linalg.norm(right.softmax(Z), axis=1, keepdims=True),
        ),
        *wrong(
            "last-class-left-out",
            "One term is missing in the sum below the fraction, or there is one too many.",
            lambda Z: np.exp(Z) / (1 + np.exp(Z).sum(axis=1, keepdims=True)),
            lambda Z: np.exp(Z) / (np.exp(Z).sum(axis=1, keepdims=True) - np.exp(Z)),
        ),
        *wrong(
            "clipped-logits",
            CLIPPED_LOGITS,
            *(lambda Z, c=c: naive(np.clip(Z, -c, c)) for c in (100, 500, 700)),
            section="05_softmax#stability",
        ),
        *wrong(
            "first-row-only",
            "Only one row comes out. The batch has N rows, and so has the result.",
            lambda Z: right.softmax(Z)[0],
            lambda Z: right.softmax(Z)[-1],
        ),
        *wrong(
            "temperature",
            "The logits are multiplied or divided by something first. That keeps their order but makes the "
            "probabilities too sharp or too even.",
            lambda Z: right.softmax(Z / Z.shape[1]),
            lambda Z: right.softmax(2 * Z),
            lambda Z: right.softmax(Z / 2),
            lambda Z: right.softmax(Z / len(Z)),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: samples belong in rows and classes in columns, (N, K).",
            lambda Z: right.softmax(Z).T,
        ),
        *wrong("small-terms-dropped", CUT, *(lambda Z, c=c: right.softmax(cut_off(Z, c)) for c in CUTS[:4])),
        *wrong("single-precision", SINGLE, lambda Z: right.softmax(single(Z))),
        *wrong(
            "a-few-classes-apart",
            "One or two classes get a formula of their own, and it is not the same one. Softmax of two logits is σ of "
            "their *difference*, of one logit it is 1: the general formula has these in it.",
            lambda Z: right.sigmoid(Z) if Z.shape[1] == 1 else right.softmax(Z),
            lambda Z: (
                np.column_stack([1 - right.sigmoid(Z[:, 1]), right.sigmoid(Z[:, 1])])
                if Z.shape[1] == 2
                else right.softmax(Z)
            ),
        ),
        *wrong(
            "last-row-left-out",
            "The loop over the rows ends too early, and the last row keeps its zeros.",
            lambda Z: np.vstack([right.softmax(Z[:-1]), 0 * Z[-1:]]),
            lambda Z: np.vstack([right.softmax(Z[:-1]), 0 * Z[-1:]]) if len(Z) > 1 else right.softmax(Z),
        ),
        *wrong("in-place", IN_PLACE, softmax_in_place, softmax_shifted_in_place),
    ),
)
