"""Labels: one-hot rows, predicted classes, and the share of right ones."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import (
    EQUAL,
    SHAPES,
    SQUARE,
    TOPIC,
    WHOLE,
    labels,
    logits,
    naive,
    quietly,
    unsigned,
    values,
)


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
        "take "
        "rows of an identity matrix: which of its rows is the one-hot row of class 2?",
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


def ties(rng: np.random.Generator) -> list[Case]:
    def case(name, Z, layout="C"):
        return Case(name, (np.array(Z),), "ties", layout)

    tops = np.array([[2.0, 5.0, 5.0, 1.0], [-1.0, -3.0, -1.0, -2.0], [0.5, 0.0, 0.25, 0.5]])
    return [
        case("equal maxima", tops),
        case("rows of zeros", np.zeros((2, 3))),
        case("all equal", -np.ones((4, 2)), "F"),
    ]


TWO = np.array([[3.0, 1.0], [1.0, 2.0], [-1.0, -3.0], [-2.0, -1.0], [2.5, 0.5]])


def decided(rng: np.random.Generator) -> list[Case]:
    """Logits whose largest entry is neither always first, nor always last, nor the largest in size."""

    def case(name, N, K, layout):
        Z = away(rng, (N, K), high=2.5)
        places = labels(rng, N, K)
        Z[np.arange(N), places] = np.abs(Z).max(axis=1) * rng.uniform(0.6, 0.9, N)
        for n, k in enumerate(places):  # and one that is larger in size, but negative
            Z[n, (k + 1) % K] = -3.0 if K > 1 else Z[n, k]
            Z[n] = np.where(Z[n] > Z[n, k], -Z[n], Z[n])
        return Case(name, (Z,), layout=layout)

    negative = Case("negative logits only", (-np.abs(away(rng, (5, 3))) - 0.5,))
    large = Case("logits near 1000", (1000.0 - rng.permuted(np.tile([0.0, 1.0, 2.0], (4, 1)), axis=1),))
    close = Case(
        "a close race", (np.array([[1.0, 1.00001, 0.99999], [0.00001, 0.0, 0.00002], [-2.0, -2.00001, -3.0]]),)
    )
    others = [
        negative,
        large,
        close,
        Case("two classes, both logits of one sign", (TWO,)),
        Case("as many classes as samples", (SQUARE,)),
        Case("logits near −1000", (rng.permuted(np.tile([-1000.0, -999.5, -999.75], (4, 1)), axis=1),)),
    ]
    return [*(case(name, N, K, layout) for name, N, K, layout in SHAPES), *others]


def last_of_equals(Z):
    return Z.shape[1] - 1 - Z[:, ::-1].argmax(axis=1)


def search_from(Z, start):
    """A search for the row's maximum from a number on; class 0 where nothing beats it."""
    found = []
    for z in Z:
        best, place = start, 0
        for k, value in enumerate(z):
            if value > best:
                best, place = value, k
        found.append(place)
    return np.array(found)


predict = Exercise(
    name="predict",
    topic=TOPIC,
    signature="predict(Z)",
    returns=("y_hat",),
    section="05_softmax#predict",
    reference=right.predict,
    cases=lambda rng: [*decided(rng), *ties(rng)],
    checks=(
        values("the class of each sample is that of its largest logit", 0.65),
        Check("ties", "of equal maxima the first is taken", 0.2, groups=("values", "ties")),
        pure(0.15),
    ),
    hints=(
        "Softmax keeps the order, so the most probable class is the one with the largest logit: no exponential is "
        "needed.",
        "*Which* column holds the maximum is asked, not the maximum itself. NumPy has a function for exactly that.",
        "One answer for each row: along which axis do you have to search? And of equal maxima, does yours take the "
        "first?",
    ),
    misconceptions=(
        *wrong(
            "wrong-axis",
            "You look for the maximum of each column. A sample is a row: search along axis 1.",
            lambda Z: Z.argmax(axis=0),
        ),
        *wrong(
            "whole-array",
            "One number comes back, the place of the largest entry of the whole array. Each row has a prediction of "
            "its own.",
            lambda Z: np.argmax(Z),
            lambda Z: np.argmax(Z[0]),
        ),
        *wrong(
            "value-for-index",
            "You return the largest logit; its *index*, the class, is asked for.",
            lambda Z: Z.max(axis=1),
            lambda Z: right.softmax(Z).max(axis=1),
        ),
        *wrong(
            "last-of-equals",
            "Of equal maxima you take the last; the contract asks for the first.",
            last_of_equals,
            lambda Z: np.argsort(Z, axis=1, kind="stable")[:, -1],
        ),
        *wrong(
            "smallest",
            "You take the smallest logit. The most probable class has the largest.",
            lambda Z: Z.argmin(axis=1),
        ),
        *wrong(
            "size-for-value",
            "You compare sizes, without the sign. A logit of −3 speaks *against* its class.",
            lambda Z: np.abs(Z).argmax(axis=1),
            lambda Z: (Z**2).argmax(axis=1),
        ),
        *wrong(
            "counted-from-one",
            "All classes are one too large. They are counted from 0.",
            lambda Z: Z.argmax(axis=1) + 1,
        ),
        *wrong(
            "one-hot-for-index",
            "You mark the winners with ones. The class *numbers* are asked for, one for each row.",
            lambda Z: right.one_hot(Z.argmax(axis=1), Z.shape[1]),
            lambda Z: 1.0 * (Z.max(axis=1, keepdims=True) == Z),
        ),
        *wrong(
            "probabilities-for-classes",
            "You return the probabilities. Choose one class for each row.",
            right.softmax,
        ),
        *wrong(
            "column-of-classes",
            "The classes are right but come as a column of shape (N, 1). One axis is expected: (N,).",
            lambda Z: Z.argmax(axis=1)[:, None],
        ),
        *wrong(
            "threshold",
            "You compare with a threshold, which works for two classes at best. Here there are K: compare them with "
            "each other.",
            lambda Z: (Z[:, 0] > 0).astype(int),
            lambda Z: (Z[:, -1] > 0).astype(int),
            lambda Z: (Z > 0).astype(int),
            lambda Z: (Z[:, 1] > 0).astype(int) if Z.shape[1] == 2 else right.predict(Z),
            lambda Z: (Z[:, 0] > 0).astype(int) if Z.shape[1] == 1 else right.predict(Z),
        ),
        *wrong(
            "search-starts-too-high",
            "Your search starts from a number, such as 0, and where all logits of a row lie below it none is found. Start from "
            "the row's first logit, or from −∞.",
            *(lambda Z, c=c: search_from(Z, c) for c in (0.0, -1.0, -100.0, -999.0)),
        ),
        *wrong(
            "differences-lost",
            "You compare rounded logits, or call close ones equal. The largest is the largest, by however little.",
            *(lambda Z, d=d: np.argmax(np.round(Z, d), axis=1) for d in range(5)),
            lambda Z: np.argmax(Z.astype(int), axis=1),
            lambda Z: np.argmax(Z.astype(np.float16), axis=1),
            lambda Z: np.argmax(np.isclose(Z, Z.max(axis=1, keepdims=True)), axis=1),
        ),
        *wrong(
            "exponentials-first",
            "e^1000 overflows and e^−1000 is 0, so the largest is lost. No exponential is needed: compare the logits themselves.",
            lambda Z: np.argmax(naive(Z), axis=1),
            lambda Z: np.argmax(np.exp(Z), axis=1),
            lambda Z: np.argmax(np.exp(np.minimum(Z, 700)), axis=1),
            quietly(lambda Z: np.argmax(naive(Z), axis=1)),
            quietly(lambda Z: np.argmax(np.exp(Z), axis=1)),
        ),
        *wrong(
            "last-class-left-out",
            "One class is never predicted: a loop or a slice ends too early or begins too late.",
            lambda Z: np.argmax(Z[:, : max(1, Z.shape[1] - 1)], axis=1),
            lambda Z: np.argmax(Z[:, :-1], axis=1),
            lambda Z: np.argmax(Z[:, 1:], axis=1),
        ),
        *wrong(
            "every-maximum",
            "Of equal maxima all are returned, so there are more predictions than samples. Each row has one: its first.",
            lambda Z: np.nonzero(Z.max(axis=1, keepdims=True) == Z)[1],
        ),
    ),
)


def judged(rng: np.random.Generator) -> list[Case]:
    """Logits with labels of which some are hit and some are missed, never half of them."""

    def case(name, Z, hits, layout="C"):
        N, K = Z.shape
        y = right.predict(Z)
        missed = rng.permutation(N)[hits:]
        y[missed] = (y[missed] + rng.integers(1, max(K, 2), len(missed))) % K
        return Case(name, (Z, y), layout=layout)

    plain = [(name, Z, layout) for name, Z, layout in logits(rng) if name != "one sample" and Z is not SQUARE]
    return [
        case("five samples, four classes", away(rng, (5, 4)), 3),
        case("one sample, right", away(rng, (1, 4)), 1),
        case("one sample, wrong", away(rng, (1, 3)), 0),
        case("equal maxima, all right", EQUAL, len(EQUAL)),
        case("all right", away(rng, (4, 3)), 4, "readonly"),
        case("all wrong", away(rng, (3, 5)), 0, "strided"),
        *(case(name, Z, 1 + len(Z) // 5 if Z.shape[1] > 1 else len(Z), layout) for name, Z, layout in plain),
        case("forty samples", away(rng, (40, 3)), 27),
        case("as many classes as samples", SQUARE, 2),
        case("two classes, both logits of one sign", TWO, 4),
        Case("unsigned labels", (WHOLE, unsigned(np.array([3, 1, 0])))),
    ]


def share(predicted):
    return lambda Z, y: float(np.mean(predicted(Z) == y))


accuracy = Exercise(
    name="accuracy",
    topic=TOPIC,
    signature="accuracy(Z, y)",
    returns=("share",),
    section="05_softmax#predict",
    reference=right.accuracy,
    cases=judged,
    checks=(values("the share of right predictions is right, one number from 0 to 1", 0.85), pure(0.15)),
    hints=(
        "You already have the predictions: compare them with the labels, sample by sample.",
        "A comparison of two arrays gives True and False, which count as 1 and 0.",
        "How many are True, out of how many? That quotient is an average.",
    ),
    misconceptions=(
        *wrong(
            "percent",
            "This is a percentage. A share lies between 0 and 1.",
            lambda Z, y: 100 * right.accuracy(Z, y),
        ),
        *wrong(
            "count",
            "You count the right predictions. Divide by how many there are.",
            lambda Z, y: np.sum(right.predict(Z) == y),
        ),
        *wrong(
            "error-rate",
            "This is the share of *wrong* predictions.",
            lambda Z, y: 1 - right.accuracy(Z, y),
        ),
        *wrong(
            "per-sample",
            "You return one verdict a sample. Their average, one number, is asked for.",
            lambda Z, y: right.predict(Z) == y,
            lambda Z, y: (right.predict(Z) == y).astype(float),
        ),
        *wrong(
            "divided-by-entries",
            "You divide by something other than the number of samples N, the rows of Z.",
            lambda Z, y: np.sum(right.predict(Z) == y) / Z.size,
            lambda Z, y: np.sum(right.predict(Z) == y) / Z.shape[1],
            lambda Z, y: np.sum(right.predict(Z) == y) / max(len(y) - 1, 1),
            lambda Z, y: np.sum(right.predict(Z) == y) / (len(y) + 1),
        ),
        *wrong(
            "ties-counted-right",
            "A label that only ties for the first place counts as right. `predict` takes the first of equals: compare "
            "with that.",
            lambda Z, y: np.mean(Z[np.arange(len(y)), y] >= Z.max(axis=1)),
        ),
        *wrong(
            "whole-division",
            "`//` throws the fraction away, so only a perfect score counts. Use `/`.",
            lambda Z, y: np.sum(right.predict(Z) == y) // len(y),
            lambda Z, y: int(right.accuracy(Z, y)),
            lambda Z, y: float(np.all(right.predict(Z) == y)),
        ),
        *wrong(
            "wrong-axis",
            "The maximum is taken down the columns; a sample's prediction comes from its row.",
            lambda Z, y: np.mean(Z.argmax(axis=0) == y),
            lambda Z, y: np.mean(np.argmax(Z) == y),
        ),
        *wrong(
            "logits-for-classes",
            "You compare a logit or a probability with a label. Turn the logits into predicted classes first.",
            lambda Z, y: np.mean(Z.max(axis=1) == y),
            lambda Z, y: float(np.mean(y[:, None] == Z)),
            lambda Z, y: np.mean(np.round(right.softmax(Z)).max(axis=1) == y),
        ),
        *wrong(
            "last-of-equals",
            "Of equal maxima you take the last. `predict` takes the first.",
            share(last_of_equals),
        ),
        *wrong(
            "rounded",
            "The share is rounded. Return it as it is.",
            lambda Z, y: round(right.accuracy(Z, y)),
            lambda Z, y: round(right.accuracy(Z, y), 1),
            lambda Z, y: round(right.accuracy(Z, y), 2),
        ),
        *wrong(
            "smallest",
            "You predict the class with the smallest logit. The most probable one has the largest.",
            lambda Z, y: np.mean(Z.argmin(axis=1) == y),
        ),
        *wrong(
            "mean-probability",
            "This is the average probability of the right class. Accuracy only counts whether it comes first.",
            lambda Z, y: np.mean(right.softmax(Z)[np.arange(len(y)), y]),
        ),
        *wrong(
            "all-pairs",
            "Every prediction is compared with every label. Sample n's prediction belongs to label n only.",
            lambda Z, y: np.mean(right.predict(Z)[:, None] == y),
        ),
    ),
)
