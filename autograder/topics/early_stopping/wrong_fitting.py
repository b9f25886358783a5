"""Wrong trainings with early stopping."""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np

import mlp_reference as right
from autograder.topics.early_stopping.rules import Rule, Watch


def by(
    rule: Rule = Rule(),  # noqa: B008
    given: Callable = copy.deepcopy,
    kept: Callable = copy.deepcopy,
    noted: Callable = lambda history, loss, watch, stop: history.append(loss),
    epochs: Callable = lambda max_epochs: max_epochs,
    before: bool = False,
    beginning: Callable = lambda validate, params: [],
    finish: Callable = lambda best, history, params, watch: (best, history),
    step_of: Callable = lambda step, params, start: step(params),
) -> Callable:
    """A training by a rule; the others replace what it copies, notes and returns."""

    def fit_with_early_stopping(step, validate, params, patience, max_epochs):
        start = copy.deepcopy(params)
        params, watch, best = given(params), Watch(rule, patience), None
        history = beginning(validate, params)
        for _ in range(epochs(max_epochs)):
            early = validate(params)
            params = step_of(step, params, start)
            loss = early if before else validate(params)
            stop = watch.update(loss)
            noted(history, loss, watch, stop)
            if watch.improved:
                best = kept(params)
            if stop:
                break
        return finish(best, history, params, watch)

    return fit_with_early_stopping


def unless_stopped(history, loss, watch, stop):
    if not stop:
        history.append(loss)


def if_improved(history, loss, watch, stop):
    if watch.improved:
        history.append(loss)


def keeps_the_ones_before(step, validate, params, patience, max_epochs):
    before = []

    def noting(params):
        before.append(copy.deepcopy(params))
        return step(params)

    _, history = right.fit_with_early_stopping(noting, validate, params, patience, max_epochs)
    return before[int(np.argmin(history))], history


def goes_back(step, validate, params, patience, max_epochs):
    params, best, watch, history = copy.deepcopy(params), None, Watch(Rule(), patience), []
    for _ in range(max_epochs):
        params = step(params)
        history.append(validate(params))
        stop = watch.update(history[-1])
        best = copy.deepcopy(params) if watch.improved else best
        if stop:
            break
        params = copy.deepcopy(best)
    return best, history


def trains_twice(step, validate, params, patience, max_epochs):
    _, history = right.fit_with_early_stopping(step, validate, params, patience, max_epochs)
    params = copy.deepcopy(params)
    for _ in range(int(np.argmin(history)) + 1):
        params = step(params)
    return params, history


def steps_once_more(step, validate, params, patience, max_epochs):
    best, history = right.fit_with_early_stopping(step, validate, params, patience, max_epochs)
    step(copy.deepcopy(best))
    return best, history


def compares_with_the_start(step, validate, params, patience, max_epochs):
    stopping, params, history = right.EarlyStopping(patience), copy.deepcopy(params), []
    stopping.update(validate(params), params)
    for _ in range(max_epochs):
        params = step(params)
        history.append(validate(params))
        if stopping.update(history[-1], params):
            break
    return stopping.best_params, history


def counts_all_epochs(step, validate, params, patience, max_epochs):
    stopping, params, history = right.EarlyStopping(patience), copy.deepcopy(params), []
    for epoch in range(max_epochs):
        params = step(params)
        history.append(validate(params))
        stopping.update(history[-1], params)
        if epoch >= patience and stopping.best_epoch < epoch:
            break
    return stopping.best_params, history


def validates_first(step, validate, params, patience, max_epochs):
    stopping, params, history = right.EarlyStopping(patience), copy.deepcopy(params), []
    for _ in range(max_epochs):
        history.append(validate(params))
        if stopping.update(history[-1], params):
            break
        params = step(params)
    return stopping.best_params, history
