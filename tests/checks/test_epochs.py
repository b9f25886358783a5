"""Drivers and views of what learns in steps: nothing endless hangs, and random draws are judged by their properties alone."""

import itertools

import numpy as np
import pytest

from autograder.checks import epochs
from autograder.checks.collect import collect
from autograder.checks.functions import function
from autograder.checks.gradients import check
from autograder.checks.key import Case
from autograder.checks.permutations import mixed
from autograder.checks.plain import Named
from autograder.checks.property import RIGHT
from autograder.checks.views import view

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(40, 2)), RNG.normal(size=40)
NAMES = Named("rng:1"), Named("rng:2"), Named("rng:1")
START = {"w": np.ones(2), "b": np.zeros(1)}
LINE = Named("model:line")


def seen(driver, function, *args):
    [answer] = collect(function, (Case("a case", args),), driver)
    return view(driver, answer.value, args)


def batches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]


def test_fair_batches_are_right_in_every_way():
    assert seen("passes", batches, X, Y, 7, *NAMES) == dict.fromkeys(("batches", "labels", "order"), RIGHT)


def test_an_endless_generator_ends_as_a_finding():
    def endless(X, y, batch_size, rng):
        return ((X[:batch_size], y[:batch_size]) for _ in itertools.count())

    assert "never end" in seen("passes", endless, X, Y, 7, NAMES[0])["batches"]


@pytest.mark.parametrize(
    "value", [None, 3, "text", [1, 2], [(1, 2)], [(X, "y")], {"a": 1}, [(X[:3].T, Y[:3])], [[X], [Y]], [(X[:0], Y[:0])]]
)
def test_what_holds_no_batches_is_never_right(value):
    assert RIGHT not in seen("passes", lambda *args: value, X, Y, 7, *NAMES).values()


def test_an_array_that_is_written_over_is_seen_as_what_it_holds_in_the_end():
    def reused(X, y, batch_size, rng):
        for rows, labels in batches(X, y, batch_size, rng):
            buffer[: len(rows)] = rows
            yield buffer[: len(rows)], labels

    buffer = np.zeros((8, 2))
    assert "written over" in seen("passes", reused, X, Y, 8, NAMES[0])["batches"]


def test_random_orders_pass_as_mixed_and_orders_that_are_hardly_mixed_do_not():
    rng = np.random.default_rng(1)
    assert all(mixed([rng.permutation(40).tolist()]) == RIGHT for _ in range(5000))
    near = np.concatenate([start + rng.permutation(5) for start in range(0, 40, 5)])
    for order in (np.arange(40), np.arange(40)[::-1], np.roll(np.arange(40), 9), near):
        assert mixed([order.tolist()]) != RIGHT


def train(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    history = []
    for _ in range(epochs):
        for rows, labels in batches(X, y, batch_size, rng):
            grads = loss_and_grads(params, rows, labels)[1]
            params = {name: params[name] - lr * grads[name] for name in params}
        history.append(loss_and_grads(params, X, y)[0])
    return params, history


def test_fair_training_is_right_in_every_way():
    assert set(seen("trainings", train, X, Y, START, LINE, 0.1, 3, 7, *NAMES).values()) == {RIGHT}


def test_a_look_at_the_loss_is_no_step():
    def curious(X, y, params, loss_and_grads, *rest):
        def twice(params, X, y):
            loss_and_grads(params, X, y)
            return loss_and_grads(params, X, y)

        return train(X, y, params, twice, *rest)

    assert set(seen("trainings", curious, X, Y, START, LINE, 0.1, 3, 7, *NAMES).values()) == {RIGHT}


@pytest.mark.parametrize(
    "returned", [None, 3, (START, []), (START, [1.0, 2.0]), ([], START), (START, "text"), ({"w": 1}, [0.0, 0.0])]
)
def test_training_that_never_asked_for_a_gradient_is_never_right(returned):
    assert RIGHT not in seen("trainings", lambda *args: returned, X, Y, START, LINE, 0.1, 2, 7, *NAMES).values()


def test_training_without_end_ends_as_an_exception():
    def endless(X, y, params, loss_and_grads, *rest):
        while True:
            loss_and_grads(params, X, y)

    [answer] = collect(endless, (Case("a case", (X, Y, START, LINE, 0.1, 2, 7, NAMES[0])),), "trainings")
    assert answer.raised.type == "RuntimeError" and "does a loop never end?" in answer.raised.message


def test_where_all_samples_are_alike_the_values_themselves_are_judged():
    args = np.tile(X[0], (9, 1)), np.full(9, 2.0), START, LINE, 0.1, 2, 4
    first, second = (seen("trainings", train, *args, name)["result"] for name in NAMES[:2])
    assert first[1] == pytest.approx(second[1]) and first[0]["w"] == pytest.approx(second[0]["w"])


def test_an_optimizer_is_fed_what_it_returned_and_meets_the_names_in_another_order():
    orders = []

    def step(params, state, grads, lr):
        orders.append(list(grads))
        return {name: params[name] - lr * grads[name] for name in params}, state | {"t": state.get("t", 0) + 1}

    params, state = epochs.steps_with_state(
        step, START, {}, [{"b": np.ones(1), "w": np.ones(2)} for _ in range(3)], 0.5
    )
    assert state == {"t": 3} and params["b"] == -1.5 and orders == [["b", "w"], ["w", "b"], ["b", "w"]]


@pytest.mark.parametrize(("name", "y"), [("line", Y), ("classes", np.arange(40) % 3)])
def test_the_models_gradients_are_those_of_their_losses(name, y):
    model, rng = function(f"model:{name}"), np.random.default_rng(2)
    start = {"line": START, "classes": {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=3)}}[name]

    def named(values):
        return dict(zip(start, values, strict=True))

    verdicts = check(
        lambda p: model(named(p), X, y)[0], lambda p: list(model(named(p), X, y)[1].values()), list(start.values())
    )
    assert [verdict.status for verdict in verdicts] == ["right", "right"]
