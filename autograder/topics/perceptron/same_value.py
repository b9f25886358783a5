"""Two layers of step units, which tell what no line can."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.stepnet import BITS
from autograder.topics.exercise import Exercise, wrong
from autograder.topics.perceptron.common import TOPIC


def answering(*answers: int):
    """A network of the right shapes with these answers: each hidden unit fires at one of the four inputs alone."""

    def same_value_network():
        return (2 * BITS - 1).T, 0.5 - BITS.sum(axis=1), np.array(answers, dtype=float), -0.5

    return same_value_network


W1 = np.array([[1.0, -1.0], [1.0, -1.0]])  # the first unit fires at (1, 1), the second at (0, 0)
B1, W2, B2 = np.array([-1.5, 0.5]), np.array([1.0, 1.0]), -0.5

ONE_LINE = (
    "Three of four: this is what a single dividing line can do, and no line does better here. Let one hidden unit find "
    "one of the two equal pairs, another the other, and let the output fire if either does."
)

same_value_network = Exercise(
    name="same_value_network",
    topic=TOPIC,
    signature="same_value_network()",
    returns=("W1", "b1", "w2", "b2"),
    section="01_perceptron#step-units",
    reference=right.same_value_network,
    cases=lambda rng: [Case("the four inputs", ())],
    view="same_value",
    checks=(  # nothing about purity: there is no argument, and whatever comes back is run
        Check("network", "the network answers 1 exactly where both inputs are equal", 0.8, part="network"),
        Check(
            "shapes", "W1, b1, w2 and b2 have the shapes (2, H), (H,), (H,) and that of a number", 0.2, part="shapes"
        ),
    ),
    hints=(
        "One unit draws one line. Draw the four corners of a square and mark the two equal pairs: which two lines "
        "would cut these corners off?",
        "Let the first hidden unit fire at (1, 1) alone and the second at (0, 0) alone. What has the output to do with "
        "them?",
        "A unit with weights 1 and 1 has the scores b, 1 + b, 1 + b and 2 + b. For which b is only the last one > 0? "
        "And with weights −1 and −1?",
        "The output fires if either hidden unit does: both of its weights are 1, and its bias lies strictly between −1 "
        "and 0. One *column* of W1 belongs to one hidden unit.",
    ),
    misconceptions=(
        *wrong(
            "different-for-same",
            "Your network fires where the inputs *differ*. Turn the output round: change the sign of w2 and b2, and "
            "mind that a score of 0 does not fire.",
            answering(0, 1, 1, 0),
        ),
        *wrong(
            "fires-at-zero",
            "Your numbers are made for units that fire at a score of 0, too. The step is strict: > 0. Move the biases "
            "up a little, so that no score is exactly 0.",
            lambda: (W1, np.array([-2.0, 0.0]), W2, -1.0),
        ),
        *wrong(
            "bias-for-threshold",
            "Your biases are thresholds: you think of w·x > b. Here the bias is added, w·x + b > 0, so change its sign.",
            lambda: (W1, -B1, W2, -B2),
            lambda: (W1, -B1, W2, B2),
            lambda: (W1, B1, W2, -B2),
        ),
        *wrong(
            "rows-for-columns",
            "You wrote one hidden unit a row. One column of W1 belongs to one hidden unit: transpose it.",
            lambda: (W1.T, B1, W2, B2),
            lambda: (np.ones((3, 2)), np.zeros(3), np.ones(3), 0.0),
        ),
        *wrong(
            "minus-one-for-zero",
            "You count on a hidden unit that does not fire to say −1. In this course it says 0.",
            lambda: (W1, B1, W2, 1.5),
        ),
        *wrong(
            "relu-for-step",
            "Your network works with ReLU units, which pass on how far above 0 they are. A step unit says 0 or 1, no more.",
            lambda: (np.ones((2, 2)), np.array([-0.5, 0.0]), np.array([4.0, -3.0]), 0.5),
        ),
        *wrong(
            "one-line",
            ONE_LINE,
            answering(1, 0, 0, 0),
            answering(0, 0, 0, 1),
            answering(1, 0, 1, 1),
            answering(1, 1, 0, 1),
        ),
        *wrong(
            "never-fires",
            "Your output never fires. Compute its score by hand for (1, 1) and for (0, 0): it has to be > 0.",
            answering(0, 0, 0, 0),
        ),
        *wrong(
            "always-fires",
            "Your output always fires. Compute its score by hand for (0, 1): it must not be > 0.",
            answering(1, 1, 1, 1),
        ),
        *wrong(
            "one-input-alone",
            "Your answer depends on one of the inputs alone. Whether two inputs are equal takes both.",
            answering(0, 0, 1, 1),
            answering(0, 1, 0, 1),
            answering(1, 1, 0, 0),
            answering(1, 0, 1, 0),
        ),
        *wrong(
            "or-and-its-opposite",
            "Your network computes “or”, or its opposite of “and”. For (0, 0) and for (1, 1) alike the answer is 1.",
            answering(0, 1, 1, 1),
            answering(1, 1, 1, 0),
        ),
        *wrong(
            "one-different-pair",
            "Your network fires at just one of the pairs whose inputs differ. It has to fire at the two equal ones.",
            answering(0, 1, 0, 0),
            answering(0, 0, 1, 0),
        ),
        *wrong(
            "units-do-not-match",
            "The numbers of hidden units disagree. H columns in W1 need H entries in b1 and H in w2; b2 is one number.",
            lambda: (W1, np.array([0.5]), W2, B2),
            lambda: (W1, -0.5, W2, B2),
            lambda: (W1, B1, W2, np.array([0.5, 0.5])),
        ),
        *wrong(
            "values-missing",
            "A value is missing. Four come back, in this order: W1, b1, w2, b2.",
            lambda: (W1, B1, W2),
            lambda: [W1, B1, W2],
            lambda: (W1, W2),
        ),
        *wrong(
            "single-perceptron",
            "This is a single perceptron: W1 needs two rows, one an input, and a column for every hidden unit.",
            lambda: (np.array([1.0, 1.0]), 0.5, np.array([1.0]), -0.5),
        ),
        *wrong(
            "column-for-vector",
            "The network is right, but w2 is a matrix. The weights of one unit are a vector of shape (H,).",
            lambda: (W1, B1, W2[:, None], B2),
        ),
        *wrong(
            "array-for-number",
            "The network is right, but b2 is an array. The bias of one unit is a number.",
            lambda: (W1, B1, W2, np.array([B2])),
        ),
        *wrong(
            "row-for-vector",
            "The network is right, but b1 is a matrix. Biases are a vector of shape (H,).",
            lambda: (W1, B1[None, :], W2, B2),
        ),
    ),
)
