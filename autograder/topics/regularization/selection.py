"""The choice of λ by the validation loss."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.habits import THRESHOLDS
from autograder.topics.regularization import wrong_selection
from autograder.topics.regularization.common import TOPIC
from autograder.topics.regularization.wrong_selection import by_loss, running


def choices(rng: np.random.Generator) -> list[Case]:
    """λ and the validation losses of their models. Whatever is compared differs clearly, or is equal to the last bit."""

    def spread(count, best, low=2.0, step=0.7):
        """Distinct losses, the smallest at `best`."""
        losses = low + step * (1 + rng.permutation(count) + rng.uniform(0, 0.3, count))
        losses[best] = low
        return losses.tolist()

    halves = [0.75, 0.5, 1.25, 0.5, 0.75, 0.5]
    steps = np.array([0.0, 0.4, 0.8, 1.2])
    return [
        Case("five values of λ", ([0.001, 0.01, 0.1, 1.0, 10.0], spread(5, 2))),
        Case("the last is best", ([0.0, 0.5, 1.0, 2.0], spread(4, 3))),
        Case("λ = 0 is best", ([0.0, 0.1, 0.2, 0.4], spread(4, 0))),
        Case("from large to small", ([3.0, 1.0, 0.3, 0.1, 0.03], spread(5, 3))),
        Case("one λ", ([0.7], spread(1, 0))),
        Case("two dips", ([0.01, 0.02, 0.04, 0.08, 0.16], [2.5, 2.0, 3.0, 1.5, 4.0])),
        Case("equal losses", ([0.8, 0.4, 0.1, 0.2, 0.9, 0.05], halves), "ties"),
        Case("whole numbers and equal losses", ([9, 7, 5, 3], [2.5, 1.5, 1.5, 3.5]), "ties"),
        Case("all losses equal", ([0.5, 0.25, 2.0], [1.5, 1.5, 1.5]), "ties"),
        Case("whole numbers", ([4, 1, 3, 2], [9, 7, 5, 8])),
        Case("losses in the thousands", ([0.1, 0.2, 0.3], spread(3, 1, 4e3, 1e3))),
        Case("losses far above a million", ([0.1, 0.2, 0.3], spread(3, 2, 4e12, 1e12))),
        Case("a best loss of 0", ([0.1, 0.2, 0.3, 0.4], [0.5, 0.0, 0.25, 0.125])),
        Case("losses between 0 and 1", ([0.1, 0.2, 0.3, 0.4], [0.75, 0.875, 0.5, 0.625])),
        *(
            Case(
                f"losses in steps of {0.4 * 10.0**-digits:g}",
                ([0.1, 0.2, 0.3, 0.4], (2 - steps * 10.0**-digits).tolist()),
            )
            for digits in range(6)
        ),
        Case("losses that differ little", ([0.1, 0.2, 0.3, 0.4], [0.100003, 0.100002, 0.1, 0.100001])),
        Case("tiny losses", ([0.1, 0.2, 0.3, 0.4], [1e-7, 1e-8, 1e-9, 1e-10])),
        Case("λ larger than its loss", ([1.0, 10.0, 100.0], [0.5, 0.25, 0.125])),
        Case("negative losses", ([0.1, 0.2, 0.3, 0.4], [-0.5, -2.0, -3.5, -1.0])),
        Case(
            "twenty values of λ",
            (np.round(np.geomspace(1e-4, 1e2, 20), 7).tolist(), spread(20, int(rng.integers(5, 15)))),
        ),
    ]


select_lambda = Exercise(
    name="select_lambda",
    topic=TOPIC,
    signature="select_lambda(lams, fit, validation_loss)",
    returns=("lam",),
    section=f"{TOPIC}#model-selection",
    reference=right.select_lambda,
    cases=choices,
    driver="select",
    view="chosen",
    checks=(
        Check("lam", "the λ with the smallest validation loss is chosen", 0.5, part="lam"),
        Check("ties", "of equal losses the first λ wins", 0.2, groups=("ties",), part="lam"),
        Check("fits", "each λ is fitted exactly once", 0.2, groups=("values", "ties"), part="fits"),
        pure(0.1),
    ),
    hints=(
        "Three things happen for every λ: a model is fitted, its validation loss is measured, and it is compared with "
        "the best so far.",
        "Fitting is the expensive part, so call `fit(lam)` once for every λ and keep what you need of it: the loss, "
        "and whose it is.",
        "Begin with a best loss that everything beats, `np.inf`, and replace it only where a loss is *strictly* "
        "smaller. What you return is the λ, not the loss.",
    ),
    misconceptions=(
        *wrong(
            "last-of-equals",
            "Of equal losses you keep the last; the first is asked for. Compare with `<`, not with `<=`.",
            running(np.inf, lambda loss, best: loss <= best),
            by_loss(lambda lams, losses: lams[len(lams) - 1 - int(np.argmin(losses[::-1]))]),
        ),
        *wrong(
            "largest-loss",
            "You choose the *largest* validation loss. A loss is better when it is smaller.",
            by_loss(lambda lams, losses: lams[int(np.argmax(losses))]),
            running(-np.inf, lambda loss, best: loss > best),
        ),
        *wrong(
            "loss-for-lambda",
            "You return the smallest loss. The λ that it belongs to is asked for.",
            by_loss(lambda lams, losses: min(losses)),
        ),
        *wrong(
            "index-for-lambda",
            "You return a place in the list. The λ that stands there is asked for.",
            by_loss(lambda lams, losses: int(np.argmin(losses))),
        ),
        *wrong(
            "model-for-lambda",
            "You return the fitted model. Its λ is asked for.",
            lambda lams, fit, validation_loss: min([fit(lam) for lam in lams], key=validation_loss),
        ),
        *wrong(
            "pair-for-lambda",
            "You return λ together with its loss. Only λ is asked for.",
            by_loss(lambda lams, losses: (lams[int(np.argmin(losses))], min(losses))),
            by_loss(lambda lams, losses: min(zip(losses, lams, strict=True))),
        ),
        *wrong(
            "fitted-more-than-once",
            "The right λ, but some model is fitted more than once. Fitting can take hours: fit each λ once and keep "
            "the loss.",
            wrong_selection.fits_the_best_again,
            wrong_selection.fits_twice,
            wrong_selection.fits_the_first_twice,
            wrong_selection.compares_in_pairs,
        ),
        *wrong(
            "stops-too-early",
            "You stop as soon as the loss rises. It may fall again: try every λ.",
            wrong_selection.until_it_rises,
        ),
        *wrong(
            "compares-with-the-one-before",
            "You compare each loss with the one before it. Compare with the smallest so far.",
            wrong_selection.better_than_the_one_before,
        ),
        *wrong(
            "starts-too-low",
            "The search starts from a fixed number, and no loss in this list is below it. Start from `np.inf`, or from "
            "the first loss.",
            *(running(start) for start in (0, 1, 1.0e1, 1e2, 1e3, 1e6, 1e9, 1e10)),
        ),
        *wrong(
            "first-skipped",
            "The first or the last λ is never tried. Go through the whole list.",
            running(np.inf, skip=1),
            lambda lams, fit, validation_loss: min(lams[:-1] or lams, key=lambda lam: validation_loss(fit(lam))),
        ),
        *wrong(
            "list-for-lambda",
            "The choice comes in a list. Return the number itself, the first where several are best.",
            by_loss(lambda lams, losses: [lams[int(np.argmin(losses))]]),
            by_loss(lambda lams, losses: [lam for lam, loss in zip(lams, losses, strict=True) if loss == min(losses)]),
        ),
        *wrong(
            "sorted-apart",
            "The λ or the losses are sorted apart from each other, so that a loss no longer stands where its λ does.",
            lambda lams, fit, validation_loss: lams[
                int(np.argmin([validation_loss(fit(lam)) for lam in sorted(lams)]))
            ],
            by_loss(lambda lams, losses: sorted(lams)[int(np.argmin(losses))]),
        ),
        *wrong(
            "models-compared",
            "You compare the models themselves. What can be compared is their validation loss, a number.",
            wrong_selection.models_compared,
        ),
        *wrong(
            "ties-by-size",
            "Of equal losses you choose the smallest λ. The first in the list is asked for.",
            by_loss(lambda lams, losses: min(zip(losses, lams, strict=True))[1]),
            lambda lams, fit, validation_loss: min(sorted(lams), key=lambda lam: validation_loss(fit(lam))),
        ),
        *wrong(
            "ties-by-largest",
            "Of equal losses you choose the largest λ. The first in the list is asked for.",
            lambda lams, fit, validation_loss: min(
                sorted(lams, reverse=True), key=lambda lam: validation_loss(fit(lam))
            ),
        ),
        *wrong(
            "lambda-for-model",
            "`validation_loss` takes a model, and you gave it a λ. First fit, then measure.",
            lambda lams, fit, validation_loss: min(lams, key=validation_loss),
        ),
        *wrong(
            "lambda-alone-decides",
            "The losses do not matter in your choice: you compare the λ themselves.",
            by_loss(lambda lams, losses: min(lams)),
            by_loss(lambda lams, losses: max(lams)),
            by_loss(lambda lams, losses: lams[0]),
            by_loss(lambda lams, losses: lams[-1]),
        ),
        *wrong(
            "zero-is-false",
            'λ = 0 counts as "nothing chosen yet" in your condition, for 0 is false in Python. Ask `is None`.',
            wrong_selection.falsy,
        ),
        *wrong(
            "size-of-the-loss",
            "You compare sizes |loss|. A negative loss is smaller than 0.",
            by_loss(lambda lams, losses: lams[int(np.argmin(np.abs(losses)))]),
        ),
        *wrong(
            "zero-loss-is-false",
            'A loss of 0 counts as "none yet" in your condition, for 0 is false in Python. It is the best so far like any other: '
            "ask `is None`.",
            running(None, lambda loss, best: not best or loss < best),
        ),
        *wrong(
            "losses-rounded",
            "The losses are rounded, or cut off, before they are compared, so that different ones come out equal. "
            "Compare them as they are.",
            by_loss(lambda lams, losses: lams[int(np.argmin(np.trunc(losses)))]),
            *(
                by_loss(lambda lams, losses, digits=digits: lams[int(np.argmin(np.round(losses, digits)))])
                for digits in range(6)
            ),
        ),
        *wrong(
            "tolerance",
            "A loss has to be smaller by some amount before it counts in your comparison, or `np.isclose` makes it a "
            "tie. Any smaller loss is better: `<`.",
            *(running(np.inf, lambda loss, best, e=e: loss < best - e) for e in THRESHOLDS[:-2]),
            running(np.inf, lambda loss, best: loss < best and not np.isclose(loss, best)),
        ),
        *wrong(
            "penalty-in-the-validation-loss",
            "λ takes part in the comparison, as if the validation loss had a penalty. That belongs to training; "
            "compare `validation_loss(model)` alone.",
            by_loss(lambda lams, losses: lams[int(np.argmin(np.add(lams, losses)))]),
            by_loss(lambda lams, losses: lams[int(np.argmin(np.multiply(lams, losses)))]),
        ),
        *wrong(
            "list-sorted",
            "The caller's list is sorted. Leave it as it is; with it the order of equals is lost, too.",
            wrong_selection.sorts_in_place,
        ),
    ),
)
