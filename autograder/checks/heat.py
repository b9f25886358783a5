"""A heat map of relative errors, as an SVG image: notebooks strip inline SVG from copies that they do not trust."""

from __future__ import annotations

import base64
import math

from autograder.checks.compare import RELATIVE
from autograder.checks.verdict import Evidence

# Cividis, nine steps from right to wrong: even to the eye, and the same to colour-blind ones (Nuñez, Anderton, Renslow 2018).
_COLOURS = ("#00224e", "#0f346f", "#394a6c", "#575d6d", "#737577", "#908d78", "#b2a871", "#d9c75b", "#fee838")
_DECADES = 10  # from 1e-10 to 1
_INK, _PAPER, _FONT = "#333333", "#ffffff", 10
_LEFT, _TOP, _WIDTH = 28, 20, 420
_LIMIT = f"{RELATIVE:.0e}".replace("e-0", "e-")


def image(evidence: Evidence) -> str:
    """An `<img>` element with its data inside and an alternative text."""
    svg, width, height = _svg(evidence)
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img src="data:image/svg+xml;base64,{data}" alt="{words(evidence)}" '
        f'width="{width}" height="{height}" style="max-width:100%;height:auto">'
    )


def words(evidence: Evidence) -> str:
    """What the picture shows, for whoever does not see it."""
    error = evidence.error
    rows, columns = len(error), len(error[0])
    worst, i, j = max((e, i, j) for i, row in enumerate(error) for j, e in enumerate(row))
    wrong = sum(e > RELATIVE for row in error for e in row)
    return (
        f"Heat map of the relative error, {rows} by {columns} entries: {wrong} above {_LIMIT}; "
        f"the largest, {worst:.1e}, in row {i}, column {j}."
    )


def _svg(evidence: Evidence) -> tuple[str, int, int]:
    error = evidence.error
    rows, columns = len(error), len(error[0])
    cell = max(8, min(26, _WIDTH // columns))
    marks = [
        _entry(e, _LEFT + j * cell, _TOP + i * cell, cell) for i, row in enumerate(error) for j, e in enumerate(row)
    ]
    step = math.ceil(16 / cell)
    marks += [_text(_LEFT + (j + 0.5) * cell, _TOP - 5, str(j), "middle") for j in range(0, columns, step)]
    marks += [_text(_LEFT - 5, _TOP + (i + 0.5) * cell + 3.5, str(i), "end") for i in range(0, rows, step)]
    bottom = _TOP + rows * cell
    marks += _legend(_LEFT, bottom + 10)
    width, height = max(_LEFT + columns * cell + 8, 360), bottom + 32
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    paper = f'<rect width="{width}" height="{height}" rx="4" fill="{_PAPER}"/>'
    return f'{head} font-family="sans-serif" font-size="{_FONT}">{paper}{"".join(marks)}</svg>', width, height


def _entry(error: float, x: int, y: int, side: int) -> str:
    """One square; a wrong one carries a cross, so that colour is not alone in saying so."""
    level = 1 + math.log10(max(error, 1e-300)) / _DECADES
    index = min(len(_COLOURS) - 1, max(0, round(level * (len(_COLOURS) - 1))))
    square = f'<rect x="{x}" y="{y}" width="{side - 1}" height="{side - 1}" fill="{_COLOURS[index]}"/>'
    return square + _cross(x, y, side, index) if error > RELATIVE else square


def _cross(x: int, y: int, side: int, index: int) -> str:
    a, b = 0.3 * (side - 1), 0.7 * (side - 1)
    ink = "#000000" if index > len(_COLOURS) // 2 else "#ffffff"
    line = f"M{x + a:.1f} {y + a:.1f}L{x + b:.1f} {y + b:.1f}M{x + b:.1f} {y + a:.1f}L{x + a:.1f} {y + b:.1f}"
    return f'<path d="{line}" stroke="{ink}" stroke-width="1.2"/>'


def _legend(x: int, y: int) -> list[str]:
    low, side = f"1e-{_DECADES}", 12
    start = x + 108  # room for the words before it
    end = start + side * len(_COLOURS)
    bar = [
        f'<rect x="{start + side * i}" y="{y}" width="{side}" height="{side}" fill="{colour}"/>'
        for i, colour in enumerate(_COLOURS)
    ]
    cross = _cross(end + 34, y, side, len(_COLOURS))
    return [
        _text(start - 5, y + 10, f"relative error {low}", "end"),
        *bar,
        _text(end + 5, y + 10, "1"),
        cross,
        _text(end + 50, y + 10, f"above {_LIMIT}"),
    ]


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{_INK}">{text}</text>'
