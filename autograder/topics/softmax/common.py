"""What the exercises on softmax share: logits, labels, the check for stability, and what goes wrong in many of them."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Case, Check
from autograder.topics.exercise import away

TOPIC = "05_softmax"

# name, N, K, layout
SHAPES = (
    ("four samples, three classes", 4, 3, "C"),
    ("one sample", 1, 4, "C"),
    ("two classes", 5, 2, "F"),
    ("one class", 3, 1, "strided"),
    ("read-only arrays", 2, 5, "readonly"),
    ("a larger batch", 12, 7, "F"),
)

WHOLE = np.array([[2.0, -1.0, 0.0, 3.0], [-2.0, -2.0, 1.0, -3.0], [4.0, 1.0, 1.0, 0.0]])
SQUARE = np.array([[1.0, 2.0, 1.5], [0.5, -1.0, 2.5], [3.0, 1.5, -2.0]])  # largest down the columns: rows 2, 0, 1
SURE = -np.array([[0, 6, 30], [9, 0, 30], [11, 30, 0], [0, 30, 13], [15, 0, 30], [30, 18, 0.0]])
EQUAL = np.array([[0.5, 0.5, 0.5], [0.0, 0.0, 0.0], [-2.0, -2.0, -2.0], [1.5, 1.5, -1.0]])

NO_SHIFT = (
    "The exponential overflows: e^1000 is too large for a float, and for −1000 every exponential of a row vanishes. "
    "Take the row's largest logit off first; mathematically nothing changes."
)
GLOBAL_SHIFT = (
    "You take the largest logit of the *whole array* off. A row that lies far below it then vanishes altogether. Every "
    "row needs its own maximum."
)
WRONG_SHIFT = (
    "What you take off does not make the exponents harmless. It has to be the row's *largest* logit, so that none of "
    "them is positive and one of them is exactly 0."
)
CLIPPED_LOGITS = (
    "You cut large logits off, so that two that differ may come out equal. Nothing has to be cut: take the row's "
    "largest logit off instead, which changes nothing."
)
CUT = (
    "What lies far below the largest logit is taken for nothing. It is small, but not 0: e^−12 is 6·10⁻⁶, which counts "
    "where the result itself is small. Leave nothing out; underflow takes care of what is too small for a float."
)
SINGLE = (
    "You compute in float32, which keeps seven digits. Where large numbers cancel, none may be left: stay in float64."
)
CUTS = (5.0, 8.0, 10.0, 12.0, 14.0, 16.0)
IN_PLACE = (
    "Your function writes into its argument, so the caller's array is changed for everyone who still needs it. Build a "
    "new array: `Z = Z - …` makes one, `Z -= …` does not."
)

UNSIGNED = Check("unsigned", "labels of an unsigned type such as uint8 are right too", 0.05, groups=("unsigned",))

TWO = np.array([[3.0, 1.0], [1.0, 2.0], [-1.0, -3.0], [-2.0, -1.0], [2.5, 0.5]])


def stable(share: float) -> Check:
    label = "it stays right, without a warning, for logits from −1000 to 1000"
    return Check("stable", label, share, "stable", ("extremes",))


def values(label: str, share: float) -> Check:
    return Check("values", label, share)


def logits(rng: np.random.Generator) -> list[tuple[str, np.ndarray, str]]:
    """Plain logits: (name, Z, layout)."""
    drawn = [(name, away(rng, (N, K), high=2.5), layout) for name, N, K, layout in SHAPES]
    fixed = [("equal logits", EQUAL, "C"), ("whole numbers", WHOLE, "F"), ("as many classes as samples", SQUARE, "C")]
    return [*drawn, *fixed]


def unsigned(y: np.ndarray) -> np.ndarray:
    """Labels of a type that knows no negative numbers: 1 − 2y is none of it."""
    return y.astype(np.uint8)


def extremes(rng: np.random.Generator) -> list[tuple[str, np.ndarray]]:
    """Logits up to 1000 in size: all large, all very negative, and rows that lie far apart."""
    close, levels = rng.uniform(0.0, 3.0, (4, 3)), np.array([[900.0], [0.0], [-900.0], [20.0]])
    edge = rng.permuted(np.tile([1000.0, -1000.0, *rng.uniform(-600.0, 600.0, 2)], (3, 1)), axis=1)
    return [
        ("logits near 1000", 1000.0 - close),
        ("logits near −1000", close - 1000.0),
        ("rows far apart", close + levels),
        ("logits from −1000 to 1000", edge),
        (
            "one logit far above the others",
            np.array([[-1000.0, -1000.0, -1000.0, 1000.0], [-1000.0, 1000.0, -1000.0, -1000.0]]),
        ),
    ]


def labels(rng: np.random.Generator, N: int, K: int) -> np.ndarray:
    """Class labels, as many different ones as fit, in random order."""
    return rng.permutation((np.arange(N) + rng.integers(K)) % K)


def cut_off(Z: np.ndarray, gap: float) -> np.ndarray:
    """The logits, those further below the row's largest than `gap` gone."""
    return np.where(Z.max(axis=1, keepdims=True) - Z > gap, -np.inf, Z)


def single(Z: np.ndarray) -> np.ndarray:
    return Z.astype(np.float32)


def quietly(function):
    """The same without NumPy's warnings."""

    def quiet(Z):
        with np.errstate(all="ignore"):
            return function(Z)

    return quiet


def naive(Z: np.ndarray) -> np.ndarray:
    """Softmax without a shift."""
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def shifted(Z: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Softmax after any shift at all."""
    return naive(Z - shift)


def rows(Z: np.ndarray) -> np.ndarray:
    return np.arange(len(Z))


def plain_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def batches(rng: np.random.Generator) -> list[Case]:
    plain = [Case(name, (Z,), layout=layout) for name, Z, layout in logits(rng)]
    shares = np.array([[0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1]])
    fine = [("runners-up from 6 to 18 behind", SURE), ("logarithms of probabilities", np.log(shares))]
    return [*plain, *(Case(name, (Z,), "extremes") for name, Z in [*extremes(rng), *fine])]


def last_of_equals(Z):
    return Z.shape[1] - 1 - Z[:, ::-1].argmax(axis=1)
