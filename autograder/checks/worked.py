"""Worked: the course's own solution of an exercise, where this copy of the course has it. A class's copy has none."""

from __future__ import annotations

import html

from autograder.checks import places
from autograder.checks.places import Place
from autograder.checks.shown import Shown, rich, wrapped

_MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")


def solution(place: Place, topic: str, name: str) -> str:
    """The source of the solution's cell, or "" where there is none."""
    cells = places.read(place.solution(topic))
    source = next((places.source(cell) for cell in cells if places.grade_id(cell) == name), "")
    return "\n".join(line for line in source.splitlines() if line.strip() not in _MARKERS).strip()


class Worked(Shown):
    """A solution with a sentence before it."""

    def __init__(self, said: str, source: str):
        self.said, self.source = said, source
        self.plain = self.text()

    def html(self) -> str:
        frame = "max-width:46rem;border-left:6px solid #5c5c5c;padding:0.1rem 0.9rem"
        code = f'<pre style="overflow-x:auto"><code>{html.escape(self.source)}</code></pre>'
        return f'<div class="mlp-solution" style="{frame}"><p>{rich(self.said)}</p>{code}</div>'

    def text(self) -> str:
        return f"{wrapped(self.said)}\n\n{self.source}"
