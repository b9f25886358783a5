"""09 capstone: right answers in several honest styles, and what else people write."""

import itertools
import math

import numpy as np

# --- init_params


def init_fromkeys(sizes, rng):
    depth = len(sizes) - 1
    biases = {f"b{layer + 1}": np.zeros((sizes[layer + 1],)) for layer in range(depth)}
    return biases | {
        "W" + str(layer + 1): rng.normal(scale=math.sqrt(2.0 / sizes[layer]), size=(sizes[layer], sizes[layer + 1]))
        for layer in range(depth)
    }


def init_turned(sizes, rng):
    """Drawn on its side, and from the last layer to the first."""
    params = {}
    for layer in reversed(range(1, len(sizes))):
        params[f"W{layer}"] = (rng.standard_normal((sizes[layer], sizes[layer - 1])) / (sizes[layer - 1] / 2) ** 0.5).T
        params[f"b{layer}"] = 0.0 * np.arange(sizes[layer])
    return params


def init_loops(sizes, rng):
    params = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes), 1):
        scale = (2 / n_in) ** 0.5
        params[f"W{layer}"] = [[scale * x for x in row] for row in rng.standard_normal((n_in, n_out)).tolist()]
        params[f"b{layer}"] = [0] * n_out
    return params


def init_spawned(sizes, rng):
    children = rng.spawn(len(sizes))
    return {
        f"{kind}{layer}": children[layer].normal(0, np.sqrt(2 / sizes[layer - 1]), (sizes[layer - 1], sizes[layer]))
        if kind == "W"
        else np.zeros_like(sizes[layer], shape=sizes[layer], dtype=float)
        for layer in range(1, len(sizes))
        for kind in "bW"
    }


# --- mlp_logits


def forward_while(params, X):
    layer, A = 1, X
    while f"W{layer}" in params:
        if layer > 1:
            A = A * (A > 0)
        A = np.dot(A, params[f"W{layer}"]) + params[f"b{layer}"]
        layer += 1
    return A


def forward_recursive(params, X, layer=None):
    layer = len(params) // 2 if layer is None else layer
    below = X if layer == 1 else np.maximum(forward_recursive(params, X, layer - 1), 0)
    return below @ params[f"W{layer}"] + params[f"b{layer}"]


def forward_rows(params, X):
    """Sample by sample, unit by unit, in lists."""
    out = []
    for x in X.tolist():
        for layer in range(1, len(params) // 2 + 1):
            W, b = params[f"W{layer}"].tolist(), params[f"b{layer}"].tolist()
            x = [max(v, 0.0) for v in x] if layer > 1 else x
            x = [b[k] + sum(x[d] * W[d][k] for d in range(len(x))) for k in range(len(b))]
        out.append(x)
    return out


def forward_sorted(params, X):
    """Sorted by number."""
    names = sorted((name for name in params if name[0] == "W"), key=lambda name: int(name[1:]))
    Z = X
    for name in names:
        A = np.clip(Z, 0, None) if name != "W1" else X
        Z = np.einsum("nd,dk->nk", A, params[name]) + params["b" + name[1:]]
    return Z


# --- digits_loss_and_grads


def loss_lists(params, X, y, lam):
    L = len(params) // 2
    W, b = [params[f"W{i + 1}"] for i in range(L)], [params[f"b{i + 1}"] for i in range(L)]
    A, masks = [X], []
    for i in range(L - 1):
        Z = A[-1] @ W[i] + b[i]
        masks.append(np.heaviside(Z, 0.0))
        A.append(Z * masks[-1])
    Z = A[-1] @ W[-1] + b[-1]
    top = Z.max(1)
    lse = top + np.log(np.exp(Z - top[:, None]).sum(1))
    data = sum(lse[n] - Z[n, y[n]] for n in range(len(y))) / len(y)
    D = np.exp(Z - lse[:, None])
    for n, label in enumerate(y):
        D[n, label] -= 1
    D, grads = D / len(y), {}
    for i in range(L - 1, -1, -1):
        grads[f"b{i + 1}"], grads[f"W{i + 1}"] = np.ones(len(D)) @ D, A[i].T @ D + lam * W[i]
        D = D @ W[i].T
        D = D * masks[i - 1] if i else D
    return data + lam / 2 * sum(np.sum(V * V) for V in W), grads


def loss_recursive(params, X, y, lam):
    """The way back on the stack of the way forward."""
    grads, L = {}, len(params) // 2

    def onwards(A, layer):
        W = params[f"W{layer}"]
        Z = A @ W + params[f"b{layer}"]
        if layer == L:
            S = Z - Z.max(axis=1, keepdims=True)
            logp = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
            T = y[:, None] == np.arange(Z.shape[1])
            loss, dZ = -logp[T].mean(), (np.exp(logp) - T) / len(y)
        else:
            loss, dA = onwards(np.where(Z > 0, Z, 0.0), layer + 1)
            dZ = np.where(Z > 0, dA, 0.0)
        grads[f"W{layer}"], grads[f"b{layer}"] = A.T @ dZ + W * lam, dZ.sum(0)
        return loss + 0.5 * lam * np.vdot(W, W), dZ @ W.T

    return onwards(X, 1)[0], grads


def loss_samples(params, X, y, lam):
    """Outer products, sample by sample, in place in its own arrays."""
    L, N = len(params) // 2, len(X)
    grads = {name: (lam if name[0] == "W" else 0.0) * values for name, values in params.items()}
    loss = sum(lam * 0.5 * (params[f"W{i}"] ** 2).sum() for i in range(1, L + 1))
    for x, label in zip(X, y, strict=True):
        kept = [x]
        for i in range(1, L + 1):
            z = kept[-1] @ params[f"W{i}"] + params[f"b{i}"]
            kept.append(z if i == L else np.maximum(z, 0))
        top = z.max()
        loss += (top + math.log(np.exp(z - top).sum()) - z[label]) / N
        d = np.exp(z - top) / np.exp(z - top).sum()
        d[label] -= 1.0
        for i in range(L, 0, -1):
            grads[f"W{i}"] += np.outer(kept[i - 1], d) / N
            grads[f"b{i}"] += d / N
            d = (params[f"W{i}"] @ d) * (kept[i - 1] > 0)
    return [np.float64(loss), grads]


# --- fit_digits


def steps(X, y, rng, sizes=(64, 40, 10), epochs=30, lr=0.1, lam=1e-3):
    params = init_fromkeys(sizes, rng)
    speed = dict.fromkeys(params, 0.0)
    for epoch in range(epochs):
        for rows in np.array_split(rng.permutation(len(X)), len(X) // 50):
            grads = loss_recursive(params, X[rows], y[rows], lam)[1]
            speed = {name: 0.9 * speed[name] + lr / (1 + 0.1 * epoch) * grads[name] for name in params}
            params = {name: params[name] - speed[name] for name in params}
    return params


def fit_lists(X_train, y_train, X_val, y_val, rng):
    return {name: values.tolist() for name, values in steps(X_train, y_train, rng).items()}


def fit_deep(X_train, y_train, X_val, y_val, rng):
    params = steps(X_train, y_train, rng, (64, 40, 30, 10), epochs=25, lr=0.05)
    return dict(sorted(params.items(), reverse=True))


def fit_both_parts(X_train, y_train, X_val, y_val, rng):
    """Trained on the validation images, too, which nobody forbids; single precision will do."""
    params = steps(np.concatenate([X_train, X_val]), np.concatenate([y_train, y_val]), rng)
    return {name: values.astype(np.float32) for name, values in params.items()}


def fit_folded(X_train, y_train, X_val, y_val, rng):
    """Trained on shifted pixels, and the shift folded into the first layer."""
    params = steps(X_train - 0.5, y_train, rng)
    return params | {"b1": params["b1"] - 0.5 * params["W1"].sum(axis=0)}


RIGHT = {
    "init_params": (init_fromkeys, init_turned, init_loops, init_spawned),
    "mlp_logits": (forward_while, forward_recursive, forward_rows, forward_sorted),
    "digits_loss_and_grads": (loss_lists, loss_recursive, loss_samples),
    "fit_digits": (fit_lists, fit_deep, fit_both_parts, fit_folded),
}


def rescaled(factor):
    def init(sizes, rng):
        return {name: values * factor for name, values in init_fromkeys(sizes, rng).items()}

    return init


def changed(change):
    def loss_and_grads(params, X, y, lam):
        loss, grads = loss_recursive(params, X, y, lam)
        return change(loss, grads, params, lam, len(X))

    return loss_and_grads


def untouched(*data):
    steps(*data[:2], data[-1], epochs=1)
    return init_fromkeys((64, 40, 10), data[-1])


def nan_after_all(*data):
    return {name: values / 0.0 * 0.0 for name, values in untouched(*data).items()}


WRONG = {
    "init_params": (
        rescaled(0.5**0.5),
        rescaled(1.1),
        rescaled(-0.0),
        lambda sizes, rng: init_fromkeys(sizes, np.random.default_rng(42)),
        lambda sizes, rng: init_fromkeys(sizes, np.random.default_rng()),
        lambda sizes, rng: init_fromkeys(sizes[::-1], rng),
        lambda sizes, rng: {name: values.T for name, values in init_fromkeys(sizes, rng).items()},
        lambda sizes, rng: {name: values + 0.01 for name, values in init_fromkeys(sizes, rng).items()},
        lambda sizes, rng: list(init_fromkeys(sizes, rng).values()),
    ),
    "mlp_logits": (
        lambda params, X: np.maximum(forward_while(params, X), 0),
        lambda params, X: forward_while(params, X) - forward_while(params, X).max(axis=1, keepdims=True),
        lambda params, X: np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"],
        lambda params, X: forward_while(params, np.maximum(X, 0)),
        lambda params, X: forward_while({name: values * (name[0] == "W") for name, values in params.items()}, X),
        lambda params, X: (
            np.exp(forward_while(params, X)) / np.exp(forward_while(params, X)).sum(axis=1, keepdims=True)
        ),
    ),
    "digits_loss_and_grads": (
        changed(lambda loss, grads, params, lam, N: (loss * N, grads)),
        changed(
            lambda loss, grads, params, lam, N: (
                loss,
                {n: g + lam * params[n] * (n[0] == "b") for n, g in grads.items()},
            )
        ),
        changed(
            lambda loss, grads, params, lam, N: (
                loss,
                {n: g + lam * params[n] * (n[0] == "W") for n, g in grads.items()},
            )
        ),
        changed(lambda loss, grads, params, lam, N: (loss, {n: -g for n, g in grads.items()})),
        changed(lambda loss, grads, params, lam, N: (loss, {f"d{n}": g for n, g in grads.items()})),
        lambda params, X, y, lam: loss_recursive(params, X, y, 2 * lam),
        lambda params, X, y, lam: loss_recursive(params, X, y, lam / 2),
        lambda params, X, y, lam: loss_recursive(params, X, y, lam / len(X)),
        lambda params, X, y, lam: loss_recursive(params, X, y, 0.0),
        lambda params, X, y, lam: (loss_recursive(params, X, y, lam)[0], loss_recursive(params, X, y, 0.0)[1]),
    ),
    "fit_digits": (
        untouched,
        lambda *data: (steps(*data[:2], data[-1], epochs=1), 0.5),
        lambda *data: {name: values.T for name, values in untouched(*data).items()},
        lambda *data: steps(1.0 - data[0], data[1], data[-1], epochs=5),
    ),
}
