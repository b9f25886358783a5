"""06 optimization: the solved notebook and the reference agree with sums over all steps so far; random orders keep the contract."""

import copy
from fractions import Fraction

import numpy as np
from agree import agree
from hypothesis import strategies as st
from solved import both
from strategies import for_all, named_arrays, ordinary, quarters, rates, seeds, several, sizes

solution, reference = both("06_optimization")
shares = st.sampled_from([0.0, 0.5, 0.9, 0.999])


@for_all(drawn=named_arrays(), lr=rates)
def test_sgd_step(drawn, lr):
    params, grads = drawn
    wanted = {name: np.subtract(w, np.multiply(lr, grads[name])) for name, w in params.items()}
    agree(solution.sgd_step(params, grads, lr), reference.sgd_step(params, grads, lr), wanted)


@for_all(drawn=named_arrays(copies=4), lr=rates, gamma=shares)
def test_momentum_step(drawn, lr, gamma):
    """After T steps the velocity is Σ lr·γ^(T−t)·g_t, and the parameters have moved by all the velocities so far."""
    params, *grads = drawn
    velocities = [
        {name: sum(lr * gamma ** (T - t) * grads[t][name] for t in range(T + 1)) for name in params} for T in range(3)
    ]
    wanted = {name: w - sum(v[name] for v in velocities) for name, w in params.items()}
    for room in (solution, reference):
        now, velocity = params, {name: np.zeros_like(w) for name, w in params.items()}
        for g in grads:
            given, kept = (now, velocity), copy.deepcopy((now, velocity))
            now, velocity = room.momentum_step(now, velocity, g, lr, gamma)
            agree(given, kept, relative=0, absolute=0)
        agree((now, velocity), (wanted, velocities[-1]))


@for_all(lr=rates, decay=rates, step=st.integers(0, 10**6))
def test_decayed_rate(lr, decay, step):
    wanted = float(Fraction(lr) / (1 + Fraction(decay) * step))
    agree(solution.decayed_rate(lr, decay, step), reference.decayed_rate(lr, decay, step), wanted)


@for_all(drawn=named_arrays(copies=4), lr=rates, beta1=shares, beta2=shares, eps=st.sampled_from([1e-8, 1e-3]))
def test_adam_step(drawn, lr, beta1, beta2, eps):
    """The moments as sums over all steps; corrected, their weights add up to 1."""
    params, *grads = drawn
    wanted = dict(params)
    for T in range(3):
        m, v = (
            {name: sum((1 - beta) * beta ** (T - t) * grads[t][name] ** power for t in range(T + 1)) for name in params}
            for beta, power in ((beta1, 1), (beta2, 2))
        )
        weight = {beta: sum((1 - beta) * beta**t for t in range(T + 1)) for beta in (beta1, beta2)}
        wanted = {
            name: w - lr * (m[name] / weight[beta1]) / (np.sqrt(v[name] / weight[beta2]) + eps)
            for name, w in wanted.items()
        }
    for room in (solution, reference):
        now, state = params, {}
        for g in grads:
            given, kept = (now, state), copy.deepcopy((now, state))
            now, state = room.adam_step(now, state, g, lr, beta1, beta2, eps)
            agree(given, kept, relative=0, absolute=0)
        assert state["t"] == 3
        agree((now, {"m": state["m"], "v": state["v"]}), (wanted, {"m": m, "v": v}))
    agree(*(room.adam_step(params, {}, grads[0], lr)[0] for room in (solution, reference)))


def rows(N):
    """Samples that tell who they are: X (N, 2) and y (N,)."""
    return np.column_stack([np.arange(N), -np.arange(N)]).astype(float), 10 * np.arange(N)


@for_all(N=st.integers(1, 9), batch_size=sizes, seed=seeds)
def test_minibatches(N, batch_size, seed):
    X, y = rows(N)
    for room in (solution, reference):
        batches = list(room.minibatches(X, y, batch_size, np.random.default_rng(seed)))
        counts = [len(X_batch) for X_batch, _ in batches]
        assert counts[:-1] == [batch_size] * (len(batches) - 1) and 1 <= counts[-1] <= batch_size
        shuffled, labels = (np.concatenate(part) for part in zip(*batches, strict=True))
        assert sorted(labels) == y.tolist() and np.array_equal(10 * shuffled[:, 0], labels)
        assert np.array_equal(shuffled[:, 1], -shuffled[:, 0])


def test_minibatches_come_in_an_order_drawn_anew_from_the_generator():
    for room in (solution, reference):
        orders = []
        for rng in (np.random.default_rng(0), np.random.default_rng(0), np.random.default_rng(1)):
            for _ in range(2):
                orders.append(tuple(np.concatenate([y for _, y in room.minibatches(*rows(30), 7, rng)])))
        assert orders[:2] == orders[2:4] and len(set(orders)) == 4
        assert all(max(order[:7]) > 60 for order in orders)  # not batches of neighbours


def test_train_has_an_order_of_its_own_in_every_epoch():
    X, y = rows(30)
    for room in (solution, reference):
        seen = []

        def loss_and_grads(params, X, y, seen=seen):
            seen.append(tuple(y.tolist()))
            return 0.0, {"w": np.zeros(1)}

        for seed in (0, 0, 1):
            room.train(X, y, {"w": np.zeros(1)}, loss_and_grads, 0.1, 2, 30, np.random.default_rng(seed))
        batches = seen[::2]
        assert batches[:2] == batches[2:4] and len(set(batches)) == 4 and tuple(y.tolist()) not in batches


def squared_error(params, X, y):
    error = X @ params["w"] + params["b"] - y
    return float(error @ error) / (2 * len(y)), {"w": X.T @ error / len(y), "b": np.mean(error)}


@for_all(drawn=several("ND", "N", "D", elements=quarters), b=ordinary, lr=st.sampled_from([0.0, 0.01, 0.1]))
def test_train(drawn, b, lr):
    """In full batches the order is only that of a sum: with v = (w, b), v ← v − lr·(Hv − g)."""
    X, y, w = drawn
    homogeneous = np.column_stack([X, np.ones(len(X))])
    H, g = homogeneous.T @ homogeneous / len(X), homogeneous.T @ y / len(X)
    v, history = np.append(w, b), []
    for _ in range(3):
        v = v - lr * (H @ v - g)
        history.append(np.sum((homogeneous @ v - y) ** 2) / (2 * len(X)))
    for room in (solution, reference):
        start = {"w": w, "b": np.array(b)}
        params, seen = room.train(X, y, start, squared_error, lr, 3, len(X) + 1, np.random.default_rng(0))
        agree((params, list(seen)), ({"w": v[:-1], "b": v[-1]}, history))


@for_all(N=st.integers(1, 9), batch_size=sizes, epochs=st.integers(0, 3), seed=seeds)
def test_train_visits_every_sample_once_an_epoch_and_steps_from_where_it_stands(N, batch_size, epochs, seed):
    X, y = rows(N)
    for room in (solution, reference):
        seen = []

        def loss_and_grads(params, X, y, seen=seen):
            seen.append((float(params["steps"]), y.tolist()))
            return float(params["steps"]), {"steps": np.array(-1.0)}

        per_epoch = -(-N // batch_size)
        params, history = room.train(
            X, y, {"steps": np.array(0.0)}, loss_and_grads, 1.0, epochs, batch_size, np.random.default_rng(seed)
        )
        assert list(history) == [per_epoch * (epoch + 1) for epoch in range(epochs)]
        assert params["steps"] == per_epoch * epochs and len(seen) == (per_epoch + 1) * epochs
        for first in range(0, len(seen), per_epoch + 1):
            *steps, (_, whole) = seen[first : first + per_epoch + 1]
            assert [at for at, _ in steps] == [first - first // (per_epoch + 1) + i for i in range(per_epoch)]
            assert sorted(label for _, labels in steps for label in labels) == y.tolist() == whole
