"""Pictures: the course's colours, an empty canvas, and a figure shown once with a description."""

from __future__ import annotations

import base64
import html
import io

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart with every kind of colour vision. A line style or marker goes with each colour.
BLUE, RED, GREEN, ORANGE, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"
BLACK, GREY = "#222222", "#767676"
COLOURS = (BLUE, RED, GREEN, BLACK, PURPLE, ORANGE)
STYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P")
SHARP, SHOWN = 144, 90  # dots an inch, and how many an inch takes on the page: fine screens stay sharp


def canvas(columns: int = 1, size: tuple[float, float] | None = None, rows: int = 1):
    """`(figure, axes)`: one Axes, or an array of them. A white ground, so that it is readable on a dark page too."""
    size = size or (4.4 * columns if columns > 1 else 5.6, 3.3 * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", facecolor="white")
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08)  # inches: on a dark page the ground's edge is seen
    for ax in [axes] if isinstance(axes, Axes) else axes.flat:
        ax.set_prop_cycle(color=COLOURS, linestyle=STYLES)
        ax.spines[["top", "right"]].set_visible(False)
    return figure, axes


def show(figure: Figure, alt: str) -> None:
    """Show a figure once, with a description for readers who cannot see it, and close it."""
    display(bundle(figure, alt), raw=True)


def bundle(figure: Figure, alt: str) -> dict[str, str]:
    """The figure as a MIME bundle; it is closed. Raises ValueError without a description.

    An `img` element and no bare PNG: JupyterLab gives a PNG no alternative text, whatever its metadata say.
    """
    if len(alt.split()) < 5:
        raise ValueError(f"describe the picture in a sentence, for readers who cannot see it; {alt!r} is too short")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=SHARP)
    plt.close(figure)
    data, width = base64.b64encode(buffer.getvalue()).decode(), round(figure.get_figwidth() * SHOWN)
    said = html.escape(alt, quote=True)
    image = f'<img alt="{said}" width="{width}" style="max-width: 100%" src="data:image/png;base64,{data}">'
    return {"text/html": image, "text/plain": alt}
