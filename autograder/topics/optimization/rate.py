"""A rate that falls with the steps."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.optimization.common import TOPIC, rate


def rates(rng: np.random.Generator) -> list[Case]:
    lr, decay = rate(rng), rate(rng, 0.01, 0.3)
    return [
        Case("step 7", (lr, decay, 7)),
        Case("the first step, 0", (rate(rng), decay, 0)),
        Case("step 1", (rate(rng), rate(rng, 0.6, 0.9), 1)),
        Case("a late step", (rate(rng), decay, 5000)),
        Case("no decay", (lr, 0.0, 12)),
        Case("a strong decay", (rate(rng), 2.5, 3)),
        Case("whole numbers", (1, 1, 3)),
    ]


decayed_rate = Exercise(
    name="decayed_rate",
    topic=TOPIC,
    signature="decayed_rate(lr, decay, step)",
    returns=("rate",),
    section="06_optimization#learning-rate",
    reference=right.decayed_rate,
    cases=rates,
    checks=(Check("values", "the rate is right", 0.85), pure(0.15)),
    hints=(
        "At step 0 nothing has decayed yet: what must come out there?",
        "Look at the denominator: it is 1 at the start and grows by `decay` with every step.",
        "One line: first `decay` times `step`, then plus one, then `lr` over the whole of it. Mind the brackets.",
    ),
    misconceptions=(
        *wrong(
            "exponential-decay",
            "This decay is exponential: it falls by the same factor in every step. Here the rate falls like 1/step.",
            lambda lr, decay, step: lr * decay**step,
            lambda lr, decay, step: lr * np.exp(-decay * step),
            lambda lr, decay, step: lr * (1 - decay) ** step,
            lambda lr, decay, step: lr / (1 + decay) ** step,
            lambda lr, decay, step: lr / 2 ** (decay * step),
        ),
        *wrong(
            "linear-decay",
            "The rate falls along a straight line and in the end becomes negative. Divide instead.",
            lambda lr, decay, step: lr - decay * step,
            lambda lr, decay, step: lr * (1 - decay * step),
            lambda lr, decay, step: max(lr - decay * step, 0.0),
            lambda lr, decay, step: lr * max(1 - decay * step, 0.0),
        ),
        *wrong(
            "brackets-missing",
            "Brackets are missing: the whole of 1 + decay·step is the denominator.",
            lambda lr, decay, step: lr / 1 + decay * step,
            lambda lr, decay, step: lr / (1 + decay) * step,
        ),
        *wrong(
            "one-forgotten",
            "The 1 in the denominator is missing, and at step 0 it is zero.",
            lambda lr, decay, step: lr / (decay * step),
            lambda lr, decay, step: lr / (decay * step) if step else lr,
        ),
        *wrong(
            "grows",
            "The rate grows with the steps: divide by 1 + decay·step.",
            lambda lr, decay, step: lr * (1 + decay * step),
        ),
        *wrong(
            "decay-forgotten",
            "`decay` does not matter in yours. It says how quickly the rate falls.",
            lambda lr, decay, step: lr / (1 + step),
            lambda lr, decay, step: lr / max(step, 1),
            lambda lr, decay, step: lr * 1.0,
        ),
        *wrong(
            "step-forgotten",
            "`step` does not matter in yours. The later the step, the smaller the rate.",
            lambda lr, decay, step: lr / (1 + decay),
            lambda lr, decay, step: lr * (1 - decay),
        ),
        *wrong(
            "one-step-late",
            "You are one step off: the first step has number 0 and takes `lr` itself.",
            lambda lr, decay, step: lr / (1 + decay * (step + 1)),
            lambda lr, decay, step: lr / (1 + decay * (step - 1)),
            lambda lr, decay, step: lr / (1 + decay * max(step - 1, 0)),
        ),
        *wrong(
            "rate-forgotten",
            "The starting rate `lr` is missing in your result.",
            lambda lr, decay, step: 1 / (1 + decay * step),
        ),
        *wrong(
            "root-of-the-step",
            "You take a root or a square; the denominator is 1 + decay·step, nothing else.",
            lambda lr, decay, step: lr / np.sqrt(1 + decay * step),
            lambda lr, decay, step: lr / (1 + decay * np.sqrt(step)),
            lambda lr, decay, step: lr / (1 + decay * step) ** 2,
            lambda lr, decay, step: lr / (1 + decay * step**2),
        ),
        *wrong(
            "sum-for-product",
            "You add `decay` and `step`; they are multiplied.",
            lambda lr, decay, step: lr / (1 + decay + step),
        ),
        *wrong(
            "minus-for-plus",
            "The denominator is 1 *plus* decay·step: it grows from 1 on, and never becomes zero.",
            lambda lr, decay, step: lr / (1 - decay * step),
        ),
        *wrong(
            "arguments-confused",
            "`lr` and `decay` have changed places, or one stands where the 1 or the other should be.",
            lambda lr, decay, step: decay / (1 + lr * step),
            lambda lr, decay, step: lr / (1 + lr * step),
            lambda lr, decay, step: lr / (lr + decay * step),
        ),
        *wrong(
            "all-rates-so-far",
            "A whole list of rates comes back. Only the one of this step is asked for.",
            lambda lr, decay, step: [lr / (1 + decay * i) for i in range(step)],
            lambda lr, decay, step: [lr / (1 + decay * i) for i in range(step + 1)],
        ),
        *wrong(
            "step-by-decay",
            "You divide `step` by `decay`. They are multiplied.",
            lambda lr, decay, step: lr / (1 + step / decay),
        ),
    ),
)
