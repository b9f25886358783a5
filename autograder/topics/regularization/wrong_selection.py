"""Wrong ways to select λ."""

from __future__ import annotations

import numpy as np


def losses_of(lams, fit, validation_loss):
    return [validation_loss(fit(lam)) for lam in lams]


def by_loss(choose):
    """The λ that `choose` picks from pairs of λ and loss."""
    return lambda lams, fit, validation_loss: choose(lams, losses_of(lams, fit, validation_loss))


def running(start, better=lambda loss, best: loss < best, skip=0):
    """The loop that keeps the best so far, from another start, with another comparison, or not over all λ."""

    def select_lambda(lams, fit, validation_loss):
        best, chosen = start, None
        for lam in lams[skip:]:
            loss = validation_loss(fit(lam))
            if better(loss, best):
                best, chosen = loss, lam
        return chosen

    return select_lambda


def until_it_rises(lams, fit, validation_loss):
    best, chosen = np.inf, None
    for lam in lams:
        loss = validation_loss(fit(lam))
        if loss >= best:
            break
        best, chosen = loss, lam
    return chosen


def better_than_the_one_before(lams, fit, validation_loss):
    before, chosen = np.inf, None
    for lam in lams:
        loss = validation_loss(fit(lam))
        if loss < before:
            chosen = lam
        before = loss
    return chosen


def falsy(lams, fit, validation_loss):
    chosen, best = None, np.inf
    for lam in lams:
        loss = validation_loss(fit(lam))
        if not chosen or loss < best:
            chosen, best = lam, loss
    return chosen


def models_compared(lams, fit, validation_loss):
    models = [fit(lam) for lam in lams]
    return lams[models.index(min(models))]


def fits_the_best_again(lams, fit, validation_loss):
    chosen = min(lams, key=lambda lam: validation_loss(fit(lam)))
    fit(chosen)
    return chosen


def fits_twice(lams, fit, validation_loss):
    chosen = lams[0]
    best = validation_loss(fit(chosen))
    for lam in lams:
        if validation_loss(fit(lam)) < best:
            best, chosen = validation_loss(fit(lam)), lam
    return chosen


def fits_the_first_twice(lams, fit, validation_loss):
    chosen, best = lams[0], validation_loss(fit(lams[0]))
    for lam in lams:
        loss = validation_loss(fit(lam))
        if loss < best:
            chosen, best = lam, loss
    return chosen


def compares_in_pairs(lams, fit, validation_loss):
    chosen = lams[0]
    for lam in lams[1:]:
        if validation_loss(fit(lam)) < validation_loss(fit(chosen)):
            chosen = lam
    return chosen


def sorts_in_place(lams, fit, validation_loss):
    lams.sort()
    return min(lams, key=lambda lam: validation_loss(fit(lam)))
