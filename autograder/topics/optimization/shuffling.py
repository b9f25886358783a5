"""Minibatches: the data in an order of chance, some rows at a time."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.optimization import wrong_shuffling
from autograder.topics.optimization.common import NOTHING, TOPIC, generator
from autograder.topics.optimization.wrong_shuffling import batches, cut, cut_again, empty_last, slices


def data_sets(rng: np.random.Generator) -> list[Case]:
    """At least 14 samples where labels or draws could agree by chance, all rows and most labels different."""

    def case(name, N, D, batch_size, labels="numbers", layout="C"):
        kinds = {"numbers": rng.permutation(N), "classes": rng.integers(0, 3, N), "targets": away(rng, (N,))}
        return Case(name, (away(rng, (N, D)), kinds[labels], batch_size, generator(rng)), layout=layout)

    grid = np.arange(15.0 * 4).reshape(15, 4)
    first, other = generator(rng), generator(rng)
    several = [generator(rng) for _ in range(24)]
    many = (away(rng, (64, 2)), rng.permutation(64), 7, first, other, first)
    return [
        case("18 samples in batches of 5", 18, 3, 5),
        case("16 samples in batches of 4", 16, 2, 4),
        case("as many in a batch as there are", 14, 3, 14),
        case("a batch larger than the data", 14, 2, 20),
        case("batches of one sample", 14, 3, 1, "classes"),
        case("one sample", 1, 3, 4),
        case("one sample left over", 17, 2, 4),
        case("one input, targets that are numbers", 19, 1, 6, "targets", "strided"),
        case("read-only arrays", 20, 4, 8, "classes", "readonly"),
        Case("whole numbers", (grid, rng.integers(0, 2, 15), 6, generator(rng)), layout="F"),
        Case("64 samples, different generators", many, "random"),
        Case("14 samples, many generators", (away(rng, (14, 2)), rng.permutation(14), 5, *several), "random"),
    ]


REUSED = (
    "All batches are the same array, written over again and again: whoever keeps two of them has the later one twice. "
    "Make a new array for each batch."
)
TOGETHER = "Rows and labels part: draw *one* permutation, and take rows and labels by it."

minibatches = Exercise(
    name="minibatches",
    topic=TOPIC,
    signature="minibatches(X, y, batch_size, rng)",
    returns=("batches", "labels", "order"),
    section="06_optimization#minibatches",
    reference=right.minibatches,
    driver="passes",
    view="passes",
    cases=data_sets,
    checks=(
        Check("batches", "the batches have their size, and every sample comes once", 0.35, part="batches"),
        Check("labels", "every row comes with its own label", 0.25, part="labels"),
        Check("order", "the order is random, and drawn from `rng`", 0.25, groups=("random",), part="order"),
        pure(0.15),
    ),
    hints=(
        "Do not shuffle rows and labels: shuffle their *numbers*. If one list of numbers picks the rows and the "
        "labels, they cannot part.",
        "`rng.permutation(n)` gives the numbers from 0 to n − 1 in random order, and a list of numbers in square "
        "brackets picks rows from an array.",
        "Walk along the permutation in strides of `batch_size` with `range`. A slice that reaches beyond the end is "
        "simply shorter, so the last batch needs no `if`.",
    ),
    misconceptions=(
        *wrong(
            "labels-apart",
            TOGETHER,
            batches(wrong_shuffling.shuffled, wrong_shuffling.shuffled),
            batches(wrong_shuffling.shuffled, lambda N, size, rng: np.arange(N)[::-1]),
            wrong_shuffling.in_order_apart,
            cut_again(lambda rows, labels, y, rng: (rows, labels[::-1])),
            cut_again(lambda rows, labels, y, rng: (rows, rng.permutation(labels))),
        ),
        *wrong(
            "labels-apart-in-place",
            TOGETHER + " And both are shuffled in place, so the caller's data are changed.",
            wrong_shuffling.in_place_apart,
            wrong_shuffling.in_place_rows,
        ),
        *wrong(
            "not-shuffled",
            "The samples come in the order of the data. Often that means one class after the other: shuffle first.",
            batches(wrong_shuffling.in_order),
        ),
        *wrong(
            "rng-ignored",
            "The order does not come from `rng`. Draw from the generator that is passed in, so that the run can be "
            "repeated.",
            batches(lambda N, size, rng: np.random.default_rng().permutation(N)),
        ),
        *wrong(
            "always-the-same-order",
            "The order is the same for every `rng`. Draw from the generator that is passed in, and make no new one "
            "with a seed of its own.",
            batches(lambda N, size, rng: np.random.default_rng(0).permutation(N)),
        ),
        *wrong(
            "generator-wound-back",
            "The same `rng` gives the same order again when it is used a second time, because you draw from a copy. It "
            "has to advance, or every epoch is like the first.",
            batches(lambda N, size, rng: np.random.default_rng(rng.bit_generator.seed_seq).permutation(N)),
        ),
        *wrong(
            "last-batch-dropped",
            "The last batch is left out. What remains after the whole batches comes as a smaller one.",
            wrong_shuffling.whole_only,
            lambda X, y, batch_size, rng: cut(X, y, rng.permutation(len(X)), batch_size)[:-1],
        ),
        *wrong(
            "empty-batch",
            "Where the size divides the number of samples, an empty batch comes last, and its mean is NaN. Count the "
            "batches by rounding up.",
            empty_last,
            lambda X, y, batch_size, rng: empty_last(X, y, min(batch_size, len(X)), rng),
        ),
        *wrong(
            "with-replacement",
            "Every batch, or every sample, is drawn anew: some samples come twice and others never. In one pass each comes once.",
            batches(lambda N, size, rng: rng.integers(0, N, N)),
            lambda X, y, batch_size, rng: [
                (X[rows], y[rows])
                for rows in (rng.permutation(len(X))[:batch_size] for _ in range(-(-len(X) // batch_size)))
            ],
        ),
        *wrong(
            "shuffled-in-batches-only",
            "The samples are shuffled within their batches, or whole batches among each other. Each sample must be "
            "able to meet every other: permute all of them, then cut.",
            wrong_shuffling.each_batch_shuffled,
        ),
        *wrong(
            "shuffled-in-place",
            "The caller's data are shuffled, too. Leave X and y as they are, and pick rows by numbers.",
            wrong_shuffling.in_place_together,
        ),
        *wrong(
            "not-every-order",
            "Some orders never come: in a fair shuffle a sample may also stay in its place (`j <= i`, not `j < i`). "
            "Use `rng.permutation`.",
            batches(wrong_shuffling.never_in_place),
        ),
        *wrong("endless", "The batches never end. One call is one pass over the data.", wrong_shuffling.endless),
        *wrong(
            "one-batch-only",
            "Only the first batch comes. Go on until every sample had its turn.",
            wrong_shuffling.first_batch_only,
            wrong_shuffling.a_list_of_one,
        ),
        *wrong(
            "whole-data",
            "Everything comes in one batch. `batch_size` says how many rows a batch has.",
            lambda X, y, batch_size, rng: cut(X, y, rng.permutation(len(X)), len(X)),
        ),
        *wrong(
            "evenly-cut",
            "The rest is spread over the batches, so that they have other sizes. Every batch has `batch_size` rows, "
            "only the last has fewer.",
            wrong_shuffling.evenly,
            wrong_shuffling.rest_merged,
            wrong_shuffling.small_one_first,
        ),
        *wrong(
            "number-for-size",
            "`batch_size` is taken for the number of batches. It is the number of rows in each.",
            wrong_shuffling.that_many_batches,
        ),
        *wrong(
            "last-batch-filled-up",
            "The last batch is filled up with samples that were there before. It is simply smaller.",
            wrong_shuffling.filled_up,
        ),
        *wrong(
            "stride-of-one",
            "The batches overlap: the start moves on by one row, not by `batch_size`.",
            wrong_shuffling.overlapping,
        ),
        *wrong(
            "numbers-for-rows",
            "You return the numbers of the rows. Pick the rows of X and the labels by them.",
            wrong_shuffling.indices,
            wrong_shuffling.index_pairs,
        ),
        *wrong(
            "slice-off-by-one",
            "The slices are one row too long or too short. `order[i : i + batch_size]` has `batch_size` entries: its "
            "end is not in it.",
            slices(lambda i: i, lambda i, size: i + size - 1, lambda N, size: range(0, N, size)),
            slices(lambda i: i, lambda i, size: i + size + 1, lambda N, size: range(0, N, size)),
            slices(lambda i: i + 1, lambda i, size: i + size, lambda N, size: range(0, N, size)),
        ),
        *wrong(
            "one-sample-missing",
            "One sample never comes. `rng.permutation(n)` has all the numbers from 0 to n − 1.",
            batches(lambda N, size, rng: rng.permutation(N - 1)),
            batches(lambda N, size, rng: rng.permutation(N)[1:]),
        ),
        *wrong(
            "twice-through",
            "After the last batch it goes on with the first ones. One call is one pass over the data.",
            lambda X, y, batch_size, rng: cut(X, y, rng.permutation(len(X)), batch_size) * 2,
            lambda X, y, batch_size, rng: cut(
                X, y, np.concatenate([rng.permutation(len(X)) for _ in "ab"]), batch_size
            ),
        ),
        *wrong(
            "all-labels",
            "Every batch comes with all the labels. It needs those of its own rows.",
            cut_again(lambda rows, labels, y, rng: (rows, y)),
        ),
        *wrong(
            "labels-in-a-column",
            "The labels come as a column, of shape (n, 1). They are a vector, of shape (n,).",
            cut_again(lambda rows, labels, y, rng: (rows, labels[:, None])),
        ),
        *wrong(
            "rows-turned",
            "The rows of X have become columns. One sample stays one row.",
            cut_again(lambda rows, labels, y, rng: (rows.T, labels)),
        ),
        *wrong(
            "dict-for-pair",
            "Each batch is a dict. A pair (X_batch, y_batch) is asked for.",
            cut_again(lambda rows, labels, y, rng: {"X": rows, "y": labels}),
        ),
        *wrong(
            "joined",
            "Each batch is one array of rows and labels. A pair (X_batch, y_batch) is asked for.",
            cut_again(lambda rows, labels, y, rng: np.column_stack([rows, labels])),
        ),
        *wrong("nothing-returned", NOTHING, lambda X, y, batch_size, rng: None),
        *wrong(
            "pair-turned", "Labels come first in your pairs. The order is (X_batch, y_batch).", wrong_shuffling.turned
        ),
        *wrong(
            "labels-missing",
            "The labels are missing: every batch is a pair (X_batch, y_batch).",
            wrong_shuffling.rows_only,
        ),
        *wrong(
            "two-lists",
            "You return a list of rows and a list of labels. One batch after the other is asked for, each a pair.",
            wrong_shuffling.two_lists,
        ),
        *wrong("buffer-reused", REUSED, wrong_shuffling.reused),
    ),
)
