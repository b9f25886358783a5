"""Forward: from images to logits, through any number of layers."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.capstone.common import TOPIC, drawn, first_layers, from_two_layers, named, renumbered
from autograder.topics.capstone.wrong_forward import bias_late, emptied, into_the_images, through, weights_in_place
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.matrix_backprop.networks import unfed_units
from autograder.topics.softmax.common import naive


def networks(rng: np.random.Generator) -> list[Case]:
    X, _, weights, biases = unfed_units(rng, 4, (3, 6, 2))
    far_params, far_X = drawn(rng, 4, 3, 5, 4)
    fine_params, fine_X = drawn(rng, 4, 3, 5, 2, bias=0.0)
    return [
        Case("three layers", drawn(rng, 5, 3, 4, 6, 2)),
        Case("one layer", drawn(rng, 4, 3, 2)),
        Case("two layers", drawn(rng, 6, 2, 5, 3)),
        Case("four layers", drawn(rng, 3, 4, 5, 3, 6, 2)),
        Case("one sample", drawn(rng, 1, 4, 5, 3)),
        Case("one input", drawn(rng, 3, 1, 4, 2)),
        Case("one class", drawn(rng, 4, 2, 3, 1)),
        Case("layers of equal size", drawn(rng, 4, 4, 4, 4, 4)),
        Case("eleven layers", drawn(rng, 3, *[3] * 12)),
        Case("zero biases", drawn(rng, 4, 3, 5, 2, bias=0.0)),
        Case("whole numbers", drawn(rng, 3, 2, 4, 3, integer=True)),
        Case("a larger batch", drawn(rng, 12, 5, 7, 4)),
        Case("units whose pre-activation is 0", (named(weights, biases), X)),
        Case("logits up to 1000", (far_params, 300.0 * far_X)),
        Case("very small hidden values", ({**fine_params, "W2": 2.0**30 * fine_params["W2"]}, 2.0**-30 * fine_X)),
    ]


mlp_logits = Exercise(
    name="mlp_logits",
    topic=TOPIC,
    signature="mlp_logits(params, X)",
    returns=("Z",),
    section=f"{TOPIC}#forward",
    reference=right.mlp_logits,
    cases=networks,
    checks=(Check("values", "the logits are right, however many layers there are", 0.9), pure()),
    hints=(
        "It is `affine_forward` and ReLU in turn, in a loop. How do you find out from `params` how many layers there are?",
        "A dict of W1, b1, …, W3, b3 has six entries, so half of `len(params)` is the number of layers. Ask for each "
        "array by its name.",
        "What a layer returns is what the next one receives: begin with `A = X`, and let `A` take the place of itself.",
        "Every layer but the last is followed by ReLU. Logits may be negative, so the last one must not be.",
    ),
    misconceptions=(
        *wrong(
            "relu-on-the-last-layer",
            "The last layer has a ReLU, too. Its logits may be negative; a ReLU would make all bad classes equal.",
            through(after=lambda Z: np.maximum(Z, 0)),
        ),
        *wrong(
            "relu-missing",
            "There is no ReLU between the layers, so the whole network is one linear map, however deep it is.",
            through(g=lambda Z: Z),
        ),
        *wrong(
            "relu-once-only",
            "Only one of the hidden layers is followed by a ReLU. All of them are.",
            through(skip=lambda number, depth: number > 1),
            through(skip=lambda number, depth: number < depth - 1),
        ),
        *wrong(
            "relu-on-the-images",
            "ReLU comes before a layer instead of after it, so the images pass through one first.",
            through(before=lambda X: np.maximum(X, 0)),
        ),
        *wrong(
            "another-activation",
            "The hidden units use another activation than ReLU.",
            through(g=np.tanh),
            through(g=right.sigmoid),
            through(g=np.abs),
            through(g=lambda Z: np.where(Z > 0, Z, 0.01 * Z)),
            through(g=lambda Z: (Z > 0) * 1.0),
        ),
        *wrong(
            "probabilities",
            "Probabilities come back. The logits are asked for: softmax belongs to the loss, which takes logits.",
            through(after=right.softmax),
            through(after=naive),
        ),
        *wrong(
            "classes",
            "Classes come back. The logits are asked for, one for each class.",
            through(after=lambda Z: Z.argmax(axis=1)),
        ),
        *wrong(
            "bias-forgotten",
            "A bias is missing: every layer computes XW + b.",
            through(layer=lambda A, W, b: A @ W),
        ),
        *wrong(
            "bias-after-relu",
            "The bias is added after ReLU. It belongs to what ReLU is applied to: relu(XW + b).",
            lambda params, X: bias_late(params, X),
        ),
        *wrong(
            "bias-subtracted",
            "The bias is subtracted. In every layer it is added.",
            through(layer=lambda A, W, b: A @ W - b),
        ),
        *wrong(
            "number-of-layers-fixed",
            "The number of layers is counted out by hand. Take it from `params`: it has a W and a b for each layer.",
            *(first_layers(through(), count) for count in (1, 2, 3)),
            from_two_layers(first_layers(through(), 2)),
            from_two_layers(first_layers(through(), 3)),
        ),
        *wrong(
            "order-of-names",
            "You rely on the order of the dict. Its names may come in any order, so ask for each by its name.",
            renumbered(through(), list),
        ),
        *wrong(
            "names-sorted-as-text",
            'The names are sorted as text, where "W10" comes before "W2". Count the layers, and make the names from the numbers.',
            renumbered(through(), sorted),
        ),
        *wrong(
            "one-layer-refused",
            "A network of a single layer is one, too: no hidden layer and no ReLU.",
            from_two_layers(through()),
        ),
        *wrong(
            "weights-turned",
            "The weights are turned, W.T. They are stored with one column for each unit, so X @ W fits as it is.",
            through(layer=lambda A, W, b: A @ W.T + b),
        ),
        *wrong(
            "params-changed",
            "The parameters are changed, or taken out of their dict. A forward pass only looks at them.",
            weights_in_place,
            emptied,
        ),
        *wrong(
            "images-changed", "The images are changed in place. Make new arrays: `A = A @ W + b` does.", into_the_images
        ),
    ),
)
