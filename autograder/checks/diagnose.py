"""Diagnose: find the one misconception that reproduces a student's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from autograder.checks.answer import Answer
from autograder.checks.compare import as_array, close, compare
from autograder.checks.key import Hypothesis, Key
from autograder.checks.manners import slip
from autograder.checks.plain import Plain
from autograder.checks.verdict import Diagnosis

_ALARMS = ("overflow", "invalid value", "divide by zero")


def diagnose(key: Key, answers: Sequence[Answer]) -> Diagnosis | None:
    """The misconception that answers every case as the student did. Where none does, one that explains whatever is wrong, then
    one that explains the plainest cases (when others overflow or raise too), then one that explains a single returned part.

    Only a unique match is named. Bad manners (an argument changed, a buffer reused) are named where nothing else is.
    """
    if len(answers) < len(key.cases):
        return None
    cases = range(len(key.cases))
    plainest = [i for i in cases if key.cases[i].group == key.cases[0].group]
    ways: list[Callable[[Hypothesis], bool]] = [
        lambda h: all(map(alike, answers, h.answers)),
        lambda h: _explains_what_is_wrong(key, h, answers, cases),
        lambda h: _explains_what_is_wrong(key, h, answers, plainest),
        *(
            partial(_explains, key, answers=answers, part=part)
            for part in range(len(key.returns))
            if len(key.returns) > 1
        ),
    ]
    matches = (_unique(filter(way, key.hypotheses)) for way in ways)
    return next((_diagnosis(match) for match in matches if match is not None), None) or _lapse(key, answers)


def _lapse(key: Key, answers: Sequence[Answer]) -> Diagnosis | None:
    found = slip(key, answers)
    return found and Diagnosis(found[0].slug, found[0].sentence, key.section)


def _unique(matches: Iterable[Hypothesis]) -> Hypothesis | None:
    by_slug = {match.slug: match for match in matches}
    return next(iter(by_slug.values())) if len(by_slug) == 1 else None


def _diagnosis(match: Hypothesis) -> Diagnosis:
    return Diagnosis(match.slug, match.sentence, match.section)


def alike(a: Answer, b: Answer) -> bool:
    """Two calls ended the same way: equal values, or the same kind of exception; arguments changed in both or in neither."""
    if a.raised or b.raised:
        return bool(a.raised and b.raised) and a.raised.type == b.raised.type
    return a.changed == b.changed and a.kept == b.kept and _alarmed(a) == _alarmed(b) and matches(a.value, b.value)


def _alarmed(answer: Answer) -> bool:
    return any(word in warning for warning in answer.warned for word in _ALARMS)


def matches(got: Plain, want: Plain) -> bool:
    """Equal as two wrong answers are: within tolerance of the array's largest entry, NaN where the other has NaN."""
    if as_array(want) is not None and not isinstance(want, (list, tuple)):
        a, b = as_array(got), np.asarray(as_array(want))
        return a is not None and a.shape == b.shape and bool(close(a, b, gradient=True).all())
    return compare(got, want, "", gradient=True) is None


def _explains_what_is_wrong(key: Key, hypothesis: Hypothesis, answers: Sequence[Answer], cases: Iterable[int]) -> bool:
    """Something is wrong, and whatever is, is wrong as the hypothesis has it: the same arrays in every case."""
    seen: dict[tuple, bool] = {}
    for i in cases:
        answer, guess = answers[i], hypothesis.answers[i]
        if answer.raised or guess.raised:
            if not alike(answer, guess):
                return False
            continue
        for place, mine, theirs, right in _leaves((), i, answer.value, guess.value, key.truth[i]):
            is_right, is_wrong = matches(mine, right), matches(mine, theirs)
            if not (is_right or is_wrong) or (is_right != is_wrong and seen.setdefault(place, is_wrong) != is_wrong):
                return False
    return any(seen.values())


def _leaves(
    place: tuple, case: int, mine: Plain, theirs: Plain, right: Plain
) -> Iterator[tuple[tuple, Plain, Plain, Plain]]:
    """Each array in three trees of one form, and its place. A list has a layer's arrays, and layers differ from case to case."""
    trees = (mine, theirs, right)
    if all(isinstance(tree, dict) and tree.keys() == trees[-1].keys() for tree in reversed(trees)):
        for name in right:
            yield from _leaves((*place, name), case, *(tree[name] for tree in trees))
    elif isinstance(right, (list, tuple)) and all(isinstance(t, (list, tuple)) and len(t) == len(right) for t in trees):
        for i, branches in enumerate(zip(*trees, strict=True)):
            yield from _leaves((*place, (case, i) if isinstance(right, list) else i), case, *branches)
    else:
        yield place, *trees


def _explains(key: Key, hypothesis: Hypothesis, answers: Sequence[Answer], part: int) -> bool:
    """This part of the answers is wrong, and wrong as the hypothesis has it, on every case that returned something."""
    differs = False
    for answer, guess, truth in zip(answers, hypothesis.answers, key.truth, strict=True):
        mine, theirs, right = (_part(v, part, len(key.returns)) for v in (answer.value, guess.value, truth))
        if answer.raised or guess.raised or mine is None or theirs is None or not matches(mine, theirs):
            return False
        differs = differs or not matches(theirs, right)
    return differs


def _part(value: Plain, part: int, count: int) -> Plain:
    return value[part] if isinstance(value, (list, tuple)) and len(value) == count else None
