"""Histogram: how many have how many points, as inline SVG that a screen reader can tell and paper can show."""

from __future__ import annotations

import html
from collections.abc import Sequence

BINS = 10
_CAPTION = "points, and how many have them; all points, and more, stand in the last column"
_BAR, _GAP, _HEIGHT, _LEFT, _TOP = 40, 4, 120, 8, 20


def counted(scores: Sequence[float], worth: float) -> list[int]:
    """How many scores lie in each tenth of `worth`; all of it, and more, belongs to the last."""
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, max(0, int(score * BINS / worth)))] += 1
    return counts


def histogram(scores: Sequence[float], worth: float, title: str, name: str) -> str:
    """A picture with a title and a description; `name` makes its ids. Nothing for a topic that is worth nothing."""
    if worth <= 0:
        return ""
    counts = counted(scores, worth)
    edges = [f"{i * worth / BINS:.3g}" for i in range(BINS + 1)]
    told = ", ".join(f"{edges[i]} to {edges[i + 1]} points: {count}" for i, count in enumerate(counts))
    width, height = 2 * _LEFT + BINS * (_BAR + _GAP), _TOP + _HEIGHT + 24
    bars = "".join(_bar(i, count, max(*counts, 1)) for i, count in enumerate(counts))
    marks = "".join(_text(_LEFT + i * (_BAR + _GAP), _TOP + _HEIGHT + 16, edge) for i, edge in enumerate(edges))
    return (
        f'<figure><svg role="img" aria-labelledby="{name}-title {name}-told" viewBox="0 0 {width + 16} {height}" '
        f'width="{width + 16}"><title id="{name}-title">{html.escape(title)}</title><desc id="{name}-told">{told}.</desc>'
        f"{bars}{marks}</svg><figcaption>{_CAPTION}</figcaption></figure>"
    )


def _bar(place: int, count: int, most: int) -> str:
    x, tall = _LEFT + place * (_BAR + _GAP) + _GAP / 2, _HEIGHT * count / most
    rect = f'<rect x="{x:g}" y="{_TOP + _HEIGHT - tall:.1f}" width="{_BAR}" height="{max(tall, 1):.1f}"/>'
    return rect + _text(x + _BAR / 2, _TOP + _HEIGHT - tall - 5, str(count))


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:g}" y="{y:.1f}" text-anchor="middle">{text}</text>'
