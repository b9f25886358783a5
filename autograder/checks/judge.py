"""Judge: compare Answers with a Key and return a Verdict. Pure, and outside the student's process whenever points are at stake."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.checks.answer import Answer, Raised
from autograder.checks.compare import Difference, compare
from autograder.checks.diagnose import diagnose
from autograder.checks.key import Check, Key
from autograder.checks.manners import slip, writes
from autograder.checks.plain import Unusable
from autograder.checks.verdict import Evidence, Finding, Verdict, blank
from autograder.checks.views import measure

_EARNING = ("values", "measure")
_UNSTABLE = ("overflow", "invalid value", "divide by zero")


@np.errstate(all="ignore")  # a student's numbers may be anything: what is said of them is decided here
def judge(key: Key, answers: Sequence[Answer], points: float) -> Verdict:
    """The verdict on `answers`, worth at most `points`.

    A check pays its share of the points if all its cases are right, one that measures the part of it that is measured; none
    pays unless a check of values does, or one that measures.
    """
    points, returned, answers = float(points), answers, key.seen(answers)
    if answers and all(_raised(answer, "NotImplementedError") for answer in answers):
        return blank(
            key.name, key.topic, points, "todo", "To do: replace `raise NotImplementedError()` by your own code."
        )
    problems = [
        _shortfall(check, key, returned) if check.kind == "measure" else _problem(check, key, answers)
        for check in key.checks
    ]
    earns = any(_paid(problem) and check.kind in _EARNING for check, problem in zip(key.checks, problems, strict=True))
    findings = _findings(key, problems, points, earns)
    right = all(finding.passed for finding in findings)
    score = points if right else min(points, round(sum(finding.earned for finding in findings), 6))
    return Verdict(
        exercise=key.name,
        topic=key.topic,
        score=score,
        max_score=points,
        status=_status(answers, right, score),
        findings=findings,
        diagnosis=None if right else diagnose(key, answers),
        evidence=next((problem.evidence for problem in problems if problem and problem.evidence), None),
        notes=_notes(key, answers, problems, returned),
    )


class Problem:
    """Why a check did not pass: a sentence, where an array differs, and what part of its share it pays all the same."""

    def __init__(self, message: str, evidence: Evidence | None = None, paid: float = 0.0):
        self.message, self.evidence, self.paid = message, evidence, paid


def _paid(problem: Problem | None) -> float:
    return 1.0 if problem is None else problem.paid


def _findings(key: Key, problems: list[Problem | None], points: float, earns: bool) -> tuple[Finding, ...]:
    total, said, findings = sum(check.share for check in key.checks), set[str](), []
    for check, problem in zip(key.checks, problems, strict=True):
        possible = points * check.share / total
        message = problem.message if problem else "" if earns else "counts once the values are right"
        findings.append(
            Finding(
                check.name,
                check.label,
                possible * _paid(problem) if earns else 0.0,
                possible,
                problem is None and earns,
                "" if message in said else message,
            )
        )
        said.add(message)
    return tuple(findings)


def _status(answers: Sequence[Answer], right: bool, score: float) -> str:
    if right:
        return "passed"
    if score > 0:
        return "partial"
    return "error" if not answers or all(answer.raised for answer in answers) else "failed"


def _problem(check: Check, key: Key, answers: Sequence[Answer]) -> Problem | None:
    if not answers:
        return Problem("no answer came back")
    if check.kind == "pure":
        lapse = slip(key, answers)
        return lapse and Problem(f"{lapse[1]}: {lapse[0].seen}")
    compared = 0
    for i, case in enumerate(key.cases):
        if case.group not in check.groups:
            continue
        if i >= len(answers):
            return Problem(f"{case.name}: not tried, because an earlier call did not end")
        if writes(case, answers[i]):
            continue  # a matter of purity; the other cases tell whether the values are right
        problem = _call(check, key, i, answers[i])
        if problem is not None:
            return problem
        compared += 1
    return None if compared else Problem("nothing was returned to compare")


def _shortfall(check: Check, key: Key, answers: Sequence[Answer]) -> Problem | None:
    """What keeps a check that measures from its full share: the case that earns the least."""
    cases = [i for i, case in enumerate(key.cases) if case.group in check.groups]
    if not cases or len(answers) <= max(cases):
        return Problem("no answer came back")
    for i in cases:
        if (raised := answers[i].raised) is not None:
            return Problem(f"{key.cases[i].name}: {said(raised)}")
    share, sentence = _least(check, key, answers)
    return Problem(sentence, paid=share) if share < 1 else None


def _least(check: Check, key: Key, answers: Sequence[Answer]) -> tuple[float, str]:
    """The smallest share that a case of the check earns, and what is said of it."""
    return min(
        measure(check.measure, answer.value, (*case.args, *key.held_out))
        for case, answer in zip(key.cases, answers, strict=False)
        if case.group in check.groups
    )


def _call(check: Check, key: Key, i: int, answer: Answer) -> Problem | None:
    case = key.cases[i]
    if answer.raised is not None:
        return Problem(f"{case.name}: {said(answer.raised)}")
    got, want, label = answer.value, key.truth[i], key.name
    if check.part is not None:
        difference = _missing(got, check.part, key)
        if difference is not None:
            return Problem(f"{case.name}: {difference}")
        got, want = got[check.part], want[check.part]
        label = key.returns[check.part] if isinstance(check.part, int) else check.part
    difference = compare(got, want, label, check.gradient)
    if difference is not None:
        return Problem(f"{case.name}: {difference}", difference.evidence)
    if check.kind == "stable" and (warned := [w for w in answer.warned if any(word in w for word in _UNSTABLE)]):
        return Problem(f"{case.name}: the values are right, but NumPy warns: {warned[0]}")
    return None


def _missing(got: object, part: int | str, key: Key) -> Difference | None:
    """The difference to say when there is no such part."""
    names = ", ".join(key.returns)
    if isinstance(part, str):
        return None if isinstance(got, dict) and part in got else Difference(f"is missing; {names} are expected", part)
    # an array unpacks as a tuple does
    listed = isinstance(got, (list, tuple)) or (isinstance(got, np.ndarray) and got.ndim > 0)
    if listed and len(got) == len(key.returns):
        return None
    count = f"{len(got)} values" if listed else "one value"
    count = got.what if isinstance(got, Unusable) else "None (is a `return` missing?)" if got is None else count
    return Difference(f"returned {count}; the {len(key.returns)} values ({names}) are expected", key.name)


def _raised(answer: Answer, kind: str) -> bool:
    return answer.raised is not None and answer.raised.type == kind


def said(raised: Raised) -> str:
    """What a call that ended in an exception did, with the student's own line."""
    where = f" in your line {raised.line}: `{raised.source}`" if raised.line and raised.source else ""
    if raised.type == "TimeUp":
        return f"the call did not end within its time{where}; does a loop never stop?"
    if raised.type == "KeyboardInterrupt":
        return f"interrupted{where}; if it would not end by itself, look for a loop that never stops"
    if raised.type == "NotImplementedError":
        return f"still to do{where}"
    message = f": {raised.message}" if raised.message else ""
    return f"raised {raised.type}{message}{where}"


def _notes(
    key: Key, answers: Sequence[Answer], problems: list[Problem | None], returned: Sequence[Answer]
) -> tuple[str, ...]:
    notes = [
        _least(check, key, returned)[1]
        for check, problem in zip(key.checks, problems, strict=True)
        if check.kind == "measure" and problem is None
    ]
    if all(check.kind != "pure" for check in key.checks) and any(answer.changed for answer in answers):
        notes.append("Your function changes an argument; that costs nothing here, but the caller may still need it.")
    if any(answer.printed for answer in answers):
        notes.append("Your function prints something; that costs nothing, but remove it when you are done.")
    if any(problems) and own_derivative(key, answers):
        notes.append(
            "Your gradients are the true derivative of the loss that you return, so the backward pass fits your forward pass: "
            "look for the mistake in the forward pass."
        )
    return tuple(notes)


def own_derivative(key: Key, answers: Sequence[Answer]) -> bool:
    """Are the returned gradients the derivative of the returned loss, although that loss is wrong?

    The key's probes are calls at points a small step either way from a case; their losses give the directional derivative of
    the student's own forward pass, to be compared with their own gradients along that direction.
    """
    if not key.probes or len(answers) < len(key.cases) or any(answer.raised for answer in answers):
        return False
    if compare(answers[0].value, key.truth[0], key.name, gradient=True) is None:
        return False
    return all(probe.agrees(answers) for probe in key.probes) and not _loss_right(key, answers)


def _loss_right(key: Key, answers: Sequence[Answer]) -> bool:
    first = answers[0].value
    return isinstance(first, (list, tuple)) and bool(first) and compare(first[0], key.truth[0][0], "loss") is None
