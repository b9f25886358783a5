"""The card: a Verdict as a student reads it, in a notebook, on a feedback page or in a terminal.

The HTML holds no script, no style sheet and asks for nothing. Its few colours are written into the elements, dark or light enough
for both themes, because JupyterLab takes style sheets and variables away from a notebook that it does not trust.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograder.checks import heat
from autograder.checks.key import Key
from autograder.checks.shown import COLUMNS, Shown, linked, printable, reading, rich, sentence, wrapped
from autograder.checks.verdict import Evidence, Finding, Verdict

_BADGES = {  # word, symbol, background of white letters: at least 6.3 to 1
    "passed": ("PASS", "✔", "#005a8c"),
    "partial": ("PARTLY", "◐", "#7a4b00"),
    "failed": ("NOT YET", "✘", "#a83c00"),
    "error": ("NOT YET", "✘", "#a83c00"),
    "todo": ("TO DO", "○", "#5c5c5c"),
}
LOOKS = "Looks like"
_RULE = "border-top:1px solid #808080;padding:0.35em 0 0.35em 0"
_SUMMARY = '<summary style="display:list-item;cursor:pointer;font-weight:bold">'  # Bootstrap takes its triangle away


@dataclass(frozen=True, repr=False)
class Card(Shown):
    """The card of one verdict. `next` says what to do now; `hints_shown` limits the folded hints (None: all of them).

    Without `evidence` no number of a case is shown, which is how grading keeps its cases secret. Where `links` are at hand, "read"
    leads to the lecture's section and "next" to what `onward` names.
    """

    verdict: Verdict
    key: Key
    next: str = ""
    hints_shown: int | None = None
    evidence: bool = True
    onward: str = ""
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain(self) -> str:  # type: ignore[override]
        return repr(self.verdict.score)

    def html(self) -> str:
        v = self.verdict
        word, symbol, colour = _BADGES[v.status]
        frame = f"max-width:52em;border:1px solid #808080;border-left:6px solid {colour};border-radius:6px;padding:0.6em 1em"
        parts = [_head(v, word, symbol, colour), _rows(self._findings(), v.status), *self._remarks_html()]
        if self._where is not None:
            parts.append(_where_html(self._where))
        parts.append(_hints_html(self._hints, 1))
        if self.next:
            go = f" {linked(self.onward, self.links['next'])}" if self.links.get("next") else ""
            parts.append(f'<div style="{_RULE}">{_paragraph("Next", rich(self.next) + go)}</div>')
        label = html.escape(f"{v.exercise}: {word}, {_points(v.score)} of {_points(v.max_score)} points")
        return (
            f'<div class="mlp-card" data-exercise="{html.escape(v.exercise)}" data-status="{v.status}" role="group" '
            f'aria-label="{label}" style="{frame}">{"".join(parts)}</div>'
        )

    def text(self) -> str:
        v = self.verdict
        points = f"{_points(v.score)} / {_points(v.max_score)} points"
        head = f"[{_BADGES[v.status][0]}] {v.exercise}"
        lines = [f"{head}{points:>{max(COLUMNS - len(head), len(points) + 2)}}"]
        lines += [_row_text(finding, v.status) for finding in self._findings()]
        lines += self._remarks_text()
        if self._where is not None:
            lines += _where_text(self._where)
        if self._hints:
            lines.append(f"  Hints: {len(self._hints)}, one at a time with hint({v.exercise})")
        if self.next:
            lines.append(wrapped(self.next, "  Next: ", "    "))
        return "\n".join(lines)

    def _findings(self) -> tuple[Finding, ...]:
        """The findings; of an untouched stub, what will be checked."""
        v, total = self.verdict, sum(check.share for check in self.key.checks)
        if v.status != "todo" or not total:
            return v.findings
        return tuple(Finding(c.name, c.label, 0.0, v.max_score * c.share / total, False) for c in self.key.checks)

    def _remarks_html(self) -> Iterator[str]:
        section = self._section
        for word, said in self._remarks():
            read = f" Read {linked(reading(section), self.links.get('read', ''))}." if word == LOOKS and section else ""
            yield _paragraph(word, rich(said) + read)

    def _remarks_text(self) -> Iterator[str]:
        section = self._section
        for word, said in self._remarks():
            read = f" Read {reading(section)}." if word == LOOKS and section else ""
            yield wrapped(said + read, f"  {word}: ", "    ")

    def _remarks(self) -> list[tuple[str, str]]:
        diagnosis = self.verdict.diagnosis
        looks = [(LOOKS, diagnosis.sentence)] if diagnosis else []
        return [*looks, *(("Note", note) for note in self.verdict.notes)]

    @property
    def _section(self) -> str:
        return self.verdict.diagnosis.section if self.verdict.diagnosis else ""

    @property
    def _where(self) -> Evidence | None:
        return self.verdict.evidence if self.evidence and self.verdict.status != "passed" else None

    @property
    def _hints(self) -> tuple[str, ...]:
        return () if self.verdict.status == "passed" else self.key.hints[: self.hints_shown]


def _points(points: float) -> str:
    return f"{round(points, 2):g}"


def _mark(finding: Finding, status: str) -> tuple[str, str]:
    return ("✔", "right") if finding.passed else ("○", "to do") if status == "todo" else ("✘", "not yet")


def _said(finding: Finding, status: str) -> str:
    """The finding in a sentence. The judge says the same thing once, so silence below a failure refers to the one above."""
    return "" if finding.passed or status == "todo" else sentence(finding.message) or "For a reason given above."


def _head(v: Verdict, word: str, symbol: str, colour: str) -> str:
    badge = f"background-color:{colour};color:#ffffff;font-weight:bold;padding:0.05em 0.5em;border-radius:4px;white-space:nowrap"
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:0.2em 0.7em;align-items:baseline">'
        f'<span style="{badge}">{symbol} {word}</span> <code style="font-weight:bold">{html.escape(v.exercise)}</code> '
        f'<span style="margin-left:auto">{_points(v.score)} / {_points(v.max_score)} points</span></div>'
    )


def _rows(findings: tuple[Finding, ...], status: str) -> str:
    # the role because Safari takes a list without bullets for none
    return (
        '<ul role="list" style="list-style:none;margin:0.5em 0;padding:0">'
        f"{''.join(_row(f, status) for f in findings)}</ul>"
    )


def _row(finding: Finding, status: str) -> str:
    symbol, word = _mark(finding, status)
    said = f"<br> {rich(_said(finding, status))}" if _said(finding, status) else ""
    weight = "normal" if finding.passed else "bold"
    return (
        '<li style="display:flex;flex-wrap:wrap;gap:0 0.7em;padding:0.1em 0;margin:0">'
        f'<span style="flex:0 0 5.3em;font-weight:{weight};white-space:nowrap">{symbol} {word}</span> '
        f'<span style="flex:1 1 10em;min-width:0;overflow-wrap:anywhere">{rich(finding.label)}{said}</span> '
        f'<span style="margin-left:auto;white-space:nowrap">{_points(finding.earned)} / {_points(finding.possible)}</span></li>'
    )


def _row_text(finding: Finding, status: str) -> str:
    share = f"{_points(finding.earned)} / {_points(finding.possible)}"
    start = f"  {_mark(finding, status)[1]:<7}  {share:>9}  "
    said = wrapped(_said(finding, status), " " * (len(start) + 2)) if _said(finding, status) else ""
    return wrapped(finding.label, start) + ("\n" + said if said else "")


def _paragraph(word: str, said: str) -> str:
    return f'<p style="margin:0.35em 0"><b>{word}:</b> {said}</p>'


def _where_html(evidence: Evidence) -> str:
    cell = 'style="text-align:right;white-space:nowrap;padding:0.1em 0.6em"'
    head = "".join(f'<th scope="col" {cell}>{html.escape(name)}</th>' for name in _columns(evidence))
    body = "".join(
        f'<tr><th scope="row" {cell}>{html.escape(entry)}</th>'
        + "".join(f"<td {cell}>{text}</td>" for text in texts)
        + "</tr>"
        for entry, *texts in _texts(evidence)
    )
    return (
        f'<details open style="{_RULE}">{_SUMMARY}Where {html.escape(printable(evidence.label))} differs</summary> '
        '<div style="display:flex;flex-wrap:wrap;gap:0.4em 1em;align-items:center;overflow-x:auto">'
        f'{heat.image(evidence)} <table style="border-collapse:collapse;margin:0.4em 0">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{_cut(evidence)}</details>"
    )


def _where_text(evidence: Evidence) -> list[str]:
    table = [_columns(evidence), *_texts(evidence)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    rows = ["    " + "   ".join(f"{text:>{width}}" for text, width in zip(row, widths, strict=True)) for row in table]
    return [f"  Where {printable(evidence.label)} differs most:", *rows]


def _columns(evidence: Evidence) -> tuple[str, ...]:
    return "entry", "yours", "numeric" if evidence.numeric else "expected", "rel. error"


def _texts(evidence: Evidence) -> list[tuple[str, ...]]:
    """The rows of the table, in one number format that tells yours from the expected. Adding 0.0 drops the sign of −0.0."""
    numbers = [abs(x) for _, *pair, _ in evidence.worst for x in pair if math.isfinite(x) and x]
    letter = "f" if min(numbers, default=1.0) >= 1e-3 and max(numbers, default=1.0) < 1e6 else "e"
    apart = (d for d in (6, 9, 12) if all(f"{a:.{d}{letter}}" != f"{b:.{d}{letter}}" for _, a, b, _ in evidence.worst))
    form = f".{next(apart, 15)}{letter}"
    return [
        (entry, f"{yours + 0.0:{form}}", f"{want + 0.0:{form}}", f"{error:.1e}")
        for entry, yours, want, error in evidence.worst
    ]


def _cut(evidence: Evidence) -> str:
    rows, columns = len(evidence.error), len(evidence.error[0])
    return (
        ""
        if rows * columns == math.prod(evidence.shape)
        else _paragraph("Drawn", f"the first {rows} rows and {columns} columns")
    )


def _hints_html(hints: tuple[str, ...], number: int) -> str:
    """Each hint folded inside the one before it, so that nobody meets the last one by accident."""
    if not hints:
        return ""
    left = len(hints) - 1
    total = number + left
    return (
        f'<details style="{_RULE}">{_SUMMARY}Hint {number} of {total}</summary> '
        f'<p style="margin:0.35em 0">{rich(hints[0])}</p>{_hints_html(hints[1:], number + 1)}</details>'
    )
