"""Onward: what to do after a verdict, in a sentence, and where that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.checks import places, shelf
from autograder.checks.history import Record
from autograder.checks.places import Place
from autograder.checks.verdict import Verdict


def onward(verdict: Verdict, records: Mapping[str, Record], place: Place | None) -> dict[str, Any]:
    """What a card says and links at its end: its fields `next`, `onward` and `links`."""
    said, words, address = _next(verdict, records, place)
    section = verdict.diagnosis.section if verdict.diagnosis else ""
    read = place.section(section) if place and section else ""
    return {"next": said, "onward": words, "links": {"next": address, "read": read}}


def following(verdict: Verdict, records: Mapping[str, Record]) -> str:
    """The exercise to go to from this one in its topic: the first open one after it, else the first open one before, else ""."""
    names = shelf.public().topic(verdict.topic)
    after = names.index(verdict.exercise) + 1
    open_ones = (name for name in [*names[after:], *names[: after - 1]] if not records.get(name, Record()).passed)
    return next(open_ones, "")


def _next(verdict: Verdict, records: Mapping[str, Record], place: Place | None) -> tuple[str, str, str]:
    if verdict.status == "todo":
        return f"write your code in the cell of `{verdict.exercise}`, run that cell, then run this one again.", "", ""
    if verdict.status == "passed":
        return _after_a_pass(verdict, records, place)
    first = (
        "read that section"
        if verdict.diagnosis and verdict.diagnosis.section
        else "take the first check that says “not yet”"
    )
    return f"{first}, change `{verdict.exercise}`, run its cell, then run this one again.", "", ""


def _after_a_pass(verdict: Verdict, records: Mapping[str, Record], place: Place | None) -> tuple[str, str, str]:
    names = shelf.public().topic(verdict.topic)
    if name := following(verdict, records):
        cell = places.beginning(place.notebook(verdict.topic), name) if place else ""
        # without the file's name: the link also holds in a copy of the notebook under another name
        return (
            f"`{name}` (exercise {names.index(name) + 1} of {len(names)}).",
            f"Go to `{name}`",
            f"#cell-id={cell or name}",
        )
    said = "that was the last exercise of this topic; the written question is left."
    topics = shelf.public().topics
    for topic in topics[topics.index(verdict.topic) + 1 :]:
        address = place.link(place.notebook(topic)) if place else ""
        return f"{said} After that: {topic}.", f"Open {topic}", address
    return said, "", ""
