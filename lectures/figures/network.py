"""Networks: layers of circles, an arrow for every weight."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from figures.picture import BLACK, BLUE, GREY, RED

RADIUS = 0.22


def network(
    ax: Axes,
    sizes: Sequence[int],
    names: Sequence[str] = (),
    units: Sequence[Sequence[str]] = (),
    weights: Sequence[ArrayLike] = (),
) -> None:
    """A fully connected network, drawn from the left to the right.

    sizes: units in each layer, the inputs first. names: what stands under each layer. units: what stands in each circle, a list
    for each layer. weights: one (D, K) array between layers: its numbers stand on the arrows, positive ones blue and full,
    negative ones red and dashed.
    """
    places = [[(2.2 * layer, (size - 1) / 2 - unit) for unit in range(size)] for layer, size in enumerate(sizes)]
    for layer, (left, right) in enumerate(itertools.pairwise(places)):
        table = np.asarray(weights[layer], dtype=float) if weights else None
        for i, start in enumerate(left):
            for j, end in enumerate(right):
                _arrow(
                    ax, start, end, None if table is None else table[i, j], share=0.25 + 0.5 * i / max(1, len(left) - 1)
                )
    for layer, column in enumerate(places):
        for unit, (x, y) in enumerate(column):
            ax.add_patch(_circle(x, y, "white" if layer else "#E8EEF4"))
            if units and units[layer]:
                ax.text(x, y, units[layer][unit], ha="center", va="center", color=BLACK, zorder=4)
        if names:
            ax.text(2.2 * layer, -max(sizes) / 2 - 0.1, names[layer], ha="center", va="top", color=BLACK)
    ax.set(xlim=(-0.6, 2.2 * (len(sizes) - 1) + 0.6), ylim=(-max(sizes) / 2 - 0.6, max(sizes) / 2), aspect="equal")
    ax.axis("off")


def _circle(x: float, y: float, fill: str) -> Circle:
    return Circle((x, y), RADIUS, facecolor=fill, edgecolor=BLACK, linewidth=1.5, zorder=3)


def _arrow(ax: Axes, start: tuple, end: tuple, weight: float | None, share: float) -> None:
    """An arrow from rim to rim; its weight stands on it after that share of the way."""
    colour = GREY if weight is None else BLUE if weight >= 0 else RED
    style = "--" if weight is not None and weight < 0 else "-"
    (x0, y0), (x1, y1) = start, end
    rim = RADIUS / np.hypot(x1 - x0, y1 - y0) * np.array([x1 - x0, y1 - y0])
    arrow = {"arrowstyle": "-|>", "color": colour, "linestyle": style, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end - rim, start + rim, arrowprops=arrow, zorder=1)
    if weight is not None:
        at = (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        ax.text(
            *at,
            f"{weight:g}".replace("-", "−"),
            color=colour,
            fontsize=8,
            ha="center",
            va="center",
            bbox=ground,
            zorder=2,
        )
