"""Wrong watchers."""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.topics.early_stopping.rules import Rule, Watch


def by(
    rule: Rule = Rule(),  # noqa: B008
    kept: Callable = copy.deepcopy,
    always: bool = False,
    said: Callable = lambda stop, watch: stop,
    loss_of: Callable = lambda watch, loss: watch.best,
    epoch_of: Callable = lambda watch: watch.best_epoch,
) -> type:
    """A watcher by a rule; the others say what it keeps of the parameters, and what it shows."""

    class EarlyStopping:
        def __init__(self, patience, min_delta=0.0):
            self.watch = Watch(rule, patience, min_delta)
            self.best_params = None

        def update(self, val_loss, params):
            stop = self.watch.update(val_loss)
            if self.watch.improved or always:
                self.best_params = kept(params)
            self.best_loss, self.best_epoch = loss_of(self.watch, val_loss), epoch_of(self.watch)
            return said(stop, self.watch)

    return EarlyStopping


class Emptied(right.EarlyStopping):
    def update(self, val_loss, params):
        stop = super().update(val_loss, params)
        for values in params.values():
            values *= 0.5
        return stop


class FirstCopied(right.EarlyStopping):
    def update(self, val_loss, params):
        kept, epoch = self.best_params, self.best_epoch
        stop = super().update(val_loss, params)
        if kept and self.best_epoch != epoch:
            self.best_params = dict(params)
        return stop


class Shared:
    """The state of all watchers, begun anew by the latest."""

    def __init__(self, patience, min_delta=0.0):
        type(self).only = right.EarlyStopping(patience, min_delta)

    best_loss = property(lambda self: self.only.best_loss)
    best_epoch = property(lambda self: self.only.best_epoch)
    best_params = property(lambda self: self.only.best_params)

    def update(self, val_loss, params):
        return self.only.update(val_loss, params)


class SmallProgressKept(right.EarlyStopping):
    """Keeps the parameters of the smallest loss."""

    def __init__(self, patience, min_delta=0.0):
        super().__init__(patience, min_delta)
        self.lowest, self.kept = np.inf, None

    def update(self, val_loss, params):
        stop = super().update(val_loss, params)
        if val_loss < self.lowest:
            self.lowest, self.kept = val_loss, copy.deepcopy(params)
        self.best_params = self.kept
        return stop
