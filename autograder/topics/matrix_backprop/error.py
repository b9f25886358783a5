"""The mean squared error."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.matrix_backprop.common import ENTRIES, LONGER_SIDE, N_MINUS_ONE, ONE_LESS, TOPIC, predictions

HALF = "The ½ is {}: with it the square's derivative becomes plain F − Y."


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
        "N is the number of rows. Sum all squares, and divide by N and by 2; `np.mean` over everything would divide by "
        "N·K.",
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
