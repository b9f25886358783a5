"""Cross-entropy, straight from logits."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import (
    EQUAL,
    GLOBAL_SHIFT,
    IN_PLACE,
    NO_SHIFT,
    SURE,
    TOPIC,
    WRONG_SHIFT,
    extremes,
    labels,
    logits,
    naive,
    rows,
    shifted,
    stable,
    unsigned,
    values,
)

LOG_ZERO = (
    "Somewhere the logarithm of 0 is taken: an exponential or a probability has underflowed to 0, and its logarithm is "
    "−∞. Go straight from the logits, −log p_y = logsumexp(z) − z_y, so that no probability is ever formed."
)
CLIPPED = (
    "A small number added inside the logarithm, or a clipped probability, hides the −∞ but gives a wrong loss: a "
    "sample that is far off may cost hundreds, not 27. Go straight from the logits: −log p_y = logsumexp(z) − z_y."
)


def labelled(rng: np.random.Generator) -> list[Case]:
    plain = [
        Case(name, (Z, np.array([2, 0, 1, 2]) if Z is EQUAL else labels(rng, *Z.shape)), layout=layout)
        for name, Z, layout in logits(rng)
    ]
    plain.append(Case("unsigned labels", (away(rng, (5, 3)), unsigned(labels(rng, 5, 3)))))
    sure = Case("sure and right", (SURE, SURE.argmax(axis=1)), "extremes")
    return [*plain, *(Case(name, (Z, startled(rng, Z)), "extremes") for name, Z in extremes(rng)), sure, *gaps(rng)]


def startled(rng: np.random.Generator, Z: np.ndarray) -> np.ndarray:
    """Labels of which the first is the least likely one."""
    return np.array([Z[0].argmin(), *labels(rng, len(Z) - 1, Z.shape[1])])


def gaps(rng: np.random.Generator) -> list[Case]:
    """Rows whose probabilities just are no floats, or whose exponentials just are none, with and without a surprise."""

    def case(name, Z, *y):
        return Case(name, (np.array(Z), np.array(y)), "extremes")

    return [
        case("a gap of 720", [[360.0, -360.0 + g, 0.0] for g in rng.uniform(-5.0, 5.0, 2)], 1, 1),
        case("a gap of 900 and no surprise", [[450.0, -450.0], [-450.0, 450.0]], 0, 1),
        case("a gap of 2000 and no surprise", [[1000.0, -1000.0, -1000.0]], 0),
    ]


def surprise(P, y):
    """The mean of −log of the probabilities of the labels, as given."""
    return -np.mean(np.log(P[rows(P), y]))


def each(Z, y):
    """The loss of each sample."""
    return right.logsumexp(Z) - Z[rows(Z), y]


def in_place(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows(Z), y]))


def log_shares(Z):
    return Z - right.logsumexp(Z)[:, None]


cross_entropy = Exercise(
    name="cross_entropy",
    topic=TOPIC,
    signature="cross_entropy(Z, y)",
    returns=("loss",),
    section="05_softmax#cross-entropy",
    reference=right.cross_entropy,
    cases=labelled,
    checks=(values("the mean of −log p_y is right, and one number", 0.6), stable(0.3), pure()),
    hints=(
        "For each sample only one probability counts: that of its own label. How do you pick one entry from every row?",
        "Write −log p_y with p_y = e^(z_y) / Σ e^(z_k). The logarithm of a quotient is a difference, and the logarithm "
        "undoes one exponential altogether.",
        "So a sample costs logsumexp(z) − z_y, and you have a stable `logsumexp`. `Z[np.arange(N), y]` picks the "
        "logits of the labels. Then the average over the batch.",
    ),
    misconceptions=(
        *wrong(
            "log-of-zero",
            LOG_ZERO,
            lambda Z, y: surprise(right.softmax(Z), y),
            lambda Z, y: -np.sum(right.one_hot(y, Z.shape[1]) * np.log(right.softmax(Z))) / len(y),
            section="05_softmax#stability",
        ),
        *wrong(
            "clipped-probability",
            CLIPPED,
            *(
                lambda Z, y, e=e: surprise(right.softmax(Z) + e, y)
                for e in (1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-300)
            ),
            *(
                lambda Z, y, e=e: surprise(np.clip(right.softmax(Z), e, 1), y)
                for e in (1e-7, 1e-8, 1e-10, 1e-12, 1e-15)
            ),
            *(
                lambda Z, y, e=e: surprise(np.clip(right.softmax(Z), e, 1 - e), y)
                for e in (1e-7, 1e-8, 1e-10, 1e-12, 1e-15)
            ),
            section="05_softmax#stability",
        ),
        *wrong(
            "no-shift",
            NO_SHIFT,
            lambda Z, y: surprise(naive(Z), y),
            lambda Z, y: np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows(Z), y]),
            lambda Z, y: np.mean(np.log(np.exp(Z - Z[rows(Z), y][:, None]).sum(axis=1))),
            section="05_softmax#stability",
        ),
        *wrong(
            "global-shift",
            GLOBAL_SHIFT,
            lambda Z, y: surprise(shifted(Z, Z.max()), y),
            lambda Z, y: np.mean(np.log(np.exp(Z - Z.max()).sum(axis=1)) + Z.max() - Z[rows(Z), y]),
            section="05_softmax#stability",
        ),
        *wrong(
            "wrong-shift",
            WRONG_SHIFT,
            lambda Z, y: surprise(shifted(Z, Z.mean(axis=1, keepdims=True)), y),
            lambda Z, y: surprise(shifted(Z, Z.min(axis=1, keepdims=True)), y),
            section="05_softmax#stability",
        ),
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: you sum over the batch. The average keeps the loss comparable between batches of "
            "different size.",
            lambda Z, y: np.sum(each(Z, y)),
            lambda Z, y: -np.sum(np.log(right.softmax(Z)[rows(Z), y])),
        ),
        *wrong(
            "averaged-over-entries",
            "You divide by more than the number of samples: one-hot rows hold N ones among their N·K entries, and the "
            "average is over the N samples.",
            lambda Z, y: np.sum(each(Z, y)) / Z.size,
            lambda Z, y: np.sum(each(Z, y)) / Z.shape[1],
            lambda Z, y: -np.mean(right.one_hot(y, Z.shape[1]) * np.log(right.softmax(Z))),
        ),
        *wrong(
            "averaged-twice",
            "The loss is averaged twice: 1/N appears two times.",
            lambda Z, y: np.mean(each(Z, y)) / len(y),
        ),
        *wrong(
            "per-sample",
            "You return one loss a sample. The batch's loss is their average, one number.",
            each,
            lambda Z, y: -np.log(right.softmax(Z)[rows(Z), y]),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: log p is negative, so the loss needs the minus to be positive.",
            lambda Z, y: -np.mean(each(Z, y)),
            lambda Z, y: np.mean(np.log(right.softmax(Z)[rows(Z), y])),
        ),
        *wrong(
            "softmax-twice",
            "Probabilities are passed where logits are meant, so that softmax is applied twice. The argument Z holds "
            "logits: use each of softmax and logsumexp once.",
            lambda Z, y: right.cross_entropy(right.softmax(Z), y),
        ),
        *wrong(
            "logits-for-probabilities",
            "You take the logarithm of a logit. Logits become probabilities by softmax first.",
            lambda Z, y: -np.mean(np.log(np.abs(Z[rows(Z), y]))),
            surprise,
        ),
        *wrong(
            "normaliser-forgotten",
            "−z_y alone is not −log p_y: the logarithm of the sum below the fraction is missing.",
            lambda Z, y: -np.mean(Z[rows(Z), y]),
        ),
        *wrong(
            "label-forgotten",
            "The logit of the label is missing: logsumexp(z) is only the first half of −log p_y.",
            lambda Z, y: np.mean(right.logsumexp(Z)),
        ),
        *wrong(
            "every-class-counted",
            "All classes count in your loss. Only the sample's own label does: the target is 1 there and 0 elsewhere.",
            lambda Z, y: -np.mean(np.sum(log_shares(Z), axis=1)),
            lambda Z, y: -np.mean(log_shares(Z)),
            lambda Z, y: -np.sum(log_shares(Z)),
        ),
        *wrong(
            "neighbouring-class",
            "You look one column beside the label. Classes are counted from 0, like columns.",
            lambda Z, y: np.mean(each(Z, (y - 1) % Z.shape[1])),
            lambda Z, y: np.mean(each(Z, (y + 1) % Z.shape[1])),
        ),
        *wrong(
            "all-pairs",
            "`[:, y]` picks the labels of all samples from *every* row. Give the row numbers too: sample n and label "
            "y[n] belong together.",
            lambda Z, y: -np.mean(log_shares(Z)[:, y]),
            lambda Z, y: np.mean(right.logsumexp(Z)[:, None] - Z[:, y]),
            lambda Z, y: -np.sum(log_shares(Z)[:, y]) / len(y),
        ),
        *wrong(
            "rows-for-labels",
            "`[y]` picks *rows* by label. A label chooses a column, in the row of its own sample.",
            lambda Z, y: -np.mean(log_shares(Z)[y % len(Z)]),
            lambda Z, y: -np.mean(log_shares(Z)[y]),
        ),
        *wrong(
            "wrong-axis",
            "Softmax runs down the columns here. A sample is a row: its classes are along axis 1.",
            lambda Z, y: -np.mean((Z - right.logsumexp(Z.T))[rows(Z), y]),
            lambda Z, y: surprise(right.softmax(Z.T).T, y),
            section="05_softmax#rows",
        ),
        *wrong(
            "largest-for-label",
            "You take the largest probability, whatever the label. A sample that is surely wrong must cost a lot.",
            lambda Z, y: np.mean(right.logsumexp(Z) - Z.max(axis=1)),
        ),
        *wrong(
            "logarithm-forgotten",
            "The logarithm is missing: this is built from the probabilities themselves.",
            lambda Z, y: -np.mean(right.softmax(Z)[rows(Z), y]),
            lambda Z, y: np.mean(1 - right.softmax(Z)[rows(Z), y]),
            lambda Z, y: np.mean(right.softmax(Z)[rows(Z), y]),
        ),
        *wrong(
            "another-base",
            "This is a logarithm to another base. `np.log` is the natural one, which undoes `np.exp`.",
            lambda Z, y: right.cross_entropy(Z, y) / np.log(2),
            lambda Z, y: right.cross_entropy(Z, y) / np.log(10),
        ),
        *wrong(
            "log-of-mean",
            "You average first and take the logarithm of the average. The mean is over the logarithms.",
            lambda Z, y: -np.log(np.mean(right.softmax(Z)[rows(Z), y])),
        ),
        *wrong(
            "squared-error",
            "This is a squared error between probabilities and one-hot rows. Cross-entropy looks at one logarithm a "
            "sample.",
            lambda Z, y: np.mean(np.sum((right.softmax(Z) - right.one_hot(y, Z.shape[1])) ** 2, axis=1)),
            lambda Z, y: 0.5 * np.mean(np.sum((right.softmax(Z) - right.one_hot(y, Z.shape[1])) ** 2, axis=1)),
            lambda Z, y: np.mean((right.softmax(Z) - right.one_hot(y, Z.shape[1])) ** 2),
        ),
        *wrong(
            "gradient-for-loss",
            "This is the gradient. The loss itself, one number, is asked for.",
            right.cross_entropy_backward,
        ),
        *wrong(
            "one-entry-array",
            "The loss is right but comes in an array of one entry. Return the number itself.",
            lambda Z, y: np.array([right.cross_entropy(Z, y)]),
            lambda Z, y: np.array([[right.cross_entropy(Z, y)]]),
        ),
        *wrong("in-place", IN_PLACE, in_place),
    ),
)
