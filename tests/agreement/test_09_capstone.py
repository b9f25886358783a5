"""09 capstone: the solved notebook, the reference, SciPy and autograd agree; random weights are normal; both fits read digits."""

from itertools import pairwise

import numpy as np
from agree import agree
from autograd import grad
from autograd import numpy as anp
from autograd.scipy.special import logsumexp
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import special, stats
from solved import both
from strategies import arrays, for_all, ordinary, quarters, rates, seeds, sizes

from autograder.checks import digits

solution, reference = both("09_capstone")


@for_all(sizes=st.lists(sizes, min_size=2, max_size=4), seed=seeds)
def test_init_params(sizes, seed):
    for room in (solution, reference):
        first, again, other = (room.init_params(sizes, np.random.default_rng(s)) for s in (seed, seed, seed + 1))
        assert list(first) == [f"{kind}{layer}" for layer in range(1, len(sizes)) for kind in "Wb"]
        for layer, shape in enumerate(pairwise(sizes), 1):
            W, b = first[f"W{layer}"], first[f"b{layer}"]
            assert W.dtype == b.dtype == np.float64 and W.shape == shape and len(np.unique(W)) == W.size
            agree(b, np.zeros(shape[1]), absolute=0)
            assert np.array_equal(W, again[f"W{layer}"]) and not np.any(other[f"W{layer}"] == W)


def test_init_params_are_normal_with_hes_deviation():
    for room in (solution, reference):
        params = room.init_params([300, 200, 10], np.random.default_rng(0))
        for name, n_in in (("W1", 300), ("W2", 200)):
            assert stats.kstest(params[name].ravel() * np.sqrt(n_in / 2), "norm").pvalue > 0.01


@st.composite
def classifiers(draw, elements=ordinary):
    """params of one to three layers, X and y."""
    widths, params = [draw(sizes) for _ in range(draw(st.integers(2, 4)))], {}
    for layer, (m, n) in enumerate(pairwise(widths), 1):
        params |= {f"W{layer}": draw(arrays((m, n), elements)), f"b{layer}": draw(arrays(n, elements))}
    N = draw(sizes)
    y = draw(hnp.arrays(np.int64, N, elements=st.integers(0, widths[-1] - 1), fill=st.nothing()))
    return params, draw(arrays((N, widths[0]), elements)), y


def pre_activations(params, A):
    Zs = []
    for layer in range(1, len(params) // 2 + 1):
        Zs.append(anp.einsum("nd,dk->nk", A, params[f"W{layer}"]) + params[f"b{layer}"])
        A = anp.maximum(Zs[-1], 0.0)
    return Zs


@for_all(drawn=classifiers())
def test_mlp_logits(drawn):
    params, X, _ = drawn
    agree(solution.mlp_logits(params, X), reference.mlp_logits(params, X), pre_activations(params, X)[-1])


@for_all(drawn=classifiers(), lam=rates)
def test_digits_loss_and_grads(drawn, lam):
    params, X, y = drawn
    got = solution.digits_loss_and_grads(*drawn, lam), reference.digits_loss_and_grads(*drawn, lam)
    agree(*got, gradient=True)
    assume(all(np.all(np.abs(Z) > 1e-6) for Z in pre_activations(params, X)[:-1]))

    def loss(params):
        Z = pre_activations(params, X)[-1]
        penalty = sum(anp.sum(value**2) for name, value in params.items() if name[0] == "W")
        return anp.mean(logsumexp(Z, axis=1) - Z[np.arange(len(y)), y]) + 0.5 * lam * penalty

    agree(got[1], (loss(params), grad(loss)(params)), gradient=True)


@for_all(drawn=classifiers(quarters))
def test_digits_loss_and_grads_at_exact_kinks(drawn):
    """dL/db of the first layer, path by path: only units with Z > 0 pass a gradient on."""
    params, X, y = drawn
    Zs = pre_activations(params, X)
    db = (special.softmax(Zs[-1], axis=1) - np.eye(Zs[-1].shape[1])[y]) / len(y)
    for layer in range(len(Zs) - 1, 0, -1):
        db = np.einsum("nk,hk,nh->nh", db, params[f"W{layer + 1}"], np.heaviside(Zs[layer - 1], 0.0))
    for room in (solution, reference):
        agree(room.digits_loss_and_grads(*drawn, 0.0)[1]["b1"], db.sum(axis=0), gradient=True)


def test_fit_digits():
    X_train, y_train, X_val, y_val = digits.load()
    for room in (solution, reference):
        params = room.fit_digits(X_train, y_train, X_val, y_val, np.random.default_rng(0))
        assert np.mean(pre_activations(params, X_val)[-1].argmax(axis=1) == y_val) > 0.95
