"""ReLU, backward."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, close_to_zero, pure, wrong
from autograder.topics.habits import SMALL, THRESHOLDS
from autograder.topics.matrix_backprop.common import AVERAGED, TOPIC, UPSTREAM, whole


def masks(rng: np.random.Generator) -> list[Case]:
    def case(name, *shape, group="values", zeros=(), size=1.0):
        dA, Z = away(rng, shape) * size, away(rng, shape) * size
        for place in zeros:
            Z[place] = 0.0
        return Case(name, (dA, Z), group)

    return [
        case("four samples, three units", 4, 3),
        case("one sample", 1, 4),
        case("one unit", 5, 1),
        case("as many samples as units", 4, 4),
        Case("whole numbers", (whole(rng, 3, 2), np.array([[2.0, -1.0], [-3.0, 4.0], [1.0, -5.0]]))),
        case("a larger batch", 10, 7),
        case("large numbers", 4, 3, size=100.0),
        case("zeros in Z", 3, 4, group="kinks", zeros=[(0, 1), (2, 3), (1, 0)]),
        case("a unit whose Z is 0 throughout", 4, 2, group="kinks", zeros=[(slice(None), 1)]),
        Case("Z close to 0", (away(rng, (2, 5)), close_to_zero(rng, 2, 5)), "kinks"),
    ]


def quietly(division):
    with np.errstate(all="ignore"):
        return division()


def mask_in_place(dA, Z):
    dA[Z <= 0] = 0
    return dA


def mask_times_in_place(dA, Z):
    dA *= Z > 0
    return dA


relu_backward = Exercise(
    name="relu_backward",
    topic=TOPIC,
    signature="relu_backward(dA, Z)",
    returns=("dZ",),
    section="04_matrix_backprop#relu",
    reference=right.relu_backward,
    cases=masks,
    claim=lambda dA, Z: Claim(right.relu, lambda Z: [right.relu_backward(dA, Z)], (Z,), dA),
    checks=(
        Check("dZ", "dZ agrees with the numeric gradient where Z is not 0", 0.6, gradient=True),
        Check(
            "kink",
            "dZ is 0 where Z is 0, as this course chooses, and right close by",
            0.25,
            groups=("kinks",),
            gradient=True,
        ),
        pure(0.15),
    ),
    hints=(
        "ReLU lets some entries through unchanged and stops the others. Going backward the same gates are open and the "
        "same closed.",
        "Whether a gate was open is decided by Z alone, never by the gradient that arrives. What about Z = 0?",
        "A comparison of Z with 0 gives a mask of True and False; combine it with dA entry by entry (not with `@`).",
    ),
    misconceptions=(
        *wrong(
            "one-at-zero",
            "The gradient passes where Z is exactly 0. The course sets relu′(0) = 0: use `>`, not `>=`.",
            lambda dA, Z: dA * (Z >= 0),
        ),
        *wrong(
            "half-at-zero",
            "Half of the gradient passes where Z is exactly 0. The course sets relu′(0) = 0.",
            lambda dA, Z: dA * np.heaviside(Z, 0.5),
        ),
        *wrong(
            "mask-from-gradient",
            "You close the gate where the *gradient* is negative. The gate depends on Z, the input of the forward "
            "pass; negative gradients may pass.",
            lambda dA, Z: dA * (dA > 0),
            lambda dA, Z: dA * (Z > 0) * (dA > 0),
        ),
        *wrong(
            "upstream-ignored",
            UPSTREAM,
            lambda dA, Z: (Z > 0) * 1.0,
        ),
        *wrong(
            "mask-missing",
            "The gradient passes everywhere. A unit that was off (Z < 0) did not influence the loss, so nothing comes "
            "back through it.",
            lambda dA, Z: dA * 1.0,
            lambda dA, Z: dA * (Z != 0),
        ),
        *wrong(
            "value-for-derivative",
            "You multiply by the activation instead of by its derivative, which is 1 or 0.",
            lambda dA, Z: dA * np.maximum(Z, 0),
            lambda dA, Z: dA * Z,
        ),
        *wrong(
            "mask-inverted",
            "The mask is inverted: the gradient passes where the unit was *off*.",
            lambda dA, Z: dA * (Z < 0),
            lambda dA, Z: dA * (Z <= 0),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped. The minus of gradient descent belongs in the update, not in the gradient.",
            lambda dA, Z: -dA * (Z > 0),
        ),
        *wrong(
            "sign-of-z",
            "Where Z is negative you flip the gradient (the derivative of |z|). ReLU is flat there: 0.",
            lambda dA, Z: dA * np.sign(Z),
            lambda dA, Z: np.where(Z > 0, dA, -dA),
        ),
        *wrong(
            "forward-for-backward",
            "You apply ReLU to Z once more. The backward pass takes dA and lets it through where Z was positive.",
            lambda dA, Z: np.maximum(Z, 0),
        ),
        *wrong(
            "in-place",
            "Your function writes into its argument: the caller's dA is changed. Multiply by the mask, which makes a "
            "new array.",
            mask_in_place,
            mask_times_in_place,
        ),
        *wrong(
            "roles-swapped",
            "dA and Z have changed places: Z decides, dA passes.",
            lambda dA, Z: Z * (dA > 0),
        ),
        *wrong(
            "leaky",
            "Where the unit was off a little gradient still passes: that is leaky ReLU. Plain ReLU stops it completely.",
            lambda dA, Z: np.where(Z > 0, dA, 0.01 * dA),
            lambda dA, Z: np.where(Z > 0, dA, 0.1 * dA),
        ),
        *wrong(
            "threshold-at-one",
            "You compare Z with 1. The corner of ReLU is at 0.",
            lambda dA, Z: dA * (Z > 1),
            lambda dA, Z: dA * (Z >= 1),
        ),
        *wrong(
            "batch-summed",
            "You sum over the batch. dZ has the shape of Z: every entry has a gate of its own.",
            lambda dA, Z: (dA * (Z > 0)).sum(axis=0),
            lambda dA, Z: np.sum(dA * (Z > 0)),
        ),
        *wrong("averaged-again", AVERAGED, lambda dA, Z: dA * (Z > 0) / len(Z)),
        *wrong(
            "clipped",
            "Large gradients are cut off. Clipping is a trick of training, not part of the derivative.",
            *(lambda dA, Z, limit=limit: np.clip(dA, -limit, limit) * (Z > 0) for limit in (1, 5, 10)),
        ),
        *wrong(
            "matrix-product",
            "`@` multiplies matrices. A gate acts on each entry alone: multiply with `*`.",
            lambda dA, Z: dA @ (Z > 0).T,
            lambda dA, Z: dA.T @ (Z > 0),
        ),
        *wrong(
            "shapes-do-not-fit",
            "`@` multiplies matrices. A gate acts on each entry alone: multiply with `*`.",
            lambda dA, Z: dA @ (Z > 0),
        ),
        *wrong(
            "small-taken-for-zero",
            SMALL,
            *(lambda dA, Z, limit=limit: dA * (limit < Z) for limit in THRESHOLDS),
            *(lambda dA, Z, eps=eps: dA * np.maximum(Z, 0) / (np.abs(Z) + eps) for eps in THRESHOLDS),
            lambda dA, Z: dA * ((Z > 0) & ~np.isclose(Z, 0)),
        ),
        *wrong(
            "divides-by-z",
            "relu(Z) / Z is 0/0 where Z is 0, which is not a number. Decide by comparing Z with 0.",
            lambda dA, Z: dA * np.maximum(Z, 0) / Z,
            lambda dA, Z: quietly(lambda: dA * np.maximum(Z, 0) / Z),
        ),
        *wrong(
            "filtered",
            "`dA[Z > 0]` keeps the open entries and drops the others, so the shape is lost. Every entry stays in its "
            "place; the closed ones become 0.",
            lambda dA, Z: dA[Z > 0],
        ),
        *wrong(
            "identity-elsewhere",
            "Where the unit was off you return Z. Nothing passes there: 0.",
            lambda dA, Z: np.where(Z > 0, dA, Z),
            lambda dA, Z: np.where(Z > 0, dA, 1.0),
        ),
    ),
)
