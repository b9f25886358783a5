"""Wrong ways back through a classifier's layers, gradients in a wrong form, and what a tutor says of each."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.topics.capstone.common import first_layers, from_two_layers, layers, renumbered
from autograder.topics.capstone.rules import Rule, answer
from autograder.topics.exercise import Misconception, wrong
from autograder.topics.matrix_backprop.wrong_layers import everywhere


def of_the_gradients() -> list[Misconception]:
    return [*_of_the_layers(), *_of_the_form()]


def stepping(params, X, y, lam):
    loss, grads = answer()(params, X, y, lam)
    for name in params:
        params[name] -= 0.1 * grads[name]
    return loss, grads


def _of_the_layers() -> list[Misconception]:
    return [
        *wrong(
            "mask-missing",
            "The ReLU is forgotten on the way back: a hidden unit that was off (Z < 0) passes no gradient.",
            answer(gate=lambda dA, Z, A, layer: dA),
        ),
        *wrong(
            "mask-missing-in-a-layer",
            "One hidden layer's ReLU is skipped on the way back. Every hidden layer has its gate, the first one, too.",
            answer(gate=lambda dA, Z, A, layer: dA if layer == 1 else dA * (Z > 0)),
            answer(gate=lambda dA, Z, A, layer: dA if layer > 1 else dA * (Z > 0)),
        ),
        *everywhere("mask-of-another-layer", answer),
        *everywhere("mask-from-gradient", answer),
        *wrong(
            "mask-inverted",
            "The mask is inverted: the gradient passes where the unit was *off*.",
            answer(gate=lambda dA, Z, A, layer: dA * (Z <= 0)),
        ),
        *everywhere("value-for-derivative", answer),
        *everywhere("one-at-zero", answer),
        *everywhere("small-taken-for-zero", answer),
        *wrong(
            "relu-on-the-last-layer",
            "The last layer has a ReLU, too, forward, backward, or both ways. Logits may be negative.",
            answer(output=lambda Z: np.maximum(Z, 0), output_gate=lambda dF, Z: dF * (Z > 0)),
            answer(output=lambda Z: np.maximum(Z, 0)),
            answer(output_gate=lambda dF, Z: dF * (Z > 0)),
        ),
        *wrong(
            "hidden-layers-linear",
            "There is no ReLU in the forward pass, so the whole network is one linear map.",
            answer(g=lambda Z: Z, gate=lambda dA, Z, A, layer: dA),
            answer(g=lambda Z: Z),
        ),
        *wrong(
            "another-activation",
            "The hidden units use another activation than ReLU.",
            answer(g=right.sigmoid, gate=lambda dA, Z, A, layer: dA * A * (1 - A)),
            answer(g=np.tanh, gate=lambda dA, Z, A, layer: dA * (1 - A**2)),
            answer(
                g=lambda Z: np.where(Z > 0, Z, 0.01 * Z), gate=lambda dA, Z, A, layer: dA * np.where(Z > 0, 1.0, 0.01)
            ),
        ),
        *wrong(
            "bias-forgotten",
            "A bias is missing in the forward pass: Z = AW + b in every layer.",
            answer(bias=lambda layer, depth: 0),
        ),
        *wrong(
            "pre-activation-for-activation",
            "A weight gradient is built with the pre-activations Z of the layer before. What the weights multiplied "
            "are the activations A = relu(Z).",
            answer(dW=lambda A, Z, dZ: Z.T @ dZ),
        ),
        *everywhere("weights-forgotten", answer),
        *wrong(
            "updated-too-early",
            "The gradient goes back through weights that were stepped already. Compute all gradients first.",
            answer(moved=lambda W, dW: W - 0.1 * dW),
        ),
        *wrong(
            "db-not-summed",
            "A bias gradient has one row a sample. The same bias served the whole batch, so sum over the samples.",
            answer(db=lambda dZ: dZ),
        ),
        *wrong(
            "db-keeps-axis",
            "A bias gradient has shape (1, H); the bias itself has (H,). Drop `keepdims`.",
            answer(db=lambda dZ: dZ.sum(axis=0, keepdims=True)),
        ),
        *wrong(
            "transposed",
            "A weight gradient is turned: it has the shape of its weights, inputs in rows and units in columns.",
            answer(
                dW=lambda A, Z, dZ: A.T @ dZ, returned=lambda loss, grads: (loss, {n: g.T for n, g in grads.items()})
            ),
        ),
    ]


def _of_the_form() -> list[Misconception]:
    def renamed(form: str) -> Rule:
        return answer(returned=lambda loss, grads: (loss, {form.format(name): g for name, g in grads.items()}))

    return [
        *wrong(
            "names-with-d",
            "The gradients are named dW1, db1, … Give each the name of its parameter, W1, b1, …: then a step needs only one name.",
            renamed("d{}"),
        ),
        *wrong(
            "not-in-a-dict",
            "The gradients come without their names. Return them in a dict, each under its parameter's name.",
            answer(returned=lambda loss, grads: (loss, list(grads.values()))),
            answer(returned=lambda loss, grads: (loss, *layers(grads))),
        ),
        *wrong(
            "gradients-missing",
            "Some gradients are missing: there is one for each W and each b, the first layer's, too.",
            answer(returned=lambda loss, grads: (loss, {n: g for n, g in grads.items() if n[0] == "W"})),
            answer(returned=lambda loss, grads: (loss, {n: g for n, g in grads.items() if n not in ("W1", "b1")})),
        ),
        *wrong(
            "one-value", "One value comes back. Return both: (loss, grads).", answer(returned=lambda loss, grads: loss)
        ),
        *wrong(
            "number-of-layers-fixed",
            "The number of layers is counted out by hand. Take it from `params`: it has a W and a b for each layer.",
            *(first_layers(answer(), count) for count in (2, 3)),
            *(from_two_layers(first_layers(answer(), count)) for count in (2, 3)),
        ),
        *wrong(
            "one-layer-refused",
            "A network of a single layer is one, too: no hidden layer, no ReLU, and still a gradient for its W and b.",
            from_two_layers(answer()),
        ),
        *wrong(
            "order-of-names",
            "You rely on the order of the dict. Its names may come in any order, so ask for each by its name.",
            renumbered(answer(), list),
        ),
        *wrong(
            "names-sorted-as-text",
            'The names are sorted as text, where "W10" comes before "W2". Count the layers, and make the names from the numbers.',
            renumbered(answer(), sorted),
        ),
        *wrong(
            "params-changed",
            "The parameters are changed: an update (`W -= …`) does not belong here. Return the gradients and let the caller step.",
            stepping,
        ),
    ]
