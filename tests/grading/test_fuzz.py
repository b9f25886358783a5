"""Malformed answers: whatever bytes or values come, reading them and judging them never raises and never takes much memory."""

import json
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import topics
from autograder.checks import answer, plain
from autograder.checks.answer import Answer, Raised
from autograder.checks.judge import judge
from autograder.checks.plain import Named, Unusable
from autograder.grading import reply
from autograder.grading.reply import Tampered

KEYS = [key for topic in ("02_activations", "04_matrix_backprop") for key in topics.keys(topic, 7).values()]
CAP = 8 << 20  # bytes, of what reading a small frame may allocate

numbers = st.floats() | st.integers(-(1 << 62), 1 << 62) | st.booleans()
arrays = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.uint8, np.bool_]),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
leaves = (
    st.none()
    | numbers
    | st.text(max_size=5)
    | arrays
    | st.builds(Named, st.text(max_size=5))
    | st.builds(Unusable, st.text(max_size=5))
)
values = st.recursive(
    leaves,
    lambda t: (
        st.lists(t, max_size=4)
        | st.lists(t, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3), t, max_size=3)
    ),
    max_leaves=8,
)
raised = st.none() | st.builds(
    Raised, st.sampled_from(["TimeUp", "NotImplementedError", "X", ""]), st.text(max_size=5), st.none() | st.integers()
)
answers = st.builds(
    Answer,
    values,
    raised,
    st.lists(st.text(max_size=9), max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.floats(),
)
heads = st.recursive(
    st.none()
    | numbers
    | st.text(max_size=6)
    | st.sampled_from(["f8", "f4", "i8", "b1", "O8", "V9", "f0", "", "ok", "id"]),
    lambda t: (
        st.lists(t, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "t", "d", "f", "u", "z"]), t, max_size=2)
        | st.tuples(st.sampled_from(["f8", "f4", "b1"]), st.lists(st.integers(-2, 1 << 62), max_size=9)).map(
            lambda a: {"a": list(a)}
        )
    ),
    max_leaves=12,
)


def frame(head, rest):
    text = json.dumps(head).encode()
    return b"mlp1" + struct.pack("<I", len(text)) + text + rest


@given(heads, st.binary(max_size=64))
@settings(deadline=None, max_examples=300)
def test_a_malformed_frame_is_tampering_and_nothing_else(head, rest):
    tracemalloc.start()
    try:
        with pytest.raises(Tampered):
            reply.answers(reply.read(frame({"d": [["id", "x"], ["status", "ok"], ["answers", head]]}, rest), "x"), 3)
            raise Tampered  # what is well formed is no mistake either
        assert tracemalloc.get_traced_memory()[1] < CAP
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300), st.integers(0, 300), st.binary(max_size=8))
@settings(deadline=None, max_examples=300)
def test_a_damaged_frame_is_tampering_and_nothing_else(noise, at, more):
    whole = plain.pack({"id": "x", "status": "ok", "answers": answer.to_plain([Answer(np.ones(3)), Answer([1.0])])})
    for data in (noise, whole[:at] + more + whole[at + len(more) :], whole[:at] + noise):
        with pytest.raises(Tampered):
            reply.answers(reply.read(data, "x"), 2)
            raise Tampered


@given(st.sampled_from(KEYS), st.data())
@settings(deadline=None, max_examples=60)
def test_the_judge_has_a_verdict_on_whatever_comes(key, data):
    came = data.draw(st.lists(answers, max_size=len(key.cases)))
    came = answer.from_plain(plain.unpack(plain.pack(answer.to_plain(came))))
    verdict = judge(key, came, 3.0)
    assert type(verdict.score) is float and 0.0 <= verdict.score <= 3.0
    assert json.dumps(verdict.to_json())


@given(st.sampled_from(KEYS), values, st.data())
@settings(deadline=None, max_examples=20)
def test_one_odd_value_among_right_ones_costs_what_it_touches(key, odd, data):
    at = data.draw(st.integers(0, len(key.cases) - 1))
    came = [Answer(odd if i == at else truth) for i, truth in enumerate(key.truth)]
    assert 0.0 <= judge(key, came, 3.0).score <= 3.0


ODD = [
    *(None, True, "x", np.nan, np.inf, 1e308, 5e-324, -(1 << 62), [], {}, (None, None), [1, [2]], {"": {}}),
    *(
        Named("f"),
        Unusable("a generator"),
        np.zeros(0),
        np.zeros((2, 0, 3)),
        np.array(True),
        np.array([1, 2], np.float16),
    ),
    *(np.full(3, 3.4e38, np.float32), np.full((2, 3), 1e308), np.array([1 << 62]), np.full((3, 2), np.nan)),
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:20].replace("\n", " "))
def test_no_odd_value_stops_the_judge(odd):
    for key in KEYS:
        came = [Answer(odd if i == 0 else truth) for i, truth in enumerate(key.truth)]
        assert 0.0 <= judge(key, came, 3.0).score < 3.0


def test_a_flood_of_numbers_is_judged_without_copying_it_many_times():
    key, flood = KEYS[0], np.full((1 << 20,), np.nan)
    tracemalloc.start()
    try:
        judge(key, [Answer(flood)] * len(key.cases), 3.0)
        assert tracemalloc.get_traced_memory()[1] < 12 * flood.nbytes
    finally:
        tracemalloc.stop()
