"""Drivers: how an exercise's function is called where a plain call is not enough (a class, a graph, a training loop).

A driver takes the student's object and the case's arguments and returns something plain. It runs where the student's code runs,
so it holds no truth; what its result must be is in the key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.checks import choices, epochs, graphs, initial, parts, patience


def call(target: Any, *args: Any) -> Any:
    """Call a plain function."""
    return target(*args)


DRIVERS: dict[str, Callable[..., Any]] = {
    "call": call,
    "graph_product": graphs.product,
    "graph_order": graphs.order,
    "graph_gradients": graphs.gradients,
    "steps": epochs.steps,
    "steps_with_state": epochs.steps_with_state,
    "passes": epochs.passes,
    "trainings": epochs.trainings,
    "split": parts.split,
    "select": choices.select,
    "draws": initial.draws,
    "watch": patience.watch,
    "train_by_table": patience.train,
}
