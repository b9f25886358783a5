"""What goes wrong in the perceptron's training loop: one loop, and a turn of one of its screws for each mistake."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.topics.exercise import wrong


def positive(score):
    return score > 0


def loop(
    score: Callable = lambda w, b, x: x @ w + b,
    fires: Callable = positive,
    error: Callable = lambda y, fired, score: y - fired,
    weights: Callable = lambda w, lr, e, x: w + lr * e * x,
    bias: Callable = lambda b, lr, e, x: b + lr * e,
    start: tuple[float, float] = (0.0, 0.0),
    limit: Callable[[int], int] = lambda n: n,
    order: Callable = lambda N, D: range(N),
    fresh: Callable = lambda w, b: (w, b),
    counted: Callable = lambda y, fired: int(fired != y),
    counts: Callable = lambda counts, n: [*counts, n],
    judged_after: bool = False,
    patient: bool = False,
    ends: Callable[[list[int]], bool] = lambda counts: counts[-1] == 0,
    returns: Callable = lambda w, b, mistakes, N: (w, b, mistakes),
) -> Callable:
    """The training loop, right as it stands. Each argument is one decision that somebody makes otherwise."""

    def perceptron_fit(X, y, lr=1.0, max_epochs=100):
        w, b, mistakes, seen = np.full(X.shape[1], start[0]), start[1], [], []
        for _ in range(limit(max_epochs)):
            w, b = fresh(w, b)
            old, wrong = (w, b), 0
            for n in order(*X.shape):
                z = score(*(old if patient else (w, b)), X[n])
                fired = int(fires(z))
                e = error(y[n], fired, z)
                w, b = weights(w, lr, e, X[n]), bias(b, lr, e, X[n])
                wrong += counted(y[n], int(fires(score(w, b, X[n]))) if judged_after else fired)
            seen.append(wrong)
            mistakes = counts(mistakes, wrong)
            if ends(seen):
                break
        return returns(w, b, mistakes, len(X))

    return perceptron_fit


def without_the_last(counts, n):
    return [*counts, n] if n else counts


def at_first_mistake(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(X, y, strict=True):
            e = label - int(x @ w + b > 0)
            if e:
                w, b, wrong = w + lr * e * x, b + lr * e, 1
                break
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def counted_at_once(at_the_end):
    """The mistakes of all samples together, at the beginning or at the end of the epoch."""

    def perceptron_fit(X, y, lr=1.0, max_epochs=100):
        w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
        for _ in range(max_epochs):
            before = w, b
            for x, label in zip(X, y, strict=True):
                e = label - int(x @ w + b > 0)
                w, b = w + lr * e * x, b + lr * e
            v, c = (w, b) if at_the_end else before
            mistakes.append(int(np.sum((X @ v + c > 0) != y)))
            if mistakes[-1] == 0:
                break
        return w, b, mistakes

    return perceptron_fit


def appended_for_every_sample(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(X, y, strict=True):
            e = label - int(x @ w + b > 0)
            w, b, wrong = w + lr * e * x, b + lr * e, wrong + abs(e)
            mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def epochs(w, b, X, y, lr, count):
    """Right epochs, one after the other: the weights at its end, and its mistakes."""
    for _ in range(count):
        wrong = 0
        for x, label in zip(X, y, strict=True):
            e = label - int(x @ w + b > 0)
            w, b, wrong = w + lr * e * x, b + lr * e, wrong + abs(e)
        yield w, b, wrong
        if wrong == 0:
            break


def pocket(X, y, lr=1.0, max_epochs=100):
    made = list(epochs(np.zeros(X.shape[1]), 0.0, X, y, lr, max_epochs))
    w, b, _ = min(made, key=lambda epoch: epoch[2])
    return w, b, [wrong for _, _, wrong in made]


def until_weights_return(X, y, lr=1.0, max_epochs=100):
    mistakes, seen = [], set()
    for w, b, count in epochs(np.zeros(X.shape[1]), 0.0, X, y, lr, max_epochs):
        mistakes.append(count)
        if (*w, b) in seen:
            break
        seen.add((*w, b))
    return w, b, mistakes


def sample_by_sample(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(X, y, strict=True):
            while e := label - int(x @ w + b > 0):
                w, b, wrong = w + lr * e * x, b + lr * e, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


FITS = (
    *wrong(
        "counted-at-once",
        "You count the mistakes of all samples with the same weights. What counts is each sample's own prediction when "
        "its turn comes, just before its update.",
        counted_at_once(at_the_end=False),
        counted_at_once(at_the_end=True),
    ),
    *wrong(
        "appended-for-every-sample",
        "You append to `mistakes` after every sample. It has one count for every epoch: move the `append` out of the "
        "inner loop.",
        appended_for_every_sample,
    ),
    *wrong(
        "zero-not-counted",
        "The last epoch's 0 is missing from `mistakes`: you stop before you append it. Append first, then ask.",
        loop(counts=without_the_last),
    ),
    *wrong(
        "never-stops-early",
        "Training goes on after an epoch without a mistake. Nothing can change any more: stop right there.",
        loop(ends=lambda seen: False),
    ),
    *wrong(
        "one-epoch-too-many",
        "You make one epoch more than `max_epochs` allows.",
        loop(limit=lambda n: n + 1),
    ),
    *wrong(
        "one-epoch-too-few",
        "You make one epoch less than `max_epochs` allows.",
        loop(limit=lambda n: n - 1),
    ),
    *wrong(
        "limit-ignored",
        "`max_epochs` is not obeyed: where no line separates the labels, training has to end there.",
        loop(limit=lambda n: 100),
    ),
    *wrong(
        "all-at-once",
        "All samples of an epoch are judged with the weights of its beginning. Update after each sample, so that the "
        "next one meets the new weights.",
        loop(patient=True),
    ),
    *wrong(
        "fires-at-zero",
        "At a score of exactly 0 you let the unit fire. The step is strict: it fires where the score is > 0.",
        loop(fires=lambda score: score >= 0),
    ),
    *wrong(
        "bias-forgotten",
        "The bias never learns. It moves by lr·(y − ŷ) after every mistake.",
        loop(bias=lambda b, lr, e, x: b),
    ),
    *wrong(
        "rate-ignored",
        "The learning rate is not used: pass `lr` on to the update.",
        loop(weights=lambda w, lr, e, x: w + e * x, bias=lambda b, lr, e, x: b + e),
    ),
    *wrong(
        "starts-at-ones",
        "Training starts at other weights than zeros. The contract fixes the start, so that everyone's epochs agree.",
        loop(start=(1.0, 1.0)),
        loop(start=(1.0, 0.0)),
        loop(start=(0.0, 1.0)),
        loop(start=(0.01, 0.0)),
    ),
    *wrong(
        "starts-again-each-epoch",
        "The weights are set back to zero in every epoch. They start once, before the loop over epochs.",
        loop(fresh=lambda w, b: (0.0 * w, 0.0)),
        loop(fresh=lambda w, b: (0.0 * w, b)),
        loop(fresh=lambda w, b: (w, 0.0)),
    ),
    *wrong(
        "judged-after-the-update",
        "You count a mistake by the prediction *after* the update. What counts is the prediction before it.",
        loop(judged_after=True),
    ),
    *wrong(
        "counter-not-reset",
        "The counter runs on from epoch to epoch. Set it back to 0 at the beginning of each.",
        loop(counts=lambda counts, n: [*counts, n + (counts[-1] if counts else 0)]),
        loop(
            counts=lambda counts, n: [*counts, n + (counts[-1] if counts else 0)],
            ends=lambda seen: sum(seen) == 0,
        ),
    ),
    *wrong(
        "errors-cancel",
        "You add up y − ŷ itself, so a mistake upwards and one downwards cancel. Count every mistake as 1.",
        loop(counted=lambda y, fired: y - fired),
    ),
    *wrong(
        "sign-flipped",
        "The step goes the wrong way: you add lr·(ŷ − y)·x, and every mistake becomes worse.",
        loop(error=lambda y, fired, score: fired - y),
    ),
    *wrong(
        "minus-one-for-zero",
        "Your labels are −1 and 1, so y − ŷ is 2, 0 or −2, or worse. In this course the labels are 0 and 1.",
        loop(error=lambda y, fired, score: 2 * (y - fired)),
        loop(error=lambda y, fired, score: y - (2 * fired - 1)),
        loop(error=lambda y, fired, score: (2 * y - 1) * ((2 * y - 1) * score <= 0)),
    ),
    *wrong(
        "score-for-prediction",
        "You subtract the score where the prediction ŷ, 0 or 1, is meant.",
        loop(error=lambda y, fired, score: y - score, limit=lambda n: min(n, 20)),
    ),
    *wrong(
        "rate-missing-on-one-side",
        "The learning rate is missing in one of the two steps. Weights and bias share it.",
        loop(bias=lambda b, lr, e, x: b + e),
        loop(weights=lambda w, lr, e, x: w + e * x),
    ),
    *wrong(
        "signs-disagree",
        "Weights and bias move in opposite directions. In this course the score is w·x + b, so both add lr·(y − ŷ).",
        loop(weights=lambda w, lr, e, x: w - lr * e * x),
        loop(bias=lambda b, lr, e, x: b - lr * e),
    ),
    *wrong(
        "bias-moves-with-input",
        "The bias's step is multiplied by inputs. Its own input is always 1, so it moves by lr·(y − ŷ).",
        loop(bias=lambda b, lr, e, x: b + lr * e * np.sum(x)),
        loop(bias=lambda b, lr, e, x: b + lr * e * x[0]),
        loop(bias=lambda b, lr, e, x: b + lr * e * np.mean(x)),
    ),
    *wrong(
        "another-threshold",
        "Your unit does not fire where w·x + b > 0: it is compared with another number, or the bias is subtracted.",
        loop(fires=lambda score: score > 0.5),
        loop(fires=lambda score: score >= 0.5),
        loop(score=lambda w, b, x: x @ w - b),
    ),
    *wrong(
        "bias-not-in-the-prediction",
        "Your prediction leaves the bias out of the score, so it is not the one that the perceptron makes.",
        loop(score=lambda w, b, x: x @ w),
    ),
    *wrong(
        "half-of-the-mistakes",
        "You count only one kind of mistake. A unit that fires and should not is as wrong as one that should and does not.",
        loop(counted=lambda y, fired: int(y > fired)),
        loop(counted=lambda y, fired: int(y < fired)),
    ),
    *wrong(
        "one-mistake-at-most",
        "You note whether there was a mistake. `mistakes` counts how many there were.",
        loop(counts=lambda counts, n: [*counts, min(n, 1)]),
        loop(counts=lambda counts, n: [*counts, bool(n)]),
    ),
    *wrong(
        "nothing-appended",
        "`mistakes` comes back empty. Append the epoch's count when the epoch is over.",
        loop(counts=lambda counts, n: counts),
    ),
    *wrong(
        "stops-too-soon",
        "Training ends before an epoch without a mistake was seen. Only a 0 says that the line separates the labels.",
        loop(ends=lambda seen: seen[-1] <= 1),
        loop(ends=lambda seen: len(seen) > 1 and seen[-1] >= seen[-2]),
        loop(ends=lambda seen: seen[-1] == 0 or (len(seen) > 1 and seen[-1] >= seen[-2])),
    ),
    *wrong(
        "features-for-samples",
        "You visit as many samples as there are features. `X.shape[0]`, or `len(X)`, is the number of samples.",
        loop(order=lambda N, D: range(D)),
        loop(order=lambda N, D: range(min(N, D))),
    ),
    *wrong(
        "only-upwards",
        "You mend only the mistakes on samples with label 1. A unit that fires and should not has to learn, too.",
        loop(error=lambda y, fired, score: max(y - fired, 0)),
    ),
    *wrong(
        "always-moves",
        "The weights move after every sample, also where the prediction was right.",
        loop(error=lambda y, fired, score: 2 * y - 1),
        loop(error=lambda y, fired, score: y),
    ),
    *wrong(
        "input-forgotten",
        "The weights' step is not multiplied by x. A weight moves in proportion to its own input.",
        loop(weights=lambda w, lr, e, x: w + lr * e),
    ),
    *wrong(
        "another-order",
        "The samples are visited in another order. Here they come as they stand, first row first.",
        loop(order=lambda N, D: range(N - 1, -1, -1)),
        loop(order=lambda N, D: np.random.default_rng(0).permutation(N)),
    ),
    *wrong(
        "one-sample-left-out",
        "One sample is never visited. A `range(N)` runs from 0 to N − 1, all of them.",
        loop(order=lambda N, D: range(N - 1)),
        loop(order=lambda N, D: range(1, N)),
    ),
    *wrong(
        "epoch-ends-at-a-mistake",
        "Your epoch ends at the first mistake: a `break` or `return` stands inside the loop over the samples.",
        at_first_mistake,
    ),
    *wrong(
        "stops-after-one-epoch",
        "Only one epoch is made. Is the `return` inside the loop over the epochs?",
        loop(limit=lambda n: 1),
        loop(limit=lambda n: 1, returns=lambda w, b, mistakes, N: (w, b, mistakes) if mistakes[0] else None),
    ),
    *wrong(
        "total-of-mistakes",
        "`mistakes` is a list with one count for every epoch; you return a single number.",
        loop(returns=lambda w, b, mistakes, N: (w, b, sum(mistakes))),
        loop(returns=lambda w, b, mistakes, N: (w, b, mistakes[-1])),
        loop(returns=lambda w, b, mistakes, N: (w, b, len(mistakes))),
    ),
    *wrong(
        "share-of-mistakes",
        "You return the share of wrong predictions. `mistakes` counts them.",
        loop(returns=lambda w, b, mistakes, N: (w, b, [n / N for n in mistakes])),
    ),
    *wrong(
        "correct-for-mistakes",
        "You count the right predictions. `mistakes` counts the wrong ones.",
        loop(returns=lambda w, b, mistakes, N: (w, b, [N - n for n in mistakes])),
        loop(counted=lambda y, fired: int(fired == y)),
    ),
    *wrong(
        "mistakes-not-returned",
        "Fewer values come back than are asked for: `(w, b, mistakes)`.",
        loop(returns=lambda w, b, mistakes, N: (w, b)),
        loop(returns=lambda w, b, mistakes, N: (np.append(w, b), mistakes)),
    ),
    *wrong(
        "order-swapped",
        "The right things in the wrong order: `(w, b, mistakes)`.",
        loop(returns=lambda w, b, mistakes, N: (b, w, mistakes)),
        loop(returns=lambda w, b, mistakes, N: (mistakes, w, b)),
    ),
    *wrong(
        "best-epoch-kept",
        "You return the weights of the best epoch. The contract asks for those that the last one ends with.",
        pocket,
    ),
    *wrong(
        "stops-at-a-cycle",
        "You stop where weights come back that were there before. Only an epoch without a mistake, or `max_epochs`, ends it.",
        until_weights_return,
    ),
    *wrong(
        "repeats-until-right",
        "You stay with a sample until it is right. Each has one step in an epoch, then comes the next.",
        sample_by_sample,
    ),
)
