"""Fixed features: Gaussian bumps around chosen centres."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import WHATEVER_FITS
from autograder.topics.perceptron.common import BITS, TOPIC


def squares(X, centers):
    return np.sum((X[:, None, :] - centers[None, :, :]) ** 2, axis=2)


def expanded(X, centers):
    return np.sum(X**2, axis=1)[:, None] - 2 * X @ centers.T + np.sum(centers**2, axis=1)


TINY = (1e-300, 1e-12)
SMALL = (1e-2, 1e-3, 1e-4, 1e-6)


def neighbourhoods(rng: np.random.Generator) -> list[Case]:
    def case(name, N, D, M, gamma, layout="C"):
        return Case(name, (away(rng, (N, D)), away(rng, (M, D)), gamma), layout=layout)

    X, near = away(rng, (5, 3)), away(rng, (1, 2))
    return [
        case("four samples, three inputs, two centres", 4, 3, 2, 0.3),
        case("one sample", 1, 2, 3, 0.7, "F"),
        case("one input", 5, 1, 2, 0.5, "strided"),
        case("one centre", 3, 2, 1, 1.3, "readonly"),
        case("one of each", 1, 1, 1, 0.4),
        case("as many samples as centres", 3, 3, 3, 0.2, "F"),
        Case("centres among the samples", (X, X[[3, 0]], 0.6)),
        Case("the four pairs of bits", (BITS, BITS[[0, 3]], 1.0)),
        Case(
            "whole numbers", (np.array([[1.0, 2.0], [-1.0, 0.0], [3.0, 1.0]]), np.array([[0.0, 1.0], [2.0, 2.0]]), 0.25)
        ),
        Case("centres far away", (away(rng, (3, 2)), away(rng, (2, 2), 30.0, 40.0), 2.0)),
        case("a larger batch", 15, 6, 4, 0.05),
        Case("features close to 0", (1 + np.sqrt([[5.0], [8.0], [11.0], [14.0], [17.0]]), np.ones((1, 1)), 1.0)),
        Case("samples and centres far from the origin", (20 + away(rng, (4, 2)), 20 + away(rng, (3, 2)), 0.3)),
        Case("a large γ, samples close to the centre", (near + 0.03 * away(rng, (3, 2), 0.3, 1.5), near, 1024.0)),
        Case("a small γ, samples far away", (32 * away(rng, (3, 2)), 32 * away(rng, (2, 2)), 2.0**-12)),
    ]


rbf_features = Exercise(
    name="rbf_features",
    topic=TOPIC,
    signature="rbf_features(X, centers, gamma)",
    returns=("features",),
    section="01_perceptron#fixed-features",
    reference=right.rbf_features,
    cases=neighbourhoods,
    checks=(
        Check("values", "each feature is exp(−γ·‖x − c‖²), one row a sample, one column a centre", 0.85),
        pure(0.15),
    ),
    hints=(
        "Begin with one sample and one centre: how far apart are they, squared? That is a sum over the D inputs.",
        "What is the result where a sample sits exactly on a centre? And far away from it?",
        "Two loops, over samples and centres, are fine. Without loops: `X[:, None, :]` has shape (N, 1, D) and "
        "`centers[None, :, :]` (1, M, D); what shape has their difference?",
        "From the differences of shape (N, M, D), square and add up over the last axis to get (N, M). Then the factor "
        "−γ, then the exponential, entry by entry.",
    ),
    misconceptions=(
        *wrong(
            "distance-not-squared",
            "You take the distance itself. The exponent holds its square, so no root is taken.",
            lambda X, C, g: np.exp(-g * np.sqrt(squares(X, C))),
        ),
        *wrong(
            "minus-forgotten",
            "The minus is missing in the exponent: your features grow with the distance. They are 1 at the centre and "
            "fall off around it.",
            lambda X, C, g: np.exp(g * squares(X, C)),
        ),
        *wrong(
            "gamma-forgotten",
            "γ is not used. It says how quickly a feature falls off with the distance.",
            lambda X, C, g: np.exp(-squares(X, C)),
        ),
        *wrong(
            "gamma-as-width",
            "You divide by γ, as one does with a width. Here γ multiplies the squared distance.",
            lambda X, C, g: np.exp(-squares(X, C) / g),
            lambda X, C, g: np.exp(-squares(X, C) / (2 * g**2)),
            lambda X, C, g: np.exp(-squares(X, C) / g**2),
            lambda X, C, g: np.exp(-squares(X, C) / (2 * g)),
        ),
        *wrong(
            "gamma-squared",
            "γ is squared along with the distance. Only ‖x − c‖ is.",
            lambda X, C, g: np.exp(-(g**2) * squares(X, C)),
        ),
        *wrong(
            "half-too-many",
            "There is a ½ in your exponent that the formula does not have.",
            lambda X, C, g: np.exp(-0.5 * g * squares(X, C)),
        ),
        *wrong(
            "averaged",
            "You average over the inputs. ‖x − c‖² is the sum of the squared differences.",
            lambda X, C, g: np.exp(-g * squares(X, C) / X.shape[1]),
        ),
        *wrong(
            "not-summed",
            "The differences of the single inputs are not added up. A sample and a centre share one distance.",
            lambda X, C, g: np.exp(-g * (X[:, None, :] - C[None, :, :]) ** 2),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: one row a sample, one column a centre, (N, M).",
            lambda X, C, g: np.exp(-g * squares(C, X)),
        ),
        *wrong(
            "square-of-sum",
            "You add the differences up before you square, so that they cancel. Square each one first.",
            lambda X, C, g: np.exp(-g * np.sum(X[:, None, :] - C[None, :, :], axis=2) ** 2),
        ),
        *wrong(
            "not-squared",
            "The differences are added up with their signs, or by their size. Square them.",
            lambda X, C, g: np.exp(-g * np.sum(X[:, None, :] - C[None, :, :], axis=2)),
            lambda X, C, g: np.exp(-g * np.sum(np.abs(X[:, None, :] - C[None, :, :]), axis=2)),
        ),
        *wrong(
            "exponential-forgotten",
            "You stop at the exponent. The feature is the exponential of it, between 0 and 1.",
            lambda X, C, g: -g * squares(X, C),
            lambda X, C, g: squares(X, C),
            lambda X, C, g: g * squares(X, C),
        ),
        *wrong(
            "product-for-distance",
            "You use the dot product of sample and centre. Here the distance between the two counts.",
            lambda X, C, g: np.exp(-g * (X @ C.T)),
            lambda X, C, g: np.exp(g * (X @ C.T)),
            lambda X, C, g: np.exp(-g * (X @ C.T) ** 2),
        ),
        *wrong(
            "sum-for-difference",
            "You add centre and sample. Their difference is how far they are apart.",
            lambda X, C, g: np.exp(-g * squares(X, -C)),
        ),
        *wrong(
            "summed-over-centres",
            "You add the features up over the centres. Each centre gives a feature of its own.",
            lambda X, C, g: np.sum(np.exp(-g * squares(X, C)), axis=1),
            lambda X, C, g: np.sum(np.exp(-g * squares(X, C)), axis=1, keepdims=True),
        ),
        *wrong(
            "summed-over-wrong-axis",
            "You add up along the wrong axis. Of (N, M, D) it is the last one, the inputs, that goes.",
            lambda X, C, g: np.exp(-g * np.sum((X[:, None, :] - C[None, :, :]) ** 2, axis=1)),
            lambda X, C, g: np.exp(-g * np.sum((X[:, None, :] - C[None, :, :]) ** 2, axis=0)),
        ),
        *wrong(
            "exponential-before-sum",
            "You take the exponential for each input and add up then. First the whole squared distance, then one "
            "exponential.",
            lambda X, C, g: np.sum(np.exp(-g * (X[:, None, :] - C[None, :, :]) ** 2), axis=2),
        ),
        *wrong(
            "gamma-outside",
            "γ stands before the exponential. It belongs into the exponent, where it sets how wide the bump is.",
            lambda X, C, g: g * np.exp(-squares(X, C)),
        ),
        *wrong(
            "first-centre-only",
            "Only one centre is used. There are M of them, and M columns.",
            lambda X, C, g: np.exp(-g * squares(X, C[:1])),
            lambda X, C, g: np.exp(-g * squares(X, C[:1]))[:, 0],
            lambda X, C, g: np.exp(-g * squares(X, C[-1:])),
        ),
        *wrong(
            "one-sample-only",
            "Only one sample comes out. There are N of them, and N rows; is a list made anew where it should grow?",
            lambda X, C, g: np.exp(-g * squares(X, C))[-1],
            lambda X, C, g: np.exp(-g * squares(X, C))[0],
        ),
        *wrong(
            "centres-ignored",
            "You measure from sample to sample, or from the origin. Each distance is from a sample to a centre.",
            lambda X, C, g: np.exp(-g * squares(X, X)),
            lambda X, C, g: np.exp(-g * np.sum(X**2, axis=1)),
        ),
        *wrong(
            "squared-twice",
            "The squared distance is squared once more. One square is enough.",
            lambda X, C, g: np.exp(-((g * squares(X, C)) ** 2)),
            lambda X, C, g: np.exp(-g * squares(X, C) ** 2),
        ),
        *wrong(
            "normalised",
            "Your features are scaled to add up to 1 in each row. Here each stands for itself.",
            lambda X, C, g: np.exp(-g * squares(X, C)) / np.sum(np.exp(-g * squares(X, C)), axis=1, keepdims=True),
            *(
                lambda X, C, g, t=t: (p := np.exp(-g * squares(X, C))) / np.maximum(p.sum(1, keepdims=True), t)
                for t in TINY
            ),
            *(lambda X, C, g, t=t: (p := np.exp(-g * squares(X, C))) / (p.sum(1, keepdims=True) + t) for t in TINY),
        ),
        *wrong(
            "one-distance-for-all",
            "One number comes out for the whole batch. Say along which axis to add up.",
            lambda X, C, g: np.exp(-g * np.sum((X[:, None, :] - C[None, :, :]) ** 2)),
            lambda X, C, g: np.exp(-g * np.linalg.norm(X[:, None, :] - C[None, :, :]) ** 2),
        ),
        *wrong(
            "one-minus",
            "You return 1 minus the feature. It is 1 at its centre, and falls off around it.",
            lambda X, C, g: 1 - np.exp(-g * squares(X, C)),
        ),
        *wrong(
            "shapes-do-not-fit",
            "`X - centers` pairs row with row, and there are not as many centres as samples. Every sample meets every "
            "centre: two loops, or an axis more on either side.",
            lambda X, C, g: np.exp(-g * np.sum((X - C) ** 2, axis=1)),
            lambda X, C, g: np.exp(-g * (X - C) ** 2),
            lambda X, C, g: np.exp(-g * np.linalg.norm(X - C, axis=1) ** 2),
        ),
        *wrong(
            "cut-off",
            "Small features are set to 0. A bump falls off without ever reaching 0: leave its values as they are.",
            *(
                lambda X, C, g, t=t: np.where(np.exp(-g * squares(X, C)) < t, 0.0, np.exp(-g * squares(X, C)))
                for t in SMALL
            ),
        ),
        *wrong(
            "sum-of-sizes-squared",
            "You add up the sizes of the differences and square the sum. ‖x − c‖² is the sum of the squares.",
            lambda X, C, g: np.exp(-g * np.sum(np.abs(X[:, None, :] - C[None, :, :]), axis=2) ** 2),
        ),
        *wrong(
            "power-of-a-base",
            "You raise e^−γ to a power. For a large γ that base is 0 already; multiply γ and the squared distance first.",
            lambda X, C, g: np.exp(-g) ** squares(X, C),
        ),
        *wrong(
            "reshaped",
            "The numbers are dealt out anew, row by row: `reshape` does not turn a matrix, `.T` does.",
            lambda X, C, g: np.exp(-g * squares(C, X)).reshape(len(X), len(C)),
        ),
        *wrong(
            "single-precision",
            "You compute with float32, which keeps seven digits. Far from the origin the differences are lost; stay with float64.",
            lambda X, C, g: np.exp(-g * np.maximum(expanded(X.astype(np.float32), C.astype(np.float32)), 0)).astype(
                float
            ),
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            lambda X, C, g: np.exp(
                -g * (squares(X, C) if len(X) != len(C) else np.tile(np.sum((X - C) ** 2, 1), (len(X), 1)))
            ),
        ),
    ),
)
