"""The drivers of early stopping: parameters move on after each update, and losses belong to the parameters that are validated."""

import numpy as np
import pytest

from autograder.checks.collect import collect
from autograder.checks.key import Case
from mlp_reference import EarlyStopping, fit_with_early_stopping

WATCHED = Case("watched", ([3.0, 1.0, 2.0, 2.0, 0.0], {"w": np.zeros(2)}, 2))


class Reference(EarlyStopping):
    def update(self, val_loss, params):
        stop = super().update(val_loss, params)
        self.best_params = params
        return stop


class Writes(EarlyStopping):
    def update(self, val_loss, params):
        params["w"] *= 2
        params["w"] -= 1
        return super().update(val_loss, params)


def test_a_watcher_is_fed_until_it_stops_and_the_parameters_move_in_place():
    [answer] = collect(EarlyStopping, [WATCHED], "watch")
    assert answer.value["update"] == [False, False, False, True] and not answer.changed
    assert (answer.value["best_loss"], answer.value["best_epoch"]) == (1.0, 1)
    assert answer.value["best_params"]["w"].tolist() == [1.0, 1.0]


def test_what_is_kept_by_reference_has_moved_on():
    [answer] = collect(Reference, [WATCHED], "watch")
    assert answer.value["best_params"]["w"].tolist() == [4.0, 4.0]


def test_a_watcher_that_writes_into_the_parameters_has_changed_an_argument():
    [answer] = collect(Writes, [WATCHED], "watch")
    assert answer.changed


@pytest.mark.parametrize("in_place", [False, True])
def test_a_training_is_counted_and_its_start_unchanged(in_place):
    table = [9.0, 3.0, 1.0, 2.0, 2.0, 0.0, 0.0]
    [answer] = collect(
        fit_with_early_stopping, [Case("trained", (table, {"w": np.zeros(1)}, 2, 5, in_place))], "train_by_table"
    )
    assert not answer.changed
    assert (answer.value["best_params"]["w"].tolist(), answer.value["history"]) == ([2.0], [3.0, 1.0, 2.0, 2.0])
    assert answer.value["epochs"] == 4


def test_steps_that_never_end_are_ended():
    def endless(step, validate, params, patience, max_epochs):
        while True:
            step(params)

    [answer] = collect(endless, [Case("endless", ([1.0, 1.0], {"w": np.zeros(1)}, 2, 1, False))], "train_by_table")
    assert answer.raised.type == "RuntimeError"
