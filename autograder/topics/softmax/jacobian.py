"""The Jacobian of softmax."""

from __future__ import annotations

import numpy as np

import mlp_reference as right
from autograder.checks.key import Case, Check
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, away, pure, wrong
from autograder.topics.softmax.common import IN_PLACE, NO_SHIFT, TOPIC, WRONG_SHIFT, naive, shifted, stable


def vectors(rng: np.random.Generator) -> list[Case]:
    def case(name, z, group="values", layout="C"):
        return Case(name, (np.array(z, dtype=float),), group, layout)

    return [
        case("four classes", away(rng, (4,))),
        case("two classes", away(rng, (2,)), layout="F"),
        case("one class", away(rng, (1,))),
        case("read-only logits", away(rng, (3,)), layout="readonly"),
        case("every second entry", away(rng, (5,)), layout="strided"),
        case("equal logits", [0.5, 0.5, 0.5]),
        case("whole numbers", [2.0, -1.0, 0.0, 1.0]),
        case("nine classes", away(rng, (9,), high=2.5)),
        case("logits near 1000", 1000.0 - rng.uniform(0.0, 3.0, 4), "extremes"),
        case("logits near −1000", rng.uniform(0.0, 3.0, 3) - 1000.0, "extremes"),
        case("logits from −1000 to 1000", [1000.0, -1000.0, float(rng.uniform(-500, 500))], "extremes"),
    ]


def claim(z: np.ndarray) -> Claim:
    upstream = np.random.default_rng(z.size).normal(size=z.size)
    return Claim(lambda z: right.softmax(z[None])[0], lambda z: [right.softmax_jacobian(z) @ upstream], (z,), upstream)


def p_of(z):
    return right.softmax(z[None])[0]


def built(p):
    return np.diag(p) - np.outer(p, p)


def row_softmax_in_place(z):
    z -= z.max()
    np.exp(z, out=z)
    z /= z.sum()
    return built(z)


softmax_jacobian = Exercise(
    name="softmax_jacobian",
    topic=TOPIC,
    signature="softmax_jacobian(z)",
    returns=("J",),
    section="05_softmax#jacobian",
    reference=right.softmax_jacobian,
    cases=vectors,
    claim=claim,
    checks=(
        Check("values", "J agrees with the numeric derivatives of softmax", 0.65, gradient=True),
        stable(0.25),
        pure(),
    ),
    hints=(
        "K probabilities, each depending on all K logits: K·K slopes. What happens to the *other* probabilities when "
        "one logit grows?",
        "Take p_j = e^(z_j) / Σ e^(z_k) and differentiate, once by its own logit z_j and once by another one. A factor "
        "p_j comes out both times.",
        "On the diagonal stands p_j − p_j², off it −p_j p_k. The second part alone is the same product everywhere: an "
        "outer product. What is to be added on the diagonal?",
        "Each row of the right matrix sums to 0, since the probabilities keep summing to 1. Test yours.",
    ),
    misconceptions=(
        *wrong(
            "diagonal-only",
            "Only the diagonal is filled, as one slide has it: there o_k(1 − o_k) is presented as *the* derivative. "
            "But each logit moves every probability: off the diagonal stands −p_j p_k.",
            lambda z: np.diag(p_of(z) * (1 - p_of(z))),
            section="05_softmax#errata",
        ),
        *wrong(
            "vector-for-matrix",
            "You return one slope for each class. Every probability depends on every logit: that makes a (K, K) matrix.",
            lambda z: p_of(z) * (1 - p_of(z)),
            lambda z: built(p_of(z)).sum(axis=1),
        ),
        *wrong(
            "plus-for-minus",
            "Off the diagonal the sign is wrong: when one logit grows, the *other* probabilities shrink.",
            lambda z: np.diag(p_of(z)) + np.outer(p_of(z), p_of(z)),
            lambda z: np.diag(p_of(z) - 2 * p_of(z) ** 2) + np.outer(p_of(z), p_of(z)),
        ),
        *wrong(
            "sign-flipped",
            "The sign is flipped: a larger logit means a larger probability of its class.",
            lambda z: -built(p_of(z)),
        ),
        *wrong(
            "diagonal-part-missing",
            "−p_j p_k is right off the diagonal; on it the p_j is missing.",
            lambda z: -np.outer(p_of(z), p_of(z)),
        ),
        *wrong(
            "diagonal-unsquared",
            "Off the diagonal all is well; on it −p_j² is missing: the outer product reaches the diagonal too.",
            lambda z: built(p_of(z)) + np.diag(p_of(z) ** 2),
        ),
        *wrong(
            "outer-part-missing",
            "diag(p) is only one half: the common denominator depends on every logit too, which adds −p_j p_k "
            "everywhere.",
            lambda z: np.diag(p_of(z)),
        ),
        *wrong(
            "product-everywhere",
            "p_j(1 − p_k) stands everywhere. The 1 belongs on the diagonal only: p_j(1[j = k] − p_k).",
            lambda z: np.outer(p_of(z), 1 - p_of(z)),
            lambda z: np.outer(1 - p_of(z), p_of(z)),
        ),
        *wrong(
            "not-outer",
            "p pᵀ is the *outer* product, all p_j p_k as a matrix. For vectors `p * p` gives K numbers and `p @ p` one.",
            lambda z: np.diag(p_of(z)) - p_of(z) * p_of(z),
            lambda z: np.diag(p_of(z)) - p_of(z) @ p_of(z),
            lambda z: np.diag(p_of(z)) - p_of(z)[:, None] ** 2,
        ),
        *wrong(
            "one-factor-missing",
            "One factor p is missing: what stands here is the Jacobian of log p, 1[j = k] − p_k.",
            lambda z: np.eye(len(z)) - p_of(z),
            lambda z: np.eye(len(z)) - p_of(z)[:, None],
            lambda z: np.eye(len(z)) - np.outer(p_of(z), p_of(z)),
        ),
        *wrong(
            "logits-for-probabilities",
            "You build the matrix from the logits. Turn z into probabilities p first.",
            built,
        ),
        *wrong(
            "sigmoids",
            "These are slopes of sigmoids: each looks at its own logit alone. Under softmax the classes compete.",
            lambda z: np.diag(right.sigmoid_derivative(z)),
            lambda z: built(right.sigmoid(z)),
        ),
        *wrong(
            "softmax-twice",
            "Softmax is applied twice before the derivative is taken.",
            lambda z: built(p_of(p_of(z))),
        ),
        *wrong(
            "no-shift",
            NO_SHIFT,
            lambda z: built(naive(z[None])[0]),
            section="05_softmax#stability",
        ),
        *wrong(
            "wrong-shift",
            WRONG_SHIFT,
            lambda z: built(shifted(z[None], z.mean())[0]),
            lambda z: built(shifted(z[None], z.min())[0]),
            lambda z: built(shifted(z[None], np.abs(z).max())[0]),
            section="05_softmax#stability",
        ),
        *wrong(
            "not-normalised",
            "The exponentials were not divided by their sum.",
            lambda z: built(np.exp(z)),
            lambda z: built(np.exp(z - z.max())),
        ),
        *wrong(
            "averaged",
            "You divide by K. A Jacobian is not an average: each entry is one slope.",
            lambda z: built(p_of(z)) / len(z),
        ),
        *wrong("in-place", IN_PLACE, row_softmax_in_place),
    ),
)
