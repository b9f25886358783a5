"""Learning-rate schedules: the rate of each epoch, counted from 0. A schedule is any function from epoch to rate."""

from __future__ import annotations

import math
from collections.abc import Callable

from mlp_reference.optimizers import decayed_rate

Schedule = Callable[[int], float]


def constant(lr: float) -> Schedule:
    """The same rate in every epoch."""
    return lambda epoch: lr


def inverse_decay(lr: float, decay: float) -> Schedule:
    """lr / (1 + decay·epoch), see `decayed_rate`."""
    return lambda epoch: decayed_rate(lr, decay, epoch)


def step_decay(lr: float, factor: float, every: int) -> Schedule:
    """`lr`, times `factor` once more after every so many epochs."""
    return lambda epoch: lr * factor ** (epoch // every)


def cosine_decay(lr: float, epochs: int) -> Schedule:
    """From `lr` down to 0 along half a period of the cosine over so many epochs (Loshchilov & Hutter 2017), then 0."""
    return lambda epoch: 0.5 * lr * (1 + math.cos(math.pi * min(epoch / epochs, 1.0)))
