"""A Verdict: what the judge found, as plain data that a card, a gradebook and a report can show."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One check's outcome. `message` says what was seen and what was expected, one sentence; empty when it passed."""

    name: str
    label: str
    earned: float
    possible: float
    passed: bool
    message: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """The one misconception that reproduces the student's answers on every case."""

    slug: str
    sentence: str
    section: str


@dataclass(frozen=True)
class Evidence:
    """Where one returned array differs: rows of numbers as nested lists (a vector is one row), and the worst entries."""

    label: str  # "dW, for one sample"
    shape: tuple[int, ...]
    error: list[list[float]]  # relative error of each entry, 2-D
    worst: list[tuple[str, float, float, float]]  # entry "[4, 0]", yours, expected, relative error
    numeric: bool = False  # expected comes from numeric differentiation


@dataclass(frozen=True)
class Verdict:
    """Points and findings of one exercise. `status` is passed, partial, failed, todo or error."""

    exercise: str
    topic: str
    score: float
    max_score: float
    status: str
    findings: tuple[Finding, ...] = ()
    diagnosis: Diagnosis | None = None
    evidence: Evidence | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if type(self.score) is not float or type(self.max_score) is not float:
            raise TypeError("a score is a builtin float")
        if not (math.isfinite(self.max_score) and 0.0 <= self.score <= self.max_score):
            raise ValueError(f"a score of {self.score} does not lie in [0, {self.max_score}]")
        if self.status not in ("passed", "partial", "failed", "todo", "error"):
            raise ValueError(f"unknown status {self.status!r}")

    @property
    def messages(self) -> list[str]:
        """The findings in words, for a table or a report."""
        return [finding.message for finding in self.findings if not finding.passed and finding.message]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, node: dict[str, Any]) -> Verdict:
        diagnosis, evidence = node["diagnosis"], node["evidence"]
        return cls(
            **{
                **node,
                "findings": tuple(Finding(**finding) for finding in node["findings"]),
                "diagnosis": diagnosis and Diagnosis(**diagnosis),
                "evidence": evidence
                and Evidence(
                    **{
                        **evidence,
                        "shape": tuple(evidence["shape"]),
                        "worst": [tuple(entry) for entry in evidence["worst"]],
                    }
                ),
                "notes": tuple(node["notes"]),
            }
        )


def blank(exercise: str, topic: str, max_score: float, status: str, message: str) -> Verdict:
    """A verdict of no points, with one finding that says why."""
    finding = Finding("answer", "an answer", 0.0, float(max_score), False, message)
    return Verdict(exercise, topic, 0.0, float(max_score), status, (finding,))
