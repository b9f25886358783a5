"""One unit."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.activations.entries import TOPIC
from autograder.topics.exercise import Exercise, away, pure, wrong


def units(rng: np.random.Generator) -> list[Case]:
    def case(name, size, activation, bias=None):
        x, w = away(rng, (size,)), away(rng, (size,), high=1.0)
        bias = float(away(rng, (), 0.3, 1.2)) if bias is None else bias
        if x @ w + bias < 0.15:  # so that ReLU's unit is on, far from its corner
            w, bias = -w, -bias
        if abs(x @ w + bias) < 0.15:
            bias += 0.5
        return Case(name, (x, w, bias, Named(activation)))

    whole = (np.array([2.0, -1.0, 3.0]), np.array([1.0, 2.0, -1.0]), 1.0, Named("softsign"))
    return [
        case("four inputs and a softsign", 4, "softsign"),
        case("one input", 1, "tanh"),
        case("three inputs", 3, "tanh"),
        case("a leaky unit", 3, "leaky"),
        case("a linear unit", 2, "identity"),
        case("an unusual activation", 5, "cube"),
        case("no bias", 3, "softsign", bias=0.0),
        Case("whole numbers", whole),
        case("40 inputs", 40, "sin"),
    ]


neuron = Exercise(
    name="neuron",
    topic=TOPIC,
    signature="neuron(x, w, b, activation)",
    returns=("rate",),
    section="02_activations#neuron",
    reference=right.neuron,
    cases=units,
    checks=(
        Check("values", "the firing rate is right, and one number", 0.85),
        pure(0.15),
    ),
    hints=(
        "A unit does three things in a row: weigh its inputs, add a bias, and pass the *one* resulting number through "
        "its activation.",
        "Weighing and adding up is a dot product of two vectors, so the pre-activation is a single number.",
        "First `z`, from `x`, `w` and `b`; then call the function that you were given, `activation`, on `z` and return "
        "its value.",
    ),
    misconceptions=(
        *wrong(
            "bias-forgotten",
            "The bias is missing: it moves the threshold at which the unit begins to fire.",
            lambda x, w, b, activation: activation(x @ w),
        ),
        *wrong(
            "bias-subtracted",
            "You subtract the bias. In this course a threshold θ enters as b = −θ, so the bias is added.",
            lambda x, w, b, activation: activation(x @ w - b),
        ),
        *wrong(
            "activation-forgotten",
            "You return the pre-activation w·x + b. The firing rate is the activation of that number.",
            lambda x, w, b, activation: x @ w + b,
        ),
        *wrong(
            "bias-after-activation",
            "The bias is added after the activation. It belongs inside, next to w·x.",
            lambda x, w, b, activation: activation(x @ w) + b,
        ),
        *wrong(
            "activation-per-input",
            "The activation is applied to every weighed input and then summed. First sum, then activate once.",
            lambda x, w, b, activation: np.sum(activation(x * w)) + b,
            lambda x, w, b, activation: np.sum(activation(x * w + b)),
            lambda x, w, b, activation: np.sum(activation(x * w) + b),
        ),
        *wrong(
            "bias-per-input",
            "The bias is added once for every input; one unit has one bias, added once after the sum.",
            lambda x, w, b, activation: activation(np.sum(x * w + b)),
        ),
        *wrong(
            "not-summed",
            "`x * w` multiplies entry by entry and stays a vector. A unit adds these products up: a dot product.",
            lambda x, w, b, activation: activation(x * w + b),
        ),
        *wrong(
            "averaged",
            "You take the mean of the weighed inputs. A unit takes their sum.",
            lambda x, w, b, activation: activation(np.mean(x * w) + b),
        ),
        *wrong(
            "activation-ignored",
            "You always use the same activation function. Use the one that is passed in as `activation`.",
            lambda x, w, b, activation: right.sigmoid(x @ w + b),
            lambda x, w, b, activation: np.tanh(x @ w + b),
            lambda x, w, b, activation: np.maximum(x @ w + b, 0),
        ),
        *wrong(
            "input-activated",
            "The activation is applied to the inputs, before weighing. It comes last.",
            lambda x, w, b, activation: activation(x) @ w + b,
        ),
        *wrong(
            "derivative-for-rate",
            "You return the slope σ′ of a sigmoid unit; its firing rate is asked for.",
            lambda x, w, b, activation: right.sigmoid_derivative(x @ w + b),
        ),
        *wrong(
            "bias-and-activation-forgotten",
            "You return w·x alone: the bias and the activation are missing.",
            lambda x, w, b, activation: x @ w,
        ),
        *wrong(
            "bias-on-the-way-in",
            "The bias is added to every input or weight before they are multiplied. Add it once, to the sum.",
            lambda x, w, b, activation: activation((x + b) @ w),
            lambda x, w, b, activation: activation(x @ (w + b)),
        ),
        *wrong(
            "bias-multiplied",
            "The bias multiplies. It is added, and shifts the point at which the unit begins to fire.",
            lambda x, w, b, activation: activation(x @ w) * b,
            lambda x, w, b, activation: activation(x @ w * b),
        ),
        *wrong(
            "activated-twice",
            "The activation is applied twice. Once is enough.",
            lambda x, w, b, activation: activation(activation(x @ w + b)),
            lambda x, w, b, activation: activation(activation(x @ w) + b),
        ),
        *wrong(
            "one-entry-array",
            "The rate is right but comes in an array of one entry. Return the number itself.",
            lambda x, w, b, activation: np.array([activation(x @ w + b)]),
            lambda x, w, b, activation: np.array([[activation(x @ w + b)]]),
        ),
        *wrong(
            "sums-multiplied",
            "You multiply the sum of the inputs by the sum of the weights. Each input has a weight of its own: "
            "multiply first, then sum.",
            lambda x, w, b, activation: activation(np.sum(x) * np.sum(w) + b),
        ),
        *wrong(
            "outer-product",
            "Every input is multiplied by every weight. Input i meets weight i only.",
            lambda x, w, b, activation: activation(np.outer(x, w) + b),
        ),
        *wrong(
            "returns-too-early",
            "Only one input counts. If you have a loop, look at the indentation of what follows it.",
            lambda x, w, b, activation: activation(x[0] * w[0] + b),
            lambda x, w, b, activation: activation(x[-1] * w[-1] + b),
        ),
        *wrong(
            "number-of-inputs-fixed",
            "The inputs are counted out by hand. A unit has as many as `x` is long.",
            *(lambda x, w, b, activation, n=n: activation(sum(x[i] * w[i] for i in range(n)) + b) for n in (2, 3, 4)),
            *(lambda x, w, b, activation, n=n: activation(x[:n] @ w[:n] + b) for n in (2, 3, 4)),
        ),
        *wrong(
            "thresholded",
            "You return 0 or 1, a decision. The firing rate is the activation's value itself.",
            lambda x, w, b, activation: np.where(activation(x @ w + b) > 0, 1.0, 0.0),
            lambda x, w, b, activation: np.where(activation(x @ w + b) > 0.5, 1.0, 0.0),
        ),
        *wrong(
            "bias-twice",
            "The bias is added twice. A unit has one, added once after the sum.",
            lambda x, w, b, activation: activation(x @ w + 2 * b),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: a positive weight on a positive input makes the unit fire more, not less.",
            lambda x, w, b, activation: -activation(x @ w + b),
            lambda x, w, b, activation: activation(-(x @ w + b)),
        ),
    ),
)
