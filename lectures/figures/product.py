"""Products of matrices: rectangles as high as the rows and as wide as the columns, with their shapes below."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from figures.picture import BLACK


def product(ax: Axes, matrices: Sequence[tuple[str, int, int, str]], title: str = "") -> None:
    """Draw `matrices`, each its name, rows, columns and colour, of at most 5 rows: the factors, and last what they make."""
    left = 0.0
    usual = {"ha": "center", "color": BLACK}
    for number, (name, rows, columns, colour) in enumerate(matrices):
        if number:
            ax.text(left - 0.8, 0, "=" if number == len(matrices) - 1 else "·", va="center", **usual)
        style = {"facecolor": colour + "33", "edgecolor": colour, "linewidth": 1.6}
        ax.add_patch(Rectangle((left, -rows / 2), columns, rows, **style))
        ax.text(left + columns / 2, 0, name, va="center", **usual)
        ax.text(left + columns / 2, -rows / 2 - 0.3, f"{rows}×{columns}", va="top", fontsize=8, **usual)
        left += columns + 1.6
    ax.set(xlim=(-1.5, max(left - 0.1, 11)), ylim=(-3.6, 3), aspect="equal", title=title)
    ax.axis("off")
