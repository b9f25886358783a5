"""Explain: one verdict replayed from the stored answers and seed, in plain text for the instructor. Nothing is run again."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from autograder.checks.answer import Answer
from autograder.checks.card import Card
from autograder.checks.judge import judge, said
from autograder.checks.key import Key
from autograder.checks.plain import Named, Plain, Unusable
from autograder.checks.shown import printable
from autograder.checks.verdict import Verdict
from autograder.grading import answers
from autograder.grading.course import CourseError
from autograder.grading.grade import Assignment, Record, verdict
from autograder.grading.journal import Journal
from autograder.grading.worker import Ran

WIDTH, LINES = 100, 12  # of a value


def explain(course: Path, student: str, exercise: str) -> str:
    """What was asked of `student`'s `exercise`, what was expected, what came, and the verdict on it.

    Raises CourseError for a student or an exercise that nothing is recorded of, and where a verdict cannot be replayed.
    """
    record, recorded = _recorded(course, student, exercise)
    head = f"{student}, {record.topic}, {exercise}: {recorded.score:g} of {recorded.max_score:g} points"
    if record.status == "failed":
        return f"{head}\n\nThe submission could not be graded: {printable(record.message)}"
    stored = answers.load(course, student, record.topic)
    again = f"grade it once more (mlp-course grade {record.topic} --student {student})"
    if stored is None:
        raise CourseError(f"the answers of {student} in {record.topic} are not stored: {again}")
    assignment = Assignment.load(course, record.topic, stored.seed)
    key, ran = assignment.keys[exercise], stored.came.get(exercise)
    if ran is not None and not stored.fits(key):
        raise CourseError(f"{exercise} was asked other cases, or its answers were too large to keep: {again}")
    replayed = recorded if ran is None else verdict(exercise, assignment, ran)
    parts = [head, _agreement(recorded, replayed, stored.seed), Card(replayed, key).text()]
    if ran is not None and ran.answers:
        parts += [f"{key.signature}, asked {len(key.cases)} times" + _view(key), *_cases(key, ran)]
    return "\n\n".join(parts)


def _recorded(course: Path, student: str, exercise: str) -> tuple[Record, Verdict]:
    """The last record of the topic that has this exercise, and its verdict."""
    records = [record for (who, _), (_, record) in Journal(course).recorded().items() if who == student]
    if not records:
        raise CourseError(f"nothing is recorded of {student}: see `mlp-course grade`, which records what it grades")
    for record in records:
        for one in record.verdicts:
            if one.exercise == exercise:
                return record, one
    known = ", ".join(one.exercise for record in records for one in record.verdicts)
    raise CourseError(f"nothing is recorded of an exercise {exercise} of {student}: choose from {known}")


def _agreement(recorded: Verdict, replayed: Verdict, seed: int) -> str:
    same = (replayed.score, replayed.messages, replayed.diagnosis) == (
        recorded.score,
        recorded.messages,
        recorded.diagnosis,
    )
    told = "the same verdict" if same else f"NOT the recorded verdict: now {replayed.score:g} points, see below"
    return f"Replayed from the stored answers and seed {seed}: {told}."


def _view(key: Key) -> str:
    return f"; its values are judged as seen by `{key.view}`" if key.view else ""


def _cases(key: Key, ran: Ran) -> Iterator[str]:
    """Each case that went wrong in full, then the others by name."""
    right = []
    for i, (case, got, seen) in enumerate(zip(key.cases, ran.answers, key.seen(ran.answers), strict=False)):
        wrong = _wrong(key, i, got)
        if not wrong:
            right.append(case.name)
            continue
        lines = [f"case {i + 1}, {case.name}" + (f" (in memory: {case.layout})" if case.layout != "C" else "")]
        named = zip(_names(key, len(case.args)), case.args, strict=True)
        lines += [line for name, value in named for line in _value(name, value)]
        lines += _value("expected", key.truth[i]) if key.truth[i : i + 1] else []
        lines += _value("got", seen.value) if got.raised is None else [f"  got: {printable(said(got.raised))}"]
        yield "\n".join(lines + [f"  {printable(line)}" for line in wrong])
    if right:
        yield textwrap.fill(f"As expected: {'; '.join(right)}.", WIDTH, subsequent_indent="  ")
    if missing := len(key.cases) - len(ran.answers):
        yield f"Not tried, because a call did not end: the last {missing}."


def _wrong(key: Key, i: int, got: Answer) -> list[str]:
    """What the judge says of this one case."""
    checks = [check for check in key.checks if key.cases[i].group in check.groups and check.kind != "pure"]
    checks += [replace(check, kind="values") for check in checks if check.kind == "stable"]
    if not checks:
        return [f"{got.raised.type}: {got.raised.message}"] if got.raised else []
    alone = replace(key, checks=tuple(checks), cases=key.cases[i : i + 1], truth=key.truth[i : i + 1])
    said = judge(replace(alone, hypotheses=(), probes=()), (got,), 1.0).messages
    return [*said, *(["an argument is not what it was before the call"] if got.changed else [])]


def _names(key: Key, count: int) -> list[str]:
    """The parameters' names, where the arguments of a case are the parameters."""
    names = key.signature.partition("(")[2].rpartition(")")[0].split(",")
    names = [name.partition("=")[0].strip() for name in names]
    fit = key.driver == "call" and len(names) >= count
    return names[:count] if fit else [f"argument {i + 1}" for i in range(count)]


def _value(name: str, value: Plain, indent: str = "  ") -> list[str]:
    """A value in a few lines; parts of lists, tuples and dicts below each other."""
    if isinstance(value, (list, tuple, dict)) and any(
        isinstance(x, (np.ndarray, list, tuple, dict)) for x in _parts(value)
    ):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        lines = [line for i, part in pairs for line in _value(f"{name}[{i!r}]", part, indent)]
    else:
        start = f"{indent}{name} = "
        first, *rest = _text(value).splitlines() or [""]
        lines = [start + first, *(" " * len(start) + line for line in rest)]
    lines = [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in map(printable, lines)]
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{indent}… and {len(lines) - LINES + 1} lines more"]


def _parts(value: list[Plain] | tuple[Plain, ...] | dict[str, Plain]) -> list[Plain]:
    return list(value.values()) if isinstance(value, dict) else list(value)


def _text(value: Plain) -> str:
    if isinstance(value, Named):
        return f"the function {value.name}"
    if isinstance(value, Unusable):
        return value.what
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype == np.float64 else f" ({value.dtype})"
        shown = np.array2string(
            value + 0 if value.dtype.kind == "f" else value, precision=8, threshold=80, max_line_width=80
        )
        return f"{shown}{kind}" if value.size else f"an empty array of shape {value.shape}{kind}"
    return repr(value) if isinstance(value, str) or value is None else str(value)
