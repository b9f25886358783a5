"""Wrong losses and gradients of a classifier: the right way with some of its rules replaced, and what a tutor says of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import mlp_reference as right
from autograder.topics.capstone.common import first_layers, from_two_layers, layers, named, renumbered
from autograder.topics.exercise import Misconception, wrong
from autograder.topics.habits import SMALL
from autograder.topics.matrix_backprop.wrong_networks import network
from autograder.topics.softmax.common import CLIPPED_LOGITS, GLOBAL_SHIFT, NO_SHIFT, naive, shifted
from autograder.topics.softmax.entropy import CLIPPED, LOG_ZERO

Rule = Callable[..., Any]


def answer(
    penalty: Rule = lambda weights, biases, lam, N: 0.5 * lam * _squares(weights),
    decay: Rule = lambda W, lam, N: lam * W,
    decay_b: Rule = lambda b, lam, N: 0.0,
    returned: Rule = lambda loss, grads: (loss, grads),
    **rules: Rule,
) -> Rule:
    """digits_loss_and_grads with some of its rules replaced; the others are those of `wrong_networks.network`."""
    backprop = network(**{"loss": right.cross_entropy, "dloss": right.cross_entropy_backward, **rules})

    def digits_loss_and_grads(params, X, y, lam):
        weights, biases = layers(params)
        loss, dweights, dbiases = backprop(X, y, weights, biases)
        dweights = [dW + decay(W, lam, len(X)) for dW, W in zip(dweights, weights, strict=True)]
        dbiases = [db + decay_b(b, lam, len(X)) for db, b in zip(dbiases, biases, strict=True)]
        return returned(loss + penalty(weights, biases, lam, len(X)), named(dweights, dbiases))

    return digits_loss_and_grads


def _squares(arrays: list[np.ndarray]) -> float:
    return float(sum(np.sum(array**2) for array in arrays))


def _targets(Z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return right.one_hot(y, Z.shape[1])


def _of_labels(P: np.ndarray, y: np.ndarray) -> np.ndarray:
    return P[np.arange(len(y)), y]


def scaled(factor: Rule) -> list[Rule]:
    """A constant that is wrong in the data's loss and gradients, or in one of them."""
    loss = {"loss": lambda Z, y: factor(Z) * right.cross_entropy(Z, y)}
    dloss = {"dloss": lambda Z, y: factor(Z) * right.cross_entropy_backward(Z, y)}
    return [answer(**loss, **dloss), answer(**loss), answer(**dloss)]


def penalised(factor: Rule) -> list[Rule]:
    """A constant that is wrong in the penalty and its gradients, or in one of them."""
    loss = {"penalty": lambda weights, biases, lam, N: factor(N) * 0.5 * lam * _squares(weights)}
    grads = {"decay": lambda W, lam, N: factor(N) * lam * W}
    return [answer(**loss, **grads), answer(**loss), answer(**grads)]


def by(probabilities: Rule, log: Rule = np.log) -> list[Rule]:
    """Probabilities computed in another way; in the loss (through their logarithm) and in the gradient, or in one of them."""
    loss = {"loss": lambda Z, y: -float(np.mean(log(_of_labels(probabilities(Z), y))))}
    dloss = {"dloss": lambda Z, y: (probabilities(Z) - _targets(Z, y)) / len(Z)}
    return [answer(**loss, **dloss), answer(**loss), answer(**dloss)]


def logs_shifted(shift: Rule) -> list[Rule]:
    """The logarithm taken of the sum alone, after a shift that may not do."""

    def logsumexp(Z):
        return shift(Z)[..., 0] + np.log(np.exp(Z - shift(Z)).sum(axis=1))

    loss = {"loss": lambda Z, y: float(np.mean(logsumexp(Z) - _of_labels(Z, y)))}
    dloss = {"dloss": lambda Z, y: (shifted(Z, shift(Z)) - _targets(Z, y)) / len(Z)}
    return [answer(**loss, **dloss), answer(**loss), answer(**dloss)]


def _whole_maximum(Z: np.ndarray) -> np.ndarray:
    return np.full((len(Z), 1), Z.max())


def stepping(params, X, y, lam):
    loss, grads = answer()(params, X, y, lam)
    for name in params:
        params[name] -= 0.1 * grads[name]
    return loss, grads


def misconceptions() -> tuple[Misconception, ...]:
    return (*_of_the_penalty(), *_of_the_loss(), *_of_stability(), *_of_the_layers(), *_of_the_form())


def _of_the_penalty() -> list[Misconception]:
    def decaying(loss: Rule, grad: Rule) -> list[Rule]:
        return [
            answer(penalty=loss, decay_b=grad),
            answer(penalty=loss),
            answer(decay_b=grad),
        ]

    return [
        *wrong(
            "penalty-left-out",
            "λ is never used: neither the loss nor the gradients have their penalty.",
            answer(penalty=lambda *_: 0.0, decay=lambda *_: 0.0),
        ),
        *wrong(
            "penalty-left-out-of-the-loss",
            "The penalty is in the gradients but not in the loss. They belong together: ½λΣ‖W‖² is a part of what is minimised.",
            answer(penalty=lambda *_: 0.0),
        ),
        *wrong(
            "penalty-left-out-of-the-gradients",
            "The penalty is in the loss but not in the gradients. Each W adds λW to its own.",
            answer(decay=lambda *_: 0.0),
        ),
        *wrong(
            "lam-doubled",
            "The penalty is twice too large: ½λΣw² has the gradient λw. The ½ is there to cancel the 2 of the square.",
            *penalised(lambda N: 2.0),
        ),
        *wrong(
            "lam-halved",
            "The penalty is half of what it should be, where it adds to the loss or where its gradient does: ½λΣw², and λw.",
            *penalised(lambda N: 0.5),
        ),
        *wrong(
            "penalty-averaged",
            "The penalty is divided by N. Only the data's part of the loss is an average; the weights are not data.",
            *penalised(lambda N: 1 / N),
        ),
        *wrong(
            "penalty-sign",
            "The penalty has the wrong sign: large weights cost something, so it adds to the loss and λW to the gradient.",
            *penalised(lambda N: -1.0),
        ),
        *wrong(
            "biases-decayed",
            "The biases are penalised, too. Only the weights are: a bias does not bend anything.",
            *decaying(
                lambda weights, biases, lam, N: 0.5 * lam * _squares(weights + biases), lambda b, lam, N: lam * b
            ),
        ),
        *wrong(
            "one-layer-decayed",
            "The penalty knows only one of the layers. It sums over the weights of all of them.",
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * _squares(weights[-1:])),
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * _squares(weights[:1])),
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * _squares(weights[:2])),
        ),
        *wrong(
            "not-squared",
            "The penalty takes the sizes of the weights, or the length of their vector, without squaring: ½λΣw² is asked for.",
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * sum(map(np.linalg.norm, weights))),
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * sum(np.abs(W).sum() for W in weights)),
            answer(
                penalty=lambda weights, biases, lam, N: lam * sum(np.abs(W).sum() for W in weights),
                decay=lambda W, lam, N: lam * np.sign(W),
            ),
        ),
        *wrong(
            "mean-for-sum",
            "The penalty takes the mean of the squared weights. It is their sum.",
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * sum(np.mean(W**2) for W in weights)),
        ),
    ]


def _of_the_loss() -> list[Misconception]:
    P = right.softmax
    return [
        *wrong(
            "mean-forgotten",
            "The 1/N is missing: the loss averages over the batch, and so does its gradient.",
            *scaled(len),
        ),
        *wrong(
            "averaged-twice",
            "1/N appears twice. The gradient by the logits carries it already, so the layers must not average again.",
            *scaled(lambda Z: 1 / len(Z))[:1],
            *scaled(lambda Z: 1 / len(Z))[2:],
            answer(dW=lambda A, Z, dZ: A.T @ dZ / len(dZ), db=lambda dZ: dZ.mean(axis=0)),
            answer(dW=lambda A, Z, dZ: A.T @ dZ / len(dZ)),
            answer(db=lambda dZ: dZ.mean(axis=0)),
        ),
        *wrong(
            "averaged-over-entries",
            "You average over all N·K entries. The average is over the N samples only.",
            *scaled(lambda Z: 1 / Z.shape[1]),
        ),
        *wrong(
            "targets-forgotten",
            "P stands for P − T: the 1 at the label has to come off, or the right class would be pushed down as well.",
            answer(dloss=lambda Z, y: P(Z) / len(Z)),
        ),
        *wrong(
            "targets-added",
            "The one-hot targets are added. Take them off: P − T.",
            answer(dloss=lambda Z, y: (P(Z) + _targets(Z, y)) / len(Z)),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: the gradient by the logits is (P − T)/N, and the loss is *minus* a logarithm.",
            answer(dloss=lambda Z, y: -right.cross_entropy_backward(Z, y)),
            answer(loss=lambda Z, y: -right.cross_entropy(Z, y)),
            answer(returned=lambda loss, grads: (loss, {name: -grad for name, grad in grads.items()})),
        ),
        *wrong(
            "softmax-twice",
            "Softmax is applied twice. The network ends with logits: apply it once.",
            *by(lambda Z: P(P(Z))),
        ),
        *wrong(
            "slide-extra-factor",
            "The gradient carries a factor o(1 − o), as one slide has it. Under cross-entropy it cancels: P − T is left.",
            answer(dloss=lambda Z, y: (P(Z) - _targets(Z, y)) * P(Z) * (1 - P(Z)) / len(Z)),
        ),
        *wrong(
            "gradient-by-probabilities",
            "−t/p is the gradient by the *probabilities*. One step further back, through softmax, are the logits: P − T.",
            answer(dloss=lambda Z, y: -_targets(Z, y) / np.maximum(P(Z), 1e-300) / len(Z)),
        ),
        *wrong(
            "squared-error",
            "The loss is the squared error of the probabilities, or of the logits. Cross-entropy is asked for.",
            answer(
                loss=lambda Z, y: 0.5 * np.sum((P(Z) - _targets(Z, y)) ** 2) / len(Z),
            ),
            answer(
                loss=lambda Z, y: 0.5 * np.sum((Z - _targets(Z, y)) ** 2) / len(Z),
                dloss=lambda Z, y: (Z - _targets(Z, y)) / len(Z),
            ),
        ),
        *wrong(
            "no-softmax",
            "The targets are taken off the logits. Turn these into probabilities first.",
            answer(dloss=lambda Z, y: (Z - _targets(Z, y)) / len(Z)),
        ),
        *wrong(
            "only-the-label",
            "Only the label's own logit gets a gradient. The other classes' probabilities should shrink, so theirs is positive.",
            answer(dloss=lambda Z, y: (P(Z) - 1) * _targets(Z, y) / len(Z)),
        ),
        *wrong(
            "another-logarithm",
            "The logarithm has another base. Use the natural one, `np.log`.",
            *(answer(loss=lambda Z, y, base=base: right.cross_entropy(Z, y) / np.log(base)) for base in (2, 10)),
        ),
        *wrong(
            "sigmoid-for-softmax",
            "You use the sigmoid of each logit. Where exactly one class is right the probabilities come from softmax.",
            answer(dloss=lambda Z, y: (right.sigmoid(Z) - _targets(Z, y)) / len(Z)),
        ),
        *wrong(
            "per-sample-loss",
            "You return one loss a sample. The batch's loss is their average, one number.",
            answer(loss=lambda Z, y: right.logsumexp(Z) - _of_labels(Z, y)),
        ),
        *wrong(
            "batch-size-fixed",
            "N is written as a number. It is the number of rows of the batch that comes in.",
            *scaled(lambda Z: len(Z) / 5)[:1],
            *scaled(lambda Z: len(Z) / 4)[:1],
        ),
    ]


def _of_stability() -> list[Misconception]:
    return [
        *wrong("no-shift", NO_SHIFT, *by(naive), *logs_shifted(lambda Z: np.zeros((len(Z), 1)))[:2]),
        *wrong(
            "global-shift",
            GLOBAL_SHIFT,
            *logs_shifted(_whole_maximum),
        ),
        *wrong("log-of-zero", LOG_ZERO, by(right.softmax)[1]),
        *wrong(
            "clipped",
            CLIPPED,
            *(by(right.softmax, lambda p, eps=eps: np.log(p + eps))[1] for eps in (1e-8, 1e-12, 1e-15)),
            *(by(right.softmax, lambda p, eps=eps: np.log(np.maximum(p, eps)))[1] for eps in (1e-8, 1e-12, 1e-15)),
        ),
        *wrong(
            "logits-cut-off",
            CLIPPED_LOGITS,
            *(
                answer(
                    loss=lambda Z, y, limit=limit: right.cross_entropy(np.clip(Z, -limit, limit), y),
                    dloss=lambda Z, y, limit=limit: right.cross_entropy_backward(np.clip(Z, -limit, limit), y),
                )
                for limit in (500.0, 700.0)
            ),
        ),
    ]


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
        *wrong(
            "mask-of-another-layer",
            "A gate is decided by another layer's pre-activations. Use the Z that went into the ReLU that you are passing.",
            answer(gated_by=lambda Zs, layer, biases: Zs[layer + 1]),
            answer(gated_by=lambda Zs, layer, biases: Zs[layer - 1]),
            answer(gated_by=lambda Zs, layer, biases: Zs[layer + (Zs[layer + 1].shape == Zs[layer].shape)]),
        ),
        *wrong(
            "mask-from-gradient",
            "The gate is closed where the *gradient* is negative. It depends on the pre-activations of the forward pass.",
            answer(gate=lambda dA, Z, A, layer: dA * (dA > 0)),
        ),
        *wrong(
            "mask-inverted",
            "The mask is inverted: the gradient passes where the unit was *off*.",
            answer(gate=lambda dA, Z, A, layer: dA * (Z <= 0)),
        ),
        *wrong(
            "value-for-derivative",
            "Going back you multiply by the activations instead of by ReLU's derivative, which is 1 or 0.",
            answer(gate=lambda dA, Z, A, layer: dA * A),
            answer(gate=lambda dA, Z, A, layer: dA * Z),
        ),
        *wrong(
            "one-at-zero",
            "The gradient passes where a pre-activation is exactly 0. The course sets relu′(0) = 0: use `>`, not `>=`.",
            answer(gate=lambda dA, Z, A, layer: dA * (Z >= 0)),
        ),
        *wrong(
            "small-taken-for-zero",
            SMALL,
            *(answer(gate=lambda dA, Z, A, layer, limit=limit: dA * (limit < Z)) for limit in (1e-4, 1e-6)),
        ),
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
            "A weight gradient is built with the pre-activations Z of the layer before. What the weights multiplied are the "
            "activations A = relu(Z).",
            answer(dW=lambda A, Z, dZ: Z.T @ dZ),
        ),
        *wrong(
            "weights-forgotten",
            "Going back through a layer, the gradient is not multiplied by its weights: dA = dZ Wᵀ.",
            answer(dA=lambda dZ, W: np.repeat(dZ.sum(axis=1, keepdims=True), len(W), axis=1)),
        ),
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
