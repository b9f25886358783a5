"""The mean squared error, and its gradient."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.matrix_backprop.common import TOPIC, whole

HALF = "The ½ is {}: with it the square's derivative becomes plain F − Y."


ENTRIES = (
    "You average over all N·K entries. The contract averages over the N samples only; within a sample the squares of "
    "its outputs are summed."
)


N_MINUS_ONE = "You divide by N − 1, as for a variance that is estimated. The loss is the plain average over N samples."
ONE_LESS = (lambda F: len(F) - 1, lambda F: max(len(F) - 1, 1))

LONGER_SIDE = (
    "You divide by the longer or the shorter side of F. The average is over the samples, the rows: N is F.shape[0]."
)


def predictions(rng: np.random.Generator) -> list[Case]:
    def case(name, N, K, exact=()):
        F, error = away(rng, (N, K)), away(rng, (N, K), 0.3, 2.0)
        for place in exact:
            error[place] = 0.0
        return Case(name, (F, F + error))

    return [
        case("five samples, three outputs", 5, 3),
        case("one sample", 1, 4),
        case("one output", 6, 1),
        case("one number", 1, 1),
        case("more outputs than samples", 2, 5),
        case("as many samples as outputs", 4, 4),
        case("some predictions exact", 4, 3, exact=[(0, 1), (2, slice(None))]),
        Case("whole numbers", (whole(rng, 4, 3), np.array([[7.0, -6, 9], [-8, 7, 6], [5, -9, 8], [6, 6, -7]]))),
        case("a larger batch", 15, 4),
    ]


mse_loss = Exercise(
    name="mse_loss",
    topic=TOPIC,
    signature="mse_loss(F, Y)",
    returns=("loss",),
    section="04_matrix_backprop#mean-squared-error",
    reference=right.mse_loss,
    cases=predictions,
    checks=(Check("values", "the loss is right, and one number", 0.85), pure(0.15)),
    hints=(
        "First one sample: how large is its error, as one number? Then the average of these numbers over the batch.",
        "‖v‖² is the sum of the squares of v's entries. The ½ is there so that the derivative looks nice.",
        "N is the number of rows. Sum all squares, and divide by N and by 2; `np.mean` over everything would divide "
        "by N·K.",
    ),
    misconceptions=(
        *wrong(
            "half-forgotten",
            HALF.format("missing"),
            lambda F, Y: np.sum((F - Y) ** 2) / len(F),
        ),
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: you sum over the batch. The average keeps the loss comparable between batches of "
            "different size.",
            lambda F, Y: np.sum((F - Y) ** 2) / 2,
        ),
        *wrong(
            "half-and-mean-forgotten",
            "Both the ½ and the 1/N are missing: this is the plain sum of squares.",
            lambda F, Y: np.sum((F - Y) ** 2),
        ),
        *wrong(
            "mean-over-entries",
            ENTRIES,
            lambda F, Y: 0.5 * np.mean((F - Y) ** 2),
        ),
        *wrong(
            "plain-np-mean",
            "`np.mean` divides by all N·K entries, and the ½ is missing. Sum the squares, then divide by 2N.",
            lambda F, Y: np.mean((F - Y) ** 2),
        ),
        *wrong(
            "averaged-over-outputs",
            "You average over the K outputs. The average is over the N samples, the rows.",
            lambda F, Y: np.sum((F - Y) ** 2) / (2 * F.shape[1]),
        ),
        *wrong(
            "averaged-twice",
            "The loss is averaged twice: 1/N appears two times.",
            lambda F, Y: np.sum((F - Y) ** 2) / (2 * len(F) ** 2),
        ),
        *wrong(
            "per-sample",
            "You return one loss a sample. The batch's loss is their average, one number.",
            lambda F, Y: 0.5 * np.sum((F - Y) ** 2, axis=1),
            lambda F, Y: 0.5 * np.mean((F - Y) ** 2, axis=0),
            lambda F, Y: 0.5 * np.sum((F - Y) ** 2, axis=0) / len(F),
            lambda F, Y: 0.5 * (F - Y) ** 2,
            lambda F, Y: (F - Y) ** 2,
            lambda F, Y: np.sum((F - Y) ** 2, axis=1) / (2 * len(F)),
        ),
        *wrong(
            "square-of-sum",
            "You add the errors up first and square then, so that errors of opposite sign cancel. Square each entry "
            "first.",
            lambda F, Y: np.sum(F - Y) ** 2 / (2 * len(F)),
            lambda F, Y: 0.5 * np.mean(np.sum(F - Y, axis=1) ** 2),
            lambda F, Y: np.sum(F - Y) ** 2 / 2,
        ),
        *wrong(
            "not-squared",
            "The errors are not squared: ‖v‖² is the sum of the *squares* of v's entries.",
            lambda F, Y: np.sum(np.abs(F - Y)) / (2 * len(F)),
            lambda F, Y: np.sum(np.abs(F - Y)) / len(F),
            lambda F, Y: np.sum(F - Y) / (2 * len(F)),
            lambda F, Y: np.mean(np.abs(F - Y)),
            lambda F, Y: np.sum(F - Y) / len(F),
        ),
        *wrong(
            "root-taken",
            "You take a square root: ½‖f − y‖² is the *squared* length.",
            lambda F, Y: 0.5 * np.mean(np.sqrt(np.sum((F - Y) ** 2, axis=1))),
            lambda F, Y: np.mean(np.sqrt(np.sum((F - Y) ** 2, axis=1))),
            lambda F, Y: np.sqrt(np.mean((F - Y) ** 2)),
            lambda F, Y: 0.5 * np.linalg.norm(F - Y) / len(F),
            lambda F, Y: np.linalg.norm(F - Y),
        ),
        *wrong("n-minus-one", N_MINUS_ONE, *(lambda F, Y, n=n: np.sum((F - Y) ** 2) / (2 * n(F)) for n in ONE_LESS)),
        *wrong(
            "digits-cut-off",
            "`//` divides and cuts off the digits behind the point. Use `/`.",
            lambda F, Y: np.sum((F - Y) ** 2) // 2 / len(F),
            lambda F, Y: np.sum((F - Y) ** 2) // (2 * len(F)),
        ),
        *wrong(
            "longer-side",
            LONGER_SIDE,
            lambda F, Y: np.sum((F - Y) ** 2) / (2 * max(F.shape)),
            lambda F, Y: np.sum((F - Y) ** 2) / (2 * min(F.shape)),
        ),
        *wrong(
            "difference-of-squares",
            "You subtract the squares; the square of the difference is asked for: (f − y)², not f² − y².",
            lambda F, Y: np.sum(F**2 - Y**2) / (2 * len(F)),
        ),
        *wrong(
            "sign-flipped",
            "The loss comes out negative. An error of either sign costs something.",
            lambda F, Y: -np.sum((F - Y) ** 2) / (2 * len(F)),
        ),
        *wrong(
            "half-twice",
            "The ½ is there twice: each sample costs ½‖f − y‖², and the average adds no other ½.",
            lambda F, Y: 0.25 * np.sum((F - Y) ** 2) / len(F),
        ),
        *wrong(
            "sum-for-difference",
            "You add prediction and target. The error is their difference.",
            lambda F, Y: np.sum((F + Y) ** 2) / (2 * len(F)),
        ),
        *wrong(
            "one-entry-array",
            "The loss is right but comes in an array of one entry. Return the number itself.",
            lambda F, Y: np.array([np.sum((F - Y) ** 2) / (2 * len(F))]),
            lambda F, Y: np.array([[np.sum((F - Y) ** 2) / (2 * len(F))]]),
        ),
        *wrong(
            "variance",
            "You subtract the mean error first, so an error that all predictions share goes unnoticed.",
            lambda F, Y: 0.5 * np.var(F - Y),
            lambda F, Y: np.var(F - Y),
        ),
        *wrong(
            "matrix-product",
            "`@` multiplies different samples with each other. Square entry by entry: `(F - Y) ** 2`.",
            lambda F, Y: 0.5 * np.mean((F - Y) @ (F - Y).T),
            lambda F, Y: 0.5 * np.sum((F - Y) @ (F - Y).T) / len(F),
            lambda F, Y: 0.5 * (F - Y) @ (F - Y).T / len(F),
            lambda F, Y: 0.5 * (F - Y).T @ (F - Y) / len(F),
        ),
    ),
)


mse_backward = Exercise(
    name="mse_backward",
    topic=TOPIC,
    signature="mse_backward(F, Y)",
    returns=("dF",),
    section="04_matrix_backprop#mean-squared-error",
    reference=right.mse_backward,
    cases=predictions,
    claim=lambda F, Y: Claim(lambda F: right.mse_loss(F, Y), lambda F: [right.mse_backward(F, Y)], (F,)),
    checks=(Check("dF", "dF agrees with the numeric gradient of the loss", 0.85, gradient=True), pure(0.15)),
    hints=(
        "How does the loss change if one entry F[n, k] moves a little? Only one square depends on it.",
        "The ½ cancels the 2 of the square. What the loss averages, its gradient averages too.",
        "dF has the shape of F. If the prediction is too large, the loss grows with it: which sign has the difference?",
    ),
    misconceptions=(
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: the loss is an average over the batch, so each sample's share of the gradient is 1/N.",
            lambda F, Y: F - Y,
        ),
        *wrong(
            "half-forgotten",
            "Twice too large: the 2 of the square is cancelled by the loss's ½.",
            lambda F, Y: 2 * (F - Y) / len(F),
        ),
        *wrong(
            "half-and-mean-forgotten",
            "Both the ½ and the 1/N of the loss are missing in its gradient.",
            lambda F, Y: 2 * (F - Y),
        ),
        *wrong(
            "half-twice",
            "The ½ is still there, but the derivative of the square brings a 2 that cancels it.",
            lambda F, Y: (F - Y) / (2 * len(F)),
            lambda F, Y: 0.5 * (F - Y),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: where F is above Y the loss grows with F, so the gradient is positive there: F − Y.",
            lambda F, Y: (Y - F) / len(F),
            lambda F, Y: Y - F,
            lambda F, Y: 2 * (Y - F) / len(F),
            lambda F, Y: (Y - F) / F.size,
            lambda F, Y: 2 * (Y - F),
        ),
        *wrong("mean-over-entries", ENTRIES, lambda F, Y: (F - Y) / F.size, lambda F, Y: 2 * (F - Y) / F.size),
        *wrong(
            "averaged-over-outputs",
            "You divide by the K outputs. The average is over the N samples.",
            lambda F, Y: (F - Y) / F.shape[1],
        ),
        *wrong(
            "averaged-again",
            "1/N appears twice. The loss averages once, so its gradient carries one 1/N.",
            lambda F, Y: (F - Y) / len(F) ** 2,
        ),
        *wrong(
            "summed-over-batch",
            "You sum over the batch. dF has the shape of F: one gradient for every prediction.",
            lambda F, Y: np.sum(F - Y, axis=0) / len(F),
            lambda F, Y: np.mean(F - Y),
        ),
        *wrong(
            "outputs-summed",
            "You sum over the outputs. dF has the shape of F: one gradient for every prediction.",
            lambda F, Y: np.sum(F - Y, axis=1, keepdims=True) / len(F),
            lambda F, Y: np.sum(F - Y, axis=1) / len(F),
        ),
        *wrong("n-minus-one", N_MINUS_ONE, *(lambda F, Y, n=n: (F - Y) / n(F) for n in ONE_LESS)),
        *wrong("longer-side", LONGER_SIDE, lambda F, Y: (F - Y) / max(F.shape), lambda F, Y: (F - Y) / min(F.shape)),
        *wrong(
            "batch-size-fixed",
            "N is written as a number. It is the number of rows of the batch that comes in.",
            *(lambda F, Y, n=n: (F - Y) / n for n in (3, 4, 5, 10)),
        ),
        *wrong(
            "loss-for-gradient",
            "The errors are still squared: that is the loss. Its derivative is linear in F − Y.",
            lambda F, Y: (F - Y) ** 2 / len(F),
            lambda F, Y: 0.5 * (F - Y) ** 2 / len(F),
        ),
        *wrong(
            "target-forgotten",
            "The targets do not matter in your gradient. The loss depends on how far F is from Y.",
            lambda F, Y: F / len(F),
            lambda F, Y: F * 1.0,
            lambda F, Y: -Y / len(F),
        ),
        *wrong(
            "sum-for-difference",
            "You add prediction and target. The error is their difference.",
            lambda F, Y: (F + Y) / len(F),
        ),
        *wrong(
            "only-the-sign",
            "This is the gradient of the absolute error. That of the square grows with the error, and keeps its sign.",
            lambda F, Y: np.sign(F - Y) / len(F),
            lambda F, Y: np.sign(F - Y),
            lambda F, Y: np.abs(F - Y) / len(F),
            lambda F, Y: np.abs(F - Y),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: dF has the shape of F.",
            lambda F, Y: ((F - Y) / len(F)).T,
        ),
        *wrong(
            "multiplied-by-n",
            "You multiply by N. The loss divides by it, and so does its gradient.",
            lambda F, Y: (F - Y) * len(F),
        ),
        *wrong(
            "length-divided-out",
            "You divide by the length of the error: that would be the gradient of ‖F − Y‖, without the square.",
            lambda F, Y: (F - Y) / np.linalg.norm(F - Y),
            lambda F, Y: (F - Y) / np.linalg.norm(F - Y, axis=1, keepdims=True) / len(F),
        ),
    ),
)
