"""A student's figure on the page: once, with a description for readers who cannot see it."""

from __future__ import annotations

import base64
import html
import io
import sys
from typing import Any

import numpy as np


def show(figure: Any, description: str) -> None:
    """Show a Matplotlib figure once, with `description` as its alternative text, and close it."""
    from IPython.display import display

    code = base64.b64encode(_png(figure)).decode()
    # an element and no bare PNG, because JupyterLab gives a PNG no alternative text, whatever its metadata say
    image = f'<img alt="{html.escape(description)}" style="max-width: 100%" src="data:image/png;base64,{code}">'
    display({"text/html": image, "text/plain": description}, raw=True)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)


def _png(figure: Any) -> bytes:
    """Drawn once; a second time, with more room, only where something touches the sheet's edge."""
    quick: dict[str, Any] = {"format": "png", "pil_kwargs": {"compress_level": 3}}  # little larger than with 6
    file = io.BytesIO()
    figure.savefig(file, **quick)
    if _touches_the_edge(figure):
        file = io.BytesIO()
        figure.savefig(file, bbox_inches="tight", **quick)
    return file.getvalue()


def _touches_the_edge(figure: Any) -> bool:
    if not hasattr(figure.canvas, "buffer_rgba"):
        return True  # drawn by another backend, which keeps no pixels to look at
    pixels = np.asarray(figure.canvas.buffer_rgba())
    return any(np.any(edge != pixels[0, 0]) for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
