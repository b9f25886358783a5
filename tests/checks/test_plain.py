"""Plain values survive their bytes unchanged, and nothing else survives at all."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.plain import MAX_BYTES, Named, PlainError, Unusable, pack, plain, same, unpack

arrays = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0),
)
leaves = st.none() | st.booleans() | st.integers(-(1 << 62), 1 << 62) | st.floats() | st.text() | arrays
leaves |= st.builds(Named, st.text()) | st.builds(Unusable, st.text())
trees = st.recursive(
    leaves,
    lambda t: st.lists(t, max_size=3) | st.lists(t, max_size=3).map(tuple) | st.dictionaries(st.text(), t, max_size=3),
)


@given(trees)
@settings(deadline=None)
def test_a_plain_value_comes_back_as_it_was(tree):
    assert same(unpack(pack(tree)), tree)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_other_bytes_are_refused_with_a_plain_error_only(data):
    for bytes_ in (data, b"mlp1" + data, b"mlp1" + struct.pack("<I", len(data)) + data):
        try:
            unpack(bytes_)
        except PlainError:
            continue


def forge(head, rest=b""):
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return b"mlp1" + struct.pack("<I", len(text)) + text + rest


@pytest.mark.parametrize(
    "data",
    [
        forge({"a": ["f8", [1 << 40, 1 << 40]]}),
        forge({"a": ["f8", [-1, -1]]}, bytes(8)),
        forge({"a": ["f8", [True]]}, bytes(8)),
        forge({"a": ["O8", [1]]}, bytes(8)),
        forge({"a": ["f8", [2]]}, bytes(8)),
        forge({"a": ["f8", [1]]}, bytes(9)),
        forge({"a": ["f8", [1], 3]}, bytes(8)),
        forge({"a": 3}),
        forge({"z": 3}),
        forge({"a": 1, "t": 2}),
        forge({"d": [1]}),
        forge({"f": {}}),
        forge(b"[" * 100_000),
        forge(b"{"),
        forge(b"9" * 5000),
        b"mlp1",
        b"",
    ],
)
def test_a_forged_value_is_refused(data):
    with pytest.raises(PlainError):
        unpack(data)


def test_an_array_of_a_subclass_is_taken_as_the_numbers_it_holds():
    class Liar(np.ndarray):
        def __eq__(self, other):
            return True

        def __array_function__(self, *args, **kwargs):
            return True

    value = plain(np.zeros(3).view(Liar))
    assert type(value) is np.ndarray and value.tolist() == [0, 0, 0]


def test_what_has_no_plain_form_is_named_not_raised():
    class Bomb:
        def __array__(self, *args, **kwargs):
            raise RuntimeError

    assert plain(x for x in "ab") == Unusable("a generator")
    assert plain(Bomb()) == Unusable("a Bomb")
    assert plain(np.array([1, "a", None], dtype=object)) == Unusable("an array of dtype object")
    assert plain(1 << 80) == Unusable("an integer too large for NumPy")
    assert plain({1: 2}) == Unusable("a dict whose keys are not all strings")
    assert isinstance(plain(np.zeros(MAX_BYTES // 4)), Unusable)
    endless = []
    endless.append(endless)
    pack(plain(endless))


def test_a_plain_copy_does_not_follow_its_original():
    original = [np.zeros(2)]
    copy = plain(original)
    original[0][:] = 1
    assert copy[0].tolist() == [0, 0]


def test_a_dict_keeps_the_order_of_its_names():
    assert list(unpack(pack({"b1": 1, "W1": 2, "a": 3}))) == ["b1", "W1", "a"]
