"""Two layers: linear ones are a single one, and step units are not."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.stepnet import BITS
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import WHATEVER_FITS, fitting
from autograder.topics.perceptron.common import TOPIC


def layers(rng: np.random.Generator) -> list[Case]:
    def case(name, D, H, K, layout="C"):
        return Case(name, tuple(away(rng, shape) for shape in [(D, H), (H,), (H, K), (K,)]), layout=layout)

    whole = (
        np.array([[2.0, -1.0, 1.0]]),
        np.array([1.0, 2.0, 3.0]),
        np.array([[1.0, 2], [3, -1], [-2, 4]]),
        np.ones(2),
    )
    return [
        case("three inputs, four hidden units, two outputs", 3, 4, 2),
        case("one input", 1, 3, 2, "F"),
        case("one hidden unit", 4, 1, 3, "readonly"),
        case("one output", 2, 5, 1, "strided"),
        case("one of each", 1, 1, 1),
        case("as many of each", 3, 3, 3, "F"),
        Case("whole numbers", whole),
        case("a larger network", 7, 12, 5),
    ]


collapse_linear = Exercise(
    name="collapse_linear",
    topic=TOPIC,
    signature="collapse_linear(W1, b1, W2, b2)",
    returns=("W", "b"),
    section="01_perceptron#linear-limits",
    reference=right.collapse_linear,
    cases=layers,
    checks=(
        Check("W", "W does to every sample what both layers' weights did", 0.45, part=0),
        Check("b", "b carries both layers' biases", 0.45, part=1),
        pure(),
    ),
    hints=(
        "Write (X W1 + b1) W2 + b2 without its parentheses. Which term holds X, and which do not?",
        "X is multiplied by W1 first and by W2 then, and a product of matrices may be bracketed as you like.",
        "What happens to b1 on its way to the output? It passes through the second layer, weights and all, as any "
        "activation of the hidden layer does.",
    ),
    misconceptions=(
        *wrong(
            "first-bias-unweighted",
            "b1 is added as it is. It is what the hidden units have when X is 0, so it passes through W2 as they do.",
            lambda W1, b1, W2, b2: (W1 @ W2, b2 + b1[: len(b2)] if len(b1) >= len(b2) else b2 + np.resize(b1, len(b2))),
            lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
        ),
        *wrong(
            "first-bias-forgotten",
            "b1 is lost. Set X to 0: the hidden layer is then b1, and the second layer sees it.",
            lambda W1, b1, W2, b2: (W1 @ W2, b2),
            lambda W1, b1, W2, b2: (W1 @ W2, b2.copy()),
        ),
        *wrong(
            "second-bias-forgotten",
            "b2 is lost. It is added at the very end, as it is.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2),
        ),
        *wrong(
            "order-of-product",
            "The product is in the wrong order. A sample meets W1 first, and in `X @ W1 @ W2` it stands to the left.",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W2 @ W1, b2 @ W1 + b1),
            lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2),
        ),
        *wrong(
            "needless-transpose",
            "A transpose too many. W1 is (D, H) and W2 is (H, K): they multiply to (D, K) as they stand.",
            lambda W1, b1, W2, b2: (W1.T @ W2, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1 @ W2.T, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1.T @ W2.T, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1 @ W2.T, b1 @ W2.T + b2),
        ),
        *wrong(
            "one-value-missing",
            "Only one of the two comes back. The single layer has weights and a bias: return the pair `(W, b)`.",
            lambda W1, b1, W2, b2: W1 @ W2,
            lambda W1, b1, W2, b2: b1 @ W2 + b2,
            lambda W1, b1, W2, b2: W1 @ W2 + b1 @ W2 + b2,
        ),
        *wrong(
            "bias-on-the-wrong-side",
            "The matrix stands before b1. A bias is a row like any sample, so W2 comes to its right.",
            lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
        ),
        *wrong(
            "entrywise",
            "`*` multiplies entry by entry. Two layers in a row are a product of matrices, `@`.",
            lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2),
            lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1 * W2, b1 * b2),
            lambda W1, b1, W2, b2: (W1 * W2, b1 + b2),
        ),
        *wrong(
            "bias-not-summed",
            "`b1 * W2` weighs the first layer's biases but does not add them up over the hidden units.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1[:, None] * W2 + b2),
            lambda W1, b1, W2, b2: (W1 @ W2, b1 * W2 + b2),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: W has one row an input and one column an output, (D, K).",
            lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2),
        ),
        *wrong(
            "second-bias-weighted",
            "b2 passes through W2 as well. It is added after the second layer's weights.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2 * W2.sum(axis=0)),
            lambda W1, b1, W2, b2: (
                W1 @ W2,
                (b1[:, None] + b2).T.sum(axis=1) @ W2 if W2.shape[0] == W2.shape[1] else b2,
            ),
            lambda W1, b1, W2, b2: (W1 @ W2, (b1 + b2) @ W2),
        ),
        *wrong(
            "weights-added",
            "The weights are added. Two layers, one after the other, multiply.",
            lambda W1, b1, W2, b2: (W1 + W2, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1 + W2, b1 + b2),
        ),
        *wrong(
            "bias-meets-first-weights",
            "b1 is multiplied by W1. It is added after W1, so only W2 is still ahead of it.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W1.T @ W1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b1 + b2),
        ),
        *wrong(
            "one-layer-alone",
            "This is one of the two layers alone. Both have to be in W and b.",
            lambda W1, b1, W2, b2: (W1, b1),
            lambda W1, b1, W2, b2: (W2, b2),
        ),
        *wrong(
            "bias-summed-to-a-number",
            "b comes out as one number for all outputs. Every output has a bias of its own, so b has shape (K,).",
            lambda W1, b1, W2, b2: (W1 @ W2, np.sum(b1 @ W2 + b2)),
            lambda W1, b1, W2, b2: (W1 @ W2, np.sum(b1 @ W2) + b2),
            lambda W1, b1, W2, b2: (W1 @ W2, b1.sum() + b2.sum()),
        ),
        *wrong(
            "bias-as-column",
            "b has the right numbers in a matrix of one column. A bias has shape (K,).",
            lambda W1, b1, W2, b2: (W1 @ W2, (b1 @ W2 + b2)[:, None]),
        ),
        *wrong(
            "step-between",
            "There is a step or a ReLU between your layers. The exercise is about linear layers: nothing bends.",
            lambda W1, b1, W2, b2: (W1 @ W2, np.maximum(b1, 0) @ W2 + b2),
            lambda W1, b1, W2, b2: (np.maximum(W1, 0) @ W2, np.maximum(b1, 0) @ W2 + b2),
            lambda W1, b1, W2, b2: (np.maximum(W1, 0) @ W2, b1 @ W2 + b2),
        ),
        *wrong(
            "sign-flipped",
            "A bias is subtracted, or carried over with a minus. Both biases are added.",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 - b2),
            lambda W1, b1, W2, b2: (W1 @ W2, b2 - b1 @ W2),
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            fitting(lambda W1, b1, W2, b2: (W2 @ W1 + 0 * W1, b1 @ W2 + b2), right.collapse_linear),
            fitting(lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), right.collapse_linear),
            fitting(lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W1 @ W2 + b2), right.collapse_linear),
            lambda W1, b1, W2, b2: (W1 * W2 if W1.shape == W2.shape else W1 @ W2, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W2 @ W1 if W1.shape == W2.shape else W1 @ W2, b1 @ W2 + b2),
        ),
        *wrong(
            "averaged",
            "You average over the hidden units. Their contributions add up, as in any product of matrices.",
            lambda W1, b1, W2, b2: (W1 @ W2 / len(b1), b1 @ W2 / len(b1) + b2),
            lambda W1, b1, W2, b2: (W1 @ W2 / len(b1), b1 @ W2 + b2),
        ),
        *wrong(
            "bias-in-the-weights",
            "A bias is among the weights. What both layers make of a unit vector is a row of W *plus* b: take b off again.",
            lambda W1, b1, W2, b2: (W1 @ W2 + (b1 @ W2 + b2), b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W1 @ W2 + b2, b1 @ W2 + b2),
        ),
    ),
)


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
        "One unit draws one line. Draw the four corners of a square and mark the two equal pairs: which two lines would "
        "cut these corners off?",
        "Let the first hidden unit fire at (1, 1) alone and the second at (0, 0) alone. What has the output to do with "
        "them?",
        "A unit with weights 1 and 1 has the scores b, 1 + b, 1 + b and 2 + b. For which b is only the last one > 0? And "
        "with weights −1 and −1?",
        "The output fires if either hidden unit does: both of its weights are 1, and its bias lies strictly between −1 "
        "and 0. One *column* of W1 belongs to one hidden unit.",
    ),
    misconceptions=(
        *wrong(
            "different-for-same",
            "Your network fires where the inputs *differ*. Turn the output round: change the sign of w2 and b2, and mind "
            "that a score of 0 does not fire.",
            answering(0, 1, 1, 0),
        ),
        *wrong(
            "fires-at-zero",
            "Your numbers are made for units that fire at a score of 0, too. The step is strict: > 0. Move the biases up "
            "a little, so that no score is exactly 0.",
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
