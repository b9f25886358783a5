"""A training that stops by itself and returns the best it had."""

from __future__ import annotations

import copy

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.early_stopping import wrong_fitting
from autograder.topics.early_stopping.rules import (
    ANEW,
    AT_LAST,
    BELOW_ZERO,
    IMPATIENT,
    LAST_CHANCE,
    RISES,
    RULES,
    SHORT,
    TIE,
    TIE_LATER,
    TOPIC,
    ZIGZAG,
    Losses,
    special,
)
from autograder.topics.early_stopping.wrong_fitting import by
from autograder.topics.exercise import Exercise, away, pure, wrong


def tables(rng: np.random.Generator) -> list[Case]:
    """The first loss of a table is that before the training; the last ones are behind `max_epochs`."""

    def case(name, numbers, *rest, **more):
        return of(name, Losses(rng)(numbers), *rest, **more)

    def of(name, losses, patience, in_place, group="values", end=0):
        params = {"W": away(rng, (2, 3)), "b": away(rng, (3,))}
        untrained, behind = losses[0] + 1.0, [losses[-1] - 1.0, losses[-1] - 2.0]
        table = [untrained, *losses, *behind]
        return Case(name, (table, params, patience, len(losses) + end, in_place), group)

    start = {"w": away(rng, (1,))}
    return [
        case("losses that fall, rise, and would fall again", RISES, 3, False),
        case("an improvement between bad epochs", ANEW, 3, False),
        case("an improvement at the last chance", LAST_CHANCE, 3, True, "in_place"),
        case("losses that end before patience does", SHORT, 4, False),
        case("the same, with steps in place", SHORT, 4, True, "in_place"),
        case("an improvement at the very end", AT_LAST, 3, False),
        case("training cut off by max_epochs", RISES, 9, False, end=-2),
        Case("losses that never improve", ([1.0, 4.0, 5.0, 6.0, 5.0, 3.0], start, 2, 5, False)),
        Case("a single epoch", ([2.0, 3.0, 1.0, 0.5], start, 1, 1, False)),
        Case("a single epoch in place", ([2.0, 3.0, 1.0, 0.5], start, 2, 1, True), "in_place"),
        case("patience 1", IMPATIENT, 1, False),
        case("losses on both sides of 0", BELOW_ZERO, 3, False),
        case("negative losses", tuple(n - 60 for n in BELOW_ZERO), 3, False),
        case("losses that fall from one to the next, yet not below the best", ZIGZAG, 4, False),
        Case("large losses", ([2.0**40 * n for n in (9, 7, 6, 5, 6, 8, 4, 3, 2)], start, 2, 7, False)),
        *(of(name, losses, patience, False) for name, losses, patience in special(rng)),
        case("a best loss that is met again", TIE, 3, False, "ties"),
        case("one that is met again later", TIE_LATER, 4, True, "ties"),
    ]


fit_with_early_stopping = Exercise(
    name="fit_with_early_stopping",
    topic=TOPIC,
    signature="fit_with_early_stopping(step, validate, params, patience, max_epochs)",
    returns=("best_params", "history", "epochs"),
    section=f"{TOPIC}#the-best-parameters",
    reference=right.fit_with_early_stopping,
    driver="train_by_table",
    cases=tables,
    checks=(
        Check("params", "the best epoch's parameters are returned", 0.3, part="best_params"),
        Check("history", "the history holds the loss after every epoch up to the stop", 0.25, part="history"),
        Check("epochs", "there is one step an epoch, and none after the stop", 0.1, part="epochs"),
        Check("in_place", "the best parameters survive steps in place", 0.15, groups=("in_place",), part="best_params"),
        Check("ties", "an equal loss is no improvement", 0.1, groups=("ties",), part="history"),
        pure(),
    ),
    hints=(
        "You have written all of it: a loop over the epochs, and an `EarlyStopping` that is told of each of them.",
        "In every epoch: step, validate, append, update. Where `update` says stop, leave the loop.",
        "`step` may change the arrays that it is given. Before the first epoch give it something of your own to "
        "change: a new dict of copied arrays.",
        "What you return is not the `params` of the loop but `best_params` of your `EarlyStopping`, together with the history.",
    ),
    misconceptions=(
        *(m for slug, sentence, rule in RULES for m in wrong(slug, sentence, by(rule))),
        *wrong(
            "last-for-best",
            "You return the parameters of the last epoch. It is the best ones that are wanted; the last are worse.",
            by(finish=lambda best, history, params, watch: (params, history)),
        ),
        *wrong(
            "best-by-reference",
            "With steps in place your best parameters change along with the others. Keep a copy of every array.",
            by(kept=lambda params: params),
            by(kept=dict),
        ),
        *wrong(
            "trained-in-place",
            "Steps in place change the caller's parameters. Begin with a copy of every array.",
            by(given=lambda params: params),
            by(given=dict),
        ),
        *wrong(
            "both-by-reference",
            "Nothing is copied, so steps in place change the caller's parameters and your best ones. Copy every array, "
            "at the start and at each improvement.",
            by(given=lambda params: params, kept=lambda params: params),
            by(given=dict, kept=dict),
        ),
        *wrong(
            "loss-one-epoch-late",
            "You measure the loss before the step. An epoch's loss is that of the parameters after it.",
            by(before=True),
        ),
        *wrong(
            "loss-before-the-first-step",
            "The history begins with the loss before the first epoch, so it has one entry too many.",
            by(beginning=lambda validate, params: [validate(params)]),
        ),
        *wrong(
            "last-loss-not-noted",
            "The loss for which training stops is missing in the history. First append, then ask whether to stop.",
            by(noted=wrong_fitting.unless_stopped),
        ),
        *wrong(
            "improvements-only",
            "The history holds the improvements only. Every epoch's loss belongs to it.",
            by(noted=wrong_fitting.if_improved),
            by(noted=lambda history, loss, watch, stop: history.append(watch.best)),
        ),
        *wrong(
            "history-cut",
            "The history ends with the best epoch. It goes on to the one at which training stopped.",
            by(finish=lambda best, history, params, watch: (best, history[: watch.best_epoch + 1])),
        ),
        *wrong(
            "one-epoch-missing",
            "One epoch is missing, or there is one too many, where `max_epochs` ends the training: `range(max_epochs)`.",
            by(epochs=lambda max_epochs: max_epochs - 1),
            by(epochs=lambda max_epochs: max_epochs + 1),
        ),
        *wrong(
            "starts-anew-each-epoch",
            "Every epoch starts from the first parameters again. What was learned goes on: `params = step(params)`.",
            by(step_of=lambda step, params, start: step(copy.deepcopy(start))),
        ),
        *wrong(
            "step-thrown-away",
            "What `step` returns is thrown away. It need not work in place: `params = step(params)`.",
            by(step_of=lambda step, params, start: (step(params), params)[1]),
        ),
        *wrong(
            "one-step-early",
            "You keep the parameters from before the best epoch's step. Its loss is that of the parameters after it.",
            wrong_fitting.keeps_the_ones_before,
        ),
        *wrong(
            "goes-back-to-the-best",
            "After a bad epoch you go on from the best parameters. Training goes on as it is; what comes back is the best.",
            wrong_fitting.goes_back,
        ),
        *wrong(
            "trained-twice",
            "You train once to find the best epoch and again to get there. A step can take hours: keep a copy of the best instead.",
            wrong_fitting.trains_twice,
        ),
        *wrong(
            "a-step-after-the-stop",
            "There is a step after the epoch at which training stops. Ask before the next one.",
            wrong_fitting.steps_once_more,
        ),
        *wrong(
            "untrained-for-best",
            "The parameters before the first epoch take part, as if they were an epoch. The first epoch always improves.",
            wrong_fitting.compares_with_the_start,
        ),
        *wrong(
            "patience-from-the-start",
            "You stop at the first bad epoch after `patience` epochs in all. Patience counts bad epochs in a row.",
            wrong_fitting.counts_all_epochs,
        ),
        *wrong(
            "validated-before-the-step",
            "You measure before the step, so the history begins with the untrained loss. An epoch is a step, then its loss.",
            wrong_fitting.validates_first,
        ),
        *wrong(
            "order-swapped",
            "Both are there, but in the wrong order: first the parameters, then the history.",
            by(finish=lambda best, history, params, watch: (history, best)),
        ),
        *wrong(
            "loss-for-params",
            "The best loss comes back, or its epoch. The parameters of that epoch are asked for.",
            by(finish=lambda best, history, params, watch: (watch.best, history)),
            by(finish=lambda best, history, params, watch: (watch.best_epoch, history)),
        ),
        *wrong(
            "loss-for-history",
            "One number comes back in place of the history. It is a list with the loss after each epoch.",
            by(finish=lambda best, history, params, watch: (best, watch.best)),
            by(finish=lambda best, history, params, watch: (best, history[-1])),
        ),
        *wrong(
            "one-missing",
            "Two things are asked for: (best_params, history).",
            by(finish=lambda best, history, params, watch: best),
            by(finish=lambda best, history, params, watch: history),
        ),
        *wrong(
            "nothing-returned",
            "Nothing comes back. Is the last line a `return`?",
            by(finish=lambda best, history, params, watch: None),
        ),
    ),
)
