"""Wrong backward passes through whole networks: a right one with some of its rules replaced, and what a tutor says of each."""

from __future__ import annotations

import numpy as np

from autograder.topics.exercise import Misconception, wrong
from autograder.topics.habits import WHATEVER_FITS, fitting
from autograder.topics.matrix_backprop.wrong_layers import everywhere
from autograder.topics.matrix_backprop.wrong_sample import Rule, sigmoid


def relu(Z: np.ndarray) -> np.ndarray:
    return np.maximum(Z, 0)


def half_mean_square(F: np.ndarray, Y: np.ndarray) -> float:
    return float(np.sum((F - Y) ** 2) / (2 * len(F)))


def error_mean(F: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return (F - Y) / len(F)


def network(
    g: Rule = relu,
    gate: Rule = lambda dA, Z, A, layer: dA * (Z > 0),
    gated_by: Rule = lambda Zs, layer, biases: Zs[layer],
    bias: Rule = lambda layer, depth: 1,
    output: Rule = lambda Z: Z,
    output_gate: Rule = lambda dF, Z: dF,
    loss: Rule = half_mean_square,
    dloss: Rule = error_mean,
    dW: Rule = lambda A, Z, dZ: A.T @ dZ,
    db: Rule = lambda dZ: dZ.sum(axis=0),
    dW_with: Rule = lambda dW, W: dW,
    dA: Rule = lambda dZ, W: dZ @ W.T,
    moved: Rule = lambda W, dW: W,
    step: float = 0.0,
) -> Rule:
    """mlp_loss_and_grads with some of its rules replaced. With `step` it also moves the parameters, in place."""

    def backprop(X, Y, weights, biases):
        As, Zs = [X], [X]  # what each layer received, and what that was before its ReLU
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
            Zs.append(As[-1] @ W + bias(layer, len(weights)) * b)
            As.append(g(Zs[-1]))
        F = output(Zs[-1])
        dZ = output_gate(dloss(F, Y), Zs[-1])
        dweights, dbiases = [], []
        for layer in reversed(range(len(weights))):
            dweights.insert(0, dW_with(dW(As[layer], Zs[layer], dZ), weights[layer]))
            dbiases.insert(0, db(dZ))
            if layer:
                upstream = dA(dZ, moved(weights[layer], dweights[0]))
                dZ = gate(upstream, gated_by(Zs, layer, biases), As[layer], layer)
        if step:
            for parameter, gradient in zip([*weights, *biases], [*dweights, *dbiases], strict=True):
                parameter -= step * gradient
        return loss(F, Y), dweights, dbiases

    return backprop


def common(adapt: Rule) -> list[Misconception]:
    """What goes wrong in a ReLU network of whatever depth; `adapt` gives a backward pass the exercise's signature."""

    def say(slug: str, sentence: str, *twisted: Rule) -> list[Misconception]:
        return wrong(slug, sentence, *map(adapt, twisted))

    return [*_of_relu(say), *_of_the_loss(say), *_of_the_layers(say)]


def _of_relu(say: Rule) -> list[Misconception]:
    return [
        *say(
            "mask-missing",
            "The ReLU is forgotten on the way back: a hidden unit that was off (Z < 0) passes no gradient to what lies "
            "before it.",
            network(gate=lambda dA, Z, A, layer: dA),
        ),
        *everywhere("mask-of-another-layer", network, say),
        *say(
            "mask-without-bias",
            "A gate is decided by XW, without the bias. What went into the ReLU is Z = XW + b.",
            network(gated_by=lambda Zs, layer, biases: Zs[layer] - biases[layer - 1]),
        ),
        *say(
            "mask-per-unit",
            "A gate is decided for the whole batch at once. Every sample has its own Z, and its own gates.",
            network(gate=lambda dA, Z, A, layer: dA * (Z > 0).any(axis=0)),
            network(gate=lambda dA, Z, A, layer: dA * (Z > 0).all(axis=0)),
            network(gate=lambda dA, Z, A, layer: dA * (Z.sum(axis=0) > 0)),
        ),
        *say(
            "mask-for-activation",
            "A weight gradient is built with the mask instead of the activations. The mask belongs to the gate; what "
            "the weights multiplied in the forward pass are the activations.",
            network(dW=lambda A, Z, dZ: (A if A is Z else A > 0).T @ dZ),
            network(dW=lambda A, Z, dZ: (A > 0).T @ dZ),
        ),
        *everywhere("small-taken-for-zero", network, say),
        *everywhere("one-at-zero", network, say),
        *everywhere("mask-from-gradient", network, say),
        *say(
            "mask-inverted",
            "The mask is inverted: the gradient passes where the unit was *off*.",
            network(gate=lambda dA, Z, A, layer: dA * (Z <= 0)),
            network(gate=lambda dA, Z, A, layer: dA * (Z < 0)),
        ),
        *everywhere("value-for-derivative", network, say),
        *say(
            "leaky",
            "Where a unit was off a little still passes: that is leaky ReLU.",
            network(gate=lambda dA, Z, A, layer: dA * np.where(Z > 0, 1.0, 0.01)),
            network(
                g=lambda Z: np.where(Z > 0, Z, 0.01 * Z), gate=lambda dA, Z, A, layer: dA * np.where(Z > 0, 1.0, 0.01)
            ),
        ),
        *say(
            "sign-for-step",
            "Where a unit was off you flip the gradient. ReLU is flat there: nothing passes.",
            network(gate=lambda dA, Z, A, layer: dA * np.sign(Z)),
        ),
        *say(
            "clipped",
            "Large gradients are cut off. Clipping is a trick of training, not part of the derivative.",
            network(gate=lambda dA, Z, A, layer: np.clip(dA, -1, 1) * (Z > 0)),
            network(dloss=lambda F, Y: np.clip(error_mean(F, Y), -0.1, 0.1)),
        ),
        *say(
            "hidden-layers-linear",
            "The hidden units have no ReLU in the forward pass, so the whole network is one linear map.",
            network(g=lambda Z: Z, gate=lambda dA, Z, A, layer: dA),
            network(g=lambda Z: Z),
        ),
        *say(
            "another-activation",
            "The hidden units use another activation than ReLU.",
            network(g=sigmoid, gate=lambda dA, Z, A, layer: dA * A * (1 - A)),
            network(g=np.tanh, gate=lambda dA, Z, A, layer: dA * (1 - A**2)),
            network(g=np.tanh),
            network(g=sigmoid),
            network(g=np.abs),
            network(g=np.abs, gate=lambda dA, Z, A, layer: dA * np.sign(Z)),
        ),
        *say(
            "relu-on-output",
            "The last layer has a ReLU too. The output is linear here: targets can be negative, and a clipped output "
            "could not learn from them.",
            network(output=relu, output_gate=lambda dF, Z: dF * (Z > 0)),
            network(output=relu),
            network(output_gate=lambda dF, Z: dF * (Z > 0)),
        ),
    ]


def _of_the_loss(say: Rule) -> list[Misconception]:
    def scaled(slug: str, sentence: str, factor: Rule) -> list[Misconception]:
        """A constant that is wrong in loss and gradients, or in one of them."""
        loss = {"loss": lambda F, Y: factor(F) * half_mean_square(F, Y)}
        dloss = {"dloss": lambda F, Y: factor(F) * error_mean(F, Y)}
        return say(slug, sentence, network(**loss, **dloss), network(**loss), network(**dloss))

    return [
        *scaled(
            "mean-forgotten",
            "The 1/N is missing: the loss averages over the batch, and so does its gradient.",
            len,
        ),
        *scaled(
            "half-forgotten",
            "A factor 2 too many: the loss has a ½, which cancels the 2 of the square in the gradient.",
            lambda F: 2.0,
        ),
        *scaled(
            "half-and-mean-forgotten",
            "Both the ½ and the 1/N of the loss are missing.",
            lambda F: 2.0 * len(F),
        ),
        *scaled(
            "mean-over-entries",
            "You average over all N·K entries; the loss averages over the N samples only and sums over the outputs.",
            lambda F: 1 / F.shape[1],
        ),
        *scaled(
            "plain-np-mean",
            "`np.mean` of the squares divides by all N·K entries, and the ½ is missing.",
            lambda F: 2 / F.shape[1],
        ),
        *say(
            "averaged-again",
            "You divide by N twice: `mse_backward` carries the 1/N already, so the layers must not average again.",
            network(dW=lambda A, Z, dZ: A.T @ dZ / len(dZ), db=lambda dZ: dZ.mean(axis=0)),
            network(db=lambda dZ: dZ.mean(axis=0)),
            network(dW=lambda A, Z, dZ: A.T @ dZ / len(dZ)),
            network(dloss=lambda F, Y: (F - Y) / len(F) ** 2),
            network(dA=lambda dZ, W: dZ @ W.T / len(dZ)),
        ),
        *say(
            "half-twice",
            "All gradients are half of what they should be: the loss's ½ was cancelled by the 2 of the square already.",
            network(dloss=lambda F, Y: 0.5 * error_mean(F, Y)),
        ),
        *say(
            "sign-flipped",
            "The sign is flipped: the gradient of the loss by F is (F − Y)/N. The minus of gradient descent comes with "
            "the step.",
            network(dloss=lambda F, Y: -error_mean(F, Y)),
            network(dloss=lambda F, Y: Y - F),
            network(loss=lambda F, Y: -half_mean_square(F, Y)),
        ),
        *say(
            "not-squared",
            "The loss is the *squared* error, halved and averaged over the samples.",
            network(loss=lambda F, Y: np.sum(np.abs(F - Y)) / len(F)),
            network(loss=lambda F, Y: np.mean(np.abs(F - Y))),
            network(loss=lambda F, Y: np.sum(F - Y) / len(F)),
        ),
        *say(
            "per-sample-loss",
            "You return one loss a sample. The batch's loss is their average, one number.",
            network(loss=lambda F, Y: 0.5 * np.sum((F - Y) ** 2, axis=1)),
            network(loss=lambda F, Y: 0.5 * np.sum((F - Y) ** 2, axis=1) / len(F)),
            network(loss=lambda F, Y: 0.5 * np.sum((F - Y) ** 2, axis=0) / len(F)),
            network(loss=lambda F, Y: 0.5 * np.mean((F - Y) ** 2, axis=0)),
        ),
        *say(
            "loss-in-an-array",
            "The loss comes in an array. It is one number.",
            network(loss=lambda F, Y: np.array([half_mean_square(F, Y)])),
            network(loss=lambda F, Y: np.array([[half_mean_square(F, Y)]])),
        ),
        *say(
            "n-minus-one",
            "You divide by N − 1, as for a variance that is estimated. The loss is the plain average over N samples.",
            network(
                loss=lambda F, Y: np.sum((F - Y) ** 2) / (2 * (len(F) - 1)), dloss=lambda F, Y: (F - Y) / (len(F) - 1)
            ),
            network(dloss=lambda F, Y: (F - Y) / (len(F) - 1)),
        ),
        *say(
            "batch-size-fixed",
            "N is written as a number. It is the number of rows of the batch that comes in.",
            *(
                network(loss=lambda F, Y, n=n: np.sum((F - Y) ** 2) / (2 * n), dloss=lambda F, Y, n=n: (F - Y) / n)
                for n in (4, 5)
            ),
        ),
        *say(
            "squared-in-the-gradient",
            "The error is still squared in the gradient. The derivative of the square is linear in F − Y.",
            network(dloss=lambda F, Y: (F - Y) ** 2 / len(F)),
        ),
        *say(
            "sigmoid-rule-on-output",
            "The gradient at the output carries F(1 − F), the slope of a sigmoid. The output is linear here: slope 1.",
            network(dloss=lambda F, Y: error_mean(F, Y) * F * (1 - F)),
        ),
        *say(
            "upstream-ignored",
            "The backward pass starts from ones instead of the loss's gradient dF, so the targets do not matter.",
            network(dloss=lambda F, Y: np.ones_like(F)),
            network(dloss=lambda F, Y: np.ones_like(F) / len(F)),
        ),
    ]


def _of_the_layers(say: Rule) -> list[Misconception]:
    return [
        *say(
            "db-not-summed",
            "A bias gradient has one row a sample; the same bias served the whole batch, so sum over the samples: "
            "shape (K,).",
            network(db=lambda dZ: dZ),
        ),
        *say(
            "db-wrong-axis",
            "A bias gradient is summed along the wrong axis: sum over the samples, so that one entry a unit is left.",
            network(db=lambda dZ: dZ.sum(axis=1)),
        ),
        *say(
            "db-keeps-axis",
            "A bias gradient has shape (1, K); the bias itself has (K,). Drop `keepdims`.",
            network(db=lambda dZ: dZ.sum(axis=0, keepdims=True)),
        ),
        *say(
            "transposed",
            "A weight gradient is turned: it has the shape of its weights, inputs in rows and units in columns.",
            network(dW=lambda A, Z, dZ: dZ.T @ A),
        ),
        *say(
            "pre-activation-for-activation",
            "A weight gradient is built with the pre-activations Z of the layer before. What the weights multiplied in "
            "the forward pass are the activations A = relu(Z).",
            network(dW=lambda A, Z, dZ: Z.T @ dZ),
        ),
        *say(
            "bias-forgotten",
            "A bias is missing in the forward pass: Z = AW + b in every layer.",
            network(bias=lambda layer, depth: 0),
            network(bias=lambda layer, depth: layer < depth - 1),
            network(bias=lambda layer, depth: layer == depth - 1),
        ),
        *say(
            "bias-subtracted",
            "The biases are subtracted in the forward pass; they are added.",
            network(bias=lambda layer, depth: -1),
        ),
        *everywhere("weights-forgotten", network, say),
        *say(
            "shapes-do-not-fit",
            "NumPy refuses a product: the shapes do not fit. Write each array's shape beside its name; a transpose is "
            "missing or the order is wrong. dA = dZ Wᵀ, dW = Aᵀ dZ.",
            network(dA=lambda dZ, W: dZ @ W),
            network(dA=lambda dZ, W: W @ dZ),
            network(dW=lambda A, Z, dZ: A @ dZ),
            network(dW=lambda A, Z, dZ: dZ @ A),
        ),
        *say(
            "whatever-fits",
            WHATEVER_FITS,
            network(dA=fitting(lambda dZ, W: dZ @ W, lambda dZ, W: dZ @ W.T)),
            network(dW=lambda A, Z, dZ: fitting(lambda: A @ dZ, lambda: A.T @ dZ)()),
            network(dW=lambda A, Z, dZ: (dZ.T @ A) if A.shape[1] == dZ.shape[1] else A.T @ dZ),
            network(db=lambda dZ: dZ.sum(axis=1) if len(dZ) == dZ.shape[1] else dZ.sum(axis=0)),
        ),
        *say(
            "updated-too-early",
            "The gradient goes back through weights that were stepped already. All gradients belong to the same, old "
            "weights: compute them all first, then step.",
            *(network(moved=lambda W, dW, rate=rate: W - rate * dW) for rate in (1.0, 0.5, 0.1, 0.01)),
        ),
        *say(
            "left-at-zero",
            "Gradients come out zero. Each layer gets its own, and passes on what is before it, through its weights and the gate.",
            network(dA=lambda dZ, W: np.zeros((len(dZ), len(W)))),
            network(dW=lambda A, Z, dZ: np.zeros((A.shape[1], dZ.shape[1])), db=lambda dZ: np.zeros(dZ.shape[1])),
        ),
        *say(
            "one-bias-gradient",
            "A bias gradient is one number. Every unit has its own bias: sum over the samples only.",
            network(db=lambda dZ: dZ.sum()),
            network(db=lambda dZ: np.full(dZ.shape[1], dZ.sum())),
        ),
        *say(
            "decay-added",
            "A multiple of the weights is added to their gradient (weight decay). The loss here has no penalty.",
            *(network(dW_with=lambda dW, W, lam=lam: dW + lam * W) for lam in (0.01, 0.1, 1.0)),
        ),
        *say(
            "in-place",
            "The parameters are changed: an update (`W -= …`) does not belong here, and neither does any other writing "
            "into the arguments. Return the gradients and let the caller step.",
            network(step=0.1),
        ),
    ]
