"""The class report as one HTML page, whole in itself: no script, nothing from the network, all of it to be read on paper too.

Names, messages and mendings come from submissions: every text goes through `words` or `prose`.
"""

from __future__ import annotations

import html
import statistics
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from autograder.checks.shown import printable, reading, rich
from autograder.grading.histogram import histogram
from autograder.grading.report import BY_HAND, WAITING, ClassReport, Mark, Result, Topic, number

HARDEST = 15
_LEVELS = 4  # of lightness
_LEGEND = (
    '<p class="faint">The stronger a field’s colour, the more of its points are lost; the number says how many there are. '
    "✎ stands before points that a person gave or added to, ? where a person’s points are awaited. Seconds are of grading.</p>"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(report: ClassReport, said: str = "") -> str:
    """The page. `said` stands under the title: which course, and when."""
    parts = {
        "Topics": _topics(report),
        "Hardest exercises": _hardest(report),
        "Misconceptions": _misconceptions(report),
        "Points": _LEGEND + "".join(_points(topic, report.students) for topic in report.topics),
        "Failed": _failed(report.results),
        "Mended": _mended(report.results),
    }
    links = "".join(f'<a href="#{_id(title)}">{title}</a>' for title in parts)
    body = "".join(f'<section><h2 id="{_id(title)}">{title}</h2>{part}</section>' for title, part in parts.items())
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The class at a glance</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body><header><h1>The class at a glance</h1>"
        f'<p class="faint">{words(said)}</p><nav aria-label="Parts">{links}</nav></header><main>{body}</main></body></html>\n'
    )


def words(text: str) -> str:
    """Any text as harmless HTML; what is written from right to left stays in its place."""
    return f"<bdi>{html.escape(printable(text))}</bdi>" if text else ""


def prose(text: str) -> str:
    """The same, with `code` and *emphasis*."""
    return f"<bdi>{rich(text)}</bdi>"


def _topics(report: ClassReport) -> str:
    head = [
        "Topic",
        "Handed in",
        "Mean",
        "Median",
        "Maximum",
        "Mended",
        "Failed",
        "To read",
        "Seconds, median",
        "longest",
    ]
    rows = [[words(topic.name), *_numbers(topic, len(report.students))] for topic in report.topics]
    caption = "“To read”: submissions that a person should look at. Seconds are what grading one submission took."
    return _table("Topics", head, rows, caption, range(1, len(head)))


def _numbers(topic: Topic, students: int) -> list[str]:
    middle = statistics.fmean(topic.scores), statistics.median(topic.scores), topic.max_score
    opened = sum(result.open for result in topic.results.values())
    counts = topic.count("mended"), topic.count("failed"), opened
    times = [statistics.median(topic.seconds), max(topic.seconds)] if topic.seconds else []
    times = [f"{time:.1f}" for time in times] or ["–", "–"]
    return [f"{len(topic.results)} of {students}", *(number(n, 2) for n in middle), *map(str, counts), *times]


def _hardest(report: ClassReport) -> str:
    found = [hard for hard in report.hardest() if hard.share < 1][:HARDEST]
    if not found:
        return "<p>Everyone has all points in every exercise.</p>"
    rows = [
        [
            f"<code>{words(hard.exercise)}</code>",
            words(hard.topic),
            f"{100 * hard.share:.0f} %",
            *map(str, (hard.full, hard.none, hard.answers)),
        ]
        for hard in found
    ]
    head = ["Exercise", "Topic", "Mean share of the points", "All points", "No points", "Submissions"]
    caption = "What was not handed in, or waits for a person, is left out."
    return _table("Hardest exercises", head, rows, caption, range(2, len(head)))


def _misconceptions(report: ClassReport) -> str:
    rows = [
        [
            str(len(shared.students)),
            f"{prose(shared.diagnosis.sentence)} {_read(shared.diagnosis.section)}",
            f"<code>{words(shared.exercise)}</code>, {words(shared.topic)}",
            ", ".join(map(words, shared.students)),
        ]
        for shared in report.misconceptions()
    ]
    if not rows:
        return "<p>No misconception was recognised.</p>"
    return _table("Misconceptions", ["Students", "Looks like", "Exercise", "Who"], rows, numbers=[0])


def _read(section: str) -> str:
    return f'<span class="faint">Read {words(reading(section))}.</span>' if section else ""


def _points(topic: Topic, students: Sequence[str]) -> str:
    picture = histogram(topic.scores, topic.max_score, f"{topic.name}: how many have how many points", _id(topic.name))
    missing = [student for student in students if student not in topic.results]
    late = f"<p>Not handed in: {', '.join(map(words, missing))}.</p>" if missing else ""
    head = "".join(f'<th scope="col" class="tall"><span>{words(one)}</span></th>' for one in topic.exercises)
    worth = "".join(f'<td class="n">{number(points, 2)}</td>' for points in topic.exercises.values())
    table = (
        f'<table class="marks"><thead><tr><th scope="col">Student</th>{head}<th scope="col" class="n">Total</th>'
        f'<th scope="col">Status</th><th scope="col" class="n">Seconds</th></tr><tr><th scope="row">of</th>{worth}'
        f'<td class="n">{number(topic.max_score, 2)}</td><td></td><td></td></tr></thead>'
        f"<tbody>{''.join(_row(topic, result) for result in topic.results.values())}</tbody></table>"
    )
    return f"<h3>{words(topic.name)}</h3>{picture}{late}{_scrolled(f'Points in {topic.name}', table)}"


def _row(topic: Topic, result: Result) -> str:
    given = {mark.exercise: mark for mark in result.marks}
    cells = "".join(_mark(given.get(name)) for name in topic.exercises)
    late = f" (late: −{number(result.penalty, 2)})" if result.penalty else ""
    total = f'<td class="n"><b>{number(result.score, 2)}</b>{late}</td>'
    seconds = "–" if result.seconds is None else f"{result.seconds:.1f}"
    status = f'<td>{words(result.status)}</td><td class="n">{seconds}</td>'
    return f'<tr><th scope="row">{words(result.student)}</th>{cells}{total}{status}</tr>'


def _mark(mark: Mark | None) -> str:
    if mark is None:
        return '<td class="n">–</td>'
    if mark.source == WAITING:
        return '<td class="n">?<span class="hidden"> waits for a person</span></td>'
    lost = 1 - mark.score / mark.max_score if mark.max_score > 0 else 0.0
    level = min(_LEVELS, max(0, -int(-lost * _LEVELS // 1)))
    hand = '✎<span class="hidden">by hand: </span> ' if mark.source == BY_HAND else ""
    return f'<td class="n lost{level}">{hand}{number(mark.score, 2)}</td>'


def _failed(results: Iterable[Result]) -> str:
    rows = [[words(one.student), words(one.topic), prose(one.message)] for one in results if one.status == "failed"]
    return _table("Failed", ["Student", "Topic", "Why"], rows) if rows else "<p>Every submission could be graded.</p>"


def _mended(results: Iterable[Result]) -> str:
    rows = [
        [words(one.student), words(one.topic), "<br>".join(map(prose, one.mended))] for one in results if one.mended
    ]
    caption = "Mending costs no points. Each student reads the same on top of the feedback page."
    return _table("Mended", ["Student", "Topic", "What"], rows, caption) if rows else "<p>Nothing had to be mended.</p>"


def _table(
    title: str, head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "", numbers: Collection[int] = ()
) -> str:
    """A table of cells that are HTML already; the columns in `numbers` hold numbers."""
    kinds = ['class="n"' if i in numbers else 'class="words"' for i in range(len(head))]
    top = "".join(f'<th scope="col" {kind}>{name}</th>' for name, kind in zip(head, kinds, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td {kind}>{cell}</td>' for cell, kind in zip(row, kinds, strict=True))}</tr>" for row in rows
    )
    said = f'<p class="faint">{caption}</p>' if caption else ""
    return said + _scrolled(title, f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")


def _scrolled(title: str, table: str) -> str:
    """A wide table in a narrow window, which the keyboard scrolls, too."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(title)}">{table}</div>'


def _id(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
