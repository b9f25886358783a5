"""A bound on the incoming weights of each unit."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import WHATEVER_FITS, fitting
from autograder.topics.regularization import wrong_bound
from autograder.topics.regularization.common import TOPIC
from autograder.topics.regularization.wrong_bound import bounded_by, lengths, let_pass, mended, quietly, with_epsilon

KINDS = {"l": (1.4, 3.5), "s": (0.3, 0.8), "z": (0.0, 0.0)}  # long, short, zero: lengths as shares of the limit


def columns(rng: np.random.Generator) -> list[Case]:
    """Entries are short binary fractions, except where their last digits matter."""

    def column(D, limit, kind):
        low, high = KINDS[kind]
        while True:
            w = rng.normal(size=D) if D > 1 else rng.choice([-1.0, 1.0], 1)
            w = np.round(64 * limit * rng.uniform(low, high) * w / np.linalg.norm(w)) / 64
            if kind == "z" or ((np.abs(w) > 0).all() and low - 0.2 < np.linalg.norm(w) / limit < high + 0.15):
                return w

    def case(name, D, kinds, limit, group="values"):
        return Case(name, (np.stack([column(D, limit, kind) for kind in kinds], axis=1), limit), group)

    def scaled(name, power, *rest):
        W, limit = case(name, *rest).args
        return Case(name, (2.0**power * W, 2.0**power * limit))

    def of_lengths(name, D, lengths, limit):
        W = rng.normal(size=(D, len(lengths)))
        return Case(name, (W * (limit * np.array(lengths) / np.linalg.norm(W, axis=0)), limit))

    return [
        case("long and short columns", 4, "lslls", 1.5),
        case("all columns short enough", 3, "ss", 2.0),
        case("all columns too long", 2, "lll", 1.25),
        case("one input", 1, "lsls", 1.5),
        case("one unit, too long", 5, "l", 1.0),
        case("one unit, short enough", 4, "s", 1.75),
        case("a small limit", 3, "slsl", 0.5),
        case("the whole number 3 as limit", 2, "lsl", 3),
        Case("a column exactly as long as the limit", (np.array([[3.0, 6.0, 1.0], [-4.0, 8.0, 2.0]]), 5.0)),
        case("a larger matrix", 9, "lslssls", 2.5),
        case("as many inputs as units", 3, "lsl", 1.5),
        scaled("tiny weights and a tiny limit", -11, 4, "lsls", 1.5),
        scaled("large weights and a large limit", 12, 4, "lsls", 1.5),
        of_lengths("columns a little too long", 3, [1.1, 1.01, 1.001, 1.0001, 1.00001], 2.5),
        of_lengths("a column barely too long", 3, [0.6, 1.0001, 0.8], 1.5),
        of_lengths("columns nearly too long", 3, [0.9, 0.99, 0.999, 0.9999], 2.5),
        of_lengths("weights of many digits", 9, [0.5, 2.0, 0.7, 0.1, 3.0, 0.9], 0.3),
        case("a column of zeros", 3, "lzszl", 1.5, "zeros"),
        case("a unit without weights", 4, "z", 2.0, "zeros"),
        Case("zeros only", (np.zeros((2, 3)), 0.5), "zeros"),
    ]


max_norm = Exercise(
    name="max_norm",
    topic=TOPIC,
    signature="max_norm(W, limit)",
    returns=("W",),
    section=f"{TOPIC}#max-norm",
    reference=right.max_norm,
    cases=columns,
    view="bounded",
    checks=(
        Check("W", "every column that is too long is scaled back to the limit", 0.5, part="W"),
        Check("others", "the other columns come back exactly", 0.15, part="others"),
        Check("zero", "columns of zeros stay zeros, without a warning", 0.2, "stable", ("zeros",), part="W"),
        pure(0.15),
    ),
    hints=(
        "Column k of `W` holds the incoming weights of unit k. How long is it, as a vector?",
        "A vector that is twice too long is mended by multiplying it with ½. Which factor mends a column of length "
        "‖w‖, and which factor leaves one alone?",
        "The K lengths are one sum along an axis and a root; a (K,) array of factors multiplies the columns by "
        "broadcasting. A factor is never larger than 1, and exactly 1 where nothing is to be done.",
        "Where a column is zero, do not divide by its length. What if you divide the limit by the larger of length and "
        "limit, and only then multiply?",
    ),
    misconceptions=(
        *wrong(
            "all-columns-scaled",
            "Every column gets the length of the limit, short ones too. Only what is too long is scaled.",
            quietly(lambda W, limit: np.nan_to_num(W / lengths(W) * limit)),
            lambda W, limit: W / lengths(W) * limit,
            lambda W, limit: W * limit / (lengths(W) + 1e-8),
            lambda W, limit: W * limit / (lengths(W) + 1e-12),
        ),
        *wrong(
            "rows-for-columns",
            "You bound the rows. The incoming weights of a unit stand in its *column*: sum the squares along axis 0.",
            lambda W, limit: W * (limit / np.maximum(np.linalg.norm(W, axis=1, keepdims=True), limit)),
            lambda W, limit: W * np.minimum(1, limit / (np.linalg.norm(W, axis=1, keepdims=True) + 1e-12)),
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            fitting(
                lambda W, limit: W * (limit / np.maximum(np.linalg.norm(W, axis=1), limit)),
                bounded_by(lengths),
            ),
            lambda W, limit: (
                bounded_by(lambda W: np.linalg.norm(W, axis=1, keepdims=True))(W, limit)
                if len(W) == len(W.T)
                else bounded_by(lengths)(W, limit)
            ),
        ),
        *wrong(
            "whole-matrix",
            "You bound the length of the whole matrix. Each unit has a bound of its own: one length a column.",
            bounded_by(lambda W: np.linalg.norm(W)),
        ),
        *wrong(
            "entries-clipped",
            "You cut off large entries one by one. That turns the column another way; scale it as a whole.",
            lambda W, limit: np.clip(W, -limit, limit),
            lambda W, limit: np.minimum(W, limit),
        ),
        *wrong(
            "root-forgotten",
            "You compare the *squared* length with the limit. A length is the root of the sum of squares.",
            bounded_by(lambda W: np.sum(W**2, axis=0)),
            lambda W, limit: np.where(lengths(W) ** 2 > limit, W * limit / np.where(W.any(axis=0), lengths(W), 1.0), W),
            mended(lambda size, limit: limit / size**2),
        ),
        *wrong(
            "length-of-another-kind",
            "Your length is not the usual one: it is the root of the sum of the squares, not the sum of sizes, the "
            "largest entry or a mean.",
            bounded_by(lambda W: np.sum(np.abs(W), axis=0)),
            bounded_by(lambda W: np.max(np.abs(W), axis=0)),
            bounded_by(lambda W: np.sqrt(np.mean(W**2, axis=0))),
            bounded_by(lambda W: np.abs(np.sum(W, axis=0))),
            bounded_by(lambda W: np.std(W, axis=0)),
            bounded_by(lambda W: np.std(W, axis=0) * np.sqrt(len(W))),
        ),
        *wrong(
            "scaled-to-one",
            "Long columns get length 1. They are scaled back to `limit`.",
            mended(lambda size, limit: 1 / size),
        ),
        *wrong(
            "multiplied-by-the-limit",
            "Long columns are multiplied by the limit but not divided by their length, or the other way round. The "
            "factor is limit / length.",
            mended(lambda size, limit: limit + 0 * size),
            mended(lambda size, limit: size / limit),
            mended(lambda size, limit: 1 / limit + 0 * size),
            lambda W, limit: W / np.maximum(lengths(W), limit),
        ),
        *wrong(
            "divides-by-zero",
            "A column of zeros has length 0, and you divide by it: the values come out right, but NumPy warns. "
            "`np.where` computes both branches before it chooses.",
            lambda W, limit: W * np.minimum(1.0, limit / lengths(W)),
            lambda W, limit: np.where(lengths(W) > limit, W * limit / lengths(W), W),
            lambda W, limit: np.where(lengths(W) > limit, W * (limit / lengths(W)), W),
        ),
        *wrong(
            "nan-for-zeros",
            "A column of zeros becomes `nan`: 0 / 0 is not a number. Such a column is short enough; leave it alone.",
            lambda W, limit: W / lengths(W) * np.minimum(lengths(W), limit),
            lambda W, limit: W * (np.minimum(lengths(W), limit) / lengths(W)),
        ),
        *wrong(
            "epsilon",
            "The small number that guards the division makes *every* column a little shorter. Short columns come back "
            "exactly: divide by the larger of length and limit, which is never 0.",
            *(with_epsilon(epsilon) for epsilon in (1e-6, 1e-7, 1e-8, 1e-10)),
        ),
        *wrong(
            "long-columns-too-short",
            "The small number that guards the division makes long columns shorter than the limit, by more than "
            "rounding where the weights are small. They are longer than `limit`, which is above 0, so their length "
            "needs no guard.",
            *(mended(lambda size, limit, e=epsilon: limit / (size + e)) for epsilon in (1e-5, 1e-6, 1e-7, 1e-8)),
            *(
                lambda W, limit, e=epsilon: W * np.minimum(1.0, limit / (lengths(W) + e))
                for epsilon in (1e-5, 1e-6, 1e-7, 1e-8)
            ),
        ),
        *wrong(
            "last-digits-lost",
            "Columns that are short enough differ in their last digits: you divide and multiply by the limit, and each "
            "rounds. Form the factor first, limit / max(length, limit): where nothing is to be done it is exactly 1.",
            lambda W, limit: W / np.maximum(lengths(W), limit) * limit,
            lambda W, limit: W * limit / np.maximum(lengths(W), limit),
        ),
        *wrong(
            "tolerates-a-little",
            "Columns that are only a little too long come back as they were. Whatever is longer than `limit` is scaled.",
            *(let_pass(lambda limit, e=e: limit + e) for e in (0.1, 0.01, 1e-3, 1e-4)),
            *(let_pass(lambda limit, e=e: limit * (1 + e)) for e in (0.1, 0.01, 1e-3, 1e-4)),
            lambda W, limit: np.where(np.isclose(lengths(W), limit), W, bounded_by(lengths)(W, limit)),
        ),
        *wrong(
            "stops-at-the-first",
            "Only the first column that is too long is scaled. Does a `break` or a `return` stand inside your loop?",
            lambda W, limit: np.where(np.cumsum(lengths(W) > limit) <= 1, bounded_by(lengths)(W, limit), W),
        ),
        *wrong(
            "a-column-left-out",
            "The first or the last column is never scaled. Walk over all K columns, 0 to K − 1.",
            lambda W, limit: np.concatenate([bounded_by(lengths)(W[:, :-1], limit), W[:, -1:]], axis=1),
            lambda W, limit: np.concatenate([W[:, :1], bounded_by(lengths)(W[:, 1:], limit)], axis=1),
        ),
        *wrong(
            "zero-columns-dropped",
            "Columns of zeros are missing in the result. A unit without weights is still a unit: its column stays.",
            lambda W, limit: bounded_by(lengths)(W[:, W.any(axis=0)], limit),
        ),
        *wrong(
            "inverted",
            "Short columns are scaled up and long ones left alone. It is the long ones that are too much.",
            lambda W, limit: np.where(lengths(W) < limit, W * limit / np.maximum(lengths(W), 1e-300), W),
        ),
        *wrong(
            "all-by-the-longest",
            "All columns are scaled by the factor of the longest. Each unit has a factor of its own.",
            bounded_by(lambda W: np.max(lengths(W))),
        ),
        *wrong(
            "longest-only",
            "Only the longest column is scaled. Every column that is too long is.",
            wrong_bound.longest_only,
        ),
        *wrong(
            "long-columns-replaced",
            "The direction of long columns is lost. Scaling multiplies a column by one number.",
            lambda W, limit: np.where(lengths(W) > limit, limit, W),
            lambda W, limit: np.where(lengths(W) > limit, 0.0, W),
            lambda W, limit: np.where(lengths(W) > limit, limit / np.sqrt(len(W)), W),
            lambda W, limit: np.where(lengths(W) > limit, np.sign(W) * limit, W),
        ),
        *wrong(
            "subtracted",
            "You subtract what is too much. A column is scaled: multiplied by limit / length.",
            lambda W, limit: W - np.maximum(lengths(W) - limit, 0.0),
        ),
        *wrong(
            "lengths-for-columns",
            "You return lengths. The matrix of bounded columns is asked for.",
            lambda W, limit: np.minimum(lengths(W), limit),
            lambda W, limit: lengths(W),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: units stay in columns.",
            lambda W, limit: bounded_by(lengths)(W, limit).T,
        ),
        *wrong(
            "not-bounded",
            "Nothing is bounded: long columns come back as they were.",
            lambda W, limit: W * 1.0,
        ),
        *wrong(
            "shapes-do-not-fit",
            "NumPy refuses the product: there is one factor for each of the K columns, so the lengths need the shape "
            "(K,): sum along axis 0.",
            lambda W, limit: W * (limit / np.maximum(np.linalg.norm(W, axis=1), limit)),
        ),
        *wrong(
            "one-number-expected",
            "Your function asks whether a whole array is larger than the limit, which has no single answer. Walk over "
            "the columns, or let `np.where` or `np.maximum` choose for each.",
            lambda W, limit: W * limit / lengths(W) if lengths(W) > limit else W,
        ),
        *wrong(
            "in-place",
            "Your function writes into its argument: the caller's `W` is changed. Build a new array, or work on a copy.",
            wrong_bound.scaled_in_place,
            wrong_bound.column_by_column_in_place,
        ),
    ),
)
