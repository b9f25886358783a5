"""Where training stops, read off a list of losses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.early_stopping.rules import (
    ANEW,
    AT_LAST,
    BELOW_ZERO,
    DELTA_RULES,
    EQUAL,
    IMPATIENT,
    LAST_CHANCE,
    NEVER,
    RISES,
    RULES,
    SECTION,
    SHORT,
    TIE,
    TIE_LATER,
    TOPIC,
    ZIGZAG,
    Losses,
    Rule,
    Watch,
    special,
)
from autograder.topics.exercise import Exercise, pure, wrong


def curves(rng: np.random.Generator) -> list[Case]:
    def case(name, numbers, patience, *delta, group="values"):
        drawn = Losses(rng)
        return Case(name, (drawn(numbers), patience, *(drawn.unit * d for d in delta)), group)

    large = [2.0**40 * loss for loss in Losses(rng)(RISES)]
    return [
        case("losses that fall, rise, and would fall again", RISES, 3),
        case("an improvement between bad epochs", ANEW, 3),
        case("an improvement at the last chance", LAST_CHANCE, 3),
        case("losses that end before patience does", SHORT, 4),
        case("an improvement at the very end", AT_LAST, 3),
        Case("losses that never improve", ([0.5 * n for n in NEVER], 2)),
        Case("a single epoch", ([float(rng.integers(1, 9))], 1)),
        Case("a single epoch and much patience", ([float(rng.integers(1, 9)) / 4], 5)),
        case("patience 1", IMPATIENT, 1),
        case("negative losses", tuple(n - 40 for n in BELOW_ZERO), 3),
        case("losses on both sides of 0", BELOW_ZERO, 3),
        case("losses that fall from one to the next, yet not below the best", ZIGZAG, 4),
        Case("large losses", (large, 3)),
        Case("whole numbers", ([7, 5, 4, 6, 6, 1], 2)),
        *(Case(name, (losses, patience)) for name, losses, patience in special(rng)),
        case("a best loss that is met again", TIE, 3, group="ties"),
        case("one that is met again later", TIE_LATER, 4, group="ties"),
        Case("losses that are all equal", ([0.5 * n for n in EQUAL], 2), "ties"),
        case("small progress does not count", (20, 16, 15, 14, 13, 12), 3, 2, group="min_delta"),
        case("small steps that add up", (20, 19, 18, 17, 16, 15, 14), 3, 2, group="min_delta"),
        case("a rise by less than min_delta", (20, 21, 19, 20, 30, 30), 3, 2, group="min_delta"),
        case("progress of exactly min_delta", (20, 18, 16, 19), 1, 2, group="min_delta"),
        case("progress too small for patience", (40, 39, 38, 37, 1), 3, 5, group="min_delta"),
        Case(
            "progress that is small next to the losses",
            ([96.0, 92.0, 88.0, 84.0, 87.0, 90.0, 91.0], 3, 0.5),
            "min_delta",
        ),
    ]


def by(rule: Rule = Rule(), finish: Callable = lambda best, stop, watch, losses: (best, stop)) -> Callable:  # noqa: B008
    """Where training stops by a rule; `finish` says what is returned."""

    def stopping_point(val_losses, patience, min_delta=0.0):
        watch = Watch(rule, patience, min_delta)
        stopped = any(watch.update(loss) for loss in val_losses)
        seen = val_losses[: watch.epoch + 1]
        watch.stopped, watch.seen = stopped, seen
        return finish(watch.best_epoch, watch.epoch, watch, val_losses)

    return stopping_point


def left_out(val_losses, patience, min_delta=0.0):
    if len(val_losses) == 1:
        return 0, 0
    best, stop = by()(val_losses[1:], patience, min_delta)
    return best + 1, stop + 1


def counts_rises(val_losses, patience, min_delta=0.0):
    best = rises = 0
    for epoch in range(1, len(val_losses)):
        if val_losses[epoch] < val_losses[best] - min_delta:
            best = epoch
        rises = rises + 1 if val_losses[epoch] > val_losses[epoch - 1] else 0
        if rises >= patience:
            return best, epoch
    return best, len(val_losses) - 1


stopping_point = Exercise(
    name="stopping_point",
    topic=TOPIC,
    signature="stopping_point(val_losses, patience, min_delta=0.0)",
    returns=("best_epoch", "stop_epoch"),
    section=SECTION,
    reference=right.stopping_point,
    cases=curves,
    checks=(
        Check("best", "the best epoch is found among those before the stop", 0.3, part=0),
        Check("stop", "training stops when patience is at its end, or with the losses", 0.3, part=1),
        Check("ties", "an equal loss is no improvement", 0.15, groups=("ties",)),
        Check("min_delta", "progress counts where it is larger than min_delta", 0.15, groups=("min_delta",)),
        pure(),
    ),
    hints=(
        "Go through the losses one after the other, as if you were there while they appear: you may not look ahead.",
        "Remember three things: the best loss so far, its epoch, and how many epochs in a row have been bad.",
        "Where a loss is less than best − min_delta, all three are set anew, the counter to 0. Where not, only the counter grows.",
        "As soon as the counter has reached `patience`, return the best epoch and the present one. If the loop comes "
        "to its end, the present one is the last.",
    ),
    misconceptions=(
        *(m for slug, sentence, rule in (*RULES, *DELTA_RULES) for m in wrong(slug, sentence, by(rule))),
        *wrong(
            "counts-from-one",
            "You count epochs from 1. The first one is epoch 0.",
            by(finish=lambda best, stop, *_: (best + 1, stop + 1)),
            by(finish=lambda best, stop, *_: (best, stop + 1)),
            by(finish=lambda best, stop, *_: (best + 1, stop)),
        ),
        *wrong(
            "order-swapped",
            "Both are there, but in the wrong order: first the best epoch, then the one at which training stops.",
            by(finish=lambda best, stop, *_: (stop, best)),
        ),
        *wrong(
            "looks-past-the-stop",
            "Your best epoch comes after the stop. By then training was over; nobody knows that loss.",
            by(finish=lambda best, stop, watch, losses: (int(np.argmin(losses)), stop)),
        ),
        *wrong(
            "smallest-for-best",
            "Your best epoch is that of the smallest loss. With `min_delta` it is the last one that *improved*.",
            by(finish=lambda best, stop, watch, losses: (int(np.argmin(watch.seen)), stop)),
        ),
        *wrong(
            "stops-beyond-the-end",
            "Where the losses end before patience does, the last epoch is the stop. Yours lies elsewhere.",
            by(finish=lambda best, stop, watch, losses: (best, best + watch.patience)),
            by(finish=lambda best, stop, watch, losses: (best, stop if watch.stopped else len(losses))),
        ),
        *wrong(
            "end-forgotten",
            "Where patience lasts to the end, nothing comes back. After the loop a `return` is missing.",
            by(finish=lambda best, stop, watch, losses: (best, stop) if watch.stopped else None),
            by(finish=lambda best, stop, watch, losses: (best, stop if watch.stopped else None)),
        ),
        *wrong(
            "end-is-never-asked",
            "Training stops although patience has not been tried. It stops at the last epoch only where no earlier one "
            "is the `patience`-th bad one in a row.",
            by(finish=lambda best, stop, watch, losses: (best, len(losses) - 1)),
        ),
        *wrong(
            "stop-for-best",
            "The same epoch comes back twice. The best epoch lies before the bad ones for which training stops.",
            by(finish=lambda best, stop, *_: (stop, stop)),
            by(finish=lambda best, stop, *_: (best, best)),
        ),
        *wrong(
            "loss-for-epoch",
            "A loss comes back. The number of its epoch is asked for.",
            by(finish=lambda best, stop, watch, losses: (losses[best], stop)),
            by(finish=lambda best, stop, watch, losses: (losses[best], losses[stop])),
        ),
        *wrong(
            "first-epoch-left-out",
            "The first epoch does not take part. It always improves, and every other is compared with it.",
            left_out,
        ),
        *wrong(
            "rises-counted",
            "You count the epochs in a row whose loss rises. Patience counts those that bring no improvement, rising or not.",
            counts_rises,
        ),
        *wrong(
            "one-missing",
            "Two numbers are asked for: (best_epoch, stop_epoch).",
            by(finish=lambda best, stop, *_: best),
            by(finish=lambda best, stop, *_: stop),
        ),
    ),
)
