"""Report: the class at a glance, as data, and what can be counted of it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.checks.verdict import Diagnosis

AUTO, BY_HAND, WAITING = "auto", "by hand", "waiting"  # whose points these are
UNRECORDED = "unrecorded"  # the status of a submission that the journal does not know


@dataclass(frozen=True)
class Mark:
    """The points of one exercise in one submission. `open`: a person should look at it, for the first time or again."""

    exercise: str
    score: float
    max_score: float
    source: str
    open: bool = False
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True)
class Result:
    """One submission. `score` is what nbgrader exports: with manual points and extra credit, less `penalty`, never below 0."""

    student: str
    topic: str
    score: float
    penalty: float
    marks: tuple[Mark, ...]
    status: str
    seconds: float | None
    mended: tuple[str, ...]
    message: str

    @property
    def open(self) -> bool:
        return any(mark.open for mark in self.marks)


@dataclass(frozen=True)
class Topic:
    """A topic that someone handed in: what its exercises are worth, in the notebook's order, and the results by student."""

    name: str
    max_score: float
    exercises: Mapping[str, float]
    results: Mapping[str, Result]

    @property
    def scores(self) -> list[float]:
        return [result.score for result in self.results.values()]

    @property
    def seconds(self) -> list[float]:
        return [result.seconds for result in self.results.values() if result.seconds is not None]

    def count(self, status: str) -> int:
        return sum(result.status == status for result in self.results.values())


@dataclass(frozen=True)
class Hard:
    """How an exercise went: the mean share of its points, and how many had all or none of them."""

    topic: str
    exercise: str
    share: float
    full: int
    none: int
    answers: int


@dataclass(frozen=True)
class Shared:
    """A misconception, and the students whose answers to one exercise were recognised as it."""

    topic: str
    exercise: str
    diagnosis: Diagnosis
    students: tuple[str, ...]


@dataclass(frozen=True)
class ClassReport:
    """What is in the gradebook of a class: everyone whom it knows, and each topic that somebody handed in."""

    students: tuple[str, ...]
    topics: tuple[Topic, ...]

    @property
    def results(self) -> list[Result]:
        return [result for topic in self.topics for result in topic.results.values()]

    @property
    def handed_in(self) -> list[str]:
        """The students with a submission."""
        found = {result.student for result in self.results}
        return [student for student in self.students if student in found]

    def only(self, students: Sequence[str]) -> ClassReport:
        """The same for these students alone; none means all."""
        if not students:
            return self
        topics = (
            replace(topic, results={one: found for one, found in topic.results.items() if one in students})
            for topic in self.topics
        )
        return ClassReport(tuple(one for one in self.students if one in students), tuple(topics))

    def hardest(self) -> list[Hard]:
        """The exercises worth points, the hardest first."""
        found = [_hard(topic, name) for topic in self.topics for name, worth in topic.exercises.items() if worth > 0]
        return sorted((hard for hard in found if hard.answers), key=lambda hard: hard.share)

    def misconceptions(self) -> list[Shared]:
        """The misconceptions that were recognised, the most frequent first."""
        found: dict[tuple[str, str, str], list[tuple[str, Diagnosis]]] = {}
        for result in self.results:
            for mark in result.marks:
                if mark.diagnosis:
                    key = (result.topic, mark.exercise, mark.diagnosis.slug)
                    found.setdefault(key, []).append((result.student, mark.diagnosis))
        shared = [
            Shared(topic, exercise, who[-1][1], tuple(student for student, _ in who))
            for (topic, exercise, _), who in found.items()
        ]
        return sorted(shared, key=lambda one: -len(one.students))


def number(value: float, digits: int = 6) -> str:
    """A number as short as it can be written with so many decimal places: 2.0 as "2", 0.1 + 0.2 as "0.3"."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _hard(topic: Topic, name: str) -> Hard:
    marks = [mark for result in topic.results.values() for mark in result.marks if mark.exercise == name]
    shares = [mark.score / mark.max_score for mark in marks if mark.source != WAITING]
    full, none = sum(share >= 1 for share in shares), sum(share <= 0 for share in shares)
    return Hard(topic.name, name, statistics.fmean(shares) if shares else 0.0, full, none, len(shares))
