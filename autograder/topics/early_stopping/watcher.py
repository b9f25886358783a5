"""The watcher: early stopping while the training runs, one epoch after the other."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.early_stopping.rules import (
    ANEW,
    AT_LAST,
    BELOW_ZERO,
    DELTA_RULES,
    IMPATIENT,
    LAST_CHANCE,
    NEVER,
    RISES,
    RULES,
    TIE,
    TIE_LATER,
    TOPIC,
    ZIGZAG,
    Losses,
    special,
)
from autograder.topics.early_stopping.wrong_watcher import Emptied, FirstCopied, Shared, SmallProgressKept, by
from autograder.topics.exercise import Exercise, away, pure, wrong

BY_REFERENCE = (
    "`best_params` are the caller's own arrays, not a copy. The training goes on and changes them, and the best is "
    "lost. Copy every array; `dict(params)` and `params.copy()` copy the dict only."
)


def trainings(rng: np.random.Generator) -> list[Case]:
    def params(**shapes):
        return {name: away(rng, shape) for name, shape in shapes.items()}

    def case(name, numbers, patience, *delta, group="values"):
        drawn = Losses(rng)
        settings = (patience, *(drawn.unit * d for d in delta))
        return Case(name, (drawn(numbers), params(W=(3, 2), b=(2,)), *settings), group)

    large = [2.0**40 * loss for loss in Losses(rng)(RISES)]
    return [
        case("losses that fall, rise, and would fall again", RISES, 3),
        case("an improvement between bad epochs", ANEW, 3),
        case("an improvement at the last chance", LAST_CHANCE, 3),
        case("an improvement at the very end", AT_LAST, 3),
        Case("losses that never improve", ([0.5 * n for n in NEVER], params(W=(4, 3)), 2)),
        Case("a single epoch", ([float(rng.integers(1, 9))], params(w=(1,)), 1)),
        case("patience 1", IMPATIENT, 1),
        case("losses on both sides of 0", BELOW_ZERO, 3),
        case("negative losses", tuple(n - 40 for n in BELOW_ZERO), 3),
        case("losses that fall from one to the next, yet not below the best", ZIGZAG, 4),
        Case("large losses", (large, params(W1=(2, 3), b1=(3,), W2=(3, 1), b2=(1,)), 3)),
        Case("whole numbers", ([7, 5, 4, 6, 6, 1], params(W=(2, 3)), 2)),
        *(Case(name, (losses, params(W=(3, 2), b=(2,)), patience)) for name, losses, patience in special(rng)),
        case("a best loss that is met again", TIE, 3, group="ties"),
        case("one that is met again later", TIE_LATER, 4, group="ties"),
        case("small progress does not count", (20, 16, 15, 14, 13, 12), 3, 2, group="min_delta"),
        case("small steps that add up", (20, 19, 18, 17, 16, 15, 14), 3, 2, group="min_delta"),
        case("a rise by less than min_delta", (20, 21, 19, 20, 30, 30), 3, 2, group="min_delta"),
        case("progress of exactly min_delta", (20, 18, 16, 19), 1, 2, group="min_delta"),
        case("progress too small for patience", (40, 39, 38, 37, 1), 3, 5, group="min_delta"),
    ]


early_stopping = Exercise(
    name="EarlyStopping",
    topic=TOPIC,
    signature="EarlyStopping(patience, min_delta=0.0)",
    returns=("update", "best_loss", "best_epoch", "best_params"),
    section=f"{TOPIC}#the-best-parameters",
    reference=right.EarlyStopping,
    driver="watch",
    cases=trainings,
    checks=(
        Check("update", "`update` says False until it is time to stop, then True", 0.25, part="update"),
        Check("loss", "`best_loss` is the best loss", 0.1, part="best_loss"),
        Check("epoch", "`best_epoch` counts from 0", 0.15, part="best_epoch"),
        Check("params", "`best_params` are a copy of the best epoch's parameters", 0.25, part="best_params"),
        Check("ties", "an equal loss is no improvement", 0.1, groups=("ties",), part="update"),
        Check("min_delta", "progress counts where it is larger than min_delta", 0.1, groups=("min_delta",)),
        pure(0.05),
    ),
    hints=(
        "It is `stopping_point` turned inside out: what was a variable before the loop is set in `__init__` on `self`, "
        "and what was the loop's body is `update`.",
        "`self` needs the best loss, its epoch and its parameters, how many bad epochs there were in a row, and the "
        "number of the present epoch. Which of them change in every update, which only after an improvement?",
        "`params` is the training's own dict, and the training will go on to change its arrays. Keep a new dict of new "
        "arrays: every array has a method `copy`.",
        "End `update` with one `return`: a comparison of the counter with `self.patience` is True or False already.",
    ),
    misconceptions=(
        *(m for slug, sentence, rule in (*RULES, *DELTA_RULES) for m in wrong(slug, sentence, by(rule))),
        *wrong(
            "best-by-reference",
            BY_REFERENCE,
            by(kept=lambda params: params),
            by(kept=dict),
            by(kept=lambda params: {name: np.ascontiguousarray(values) for name, values in params.items()}),
            by(kept=lambda params: {name: np.asfortranarray(values) for name, values in params.items()}),
        ),
        *wrong(
            "first-copy-only",
            "The first parameters are copied, later ones are kept by reference. Copy every array at every improvement.",
            FirstCopied,
        ),
        *wrong(
            "shared-between-watchers",
            "Two watchers disturb each other: what belongs to one of them stands in the class, or outside of it. Set "
            "it in `__init__` on `self`.",
            Shared,
        ),
        *wrong(
            "improvements-counted",
            "`best_epoch` counts improvements. It is the number of the epoch: every update is one, improvement or not.",
            by(epoch_of=lambda watch: watch.improvements - 1),
        ),
        *wrong(
            "small-progress-kept",
            "The parameters follow every smaller loss. Best is only an epoch that improves by more than `min_delta`.",
            SmallProgressKept,
        ),
        *(
            m
            for slug, sentence, rule in RULES
            if slug == "starts-too-low"
            for m in wrong(
                slug,
                sentence,
                by(rule, epoch_of=lambda watch: watch.best_epoch if watch.best < watch.rule.start else -1),
            )
        ),
        *wrong(
            "last-for-best",
            "The parameters are those of the last epoch. Keep them only where the epoch improves.",
            by(always=True),
        ),
        *wrong(
            "counts-from-one",
            "You count epochs from 1. The first update is epoch 0.",
            by(epoch_of=lambda watch: watch.best_epoch + 1),
        ),
        *wrong(
            "last-loss-for-best",
            "`best_loss` is the latest loss. Set it only where the epoch improves.",
            by(loss_of=lambda watch, loss: loss),
        ),
        *wrong(
            "last-epoch-for-best",
            "`best_epoch` is the latest epoch. Set it only where the epoch improves.",
            by(epoch_of=lambda watch: watch.epoch),
        ),
        *wrong(
            "answer-turned",
            "`update` says True while the training should go on. True means: stop now, and not that the epoch improved.",
            by(said=lambda stop, watch: not stop),
            by(said=lambda stop, watch: watch.improved),
        ),
        *wrong(
            "nothing-returned",
            "`update` returns nothing in some epochs. It says True or False every time.",
            by(said=lambda stop, watch: True if stop else None),
            by(said=lambda stop, watch: None),
        ),
        *wrong(
            "counter-for-answer",
            "`update` returns a number of epochs. True or False is asked for.",
            by(said=lambda stop, watch: watch.bad),
            by(said=lambda stop, watch: watch.best_epoch),
        ),
        *wrong(
            "one-array-only",
            "Not all of the parameters are kept. Copy every array in the dict.",
            by(kept=lambda params: {name: params[name].copy() for name in list(params)[:1]}),
            by(kept=lambda params: {name: params[name].copy() for name in list(params)[-1:]}),
        ),
        *wrong(
            "arrays-without-names",
            "The arrays are kept without their names. `best_params` is a dict, as `params` is.",
            by(kept=lambda params: [values.copy() for values in params.values()]),
        ),
        *wrong(
            "params-changed",
            "`update` changes the training's own parameters. It should only look at them.",
            Emptied,
        ),
    ),
)
