"""Training: epochs of stochastic gradient descent."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.checks.plain import Named
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.optimization import wrong_training
from autograder.topics.optimization.common import NOTHING, RATE_FORGOTTEN, TOPIC, generator, rate
from autograder.topics.optimization.wrong_shuffling import cut
from autograder.topics.optimization.wrong_training import sgd

LINE, CLASSES = Named("model:line"), Named("model:classes")


def runs(rng: np.random.Generator) -> list[Case]:
    """Few epochs at a moderate rate, and targets far from what the model says: no step is too small to be seen."""

    def line(N: int, D: int) -> tuple:
        return away(rng, (N, D)), away(rng, (N,), 3.0, 9.0), {"w": away(rng, (D,)), "b": away(rng, (1,))}, LINE

    def classes(N: int, D: int, K: int) -> tuple:
        y = rng.permutation(np.arange(N) % K)
        return away(rng, (N, D)), y, {"W": away(rng, (D, K), high=0.6), "b": away(rng, (K,), high=0.6)}, CLASSES

    def alike(N: int) -> tuple:
        X, y, params, model = line(1, 3)
        return np.repeat(X, N, axis=0), np.repeat(np.abs(y) + 6.0, N), params, model

    def case(name, given, epochs, batch_size, group="values", layout="C", lr=None):
        return Case(name, (*given, lr or rate(rng, 0.02, 0.06), epochs, batch_size, generator(rng)), group, layout)

    first, other = generator(rng), generator(rng)
    return [
        case("14 samples in batches of 6, two epochs", line(14, 3), 2, 6),
        case("three classes", classes(20, 4, 3), 2, 8),
        case("the whole data as one batch", line(15, 2), 3, 15),
        case("a batch larger than the data", classes(14, 3, 2), 2, 30),
        case("batches of one sample", line(12, 2), 1, 1),
        case("a rate so large that the loss rises", line(14, 3), 4, 5, lr=1.2),
        case("one epoch", classes(16, 2, 5), 1, 4, layout="readonly"),
        case("one sample left over", line(17, 1), 2, 8, layout="strided"),
        case("equal samples, the last batch smaller", alike(14), 2, 4, "alike"),
        Case("40 samples, different generators", (*line(40, 2), 0.02, 2, 15, first, other, first), "random"),
    ]


REPEATED = (
    "Every epoch goes through the same batches in the same order. Draw a new permutation inside the loop over epochs."
)
LATE = "The losses are one epoch late: the loss before the epoch is noted, not that after it."
BATCH_LOSS = (
    "You note the batches' own losses. Each was measured before its step and on a few samples only; the history wants "
    "the loss on all of X, y after the epoch."
)
COVERAGE = "In each epoch every sample is used once."

train = Exercise(
    name="train",
    topic=TOPIC,
    signature="train(X, y, params, loss_and_grads, lr, epochs, batch_size, rng)",
    returns=("params", "history", "batches", "order", "result"),
    section="06_optimization#training",
    reference=right.train,
    driver="trainings",
    view="trainings",
    cases=runs,
    checks=(
        Check(
            "params",
            "every step goes from the parameters as they stand to lr·grads below, until they are returned",
            0.25,
            groups=("values", "random"),
            part="params",
        ),
        Check(
            "batches",
            "every epoch is one pass of minibatches",
            0.2,
            groups=("values", "random", "alike"),
            part="batches",
        ),
        Check(
            "order",
            "each epoch has a random order of its own, drawn from `rng`",
            0.15,
            groups=("random",),
            part="order",
        ),
        Check(
            "history",
            "the history holds the loss on all samples after each epoch",
            0.2,
            groups=("values", "random"),
            part="history",
        ),
        Check(
            "result",
            "where no draw matters, parameters and losses are those of SGD",
            0.1,
            groups=("alike",),
            part="result",
        ),
        pure(0.1),
    ),
    hints=(
        "Two loops, one inside the other: the outer one counts epochs, the inner one goes through the minibatches of "
        "one pass. You have written both the minibatches and the step.",
        "Each batch: ask `loss_and_grads` for the gradients at the parameters as they are *now*, and take one step. "
        "The next batch starts from there.",
        "When the inner loop is through, ask once more, with all of X and y, and append that loss. Where in your code "
        "does a fresh permutation begin?",
        "`sgd_step` returns a new dict. Give that the name `params`, and the caller's dict stays as it was.",
    ),
    misconceptions=(
        *wrong(
            "same-order-every-epoch",
            REPEATED,
            sgd(order=lambda orders, N, size, rng, epoch: orders[0] if orders else rng.permutation(N)),
        ),
        *wrong(
            "not-shuffled",
            "The samples come in the order of the data, in every epoch. Draw a permutation from `rng`.",
            sgd(order=lambda orders, N, size, rng, epoch: np.arange(N)),
        ),
        *wrong(
            "rng-ignored",
            "The order does not come from `rng`. Pass the generator on to your minibatches.",
            sgd(order=lambda orders, N, size, rng, epoch: np.random.default_rng().permutation(N)),
        ),
        *wrong(
            "always-the-same-order",
            "The order is the same for every `rng`. Pass the generator on, and make no new one with a seed of its own.",
            sgd(order=lambda orders, N, size, rng, epoch: np.random.default_rng(epoch).permutation(N)),
        ),
        *wrong(
            "last-batch-dropped",
            "What remains after the last whole batch is never used. A smaller batch comes last.",
            sgd(batches=lambda X, y, order, size: cut(X, y, order[: len(order) // size * size], size)),
        ),
        *wrong(
            "one-step-an-epoch",
            "Each epoch makes one step, with its first batch only. Go through all of them.",
            sgd(batches=lambda X, y, order, size: cut(X, y, order, size)[:1]),
        ),
        *wrong(
            "whole-data",
            "Every step uses all the data. `batch_size` says how many samples a step sees.",
            sgd(batches=lambda X, y, order, size: [(X, y)]),
        ),
        *wrong(
            "whole-data-in-every-step",
            "The number of steps is right, but each uses all the data. Pass the batch to `loss_and_grads`, not X and y.",
            sgd(batches=lambda X, y, order, size: [(X, y) for _ in cut(X, y, order, size)]),
        ),
        *wrong(
            "with-replacement",
            COVERAGE + " Yours draws samples anew, so some come twice and others never.",
            sgd(batches=wrong_training.drawn_anew),
            sgd(order=lambda orders, N, size, rng, epoch: rng.integers(0, N, N)),
        ),
        *wrong(
            "labels-apart",
            "Rows and labels part: both have to be picked by the same permutation.",
            wrong_training.copies_shuffled_apart,
            sgd(batches=lambda X, y, order, size: cut(X, y[::-1], order, size)),
            sgd(
                batches=lambda X, y, order, size: [
                    (a, t)
                    for (a, _), (_, t) in zip(cut(X, y, order, size), cut(X, y, np.arange(len(y)), size), strict=True)
                ]
            ),
        ),
        *wrong(
            "gradients-of-the-epochs-start",
            "All gradients of an epoch are taken at the parameters with which it began. Each step starts where the last one ended.",
            sgd(at=lambda start, now: start),
        ),
        *wrong(
            "sign-flipped",
            "The loss grows from step to step: the gradient is added. Descent subtracts it.",
            sgd(move=lambda w, g, lr, epoch, size: w + lr * g),
        ),
        *wrong("rate-forgotten", RATE_FORGOTTEN, sgd(move=lambda w, g, lr, epoch, size: w - g)),
        *wrong(
            "averaged-again",
            "The gradients are divided by the size of the batch. `loss_and_grads` has averaged them already.",
            sgd(move=lambda w, g, lr, epoch, size: w - lr * g / size),
        ),
        *wrong(
            "summed-over-batch",
            "The gradients are multiplied by the size of the batch. They are averages, and stay so.",
            sgd(move=lambda w, g, lr, epoch, size: w - lr * g * size),
        ),
        *wrong(
            "rate-decays",
            "The learning rate becomes smaller from epoch to epoch. Here it stays `lr`.",
            sgd(move=lambda w, g, lr, epoch, size: w - lr / (1 + epoch) * g),
        ),
        *wrong(
            "starts-at-zero",
            "The parameters start at zero. They start as those that are passed in.",
            sgd(beginning=lambda params: {name: 0.0 * w for name, w in params.items()}),
        ),
        *wrong(
            "starts-anew-each-epoch",
            "Every epoch starts from the first parameters again. What was learned goes on.",
            lambda X, y, params, loss_and_grads, lr, epochs, batch_size, rng: (
                lambda all_runs: (all_runs[-1][0], [history[0] for _, history in all_runs])
            )([right.train(X, y, params, loss_and_grads, lr, 1, batch_size, rng) for _ in range(epochs)]),
        ),
        *wrong("loss-one-epoch-late", LATE, sgd(recorded=lambda after, before, losses: [before])),
        *wrong(
            "loss-before-the-first-step",
            "The history begins with the loss before the first epoch, so it has one entry too many.",
            sgd(start_recorded=True),
        ),
        *wrong(
            "loss-of-the-last-batch",
            BATCH_LOSS,
            sgd(recorded=lambda after, before, losses: [losses[-1]]),
            sgd(recorded=wrong_training.mean),
            wrong_training.weighted_losses,
            sgd(recorded=lambda after, before, losses: [float(np.sum(losses))]),
        ),
        *wrong(
            "loss-of-every-step",
            "A loss is noted after every step. One for each epoch is asked for: look at the indentation.",
            sgd(recorded=lambda after, before, losses: losses),
            sgd(recorded=lambda after, before, losses: [after] * len(losses)),
        ),
        *wrong(
            "last-loss-only",
            "Only one loss comes back. The history is a list with one for each epoch.",
            sgd(returned=lambda params, start, history: (params, history[-1])),
            sgd(returned=lambda params, start, history: (params, history[-1:])),
        ),
        *wrong(
            "first-parameters-returned",
            "You return the parameters as they were before training.",
            sgd(returned=lambda params, start, history: (start, history)),
        ),
        *wrong(
            "history-missing",
            "Two things are asked for: (params, history).",
            sgd(returned=lambda params, start, history: params),
        ),
        *wrong(
            "history-only",
            "The parameters are missing. Return (params, history).",
            sgd(returned=lambda params, start, history: history),
        ),
        *wrong(
            "order-swapped",
            "Both are there, but in the wrong order: first the parameters, then the history.",
            sgd(returned=lambda params, start, history: (history, params)),
        ),
        *wrong(
            "trained-in-place",
            "The caller's parameters are trained, too: `-=` writes into their arrays, also when the dict around them is new.",
            wrong_training.in_place,
            wrong_training.in_place_in_a_new_dict,
        ),
        *wrong(
            "data-shuffled-in-place",
            "The caller's X and y are shuffled. Leave them as they are, and pick rows by numbers.",
            wrong_training.shuffled_in_place,
        ),
        *wrong(
            "one-parameter-only", "Only one of the parameters moves. Every name gets its step.", wrong_training.one_name
        ),
        *wrong(
            "one-epoch-missing",
            "One epoch is missing, or there is one too many: `range(epochs)`.",
            lambda X, y, params, loss_and_grads, lr, epochs, *rest: right.train(
                X, y, params, loss_and_grads, lr, epochs - 1, *rest
            ),
            lambda X, y, params, loss_and_grads, lr, epochs, *rest: right.train(
                X, y, params, loss_and_grads, lr, epochs + 1, *rest
            ),
        ),
        *wrong("nothing-returned", NOTHING, sgd(returned=lambda params, start, history: None)),
        *wrong(
            "returns-too-early",
            "Only the first epoch is gone through. Look at the indentation of `return`.",
            lambda X, y, params, loss_and_grads, lr, epochs, *rest: right.train(
                X, y, params, loss_and_grads, lr, 1, *rest
            ),
        ),
        *wrong(
            "loss-on-the-last-batch",
            "The loss after an epoch is measured on its last batch. Measure it on all of X and y.",
            wrong_training.last_batch_looked_at,
        ),
        *wrong(
            "history-turned",
            "The history runs backwards. The loss after the first epoch comes first.",
            sgd(returned=lambda params, start, history: (params, history[::-1])),
        ),
        *wrong(
            "stride-of-one",
            "The batches overlap: the start moves on by one row, not by `batch_size`.",
            sgd(
                batches=lambda X, y, order, size: [
                    (X[order[i : i + size]], y[order[i : i + size]]) for i in range(len(order))
                ]
            ),
        ),
        *wrong(
            "sum-of-gradients",
            "Old gradients still act: they are added up from step to step. Each step uses those of its own batch.",
            wrong_training.summed_gradients,
        ),
        *wrong(
            "momentum-added",
            "Old gradients still act, as with momentum. Here each step is plain SGD.",
            wrong_training.with_momentum,
        ),
        *wrong(
            "step-of-fixed-length",
            "The gradient is brought to length 1, or cut to its sign. The step is lr·g, long where it is steep.",
            sgd(move=lambda w, g, lr, epoch, size: w - lr * g / np.linalg.norm(g)),
            sgd(move=lambda w, g, lr, epoch, size: w - lr * np.sign(g)),
        ),
        *wrong(
            "endless",
            "The training never ends. Which loop counts the epochs, and does it count?",
            wrong_training.endless,
        ),
    ),
)
