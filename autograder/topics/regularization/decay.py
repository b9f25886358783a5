"""Weight decay: one step on the regularised cost, and the cost and gradients of a whole network."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.regularization.common import TOPIC, whole

SECTION = f"{TOPIC}#weight-decay"


def steps(rng: np.random.Generator) -> list[Case]:
    def case(name, size, lr=None, lam=None):
        lr = float(rng.uniform(0.05, 0.6)) if lr is None else lr
        lam = float(rng.uniform(0.1, 0.9)) if lam is None else lam
        return Case(name, (away(rng, (size,)), away(rng, (size,)), lr, lam))

    w = away(rng, (4,), 10.0, 100.0)
    return [
        case("four weights", 4),
        case("one weight", 1),
        case("a small rate", 3, lr=1e-3),
        case("a λ larger than 1", 3, lam=2.5),
        case("no decay, λ = 0", 3, lam=0.0),
        Case("no gradient, so that only the decay acts", (away(rng, (5,)), np.zeros(5), 0.3, 0.4)),
        Case("weights that are 0", (np.zeros(3), away(rng, (3,)), 0.3, 0.4)),
        Case("whole numbers", (whole(rng, 3), whole(rng, 3), 0.5, 2)),
        case("lr·λ larger than 1", 4, lr=1.5, lam=2.0),
        case("lr·λ larger than 2", 3, lr=2.0, lam=1.25),
        case("a rate larger than 1", 3, lr=3.0),
        Case(
            "a step that takes nearly all of the weights",
            (w, ((1 - 1e-4 * away(rng, (4,))) / 0.25 - 0.5) * w, 0.25, 0.5),
        ),
        Case("tiny weights", (1e-4 * away(rng, (4,)), 1e-4 * away(rng, (4,)), 0.3, 0.4)),
        Case("large weights", (1e4 * away(rng, (4,)), 1e4 * away(rng, (4,)), 0.3, 0.4)),
        case("many weights", 40),
    ]


def decay_in_place(w, dw, lr, lam):
    w -= lr * (dw + lam * w)
    return w


def gradient_in_place(w, dw, lr, lam):
    dw += lam * w
    return w - lr * dw


weight_decay_step = Exercise(
    name="weight_decay_step",
    topic=TOPIC,
    signature="weight_decay_step(w, dw, lr, lam)",
    returns=("w",),
    section=SECTION,
    reference=right.weight_decay_step,
    cases=steps,
    checks=(Check("values", "w is right after the step", 0.85), pure(0.15)),
    hints=(
        "Gradient descent goes against the gradient of *whatever it minimises*. What is minimised here has two terms.",
        "`dw` is the gradient of the first term, ℓ, only. What is the gradient of ½·λ·‖w‖²? Add the two.",
        "The step goes against that sum, times the learning rate `lr`; both terms feel `lr`. The answer is a new array.",
    ),
    misconceptions=(
        *wrong(
            "decay-forgotten",
            "This is a plain gradient step: the penalty does not act at all.",
            lambda w, dw, lr, lam: w - lr * dw,
        ),
        *wrong(
            "decay-without-rate",
            "The decay λw misses the learning rate. It is part of the gradient, so `lr` multiplies it too.",
            lambda w, dw, lr, lam: w - lr * dw - lam * w,
        ),
        *wrong(
            "gradient-without-rate",
            "The gradient of ℓ misses the learning rate: `lr` multiplies both terms.",
            lambda w, dw, lr, lam: w - dw - lr * lam * w,
            lambda w, dw, lr, lam: w - dw - lam * w,
        ),
        *wrong(
            "weights-grow",
            "The decay has the wrong sign: it makes the weights grow. The step goes against dw *plus* λw.",
            lambda w, dw, lr, lam: w - lr * (dw - lam * w),
        ),
        *wrong(
            "uphill",
            "You go uphill. The gradient says where the cost grows; step the other way.",
            lambda w, dw, lr, lam: w + lr * (dw + lam * w),
            lambda w, dw, lr, lam: w + lr * dw - lr * lam * w,
            lambda w, dw, lr, lam: w + lr * dw,
        ),
        *wrong(
            "decays-after-the-step",
            "The weights decay after the step, so that the step decays too. Both terms are taken at the same, old w.",
            lambda w, dw, lr, lam: (w - lr * dw) * (1 - lr * lam),
            lambda w, dw, lr, lam: (w - lr * dw) * (1 - lam),
        ),
        *wrong(
            "steps-after-the-decay",
            "The weights decay by the factor λ or 1 − λ, whatever the learning rate. The factor is 1 − lr·λ.",
            lambda w, dw, lr, lam: lam * w - lr * dw,
            lambda w, dw, lr, lam: lr * lam * w - lr * dw,
        ),
        *wrong(
            "factor-bounded",
            "The factor 1 − lr·λ is kept above 0. That may be wise, but it is no longer the gradient step that is asked for.",
            lambda w, dw, lr, lam: max(0.0, 1 - lr * lam) * w - lr * dw,
        ),
        *wrong(
            "exponential-decay",
            "The weights decay by exp(−lr·λ). That is many small steps; one gradient step has the factor 1 − lr·λ.",
            lambda w, dw, lr, lam: np.exp(-lr * lam) * w - lr * dw,
            lambda w, dw, lr, lam: np.exp(-lr * lam) * (w - lr * dw),
        ),
        *wrong(
            "rate-squared",
            "The learning rate multiplies the decay twice. It multiplies dw + λw once.",
            lambda w, dw, lr, lam: w - lr * (dw + lr * lam * w),
            lambda w, dw, lr, lam: w - lr**2 * (dw + lam * w),
        ),
        *wrong(
            "normalised",
            "You divide by the length of the weights: that would be the gradient of λ‖w‖, without the square.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * w / (np.linalg.norm(w) or 1.0)),
        ),
        *wrong(
            "twice-the-decay",
            "The decay is twice too strong: the ½ of the penalty cancels the 2 of the square.",
            lambda w, dw, lr, lam: w - lr * (dw + 2 * lam * w),
        ),
        *wrong(
            "half-the-decay",
            "The decay is half of what it should be: the ½ of the penalty is gone in its gradient, which is λw.",
            lambda w, dw, lr, lam: w - lr * (dw + 0.5 * lam * w),
        ),
        *wrong(
            "gradient-at-the-new-weights",
            "The new weights are divided by 1 + lr·λ, as if the penalty were taken at them. Take both gradients at the "
            "old weights.",
            lambda w, dw, lr, lam: (w - lr * dw) / (1 + lr * lam),
            lambda w, dw, lr, lam: w / (1 + lr * lam) - lr * dw,
        ),
        *wrong(
            "lambda-on-everything",
            "λ weighs the gradient of ℓ as well. It belongs to the penalty alone.",
            lambda w, dw, lr, lam: w - lr * lam * (dw + w),
            lambda w, dw, lr, lam: w - lr * lam * dw,
        ),
        *wrong(
            "lambda-forgotten",
            "λ is missing: it says how strongly the weights decay.",
            lambda w, dw, lr, lam: w - lr * (dw + w),
        ),
        *wrong(
            "gradient-decays",
            "The gradient decays in place of the weight: the penalty's gradient is λ times w, not λ times dw.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * dw),
            lambda w, dw, lr, lam: w - lr * (1 - lam) * dw,
        ),
        *wrong(
            "sizes-for-squares",
            "Every weight is pushed by the same λ, as under L1. Under L2 the push is λw, in proportion to the weight.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.sign(w)),
        ),
        *wrong(
            "penalty-for-gradient",
            "You add the penalty itself, or a number made of it, to the gradient. Add its gradient, λw.",
            lambda w, dw, lr, lam: w - lr * (dw + 0.5 * lam * np.sum(w**2)),
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.sum(w**2)),
            lambda w, dw, lr, lam: w - lr * (dw + 0.5 * lam * w**2),
            lambda w, dw, lr, lam: w - lr * (dw + lam * w**2),
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.linalg.norm(w)),
        ),
        *wrong(
            "lambda-added",
            "λ itself is added to the gradient. The penalty's gradient is λ times w.",
            lambda w, dw, lr, lam: w - lr * (dw + lam),
        ),
        *wrong(
            "sign-lost",
            "Negative weights grow: the push λ|w| has lost the sign of w.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * np.abs(w)),
        ),
        *wrong(
            "change-for-weights",
            "You return the gradient or the change. The new weights are asked for: the old ones plus the change.",
            lambda w, dw, lr, lam: dw + lam * w,
            lambda w, dw, lr, lam: lr * (dw + lam * w),
            lambda w, dw, lr, lam: -lr * (dw + lam * w),
        ),
        *wrong(
            "averaged",
            "You divide by the number of weights. The penalty is a sum over weights.",
            lambda w, dw, lr, lam: w - lr * (dw + lam * w / len(w)),
        ),
        *wrong(
            "in-place",
            "Your function writes into its argument: the caller's array is changed. Avoid `-=` and `+=` on what was "
            "passed in.",
            decay_in_place,
            gradient_in_place,
        ),
    ),
)


def networks(rng: np.random.Generator) -> list[Case]:
    def case(name, *sizes, lam=None, numbers=away, bias="b", row=()):
        shapes = {}
        for i, (m, n) in enumerate(pairwise(sizes), start=1):
            shapes |= {f"W{i}": (m, n), f"{bias}{i}": (*row, n)}
        params, grads = ({k: numbers(rng, shape) for k, shape in shapes.items()} for _ in range(2))
        loss = float(rng.uniform(0.3, 2.0))
        return Case(name, (loss, grads, params, float(rng.uniform(0.1, 0.9)) if lam is None else lam))

    def whole_numbers(rng, shape):
        return whole(rng, *shape)

    return [
        case("two layers", 3, 4, 2),
        case("one layer", 4, 3),
        case("three layers", 2, 5, 4, 3),
        case("one input, one output", 1, 4, 1),
        case("a small λ", 4, 2, 3, lam=1e-3),
        case("a λ larger than 1", 2, 3, 2, lam=2.5),
        case("no decay, λ = 0", 3, 2, 4, lam=0.0),
        case("whole numbers", 3, 2, 4, lam=2, numbers=whole_numbers),
        case("twelve layers", *[2, 3] * 6, 2),
        case("layers of one shape", 3, 3, 3, 3),
        case("biases with a W in their names", 3, 2, 4, bias="bW"),
        case("biases in rows of shape (1, K)", 3, 2, 4, row=(1,)),
        case("large weights", 3, 2, 4, numbers=lambda rng, shape: 1e4 * away(rng, shape)),
    ]


def decayed(loss, grads, params, lam, decays=lambda name: name.startswith("W"), cost=None, gradient=None):
    """The right answer with other names decaying, another penalty, or another gradient."""
    cost = cost or (lambda W: 0.5 * lam * np.sum(W**2))
    gradient = gradient or (lambda grad, W: grad + lam * W)
    total = loss + sum(cost(params[name]) for name in params if decays(name))
    return total, {n: gradient(grad, params[n]) if decays(n) else grad * 1.0 for n, grad in grads.items()}


def everything(name):
    return True


def with_penalty_of(decays):
    """A penalty over those names, and the right gradients."""

    def add_weight_decay(loss, grads, params, lam):
        return decayed(loss, grads, params, lam, decays)[0], decayed(loss, grads, params, lam)[1]

    return add_weight_decay


def with_gradients_of(decays):
    """The right penalty, and gradients in which those names decay."""

    def add_weight_decay(loss, grads, params, lam):
        return decayed(loss, grads, params, lam)[0], decayed(loss, grads, params, lam, decays)[1]

    return add_weight_decay


def with_cost(cost):
    return lambda loss, grads, params, lam: decayed(loss, grads, params, lam, cost=lambda W: cost(W, lam))


def with_gradient(gradient):
    return lambda loss, grads, params, lam: decayed(
        loss, grads, params, lam, gradient=lambda grad, W: gradient(grad, W, lam)
    )


def with_both(cost, gradient):
    return lambda loss, grads, params, lam: decayed(
        loss, grads, params, lam, cost=lambda W: cost(W, lam), gradient=lambda grad, W: gradient(grad, W, lam)
    )


def dict_in_place(loss, grads, params, lam):
    total, new = decayed(loss, grads, params, lam)
    grads.update(new)
    return total, grads


def arrays_in_place(loss, grads, params, lam):
    for name in grads:
        if name.startswith("W"):
            grads[name] += lam * params[name]
            loss += 0.5 * lam * np.sum(params[name] ** 2)
    return loss, dict(grads)


def with_penalty_at(place, names_of):
    """The penalty of a single array of weights: the first or the last in some order of the names."""

    def add_weight_decay(loss, grads, params, lam):
        name = [name for name in names_of(grads, params) if name.startswith("W")][place]
        return loss + 0.5 * lam * np.sum(params[name] ** 2), decayed(loss, grads, params, lam)[1]

    return add_weight_decay


ORDERS = (
    lambda grads, params: grads,
    lambda grads, params: params,
    lambda grads, params: sorted(params, key=lambda name: (len(name), name)),
)


def paired_by_place(loss, grads, params, lam):
    total, _ = decayed(loss, grads, params, lam)
    pairs = zip(grads.items(), params.values(), strict=True)
    return total, {name: grad + lam * W if name.startswith("W") else grad for (name, grad), W in pairs}


def by_axes(loss, grads, params, lam):
    return decayed(loss, grads, params, lam, lambda name: np.ndim(params[name]) > 1)


def biases_lost(loss, grads, params, lam):
    total, new = decayed(loss, grads, params, lam)
    return total, {name: grad if name.startswith("W") else 0 * grad for name, grad in new.items()}


def weights_only(loss, grads, params, lam):
    total, new = decayed(loss, grads, params, lam)
    return total, {name: grad for name, grad in new.items() if name.startswith("W")}


add_weight_decay = Exercise(
    name="add_weight_decay",
    topic=TOPIC,
    signature="add_weight_decay(loss, grads, params, lam)",
    returns=("loss", "grads"),
    section=SECTION,
    reference=right.add_weight_decay,
    cases=networks,
    checks=(
        Check("loss", "the loss of the regularised cost is right", 0.35, part=0),
        Check("grads", "its gradients are right: weights decay, biases do not", 0.5, part=1, gradient=True),
        pure(0.15),
    ),
    hints=(
        "The new cost is the old one plus a penalty. What is added to the loss, and what to which gradients?",
        'Only the parameters whose name starts with W decay: `name.startswith("W")`. You have written both bricks, '
        "the penalty and its gradient.",
        "Collect the weight arrays in a list for the penalty. For the gradients build a *new* dict with a loop over "
        "the names; a bias keeps its gradient.",
        "`grads[name] += …` would change the caller's arrays, and `grads[name] = …` the caller's dict.",
    ),
    misconceptions=(
        *wrong(
            "biases-decay",
            "The biases decay, too. A bias only shifts where a unit begins to fire; it does not make the network's "
            "answer steep, so it goes free.",
            lambda loss, grads, params, lam: decayed(loss, grads, params, lam, everything),
            with_penalty_of(everything),
            with_gradients_of(everything),
        ),
        *wrong(
            "half-forgotten",
            "The ½ of the penalty is missing in the loss. With it the gradient is λW, without a 2.",
            with_cost(lambda W, lam: lam * np.sum(W**2)),
        ),
        *wrong(
            "half-kept",
            "The gradient still carries the ½. The square's derivative brings a 2 that cancels it.",
            with_gradient(lambda dW, W, lam: dW + 0.5 * lam * W),
        ),
        *wrong(
            "another-convention",
            "You use λ·Σ w² with the gradient 2λW. That is consistent, but the course's penalty is ½·λ·Σ w².",
            with_both(lambda W, lam: lam * np.sum(W**2), lambda dW, W, lam: dW + 2 * lam * W),
        ),
        *wrong(
            "twice-too-large",
            "The gradient's penalty is twice too large: the ½ cancels the 2 of the square.",
            with_gradient(lambda dW, W, lam: dW + 2 * lam * W),
        ),
        *wrong(
            "loss-unchanged",
            "The gradients decay but the loss stays as it was. Then they are no longer the gradients of that loss.",
            lambda loss, grads, params, lam: (loss, decayed(loss, grads, params, lam)[1]),
        ),
        *wrong(
            "gradients-unchanged",
            "The loss has its penalty but the gradients do not: training would never notice it.",
            lambda loss, grads, params, lam: (decayed(loss, grads, params, lam)[0], dict(grads)),
        ),
        *wrong(
            "penalty-alone",
            "You return the penalty without the loss. The cost is their sum.",
            lambda loss, grads, params, lam: (
                decayed(0.0, grads, params, lam)[0],
                decayed(loss, grads, params, lam)[1],
            ),
        ),
        *wrong(
            "decay-alone",
            "The gradients of the loss are gone: λW is added to them, it does not replace them.",
            with_gradient(lambda dW, W, lam: lam * W),
        ),
        *wrong(
            "first-layer-only",
            "Only the first layer's weights decay. Every name that starts with W does.",
            lambda loss, grads, params, lam: decayed(loss, grads, params, lam, lambda name: name == "W1"),
            with_penalty_of(lambda name: name == "W1"),
            with_gradients_of(lambda name: name == "W1"),
        ),
        *wrong(
            "two-layers-only",
            "Your function knows W1 and W2 only. Go through the names, so that it serves any number of layers.",
            lambda loss, grads, params, lam: decayed(loss, grads, params, lam, lambda name: name in ("W1", "W2")),
            with_penalty_of(lambda name: name in ("W1", "W2")),
            with_gradients_of(lambda name: name in ("W1", "W2")),
        ),
        *wrong(
            "last-layer-only",
            "Only the last layer's penalty reaches the loss. Does the sum start anew in every round of a loop?",
            *(with_penalty_at(-1, order) for order in ORDERS),
        ),
        *wrong(
            "first-penalty-only",
            "Only one layer's penalty reaches the loss. Every array of weights adds its own.",
            *(with_penalty_at(0, order) for order in ORDERS[:2]),
        ),
        *wrong(
            "w-anywhere",
            "A bias decays because there is a W somewhere in its name. It is the first letter that counts: "
            '`name.startswith("W")`.',
            lambda loss, grads, params, lam: decayed(loss, grads, params, lam, lambda name: "W" in name),
            with_penalty_of(lambda name: "W" in name),
            with_gradients_of(lambda name: "W" in name),
        ),
        *wrong(
            "told-by-its-axes",
            "You tell weights from biases by their number of axes. The contract tells them by the names: those that start with "
            "W decay, whatever the shape.",
            by_axes,
            lambda *args: (by_axes(*args)[0], decayed(*args)[1]),
            lambda *args: (decayed(*args)[0], by_axes(*args)[1]),
        ),
        *wrong(
            "paired-by-place",
            "You pair gradients and parameters by their place in the dicts. Two dicts need not have one order: look up by name.",
            paired_by_place,
        ),
        *wrong(
            "one-digit-only",
            "Weights from the tenth layer on do not decay: their names are longer. Ask for the first letter only.",
            *(
                of(lambda name: len(name) == 2 and name[0] == "W")
                for of in (with_penalty_of, with_gradients_of, lambda decays: lambda *args: decayed(*args, decays))
            ),
        ),
        *wrong(
            "matrix-norm",
            "`np.linalg.norm(W, 2)` of a *matrix* is its largest singular value. The penalty adds up the squares of all entries.",
            with_cost(lambda W, lam: 0.5 * lam * np.linalg.norm(W, 2) ** 2),
        ),
        *wrong(
            "biases-lost",
            "The biases' gradients become zero. They do not decay, but they are still gradients: return them as they "
            "came.",
            biases_lost,
        ),
        *wrong(
            "square-of-sum",
            "You add the weights up first and square then, so that weights of opposite sign cancel. Square each.",
            with_cost(lambda W, lam: 0.5 * lam * np.sum(W) ** 2),
        ),
        *wrong(
            "inverted",
            "The wrong ones decay: biases do, weights do not. Names that start with W are the weights.",
            lambda loss, grads, params, lam: decayed(loss, grads, params, lam, lambda name: name.startswith("b")),
        ),
        *wrong(
            "biases-missing",
            "The biases' gradients are missing. They do not decay, but they are still gradients: return them as they "
            "came.",
            weights_only,
        ),
        *wrong(
            "gradients-squared",
            "The penalty is taken of the gradients. It is the weights, `params`, that shall be small.",
            lambda loss, grads, params, lam: (
                decayed(loss, grads, grads, lam)[0],
                decayed(loss, grads, params, lam)[1],
            ),
            lambda loss, grads, params, lam: decayed(loss, grads, grads, lam),
        ),
        *wrong(
            "sign-flipped",
            "The decay has the wrong sign. The gradient of the penalty is *added* to that of the loss; the minus "
            "comes with the step.",
            with_gradient(lambda dW, W, lam: dW - lam * W),
            with_both(lambda W, lam: -0.5 * lam * np.sum(W**2), lambda dW, W, lam: dW - lam * W),
        ),
        *wrong(
            "root-taken",
            "You take a square root, as a length does. The penalty is the *squared* length of the weights.",
            with_cost(lambda W, lam: 0.5 * lam * np.linalg.norm(W)),
            with_cost(lambda W, lam: lam * np.linalg.norm(W)),
        ),
        *wrong(
            "averaged",
            "You take a mean over the weights. The penalty is a sum.",
            with_cost(lambda W, lam: 0.5 * lam * np.mean(W**2)),
            with_cost(lambda W, lam: 0.5 * lam * np.sum(W**2) / len(W)),
            with_both(lambda W, lam: 0.5 * lam * np.sum(W**2) / len(W), lambda dW, W, lam: dW + lam * W / len(W)),
            with_both(lambda W, lam: 0.5 * lam * np.mean(W**2), lambda dW, W, lam: dW + lam * W / W.size),
        ),
        *wrong(
            "sizes-for-squares",
            "This is L1 decay. The cost asks for squares, and their gradient is λW.",
            with_both(lambda W, lam: lam * np.sum(np.abs(W)), lambda dW, W, lam: dW + lam * np.sign(W)),
            with_cost(lambda W, lam: lam * np.sum(np.abs(W))),
            with_cost(lambda W, lam: 0.5 * lam * np.sum(np.abs(W))),
            with_gradient(lambda dW, W, lam: dW + lam * np.sign(W)),
        ),
        *wrong(
            "lambda-forgotten",
            "λ is missing: it says how much the penalty counts next to the loss.",
            with_both(lambda W, lam: 0.5 * np.sum(W**2), lambda dW, W, lam: dW + W),
            with_gradient(lambda dW, W, lam: dW + W),
            with_cost(lambda W, lam: 0.5 * np.sum(W**2)),
        ),
        *wrong(
            "penalty-on-the-gradients",
            "The penalty itself, one number, is added to the gradients. Add its gradient, λW.",
            with_gradient(lambda dW, W, lam: dW + 0.5 * lam * np.sum(W**2)),
        ),
        *wrong(
            "weights-for-gradients",
            "You return decayed *weights*. Gradients are asked for; the step comes later.",
            with_gradient(lambda dW, W, lam: W - lam * W),
            with_gradient(lambda dW, W, lam: (1 - lam) * W - dW),
        ),
        *wrong(
            "roles-swapped",
            "Loss and gradients have changed places: (loss, grads) is the order.",
            lambda loss, grads, params, lam: decayed(loss, grads, params, lam)[::-1],
        ),
        *wrong(
            "in-place",
            "The caller's `grads` are changed. Build a new dict of new arrays: no `+=` on an array that was passed "
            "in, no entry set in the dict that was.",
            dict_in_place,
            arrays_in_place,
        ),
    ),
)
