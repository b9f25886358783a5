"""Two linear layers, which are a single one."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
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
