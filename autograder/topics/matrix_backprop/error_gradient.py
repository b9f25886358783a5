"""The mean squared error's gradient."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.matrix_backprop.common import ENTRIES, LONGER_SIDE, N_MINUS_ONE, ONE_LESS, TOPIC, predictions

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
