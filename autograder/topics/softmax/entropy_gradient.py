"""The gradient of the cross-entropy by the logits."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.softmax.common import (
    GLOBAL_SHIFT,
    IN_PLACE,
    NO_SHIFT,
    TOPIC,
    WRONG_SHIFT,
    naive,
    rows,
    shifted,
    stable,
)
from autograder.topics.softmax.entropy import labelled


def minus_targets(P, y):
    D = np.array(P)
    D[rows(P), y] -= 1
    return D


def columns_lowered(Z, y):
    P = right.softmax(Z)
    P[:, y] -= 1
    return P / len(y)


def backward_in_place(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    Z[rows(Z), y] -= 1
    return Z / len(y)


def backward_writing_only_the_shift(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    return right.cross_entropy_backward(Z, y)


def slide(Z, y):
    P = right.softmax(Z)
    return (P - right.one_hot(y, Z.shape[1])) * P * (1 - P)


def targets(Z, y):
    return right.one_hot(y, Z.shape[1])


cross_entropy_backward = Exercise(
    name="cross_entropy_backward",
    topic=TOPIC,
    signature="cross_entropy_backward(Z, y)",
    returns=("dZ",),
    section="05_softmax#cross-entropy-backward",
    reference=right.cross_entropy_backward,
    cases=labelled,
    claim=lambda Z, y: Claim(lambda Z: right.cross_entropy(Z, y), lambda Z: [right.cross_entropy_backward(Z, y)], (Z,)),
    checks=(Check("dZ", "dZ agrees with the numeric gradient of the loss", 0.7, gradient=True), stable(0.2), pure()),
    hints=(
        "Differentiate logsumexp(z) − z_y by each logit. The first part's derivative is an old friend; the second "
        "touches one logit only.",
        "∂logsumexp/∂z_k = p_k. So a row is the probabilities, with 1 taken off at the label. Its entries sum to 0.",
        "What the loss averages, its gradient averages too. Start from `softmax(Z)`, take the one-hot rows off, and "
        "remember N.",
    ),
    misconceptions=(
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: the loss is an average over the batch, so each sample's share of the gradient is 1/N.",
            lambda Z, y: minus_targets(right.softmax(Z), y),
        ),
        *wrong(
            "averaged-twice",
            "1/N appears twice. The loss averages once, so its gradient carries one 1/N.",
            lambda Z, y: right.cross_entropy_backward(Z, y) / len(y),
        ),
        *wrong(
            "averaged-over-entries",
            "You divide by the K classes, or by all N·K entries. The average is over the N samples.",
            lambda Z, y: minus_targets(right.softmax(Z), y) / Z.size,
            lambda Z, y: minus_targets(right.softmax(Z), y) / Z.shape[1],
        ),
        *wrong(
            "half-averaged",
            "Only one of P and T is divided by N. The 1/N belongs to their difference: `(P - T) / N`, with brackets.",
            lambda Z, y: right.softmax(Z) / len(y) - targets(Z, y),
            lambda Z, y: right.softmax(Z) - targets(Z, y) / len(y),
        ),
        *wrong(
            "slide-extra-factor",
            "This is the slide's (o − t)·o·(1 − o). It mixes the squared error's derivative with the diagonal of "
            "softmax's Jacobian. For cross-entropy the factor o(1 − o) cancels: o − t is left.",
            lambda Z, y: slide(Z, y) / len(y),
            slide,
            section="05_softmax#errata",
        ),
        *wrong(
            "targets-forgotten",
            "P stands for P − T: the 1 at the label has to come off, or the right class would be pushed down as well.",
            lambda Z, y: right.softmax(Z) / len(y),
            lambda Z, y: right.softmax(Z),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. At the label the gradient is negative: a larger logit there lowers the loss.",
            lambda Z, y: -right.cross_entropy_backward(Z, y),
            lambda Z, y: -minus_targets(right.softmax(Z), y),
        ),
        *wrong(
            "targets-added",
            "The one-hot targets are added. Take them off.",
            lambda Z, y: (right.softmax(Z) + targets(Z, y)) / len(y),
            lambda Z, y: right.softmax(Z) + targets(Z, y),
        ),
        *wrong(
            "gradient-by-probabilities",
            "−t/p is the gradient with respect to the *probabilities*. One step further back, through softmax's "
            "Jacobian, are the logits.",
            lambda Z, y: -targets(Z, y) / right.softmax(Z) / len(y),
            lambda Z, y: -targets(Z, y) / right.softmax(Z),
        ),
        *wrong(
            "only-the-label",
            "Only the label's own logit gets a gradient. The others' probabilities should shrink, so theirs are "
            "positive.",
            lambda Z, y: (right.softmax(Z) - 1) * targets(Z, y) / len(y),
            lambda Z, y: (right.softmax(Z) - 1) * targets(Z, y),
        ),
        *wrong(
            "diagonal-jacobian",
            "Softmax's Jacobian is taken as diagonal, p(1 − p). Its off-diagonal entries carry the loss to the other "
            "logits.",
            lambda Z, y: -targets(Z, y) * (1 - right.softmax(Z)) * right.softmax(Z) / len(y),
            lambda Z, y: -targets(Z, y) * (1 - right.softmax(Z)) * right.softmax(Z),
            lambda Z, y: right.softmax(Z) * (1 - right.softmax(Z)) / len(y),
            lambda Z, y: right.softmax(Z) * (1 - right.softmax(Z)),
        ),
        *wrong(
            "columns-lowered",
            "`P[:, y] -= 1` lowers whole columns, in every row. Take 1 off at one place in each row: give the row "
            "numbers too.",
            columns_lowered,
            lambda Z, y: columns_lowered(Z, y) * len(y),
        ),
        *wrong(
            "label-for-target",
            "The label is taken off as if it were a quantity. Make one-hot rows of the labels first.",
            lambda Z, y: (right.softmax(Z) - y[:, None]) / len(y),
            lambda Z, y: right.softmax(Z) - y[:, None],
        ),
        *wrong(
            "largest-for-label",
            "You take 1 off at the largest logit, whatever the label: then nothing is ever learned from a mistake.",
            lambda Z, y: minus_targets(right.softmax(Z), Z.argmax(axis=1)) / len(y),
        ),
        *wrong(
            "no-softmax",
            "The one-hot rows are taken off the logits. Turn these into probabilities first.",
            lambda Z, y: (Z - targets(Z, y)) / len(y),
            lambda Z, y: Z - targets(Z, y),
        ),
        *wrong(
            "softmax-twice",
            "Softmax is applied twice. Z holds logits: apply it once.",
            lambda Z, y: right.cross_entropy_backward(right.softmax(Z), y),
            lambda Z, y: minus_targets(right.softmax(right.softmax(Z)), y),
        ),
        *wrong(
            "sigmoid-for-softmax",
            "You use the sigmoid of each logit. With several classes the probabilities come from softmax.",
            lambda Z, y: minus_targets(right.sigmoid(Z), y) / len(y),
            lambda Z, y: minus_targets(right.sigmoid(Z), y),
        ),
        *wrong(
            "wrong-axis",
            "Softmax runs down the columns here. A sample is a row: its classes are along axis 1.",
            lambda Z, y: minus_targets(right.softmax(Z.T).T, y) / len(y),
            lambda Z, y: minus_targets(right.softmax(Z.T).T, y),
            section="05_softmax#rows",
        ),
        *wrong(
            "no-shift",
            NO_SHIFT,
            lambda Z, y: minus_targets(naive(Z), y) / len(y),
            section="05_softmax#stability",
        ),
        *wrong(
            "global-shift",
            GLOBAL_SHIFT,
            lambda Z, y: minus_targets(shifted(Z, Z.max()), y) / len(y),
            section="05_softmax#stability",
        ),
        *wrong(
            "wrong-shift",
            WRONG_SHIFT,
            lambda Z, y: minus_targets(shifted(Z, Z.mean(axis=1, keepdims=True)), y) / len(y),
            lambda Z, y: minus_targets(shifted(Z, Z.min(axis=1, keepdims=True)), y) / len(y),
            section="05_softmax#stability",
        ),
        *wrong(
            "summed-over-batch",
            "You sum or average over the batch. dZ has the shape of Z: every logit has its own gradient.",
            lambda Z, y: right.cross_entropy_backward(Z, y).sum(axis=0),
            lambda Z, y: right.cross_entropy_backward(Z, y).mean(axis=0),
        ),
        *wrong(
            "loss-for-gradient",
            "You return the loss. Its gradient, of the shape of Z, is asked for.",
            right.cross_entropy,
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: dZ has the shape of Z.",
            lambda Z, y: right.cross_entropy_backward(Z, y).T,
        ),
        *wrong(
            "twice",
            "A factor 2 or ½ too many. There is no square in this loss, so no 2 comes down and no ½ is needed.",
            lambda Z, y: 2 * right.cross_entropy_backward(Z, y),
            lambda Z, y: right.cross_entropy_backward(Z, y) / 2,
        ),
        *wrong("in-place", IN_PLACE, backward_in_place, backward_writing_only_the_shift),
    ),
)
