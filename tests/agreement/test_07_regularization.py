"""07 regularization: the solved notebook, the reference and autograd agree; splits and choices keep the contract."""

import math

import numpy as np
from agree import agree
from autograd import elementwise_grad, grad
from autograd import numpy as anp
from hypothesis import assume
from hypothesis import strategies as st
from solved import both
from strategies import anything, arrays, for_all, named_arrays, ordinary, rates, seeds, several, sizes

solution, reference = both("07_regularization")
weights = st.lists(anything.flatmap(arrays), min_size=0, max_size=3)
some = anything.flatmap(arrays)


@for_all(weights=weights, lam=rates)
def test_l2_penalty(weights, lam):
    wanted = 0.5 * lam * math.fsum(w * w for W in weights for w in W.ravel())
    agree(solution.l2_penalty(weights, lam), reference.l2_penalty(weights, lam), wanted)


@for_all(W=some, lam=rates)
def test_l2_gradient(W, lam):
    wanted = grad(lambda W: 0.5 * lam * anp.sum(W * W))(W)
    agree(solution.l2_gradient(W, lam), reference.l2_gradient(W, lam), wanted, gradient=True)


@for_all(weights=weights, lam=rates)
def test_l1_penalty(weights, lam):
    wanted = lam * math.fsum(abs(w) for W in weights for w in W.ravel())
    agree(solution.l1_penalty(weights, lam), reference.l1_penalty(weights, lam), wanted)


@for_all(W=some, lam=rates)
def test_l1_gradient(W, lam):
    wanted = np.where(W == 0, 0.0, elementwise_grad(lambda W: lam * anp.abs(W))(W))
    agree(solution.l1_gradient(W, lam), reference.l1_gradient(W, lam), wanted)


@for_all(drawn=named_arrays(), lam=rates, loss=ordinary)
def test_add_weight_decay(drawn, lam, loss):
    """The data's loss is taken as loss + Σ g·(p − p₀), whose gradients are g."""
    params, grads = drawn

    def cost(now):
        data = loss + sum(anp.sum(grads[name] * (now[name] - params[name])) for name in params)
        return data + sum(0.5 * lam * anp.sum(now[name] ** 2) for name in params if name[0] == "W")

    wanted = cost(params), grad(cost)(params)
    agree(
        solution.add_weight_decay(loss, grads, params, lam),
        reference.add_weight_decay(loss, grads, params, lam),
        wanted,
        gradient=True,
    )


@for_all(drawn=several("D", "D"), lr=rates, lam=rates)
def test_weight_decay_step(drawn, lr, lam):
    w, dw = drawn
    wanted = w - lr * grad(lambda now: anp.dot(dw, now) + 0.5 * lam * anp.dot(now, now))(w)
    agree(solution.weight_decay_step(w, dw, lr, lam), reference.weight_decay_step(w, dw, lr, lam), wanted)


@st.composite
def columns(draw):
    """W (D, K), one column of zeros in it."""
    W = draw(arrays((draw(sizes), draw(sizes))))
    W[:, draw(st.integers(0, W.shape[1] - 1))] = 0.0
    return W


@for_all(W=columns(), limit=st.sampled_from([1e-6, 0.5, 1.0, 2.0, 100.0]))
def test_max_norm(W, limit):
    lengths = np.array([math.hypot(*column) for column in W.T])
    assume(not np.any(np.isclose(lengths, limit, rtol=1e-12)))
    wanted = np.where(lengths > limit, W / np.maximum(lengths, 1e-300) * limit, W)
    for room in (solution, reference):
        got = room.max_norm(W, limit)
        agree(got, wanted)
        agree(got[:, lengths < limit], W[:, lengths < limit], relative=0, absolute=0)


@for_all(
    N=st.integers(1, 20),
    fractions=st.tuples(*[st.sampled_from([0.0, 0.05, 0.1, 0.25, 0.3, 0.5])] * 2),
    seed=seeds,
)
def test_train_val_test_split(N, fractions, seed):
    X, y = np.column_stack([np.arange(N), np.arange(N) ** 2]), 10 * np.arange(N)
    n_val, n_test = (round(fraction * N) for fraction in fractions)
    assume(n_val + n_test <= N)
    for room in (solution, reference):
        parts = room.train_val_test_split(X, y, *fractions, np.random.default_rng(seed))
        assert [np.shape(rows) for rows, _ in parts] == [(N - n_val - n_test, 2), (n_val, 2), (n_test, 2)]
        assert all(
            np.array_equal(10 * rows[:, 0], labels) and np.array_equal(rows[:, 0] ** 2, rows[:, 1])
            for rows, labels in parts
        )
        assert sorted(label for _, labels in parts for label in labels) == y.tolist()


def test_train_val_test_split_shuffles_every_part():
    X, y = np.arange(120.0).reshape(60, 2), np.arange(60)
    for room in (solution, reference):
        splits = [room.train_val_test_split(X, y, 0.25, 0.25, np.random.default_rng(seed)) for seed in (0, 0, 1)]
        for (_, first), (_, again), (_, other) in zip(*splits, strict=True):
            assert first.tolist() == again.tolist() != sorted(first) and set(first) != set(other)


@for_all(
    losses=st.lists(st.integers(-3, 3), min_size=1, max_size=6),
    order=st.permutations([0.0, 1e-4, 0.01, 0.1, 1.0, 10.0]),
)
def test_select_lambda(losses, order):
    lams = order[: len(losses)]
    wanted = lams[losses.index(min(losses))]
    for room in (solution, reference):
        fitted = []

        def fit(lam, fitted=fitted):
            fitted.append(lam)
            return lams.index(lam)

        assert room.select_lambda(lams, fit, lambda model: losses[model]) == wanted
        assert fitted == lams
