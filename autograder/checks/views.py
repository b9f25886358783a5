"""Views: what is judged of a value that is not itself compared (a random order, a hand-chosen network, any valid order).

A view is computed by the judge, from plain values alone: `view(value, *args)` takes what came back and the case's arguments, and
returns what the truth is to be compared with. Where a property holds it says RIGHT; where not, the words that complete
"`part` …". It may raise TypeError, ValueError or LookupError on a value of another form.

A measure is a view that is no matter of right or wrong: it returns a number from 0 to 1, the share of the pay that is earned, and
the sentence to say with it.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.checks import (
    choices,
    columns,
    functions,
    graph_views,
    initial,
    parts,
    permutations,
    replay,
    stepnet,
    trained,
)
from autograder.checks.compare import describe
from autograder.checks.plain import Plain, Unusable
from autograder.checks.property import RIGHT

__all__ = ["MEASURES", "RIGHT", "VIEWS", "measure", "view"]

VIEWS: dict[str, Callable[..., Plain]] = {
    "same_value": stepnet.same_value,
    "graph_product": graph_views.product,
    "graph_order": graph_views.order,
    "graph_gradients": graph_views.gradients,
    "passes": permutations.batches,
    "trainings": replay.training,
    "bounded": columns.bounded,
    "parts": parts.parts,
    "chosen": choices.chosen,
    "initial": initial.weights,
    "trained": trained.sign,
}

MEASURES: dict[str, Callable[..., tuple[float, str]]] = {
    "accuracy": trained.accuracy,
}


def view(name: str, value: Plain, args: tuple[Plain, ...]) -> Plain:
    """The named view of a value, or the value itself where there is none."""
    if not name or value is None or isinstance(value, Unusable):
        return value
    try:
        return VIEWS[name](value, *map(functions.data, args))
    except (TypeError, ValueError, LookupError):
        return Unusable("a value of another form")


def measure(name: str, value: Plain, args: tuple[Plain, ...]) -> tuple[float, str]:
    """The named measure of a value: a share from 0 to 1, and a sentence. What cannot be measured earns nothing."""
    if value is None or isinstance(value, Unusable):
        return 0.0, f"what came back is {describe(value)}"
    try:
        share, said = MEASURES[name](value, *map(functions.data, args))
    except (TypeError, ValueError, LookupError):
        return 0.0, "what came back has another form than the contract says"
    return (float(min(1.0, share)), said) if share > 0 else (0.0, said)  # NaN is not above 0
