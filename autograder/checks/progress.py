"""Progress: the map of topics and exercises, as HTML and as text. Every state is a word; the bars repeat what the words say."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.checks import shelf
from autograder.checks.history import Record
from autograder.checks.places import Place
from autograder.checks.shown import Shown, linked, rich, wrapped

_WORDS = {
    "passed": ("✔", "passed"),
    "partial": ("◐", "partly"),
    "failed": ("✘", "not yet"),
    "error": ("✘", "not yet"),
    "todo": ("○", "to do"),
}
_BAR = 12  # columns


@dataclass(frozen=True)
class Topic:
    """One topic and what is remembered of its exercises, in course order."""

    name: str
    records: Mapping[str, Record]

    @property
    def title(self) -> str:
        """ "04_matrix_backprop" as "04 · matrix backprop" """
        number, _, words = self.name.partition("_")
        return f"{number} · {words.replace('_', ' ')}"

    @property
    def passed(self) -> int:
        return sum(record.passed for record in self.records.values())

    @property
    def first_open(self) -> str:
        """The first exercise that is not passed, or ""."""
        return next((name for name, record in self.records.items() if not record.passed), "")


def topics(records: Mapping[str, Record], place: Place | None = None) -> list[Topic]:
    """The topics that have exercises and those whose notebook is in the working copy; only the latter where there are any."""
    there = sorted(path.parent.name for path in place.root.glob("[0-9][0-9]_*/*.ipynb")) if place else []
    names = there or shelf.public().topics
    known = {name: shelf.public().topic(name) for name in dict.fromkeys(names)}
    return [Topic(name, {one: records.get(one, Record()) for one in exercises}) for name, exercises in known.items()]


class Map(Shown):
    """Where a student stands. `said` is a sentence that comes first, such as what was wrong with the record."""

    def __init__(self, records: Mapping[str, Record], place: Place | None, said: str = ""):
        self.topics, self.place, self.said = topics(records, place), place, said
        self.plain = self.text()

    @property
    def now(self) -> Topic | None:
        """The topic to go on with: the one after the last where something is passed, or that one while it is not done."""
        begun = [i for i, topic in enumerate(self.topics) if any(r.tries or r.hints for r in topic.records.values())]
        order = [*self.topics[max(begun, default=0) :], *self.topics]
        return next((topic for topic in order if topic.first_open), None)

    def html(self) -> str:
        head = "".join(f"<p>{rich(line)}</p>" for line in (self.said, f"*{self._total()}*") if line)
        parts = [f'<div class="mlp-map" style="max-width:46rem">{head}{self._continue_html()}']
        parts += [self._topic_html(topic) for topic in self.topics]
        return "".join([*parts, "</div>"])

    def text(self) -> str:
        lines = [wrapped(self.said)] if self.said else []
        width = max((len(topic.title) for topic in self.topics), default=0)
        for topic in self.topics:
            lines.append(f"{topic.title:<{width}}  {_bar(topic)}  {_count(topic)}".rstrip())
        lines += ["", self._total()]
        if self.now:
            lines.append(f"Continue with {self.now.first_open}, in {self.now.title}.")
        return "\n".join(lines)

    def _total(self) -> str:
        done, total = sum(t.passed for t in self.topics), sum(len(t.records) for t in self.topics)
        return f"{done} of {total} exercises are passed." if total else "This copy of the course has no exercises."

    def _continue_html(self) -> str:
        if self.now is None:
            return ""
        words, address = f"Continue with `{self.now.first_open}`", self._address(self.now, self.now.first_open)
        return f"<p><b>{linked(words, address)}</b> in {html.escape(self.now.title)}</p>"

    def _topic_html(self, topic: Topic) -> str:
        summary = f'<b style="display:inline-block;min-width:12rem">{html.escape(topic.title)}</b> '
        if topic.records:
            label = html.escape(f"{topic.title}: {_count(topic)}")
            summary += (
                f'<progress value="{topic.passed}" max="{len(topic.records)}" aria-label="{label}" style="width:8rem">'
            )
            summary += "</progress> "
        summary += f"<span>{_count(topic)}</span>"
        style = "border-top:1px solid #808080;padding:0.35rem 0"
        opened = " open" if self.now is topic else ""
        rows = "".join(self._rows(topic))
        inner = (
            f'<p style="margin:0.3rem 0 0.3rem 1.2rem">{self._ways(topic)}</p><ul style="list-style:none">{rows}</ul>'
        )
        return f'<details style="{style}"{opened}><summary style="cursor:pointer">{summary}</summary>{inner}</details>'

    def _ways(self, topic: Topic) -> str:
        """To the notebook and to the lecture, as far as they are at hand."""
        if self.place is None:
            return ""
        notebook, lecture = self.place.notebook(topic.name), self.place.lecture(topic.name)
        ways = [("Open the notebook", self.place.link(notebook)), ("Read the lecture", self.place.link(lecture))]
        return " · ".join(linked(words, address) for words, address in ways if address)

    def _rows(self, topic: Topic) -> Iterator[str]:
        for name, record in topic.records.items():
            symbol, word = _WORDS[record.status]
            notes = "".join(f", {note}" for note in _notes(record))
            yield (
                f'<li style="margin:0"><span style="display:inline-block;min-width:5rem">{symbol} {word}</span> '
                f"{linked(f'`{name}`', self._address(topic, name))}{notes}</li>"
            )

    def _address(self, topic: Topic, name: str) -> str:
        return self.place.exercise(topic.name, name) if self.place else ""


def _notes(record: Record) -> Iterator[str]:
    if record.hints:
        yield f"{record.hints} hint{'s' * (record.hints > 1)}"
    if record.solution == "given up":
        yield "solution seen"


def _count(topic: Topic) -> str:
    return f"{topic.passed} of {len(topic.records)} passed" if topic.records else "to read and run"


def _bar(topic: Topic) -> str:
    """ "####----", in characters that every terminal has."""
    filled = _BAR * topic.passed // max(len(topic.records), 1)
    return f"[{'#' * filled}{'-' * (_BAR - filled)}]" if topic.records else " " * (_BAR + 2)
