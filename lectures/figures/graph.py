"""Computation graphs: boxes and arrows, the values that run forwards above each box, the gradients that run back below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matplotlib.axes import Axes

from figures.picture import BLACK, BLUE, GREY, RED


def graph(
    ax: Axes,
    places: Mapping[str, tuple[float, float]],
    edges: Iterable[tuple[str, str]],
    values: Mapping[str, float] | None = None,
    gradients: Mapping[str, float] | None = None,
    locals: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Draw a box for each of `places` (its label and where it stands, about 2 apart in x and 1.5 in y) and an arrow for each edge.

    values: printed in blue above a box. gradients: printed in red below, each the derivative of the output by that node.
    locals: text beside an arrow, such as its local derivative.
    """
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.4}
    drawn = {
        name: ax.text(*at, name, ha="center", va="center", bbox=box, zorder=3, color=BLACK, fontsize=11)
        for name, at in places.items()
    }
    for start, end in edges:
        arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0}
        arrow |= {"patchA": drawn[start].get_bbox_patch(), "patchB": drawn[end].get_bbox_patch()}
        ax.annotate("", places[end], places[start], arrowprops=arrow, zorder=1)
        if locals and (start, end) in locals:
            (x0, y0), (x1, y1) = places[start], places[end]
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            text = locals[start, end]
            ax.text((x0 + x1) / 2, (y0 + y1) / 2, text, ha="center", va="center", fontsize=9, bbox=ground, zorder=2)
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # an arrow that passes stops at a number
    at = {"textcoords": "offset points", "ha": "center", "bbox": ground}
    for name, value in (values or {}).items():
        ax.annotate(_short(value), places[name], (0, 17), color=BLUE, **at)
    for name, value in (gradients or {}).items():
        ax.annotate(f"↩ {_short(value)}", places[name], (0, -17), color=RED, va="top", **at)
    xs, ys = zip(*places.values(), strict=True)
    ax.set(xlim=(min(xs) - 0.9, max(xs) + 0.9), ylim=(min(ys) - 0.9, max(ys) + 0.9))
    ax.axis("off")


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}".replace("-", "−")
