"""06 optimization: right answers in several honest styles, and wrong ones beside the listed misconceptions."""

import copy
import itertools
import math

import numpy as np

# Right: one step


def sgd_copying(params, grads, lr):
    stepped = copy.deepcopy(params)
    for name in stepped:
        stepped[name] -= lr * grads[name]
    return stepped


def sgd_entry_by_entry(params, grads, lr):
    stepped = {}
    for name in grads:
        stepped[name] = np.zeros(params[name].shape)
        for place in np.ndindex(params[name].shape):
            stepped[name][place] = params[name][place] - lr * grads[name][place]
    return stepped


def sgd_lists(params, grads, lr):
    return {name: (np.asarray(w) - lr * np.asarray(grads[name])).tolist() for name, w in params.items()}


SGD = (
    lambda params, grads, lr: {name: (w - lr * grads[name]).tolist() for name, w in params.items()},
    sgd_copying,
    sgd_entry_by_entry,
    sgd_lists,
    lambda params, grads, lr: {name: params[name] - lr * grads[name] for name in params},
    lambda params, grads, lr: dict((name, np.subtract(w, np.multiply(lr, grads[name]))) for name, w in params.items()),
    lambda params, grads, lr: {name: np.float32(w - lr * grads[name]) for name, w in params.items()},
    lambda params, grads, lr: {name: -lr * grads[name] + w for name, w in sorted(params.items())},
)

DECAYED = (
    lambda lr, decay, step: lr / (1 + decay * step),
    lambda lr, decay, step: lr * (1.0 + step * decay) ** -1,
    lambda lr, decay, step: np.divide(lr, np.add(1, np.multiply(decay, step))),
    lambda lr, decay, step: 1 / (1 / lr + decay * step / lr),
    lambda lr, decay, step: np.array(lr / (1 + decay * step)),
    lambda lr, decay, step: lr / (1 + sum(decay for _ in range(step))),
)


def momentum_loop(params, velocity, grads, lr, gamma):
    w, v = {}, {}
    for name in params:
        v[name] = gamma * velocity[name] + lr * grads[name]
        w[name] = params[name] - v[name]
    return w, v


def momentum_copying(params, velocity, grads, lr, gamma):
    params, velocity = copy.deepcopy(params), copy.deepcopy(velocity)
    for name in grads:
        velocity[name] *= gamma
        velocity[name] += lr * grads[name]
        params[name] -= velocity[name]
    return [params, velocity]


def momentum_missing_keys(params, velocity, grads, lr, gamma):
    v = {name: gamma * velocity.get(name, np.zeros_like(w)) + lr * grads[name] for name, w in params.items()}
    return {name: np.asarray(w) - v[name] for name, w in params.items()}, v


def momentum_flat(params, velocity, grads, lr, gamma):
    names = sorted(params)
    w, v, g = (np.concatenate([np.ravel(tree[name]) for name in names]) for tree in (params, velocity, grads))
    v = gamma * v + lr * g
    w = w - v
    cuts = np.cumsum([np.size(params[name]) for name in names])[:-1]
    return tuple(
        {name: part.reshape(params[name].shape) for name, part in zip(names, np.split(flat, cuts), strict=True)}
        for flat in (w, v)
    )


def momentum_lists(params, velocity, grads, lr, gamma):
    v = {name: (gamma * velocity[name] + lr * g).tolist() for name, g in grads.items()}
    return {name: (w - np.array(v[name])).tolist() for name, w in params.items()}, v


MOMENTUM = (momentum_lists, momentum_loop, momentum_copying, momentum_missing_keys, momentum_flat)


def adam_plain(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t = state.get("t", 0) + 1
    old_m, old_v = state.get("m", {}), state.get("v", {})
    m, v, w = {}, {}, {}
    for name, g in grads.items():
        m[name] = beta1 * old_m.get(name, 0.0) + (1 - beta1) * g
        v[name] = beta2 * old_v.get(name, 0.0) + (1 - beta2) * g * g
        w[name] = params[name] - lr * (m[name] / (1 - beta1**t)) / (np.sqrt(v[name] / (1 - beta2**t)) + eps)
    return w, {"t": t, "m": m, "v": v}


def adam_copying(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    params, state = copy.deepcopy(params), copy.deepcopy(state)
    if not state:
        zeros = {name: np.zeros_like(w) for name, w in params.items()}
        state = {"t": 0, "m": zeros, "v": copy.deepcopy(zeros)}
    state["t"] += 1
    for name in params:
        state["m"][name] += (1 - beta1) * (grads[name] - state["m"][name])
        state["v"][name] += (1 - beta2) * (grads[name] ** 2 - state["v"][name])
        m_hat = state["m"][name] / (1 - math.pow(beta1, state["t"]))
        v_hat = state["v"][name] / (1 - math.pow(beta2, state["t"]))
        params[name] -= lr * m_hat / (v_hat**0.5 + eps)
    return [params, state]


def adam_corrected_rate(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The paper's more efficient order of computation, ε scaled along with it."""
    _, new = adam_plain(params, state, grads, lr, beta1, beta2, eps)
    t = new["t"]
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return {k: params[k] - rate * new["m"][k] / (np.sqrt(new["v"][k]) + eps * root) for k in params}, new


def adam_efficient(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The same as the paper prints it: its ε̂ is read as eps."""
    _, new = adam_plain(params, state, grads, lr, beta1, beta2, eps)
    rate = lr * np.sqrt(1 - beta2 ** new["t"]) / (1 - beta1 ** new["t"])
    return {k: params[k] - rate * new["m"][k] / (np.sqrt(new["v"][k]) + eps) for k in params}, new


def adam_odd_types(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    if state:
        state = state | {moment: {k: np.asarray(part) for k, part in state[moment].items()} for moment in "mv"}
    w, new = adam_plain(params, state, grads, lr, beta1, beta2, eps)
    return w, {"v": {k: v.tolist() for k, v in new["v"].items()}, "m": new["m"], "t": float(new["t"])}


ADAM = (adam_plain, adam_copying, adam_corrected_rate, adam_efficient, adam_odd_types)

# Right: batches


def batches_generator(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


def batches_of_shuffled_numbers(X, y, batch_size, rng):
    order = list(range(len(y)))
    rng.shuffle(order)
    made = []
    while order:
        rows, order = order[:batch_size], order[batch_size:]
        made.append([X[rows], y[rows]])
    return tuple(made)


def batches_by_random_keys(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    X, y = X[order], y[order]
    count = math.ceil(len(X) / batch_size)
    return iter(
        [(X[i * batch_size : (i + 1) * batch_size], y[i * batch_size : (i + 1) * batch_size]) for i in range(count)]
    )


def batches_of_pairs(X, y, batch_size, rng):
    pairs = list(zip(X, y, strict=True))
    pairs = [pairs[i] for i in rng.choice(len(pairs), size=len(pairs), replace=False)]
    for start in range(0, len(pairs), batch_size):
        rows, labels = zip(*pairs[start : start + batch_size], strict=True)
        yield np.array(rows), np.array(labels)


def batches_of_columns(X, y, batch_size, rng):
    together = rng.permutation(np.column_stack([X, y]))
    for start in range(0, len(together), batch_size):
        part = together[start : start + batch_size]
        yield part[:, :-1], part[:, -1].astype(y.dtype)


def batches_split(X, y, batch_size, rng):
    order = rng.permutation(X.shape[0])
    parts = np.split(order, range(batch_size, len(order), batch_size))
    return map(lambda rows: (X[rows].tolist(), y[rows].tolist()), parts)


def batches_by_fisher_and_yates(X, y, batch_size, rng):
    order = np.arange(len(X))
    for i in range(len(X) - 1, 0, -1):
        j = int(rng.integers(i + 1))
        order[i], order[j] = order[j], order[i]
    return zip(
        (X[order[i : i + batch_size]] for i in range(0, len(X), batch_size)),
        (y[order[i : i + batch_size]] for i in range(0, len(X), batch_size)),
        strict=True,
    )


def batches_wrapped_generator(X, y, batch_size, rng):
    rng = np.random.default_rng(rng.integers(1 << 60))
    walk = iter(rng.permutation(len(X)))
    return [(X[rows], y[rows]) for rows in iter(lambda: list(itertools.islice(walk, int(batch_size))), [])]


class Batches:
    def __init__(self, X, y, batch_size, rng):
        self.X, self.y, self.size, self.order = X, y, batch_size, rng.permutation(len(X))

    def __len__(self):
        return -(-len(self.X) // self.size)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        rows = self.order[i * self.size : (i + 1) * self.size]
        return self.X[rows], self.y[rows]


MINIBATCHES = (
    batches_generator,
    batches_of_shuffled_numbers,
    batches_by_random_keys,
    batches_of_pairs,
    batches_of_columns,
    batches_split,
    batches_by_fisher_and_yates,
    batches_wrapped_generator,
    Batches,
)

# Right: training


def trained(draw):
    def train(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
        history = []
        for _ in range(epochs):
            for X_batch, y_batch in draw(X, y, batch_size, rng):
                loss, grads = loss_and_grads(params, X_batch, y_batch)
                params = sgd_entry_by_entry(params, grads, lr)
            loss, _ = loss_and_grads(params, X, y)
            history.append(loss)
        return params, history

    return train


def train_on_a_copy(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    params, history = copy.deepcopy(params), np.zeros(epochs)
    orders = [rng.permutation(len(X)) for _ in range(epochs)]
    for epoch, order in enumerate(orders):
        start = 0
        while start < len(X):
            rows = order[start : start + batch_size]
            grads = loss_and_grads(params, X[rows], y[rows])[1]
            for name in params:
                params[name] -= lr * grads[name]
            start += batch_size
        history[epoch] = loss_and_grads(params, X, y)[0]
    return [params, history]


def train_asking_twice(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    history = [loss_and_grads(params, X, y)[0]]
    for _ in range(epochs):
        for X_batch, y_batch in batches_split(X, y, batch_size, rng):
            loss_and_grads(params=params, X=X_batch, y=y_batch)
            params = {k: w - lr * loss_and_grads(params, X_batch, y_batch)[1][k] for k, w in params.items()}
            loss_and_grads(params, X_batch, y_batch)
        history += [loss_and_grads(params, X, y)[0]]
    return params, tuple(history[1:])


def train_recursively(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    if epochs == 0:
        return params, []
    for X_batch, y_batch in batches_of_shuffled_numbers(X, y, batch_size, rng):
        params = sgd_copying(params, loss_and_grads(params, X_batch, y_batch)[1], lr)
    now = loss_and_grads(params, X, y)[0]
    params, later = train_recursively(X, y, params, loss_and_grads, lr, epochs - 1, batch_size, rng)
    return params, [now, *later]


def train_shuffling_its_copy(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    X, y, history, samples = X.copy(), y.copy(), [], len(X)
    for _ in range(epochs):
        order = rng.permutation(samples)
        X, y = X[order], y[order]
        for i in range(0, samples, batch_size):
            _, grads = loss_and_grads(params, X[i : i + batch_size], y[i : i + batch_size])
            params = {name: params[name] - lr * grads[name] for name in grads}
        history.append(float(loss_and_grads(params, X, y)[0]))
    return params, history


TRAIN = (
    *map(trained, MINIBATCHES),
    train_on_a_copy,
    train_asking_twice,
    train_recursively,
    train_shuffling_its_copy,
)

RIGHT = {
    "sgd_step": SGD,
    "decayed_rate": DECAYED,
    "minibatches": MINIBATCHES,
    "train": TRAIN,
    "momentum_step": MOMENTUM,
    "adam_step": ADAM,
}

# Wrong


def twisted(source, name, changes):
    """A function's text with one line at a time replaced."""
    made = []
    for old, new in changes:
        assert old in source, old
        space = {"np": np, "copy": copy}
        exec(source.replace(old, new), space)
        made.append(space[name])
    return tuple(made)


MOMENTUM_TEXT = """
def momentum_step(params, velocity, grads, lr, gamma):
    w, v = {}, {}
    for name in params:
        v[name] = gamma * velocity[name] + lr * grads[name]
        w[name] = params[name] - v[name]
    return w, v
"""
MOMENTUM_CHANGES = (
    ("params[name] - v[name]", "params[name] - velocity[name]"),
    ("params[name] - v[name]", "params[name] - gamma * v[name] - lr * grads[name]"),
    ("gamma * velocity[name] + lr", "gamma * velocity[name] - lr"),
    ("gamma * velocity[name] + lr", "gamma + velocity[name] * lr"),
    ("gamma * velocity[name]", "0.9 * velocity[name]"),
    ("return w, v", "return w"),
    ("return w, v", "return w, velocity"),
    ("return w, v", "return params, v"),
    ("    return w, v", "        return w, v"),
    ("return w, v", "return {'w': w, 'v': v}"),
    ("w[name] = params[name] - v[name]", "w[name] = params[name]; w[name] -= v[name]"),
    ("w, v = {}, {}", "w, v = params, velocity"),
    ("w, v = {}, {}", "w, v = dict(params), velocity"),
    ("w[name] = params[name] - v[name]", "w[name] = v[name] - params[name]"),
)

ADAM_TEXT = """
def adam_step(params, state, grads, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t = state.get("t", 0) + 1
    m, v, w = {}, {}, {}
    for name, g in grads.items():
        old_m = state["m"][name] if "m" in state else np.zeros_like(g)
        old_v = state["v"][name] if "v" in state else np.zeros_like(g)
        m[name] = beta1 * old_m + (1 - beta1) * g
        v[name] = beta2 * old_v + (1 - beta2) * g**2
        m_hat = m[name] / (1 - beta1**t)
        v_hat = v[name] / (1 - beta2**t)
        w[name] = params[name] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, {"t": t, "m": m, "v": v}
"""
ADAM_CHANGES = (
    ("lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * m_hat / np.sqrt(v_hat) + eps"),
    ("lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * m_hat / (np.sqrt(v_hat + eps))"),
    ("lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * m[name] / (np.sqrt(v_hat) + eps)"),
    ("lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * m_hat / (np.sqrt(v[name]) + eps)"),
    ("lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * g / (np.sqrt(v_hat) + eps)"),
    ("lr * m_hat / (np.sqrt(v_hat) + eps)", "lr * m_hat / (v_hat + eps)"),
    ("lr * m_hat", "m_hat"),
    ("params[name] - lr", "params[name] + lr"),
    ("1 - beta1**t", "1 - beta1"),
    ("1 - beta2**t", "1 - beta2"),
    ("1 - beta1**t", "1 - beta1 ** (t + 1)"),
    ("1 - beta2**t", "1 - beta1**t"),
    ('state.get("t", 0) + 1', 'state.get("t", 1)'),
    ('state.get("t", 0) + 1', 'state.get("t", 0)'),
    ('{"t": t,', '{"t": t + 1,'),
    ('{"t": t,', '{"step": t,'),
    ('"v": v}', '"v": m}'),
    ('return w, {"t": t, "m": m, "v": v}', "return w"),
    ('return w, {"t": t, "m": m, "v": v}', "return w, state"),
    ('return w, {"t": t, "m": m, "v": v}', 'return {"t": t, "m": m, "v": v}, w'),
    ('return w, {"t": t, "m": m, "v": v}', "state.update(t=t, m=m, v=v); return w, state"),
    ("(1 - beta1) * g", "g"),
    ("(1 - beta2) * g**2", "g**2"),
    ("g**2", "g"),
    ("g**2", "2 * g"),
    ("g**2", "np.sum(g**2)"),
    ("beta1 * old_m + (1 - beta1) * g", "beta2 * old_m + (1 - beta2) * g"),
    ("beta2 * old_v + (1 - beta2)", "beta1 * old_v + (1 - beta1)"),
    ("beta2 * old_v", "beta2 * old_m"),
    ("m_hat = m[name] / (1 - beta1**t)", "m_hat = m[name] = m[name] / (1 - beta1**t)"),
    ("v_hat = v[name] / (1 - beta2**t)", "v_hat = np.maximum(v[name] / (1 - beta2**t), 1.0)"),
    ("np.zeros_like(g)", "g"),
    ("w[name] = params[name] - lr", "w[name] = params[name]; w[name] -= lr"),
)

BATCHES_TEXT = """
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    made = []
    for start in range(0, len(X), batch_size):
        rows = order[start:start + batch_size]
        made.append((X[rows], y[rows]))
    return made
"""
BATCHES_CHANGES = (
    ("rng.permutation(len(X))", "np.arange(len(X))"),
    ("rng.permutation(len(X))", "np.arange(len(X))[::-1]"),
    ("rng.permutation(len(X))", "np.random.permutation(len(X))"),
    ("rng.permutation(len(X))", "np.random.RandomState(0).permutation(len(X))"),
    ("rng.permutation(len(X))", "rng.integers(0, len(X), len(X))"),
    ("rng.permutation(len(X))", "rng.choice(len(X), len(X))"),
    ("rng.permutation(len(X))", "rng.permutation(len(X) - 1)"),
    ("rng.permutation(len(X))", "np.roll(np.arange(len(X)), int(rng.integers(len(X))))"),
    ("rng.permutation(len(X))", "copy.deepcopy(rng).permutation(len(X))"),
    ("rng.permutation(len(X))", "np.sort(rng.permutation(len(X)))"),
    ("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"),
    ("range(0, len(X), batch_size)", "range(0, len(X) - batch_size, batch_size)"),
    ("range(0, len(X), batch_size)", "range(0, len(X) + 1, batch_size)"),
    ("range(0, len(X), batch_size)", "range(0, len(X))"),
    ("range(0, len(X), batch_size)", "range(0, len(X) // batch_size)"),
    ("range(0, len(X), batch_size)", "range(batch_size, len(X) + batch_size, batch_size)"),
    ("start + batch_size]", "start + batch_size + 1]"),
    ("start + batch_size]", "start + batch_size - 1]"),
    ("(X[rows], y[rows])", "(X[rows], y[start:start + batch_size])"),
    ("(X[rows], y[rows])", "(X[start:start + batch_size], y[rows])"),
    ("(X[rows], y[rows])", "(X[rows], y)"),
    ("(X[rows], y[rows])", "(X[rows], y[rows][::-1])"),
    ("(X[rows], y[rows])", "(X[rows], rng.permutation(y[rows]))"),
    ("(X[rows], y[rows])", "(y[rows], X[rows])"),
    ("(X[rows], y[rows])", "X[rows]"),
    ("(X[rows], y[rows])", "{'X': X[rows], 'y': y[rows]}"),
    ("(X[rows], y[rows])", "(X[rows].T, y[rows])"),
    ("(X[rows], y[rows])", "(X[rows], y[rows][:, None])"),
    ("(X[rows], y[rows])", "(np.sort(X[rows]), y[rows])"),
    ("    return made", "        return made"),
    ("return made", "return made[0]"),
    ("return made", "return made[:-1]"),
    ("return made", "return made + made"),
    ("return made", "return made + made[:1]"),
    ("return made", "return len(made)"),
    ("return made", "pass"),
    ("return made", "return [made[i] for i in rng.permutation(len(made))]"),
    ("    made = []", "    made = []\n    X, y = X * 1.0, y * 0"),
)

TRAIN_TEXT = """
def train(X, y, params, loss_and_grads, lr, epochs, batch_size, rng):
    params = dict(params)
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start:start + batch_size]
            loss, grads = loss_and_grads(params, X[rows], y[rows])
            params = {name: w - lr * grads[name] for name, w in params.items()}
        loss, _ = loss_and_grads(params, X, y)
        history.append(loss)
    return params, history
"""
TRAIN_CHANGES = (
    ("        order = rng.permutation(len(X))\n", "        order = np.arange(len(X))\n"),
    ("        order = rng.permutation(len(X))\n", "        order = np.random.permutation(len(X))\n"),
    ("        order = rng.permutation(len(X))\n", "        order = np.random.default_rng(0).permutation(len(X))\n"),
    ("        order = rng.permutation(len(X))\n", "        order = copy.deepcopy(rng).permutation(len(X))\n"),
    ("        order = rng.permutation(len(X))\n", "        order = rng.integers(0, len(X), len(X))\n"),
    ("        order = rng.permutation(len(X))\n", "        order = order if epoch else rng.permutation(len(X))\n"),
    ("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"),
    ("range(0, len(X), batch_size)", "range(0, batch_size, batch_size)"),
    ("range(0, len(X), batch_size)", "range(0, len(X))"),
    ("X[rows], y[rows])", "X[rows], y[start:start + batch_size])"),
    ("X[rows], y[rows])", "X, y)"),
    ("w - lr * grads[name]", "w + lr * grads[name]"),
    ("w - lr * grads[name]", "w - lr / len(rows) * grads[name]"),
    ("w - lr * grads[name]", "w - lr / (1 + epoch) * grads[name]"),
    ("w - lr * grads[name]", "w - lr * grads[name] - 1e-3 * w"),
    ("w - lr * grads[name]", "w - 0.01 * grads[name]"),
    ("w - lr * grads[name] for", "np.subtract(w, lr * grads[name], out=w) for"),
    ("        loss, _ = loss_and_grads(params, X, y)\n", "        pass\n"),
    (
        "        loss, _ = loss_and_grads(params, X, y)\n",
        "        loss, _ = loss_and_grads(params, X[rows], y[rows])\n",
    ),
    ("        loss, _ = loss_and_grads(params, X, y)\n", "        loss = loss / 1.5\n"),
    ("        history.append(loss)\n", "    history.append(loss)\n"),
    ("        loss, _ = loss_and_grads(params, X, y)\n        history", "            history"),
    ("        history.append(loss)", "        history.append(epoch)"),
    ("    history = []\n", "    history = [loss_and_grads(params, X, y)[0]]\n"),
    ("range(epochs)", "range(epochs - 1)"),
    ("range(epochs)", "range(1, epochs + 2)"),
    ("range(epochs)", "range(batch_size)"),
    ("return params, history", "return params"),
    ("return params, history", "return history"),
    ("return params, history", "return params, loss"),
    ("return params, history", "return params, history[::-1]"),
    ("return params, history", "return history, params"),
    ("    return params, history", "        return params, history"),
    ("    return params, history", "    pass"),
)

WRONG = {
    "sgd_step": (
        lambda params, grads, lr: {name: np.atleast_1d(w - lr * grads[name]) for name, w in params.items()},
        lambda params, grads, lr: {
            name: w - np.where(np.abs(lr * grads[name]) < 1e-6, 0.0, lr * grads[name]) for name, w in params.items()
        },
        lambda params, grads, lr: {name: w - lr * w for name, w in params.items()},
        lambda params, grads, lr: {name: grads[name] - lr * w for name, w in params.items()},
        lambda params, grads, lr: {name: w - lr * grads[name] ** 2 for name, w in params.items()},
        lambda params, grads, lr: {name: w - lr * np.abs(grads[name]) for name, w in params.items()},
        lambda params, grads, lr: {name: w - lr * np.clip(grads[name], -1, 1) for name, w in params.items()},
        lambda params, grads, lr: {name: w * (1 - lr * grads[name]) for name, w in params.items()},
        lambda params, grads, lr: {name: np.sum(w - lr * grads[name]) for name, w in params.items()},
        lambda params, grads, lr: {"d" + name: w - lr * grads[name] for name, w in params.items()},
        lambda params, grads, lr: {n: params[n] - lr * grads[n] for n in ("W1", "b1", "W2", "b2") if n in params},
        lambda params, grads, lr: {n: params[n] - lr * grads[n] for n in ("W1", "b1", "W2", "b2")},
        lambda params, grads, lr: (params, grads),
        lambda params, grads, lr: params.update({n: params[n] - lr * grads[n] for n in params}),
        lambda params, grads, lr: [params.update({n: params[n] - lr * grads[n] for n in params}), params][1],
        lambda params, grads, lr: np.array([np.sum(params[n] - lr * grads[n]) for n in params]),
    ),
    "decayed_rate": (
        lambda lr, decay, step: lr / (1 + decay * step) + 1e-4,
        lambda lr, decay, step: lr / (1 - decay * step) if decay * step < 1 else 0.0,
        lambda lr, decay, step: lr / np.log(math.e + decay * step),
        lambda lr, decay, step: lr * step / (1 + decay),
        lambda lr, decay, step: [lr / (1 + decay * i) for i in range(step)],
        lambda lr, decay, step: np.array([lr / (1 + decay * step)]),
        lambda lr, decay, step: print(lr / (1 + decay * step)),
        lambda lr, decay, step: round(lr / (1 + decay * step), 4),
        lambda lr, decay, step: lr / 2 ** (decay * step),
        lambda lr, decay, step: lr / (lr + decay * step),
        lambda lr, decay, step: lr / (1 + lr * step),
        lambda lr, decay, step: decay / (1 + lr * step),
    ),
    "minibatches": twisted(BATCHES_TEXT, "minibatches", BATCHES_CHANGES),
    "train": twisted(TRAIN_TEXT, "train", TRAIN_CHANGES),
    "momentum_step": twisted(MOMENTUM_TEXT, "momentum_step", MOMENTUM_CHANGES),
    "adam_step": twisted(ADAM_TEXT, "adam_step", ADAM_CHANGES),
}
