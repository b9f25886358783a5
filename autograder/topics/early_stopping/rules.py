"""The rule by which training stops, right and wrong, and losses that tell one from the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.topics.habits import THRESHOLDS

TOPIC = "08_early_stopping"
SECTION = f"{TOPIC}#patience"

RISES = (10, 8, 6, 5, 6, 7, 8, 1)
ANEW = (10, 8, 9, 7, 8, 6, 7, 8, 9, 2)  # patience 3: three bad epochs in all come before three in a row
LAST_CHANCE = (9, 8, 9, 9, 7, 8, 9, 9, 5)
SHORT = (9, 7, 5, 6, 7)
AT_LAST = (9, 8, 9, 7)
NEVER = (4, 5, 6, 5, 7)
IMPATIENT = (9, 8, 10, 1)
BELOW_ZERO = (-1, -3, -2, -5, -4, -3, -2, -9)
ZIGZAG = (9, 4, 8, 7, 6, 5, 3)  # each but two falls below the one before
TIE = (9, 6, 6, 6, 6, 2)
TIE_LATER = (9, 6, 8, 6, 7, 6, 2)
EQUAL = (3, 3, 3, 3)
BEST_IS_ZERO = (6, 3, 0, 2, 1, 3, -4)


class Losses:
    """Exact in binary, so that ties are ties: whole numbers times a power of two, after some epochs that improve."""

    def __init__(self, rng: np.random.Generator, most: int = 3):
        self.unit, self.ahead = 2.0 ** -int(rng.integers(2, 6)), int(rng.integers(1, most + 1))

    def __call__(self, numbers: Sequence[int], step: int = 8) -> list[float]:
        falling = [max(numbers) + step * (self.ahead - i) for i in range(self.ahead)]
        return [self.unit * number for number in (*falling, *numbers)]


def special(rng: np.random.Generator) -> Iterator[tuple[str, list[float], int]]:
    """Losses of special sizes, each with a name and a patience; exact in float32, too."""
    drawn = Losses(rng)
    yield "a best loss of 0", drawn(BEST_IS_ZERO), 3
    yield "tiny losses", [2.0**-40 * loss for loss in drawn(RISES)], 3
    yield "losses that differ little", [1024 + 2.0**-7 * n for n in RISES], 3


@dataclass(frozen=True)
class Rule:
    """When an epoch improves and when it is enough; as it stands, the right one."""

    better: Callable[[float, float, float, float], bool] = lambda loss, best, before, delta: loss < best - delta
    enough: Callable[[int, int], bool] = lambda bad, patience: bad >= patience
    best: Callable[[float, float, bool], float] = lambda loss, best, improved: loss if improved else best
    resets: bool = True
    start: float = np.inf


class Watch:
    """A rule at work. `update` says whether to stop."""

    def __init__(self, rule: Rule, patience: int, min_delta: float = 0.0):
        self.rule, self.patience, self.min_delta = rule, patience, min_delta
        self.best, self.before, self.bad = rule.start, rule.start, 0
        self.epoch, self.best_epoch, self.improved, self.improvements = -1, 0, False, 0

    def update(self, loss: float) -> bool:
        self.epoch += 1
        self.improved = bool(self.rule.better(loss, self.best, self.before, self.min_delta))
        self.improvements += self.improved
        self.best, self.before = self.rule.best(loss, self.best, self.improved), loss
        if self.improved:
            self.best_epoch, self.bad = self.epoch, 0 if self.rule.resets else self.bad
        else:
            self.bad += 1
        return self.rule.enough(self.bad, self.patience)


RULES: tuple[tuple[str, str, Rule], ...] = (
    (
        "tie-improves",
        "An equal loss counts as better in your code. Without progress there is no improvement: compare with `<`, not `<=`.",
        Rule(better=lambda loss, best, before, delta: loss <= best - delta),
    ),
    (
        "one-epoch-late",
        "You wait one epoch too long. With patience 2, the second bad epoch in a row is the last: `>=`, not `>`.",
        Rule(enough=lambda bad, patience: bad > patience),
    ),
    (
        "one-epoch-early",
        "You stop one epoch too early. With patience 2, one bad epoch is not enough.",
        Rule(enough=lambda bad, patience: bad >= patience - 1),
    ),
    (
        "one-epoch-early",
        "You stop one epoch too early. With patience 2, one bad epoch is not enough.",
        Rule(enough=lambda bad, patience: bad >= max(patience - 1, 1)),
    ),
    (
        "patience-not-reset",
        "You count all bad epochs there ever were. After an improvement patience begins anew: set the counter to 0.",
        Rule(resets=False),
    ),
    (
        "compares-with-the-one-before",
        "You compare each loss with the one before it. Compare with the best so far: a loss may fall and still be bad.",
        Rule(better=lambda loss, best, before, delta: loss < before - delta),
    ),
    (
        "larger-is-better",
        "You look for the largest loss. A loss is better when it is smaller.",
        Rule(better=lambda loss, best, before, delta: loss > best + delta, start=-np.inf),
    ),
    (
        "size-of-the-loss",
        "You compare sizes |loss|. A negative loss is smaller than 0.",
        Rule(better=lambda loss, best, before, delta: abs(loss) < abs(best) - delta),
    ),
    (
        "never-stops",
        "It never says stop. Count the bad epochs in a row, and compare with `patience`.",
        Rule(enough=lambda bad, patience: False),
    ),
    *(
        (
            "starts-too-low",
            "The best loss begins as a fixed number, and where all losses are larger none is ever better. Begin with "
            "`np.inf`, or with the first loss.",
            Rule(start=start),
        )
        for start in (0.0, 1.0, 10.0, 100.0, 1e3, 1e4, 1e6, 1e9)
    ),
    (
        "zero-is-false",
        'A best loss of 0 counts as "none yet" in your condition, for 0 is false in Python. Ask `is None`, or begin with `np.inf`.',
        Rule(better=lambda loss, best, before, delta: not best or loss < best - delta),
    ),
    *(
        (
            "hidden-tolerance",
            "A loss has to be smaller by some amount of your own before it counts, or `np.isclose` makes it a tie. Any "
            "loss below best − min_delta is an improvement, by however little.",
            Rule(better=better),
        )
        for better in (
            *(lambda loss, best, before, delta, e=e: loss < best - delta - e for e in THRESHOLDS),
            lambda loss, best, before, delta: loss < best - delta and not np.isclose(loss, best),
            lambda loss, best, before, delta: loss < best - delta and not math.isclose(loss, best, rel_tol=1e-4),
        )
    ),
)

DELTA_RULES: tuple[tuple[str, str, Rule], ...] = (
    (
        "delta-ignored",
        "`min_delta` is never used. An epoch improves only where its loss is below best − min_delta.",
        Rule(better=lambda loss, best, before, delta: loss < best),
    ),
    (
        "delta-sign",
        "`min_delta` has the wrong sign: with best + min_delta even a worse loss would count as better. Subtract it.",
        Rule(better=lambda loss, best, before, delta: loss < best + delta),
    ),
    (
        "best-follows-every-minimum",
        "Your best loss follows every smaller one, improvement or not. Then many small steps never add up: keep the "
        "loss of the last epoch that improved.",
        Rule(best=lambda loss, best, improved: min(loss, best)),
    ),
    (
        "delta-relative",
        "You take `min_delta` as a share of the best loss. It is a difference: best − min_delta.",
        Rule(
            better=lambda loss, best, before, delta: loss < best * (1 - delta) if np.isfinite(best) else True,
        ),
    ),
)
