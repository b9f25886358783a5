"""Matrices: a table of numbers as coloured cells, its sign told by colour and by the number in the cell."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from figures.picture import BLACK, GREY

NUMBERS = 64  # cells: above that they are too small to be read


def matrix(ax: Axes, table: ArrayLike, title: str = "", largest: float | None = None) -> None:
    """Draw `table`, of shape (rows, columns): blue is positive, red negative, white zero, and small tables show their numbers.

    largest: the size that gets the full colour, so that several tables can be compared; by default the table's own.
    """
    table = np.asarray(table, dtype=float)
    largest = largest or float(np.max(np.abs(table), initial=0.0)) or 1.0
    ax.imshow(table, cmap="RdBu", vmin=-largest, vmax=largest)
    if table.size <= NUMBERS:
        for (row, column), value in np.ndenumerate(table):
            ink = "white" if abs(value) > 0.6 * largest else BLACK
            text = f"{value:.2f}".rstrip("0").rstrip(".")
            text = "0" if text == "-0" else text.replace("-", "−")
            ax.text(column, row, text, ha="center", va="center", fontsize=9, color=ink)
    ax.set(xticks=[], yticks=[], title=title)
    for side in ax.spines.values():
        side.set(visible=True, color=GREY)
