"""Views: what is judged of a value that is not itself compared (a random order, a hand-chosen network, any valid order).

A view is computed by the judge, from plain values alone: `view(value, *args)` takes what came back and the case's arguments, and
returns what the truth is to be compared with. Where a property holds it says RIGHT; where not, the words that complete
"`part` …". It may raise TypeError, ValueError or LookupError on a value of another form.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.checks import choices, columns, graph_views, parts, permutations, replay, stepnet
from autograder.checks.plain import Plain, Unusable
from autograder.checks.property import RIGHT

__all__ = ["RIGHT", "VIEWS", "view"]

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
}


def view(name: str, value: Plain, args: tuple[Plain, ...]) -> Plain:
    """The named view of a value, or the value itself where there is none."""
    if not name or value is None or isinstance(value, Unusable):
        return value
    try:
        return VIEWS[name](value, *args)
    except (TypeError, ValueError, LookupError):
        return Unusable("a value of another form")
