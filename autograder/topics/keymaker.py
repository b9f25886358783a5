"""Keys are made here: cases drawn, the truth computed and its gradients certified, every misconception tried on the cases."""

from __future__ import annotations

import contextlib
import gc
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from autograder.checks import gradients, plain, views
from autograder.checks.answer import Answer, Raised
from autograder.checks.collect import collect
from autograder.checks.key import Case, Hypothesis, Key, Probe
from autograder.checks.plain import Named, Plain
from autograder.topics.claims import Claim, filled, leaves, replaced
from autograder.topics.exercise import Exercise, Misconception, away
from autograder.topics.forms import MEMORY, each, forms, in_memory_order
from autograder.topics.variants import variants

PUBLIC_SEED = 1986  # the year of "Learning representations by back-propagating errors"

STEP = 1e-5


class Uncertified(RuntimeError):
    """The reference cannot be trusted with this exercise: it fails, or its gradient is not the derivative of its forward pass."""


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for reference cycles: long graphs, built and dropped for every misconception, would set it off each time.

    They hold no cycles, but each search goes through all that the process has.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@_uncollected()
def make(exercise: Exercise, seed: int | None = None, points: float = 1.0) -> Key:
    """The key of one exercise, the same for the same seed; None is the public seed. Raises Uncertified, so no key is ever wrong."""
    seed = PUBLIC_SEED if seed is None else seed
    rng = np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])
    drawn, steps, again, probes = list(exercise.cases(rng)), [], [], ()
    endless = [case for case in drawn if case.group in exercise.endless]
    drawn = [case for case in drawn if case.group not in exercise.endless]
    if not exercise.once:
        drawn.append(_other_data(drawn[0], exercise.cases(rng)[0]))
        probes, steps = _probe(exercise, drawn, rng)
        writes = exercise.borrows or not any(check.kind == "pure" for check in exercise.checks)
        again = [*variants(drawn, writes), replace(drawn[0], name="the first case once more", group="pure")]
    cases = tuple(replace(case, args=_arrays(case.args)) for case in (*drawn, *steps, *again, *endless))
    key = Key(
        name=exercise.name,
        topic=exercise.topic,
        signature=exercise.signature,
        returns=exercise.returns,
        checks=exercise.checks,
        cases=cases,
        truth=(),
        hints=exercise.hints,
        section=exercise.section,
        points=float(points),
        driver=exercise.driver,
        view=exercise.view,
        probes=probes,
        seconds=exercise.seconds,
        held_out=exercise.held_out(seed == PUBLIC_SEED) if exercise.held_out else (),
    )
    right = _truth(exercise, cases, varied=range(len(drawn), len(cases) - len(endless)))
    _measure(key, right)
    key = replace(key, truth=tuple(answer.value for answer in key.seen(right)))
    own = [_hypothesis(exercise, misconception, key) for misconception in exercise.misconceptions]
    general = _general(exercise, key, right) if exercise.driver == "call" else []
    return replace(key, hypotheses=_telling(own, general, key.seen(right)))


def _other_data(first: Case, redrawn: Case) -> Case:
    """The first case with other arrays of the same shapes and the same numbers, which are what an answer may be remembered by.

    Where there are only numbers, other numbers.
    """
    pairs = list(zip(first.args, redrawn.args, strict=True))
    numbers = [isinstance(a, (bool, int, float, str, Named)) for a, _ in pairs]
    args = tuple(a if number and not all(numbers) else b for (a, b), number in zip(pairs, numbers, strict=True))
    return replace(redrawn, name="other data in the first case's shapes", args=args)


def _arrays(tree: Plain) -> Plain:
    """The same, but what a dict holds by name is an array even without axes: NumPy makes a scalar of it in every sum."""
    if isinstance(tree, dict):
        return {name: np.asarray(v) if isinstance(v, np.generic) else _arrays(v) for name, v in tree.items()}
    return type(tree)(map(_arrays, tree)) if isinstance(tree, (list, tuple)) else tree


def _probe(exercise: Exercise, cases: Sequence[Case], rng: np.random.Generator) -> tuple[tuple[Probe, ...], list[Case]]:
    """Where gradients come with their loss: a direction at the first case, and a step either way along it as further cases."""
    if exercise.parameters is None:
        return (), []
    args = cases[0].args
    start = list(leaves(args[exercise.parameters]))
    way = [away(rng, np.shape(value), 0.3, 1.0) for value in start]
    ahead, behind = (
        replaced(args, exercise.parameters, [value + step * v for value, v in zip(start, way, strict=True)])
        for step in (STEP, -STEP)
    )
    probe = Probe(0, len(cases), len(cases) + 1, filled(tuple(args[exercise.parameters]), iter(way)), STEP)
    return (probe,), [Case("a small step ahead", ahead, "probes"), Case("a small step back", behind, "probes")]


def _truth(exercise: Exercise, cases: Sequence[Case], varied: Collection[int]) -> tuple[Answer, ...]:
    """The reference's answers; its gradients are certified in all cases but the variants of others."""
    answers = collect(exercise.reference, cases, exercise.driver)
    for number, (case, answer) in enumerate(zip(cases, answers, strict=True)):
        if answer.raised or answer.warned or answer.changed or not answer.kept:
            raise Uncertified(f"{exercise.name}, {case.name}: the reference misbehaves: {answer}")
        if exercise.claim and number not in varied:
            _certify(exercise, case, exercise.claim(*case.args))
    return answers


def _measure(key: Key, right: Sequence[Answer]) -> None:
    """Where a check measures, the reference earns all of it."""
    for check in key.checks:
        for case, answer in zip(key.cases, right, strict=True):
            if check.kind == "measure" and case.group in check.groups:
                share, said = views.measure(check.measure, answer.value, (*case.args, *key.held_out))
                if share < 1:
                    raise Uncertified(f"{key.name}, {case.name}: the reference earns a share of {share:g} only: {said}")


def _certify(exercise: Exercise, case: Case, claim: Claim) -> None:
    """Compare the claimed gradients with numeric differentiation; at kinks alone may that be inconclusive."""
    verdicts = gradients.check(
        lambda inputs: float(np.sum(claim.upstream * np.asarray(claim.forward(*inputs)))),
        lambda inputs: claim.backward(*inputs),
        [np.array(value, dtype=float) for value in claim.inputs],
    )
    accepted = {"right", "inconclusive"} if case.group == "kinks" else {"right"}
    for number, verdict in enumerate(verdicts):
        if verdict.status not in accepted:
            raise Uncertified(
                f"{exercise.name}, {case.name}: gradient {number} is {verdict.status}: it {verdict.reason}"
            )


def _hypothesis(exercise: Exercise, misconception: Misconception, key: Key) -> Hypothesis:
    answers = key.seen(collect(misconception.implementation, key.cases, key.driver))
    section = misconception.section or exercise.section
    return Hypothesis(misconception.slug, misconception.sentence, section, tuple(map(_bare, answers)))


def _general(exercise: Exercise, key: Key, right: Sequence[Answer]) -> Iterator[Hypothesis]:
    """What anybody may do to a right value."""
    for slug, sentence, form in forms(exercise.returns):
        answers = (replace(answer, value=plain.plain(form(answer.value))) for answer in right)
        yield Hypothesis(slug, sentence, exercise.section, tuple(map(_bare, key.seen(answers))))
    with_arrays = [i for i, arg in enumerate(key.cases[0].args) if any(isinstance(a, np.ndarray) for a in leaves(arg))]
    for arguments in (with_arrays, *([i] for i in with_arrays if len(with_arrays) > 1)):
        function = in_memory_order(exercise.reference, arguments)
        yield _hypothesis(exercise, Misconception("memory-order", MEMORY, "", function), key)


def _telling(
    own: Iterable[Hypothesis], general: Iterable[Hypothesis], right: Sequence[Answer]
) -> tuple[Hypothesis, ...]:
    """Those that add something: none that looks right, no two that answer alike and say the same, nothing general said already."""
    kept: dict[tuple[str, bytes], Hypothesis] = {}
    for hypothesis in own:
        kept.setdefault((hypothesis.slug, _trace(hypothesis.answers)), hypothesis)
    kept = {(slug, trace): hypothesis for (slug, trace), hypothesis in kept.items() if trace != _trace(right)}
    said = {trace for _, trace in kept} | {_trace(right)}
    for hypothesis in general:
        if (trace := _trace(hypothesis.answers)) not in said:
            kept[hypothesis.slug, trace] = hypothesis
            said.add(trace)
    return tuple(kept.values())


def _trace(answers: Sequence[Answer]) -> bytes:
    """What is alike has the same: the answers, their numbers without the last digits."""
    rough = each(lambda array: np.asarray(np.float32(array + 0.0)) if array.dtype.kind == "f" else array)
    with np.errstate(over="ignore"):
        told = [(rough(a.value), a.raised and a.raised.type, a.changed, a.kept, bool(a.warned)) for a in answers]
    return plain.pack(told)


def _bare(answer: Answer) -> Answer:
    """Only what the judge compares: no code of ours, and nothing that differs from run to run or in NumPy's wording."""
    raised = answer.raised and Raised(answer.raised.type, "")
    alarms = sorted({warning.partition(" encountered")[0] for warning in answer.warned})
    return replace(answer, raised=raised, warned=tuple(alarms), seconds=0.0)
