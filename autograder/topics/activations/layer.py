"""A layer of units."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.activations.entries import TOPIC
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.habits import OVERWRITTEN, WHATEVER_FITS, fitting


def layers(rng: np.random.Generator) -> list[Case]:
    def case(name, N, D, K, activation, bias=True):
        while True:
            X, W, b = away(rng, (N, D)), away(rng, (D, K), high=1.0), away(rng, (K,), high=1.0) * bias
            Z = X @ W + b
            if np.min(np.abs(Z)) > 0.01 and (activation != "leaky" or (Z > 0).any()):
                return Case(name, (X, W, b, Named(activation)))

    whole = (
        np.array([[1.0, -2.0], [3.0, 1.0], [2.0, 2.0]]),
        np.array([[2.0], [-1.0]]),
        np.array([2.0]),
        Named("tanh"),
    )
    return [
        case("four samples, three inputs, two units", 4, 3, 2, "softsign"),
        case("one sample", 1, 4, 3, "tanh"),
        case("one input", 5, 1, 3, "leaky"),
        case("one unit", 3, 2, 1, "softsign"),
        case("one of each", 1, 1, 1, "tanh"),
        case("as many samples as inputs as units", 3, 3, 3, "softsign"),
        case("a linear layer", 2, 5, 3, "identity"),
        case("a leaky layer", 6, 2, 4, "leaky"),
        case("zero biases", 3, 4, 2, "tanh", bias=False),
        case("an unusual activation", 2, 3, 4, "sin"),
        Case("whole numbers", whole),
        case("a larger batch", 12, 7, 5, "softsign"),
    ]


layer_forward = Exercise(
    name="layer_forward",
    topic=TOPIC,
    signature="layer_forward(X, W, b, activation)",
    returns=("A",),
    section="02_activations#layer",
    reference=right.layer_forward,
    cases=layers,
    checks=(
        Check("values", "A = g(XW + b) is right, with one row a sample and one column a unit", 0.85),
        pure(0.15),
    ),
    hints=(
        "A layer is many units looking at the same inputs, and a batch is many samples: one matrix product does all of "
        "them.",
        "X is (N, D) and W is (D, K). In which order do they multiply to (N, K)? Broadcasting adds `b` to every row.",
        "Compute the pre-activations `Z` first and look at their shape; then apply the function that was passed in, "
        "once, to all of `Z`.",
    ),
    misconceptions=(
        *wrong(
            "bias-forgotten",
            "The biases are missing: every unit has one, added to its whole column.",
            lambda X, W, b, activation: activation(X @ W),
        ),
        *wrong(
            "bias-subtracted",
            "You subtract the biases. They are added: Z = XW + b.",
            lambda X, W, b, activation: activation(X @ W - b),
        ),
        *wrong(
            "activation-forgotten",
            "You return the pre-activations Z. The layer's output is activation(Z).",
            lambda X, W, b, activation: X @ W + b,
        ),
        *wrong(
            "bias-after-activation",
            "The biases are added after the activation. They belong inside, next to XW.",
            lambda X, W, b, activation: activation(X @ W) + b,
        ),
        *wrong(
            "activation-ignored",
            "You always use the same activation function. Use the one that is passed in as `activation`.",
            lambda X, W, b, activation: right.sigmoid(X @ W + b),
            lambda X, W, b, activation: np.tanh(X @ W + b),
            lambda X, W, b, activation: np.maximum(X @ W + b, 0),
        ),
        *wrong(
            "transposed",
            "The right numbers, turned: samples belong in rows and units in columns, (N, K).",
            lambda X, W, b, activation: activation(X @ W + b).T,
        ),
        *wrong(
            "input-activated",
            "The activation is applied to the inputs. It comes last, on the pre-activations Z.",
            lambda X, W, b, activation: activation(X) @ W + b,
            lambda X, W, b, activation: activation(X) @ W,
        ),
        *wrong(
            "bias-in-the-loop",
            "The bias is added once for every input, inside the loop over inputs. Each unit adds its bias once, after "
            "the sum.",
            lambda X, W, b, activation: activation(X @ W + X.shape[1] * b),
        ),
        *wrong(
            "one-bias",
            "All units get the same bias. Unit k has its own, b[k].",
            lambda X, W, b, activation: activation(X @ W + b[0]),
            lambda X, W, b, activation: activation(X @ W + b.sum()),
            lambda X, W, b, activation: activation(X @ W + b.mean()),
        ),
        *wrong(
            "activated-twice",
            "The activation is applied twice. Once is enough: it takes Z to A.",
            lambda X, W, b, activation: activation(activation(X @ W + b)),
        ),
        *wrong(
            "shapes-do-not-fit",
            "A product is not possible with these shapes. X is (N, D) and W is (D, K): in which order, and without "
            "which transpose, do they give (N, K)?",
            lambda X, W, b, activation: activation(W @ X + b),
            lambda X, W, b, activation: activation(W.T @ X + b),
            lambda X, W, b, activation: activation(X @ W.T + b),
            lambda X, W, b, activation: activation(X * W + b),
            lambda X, W, b, activation: activation(np.dot(W, X) + b),
        ),
        *wrong(
            "whatever-fits",
            WHATEVER_FITS,
            fitting(lambda X, W, b, activation: activation(X @ W.T + b), right.layer_forward),
            fitting(lambda X, W, b, activation: activation(W @ X + b), right.layer_forward),
            fitting(lambda X, W, b, activation: activation(X.T @ W + b), right.layer_forward),
        ),
        *wrong(
            "bias-as-column",
            "The biases are added as a column, one for every sample. They belong to the units: b, of shape (K,), is "
            "added to every row as it is.",
            lambda X, W, b, activation: activation(X @ W + b[:, None]),
            lambda X, W, b, activation: activation(X @ W + (b[:, None] if len(b) == len(X) else b)),
        ),
        *wrong(
            "bias-twice",
            "The biases are added twice. Each unit adds its own once: Z = XW + b.",
            lambda X, W, b, activation: activation(X @ W + 2 * b),
        ),
        *wrong(
            "overwritten-in-the-loop",
            OVERWRITTEN,
            lambda X, W, b, activation: activation(X[:, -1:] * W[-1] + b),
        ),
        *wrong(
            "bias-and-activation-forgotten",
            "You return XW alone: the biases and the activation are missing.",
            lambda X, W, b, activation: X @ W,
        ),
        *wrong(
            "bias-multiplied",
            "The biases multiply. They are added, so that each shifts where its unit begins to fire.",
            lambda X, W, b, activation: activation(X @ W) * b,
            lambda X, W, b, activation: activation(X @ W * b),
        ),
        *wrong(
            "bias-on-the-weights",
            "The biases are added to the weights before the product. Add them to XW.",
            lambda X, W, b, activation: activation(X @ (W + b)),
        ),
        *wrong(
            "weights-activated",
            "The activation is applied to the weights. It comes last, on the pre-activations Z.",
            lambda X, W, b, activation: X @ activation(W) + b,
        ),
        *wrong(
            "averaged",
            "You divide by the number of inputs or samples. A unit sums its weighed inputs.",
            lambda X, W, b, activation: activation(X @ W / X.shape[1] + b),
            lambda X, W, b, activation: activation(X @ W / X.shape[0] + b),
        ),
        *wrong(
            "units-summed",
            "The units' outputs are added up. A layer keeps one column for each of its K units.",
            lambda X, W, b, activation: activation(X @ W + b).sum(axis=1),
            lambda X, W, b, activation: activation((X @ W + b).sum(axis=1)),
        ),
        *wrong(
            "first-sample-only",
            "Only one sample comes out. The batch has N rows, and so has the result.",
            lambda X, W, b, activation: activation(X @ W + b)[0],
            lambda X, W, b, activation: activation(X[0] @ W + b),
            lambda X, W, b, activation: activation(X @ W + b)[-1],
        ),
    ),
)
