"""What is judged of training that was overheard: each step from the parameters and the batch that it saw, and the losses after."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from autograder.checks.compare import as_array, close, compare, describe
from autograder.checks.epochs import most_calls
from autograder.checks.functions import function
from autograder.checks.models import LossAndGrads
from autograder.checks.permutations import Pass, drawn, mixed, read
from autograder.checks.plain import Named, Plain
from autograder.checks.property import RIGHT


@dataclass(frozen=True)
class Task:
    """What training was given."""

    X: np.ndarray
    y: np.ndarray
    params: dict[str, np.ndarray]
    loss_and_grads: LossAndGrads
    lr: float
    epochs: int
    batch_size: int


class Run:
    """One training, told from its calls: a call after which the parameters have moved was a step, any other a look."""

    def __init__(self, task: Task, calls: list[dict[str, Plain]], params: Plain, history: Plain):
        self.task, self.calls, self.end, self.history = task, calls, params, history
        self.states = [*(call["params"] for call in calls), params]
        moves = itertools.pairwise(self.states)
        self.steps = [i for i, (before, after) in enumerate(moves) if not _equal(after, before)]
        whole = bool(self.steps) and len(self.steps) % task.epochs == 0
        self.epochs = np.array_split(self.steps, task.epochs) if whole else []

    def passes(self) -> list[Pass | str]:
        """Each epoch's batches."""
        return [
            read([(self.calls[i]["X"], self.calls[i]["y"]) for i in epoch], self.task.X, self.task.y)
            for epoch in self.epochs
        ]

    def params_said(self) -> str:
        task = self.task
        if not self.steps:
            return "never move"
        if not _equal(self.states[0], task.params):
            return "do not start as those that are passed in"
        for i in self.steps:
            call, before = self.calls[i], self.states[i]
            _, grads = task.loss_and_grads(before, call["X"], call["y"])
            wanted = {name: np.asarray(before[name]) - task.lr * grads[name] for name in grads}
            if not _equal(self.states[i + 1], wanted):
                return "do not move by −lr·grads of the batch, taken at the parameters as they stand, in every step"
        return RIGHT

    def batches_said(self, passes: list[Pass | str]) -> str:
        task = self.task
        if not self.epochs:
            expected = task.epochs * -(-len(task.X) // task.batch_size)
            return f"make {len(self.steps)} steps in {task.epochs} epochs; {expected} are expected"
        for each in passes:
            problem = each if isinstance(each, str) else each.problem(len(task.X), task.batch_size)
            if problem != RIGHT:
                return problem
        return RIGHT if all(each.labelled for each in passes) else "hold labels that are not those of their rows"

    def history_said(self) -> str:
        if not isinstance(self.history, (list, tuple, np.ndarray)):
            return f"is {describe(self.history)}; a list with one loss for each epoch is expected"
        if np.shape(self.history)[:1] != (self.task.epochs,):
            return f"has {len(self.history)} entries; {self.task.epochs} are expected, one for each epoch"
        if not self.epochs:
            return "cannot be judged: the steps do not divide into epochs"
        ends = [self.states[epoch[-1] + 1] for epoch in self.epochs]
        losses = [self.task.loss_and_grads(params, self.task.X, self.task.y)[0] for params in ends]
        wrong = compare(self.history, losses, "")
        return "does not hold the losses on all of X, y with the parameters at each epoch's end" if wrong else RIGHT


def _equal(params: Plain, wanted: dict[str, Plain]) -> bool:
    """Equal parameters, each within tolerance of its largest entry."""
    if not isinstance(params, dict) or params.keys() != wanted.keys():
        return False
    pairs = [(as_array(params[name]), as_array(wanted[name])) for name in wanted]
    return all(
        a is not None and b is not None and a.shape == b.shape and bool(close(a, b, gradient=True).all())
        for a, b in pairs
    )


def training(
    value: Plain,
    X: np.ndarray,
    y: np.ndarray,
    params: dict[str, np.ndarray],
    model: Named,
    lr: float,
    epochs: int,
    batch_size: int,
    *rngs: Named,
) -> dict[str, Plain]:
    """The view of `train`: params, batches, history, and the order where there are several generators.

    Where all samples are alike no draw matters, and what was returned is judged by its values, as `result`.
    """
    task = Task(X, y, params, function(model.name), lr, epochs, batch_size)
    alike = not np.ptp(X, axis=0).any() and not np.ptp(y)
    names = ("batches", "result") if alike else ("params", "batches", "history", *(["order"] if len(rngs) > 1 else []))
    runs = []
    for run in value:
        returned, calls = run["returned"], run["calls"]
        if not isinstance(returned, (list, tuple)) or len(returned) != 2 or not isinstance(returned[0], dict):
            what = "a pair" if isinstance(returned, (list, tuple)) and len(returned) == 2 else describe(returned)
            words = f"cannot be judged: (params, history) is expected, and {what} came back"
            return dict.fromkeys(names, words) | ({"result": returned} if alike else {})
        if len(calls) > most_calls(len(X), epochs):
            raise ValueError("more calls than were allowed")
        runs.append(Run(task, calls, *returned))
    with np.errstate(all="ignore"):
        passes = [run.passes() for run in runs]
        said = {
            "batches": _first(run.batches_said(its) for run, its in zip(runs, passes, strict=True)),
            "params": _first(run.params_said() for run in runs),
            "history": _first(run.history_said() for run in runs),
            "order": _order(passes, len(X)) if len(rngs) > 1 else RIGHT,
            "result": (runs[0].end, runs[0].history),
        }
    return {name: said[name] for name in names}


def _first(said) -> str:
    return next((words for words in said if words != RIGHT), RIGHT)


def _order(passes: list[list[Pass | str]], samples: int) -> str:
    if not all(its and all(isinstance(each, Pass) and each.complete(samples) for each in its) for its in passes):
        return "cannot be judged: in an epoch samples are missing or come twice"
    orders = [[each.order for each in its] for its in passes]
    for its in orders:
        if (said := mixed(its)) != RIGHT:
            return said
        if any(a == b for a, b in itertools.combinations(its, 2)):
            return "is the same in every epoch; each epoch needs a permutation of its own"
    return drawn(*orders)
