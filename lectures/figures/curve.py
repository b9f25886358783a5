"""Curves: several lines over one axis, told apart by colour and by style."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from figures.picture import COLOURS, STYLES


def curves(ax: Axes, x: ArrayLike, lines: Mapping[str, ArrayLike], legend: bool = True, **labels: str) -> None:
    """Draw each of `lines` over x, with a legend. `labels` are those of `Axes.set`: title, xlabel, ylabel, ylim, …"""
    for number, (name, y) in enumerate(lines.items()):
        ax.plot(x, y, label=name, color=COLOURS[number % 6], linestyle=STYLES[number % 6], linewidth=2)
    ax.set(**labels)
    if legend:
        ax.legend(frameon=False)
