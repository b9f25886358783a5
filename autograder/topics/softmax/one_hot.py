"""Labels as one-hot rows."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.softmax.common import SHAPES, TOPIC, labels, unsigned, values


def classes(rng: np.random.Generator) -> list[Case]:
    drawn = [Case(name, (labels(rng, N, K), K), layout=layout) for name, N, K, layout in SHAPES]
    absent = Case("classes that do not occur", (rng.permutation([1, 1, 2, 0, 2]), 6))
    others = [
        ("as many classes as samples", np.array([1, 0, 2, 1]), 4),
        ("unsigned labels", unsigned(labels(rng, 6, 4)), 4),
        ("the same label for all", np.full(3, 2), 4),
    ]
    return [*drawn, absent, *(Case(name, (y, K)) for name, y, K in others)]


def inverted(y, num_classes):
    return 1 - right.one_hot(y, num_classes)


def ordered(y, num_classes):
    """Ones on the labels, but row n belongs to class n."""
    T = np.zeros((num_classes, len(y)))
    T[y, np.arange(len(y))] = 1
    return T


def columns(y, num_classes):
    T = np.zeros((len(y), num_classes))
    T[:, y] = 1
    return T


def scaled(y, num_classes):
    T = np.zeros((len(y), num_classes))
    T[np.arange(len(y)), y] = y
    return T


def first_of_each(y, num_classes):
    T = np.zeros((len(y), num_classes))
    present, first = np.unique(y, return_index=True)
    T[first, present] = 1
    return T


one_hot = Exercise(
    name="one_hot",
    topic=TOPIC,
    signature="one_hot(y, num_classes)",
    returns=("T",),
    section="05_softmax#one-hot",
    reference=right.one_hot,
    cases=classes,
    checks=(values("every row has its one 1 at the label", 0.85), pure(0.15)),
    hints=(
        "A row a sample, a column a class: first decide the shape, then where the ones go.",
        "Start from zeros of shape (N, K). In row n exactly one entry changes: which column is it in?",
        "Two index arrays side by side choose one entry from each row: the row numbers 0 … N−1, and the labels. Or "
        "take rows of an identity matrix: which of its rows is the one-hot row of class 2?",
    ),
    misconceptions=(
        *wrong(
            "transposed",
            "The right entries, turned: samples belong in rows and classes in columns, (N, K).",
            ordered,
        ),
        *wrong(
            "classes-counted-from-labels",
            "The number of columns is guessed from the labels at hand. A class may not occur in this batch: use "
            "`num_classes`.",
            lambda y, num_classes: np.eye(np.max(y) + 1)[y],
            lambda y, num_classes: np.eye(len(np.unique(y)))[np.unique(y, return_inverse=True)[1]],
        ),
        *wrong(
            "counted-from-one",
            "The ones are a column off. Classes are counted from 0, like everything in Python.",
            lambda y, num_classes: np.eye(num_classes)[y - 1],
            lambda y, num_classes: np.eye(num_classes)[(y + 1) % num_classes],
            lambda y, num_classes: right.one_hot(y, num_classes + 1)[:, 1:],
        ),
        *wrong(
            "one-column-too-many",
            "There is one column too many. K classes have the labels 0 to K − 1.",
            lambda y, num_classes: right.one_hot(y, num_classes + 1),
        ),
        *wrong("inverted", "Ones and zeros have changed places: the 1 marks the sample's class.", inverted),
        *wrong(
            "column-for-all",
            "`T[:, y]` sets these columns in *every* row. Each row has a single 1, at its own label: give the row "
            "numbers too.",
            columns,
        ),
        *wrong(
            "label-for-one",
            "The label itself stands where a 1 belongs. A one-hot row says *which*, not how much.",
            scaled,
        ),
        *wrong(
            "identity-matrix",
            "You return the identity matrix, the same for any labels. Choose the row of each label from it.",
            lambda y, num_classes: np.eye(num_classes),
            lambda y, num_classes: np.eye(len(y), num_classes),
            lambda y, num_classes: np.eye(len(y)),
            lambda y, num_classes: np.eye(num_classes) if len(y) == num_classes else right.one_hot(y, num_classes),
        ),
        *wrong(
            "labels-renumbered",
            "The labels are numbered anew by those that occur. Label 2 belongs in column 2, also where no label is 1.",
            lambda y, num_classes: right.one_hot(np.unique(y, return_inverse=True)[1], num_classes),
        ),
        *wrong(
            "one-class-without-ones",
            "One class gets no 1 or no column: every class from 0 to K − 1 has its own.",
            lambda y, num_classes: right.one_hot(y, num_classes) * (np.arange(num_classes) < num_classes - 1),
            lambda y, num_classes: right.one_hot(y, num_classes) * (np.arange(num_classes) > 0),
            lambda y, num_classes: right.one_hot(y, num_classes)[:, 1:],
            lambda y, num_classes: right.one_hot(y, num_classes)[:, :-1],
        ),
        *wrong(
            "smoothed",
            "Your ones and zeros are softened (label smoothing). A one-hot row holds 1 and 0 exactly.",
            *(
                lambda y, num_classes, e=e: (1 - e) * right.one_hot(y, num_classes) + e / num_classes
                for e in (0.1, 0.05, 0.01)
            ),
        ),
        *wrong(
            "ten-classes",
            "You count on ten classes. `num_classes` says how many there are.",
            lambda y, num_classes: right.one_hot(y, 10),
        ),
        *wrong(
            "repeated-labels-lost",
            "Only the first sample of each class gets its 1. Samples may share a label.",
            first_of_each,
        ),
        *wrong(
            "thermometer",
            "All columns up to the label (or from it on) are 1. Only the label's own column is.",
            lambda y, num_classes: (np.arange(num_classes) <= y[:, None]).astype(float),
            lambda y, num_classes: (np.arange(num_classes) < y[:, None]).astype(float),
            lambda y, num_classes: (np.arange(num_classes) >= y[:, None]).astype(float),
        ),
        *wrong(
            "plus-minus-one",
            "−1 stands where a 0 belongs. A one-hot row is 0 everywhere but at the label.",
            lambda y, num_classes: 2 * right.one_hot(y, num_classes) - 1,
        ),
        *wrong(
            "counted-up",
            "You count how often each class occurs. Every sample keeps a row of its own.",
            lambda y, num_classes: right.one_hot(y, num_classes).sum(axis=0),
            lambda y, num_classes: np.bincount(y, minlength=num_classes),
        ),
        *wrong(
            "sorted",
            "The rows are in another order than the labels. Row n belongs to label n.",
            lambda y, num_classes: right.one_hot(np.sort(y), num_classes),
            lambda y, num_classes: right.one_hot(y[::-1], num_classes),
        ),
        *wrong(
            "columns-reversed",
            "The columns run backwards: class 0 has the first column.",
            lambda y, num_classes: right.one_hot(y, num_classes)[:, ::-1],
        ),
        *wrong(
            "flattened",
            "The entries come in one long row. Keep a row for each sample: (N, K).",
            lambda y, num_classes: right.one_hot(y, num_classes).ravel(),
        ),
    ),
)
