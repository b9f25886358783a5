"""One sample through the slides' network, in loops or not."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.claims import loss_and_gradients
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import OVERWRITTEN, WHATEVER_FITS, fitting
from autograder.topics.matrix_backprop.common import LEFT_AT_ZERO, TOPIC, check_loss, gradient
from autograder.topics.matrix_backprop.wrong_sample import one_sample


def single_samples(rng: np.random.Generator) -> list[Case]:
    def case(name, D, H, bias=1.0):
        while True:
            x, W, b = away(rng, (D,)), away(rng, (D, H), high=1.0), bias * away(rng, (H,), high=1.0)
            v, c = away(rng, (H,)), float(bias * away(rng, (), high=1.0))
            y = float(v @ right.sigmoid(x @ W + b) + c)
            if np.max(np.abs(x @ W)) < 4.0:  # no unit saturated, its slope would be lost in the rounding
                return Case(name, (x, W, b, v, c, y - float(away(rng, (), 0.5, 1.5))))

    return [
        case("two inputs, three hidden units", 2, 3),
        case("one input", 1, 3),
        case("one hidden unit", 3, 1),
        case("more inputs than hidden units", 4, 2),
        case("as many inputs as hidden units", 3, 3),
        case("zero biases", 3, 2, bias=0.0),
        Case(
            "whole numbers",
            (
                np.array([1.0, -2.0]),
                np.array([[1.0, -1, 2], [1, 1, -1]]),
                np.array([1.0, 2, -1]),
                np.array([2.0, -1, 1]),
                1.0,
                -1.0,
            ),
        ),
        case("seven hidden units", 5, 7),
    ]


def sigmoid_output(z):
    return right.sigmoid(z)


def first_size(x, dk):
    return len(x)


def second_size(x, dk):
    return len(dk)


def entries(x, dk):
    return len(x) * len(dk)


def zeroed(x, W, b, v, c, target):
    loss = right.loop_backprop(x, W, b, v, c, target)[0]
    return loss, 0 * W, 0 * b, 0 * v, 0.0


loop_backprop = Exercise(
    name="loop_backprop",
    topic=TOPIC,
    signature="loop_backprop(x, W, b, v, c, target)",
    returns=("loss", "dW", "db", "dv", "dc"),
    section="04_matrix_backprop#one-sample",
    reference=right.loop_backprop,
    cases=single_samples,
    claim=loss_and_gradients(right.loop_backprop, slice(1, 5)),
    parameters=slice(1, 5),
    checks=(
        check_loss(0.15),
        gradient(1, "dW", 0.25),
        gradient(2, "db", 0.2),
        gradient(3, "dv", 0.15),
        gradient(4, "dc", 0.15),
        pure(),
    ),
    hints=(
        "Forward first, and keep every intermediate: k, h, y. Then walk back from the loss, one arrow of the graph at "
        "a time.",
        "The loss here is the plain square, without ½: what is dloss/dy? It is a factor of all four gradients, and dc "
        "is nothing else.",
        "v[j] meets h[j]; so dv needs h, and what flows on into h needs v. Then the sigmoid: its slope is written with "
        "h.",
        "W[i, j] meets x[i] and ends in k[j]: so dW[i, j] joins the i of x with the j of dk. Two nested loops, or "
        "`np.outer`.",
    ),
    misconceptions=(
        *wrong(
            "factor-two-missing",
            "This loss is the plain square (y − target)², without a ½, so its derivative 2(y − target) keeps the 2.",
            one_sample(dy=lambda y, t: y - t),
        ),
        *wrong(
            "half-added",
            "This loss is the plain square (y − target)²; you put a ½ in front of it.",
            one_sample(loss=lambda y, t: 0.5 * (y - t) ** 2),
            one_sample(loss=lambda y, t: 0.5 * (y - t) ** 2, dy=lambda y, t: y - t),
        ),
        *wrong(
            "weights-summed",
            "All hidden units get the sum of v on the way back. h[j] entered y with its own v[j] only.",
            one_sample(dh=lambda dy, v, dv: dy * v.sum() * np.ones_like(v)),
        ),
        *wrong(
            "inputs-summed",
            "The rows of dW are all the same, with the sum of x. W[i, j] was multiplied by its own x[i].",
            one_sample(dW=lambda x, dk: np.outer(np.full_like(x, x.sum()), dk)),
        ),
        *wrong(
            "averaged",
            "A gradient is divided by the number of inputs or units. Nothing is averaged in one sample.",
            *(one_sample(dW=lambda x, dk, n=n: np.outer(x, dk) / n(x, dk)) for n in (first_size, second_size, entries)),
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            one_sample(k=lambda x, W, b, times_b: fitting(lambda: W @ x, lambda: x @ W)() + b),
            one_sample(dW=lambda x, dk: np.outer(dk, x) if len(x) == len(dk) else np.outer(x, dk)),
        ),
        *wrong(
            "overwritten-in-the-loop",
            OVERWRITTEN,
            one_sample(k=lambda x, W, b, times_b: x[-1] * W[-1] + b),
            one_sample(z=lambda v, h, c, times_c: v[-1] * h[-1] + c),
            one_sample(k=lambda x, W, b, times_b: x[-1] * W[-1]),
        ),
        *wrong(
            "slope-missing",
            "The sigmoid's slope h(1 − h) is missing on the way from h back to k.",
            one_sample(slope=lambda: 1.0),
        ),
        *wrong(
            "slope-at-pre-activation",
            "You write k(1 − k). The short form of the slope holds for the activation: h(1 − h), with h = σ(k).",
            one_sample(slope=lambda h, k: k * (1 - k)),
        ),
        *wrong(
            "sigmoid-twice",
            "The slope is taken at h, as if h were a pre-activation: σ′(k) = h(1 − h), without another σ.",
            one_sample(slope=lambda h, k: right.sigmoid_derivative(h)),
        ),
        *wrong(
            "slide-sigma-prime",
            "This is the slide's misprint σ(1 − σ′). The slope is σ(1 − σ), here h(1 − h).",
            one_sample(slope=lambda h, k: h * (1 - h * (1 - h))),
            section="04_matrix_backprop#errata",
        ),
        *wrong(
            "bias-in-the-loop",
            "The bias is added inside the loop over the inputs (as the slide prints it), so once for every input. Add "
            "it once, after the sum.",
            one_sample(times_b=lambda D: D, times_c=lambda H: H),
            one_sample(times_b=lambda D: D),
            one_sample(times_c=lambda H: H),
            section="04_matrix_backprop#errata",
        ),
        *wrong(
            "bias-forgotten",
            "A bias is missing in the forward pass: k = x@W + b and y = v·h + c.",
            one_sample(times_b=lambda: 0, times_c=lambda: 0),
            one_sample(times_b=lambda: 0),
            one_sample(times_c=lambda: 0),
        ),
        *wrong(
            "transposed",
            "dW is turned: W[i, j] joins input i to hidden unit j, so dW has the inputs in its rows, like W.",
            one_sample(dW=lambda x, dk: np.outer(dk, x)),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: dloss/dy is 2(y − target), positive where y is too large.",
            one_sample(dy=lambda y, t: 2 * (t - y)),
            one_sample(dy=lambda y, t: t - y),
        ),
        *wrong(
            "v-missing",
            "The weight v is missing on the way from y back to h: h[j] entered y multiplied by v[j].",
            one_sample(dh=lambda dy, v, dv: dy * np.ones_like(v)),
        ),
        *wrong(
            "v-updated",
            "The hidden gradients use v *after* its update. All gradients belong to the same, old weights: compute "
            "them all first, then step.",
            one_sample(dh=lambda dy, v, dv: dy * (v - dv)),
            one_sample(dh=lambda dy, v, dv: dy * (v - 0.1 * dv)),
            one_sample(dh=lambda dy, v, dv: dy * (v - 0.01 * dv)),
            one_sample(dh=lambda dy, v, dv: dy * (v - 0.5 * dv)),
        ),
        *wrong(
            "upstream-ignored",
            "dloss/dy is missing: every gradient is a product of *all* the local derivatives back from the loss.",
            one_sample(dy=lambda: 1.0),
        ),
        *wrong(
            "input-missing",
            "x is missing in dW: W[i, j] was multiplied by x[i], so its gradient is too.",
            one_sample(dW=lambda x, dk: np.outer(np.ones_like(x), dk)),
        ),
        *wrong(
            "linear-hidden-units",
            "The hidden units are linear here: the sigmoid between k and h is missing.",
            one_sample(h=lambda k: k, slope=lambda: 1.0),
            one_sample(h=lambda k: k),
        ),
        *wrong(
            "sigmoid-output",
            "The output unit of this network is linear: y = v·h + c, without a sigmoid.",
            one_sample(y=sigmoid_output),
            one_sample(y=sigmoid_output, dz=lambda dy, y: dy * y * (1 - y)),
        ),
        *wrong(
            "dv-from-k",
            "dv is built with k, the pre-activation. What v multiplied in the forward pass is h = σ(k).",
            one_sample(dv=lambda dy, k: dy * k),
        ),
        *wrong(
            "half-of-the-slope",
            "Only one factor of the sigmoid's slope is there. It is h(1 − h), both.",
            one_sample(slope=lambda h, k: h),
            one_sample(slope=lambda h, k: 1 - h),
        ),
        *wrong(
            "tanh-rule",
            "1 − h² is the slope of tanh. The hidden units here are sigmoids: h(1 − h).",
            one_sample(slope=lambda h, k: 1 - h**2),
        ),
        *wrong(
            "v-for-h",
            "dv is built with v. What v was multiplied by in the forward pass is h.",
            one_sample(dv=lambda dy, k, h, v: dy * v),
            one_sample(dv=lambda dy, k, h, v: h),
            one_sample(dv=lambda dy, k, h, v: dy * v * h),
        ),
        *wrong(
            "slope-in-dv",
            "dv contains the sigmoid's slope. v comes after the sigmoid, so its gradient needs h alone.",
            one_sample(dv=lambda dy, k, h, v: dy * h * (1 - h)),
            one_sample(dv=lambda dy, k, h, v: dy * v * h * (1 - h)),
        ),
        *wrong(
            "w-for-input",
            "dW is built with W. What W was multiplied by in the forward pass is x.",
            one_sample(dW=lambda x, dk, W: W * dk),
        ),
        *wrong(
            "h-for-input",
            "dW is built with h. W sits between x and k, so its gradient joins x and dk.",
            one_sample(dW=lambda x, dk, W, dv: np.outer(x, dv)),
        ),
        *wrong(
            "b-in-db",
            "A bias gradient contains the bias itself. b is added, so its own value does not matter: db is what arrives at k.",
            one_sample(db=lambda dk, b: dk * b),
            one_sample(dc=lambda dy, c: dy * c),
        ),
        *wrong(
            "bias-gradient-of-ones",
            "A bias gradient does not depend on the error. It is what arrives there from behind, times 1.",
            one_sample(db=lambda dk, b: np.ones_like(b)),
            one_sample(dc=lambda dy, c: 1.0),
        ),
        *wrong(
            "db-one-number",
            "db is one number. Every hidden unit has its own bias, so db has shape (H,).",
            one_sample(db=lambda dk, b: dk.sum()),
            one_sample(db=lambda dk, b, dy: dy),
        ),
        *wrong(
            "not-squared",
            "The loss is the *square* of y − target, so that an error of either sign costs something.",
            one_sample(loss=lambda y, t: abs(y - t)),
            one_sample(loss=lambda y, t: y - t),
        ),
        *wrong("left-at-zero", LEFT_AT_ZERO, zeroed),
        *wrong(
            "order-swapped",
            "The gradients are right but in another order than the contract's (loss, dW, db, dv, dc).",
            lambda *args: tuple(right.loop_backprop(*args)[i] for i in (0, 3, 4, 1, 2)),
            lambda *args: tuple(right.loop_backprop(*args)[i] for i in (0, 2, 1, 3, 4)),
            lambda *args: tuple(right.loop_backprop(*args)[i] for i in (1, 2, 3, 4, 0)),
        ),
    ),
)
