"""Data in three parts, dealt out by chance."""

from __future__ import annotations

import copy
import math

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.regularization import wrong_split
from autograder.topics.regularization.common import TOPIC
from autograder.topics.regularization.wrong_split import by, form, in_turn, rounded, splitting


def data_sets(rng: np.random.Generator) -> list[Case]:
    """Rows differ clearly, or not at all. Three generators, of which two are equal, where an order can be judged."""

    def generators(*seeds):
        return [Named(f"rng:{seed}") for seed in seeds]

    def case(name, N, D, val, test, three=False):
        X = rng.normal(size=(N, D))
        X[:, -1] = (rng.permutation(N) - N // 2) / 4
        y = rng.integers(0, 10, N) if N > 50 else rng.permutation(N) / 3 + 1.0
        first, other = map(int, rng.choice(2**31, 2, replace=False))
        return Case(name, (X, y, val, test, *generators(first, *((other, first) if three else ()))))

    def twice(name, N, *rest):
        """Every row and its label once more."""
        X, y, *others = case(name, N, *rest).args
        return Case(name, (np.concatenate([X, X]), np.concatenate([y, y]), *others))

    two = case("two samples", 2, 3, 0.5, 0.0)
    return [
        case("60 samples and three generators", 60, 3, 0.2, 0.25, True),
        case("a round(2.5) and a round(1.5)", 20, 2, 0.125, 0.075),
        case("shares that are no whole numbers", 13, 4, 0.2, 0.3),
        case("two sizes that are rounded down", 11, 2, 0.3, 0.3),
        case("one feature", 24, 1, 0.25, 0.25),
        case("no test part", 20, 2, 0.25, 0.0),
        case("no validation part", 18, 3, 0, 0.5),
        case("nothing left for training", 16, 2, 0.5, 0.5),
        case("everything for training", 11, 2, 0.0, 0.0),
        case("one sample", 1, 3, 0.2, 0.2),
        case("120 samples and three generators", 120, 4, 0.1, 0.15, True),
        case("two sizes of one and a half", 30, 2, 0.05, 0.05),
        twice("rows that come twice", 15, 2, 0.3, 0.2),
        Case("two samples and many generators", (*two.args[:4], *generators(*rng.choice(2**31, 32, replace=False)))),
    ]


train_val_test_split = Exercise(
    name="train_val_test_split",
    topic=TOPIC,
    signature="train_val_test_split(X, y, val_fraction, test_fraction, rng)",
    returns=("parts",),
    section=f"{TOPIC}#split",
    reference=right.train_val_test_split,
    cases=data_sets,
    driver="split",
    view="parts",
    checks=(
        Check("sizes", "validation and test get round(fraction·N) samples, training the rest", 0.15, part="sizes"),
        Check("samples", "every sample is in exactly one part", 0.15, part="samples"),
        Check("labels", "every row has kept its label", 0.3, part="labels"),
        Check("order", "`rng` alone decides who goes where, and each part is shuffled", 0.3, part="order"),
        pure(0.1),
    ),
    hints=(
        "Think of cards that are shuffled once and then dealt out in three stacks. What is shuffled here, so that a "
        "row and its label stay together?",
        "Do not shuffle X and y; shuffle the row *numbers*, once. `X[rows]` and `y[rows]` take the same rows of both.",
        "`rng.permutation(N)` is such a shuffled array of row numbers. Compute the two sizes with `round`, then cut "
        "the array in three slices.",
        "Mind empty parts: `rows[-0:]` is not empty, it is everything. Count from the front.",
    ),
    misconceptions=(
        *wrong(
            "labels-apart",
            "Rows and labels are shuffled apart from each other, so nearly every row has a label that is not its own. "
            "Shuffle row numbers once, and use them for both.",
            wrong_split.apart,
            wrong_split.rows_only,
        ),
        *wrong(
            "not-shuffled",
            "Nothing is shuffled. Data often come sorted, by class or by date; then the parts would be different "
            "worlds.",
            splitting(order=wrong_split.unshuffled),
            splitting(order=lambda N, rng: np.roll(np.arange(N), rng.integers(N))),
            splitting(
                order=wrong_split.unshuffled,
                deal=lambda rows, train, val, test: in_turn(np.roll(rows, train), train, val, test),
            ),
        ),
        *wrong(
            "shuffled-inside-the-parts",
            "The parts are cut first and shuffled then, so the same samples always end up in the same part. Shuffle "
            "first, then cut.",
            wrong_split.inside_the_parts,
            wrong_split.test_kept_apart,
        ),
        *wrong(
            "sorted-again",
            "Chance decides who goes where, but inside a part the samples are back in their old order. Keep the "
            "shuffled order.",
            splitting(finish=np.sort),
        ),
        *wrong(
            "rng-ignored",
            "Your order does not come from `rng` alone: the same `rng` gives another split the next time. Draw from "
            "the generator that is passed in, so that a result can be repeated.",
            splitting(order=lambda N, rng: np.random.permutation(N)),
            splitting(order=lambda N, rng: np.random.default_rng().permutation(N)),
        ),
        *wrong(
            "fixed-seed",
            "The order is always the same: a seed of your own is hidden in the function. Draw from the `rng` that is "
            "passed in.",
            splitting(order=lambda N, rng: np.random.default_rng(0).permutation(N)),
        ),
        *wrong(
            "rng-copied",
            "You draw from a copy of `rng`, so that `rng` itself does not move on: who asks twice gets the same split "
            "twice. Draw from the generator that is passed in.",
            splitting(order=lambda N, rng: copy.deepcopy(rng).permutation(N)),
        ),
        *wrong(
            "not-every-order",
            "Not every order can come: in your shuffle no sample ever stays where it was. `rng.permutation` gives each "
            "order the same chance.",
            splitting(order=wrong_split.never_in_place),
        ),
        *wrong(
            "rounded-down",
            "The sizes are cut off (`int`, `//` or floor). Python's `round` goes to the nearest whole number.",
            splitting(sizes=by(math.floor)),
        ),
        *wrong(
            "rounded-up",
            "The sizes are rounded up. Python's `round` goes to the nearest.",
            splitting(sizes=by(math.ceil)),
        ),
        *wrong(
            "halves-rounded-up",
            "Halves are rounded up. Python's `round` takes the *even* neighbour: `round(2.5)` is 2.",
            splitting(sizes=by(wrong_split.half_up)),
        ),
        *wrong(
            "training-rounded",
            "You round the training part and give a rest to another. Round validation and test; training gets the rest.",
            splitting(sizes=wrong_split.by_training_share),
        ),
        *wrong(
            "fraction-of-the-rest",
            "The second fraction is taken of what the first left over. Both are fractions of all N samples.",
            splitting(sizes=wrong_split.of_the_rest),
            splitting(sizes=wrong_split.of_the_rest_rescaled_wrongly),
            splitting(sizes=wrong_split.scaled_up),
        ),
        *wrong(
            "no-part-empty",
            "You give every part at least one sample. A part may be empty: validation and test get round(fraction·N), "
            "and that may be 0.",
            splitting(sizes=wrong_split.a_row_each),
        ),
        *wrong(
            "seams-rounded",
            "You round the places of the cuts, and with them the sum of two fractions. Round each size on its own.",
            splitting(sizes=wrong_split.cut_at_sums),
        ),
        *wrong(
            "fractions-rounded",
            "You round the fractions before you multiply. Multiply first: `round(fraction * N)`.",
            splitting(sizes=wrong_split.shares_rounded),
        ),
        *wrong(
            "class-by-class",
            "You split each class on its own, and each rounds on its own, so the sizes are not round(fraction·N) of all samples.",
            wrong_split.class_by_class,
        ),
        *wrong(
            "fractions-swapped",
            "Validation and test have changed places, or their sizes have.",
            splitting(sizes=wrong_split.swapped_fractions),
        ),
        *wrong(
            "parts-in-another-order",
            "The parts come in another order. It is training, validation, test.",
            form(lambda parts: (parts[1], parts[2], parts[0])),
            form(lambda parts: (parts[2], parts[1], parts[0])),
            form(lambda parts: (parts[1], parts[0], parts[2])),
        ),
        *wrong(
            "rows-before-labels",
            "You return three arrays of rows and three of labels. A part is a pair: ((Xtr, ytr), (Xva, yva), (Xte, yte)).",
            form(lambda parts: (tuple(X for X, _ in parts), tuple(y for _, y in parts))),
        ),
        *wrong(
            "flat",
            "Six arrays come back in one row. Make three pairs: ((Xtr, ytr), (Xva, yva), (Xte, yte)).",
            form(lambda parts: tuple(array for part in parts for array in part)),
            form(lambda parts: (*(X for X, _ in parts), *(y for _, y in parts))),
        ),
        *wrong(
            "labels-forgotten",
            "Only rows, or only numbers, come back. Each part is a pair of rows and their labels.",
            form(lambda parts: tuple(X for X, _ in parts)),
            lambda X, y, v, t, rng: in_turn(rng.permutation(len(X)), *rounded(len(X), v, t)),
        ),
        *wrong(
            "labels-first",
            "Rows and labels have changed places in the pairs: (X, y) is the order.",
            form(lambda parts: tuple((y, X) for X, y in parts)),
        ),
        *wrong(
            "equal-rows-lost",
            "Rows that are equal fall together (`np.unique`, a set or a dict of rows). Each of the N samples counts.",
            wrong_split.without_equals,
        ),
        *wrong(
            "digits-lost",
            "The rows come back changed: a type of few digits (float16, integers) or rounding. Take the rows as they are.",
            form(lambda parts: tuple((X.astype(np.float16).astype(float), y) for X, y in parts)),
            form(lambda parts: tuple((np.trunc(X), y) for X, y in parts)),
            form(lambda parts: tuple((np.round(X, 2), y) for X, y in parts)),
        ),
        *wrong(
            "labels-in-a-column",
            "The labels come as a column, (n, 1), or as something else than a row of numbers. A part's labels have the "
            "shape (n,), as y has.",
            form(lambda parts: tuple((X, y[:, None]) for X, y in parts)),
        ),
        *wrong(
            "labels-of-the-start",
            "Some part's labels are not taken by the shuffled row numbers. Use the same numbers for rows and labels.",
            wrong_split.training_labels_of_the_start,
        ),
        *wrong(
            "validation-in-test",
            "Validation and test are both cut from the front of the shuffled rows, so they share samples. Begin the "
            "second where the first ends.",
            splitting(deal=lambda rows, train, val, test: (rows[val + test :], rows[:val], rows[:test])),
            splitting(deal=lambda rows, train, val, test: (rows[max(val, test) :], rows[:val], rows[:test])),
        ),
        *wrong(
            "trains-on-everything",
            "Validation and test samples are in the training part, too. What was learned by heart proves nothing: each "
            "sample belongs to one part.",
            splitting(deal=lambda rows, train, val, test: (rows, rows[:val], rows[val : val + test])),
            splitting(
                deal=lambda rows, train, val, test: (
                    rows[: train + val],
                    rows[train : train + val],
                    rows[train + val :],
                )
            ),
            splitting(deal=lambda rows, train, val, test: (rows[val:], rows[:val], rows[val : val + test])),
        ),
        *wrong(
            "each-part-drawn-anew",
            "Every part is drawn from all samples anew, so the parts share some and miss others. Shuffle once, then "
            "cut.",
            lambda X, y, v, t, rng: tuple(
                (X[part], y[part]) for part in (rng.permutation(len(X))[:size] for size in rounded(len(X), v, t))
            ),
            wrong_split.test_drawn_anew,
        ),
        *wrong(
            "drawn-with-replacement",
            "Samples are drawn with replacement: some come twice, others never. A permutation holds each once.",
            splitting(order=lambda N, rng: rng.integers(0, N, N)),
            splitting(order=lambda N, rng: rng.choice(N, N)),
        ),
        *wrong(
            "minus-zero",
            "Where a part is empty, `rows[-0:]` is everything and `rows[:-0]` is nothing, for −0 is 0. Count from the "
            "front.",
            splitting(deal=wrong_split.from_the_end),
            splitting(deal=wrong_split.test_from_the_end),
            splitting(deal=wrong_split.validation_from_the_end),
            splitting(deal=wrong_split.test_first_from_the_end),
        ),
        *wrong(
            "one-sample-lost",
            "A sample is lost, or counted twice, at a seam. A slice `rows[a:b]` leaves out b, so the next one begins "
            "at b.",
            splitting(
                deal=lambda rows, train, val, test: (rows[:train], rows[train + 1 : train + val], rows[train + val :])
            ),
            splitting(
                deal=lambda rows, train, val, test: (rows[:train], rows[train : train + val], rows[train + val + 1 :])
            ),
            splitting(deal=lambda rows, train, val, test: (rows[val + test + 1 :], rows[:val], rows[val : val + test])),
            splitting(
                deal=lambda rows, train, val, test: (
                    rows[: max(train - 1, 0)],
                    rows[train : train + val],
                    rows[train + val :],
                )
            ),
        ),
        *wrong(
            "seam-counted-twice",
            "A part is one sample too long: a slice `rows[a:b]` leaves out b, so no + 1 is needed.",
            splitting(deal=lambda rows, train, val, test: (rows[val + test :], rows[:val], rows[val : val + test + 1])),
            splitting(
                deal=lambda rows, train, val, test: (rows[val + test :], rows[: val + 1], rows[val : val + test])
            ),
        ),
        *wrong(
            "in-place",
            "The caller's X and y are shuffled. Take rows by number, which makes new arrays.",
            wrong_split.shuffled_in_place,
        ),
    ),
)
