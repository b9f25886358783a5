"""The choice of λ: `select` calls it with spies that read a table of losses, and `chosen` is what is judged of it (see `views`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checks.compare import compare
from autograder.checks.plain import Plain
from autograder.checks.property import RIGHT


class Model:
    """What `fit` returns: it can be kept, compared by identity, and given to `validation_loss`."""

    def __init__(self, number: int):
        self._number = number


def select(target: Any, lams: Sequence[float], losses: Sequence[float]) -> dict[str, Any]:
    """What is chosen of `lams`, whose models have these validation losses, and every λ that was fitted, in order."""
    table, fits = list(lams), []

    def fit(lam: float) -> Model:
        if np.ndim(lam) != 0 or float(lam) not in table:
            raise ValueError(f"`fit` takes one of the λ in `lams`; it was given {lam!r}")
        fits.append(float(lam))
        return Model(table.index(float(lam)))

    def validation_loss(model: Model) -> float:
        if not isinstance(model, Model):
            raise TypeError(f"`validation_loss` takes a model, as `fit` returns it; it was given {model!r}")
        return losses[model._number]

    return {"lam": target(lams, fit, validation_loss), "fits": fits}


def chosen(value: Plain, lams: Sequence[float], losses: Sequence[float]) -> dict[str, Plain]:
    """The chosen λ, and whether each was fitted once; the latter counts for nothing where the choice is wrong."""
    lam, fits = value["lam"], value["fits"]
    if compare(lam, lams[int(np.argmin(losses))], "lam") is not None:
        said = "count once the λ is right"
    elif len(set(fits)) < len(fits):
        said = "are too many: some λ is fitted more than once"
    else:
        said = RIGHT if set(fits) == {float(lam) for lam in lams} else "are too few: some λ is never fitted"
    return {"lam": lam, "fits": said}
