"""07 regularization: right answers in several honest styles, and what else people write, or leave out."""

import copy
import functools
import itertools
import math
import random

import numpy as np


def l2_loops(weights, lam):
    total = 0
    for W in weights:
        for row in W:
            for w in row:
                total += w * w
    return lam * total / 2


def l2_halves(weights, lam):
    penalty = 0.0
    for W in weights:
        penalty = penalty + lam / 2 * np.sum(np.square(W))
    return penalty


def signs(W, lam):
    out = np.zeros_like(W)
    out[W > 0] = lam
    out[W < 0] = -lam
    return out


def sign_loops(W, lam):
    return [[lam if w > 0 else -lam if w < 0 else 0 for w in row] for row in W]


def safe_quotient(W, lam):
    return np.divide(lam * W, np.abs(W), out=np.zeros(W.shape), where=W != 0)


def step_loop(w, dw, lr, lam):
    new = []
    for i in range(len(w)):
        new.append(w[i] - lr * (dw[i] + lam * w[i]))
    return new


def step_on_a_copy(w, dw, lr, lam):
    w = w.copy()
    w -= lr * dw + lr * lam * w
    return w


def decay_plain(loss, grads, params, lam):
    new = {}
    for name in grads:
        if name[0] == "W":
            loss += lam / 2 * np.sum(params[name] ** 2)
            new[name] = grads[name] + lam * params[name]
        else:
            new[name] = grads[name]
    return loss, new


def decay_copy(loss, grads, params, lam):
    grads = {name: grad.copy() for name, grad in grads.items()}
    for name, value in params.items():
        if not name.startswith("b"):
            grads[name] += lam * value
            loss = loss + 0.5 * lam * np.linalg.norm(value) ** 2
    return [loss, grads]


def decay_numbered(loss, grads, params, lam):
    new, i = dict(grads), 1
    while f"W{i}" in params:
        W = params[f"W{i}"]
        new[f"W{i}"] = np.add(grads[f"W{i}"], lam * W)
        loss = loss + lam * np.vdot(W, W) * 0.5
        i += 1
    return np.float64(loss), new


def decay_lists(loss, grads, params, lam):
    penalty = sum(float(np.sum(params[n] ** 2)) for n in params if n.startswith("W"))
    new = {n: (g + lam * params[n] * n.startswith("W")).tolist() for n, g in sorted(grads.items())}
    return np.array(loss + 0.5 * lam * penalty), new


def decay_float32(loss, grads, params, lam):
    loss, new = decay_plain(loss, grads, params, lam)
    return np.float32(loss), {name: grad.astype(np.float32) for name, grad in new.items()}


def bound_columns(W, limit):
    out = W.copy()
    for k in range(W.shape[1]):
        size = math.sqrt(sum(w**2 for w in W[:, k]))
        if size > limit:
            out[:, k] = out[:, k] / size * limit
    return out


def bound_masked(W, limit):
    out = np.array(W, dtype=float)
    size = np.linalg.norm(out, axis=0)
    long = size > limit
    out[:, long] *= limit / size[long]
    return out


def bound_hushed(W, limit):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.linalg.norm(W, axis=0) > limit, W * limit / np.linalg.norm(W, axis=0), W)


def bound_stacked(W, limit):
    columns = []
    for w in W.T:
        size = np.sqrt(w @ w)
        columns.append(w if size <= limit else limit * w / size)
    return np.stack(columns, axis=1)


def split_shuffled_list(X, y, val_fraction, test_fraction, rng):
    N = len(y)
    rows = list(range(N))
    rng.shuffle(rows)
    nv, nt = round(N * val_fraction), round(N * test_fraction)
    nr = N - nv - nt
    parts = rows[:nr], rows[nr : nr + nv], rows[nr + nv :]
    return [(X[np.array(part, dtype=int)], y[np.array(part, dtype=int)]) for part in parts]


def split_joined(X, y, val_fraction, test_fraction, rng):
    both = rng.permutation(np.column_stack([X, y]))
    nv, nt = round(len(X) * val_fraction), round(len(X) * test_fraction)
    test, val, train = np.split(both, [nt, nt + nv])
    return tuple((part[:, :-1], part[:, -1]) for part in (train, val, test))


def split_keys(X, y, val_fraction, test_fraction, rng):
    rows = np.argsort(rng.random(len(X)))
    nv, nt = round(len(X) * val_fraction), round(len(X) * test_fraction)
    X, y = X[rows], y[rows]
    return (X[nv + nt :], y[nv + nt :]), (X[:nv], y[:nv]), (X[nv : nv + nt], y[nv : nv + nt])


def split_choices(X, y, val_fraction, test_fraction, rng):
    N = X.shape[0]
    left = rng.permutation(N)
    val = rng.choice(left, size=round(val_fraction * N), replace=False)
    left = np.array([i for i in left if i not in set(val)], dtype=int)
    test = rng.choice(left, size=round(test_fraction * N), replace=False)
    train = np.array([i for i in left if i not in set(test)], dtype=int)
    return (X[train], y[train]), (X[val], y[val]), (X[test], y[test])


def split_as_lists(X, y, val_fraction, test_fraction, rng):
    (a, b), (c, d), (e, f) = split_keys(X, y, val_fraction, test_fraction, rng)
    return [[a.tolist(), b.tolist()], [c.tolist(), d.tolist()], [e.astype(np.float32), f]]


def split_by_pythons_random(X, y, val_fraction, test_fraction, rng):
    rows = list(range(len(X)))
    random.Random(int(rng.integers(2**32))).shuffle(rows)
    nv, nt = int(np.round(len(X) * val_fraction)), int(np.round(len(X) * test_fraction))
    parts = rows[nv + nt :], rows[:nv], rows[nv : nv + nt]
    return tuple(
        (np.take(X, part, axis=0, mode="clip"), np.take(y, np.array(part, int))) for part in map(np.int64, parts)
    )


def choose_loop(lams, fit, validation_loss):
    best = None
    for lam in lams:
        loss = validation_loss(fit(lam))
        if best is None or loss < best[0]:
            best = (loss, lam)
    return best[1]


def choose_argmin(lams, fit, validation_loss):
    models = [fit(lam) for lam in lams]
    return lams[int(np.argmin([validation_loss(model) for model in models]))]


def choose_models_twice_measured(lams, fit, validation_loss):
    models = {lam: fit(lam) for lam in lams}
    best = min(validation_loss(model) for model in models.values())
    for lam, model in models.items():
        if validation_loss(model) == best:
            return float(lam)


def choose_from_behind(lams, fit, validation_loss):
    chosen, best = None, math.inf
    for lam in reversed(lams):
        loss = validation_loss(fit(lam))
        if loss <= best:
            chosen, best = lam, loss
    return chosen


RIGHT = {
    "l2_penalty": (
        l2_loops,
        l2_halves,
        lambda weights, lam: 0.5 * lam * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: lam * sum(np.linalg.norm(W) ** 2 for W in weights) / 2,
        lambda weights, lam: lam / 2 * np.sum(np.concatenate([W.ravel() for W in weights]) ** 2),
        lambda weights, lam: np.array(sum(np.vdot(W, W) for W in weights) * lam * 0.5),
        lambda weights, lam: np.float32(0.5 * lam * sum((W * W).sum() for W in weights)),
        lambda weights, lam: sum(np.trace(W.T @ W) * lam / 2 for W in weights),
        lambda weights, lam: functools.reduce(lambda t, W: t + 0.5 * lam * np.einsum("ij,ij", W, W), weights, 0),
    ),
    "l2_gradient": (
        lambda W, lam: lam * W,
        lambda W, lam: W * lam,
        lambda W, lam: np.multiply(W, lam).astype(np.float32),
        lambda W, lam: [[lam * w for w in row] for row in W],
        lambda W, lam: 0.5 * lam * 2 * W,
        lambda W, lam: 0.5 * lam * ((W + 1e-4) ** 2 - (W - 1e-4) ** 2) / 2e-4,
    ),
    "weight_decay_step": (
        step_loop,
        step_on_a_copy,
        lambda w, dw, lr, lam: w - lr * (dw + lam * w),
        lambda w, dw, lr, lam: (1 - lr * lam) * w - lr * dw,
        lambda w, dw, lr, lam: w - lr * dw - lr * lam * w,
        lambda w, dw, lr, lam: (w - lr * dw - lr * lam * w).astype(np.float32).tolist(),
    ),
    "l1_penalty": (
        lambda weights, lam: lam * sum(np.sum(np.abs(W)) for W in weights),
        lambda weights, lam: lam * sum(abs(w) for W in weights for w in W.flat),
        lambda weights, lam: sum(lam * np.linalg.norm(W.ravel(), 1) for W in weights),
        lambda weights, lam: lam * sum(np.sum(W * np.sign(W)) for W in weights),
        lambda weights, lam: np.asarray(lam * np.abs(np.concatenate([W.ravel() for W in weights])).sum()),
        lambda weights, lam: lam * sum(np.sqrt(W**2).sum() for W in weights),
        lambda weights, lam: sum(map(lambda W: lam * (W[W > 0].sum() - W[W < 0].sum()), weights)),
    ),
    "l1_gradient": (
        lambda W, lam: lam * (np.heaviside(W, 0.5) - np.heaviside(-W, 0.5)),
        signs,
        sign_loops,
        safe_quotient,
        lambda W, lam: lam * np.sign(W),
        lambda W, lam: lam * ((W > 0).astype(int) - (W < 0).astype(int)),
        lambda W, lam: np.where(W > 0, lam, np.where(W < 0, -lam, 0)),
        lambda W, lam: (lam * np.sign(W)).astype(np.float32),
        lambda W, lam: lam * np.clip(W * 1e300, -1, 1),
        lambda W, lam: np.where(W == 0, 0, np.copysign(lam, W)),
    ),
    "add_weight_decay": (decay_plain, decay_copy, decay_numbered, decay_lists, decay_float32),
    "max_norm": (
        lambda W, limit: W @ np.diag(limit / np.maximum(np.linalg.norm(W, axis=0), limit)),
        lambda W, limit: np.array([w * (limit / n) if (n := math.hypot(*w)) > limit else w for w in W.T]).T,
        bound_columns,
        bound_masked,
        bound_hushed,
        bound_stacked,
        lambda W, limit: W * np.minimum(1, limit / np.maximum(np.linalg.norm(W, axis=0), 1e-12)),
        lambda W, limit: W * np.minimum(1, limit / (np.linalg.norm(W, axis=0, keepdims=True) + 1e-12)),
        lambda W, limit: W / np.maximum(1, np.sqrt((W**2).sum(0)) / limit),
        lambda W, limit: (W * limit / np.maximum(np.linalg.norm(W, axis=0), limit)).astype(np.float32),
        lambda W, limit: [list(row) for row in bound_masked(W, limit)],
    ),
    "train_val_test_split": (
        split_shuffled_list,
        split_joined,
        split_keys,
        split_choices,
        split_as_lists,
        split_by_pythons_random,
    ),
    "select_lambda": (
        lambda lams, fit, validation_loss: lams[np.array([validation_loss(fit(v)) for v in lams], np.float32).argmin()],
        choose_loop,
        choose_argmin,
        choose_models_twice_measured,
        choose_from_behind,
        lambda lams, fit, validation_loss: min(lams, key=lambda lam: validation_loss(fit(lam))),
        lambda lams, fit, validation_loss: min((validation_loss(fit(v)), i, v) for i, v in enumerate(lams))[2],
        lambda lams, fit, validation_loss: np.array(lams)[np.argmin([validation_loss(fit(v)) for v in lams])],
        lambda lams, fit, validation_loss: sorted(lams, key=lambda lam: validation_loss(fit(lam)))[0],
    ),
}


def returns_in_the_loop(weights, lam):
    total = 0
    for W in weights:
        total += np.sum(W**2)
        return 0.5 * lam * total


def starts_anew(weights, lam):
    for W in weights:
        total = 0
        total += np.sum(W**2)
    return 0.5 * lam * total


def decay_wrongly(penalty, slope, names=lambda name: name.startswith("W")):
    """`penalty` (W, lam) is added to the loss, `slope` (dW, W, lam) replaces the gradient, for the names that decay."""

    def add_weight_decay(loss, grads, params, lam):
        for name in filter(names, grads):
            loss = loss + penalty(params[name], lam)
        return loss, {n: slope(g, params[n], lam) if names(n) else g for n, g in grads.items()}

    return add_weight_decay


def half_square(W, lam):
    return 0.5 * lam * np.sum(W**2)


def plus_decay(dW, W, lam):
    return dW + lam * W


def only_last_penalty(loss, grads, params, lam):
    new = {}
    for name in grads:
        new[name] = grads[name]
        if name.startswith("W"):
            new[name] = grads[name] + lam * params[name]
            total = loss + 0.5 * lam * np.sum(params[name] ** 2)
    return total, new


def bias_gradients_zero(loss, grads, params, lam):
    loss, new = decay_plain(loss, grads, params, lam)
    return loss, {name: grad if name[0] == "W" else 0 * grad for name, grad in new.items()}


def decays_matrices(loss, grads, params, lam):
    matrices = [name for name in params if params[name].ndim == 2]
    return loss + sum(half_square(params[n], lam) for n in matrices), {
        n: g + lam * params[n] if n in matrices else g for n, g in grads.items()
    }


def decays_by_place(loss, grads, params, lam):
    places = [i for i, name in enumerate(grads) if name.startswith("W")]
    values = list(params.values())
    new = {n: g + lam * values[i] if i in places else g for i, (n, g) in enumerate(grads.items())}
    return loss + sum(half_square(values[i], lam) for i in places), new


def split_wrongly(order=None, cut=None, finish=lambda X, y, parts: tuple((X[p], y[p]) for p in parts)):
    def train_val_test_split(X, y, val_fraction, test_fraction, rng):
        N = len(X)
        rows = order(N, rng) if order else rng.permutation(N)
        nv, nt = round(N * val_fraction), round(N * test_fraction)
        parts = cut(rows, N, nv, nt) if cut else (rows[: N - nv - nt], rows[N - nv - nt : N - nt], rows[N - nt :])
        return finish(X, y, parts)

    return train_val_test_split


def rolled(N, rng):
    return np.roll(np.arange(N), rng.integers(N))


def chunks_of_five(N, rng):
    blocks = np.array_split(np.arange(N), max(N // 8, 1))
    return np.concatenate([blocks[i] for i in rng.permutation(len(blocks))])


def seeded(N, rng):
    return np.random.RandomState(42).permutation(N)


def reversed_rows(N, rng):
    return np.arange(N)[::-1]


def last_label_shifted(X, y, parts):
    return tuple((X[p], np.roll(y[p], 1)) for p in parts)


def training_labels_of_the_start(X, y, parts):
    train, val, test = parts
    return (X[train], y[: len(train)]), (X[val], y[val]), (X[test], y[test])


def two_shuffles(X, y, val_fraction, test_fraction, rng):
    nv, nt = round(len(X) * val_fraction), round(len(X) * test_fraction)
    rng.shuffle(rows := np.arange(len(X)))
    rng.shuffle(other := np.arange(len(X)))
    cut = [len(X) - nv - nt, len(X) - nt]
    return tuple((X[a], y[b]) for a, b in zip(np.split(rows, cut), np.split(other, cut), strict=True))


def second_best(lams, fit, validation_loss):
    losses = [validation_loss(fit(lam)) for lam in lams]
    return lams[np.argsort(losses)[min(1, len(lams) - 1)]]


def best_loss_not_kept(lams, fit, validation_loss):
    best, chosen = np.inf, None
    for lam in lams:
        if validation_loss(fit(lam)) < best:
            best, chosen = lam, lam
    return chosen


def never_compares(lams, fit, validation_loss):
    for lam in lams:
        chosen, loss = lam, validation_loss(fit(lam))
        if loss < loss:
            return chosen
    return chosen


def lower_index(lams, fit, validation_loss):
    losses = [validation_loss(fit(lam)) for lam in lams]
    return losses.index(min(losses))


def refit_at_the_end(lams, fit, validation_loss):
    losses = [validation_loss(fit(lam)) for lam in lams]
    lam = lams[int(np.argmin(losses))]
    validation_loss(fit(lam))
    return lam


def first_below_the_mean(lams, fit, validation_loss):
    losses = [validation_loss(fit(lam)) for lam in lams]
    return next((lam for lam, loss in zip(lams, losses, strict=True) if loss < np.mean(losses)), lams[0])


def sattolo(N, rng):
    rows = list(range(N))
    for i in reversed(range(1, N)):
        j = int(rng.integers(i))
        rows[i], rows[j] = rows[j], rows[i]
    return np.array(rows)


def dict_of_rows(X, y):
    labels = dict(zip(map(tuple, X), y, strict=True))
    return np.array(list(labels)), np.array(list(labels.values()))


def zero_is_none(lams, fit, validation_loss):
    best = chosen = None
    for lam in lams:
        loss = validation_loss(fit(lam))
        if not best or loss < best:
            best, chosen = loss, lam
    return chosen


WRONG = {
    "l2_penalty": (
        lambda weights, lam: lam // 2 * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W, 2) ** 2 for W in weights),
        lambda weights, lam: 0.5 * lam * sum(np.sum(W[np.abs(W) > 1e-5] ** 2) for W in weights),
        returns_in_the_loop,
        starts_anew,
        lambda weights, lam: 0.5 * lam * np.sum(np.abs(weights[0])),
        lambda weights, lam: lam * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: 0.5 * lam**2 * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: 0.5 * sum(np.sum((lam * W) ** 2) for W in weights),
        lambda weights, lam: 0.5 * lam * sum(W**2 for W in weights[:1]),
        lambda weights, lam: 0.5 * lam * sum(np.mean(W**2) for W in weights),
        lambda weights, lam: [0.5 * lam * np.sum(W**2) for W in weights],
        lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W) for W in weights),
        lambda weights, lam: 0.5 * lam * sum(np.linalg.norm(W, 2) ** 2 for W in weights),
        lambda weights, lam: 0.5 * lam * sum(np.sum(W) ** 2 for W in weights),
        lambda weights, lam: -0.5 * lam * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: 0.5 * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: 0.5 * lam * sum(np.sum(W**2, axis=0) for W in weights),
    ),
    "l2_gradient": (
        lambda W, lam: lam * np.where(np.isclose(W, 0), 0, W),
        lambda W, lam: lam * (W @ W) if len(W) == len(W.T) else lam * W,
        lambda W, lam: 2 * lam * W,
        lambda W, lam: lam / 2 * W,
        lambda W, lam: lam * W / len(W),
        lambda W, lam: -lam * W,
        lambda W, lam: lam * np.abs(W),
        lambda W, lam: lam * np.sign(W),
        lambda W, lam: lam * W**2,
        lambda W, lam: W,
        lambda W, lam: lam * np.sum(W),
        lambda W, lam: lam * W.T,
        lambda W, lam: lam,
        lambda W, lam: (1 - lam) * W,
    ),
    "weight_decay_step": (
        lambda w, dw, lr, lam: np.maximum(1 - lr * lam, 0) * w - lr * dw,
        lambda w, dw, lr, lam: w * math.exp(-lr * lam) - lr * dw,
        lambda w, dw, lr, lam: w - np.float32(lr) * (dw.astype(np.float32) + np.float32(lam) * w.astype(np.float32)),
        lambda w, dw, lr, lam: w - lr * dw,
        lambda w, dw, lr, lam: w - lr * dw + lr * lam * w,
        lambda w, dw, lr, lam: w - lr * (dw + lam / 2 * w),
        lambda w, dw, lr, lam: w - lr * (dw + 2 * lam * w),
        lambda w, dw, lr, lam: (1 - lam) * w - lr * dw,
        lambda w, dw, lr, lam: (1 - lr * lam) * (w - lr * dw),
        lambda w, dw, lr, lam: (1 + lr * lam) * w - lr * dw,
        lambda w, dw, lr, lam: w - lr * (dw + lam * np.linalg.norm(w)),
        lambda w, dw, lr, lam: w - lr * (dw + lam * dw),
        lambda w, dw, lr, lam: w - lr * lam * (dw + w),
        lambda w, dw, lr, lam: dw + lam * w,
        lambda w, dw, lr, lam: w - lr * (dw + lam * np.sign(w)),
        lambda w, dw, lr, lam: (1 - lr * lam) * w + lr * dw,
        lambda w, dw, lr, lam: w - lr**2 * (dw + lam * w),
    ),
    "l1_penalty": (
        lambda weights, lam: lam * sum(np.sum(np.abs(W[~np.isclose(W, 0)])) for W in weights),
        lambda weights, lam: lam * sum(np.sum(np.sqrt(W**2 + 1e-8)) for W in weights),
        lambda weights, lam: lam * np.sum(np.abs(weights[0])),
        lambda weights, lam: 0.5 * lam * sum(np.sum(np.abs(W)) for W in weights),
        lambda weights, lam: lam * sum(np.sum(W) for W in weights),
        lambda weights, lam: lam * sum(np.linalg.norm(W, 1) for W in weights),
        lambda weights, lam: lam * sum(np.sum(W**2) for W in weights),
        lambda weights, lam: lam * sum(np.mean(np.abs(W)) for W in weights),
        lambda weights, lam: lam * max(np.max(np.abs(W)) for W in weights),
        lambda weights, lam: abs(lam * sum(np.sum(W) for W in weights)),
        lambda weights, lam: sum(np.sum(np.abs(W)) for W in weights),
        lambda weights, lam: [lam * np.sum(np.abs(W)) for W in weights],
        lambda weights, lam: lam * sum(np.sum(np.maximum(W, 0)) for W in weights),
    ),
    "l1_gradient": (
        lambda W, lam: lam * np.sign(np.round(W, 6)),
        lambda W, lam: lam * W / (np.abs(W) + 1e-8),
        lambda W, lam: lam * W / np.sqrt(W * W + 1e-12),
        lambda W, lam: lam * np.tanh(1000 * W),
        lambda W, lam: np.clip(W, -lam, lam),
        lambda W, lam: np.where(W >= 0, lam, -lam),
        lambda W, lam: np.where(W > 0, lam, -lam),
        lambda W, lam: lam * W / np.abs(W),
        lambda W, lam: lam * W / (np.abs(W) + 1e-3),
        lambda W, lam: lam * np.tanh(W),
        lambda W, lam: lam * W,
        lambda W, lam: np.sign(W),
        lambda W, lam: -lam * np.sign(W),
        lambda W, lam: lam * np.abs(W),
        lambda W, lam: lam * (W > 0),
        lambda W, lam: lam * np.sign(W).sum(),
        lambda W, lam: np.full(W.shape, lam),
        lambda W, lam: np.copysign(lam, W),
    ),
    "add_weight_decay": (
        decay_wrongly(half_square, plus_decay, lambda name: True),
        decay_wrongly(half_square, plus_decay, lambda name: name == "W1"),
        decay_wrongly(half_square, plus_decay, lambda name: "W" in name),
        decay_wrongly(half_square, plus_decay, lambda name: name[0] == "W" and len(name) == 2),
        decays_matrices,
        decays_by_place,
        decay_wrongly(half_square, plus_decay, lambda name: name.startswith("b")),
        decay_wrongly(half_square, lambda dW, W, lam: dW),
        decay_wrongly(lambda W, lam: 0.0, plus_decay),
        decay_wrongly(lambda W, lam: lam * np.sum(W**2), plus_decay),
        decay_wrongly(half_square, lambda dW, W, lam: dW + 2 * lam * W),
        decay_wrongly(half_square, lambda dW, W, lam: dW + 0.5 * lam * W),
        decay_wrongly(half_square, lambda dW, W, lam: dW - lam * W),
        decay_wrongly(half_square, lambda dW, W, lam: lam * W),
        decay_wrongly(lambda W, lam: 0.5 * lam * np.sum(W) ** 2, plus_decay),
        decay_wrongly(lambda W, lam: 0.5 * lam * np.sqrt(np.sum(W**2)), plus_decay),
        decay_wrongly(lambda W, lam: 0.5 * lam * np.mean(W**2), plus_decay),
        decay_wrongly(half_square, lambda dW, W, lam: dW + lam * np.sign(W)),
        only_last_penalty,
        bias_gradients_zero,
    ),
    "max_norm": (
        lambda W, limit: W / np.maximum(np.linalg.norm(W, axis=0), limit) * limit,
        lambda W, limit: W * np.minimum(1, limit / (np.linalg.norm(W, axis=0) + 1e-7)),
        lambda W, limit: bound_masked(W, limit) if np.linalg.norm(W, axis=0).max() > limit + 1e-3 else W * 1,
        lambda W, limit: bound_masked(W.T, limit).T if len(W) == len(W.T) else bound_masked(W, limit),
        lambda W, limit: W / np.linalg.norm(W, axis=0) * limit,
        lambda W, limit: W / np.maximum(np.linalg.norm(W, axis=0), limit),
        lambda W, limit: W * limit / np.maximum(np.linalg.norm(W, axis=1, keepdims=True), limit),
        lambda W, limit: W * min(1, limit / (np.linalg.norm(W) + 1e-12)),
        lambda W, limit: np.clip(W, -limit, limit),
        lambda W, limit: W * np.minimum(1, limit / np.linalg.norm(W, axis=0)),
        lambda W, limit: W * np.clip(np.linalg.norm(W, axis=0), 0, limit) / (1e-7 + np.linalg.norm(W, axis=0)),
        lambda W, limit: W * np.minimum(1, limit / (np.sum(W**2, axis=0) + 1e-12)),
        lambda W, limit: W * np.minimum(1, limit / (np.sum(np.abs(W), axis=0) + 1e-12)),
        lambda W, limit: np.where(np.linalg.norm(W, axis=0) > limit, 0, W),
        lambda W, limit: W * np.sqrt(np.minimum(1, limit / (np.linalg.norm(W, axis=0) + 1e-12))),
        lambda W, limit: W,
        lambda W, limit: bound_masked(W.T, limit).T,
        lambda W, limit: bound_masked(W, limit) * 0.999999,
    ),
    "train_val_test_split": (
        split_wrongly(order=lambda N, rng: copy.deepcopy(rng).permutation(N)),
        split_wrongly(order=sattolo),
        split_wrongly(finish=lambda X, y, parts: tuple((np.float16(X[p]), y[p]) for p in parts)),
        lambda X, y, val, test, rng: split_keys(*dict_of_rows(X, y), val, test, rng),
        lambda X, y, val, test, rng: split_keys(X, y, max(val, 1 / len(X)), max(test, 1 / len(X)), rng),
        split_wrongly(order=lambda N, rng: np.arange(N)),
        split_wrongly(order=reversed_rows),
        split_wrongly(order=rolled),
        split_wrongly(order=chunks_of_five),
        split_wrongly(order=seeded),
        split_wrongly(order=lambda N, rng: rng.integers(N, size=N)),
        split_wrongly(order=lambda N, rng: np.sort(rng.permutation(N))),
        split_wrongly(cut=lambda rows, N, nv, nt: (rows[: N - nv - nt], rows[N - nv - nt : N - nt], rows[-nt:])),
        split_wrongly(cut=lambda rows, N, nv, nt: (rows[nv + nt :], rows[nt : nt + nv], rows[:nt])[::-1]),
        split_wrongly(cut=lambda rows, N, nv, nt: (rows[nv + nt :], rows[:nv], rows[:nt])),
        split_wrongly(cut=lambda rows, N, nv, nt: (rows, rows[:nv], rows[nv : nv + nt])),
        split_wrongly(cut=lambda rows, N, nv, nt: (rows[nv + nt + 1 :], rows[:nv], rows[nv : nv + nt])),
        split_wrongly(
            cut=lambda rows, N, nv, nt: tuple(map(np.sort, (rows[nv + nt :], rows[:nv], rows[nv : nv + nt])))
        ),
        split_wrongly(cut=lambda rows, N, nv, nt: (rows[nv + nt :], np.sort(rows[:nv]), np.sort(rows[nv : nv + nt]))),
        split_wrongly(finish=last_label_shifted),
        split_wrongly(finish=training_labels_of_the_start),
        split_wrongly(finish=lambda X, y, parts: parts),
        split_wrongly(finish=lambda X, y, parts: tuple((y[p], X[p]) for p in parts)),
        split_wrongly(finish=lambda X, y, parts: tuple(itertools.chain(*((X[p], y[p]) for p in parts)))),
        split_wrongly(finish=lambda X, y, parts: tuple((X[p], y[p][:, None]) for p in parts)),
        two_shuffles,
    ),
    "select_lambda": (
        zero_is_none,
        lambda lams, fit, validation_loss: min(lams, key=lambda lam: round(validation_loss(fit(lam)), 4)),
        lambda lams, fit, validation_loss: min(lams, key=lambda lam: int(validation_loss(fit(lam)))),
        lambda lams, fit, validation_loss: min(lams, key=lambda lam: validation_loss(fit(lam)) + lam),
        second_best,
        best_loss_not_kept,
        never_compares,
        lower_index,
        refit_at_the_end,
        first_below_the_mean,
        lambda lams, fit, validation_loss: max(lams, key=lambda lam: validation_loss(fit(lam))),
        lambda lams, fit, validation_loss: min(validation_loss(fit(lam)) for lam in lams),
        lambda lams, fit, validation_loss: min(lams, key=validation_loss),
        lambda lams, fit, validation_loss: min(lams, key=lambda lam: fit(lam)),
        lambda lams, fit, validation_loss: fit(min(lams, key=lambda lam: validation_loss(fit(lam)))),
        lambda lams, fit, validation_loss: min(sorted(lams), key=lambda lam: validation_loss(fit(lam))),
        lambda lams, fit, validation_loss: min(lams[::-1], key=lambda lam: validation_loss(fit(lam))),
        lambda lams, fit, validation_loss: np.argmin([validation_loss(fit(lam)) for lam in lams]),
    ),
}
