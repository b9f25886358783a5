"""Any loss and its gradients, with weight decay added."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.regularization import wrong_cost
from autograder.topics.regularization.common import TOPIC, whole
from autograder.topics.regularization.wrong_cost import (
    by_axes,
    decayed,
    everything,
    with_both,
    with_cost,
    with_gradient,
    with_gradients_of,
    with_penalty_at,
    with_penalty_of,
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


ORDERS = (
    lambda grads, params: grads,
    lambda grads, params: params,
    lambda grads, params: sorted(params, key=lambda name: (len(name), name)),
)


add_weight_decay = Exercise(
    name="add_weight_decay",
    topic=TOPIC,
    signature="add_weight_decay(loss, grads, params, lam)",
    returns=("loss", "grads"),
    section=f"{TOPIC}#weight-decay",
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
            "You tell weights from biases by their number of axes. The contract tells them by the names: those that "
            "start with W decay, whatever the shape.",
            by_axes,
            lambda *args: (by_axes(*args)[0], decayed(*args)[1]),
            lambda *args: (decayed(*args)[0], by_axes(*args)[1]),
        ),
        *wrong(
            "paired-by-place",
            "You pair gradients and parameters by their place in the dicts. Two dicts need not have one order: look up by name.",
            wrong_cost.paired_by_place,
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
            wrong_cost.biases_lost,
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
            wrong_cost.weights_only,
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
            "The decay has the wrong sign. The gradient of the penalty is *added* to that of the loss; the minus comes "
            "with the step.",
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
            "The caller's `grads` are changed. Build a new dict of new arrays: no `+=` on an array that was passed in, "
            "no entry set in the dict that was.",
            wrong_cost.dict_in_place,
            wrong_cost.arrays_in_place,
        ),
    ),
)
