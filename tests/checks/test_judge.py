"""The judge: partial credit, the gate, purity, stability, the diagnosis, and never an exception."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import key as keys
from autograder.checks import plain, views
from autograder.checks.answer import Answer, Raised
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.checks.key import Case, Check, Hypothesis, Key, Probe
from autograder.checks.verdict import Verdict

rng = np.random.default_rng(7)


def affine_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def db_averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


def upstream_ignored(dZ, X, W):
    return affine_backward(np.ones_like(dZ), X, W)


def draw(N, D, K):
    return rng.normal(size=(N, K)), rng.normal(size=(N, D)), rng.normal(size=(D, K))


CASES = (
    Case("a batch", draw(4, 3, 2)),
    Case("one feature", draw(5, 1, 3), layout="F"),
    Case("locked", draw(3, 2, 4), layout="readonly"),
)
CASES += (Case("the first case once more", CASES[0].args, "pure"),)
KEY = Key(
    name="affine_backward",
    topic="04_matrix_backprop",
    signature="affine_backward(dZ, X, W)",
    returns=("dX", "dW", "db"),
    checks=(
        *(Check(name, f"`{name}` is right", 0.3, part=i, gradient=True) for i, name in enumerate(("dX", "dW", "db"))),
        Check("pure", "arguments stay as they were", 0.1, "pure"),
    ),
    cases=CASES,
    truth=tuple(affine_backward(*case.args) for case in CASES),
    hypotheses=tuple(
        Hypothesis(f.__name__, "A sentence.", "04#affine", collect(f, CASES)) for f in (db_averaged, upstream_ignored)
    ),
)


def verdict(function, key=KEY):
    return judge(key, collect(function, key.cases), 4.0)


def test_the_right_function_earns_every_point():
    assert (verdict(affine_backward).score, verdict(affine_backward).status) == (4.0, "passed")


def test_each_check_pays_its_own_share():
    v = verdict(db_averaged)
    assert v.score == pytest.approx(2.8) and v.status == "partial"
    assert [f.passed for f in v.findings] == [True, True, False, True]


def test_a_misconception_is_recognised_as_itself():
    assert verdict(db_averaged).diagnosis.slug == "db_averaged"
    assert verdict(upstream_ignored).diagnosis.slug == "upstream_ignored"


def test_a_misconception_beside_another_mistake_is_still_recognised_in_its_part():
    assert (
        verdict(lambda *a: (-affine_backward(*a)[0], affine_backward(*a)[1], db_averaged(*a)[2])).diagnosis.slug
        == "db_averaged"
    )


def test_an_unknown_mistake_gets_no_name():
    assert (
        verdict(lambda *a: (affine_backward(*a)[0], affine_backward(*a)[1], affine_backward(*a)[2] + 1)).diagnosis
        is None
    )


def test_manners_pay_nothing_without_right_values():
    v = verdict(lambda dZ, X, W: None)
    assert v.score == 0.0 and v.status == "failed"


def test_an_untouched_stub_is_to_do_and_earns_nothing():
    def stub(dZ, X, W):
        raise NotImplementedError()

    assert (verdict(stub).status, verdict(stub).score) == ("todo", 0.0)


def test_a_function_that_writes_into_its_argument_keeps_the_rest_of_its_points():
    def scribbler(dZ, X, W):
        result = affine_backward(dZ, X, W)
        dZ *= 0
        return result

    v = verdict(scribbler)
    assert v.score == pytest.approx(3.6) and "an argument is changed" in v.messages[0]
    assert v.diagnosis.slug == "in-place"


def test_a_function_that_remembers_loses_its_purity():
    calls = []

    def counter(dZ, X, W):
        calls.append(1)
        return affine_backward(dZ + (len(calls) == 4), X, W)

    v = verdict(counter)
    assert "remembered between calls" in v.messages[0] and v.diagnosis.slug == "remembers-calls"


def test_a_function_that_returns_one_buffer_again_and_again_is_told_so():
    buffers = {}

    def reuse(dZ, X, W):
        dX, dW, db = affine_backward(dZ, X, W)
        buffer = buffers.setdefault(dX.shape, np.empty_like(dX))
        buffer[:] = dX
        return buffer, dW, db

    other = dataclasses.replace(CASES[0], name="other numbers", args=draw(4, 3, 2))
    cases = (CASES[0], other, CASES[-1])
    key = dataclasses.replace(KEY, cases=cases, truth=tuple(affine_backward(*c.args) for c in cases), hypotheses=())
    assert verdict(reuse, key).diagnosis.slug == "buffer-reused"


def test_a_stable_check_fails_on_a_warning_alone():
    cases = (Case("z = 0", (np.zeros(3),)), Case("z = −1000", (np.array([-1000.0]),), "extremes"))
    checks = (Check("values", "right", 0.7), Check("stable", "stable", 0.3, "stable", ("extremes",)))
    key = Key("sigmoid", "02", "sigmoid(z)", ("A",), checks, cases, (np.full(3, 0.5), np.zeros(1)))

    def naive(z):
        return 1 / (1 + np.exp(-z))

    v = judge(key, collect(naive, cases), 3.0)
    assert v.score == pytest.approx(2.1) and "NumPy warns: overflow" in v.messages[0]


def test_no_answers_at_all_earn_nothing():
    assert judge(KEY, (), 4.0).score == 0.0


def test_answers_that_stop_early_lose_what_was_not_tried():
    answers = (*collect(affine_backward, CASES)[:1], Answer(raised=Raised("TimeUp", "", 3, "while True:")))
    v = judge(KEY, answers, 4.0)
    assert v.score == 0.0 and "does a loop never stop" in v.messages[0]


def test_the_true_derivative_of_a_wrong_loss_is_noticed():
    def right(W):
        return float(np.sum(W**2)), 2 * W

    def wrong(W):
        return float(np.sum(W**3)), 3 * W**2

    W, V, t = rng.normal(size=(3, 2)), rng.normal(size=(3, 2)), 2.0**-13
    cases = (Case("a case", (W,)), Case("+", (W + t * V,), "probe"), Case("-", (W - t * V,), "probe"))
    checks = (Check("loss", "loss", 0.5, part=0), Check("dW", "dW", 0.5, part=1, gradient=True))
    key = Key(
        "f",
        "04",
        "f(W)",
        ("loss", "dW"),
        checks,
        cases,
        tuple(right(*c.args) for c in cases),
        probes=(Probe(0, 1, 2, (V,), t),),
    )
    assert any("true derivative" in note for note in verdict(wrong, key).notes)
    assert not verdict(lambda W: (wrong(W)[0], 1.01 * wrong(W)[1]), key).notes
    assert not verdict(right, key).notes


def test_a_key_survives_its_bytes():
    [copy] = keys.from_plain(plain.unpack(plain.pack(keys.to_plain([KEY]))))
    assert judge(copy, collect(db_averaged, copy.cases), 4.0).to_json() == verdict(db_averaged).to_json()


def test_a_verdict_survives_json():
    v = verdict(upstream_ignored)
    assert Verdict.from_json(v.to_json()) == v


@pytest.mark.parametrize("score", [float("nan"), -1.0, 5.0, np.float64(1.0), 1, True])
def test_a_score_that_is_no_builtin_float_within_bounds_cannot_be_made(score):
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(verdict(affine_backward), score=score)


values = st.sampled_from(
    [
        None,
        1.0,
        "x",
        np.zeros(2),
        [1.0],
        (np.zeros((4, 3)),) * 3,
        {"a": 1},
        plain.Unusable("a set"),
        float("nan"),
        [[1], [1, 2]],
    ]
)
raised = st.none() | st.builds(
    Raised, st.sampled_from(["ValueError", "TimeUp", "KeyboardInterrupt", "NotImplementedError", ""]), st.text()
)
answers = st.lists(
    st.builds(Answer, values, raised, st.just(()), st.booleans(), st.booleans(), st.booleans()), max_size=6
)


@given(answers)
@settings(deadline=None)
def test_the_judge_never_raises_and_never_pays_for_nonsense(answers):
    assert judge(KEY, answers, 4.0).score == 0.0


@pytest.mark.parametrize("message", ["read-only", "assignment destination is read-only"])
def test_an_exception_that_pretends_to_be_a_read_only_argument_earns_nothing(message):
    def pretender(dZ, X, W):
        raise ValueError(message)

    assert verdict(pretender).score == 0.0


def test_a_check_whose_every_case_was_a_write_into_a_read_only_argument_earns_nothing():
    locked = tuple(dataclasses.replace(case, layout="readonly") for case in CASES)

    def scribbler(dZ, X, W):
        dZ *= 1
        return affine_backward(dZ, X, W)

    assert verdict(scribbler, dataclasses.replace(KEY, cases=locked)).score == 0.0


ECHO = dataclasses.replace(
    KEY,
    name="echo",
    returns=("value",),
    checks=(
        Check("amount", "as much as is returned", 0.75, "measure", measure="echo"),
        Check("pure", "kept", 0.25, "pure"),
    ),
    cases=(Case("a", (np.ones(2),)), Case("b", (np.ones(3),)), Case("a once more", (np.ones(2),), "pure")),
    truth=(1.0, 1.0, 1.0),
    hypotheses=(),
    held_out=(0.1,),
)


@pytest.fixture
def echo(monkeypatch):
    """A measure that takes the value as the share, less what the key holds out."""

    def measured(value, array, held_out):
        return value - held_out, f"{value} of {len(array)}"

    monkeypatch.setitem(views.MEASURES, "echo", measured)
    return lambda function, key=ECHO: verdict(function, key)


@pytest.mark.parametrize(
    ("value", "score"), [(1.1, 4.0), (7.0, 4.0), (0.6, 2.5), (0.35, 1.75), (0.1, 0.0), (-3.0, 0.0)]
)
def test_a_check_that_measures_pays_the_part_that_is_measured(echo, value, score):
    v = echo(lambda z: value)
    assert v.score == pytest.approx(score)
    assert v.status == ("passed" if score == 4.0 else "partial" if score else "failed")


def test_the_case_that_earns_the_least_decides_and_is_what_is_said(echo):
    v = echo(lambda z: 0.6 if len(z) == 3 else 1.1)
    assert v.findings[0].earned == pytest.approx(1.5) and v.findings[0].message == "0.6 of 3"


def test_what_was_measured_is_said_also_where_it_is_enough(echo):
    assert echo(lambda z: 1.1).notes == ("1.1 of 2",)


@pytest.mark.parametrize("value", [float("nan"), None, "text", {1, 2}, [0.5]])
def test_what_cannot_be_measured_earns_nothing(echo, value):
    assert echo(lambda z: value).score == 0.0


def test_an_exception_in_one_case_earns_nothing(echo):
    assert echo(lambda z: 1.1 if len(z) == 2 else 1 / 0).score == 0.0


def test_a_measure_without_cases_or_without_answers_earns_nothing(echo):
    none = dataclasses.replace(ECHO, checks=(dataclasses.replace(ECHO.checks[0], groups=("other",)),))
    assert echo(lambda z: 1.1, none).score == 0.0
    assert judge(ECHO, collect(lambda z: 1.1, ECHO.cases[:1]), 4.0).score == 0.0


def test_a_changed_argument_is_a_note_where_no_check_asks_for_manners(echo):
    def scribbler(z):
        z[0] = 5.0
        return 1.1

    v = echo(scribbler, dataclasses.replace(ECHO, checks=ECHO.checks[:1]))
    assert v.score == 4.0 and any("changes an argument" in note for note in v.notes)
