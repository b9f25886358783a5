"""Wrong losses of a classifier, their penalties among them, and what a tutor says of each."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.topics.capstone.rules import Rule, answer, squares
from autograder.topics.exercise import Misconception, wrong
from autograder.topics.softmax.common import CLIPPED_LOGITS, GLOBAL_SHIFT, NO_SHIFT, naive, shifted
from autograder.topics.softmax.entropy import CLIPPED, LOG_ZERO


def of_the_loss() -> list[Misconception]:
    return [*_of_the_penalty(), *_of_the_data(), *_of_stability()]


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
    loss = {"penalty": lambda weights, biases, lam, N: factor(N) * 0.5 * lam * squares(weights)}
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
            *decaying(lambda weights, biases, lam, N: 0.5 * lam * squares(weights + biases), lambda b, lam, N: lam * b),
        ),
        *wrong(
            "one-layer-decayed",
            "The penalty knows only one of the layers. It sums over the weights of all of them.",
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * squares(weights[-1:])),
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * squares(weights[:1])),
            answer(penalty=lambda weights, biases, lam, N: 0.5 * lam * squares(weights[:2])),
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


def _of_the_data() -> list[Misconception]:
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
