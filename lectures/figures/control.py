"""Controls: a picture to play with. Where no kernel answers, in the built book, the first picture stands in its place."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

import ipywidgets as widgets
from IPython.display import display
from matplotlib.figure import Figure

from figures.picture import bundle

_WIDE = {"description_width": "9em"}
_LAYOUT = {"width": "28em", "max_width": "100%"}


def slider(low: float, high: float, start: float, step: float | None = None, label: str = "") -> widgets.Widget:
    """Numbers from `low` to `high`: whole ones where all three are ints."""
    usual = {"description": label, "style": _WIDE, "layout": _LAYOUT}
    if all(isinstance(number, int) for number in (low, high, start)):
        return widgets.IntSlider(start, low, high, step=int(step or 1), **usual)
    return widgets.FloatSlider(start, min=low, max=high, step=step or (high - low) / 100, **usual)


def choice(*options: Any, start: Any = None, label: str = "") -> widgets.Widget:
    """One of a few values, the first to begin with unless `start` says otherwise."""
    value = options[0] if start is None else start
    if len(options) > 4:
        return widgets.SelectionSlider(options=options, value=value, description=label, style=_WIDE, layout=_LAYOUT)
    style = {**_WIDE, "button_width": f"{max(6, 2 + max(len(str(option)) for option in options))}ch"}
    beside = {"display": "flex", "flex_flow": "row wrap", "align_items": "baseline", "width": "auto"}  # of its label
    return widgets.ToggleButtons(options=options, value=value, description=label, style=style, layout=beside)


def play(draw: Callable[..., tuple[Figure, str]], **controls: widgets.Widget) -> None:
    """Show `draw(**values)` and draw it again whenever a control moves.

    draw: a function that takes the controls' values by name and returns the figure and its description; the values are added to the
    description. It goes on seeing the notebook's names as they are now, whatever later cells put into them.
    The output holds the live widget and, for viewers without a kernel, the first picture as an image.
    """
    for name, control in controls.items():
        control.description = control.description or name.replace("_", " ")

    draw = _frozen(draw)

    def drawn() -> dict[str, str]:
        values = {name: control.value for name, control in controls.items()}
        figure, alt = draw(**values)
        said = ", ".join(f"{controls[name].description} {_short(value)}" for name, value in values.items())
        return bundle(figure, f"{alt.rstrip('.')}. Drawn for {said}.")

    def redraw(_change: Any) -> None:
        picture.value = drawn()["text/html"]

    first = drawn()
    picture = widgets.HTML(first["text/html"])
    for control in controls.values():
        control.observe(redraw, names="value")
    live = widgets.VBox([*controls.values(), picture])
    display(live._repr_mimebundle_() | first, raw=True)


def _frozen(function: Callable) -> Callable:
    """The same function over a copy of its globals: a slider is moved long after later cells have reused a name."""
    twin = FunctionType(function.__code__, {**function.__globals__}, closure=function.__closure__)
    twin.__defaults__, twin.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return twin


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
