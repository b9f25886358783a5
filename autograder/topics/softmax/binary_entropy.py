"""The binary cross-entropy, straight from logits."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import TOPIC, UNSIGNED, labels, plain_sigmoid, stable, unsigned, values

FROM_PROBABILITY = (
    "From a certain logit on the sigmoid *is* 1.0 (or 0.0) in floating point, and then log 0 = −∞ enters, also as 0 · "
    "−∞, which is not a number. Go straight from the logit: −log σ(z) = log(1 + e^−z)."
)
CLIPPED = (
    "A small number added inside the logarithm, or a clipped probability, hides the −∞ but gives a wrong loss: a "
    "sample that is far off may cost hundreds, not 27. Go straight from the logit: log(1 + e^z) − y·z."
)
IN_PLACE = (
    "Your function writes into its argument, so the caller's logits are changed for everyone who still needs them. "
    "Build a new array: `z = -z` makes one, `z *= -1` does not."
)

OVERFLOW = (
    "An exponential of a large logit overflows. log(1 + e^z) = max(z, 0) + log(1 + e^−|z|) never does; NumPy has it as "
    "`np.logaddexp(0, z)`."
)


def one_logit(rng: np.random.Generator) -> list[Case]:
    def case(name, N, layout="C"):
        return Case(name, (away(rng, (N,), high=3.0), labels(rng, N, 2)), layout=layout)

    def large(name, z):
        return Case(name, (z, labels(rng, len(z), 2)), "extremes")

    edge = np.array([1000.0, -1000.0, 1000.0, -1000.0, *away(rng, (2,))])
    return [
        case("five samples", 5),
        case("one sample", 1, "readonly"),
        case("two samples", 2, "F"),
        case("every second entry", 7, "strided"),
        Case("all labels 1", (away(rng, (4,)), np.ones(4, dtype=int))),
        Case("all labels 0", (away(rng, (3,)), np.zeros(3, dtype=int))),
        Case("whole numbers", (np.array([1.0, -2.0, 0.0, 3.0, -1.0]), np.array([1, 1, 0, 0, 1]))),
        case("thirty samples", 30),
        Case("one sure sample", (np.array([18.0]), np.array([1])), "extremes"),
        Case("sure and right", (np.array([-11.0, 12.0, -14.0, 16.0, 8.0]), np.array([0, 1, 0, 1, 1])), "extremes"),
        Case("unsigned labels", (away(rng, (5,)), unsigned(rng.permutation([0, 0, 0, 1, 1]))), "unsigned"),
        large(
            "large positive logits", rng.uniform([40.0, 80.0, 400.0, 720.0, 900.0], [60.0, 300.0, 690.0, 800.0, 1000.0])
        ),
        large(
            "large negative logits",
            -rng.uniform([40.0, 80.0, 400.0, 720.0, 900.0], [60.0, 300.0, 690.0, 800.0, 1000.0]),
        ),
        Case("logits near 40", (rng.uniform(38.0, 60.0, 3), np.array([0, 1, 0])), "extremes"),
        Case("logits near 1000 and labels 1", (rng.uniform(900.0, 1000.0, 2), np.array([1, 1])), "extremes"),
        Case("logits near −1000 and labels 0", (rng.uniform(-1000.0, -900.0, 2), np.array([0, 0])), "extremes"),
        Case("logits near −720 and labels 1", (rng.uniform(-725.0, -715.0, 2), np.array([1, 1])), "extremes"),
        Case("logits of −1000 and 1000", (edge, np.array([1, 1, 0, 0, 1, 0])), "extremes"),
    ]


def surprise(p, y):
    """The mean of −log of the probability of the label, from the probability of 1."""
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def each(z, y):
    return np.logaddexp(0, z) - y * z


def by_tanh(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def clipped(e):
    return lambda z, y: surprise(np.clip(right.sigmoid(z), e, 1 - e), y)


def padded(e):
    return lambda z, y: -np.mean(y * np.log(right.sigmoid(z) + e) + (1 - y) * np.log(1 - right.sigmoid(z) + e))


def bce_in_place(z, y):
    z *= 1 - 2 * y
    return float(np.mean(np.logaddexp(0, z)))


binary_cross_entropy = Exercise(
    name="binary_cross_entropy",
    topic=TOPIC,
    signature="binary_cross_entropy(z, y)",
    returns=("loss",),
    section="05_softmax#binary-cross-entropy",
    reference=right.binary_cross_entropy,
    cases=one_logit,
    checks=(values("the mean of −log p_y is right, and one number", 0.55), stable(0.3), UNSIGNED, pure()),
    hints=(
        "σ(z) is the probability of label 1, so 1 − σ(z) that of label 0. What is 1 − σ(z), written as a sigmoid again?",
        "For label 1 a sample costs −log σ(z) = log(1 + e^−z), for label 0 log(1 + e^z). In one formula: log(1 + e^z) "
        "− y·z.",
        "e^z overflows for z = 1000. Pull the larger of 0 and z out of the logarithm, as in logsumexp: log(1 + e^z) is "
        "the log-sum-exp of the two logits 0 and z.",
    ),
    misconceptions=(
        *wrong(
            "log-of-zero",
            FROM_PROBABILITY,
            lambda z, y: surprise(right.sigmoid(z), y),
            lambda z, y: -np.mean(np.log(np.where(y == 1, right.sigmoid(z), 1 - right.sigmoid(z)))),
            lambda z, y: -np.mean(np.log(np.where(y == 1, right.sigmoid(z), right.sigmoid(-z)))),
            lambda z, y: -np.mean(y * np.log(right.sigmoid(z)) + (1 - y) * np.log(right.sigmoid(-z))),
            lambda z, y: -np.mean(np.log(np.where(y == 1, by_tanh(z), 1 - by_tanh(z)))),
            lambda z, y: -np.mean(np.where(y == 1, np.log(by_tanh(z)), np.log(1 - by_tanh(z)))),
            section="05_softmax#stability",
        ),
        *wrong(
            "overflow",
            OVERFLOW,
            lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
            lambda z, y: np.mean(np.log1p(np.exp(z)) - y * z),
            lambda z, y: np.mean(np.log(1 + np.exp(-z)) + (1 - y) * z),
            lambda z, y: np.mean(np.log1p(np.exp(-z)) + (1 - y) * z),
            lambda z, y: np.mean(np.log(1 + np.exp(-(2 * y - 1) * z))),
            lambda z, y: np.mean(np.log1p(np.exp(-(2 * y - 1) * z))),
            lambda z, y: np.mean(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))),
            lambda z, y: surprise(plain_sigmoid(z), y),
            section="05_softmax#stability",
        ),
        *wrong(
            "clipped-probability",
            CLIPPED,
            *map(clipped, (1e-7, 1e-8, 1e-10, 1e-12, 1e-15)),
            *map(padded, (1e-8, 1e-10, 1e-12, 1e-15, 1e-16)),
            section="05_softmax#stability",
        ),
        *wrong(
            "slide-brackets",
            "This is the slide's formula, E = −Σ t log o + (1 − t) log(1 − o), read as it stands: the minus reaches "
            "the first term only. It needs brackets around both.",
            lambda z, y: np.mean(-y * np.log(right.sigmoid(z)) + (1 - y) * np.log(1 - right.sigmoid(z))),
            lambda z, y: np.mean(y * np.logaddexp(0, -z) - (1 - y) * np.logaddexp(0, z)),
            lambda z, y: -np.sum(y * np.log(right.sigmoid(z))) + np.sum((1 - y) * np.log(1 - right.sigmoid(z))),
            lambda z, y: -np.mean(y * np.log(right.sigmoid(z)) - (1 - y) * np.log(1 - right.sigmoid(z))),
            section="05_softmax#errata",
        ),
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: you sum over the batch.",
            lambda z, y: np.sum(each(z, y)),
            lambda z, y: len(z) * surprise(right.sigmoid(z), y),
        ),
        *wrong(
            "per-sample",
            "You return one loss a sample. The batch's loss is their average, one number.",
            each,
            lambda z, y: -(y * np.log(right.sigmoid(z)) + (1 - y) * np.log(1 - right.sigmoid(z))),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: log p is negative, so the loss needs the minus to be positive.",
            lambda z, y: -np.mean(each(z, y)),
            lambda z, y: -surprise(right.sigmoid(z), y),
        ),
        *wrong(
            "label-one-only",
            "Only samples with label 1 cost something. Those with label 0 cost −log(1 − σ(z)).",
            lambda z, y: np.mean(y * np.logaddexp(0, -z)),
            lambda z, y: -np.mean(y * np.log(right.sigmoid(z))),
        ),
        *wrong(
            "label-ignored",
            "The label makes no difference, or not the right one: every sample is charged as if it had the same label.",
            lambda z, y: np.mean(np.logaddexp(0, z)),
            lambda z, y: np.mean(np.logaddexp(0, -z)),
        ),
        *wrong(
            "labels-swapped",
            "The two labels have changed places: σ(z) is the probability of label 1.",
            lambda z, y: np.mean(each(z, 1 - y)),
            lambda z, y: surprise(1 - right.sigmoid(z), y),
            lambda z, y: np.mean(np.logaddexp(0, (2 * y - 1) * z)),
        ),
        *wrong(
            "plus-minus-labels",
            "You treat the labels as −1 and +1. Here they are 0 and 1, so that for label 0 your formula does not see "
            "the logit at all.",
            lambda z, y: np.mean(np.logaddexp(0, -y * z)),
            lambda z, y: np.mean(np.log(1 + np.exp(-y * z))),
        ),
        *wrong(
            "plus-for-minus",
            "y·z is added. It has to be taken off: a large logit makes label 1 *cheaper*.",
            lambda z, y: np.mean(np.logaddexp(0, z) + y * z),
        ),
        *wrong(
            "sigmoid-twice",
            "The sigmoid is applied twice, or to what is a probability already. z is a logit: use it once.",
            lambda z, y: np.mean(each(right.sigmoid(z), y)),
        ),
        *wrong(
            "logits-for-probabilities",
            "You take the logarithm of the logit. z is no probability; σ(z) is.",
            surprise,
            lambda z, y: surprise(np.clip(z, 1e-7, 1 - 1e-7), y),
            lambda z, y: surprise(np.clip(z, 1e-12, 1 - 1e-12), y),
            lambda z, y: surprise(np.clip(z, 1e-15, 1 - 1e-15), y),
        ),
        *wrong(
            "squared-error",
            "This is a squared error. Cross-entropy takes the logarithm of the probability of the label.",
            lambda z, y: np.mean((right.sigmoid(z) - y) ** 2),
            lambda z, y: 0.5 * np.mean((right.sigmoid(z) - y) ** 2),
        ),
        *wrong(
            "another-base",
            "This is a logarithm to another base. `np.log` is the natural one.",
            lambda z, y: np.mean(each(z, y)) / np.log(2),
            lambda z, y: np.mean(each(z, y)) / np.log(10),
        ),
        *wrong(
            "averaged-twice",
            "The loss is averaged twice, or halved: 1/N appears once, and there is no ½.",
            lambda z, y: np.mean(each(z, y)) / len(z),
            lambda z, y: np.mean(each(z, y)) / 2,
        ),
        *wrong(
            "hinge",
            "The corner is not rounded: log(1 + e^z) is a little more than max(z, 0), most of all near 0.",
            lambda z, y: np.mean(np.maximum(z, 0) - y * z),
            lambda z, y: np.mean(np.maximum(0, 1 - (2 * y - 1) * z)),
        ),
        *wrong(
            "one-entry-array",
            "The loss is right but comes in an array of one entry. Return the number itself.",
            lambda z, y: np.array([np.mean(each(z, y))]),
        ),
        *wrong(
            "unsigned-labels",
            "2y − 1, 1 − 2y and −y wrap where labels are of an unsigned type such as uint8, which knows no negative "
            "numbers: −1 becomes 255. Make the labels floats first, or multiply y by z before anything is negated.",
            lambda z, y: np.mean(np.logaddexp(0, -(2 * y - 1) * z)),
            lambda z, y: np.mean(np.logaddexp(0, (1 - 2 * y) * z)),
            lambda z, y: np.mean(np.logaddexp(0, z) + -y * z),
        ),
        *wrong(
            "classes-weighted",
            "The two classes are averaged apart, or only one is counted: divide the sum by N, whatever the labels are.",
            lambda z, y: np.mean([np.mean(each(z, y)[y == k]) for k in np.unique(y)]),
            lambda z, y: np.sum(each(z, y)) / max(1, int(np.sum(y))),
        ),
        *wrong(
            "median",
            "This is the median of the losses. The contract asks for their mean.",
            lambda z, y: np.median(each(z, y)),
        ),
        *wrong(
            "clipped-logits",
            "You cut large logits off, so that a sample that is far off costs too little. Nothing has to be cut.",
            *(lambda z, y, c=c: np.mean(each(np.clip(z, -c, c), y)) for c in (20, 30, 50, 100, 500, 700, 709)),
            section="05_softmax#stability",
        ),
        *wrong(
            "small-losses-dropped",
            "Far from 0 you take the corner for sharp, so a sure sample costs nothing. It costs little: at a logit of 11, 2·10⁻⁵.",
            *(
                lambda z, y, c=c: np.mean(np.where(np.abs(z) > c, np.maximum(z, 0), np.logaddexp(0, z)) - y * z)
                for c in (5, 10, 15)
            ),
        ),
        *wrong("in-place", IN_PLACE, bce_in_place),
    ),
)
