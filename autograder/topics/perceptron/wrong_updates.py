"""What goes wrong in one step of the learning rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.topics.exercise import wrong


def fires(w, b, x):
    return 1 if x @ w + b > 0 else 0


def stepping(step: Callable[..., float]) -> Callable:
    """An update by `step(w, b, x, y, lr)` along x, and of the bias by the same."""

    def update(w, b, x, y, lr=1.0):
        move = step(w, b, x, y, lr)
        return w + move * x, b + move

    return update


def moving(weights: Callable, bias: Callable) -> Callable:
    """An update that adds `weights(e, x, lr)` to w and `bias(e, x, lr)` to b, e being y − ŷ."""

    def update(w, b, x, y, lr=1.0):
        e = y - fires(w, b, x)
        return w + weights(e, x, lr), b + bias(e, x, lr)

    return update


def in_place(w, b, x, y, lr=1.0):
    step = lr * (y - fires(w, b, x))
    w += step * x
    return w, b + step


def of_bias_moved_first(w, b, x, y, lr=1.0):
    b = b + lr * (y - fires(w, b, x))
    return w + lr * (y - fires(w, b, x)) * x, b


def of_weights_moved_first(w, b, x, y, lr=1.0):
    w = w + lr * (y - fires(w, b, x)) * x
    return w, b + lr * (y - fires(w, b, x))


def until_right(w, b, x, y, lr=1.0):
    for _ in range(1000):
        e = y - fires(w, b, x)
        if e == 0:
            break
        w, b = w + lr * e * x, b + lr * e
    return w, b


UPDATES = (
    *wrong(
        "sign-flipped",
        "The step goes the wrong way: you add lr·(ŷ − y)·x. A unit that should have fired needs a larger score on x.",
        stepping(lambda w, b, x, y, lr: lr * (fires(w, b, x) - y)),
    ),
    *wrong(
        "bias-forgotten",
        "The bias does not move. It learns as the weights do, as if it had an input that is always 1.",
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: 0.0),
    ),
    *wrong(
        "rate-ignored",
        "The learning rate is not used: both steps are multiplied by lr.",
        moving(lambda e, x, lr: e * x, lambda e, x, lr: e),
    ),
    *wrong(
        "rate-missing-at-the-bias",
        "The learning rate is missing in the bias's step. Weights and bias share it.",
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: e),
    ),
    *wrong(
        "rate-missing-at-the-weights",
        "The learning rate is missing in the weights' step. Weights and bias share it.",
        moving(lambda e, x, lr: e * x, lambda e, x, lr: lr * e),
    ),
    *wrong(
        "score-for-prediction",
        "You subtract the score where the prediction ŷ, 0 or 1, is meant. (With the score it becomes another rule, "
        "that of Widrow and Hoff.)",
        stepping(lambda w, b, x, y, lr: lr * (y - (x @ w + b))),
    ),
    *wrong(
        "always-moves",
        "Your step does not ask whether the prediction was right. Where ŷ = y, nothing moves.",
        stepping(lambda w, b, x, y, lr: lr * (2 * y - 1)),
        stepping(lambda w, b, x, y, lr: lr * y),
        stepping(lambda w, b, x, y, lr: lr),
    ),
    *wrong(
        "fires-at-zero",
        "At a score of exactly 0 you let the unit fire. The step is strict: it fires where the score is > 0, so ŷ = 0.",
        stepping(lambda w, b, x, y, lr: lr * (y - int(x @ w + b >= 0))),
    ),
    *wrong(
        "only-upwards",
        "You mend only the mistakes on samples with label 1. A unit that fires and should not (label 0, not −1) has to "
        "learn, too.",
        stepping(lambda w, b, x, y, lr: lr * max(y - fires(w, b, x), 0)),
    ),
    *wrong(
        "only-downwards",
        "You mend only the mistakes on samples with label 0. A unit that should fire and does not has to learn, too.",
        stepping(lambda w, b, x, y, lr: lr * min(y - fires(w, b, x), 0)),
    ),
    *wrong(
        "always-upwards",
        "After every mistake you add x. Where the unit fires and should not, y − ŷ is −1 and x is subtracted.",
        stepping(lambda w, b, x, y, lr: lr * abs(y - fires(w, b, x))),
    ),
    *wrong(
        "minus-one-for-zero",
        "Your step is as if the labels were −1 and 1, twice as far apart. In this course they are 0 and 1.",
        stepping(lambda w, b, x, y, lr: lr * (y - (1 if x @ w + b > 0 else -1))),
        stepping(lambda w, b, x, y, lr: lr * ((2 * y - 1) - (1 if x @ w + b > 0 else -1))),
    ),
    *wrong(
        "input-forgotten",
        "The weights' step is not multiplied by x. A weight moves in proportion to its own input.",
        moving(lambda e, x, lr: lr * e, lambda e, x, lr: lr * e),
    ),
    *wrong(
        "bias-moves-with-input",
        "The bias's step is multiplied by inputs. Its own input is always 1, so it moves by lr·(y − ŷ).",
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: lr * e * np.sum(x)),
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: lr * e * np.mean(x)),
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: lr * e * x[0]),
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: lr * e * x),
    ),
    *wrong(
        "bias-goes-the-other-way",
        "The bias is moved against the weights. In this course the score is w·x + b, so both have the same sign.",
        moving(lambda e, x, lr: lr * e * x, lambda e, x, lr: -lr * e),
    ),
    *wrong(
        "step-alone",
        "You return the change. The new weights and the new bias are asked for: the old ones plus the change.",
        lambda w, b, x, y, lr=1.0: (lr * (y - fires(w, b, x)) * x, lr * (y - fires(w, b, x))),
    ),
    *wrong(
        "in-place",
        "`w += …` writes into the caller's array. Build a new one, `w + …`, so that the old weights stay as they were.",
        in_place,
    ),
    *wrong(
        "predicted-twice",
        "The prediction is made again after the first of the two moved. Compute y − ŷ once, and use it for both.",
        of_bias_moved_first,
        of_weights_moved_first,
    ),
    *wrong(
        "tie-is-a-mistake",
        "At a score of exactly 0 you count a mistake whatever the label is. There ŷ is 0, which is right for a label of 0.",
        stepping(lambda w, b, x, y, lr: lr * (2 * y - 1) * ((2 * y - 1) * (x @ w + b) <= 0)),
    ),
    *wrong(
        "nothing-when-right",
        "Where the prediction is right, nothing comes back. Return w and b as they are: put the `return` outside of the `if`.",
        lambda w, b, x, y, lr=1.0: None if fires(w, b, x) == y else (w + lr * (2 * y - 1) * x, b + lr * (2 * y - 1)),
    ),
    *wrong(
        "bias-not-in-the-prediction",
        "Your prediction leaves the bias out of the score, so it is not the one that the perceptron makes.",
        stepping(lambda w, b, x, y, lr: lr * (y - fires(w, 0.0, x))),
    ),
    *wrong(
        "repeats-until-right",
        "You repeat the step until the sample is right. One call makes one step; the next epoch comes by again.",
        until_right,
    ),
    *wrong(
        "half-a-step",
        "The step is half as large as it should be: lr·(y − ŷ), without another factor.",
        stepping(lambda w, b, x, y, lr: 0.5 * lr * (y - fires(w, b, x))),
    ),
    *wrong(
        "one-value-missing",
        "Only one of the two comes back. Both have moved: return the pair `(w, b)`.",
        lambda w, b, x, y, lr=1.0: w + lr * (y - fires(w, b, x)) * x,
        lambda w, b, x, y, lr=1.0: b + lr * (y - fires(w, b, x)),
    ),
    *wrong(
        "small-as-zero",
        "A small score is taken for 0: a threshold such as 1e-8, `np.isclose`, rounding, float32. However small, a "
        "positive score fires.",
        *(
            stepping(lambda w, b, x, y, lr, tiny=tiny: lr * (y - int(x @ w + b > tiny)))
            for tiny in (1e-6, 1e-8, 1e-9, 1e-10)
        ),
        stepping(lambda w, b, x, y, lr: lr * (y - int(np.float32(x @ w) + np.float32(b) > 0))),
    ),
    *wrong(
        "step-truncated",
        "The step is made a whole number, so a rate below 1 learns nothing. lr·(y − ŷ) is any number.",
        stepping(lambda w, b, x, y, lr: int(lr * (y - fires(w, b, x)))),
    ),
    *wrong(
        "unsigned",
        "y − ŷ is computed with unsigned integers, where 0 − 1 is 255. Make them plain integers or floats first.",
        stepping(lambda w, b, x, y, lr: lr * ((y - fires(w, b, x)) % 256)),
    ),
)
