"""Wrong backward passes through any number of layers, and what a tutor says of each."""

from __future__ import annotations

import numpy as np

from autograder.topics.exercise import Misconception, wrong
from autograder.topics.matrix_backprop.wrong_networks import common, error_mean, half_mean_square, network, relu
from autograder.topics.matrix_backprop.wrong_sample import Rule


def ungated(X, Y, weights, biases):
    """The gate is passed after the hidden layers' own gradients are taken, not before."""
    inputs, Zs = [X], []
    for W, b in zip(weights, biases, strict=True):
        Zs.append(inputs[-1] @ W + b)
        inputs.append(relu(Zs[-1]))
    upstream, dweights, dbiases = error_mean(Zs[-1], Y), [], []
    for layer in reversed(range(len(weights))):
        dweights.insert(0, inputs[layer].T @ upstream)
        dbiases.insert(0, upstream.sum(axis=0))
        gated = upstream if layer == len(weights) - 1 else upstream * (Zs[layer] > 0)
        upstream = gated @ weights[layer].T
    return half_mean_square(Zs[-1], Y), dweights, dbiases


def clipped(X, Y, weights, biases):
    return network(output=relu, output_gate=lambda dF, Z: dF * (Z > 0))(X, Y, weights, biases)


def limited(count: int) -> Rule:
    """ReLU, forward, in the first layers only."""

    def backprop(X, Y, weights, biases):
        turns = iter(range(len(weights)))
        return network(g=lambda Z: relu(Z) if next(turns) < count else Z)(X, Y, weights, biases)

    return backprop


def refusing(backprop: Rule, error: type[Exception]) -> Rule:
    """It fails where there is one layer only."""

    def refuse(X, Y, weights, biases):
        if len(weights) == 1:
            raise error
        return backprop(X, Y, weights, biases)

    return refuse


def joined(backprop: Rule, in_front: bool) -> Rule:
    """The gradients of both kinds in one list, each put in front or at the end as it comes."""

    def join(X, Y, weights, biases):
        loss, dweights, dbiases = backprop(X, Y, weights, biases)
        pairs = reversed(list(zip(dweights, dbiases, strict=True)))
        both = [gradient for pair in pairs for gradient in pair]
        both = both[::-1] if in_front else both
        return loss, both, both

    return join


def next_if_alike(Zs, layer, biases):
    """The next hidden layer's pre-activations, where they have the right shape."""
    return Zs[layer + (layer + 1 < len(biases) and Zs[layer + 1].shape == Zs[layer].shape)]


def in_one_row(part):
    return part if isinstance(part, float) else np.concatenate([gradient.ravel() for gradient in part])


def any_depth() -> tuple[Misconception, ...]:
    right = network()

    def turned(weights: int, biases: int) -> Rule:
        def backprop(X, Y, W, b):
            loss, dweights, dbiases = right(X, Y, W, b)
            return loss, dweights[::weights], dbiases[::biases]

        return backprop

    return (
        *common(lambda backprop: backprop),
        *wrong(
            "layers-reversed",
            "The gradients come out last layer first, as the backward pass found them. Put them in the order of "
            "`weights`: insert each at the front, or turn the lists round at the end.",
            turned(-1, -1),
            turned(-1, 1),
            turned(1, -1),
        ),
        *wrong(
            "one-list-for-both",
            "`a = b = []` is one list with two names, so the gradients of weights and biases end in the same list. Make two.",
            *(joined(right, turn) for turn in (True, False)),
        ),
        *wrong(
            "in-pairs",
            "The gradients come in pairs, one for each layer. The contract wants two lists: `dweights`, and `dbiases`.",
            lambda X, Y, W, b: (right(X, Y, W, b)[0], list(zip(*right(X, Y, W, b)[1:], strict=True))),
            lambda X, Y, W, b: (
                right(X, Y, W, b)[0],
                [d for pair in zip(*right(X, Y, W, b)[1:], strict=True) for d in pair],
            ),
        ),
        *wrong(
            "in-one-row",
            "The gradients come in one long row. The contract wants lists, an array for each layer, in the shape of the layer's.",
            lambda X, Y, W, b: tuple(map(in_one_row, right(X, Y, W, b))),
        ),
        *wrong(
            "one-layer-refused",
            "A network of a single layer is one, too: no hidden layer, no ReLU, and still a gradient for its W and b.",
            *(refusing(right, error) for error in (IndexError, ValueError, AssertionError, UnboundLocalError)),
        ),
        *wrong(
            "relu-on-a-single-layer",
            "A network of a single layer has no hidden layer, hence no ReLU: its only layer is the output, and linear.",
            lambda X, Y, W, b: (right if len(W) > 1 else clipped)(X, Y, W, b),
            lambda X, Y, W, b: (right if len(W) > 1 else network(output=relu))(X, Y, W, b),
        ),
        *wrong(
            "number-of-layers-fixed",
            "The number of layers is counted out by hand. Take it from `len(weights)`.",
            *(lambda X, Y, W, b, n=n: right(X, Y, W[:n], b[:n]) for n in (1, 2, 3)),
            *(limited(n) for n in (1, 2, 3)),
        ),
        *wrong(
            "mask-missing-in-parameters",
            "The weights' or biases' gradient is taken before the gate. First let dA pass the gate, then use what is left.",
            ungated,
        ),
        *wrong(
            "mask-of-one-layer",
            "One layer's mask serves for several gates. Each gate is decided by the Z that went into its own ReLU.",
            network(gated_by=lambda Zs, layer, biases: Zs[1]),
            network(gated_by=lambda Zs, layer, biases: Zs[len(biases) - 1]),
            network(gated_by=next_if_alike),
        ),
        *wrong(
            "mask-missing-in-a-layer",
            "One hidden layer's ReLU is skipped on the way back. Every hidden layer has its gate, the first and the "
            "last one too.",
            network(gate=lambda dA, Z, A, layer: dA if layer == 1 else dA * (Z > 0)),
            network(gate=lambda dA, Z, A, layer: dA if layer > 1 else dA * (Z > 0)),
            lambda X, Y, W, b: network(gate=lambda dA, Z, A, layer: dA * (Z > 0) if layer == len(W) - 1 else dA)(
                X, Y, W, b
            ),
            lambda X, Y, W, b: network(gate=lambda dA, Z, A, layer: dA * (Z > 0) if layer < len(W) - 1 else dA)(
                X, Y, W, b
            ),
        ),
    )
