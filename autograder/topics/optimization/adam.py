"""Adam: a step for every entry, from the moving averages of its gradient and of the gradient's square."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, pure, wrong
from autograder.topics.optimization import wrong_adam
from autograder.topics.optimization.common import (
    BY_POSITION,
    CLIMBS,
    DEEP,
    LAYERS,
    NOTHING,
    ONE_NAME,
    RATE_FORGOTTEN,
    SINGLE,
    SQUARE,
    TOPIC,
    UNIT,
    Arrays,
    arrays,
    rate,
    whole,
)
from autograder.topics.optimization.wrong_adam import adam, other_correction


def averages(rng: np.random.Generator) -> list[Case]:
    # so small, and the parameters so large, that another reading of ε = 1e-8 stays within tolerance
    lr = rate(rng, 0.03, 0.08)

    def params(shapes) -> Arrays:
        return arrays(rng, shapes, 1.0, 3.0)

    def grads(shapes) -> Arrays:
        return arrays(rng, shapes, 0.5, 3.0)

    def later(shapes, t: int) -> dict:
        v = {name: np.abs(values) for name, values in arrays(rng, shapes, 0.5, 2.0).items()}
        return {"t": t, "m": arrays(rng, shapes, 0.2, 1.0), "v": v}

    def case(name, shapes, state, *betas, group="values", layout="C"):
        return Case(name, (params(shapes), state, grads(shapes), lr, *betas), group, layout)

    def sized(name, size, state, *betas):
        """Gradients of another size."""
        given = {name: size * g for name, g in grads(LAYERS).items()}
        return Case(name, (params(LAYERS), state, given, lr, *betas), "values" if state else "first")

    swift = {"t": 80, "m": arrays(rng, LAYERS, 2.0, 5.0), "v": later(LAYERS, 5)["v"]}
    swift["v"] = {name: 0.02 * values for name, values in swift["v"].items()}
    many = [grads(UNIT) for _ in range(5)]
    still = grads(LAYERS) | {"b1": np.zeros(4)}
    return [
        case("the fourth step", LAYERS, later(LAYERS, 3)),
        case("the first step", LAYERS, {}, group="first"),
        case("the first step of one number", SINGLE, {}, group="first"),
        case("the first step with other β", UNIT, {}, 0.7, 0.95, group="first"),
        Case("a first gradient with zeros", (params(LAYERS), {}, still, lr), "first"),
        case("the eleventh step with other β", UNIT, later(UNIT, 10), 0.8, 0.97),
        case("other names and shapes", DEEP, later(DEEP, 1), layout="F"),
        case("a square of weights and a bias without axes", SQUARE, later(SQUARE, 4)),
        case("a square of weights, the first step", SQUARE, {}, group="first"),
        sized("large gradients", 100.0, later(LAYERS, 5), 0.8, 0.95),
        sized("a gradient that has fallen off", 0.1, swift, 0.9, 0.9),
        case("read-only arrays", LAYERS, later(LAYERS, 7), layout="readonly"),
        case("a large ε, late", UNIT, later(UNIT, 300), 0.9, 0.92, 0.4),
        case("no memory", UNIT, later(UNIT, 2), 0.0, 0.0),
        Case(
            "whole numbers", ({name: w * 3 for name, w in whole(rng, UNIT).items()}, {}, whole(rng, UNIT), 1), "first"
        ),
        Case("five steps in a row", (params(UNIT), {}, many, lr, 0.9, 0.95), "several"),
        Case("six steps along one slope", (params(LAYERS), {}, [grads(LAYERS)] * 6, lr), "several"),
    ]


FORGET = "The new value comes without its weight: β times the old average, and 1 − β times the new value."

adam_step = Exercise(
    name="adam_step",
    topic=TOPIC,
    signature="adam_step(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8)",
    returns=("params", "state"),
    section="06_optimization#adam",
    reference=right.adam_step,
    driver="steps_with_state",
    cases=averages,
    checks=(
        Check("params", "the parameters are right after a step in the middle", 0.25, part=0),
        Check("state", "t, m and v are right, before the correction", 0.25, part=1),
        Check("first", "the first step starts from an empty state", 0.2, groups=("first",)),
        Check(
            "several",
            "several steps in a row, each with the state of the last, end where they should",
            0.15,
            groups=("several",),
        ),
        pure(0.15),
    ),
    hints=(
        "There are four things to do: count the step, bring the two averages up to date, correct them, move. Write "
        "down which of these the next step will need: only that belongs into the state.",
        "Before the first step the state is an empty dict: then t is 0 and both averages are zeros. `state.get` takes "
        "a value for when there is none.",
        "m averages the gradients, v their squares, entry by entry: β times the old, plus 1 − β times the new. "
        "Corrected, they are divided by 1 − βᵗ, where t counts *this* step, too.",
        "Keep m and v themselves in the new state, not the corrected ones. The step is lr times the corrected m, over "
        "the root of the corrected v plus eps; eps stands outside of the root.",
    ),
    misconceptions=(
        *wrong(
            "not-corrected",
            "The averages start at zero and are not corrected for it, so the first steps have the wrong length. Divide by 1 − βᵗ.",
            adam(**wrong_adam.AS_IT_IS),
        ),
        *wrong(
            "half-corrected",
            "Only one of the two averages is corrected. Both start at zero, so both are divided, each by its own 1 − βᵗ.",
            adam(m_hat=wrong_adam.AS_IT_IS["m_hat"]),
            adam(v_hat=wrong_adam.AS_IT_IS["v_hat"]),
        ),
        *wrong(
            "counts-from-zero",
            "t is one behind: in the first step t is 1. With 0 the correction divides by zero.",
            adam(used=lambda t: t),
        ),
        *wrong(
            "counts-too-far",
            "t is one ahead: in the first step it is 1, and so it is in the state after it.",
            adam(beginning=1),
            adam(used=lambda t: t + 2),
            adam(m_hat=lambda m, beta1, t: m / (1 - beta1 ** (t + 1))),
            adam(v_hat=lambda v, beta2, t: v / (1 - beta2 ** (t + 1))),
            adam(kept=lambda t: t + 2),
            adam(beginning=1, used=lambda t: t),
        ),
        *wrong(
            "step-not-counted",
            "t does not grow in the state that you return, so the next step is corrected as if it were the same one.",
            adam(kept=lambda t: t),
            adam(beginning=1, used=lambda t: t, kept=lambda t: t),
            adam(kept=lambda t: 1),
            adam(kept=lambda t: 1, used=lambda t: 1),
        ),
        *wrong(
            "corrected-averages-kept",
            "The state holds the corrected averages. Then the next step corrects them again. Keep m and v as they are before.",
            adam(keep=lambda m, v, m_hat, v_hat: (m_hat, v_hat)),
            adam(keep=lambda m, v, m_hat, v_hat: (m_hat, v)),
            adam(keep=lambda m, v, m_hat, v_hat: (m, v_hat)),
        ),
        *wrong(
            "corrected-with-product",
            "The correction is 1 − β·t, or without its power. It is 1 − β to the power t.",
            adam(m_hat=lambda m, beta1, t: m / (1 - beta1 * t), v_hat=lambda v, beta2, t: v / (1 - beta2 * t)),
            adam(m_hat=lambda m, beta1, t: m / (1 - beta1), v_hat=lambda v, beta2, t: v / (1 - beta2)),
            adam(m_hat=lambda m, beta1, t: m / (1 - beta1)),
            adam(v_hat=lambda v, beta2, t: v / (1 - beta2)),
        ),
        *wrong(
            "corrected-the-wrong-way",
            "The correction multiplies. Averages that start at zero are too small at first, so divide by 1 − βᵗ.",
            adam(m_hat=lambda m, beta1, t: m * (1 - beta1**t), v_hat=lambda v, beta2, t: v * (1 - beta2**t)),
            adam(
                m_hat=lambda m, beta1, t: m / beta1**t if beta1 else m,
                v_hat=lambda v, beta2, t: v / beta2**t if beta2 else v,
            ),
        ),
        *wrong(
            "root-forgotten",
            "The root of v is missing. v averages squares, so its root has the size of a gradient.",
            adam(step=lambda lr, m, v, eps: lr * m / (v + eps)),
        ),
        *wrong(
            "eps-under-the-root",
            "ε stands under the root. It is added after the root is taken: √v̂ + ε.",
            adam(step=lambda lr, m, v, eps: lr * m / np.sqrt(v + eps)),
            adam(step=lambda lr, m, v, eps: lr * m / np.sqrt(v + eps**2)),
        ),
        *wrong(
            "eps-forgotten",
            "ε is missing. Where a gradient is zero from the start, 0 / 0 gives NaN.",
            adam(step=lambda lr, m, v, eps: lr * m / np.sqrt(v)),
        ),
        *wrong(
            "eps-beside-the-fraction",
            "ε is added to the step and not to its denominator. It keeps √v̂ away from zero: brackets.",
            adam(step=lambda lr, m, v, eps: lr * m / np.sqrt(v) + eps),
            adam(step=lambda lr, m, v, eps: lr * m / np.sqrt(v) - eps),
        ),
        *wrong(
            "eps-fixed",
            "`eps` is passed in, but yours is another number.",
            adam(step=lambda lr, m, v, eps: lr * m / (np.sqrt(v) + 1e-8)),
            adam(step=lambda lr, m, v, eps: lr * m / (np.sqrt(v) + 1e-7)),
        ),
        *wrong(
            "not-squared",
            "v averages the *squares* of the gradients. Yours averages something else.",
            adam(v=lambda v, g, beta2: beta2 * v + (1 - beta2) * g),
            adam(v=lambda v, g, beta2: beta2 * v + (1 - beta2) * np.abs(g)),
            adam(v=lambda v, g, beta2: beta2 * v + ((1 - beta2) * g) ** 2),
            adam(v=lambda v, g, beta2: beta2 * v + (1 - beta2) * np.sum(g**2)),
            adam(v=lambda v, g, beta2: beta2 * v + (1 - beta2) * np.mean(g**2)),
        ),
        *wrong(
            "weight-of-the-new-forgotten",
            FORGET,
            adam(m=lambda m, g, beta1: beta1 * m + g),
            adam(v=lambda v, g, beta2: beta2 * v + g**2),
            adam(m=lambda m, g, beta1: beta1 * m + g, v=lambda v, g, beta2: beta2 * v + g**2),
            adam(v=lambda v, g, beta2: v + g**2),
        ),
        *wrong(
            "weights-turned",
            "β and 1 − β have changed places: β is the share of the old average that remains.",
            adam(
                m=lambda m, g, beta1: (1 - beta1) * m + beta1 * g, v=lambda v, g, beta2: (1 - beta2) * v + beta2 * g**2
            ),
            adam(m=lambda m, g, beta1: (1 - beta1) * m + beta1 * g),
            adam(v=lambda v, g, beta2: (1 - beta2) * v + beta2 * g**2),
        ),
        *wrong("betas-swapped", "β₁ and β₂ have changed places: β₁ belongs to m, β₂ to v.", wrong_adam.betas_swapped),
        *wrong(
            "one-beta-for-both",
            "Both averages use the same β. m has β₁, v has β₂.",
            lambda params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8: right.adam_step(
                params, state, grads, lr, beta1, beta1, eps
            ),
            lambda params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8: right.adam_step(
                params, state, grads, lr, beta2, beta2, eps
            ),
        ),
        *wrong(
            "betas-fixed",
            "`beta1`, `beta2` and `eps` are passed in, but yours are fixed numbers.",
            wrong_adam.betas_fixed,
        ),
        *wrong(
            "correction-with-fixed-betas",
            "The correction has a β of its own. It takes the ones that are passed in.",
            adam(m_hat=lambda m, beta1, t: m / (1 - 0.9**t), v_hat=lambda v, beta2, t: v / (1 - 0.999**t)),
        ),
        *wrong(
            "gradient-for-average",
            "The step follows the gradient itself. Its direction is the averaged gradient, m̂.",
            lambda params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8: (
                right.adam_step(params, {**state, "m": grads} if state else {}, grads, lr, 0.0, beta2, eps)[0],
                right.adam_step(params, state, grads, lr, beta1, beta2, eps)[1],
            ),
        ),
        *wrong("rate-forgotten", RATE_FORGOTTEN, adam(step=lambda lr, m, v, eps: m / (np.sqrt(v) + eps))),
        *wrong(
            "sign-flipped",
            CLIMBS[0],
            adam(move=lambda w, step: w + step),
        ),
        *wrong(
            "step-for-parameters",
            "You return the step itself. It is subtracted from the parameters.",
            adam(move=lambda w, step: -step),
            adam(move=lambda w, step: step),
        ),
        *wrong(
            "counted-in-every-name",
            "t grows once for every parameter, inside the loop. A step counts once.",
            wrong_adam.counted_in_every_name,
        ),
        *wrong(
            "written-in-place",
            "You write into `params` or `state`. The caller's dicts and arrays stay as they were: build new ones.",
            wrong_adam.squares_written_into,
            wrong_adam.moments_written_into,
            wrong_adam.params_written_into,
        ),
        *wrong(
            "state-not-returned",
            "The new state does not come back. The next step needs it: return the pair (params, state).",
            wrong_adam.params_only,
            wrong_adam.old_state,
        ),
        *wrong("state-of-another-form", "The state is a dict with the keys t, m and v.", wrong_adam.flat_state),
        *wrong(
            "order-swapped",
            "Both are right but in the wrong order: first the parameters, then the state.",
            lambda *args: right.adam_step(*args)[::-1],
        ),
        *wrong("one-parameter-only", ONE_NAME, wrong_adam.one_name),
        *wrong("nothing-returned", NOTHING, lambda *args: None),
        *wrong(
            "starts-with-the-gradient",
            "Before the first step the averages are zeros. Yours begin with the first gradient.",
            adam(start=lambda g: (g, g)),
            adam(start=lambda g: (g, g**2)),
        ),
        *wrong(
            "correction-with-other-beta",
            "Each average is corrected with its own β: m with β₁, v with β₂. Yours takes one for both.",
            other_correction(lambda beta1, beta2: (beta1, beta1)),
            other_correction(lambda beta1, beta2: (beta2, beta2)),
            other_correction(lambda beta1, beta2: (beta2, beta1)),
        ),
        *wrong("matched-by-position", BY_POSITION, wrong_adam.by_position),
    ),
)
