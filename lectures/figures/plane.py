"""The plane: samples of two inputs, the regions that a network decides, a loss over two weights and the paths down it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from figures.picture import BLACK, COLOURS, MARKERS

Limits = tuple[float, float, float, float]  # x from, to; y from, to
PALE = ("#CFE3F1", "#F7D9C4", "#CDEBE1", "#E4E4E4", "#F3DDE8", "#FBEBCB")


def points(ax: Axes, X: ArrayLike, y: ArrayLike, names: Mapping[int, str] | None = None) -> None:
    """Samples X (N, 2) with integer labels y (N,): a colour and a marker for each class."""
    X, y = np.asarray(X), np.asarray(y)
    for k in np.unique(y):
        style = {"color": COLOURS[k % 6], "marker": MARKERS[k % 6], "edgecolors": "white", "linewidths": 0.6}
        ax.scatter(*X[y == k].T, s=42, zorder=3, label=(names or {}).get(int(k), f"class {k}"), **style)


def regions(
    ax: Axes, decide: Callable[[np.ndarray], ArrayLike], limits: Limits = (-2, 2, -2, 2), steps: int = 160
) -> None:
    """The plane in the pale colour of the class that `decide` gives each row of an (M, 2) array; black lines between."""
    xs, ys = np.linspace(*limits[:2], steps), np.linspace(*limits[2:], steps)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    classes = np.asarray(decide(grid.reshape(-1, 2))).reshape(steps, steps).astype(int)
    highest = max(1, int(classes.max()))
    levels = np.arange(-0.5, highest + 1)
    ax.contourf(xs, ys, classes, levels=levels, colors=PALE[: highest + 1], zorder=0)
    if classes.min() < classes.max():
        ax.contour(xs, ys, classes, levels=levels[1:-1], colors=BLACK, linewidths=1.2, zorder=1)
    ax.set(xlim=limits[:2], ylim=limits[2:], xlabel="$x_1$", ylabel="$x_2$")


def landscape(
    ax: Axes,
    loss: Callable[[np.ndarray, np.ndarray], np.ndarray],
    limits: Limits = (-2, 2, -2, 2),
    paths: Mapping[str, ArrayLike] | None = None,
    levels: int | ArrayLike = 12,
) -> None:
    """Contours of `loss(w1, w2)`, elementwise on arrays, and paths of shape (steps, 2) with a ring at their start."""
    xs, ys = np.linspace(*limits[:2], 120), np.linspace(*limits[2:], 120)
    ax.contour(xs, ys, loss(*np.meshgrid(xs, ys)), levels=levels, colors="#9A9A9A", linewidths=0.8, linestyles="-")
    for number, (name, path) in enumerate((paths or {}).items()):
        path, colour = np.asarray(path), COLOURS[number % 6]
        style = {"color": colour, "marker": MARKERS[number % 6], "markersize": 4, "linewidth": 1.6}
        ax.plot(*path.T, label=name, **style)
        ax.plot(*path[0], "o", markersize=10, markerfacecolor="none", color=colour)
    ax.set(xlim=limits[:2], ylim=limits[2:], xlabel="$w_1$", ylabel="$w_2$")
    if paths:
        ax.legend(frameon=False)
