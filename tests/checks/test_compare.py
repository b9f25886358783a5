"""Right is right in every form the contract allows; wrong is said in words that help."""

import numpy as np
import pytest

from autograder.checks.compare import compare
from autograder.checks.plain import Unusable

W = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (W.tolist(), W),
        (W.astype(np.float32), W),
        (W.astype(int), W),
        (np.float64(0.5), 0.5),
        (np.array(0.5), 0.5),
        (1, 1.0),
        (1.0, 1),
        (np.array([True, False]), np.array([1, 0])),
        (np.bool_(True), True),
        ([1.0, W], (1, W)),
        (np.array([1.0, 2.0]), (1.0, 2.0)),
        ({"W1": W.tolist()}, {"W1": W}),
        (W * (1 + 5e-7), W),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_every_allowed_form_of_a_right_answer_is_right(got, want):
    assert compare(got, want, "W") is None


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (W.T, W, "has shape (3, 2); (2, 3) is expected: the right values, transposed"),
        (W[:1], W, "has shape (1, 3); (2, 3) is expected"),
        (np.array([0.5]), 0.5, "has shape (1,); a single number is expected"),
        (-W, W, "the sign is flipped"),
        (W / 4, W, "yours is 1/4 of the expected array"),
        (3 * W, W, "yours is 3 times the expected array"),
        (W * 0, W, "yours are all zero"),
        (W * [[1], [2]], W, "differs in 3 of 6 entries: in row 1 only"),
        (W * np.nan, W, "NaN (not a number) in 6 of 6 entries"),
        (np.where(W > 4, np.inf, W), W, "holds infinity in 1 of 6 entries"),
        (None, W, "None (is a `return` missing?)"),
        (Unusable("a generator"), W, "is a generator; an array of real numbers with shape (2, 3) is expected"),
        ([[1.0], [2.0, 3.0]], W, "is a list of 2"),
        ((W,), (W, W), "has 1 values; 2 are expected"),
        ({"W1": W}, {"W1": W, "b1": W}, "has the keys"),
        (0.25, 0.5, "is 0.25; 0.5 is expected: yours is 1/2 of the expected value"),
        (W * (1 + 2e-6), W, "differs"),
        (2.269, 1.0, "is 2.269; 1 is expected"),
        (1.150541, 1.150543, "is 1.150541; 1.150543 is expected"),
        ({"a": W}, (W, W), "is a dict of 1; a tuple of 2 is expected"),
        (True, "is right", "`W` is True"),
        ("holds sample 3 twice", "is right", "`W` holds sample 3 twice"),
        ("text", 1.0, "is text; a number is expected"),
        (1j, 1.0, "a number is expected"),
    ],
)
def test_a_wrong_answer_is_said_in_words(got, want, words):
    from autograder.checks.plain import plain

    assert words in str(compare(plain(got), want, "W"))


def test_a_gradients_tolerance_is_relative_to_its_largest_entry():
    want = np.array([1e3, 1e-3])
    got = want + np.array([0, 5e-4])
    assert compare(got, want, "dW", gradient=True) is None
    assert compare(got, want, "dW") is not None
    assert compare(want + np.array([0, 2e-3]), want, "dW", gradient=True) is not None


def test_the_evidence_names_the_worst_entry_first():
    got = W.copy()
    got[1, 2] += 3
    got[0, 0] += 0.1
    evidence = compare(got, W, "dW", gradient=True).evidence
    assert [entry for entry, *_ in evidence.worst] == ["[1, 2]", "[0, 0]"]
    assert evidence.shape == (2, 3) and evidence.error[1][2] == pytest.approx(0.5)
