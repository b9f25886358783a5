"""Backward: the Jacobian of softmax, and the gradient of the cross-entropy that it simplifies to."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong
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


def vectors(rng: np.random.Generator) -> list[Case]:
    def case(name, z, group="values", layout="C"):
        return Case(name, (np.array(z, dtype=float),), group, layout)

    return [
        case("four classes", away(rng, (4,))),
        case("two classes", away(rng, (2,)), layout="F"),
        case("one class", away(rng, (1,))),
        case("read-only logits", away(rng, (3,)), layout="readonly"),
        case("every second entry", away(rng, (5,)), layout="strided"),
        case("equal logits", [0.5, 0.5, 0.5]),
        case("whole numbers", [2.0, -1.0, 0.0, 1.0]),
        case("nine classes", away(rng, (9,), high=2.5)),
        case("logits near 1000", 1000.0 - rng.uniform(0.0, 3.0, 4), "extremes"),
        case("logits near −1000", rng.uniform(0.0, 3.0, 3) - 1000.0, "extremes"),
        case("logits from −1000 to 1000", [1000.0, -1000.0, float(rng.uniform(-500, 500))], "extremes"),
    ]


def claim(z: np.ndarray) -> Claim:
    upstream = np.random.default_rng(z.size).normal(size=z.size)
    return Claim(lambda z: right.softmax(z[None])[0], lambda z: [right.softmax_jacobian(z) @ upstream], (z,), upstream)


def p_of(z):
    return right.softmax(z[None])[0]


def built(p):
    return np.diag(p) - np.outer(p, p)


def row_softmax_in_place(z):
    z -= z.max()
    np.exp(z, out=z)
    z /= z.sum()
    return built(z)


softmax_jacobian = Exercise(
    name="softmax_jacobian",
    topic=TOPIC,
    signature="softmax_jacobian(z)",
    returns=("J",),
    section="05_softmax#jacobian",
    reference=right.softmax_jacobian,
    cases=vectors,
    claim=claim,
    checks=(
        Check("values", "J agrees with the numeric derivatives of softmax", 0.65, gradient=True),
        stable(0.25),
        pure(),
    ),
    hints=(
        "K probabilities, each depending on all K logits: K·K slopes. What happens to the *other* probabilities when "
        "one logit "
        "grows?",
        "Take p_j = e^(z_j) / Σ e^(z_k) and differentiate, once by its own logit z_j and once by another one. A "
        "factor p_j "
        "comes out both times.",
        "On the diagonal stands p_j − p_j², off it −p_j p_k. The second part alone is the same product everywhere: an "
        "outer "
        "product. What is to be added on the diagonal?",
        "Each row of the right matrix sums to 0, since the probabilities keep summing to 1. Test yours.",
    ),
    misconceptions=(
        *wrong(
            "diagonal-only",
            "Only the diagonal is filled, as one slide has it: there o_k(1 − o_k) is presented as *the* derivative. "
            "But each logit "
            "moves every probability: off the diagonal stands −p_j p_k.",
            lambda z: np.diag(p_of(z) * (1 - p_of(z))),
            section="05_softmax#errata",
        ),
        *wrong(
            "vector-for-matrix",
            "You return one slope for each class. Every probability depends on every logit: that makes a (K, K) "
            "matrix.",
            lambda z: p_of(z) * (1 - p_of(z)),
            lambda z: built(p_of(z)).sum(axis=1),
        ),
        *wrong(
            "plus-for-minus",
            "Off the diagonal the sign is wrong: when one logit grows, the *other* probabilities shrink.",
            lambda z: np.diag(p_of(z)) + np.outer(p_of(z), p_of(z)),
            lambda z: np.diag(p_of(z) - 2 * p_of(z) ** 2) + np.outer(p_of(z), p_of(z)),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: a larger logit means a larger probability of its class.",
            lambda z: -built(p_of(z)),
        ),
        *wrong(
            "diagonal-part-missing",
            "−p_j p_k is right off the diagonal; on it the p_j is missing.",
            lambda z: -np.outer(p_of(z), p_of(z)),
        ),
        *wrong(
            "diagonal-unsquared",
            "Off the diagonal all is well; on it −p_j² is missing: the outer product reaches the diagonal too.",
            lambda z: built(p_of(z)) + np.diag(p_of(z) ** 2),
        ),
        *wrong(
            "outer-part-missing",
            "diag(p) is only one half: the common denominator depends on every logit too, which adds −p_j p_k "
            "everywhere.",
            lambda z: np.diag(p_of(z)),
        ),
        *wrong(
            "product-everywhere",
            "p_j(1 − p_k) stands everywhere. The 1 belongs on the diagonal only: p_j(1[j = k] − p_k).",
            lambda z: np.outer(p_of(z), 1 - p_of(z)),
            lambda z: np.outer(1 - p_of(z), p_of(z)),
        ),
        *wrong(
            "not-outer",
            "p pᵀ is the *outer* product, all p_j p_k as a matrix. For vectors `p * p` gives K numbers and `p @ p` "
            "one.",
            lambda z: np.diag(p_of(z)) - p_of(z) * p_of(z),
            lambda z: np.diag(p_of(z)) - p_of(z) @ p_of(z),
            lambda z: np.diag(p_of(z)) - p_of(z)[:, None] ** 2,
        ),
        *wrong(
            "one-factor-missing",
            "One factor p is missing: what stands here is the Jacobian of log p, 1[j = k] − p_k.",
            lambda z: np.eye(len(z)) - p_of(z),
            lambda z: np.eye(len(z)) - p_of(z)[:, None],
            lambda z: np.eye(len(z)) - np.outer(p_of(z), p_of(z)),
        ),
        *wrong(
            "logits-for-probabilities",
            "You build the matrix from the logits. Turn z into probabilities p first.",
            built,
        ),
        *wrong(
            "sigmoids",
            "These are slopes of sigmoids: each looks at its own logit alone. Under softmax the classes compete.",
            lambda z: np.diag(right.sigmoid_derivative(z)),
            lambda z: built(right.sigmoid(z)),
        ),
        *wrong(
            "softmax-twice",
            "Softmax is applied twice before the derivative is taken.",
            lambda z: built(p_of(p_of(z))),
        ),
        *wrong(
            "no-shift",
            NO_SHIFT,
            lambda z: built(naive(z[None])[0]),
            section="05_softmax#stability",
        ),
        *wrong(
            "wrong-shift",
            WRONG_SHIFT,
            lambda z: built(shifted(z[None], z.mean())[0]),
            lambda z: built(shifted(z[None], z.min())[0]),
            lambda z: built(shifted(z[None], np.abs(z).max())[0]),
            section="05_softmax#stability",
        ),
        *wrong(
            "not-normalised",
            "The exponentials were not divided by their sum.",
            lambda z: built(np.exp(z)),
            lambda z: built(np.exp(z - z.max())),
        ),
        *wrong(
            "averaged",
            "You divide by K. A Jacobian is not an average: each entry is one slope.",
            lambda z: built(p_of(z)) / len(z),
        ),
        *wrong("in-place", IN_PLACE, row_softmax_in_place),
    ),
)


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
        "touches one "
        "logit only.",
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
            "softmax's Jacobian. "
            "For cross-entropy the factor o(1 − o) cancels: o − t is left.",
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
            "Jacobian, are the "
            "logits.",
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
