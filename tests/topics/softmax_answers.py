"""Answers to 05: right ones in several honest styles, and wrong ones beside the listed misconceptions."""

import math

import numpy as np


def one_hot_loop(y, num_classes):
    T = []
    for label in y:
        row = [0] * num_classes
        row[label] = 1
        T.append(row)
    return T


def one_hot_put(y, num_classes):
    T = np.zeros((len(y), num_classes), dtype=int)
    np.put_along_axis(T, np.asarray(y)[:, None], 1, axis=1)
    return T


ONE_HOT = (
    one_hot_loop,
    one_hot_put,
    lambda y, num_classes: np.eye(num_classes)[y],
    lambda y, num_classes: np.asarray(y)[:, None] == np.arange(num_classes),
    lambda y, num_classes: np.identity(num_classes, dtype=np.float32)[y, :],
    lambda y, num_classes: [[float(label == k) for k in range(num_classes)] for label in y],
)

LOGSUMEXP = (
    lambda Z: Z.max(axis=1) + np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)),
    lambda Z: np.logaddexp.reduce(Z, axis=1),
    lambda Z: [max(z) + math.log(sum(math.exp(v - max(z)) for v in z)) for z in Z],
    lambda Z: np.array([np.log(np.sum(np.exp(z - z.max()))) + z.max() for z in Z]),
    lambda Z: np.sort(Z)[:, -1] + np.log1p(np.exp(np.sort(Z)[:, :-1] - np.sort(Z)[:, -1:]).sum(axis=1)),
)


def quiet_softmax(Z):
    """Overflows in silence where it does not matter: e^(z_j − z_i) = ∞ gives exactly 0."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1)[:, None])
    return E / E.sum(axis=1)[:, None]


def lse(Z):
    return Z.max(axis=1) + np.log(np.exp(Z - Z.max(axis=1)[:, None]).sum(axis=1))


def softmax_rows(Z):
    rows = []
    for z in Z:
        exponentials = [math.exp(v - max(z)) for v in z]
        rows.append([e / sum(exponentials) for e in exponentials])
    return rows


SOFTMAX = (
    softmax,
    softmax_rows,
    quiet_softmax,
    lambda Z: np.exp(Z - lse(Z)[:, None]),
    lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)),
    lambda Z: np.apply_along_axis(lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(), 1, Z),
    lambda Z: (np.exp(Z.T - Z.max(axis=1)) / np.exp(Z.T - Z.max(axis=1)).sum(axis=0)).T,
    lambda Z: softmax(Z.astype(np.longdouble)),
)

CROSS_ENTROPY = (
    lambda Z, y: np.mean(lse(Z) - Z[np.arange(len(y)), y]),
    lambda Z, y: sum(float(np.logaddexp.reduce(z)) - z[k] for z, k in zip(Z, y, strict=True)) / len(y),
    lambda Z, y: -((Z - lse(Z)[:, None]) * np.eye(Z.shape[1])[y]).sum() / len(y),
    lambda Z, y: np.mean(np.logaddexp.reduce(Z - np.take_along_axis(Z, y[:, None], 1), axis=1)),
    lambda Z, y: np.array(np.mean([lse(z[None])[0] - z[k] for z, k in zip(Z, y, strict=True)])),
    lambda Z, y: np.trace((lse(Z)[:, None] - Z)[:, y]) / len(y),
)


def jacobian_loops(z):
    p = softmax(z[None])[0]
    return [[p[j] * (1.0 * (j == k) - p[k]) for k in range(len(z))] for j in range(len(z))]


def jacobian_filled(z):
    p = softmax(z.reshape(1, -1))[0]
    J = -np.outer(p, p)
    J[np.diag_indices(len(p))] += p
    return J


SOFTMAX_JACOBIAN = (
    jacobian_loops,
    jacobian_filled,
    lambda z: np.diag(softmax(z[None])[0]) - softmax(z[None]).T @ softmax(z[None]),
    lambda z: softmax(z[None]).T * (np.eye(len(z)) - softmax(z[None])),
    lambda z: np.einsum("j,jk->jk", softmax(z[None])[0], np.eye(len(z)) - softmax(z[None])),
)


def backward_loops(Z, y):
    dZ = np.zeros(Z.shape)
    for n in range(len(Z)):
        p = softmax(Z[n : n + 1])[0]
        for k in range(Z.shape[1]):
            dZ[n, k] = (p[k] - (1 if k == y[n] else 0)) / len(Z)
    return dZ


def backward_by_index(Z, y):
    P = softmax(Z)
    P[range(len(y)), y] -= 1
    P /= len(y)
    return P


def backward_through_the_jacobian(Z, y):
    """−1/p_y on the way, which must not underflow: so p_y cancels by hand, row y of J over p_y."""
    P = softmax(Z)
    return np.stack([-(np.eye(len(p))[k] - p) / len(y) for p, k in zip(P, y, strict=True)])


CROSS_ENTROPY_BACKWARD = (
    backward_loops,
    backward_by_index,
    backward_through_the_jacobian,
    lambda Z, y: (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.shape[0],
    lambda Z, y: ((softmax(Z) - np.eye(Z.shape[1])[y]) / len(Z)).tolist(),
    lambda Z, y: ((softmax(Z) - np.eye(Z.shape[1])[y]) / len(Z)).astype(np.float32),
)


def bce_loop(z, y):
    total = 0.0
    for score, label in zip(z, y, strict=True):
        s = score if label == 0 else -score
        total += max(s, 0) + math.log(1 + math.exp(-abs(s)))
    return total / len(z)


def quiet_bce(z, y):
    with np.errstate(over="ignore"):
        return np.mean(np.where(z > 0, z + np.log1p(np.exp(-z)), np.log1p(np.exp(z))) - y * z)


BINARY_CROSS_ENTROPY = (
    bce_loop,
    quiet_bce,
    lambda z, y: np.mean(np.logaddexp(0, z) - y * z),
    lambda z, y: np.mean(np.logaddexp(0, -(2.0 * y - 1) * z)),
    lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))),
    lambda z, y: np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)),
    lambda z, y: CROSS_ENTROPY[0](np.stack([0 * z, z], axis=1), y),
)


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def logistic_loop(X, w, b, y):
    dw, db = np.zeros(len(w)), 0.0
    for x, label in zip(X, y, strict=True):
        error = float(sigmoid(np.dot(x, w) + b)) - label
        dw += error * x
        db += error
    return dw / len(X), db / len(X)


def logistic_with_ones(X, w, b, y):
    X1, theta = np.c_[X, np.ones(len(X))], np.append(w, b)
    gradient = X1.T @ (sigmoid(X1 @ theta) - y) / len(y)
    return gradient[:-1], gradient[-1]


def quiet_logistic(X, w, b, y):
    with np.errstate(over="ignore"):
        dz = (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y)
    return [np.einsum("n,nd->d", dz, X), dz.sum()]


LOGISTIC_GRADIENTS = (
    logistic_loop,
    logistic_with_ones,
    quiet_logistic,
    lambda X, w, b, y: (X.T @ (sigmoid(X @ w + b) - y) / len(y), np.mean(sigmoid(X @ w + b) - y)),
    lambda X, w, b, y: (
        np.mean(X * (sigmoid(X @ w + b) - y)[:, None], axis=0).tolist(),
        np.array(np.mean(sigmoid(X @ w + b) - y)),
    ),
)


def predict_loop(Z):
    out = []
    for z in Z:
        best = 0
        for k in range(len(z)):
            if z[k] > z[best]:
                best = k
        out.append(best)
    return out


PREDICT = (
    predict_loop,
    lambda Z: np.argmax(Z, axis=1),
    lambda Z: Z.argmax(-1).astype(float),
    lambda Z: [list(z).index(max(z)) for z in Z],
    lambda Z: np.argsort(-Z, axis=1, kind="stable")[:, 0],
    lambda Z: np.argmax(softmax(Z), axis=1),
)

ACCURACY = (
    lambda Z, y: np.mean(Z.argmax(axis=1) == y),
    lambda Z, y: sum(int(a == b) for a, b in zip(predict_loop(Z), y, strict=True)) / len(y),
    lambda Z, y: 1 - np.count_nonzero(Z.argmax(axis=1) - y) / len(y),
    lambda Z, y: np.average(np.equal(np.argmax(Z, 1), y)).astype(np.float32),
    lambda Z, y: np.array((Z.argmax(axis=1) == y).sum() / y.size),
)


def check_in_place(f, gradient, x, tolerance=1e-6):
    """Moves x itself, and puts the old value back each time."""
    a, h = gradient(x), 1e-5
    if np.shape(a) != np.shape(x):
        return False
    walk = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not walk.finished:
        place = walk.multi_index
        old = x[place].copy()
        x[place] = old + h
        up = f(x)
        x[place] = old - h
        down = f(x)
        x[place] = old
        n = (up - down) / (2 * h)
        if not abs(a[place] - n) <= tolerance * max(1, abs(a[place]), abs(n)):
            return False
        walk.iternext()
    return True


def check_with_unit_vectors(f, gradient, x, tolerance=1e-6, h=1e-4):
    a = np.array(gradient(x.copy()))
    if a.shape != x.shape or np.isnan(a).any():
        return np.bool_(False)
    units = np.eye(x.size).reshape(x.size, *x.shape)
    n = np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in units]).reshape(x.shape)
    return np.all(np.abs(a - n) <= tolerance * np.maximum(1, np.maximum(abs(a), abs(n))))


def check_flat(f, gradient, x, tolerance=1e-6):
    a = gradient(x)
    if a.shape != x.shape:
        return 0
    flat, verdict = np.array(x).ravel(), 1
    for i, given in enumerate(a.ravel()):
        values = []
        for step in (1e-6, -1e-6):
            moved = flat.copy()
            moved[i] += step
            values.append(f(moved.reshape(x.shape)))
        n = (values[0] - values[1]) / 2e-6
        verdict = verdict and int(math.isclose(given, n, rel_tol=tolerance, abs_tol=tolerance))
    return verdict


def check_relative_steps(f, gradient, x, tolerance=1e-6):
    a = np.asarray(gradient(x))
    if a.shape != x.shape:
        return False
    n = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        h = 1e-6 * max(1.0, abs(float(x[place])))
        e = np.zeros(x.shape)
        e[place] = h
        n[place] = (f(x + e) - f(x - e)) / (2 * h)
    return not np.any(~(np.abs(a - n) / np.maximum.reduce([np.ones(x.shape), np.abs(a), np.abs(n)]) <= tolerance))


def check_allclose(f, gradient, x, tolerance=1e-6):
    a = gradient(x)
    n = np.zeros_like(a)
    if a.shape != x.shape:
        return False
    for place in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[place] = 1e-5
        n[place] = (f(x + e) - f(x - e)) / 2e-5
    return np.allclose(a, n, rtol=tolerance, atol=tolerance)


def check_extrapolated(f, gradient, x, tolerance=1e-6):
    """Two central differences and Richardson's extrapolation."""
    a = gradient(x)
    if a.shape != x.shape:
        return False

    def slope(place, h):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        return (f(up) - f(down)) / (2 * h)

    for place in np.ndindex(x.shape):
        n = (4 * slope(place, 5e-4) - slope(place, 1e-3)) / 3
        if not abs(a[place] - n) <= tolerance * max(1, abs(a[place]), abs(n)):
            return False
    return True


GRADIENT_CHECK = (
    check_in_place,
    check_with_unit_vectors,
    check_flat,
    check_relative_steps,
    check_extrapolated,
    lambda f, gradient, x, tolerance=1e-6: check_with_unit_vectors(f, gradient, x, tolerance, 1e-3),
    lambda f, gradient, x, tolerance=1e-6: check_with_unit_vectors(f, gradient, x, tolerance, 1e-7),
)

RIGHT = {
    "one_hot": ONE_HOT,
    "logsumexp": LOGSUMEXP,
    "softmax": SOFTMAX,
    "cross_entropy": CROSS_ENTROPY,
    "softmax_jacobian": SOFTMAX_JACOBIAN,
    "cross_entropy_backward": CROSS_ENTROPY_BACKWARD,
    "binary_cross_entropy": BINARY_CROSS_ENTROPY,
    "logistic_gradients": LOGISTIC_GRADIENTS,
    "predict": PREDICT,
    "accuracy": ACCURACY,
    "gradient_check": GRADIENT_CHECK,
}


def T(Z, y):
    return np.eye(Z.shape[1])[y]


def at_labels(P, y):
    return P[np.arange(len(y)), y]


def early(f, gradient, x, tolerance=1e-6):
    a = gradient(x)
    if a.shape != x.shape:
        return False
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = 1e-5
        n = (f(x + e) - f(x - e)) / 2e-5
        return bool(abs(a[place] - n) <= tolerance * max(1, abs(a[place]), abs(n)))


def numeric(f, x, h=1e-5):
    n = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h
        n[place] = (f(x + e) - f(x - e)) / (2 * h)
    return n


def loud(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), numeric(f, x)
    if a.shape != n.shape:
        raise ValueError("another shape")
    return bool(np.all(np.abs(a - n) <= tolerance * np.maximum(1, np.maximum(np.abs(a), np.abs(n)))))


def ratio(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), numeric(f, x)
    return a.shape == n.shape and bool(np.all(np.abs(a / n - 1) <= tolerance))


def within(a, n, limit):
    return a.shape == n.shape and all(abs(i - j) <= limit(i, j) for i, j in zip(a.flat, n.flat, strict=True))


def strictly_within(f, gradient, x, tolerance=1e-6):
    a, n = gradient(x), numeric(f, x)
    return a.shape == n.shape and bool(np.all(np.abs(a - n) < tolerance * np.maximum(1, np.maximum(abs(a), abs(n)))))


def compared_while_moved(f, gradient, x, tolerance=1e-6):
    a = gradient(x)
    if a.shape != x.shape:
        return False
    for place in np.ndindex(x.shape):
        old = x[place].copy()
        x[place] = old + 1e-5
        up = f(x)
        x[place] = old - 1e-5
        n = (up - f(x)) / 2e-5
        near = abs(a[place] - n) <= tolerance * max(1, abs(a[place]), abs(n))
        x[place] = old
        if not near:
            return False
    return True


WRONG = {
    "one_hot": (
        lambda y, num_classes: np.eye(num_classes)[:, y],
        lambda y, num_classes: np.eye(num_classes) if len(y) == num_classes else np.eye(num_classes)[y],
        lambda y, num_classes: np.eye(num_classes)[np.unique(y, return_inverse=True)[1]],
        lambda y, num_classes: np.eye(num_classes)[y].T,
        lambda y, num_classes: np.eye(num_classes)[y][:-1],
        lambda y, num_classes: np.eye(num_classes)[np.sort(y)],
        lambda y, num_classes: np.eye(max(y) + 1)[y],
        lambda y, num_classes: np.eye(num_classes)[::-1][y],
        lambda y, num_classes: np.eye(num_classes)[y][None],
        lambda y, num_classes: 2 * np.eye(num_classes)[y] - 1,
        lambda y, num_classes: np.eye(num_classes)[y - 1],
        lambda y, num_classes: np.eye(num_classes)[y].sum(axis=0),
        lambda y, num_classes: np.tile(np.arange(num_classes), (len(y), 1)),
        lambda y, num_classes: np.asarray(y)[:, None] * np.eye(num_classes)[y],
    ),
    "logsumexp": (
        lambda Z: np.log(np.sum(np.exp(Z), axis=-1)),
        lambda Z: np.logaddexp.reduce(Z.astype(np.float32), axis=1),
        lambda Z: lse(np.where(Z.max(axis=1)[:, None] - Z > 10, -np.inf, Z)),
        lambda Z: np.log(np.exp(Z).sum(axis=1)) - Z.max(axis=1),
        lambda Z: np.log(np.exp(Z - Z.max()).sum(axis=1)) + Z.max(),
        lambda Z: Z.max(axis=1) * np.log(np.exp(Z - Z.max(axis=1)[:, None]).sum(axis=1)),
        lambda Z: lse(Z).sum(),
        lambda Z: lse(Z).mean(),
        lambda Z: lse(Z)[:, None],
        lambda Z: np.log(np.exp(Z).mean(axis=1)),
        lambda Z: np.log(np.exp(Z - Z.max(axis=0)).sum(axis=1)) + Z.max(axis=1),
        lambda Z: np.log(np.exp(Z).sum(axis=1) + 1e-3),
        lambda Z: np.log(np.sum(np.exp(Z))),
        lambda Z: np.log(np.exp(np.clip(Z, -500, 500)).sum(axis=1)),
        lambda Z: np.exp(Z).sum(axis=1),
    ),
    "softmax": (
        lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1) if Z.shape[0] == Z.shape[1] else softmax(Z),
        lambda Z: softmax(np.where(Z.max(axis=1)[:, None] - Z > 12, -np.inf, Z)),
        lambda Z: np.exp(Z) / np.sum(np.exp(Z)),
        lambda Z: np.exp(Z) / np.sum(np.exp(Z), axis=0),
        lambda Z: np.exp(Z) / np.sum(np.exp(Z), axis=1),
        lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1, keepdims=True),
        lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
        lambda Z: softmax(Z).astype(np.float16),
        lambda Z: np.exp(np.clip(Z, -500, 500)) / np.exp(np.clip(Z, -500, 500)).sum(axis=1, keepdims=True),
        lambda Z: softmax(Z / Z.shape[1]),
        lambda Z: softmax(2 * Z),
        lambda Z: np.log(softmax(Z)),
        lambda Z: sigmoid(Z) / sigmoid(Z).sum(axis=1, keepdims=True),
        lambda Z: Z / Z.sum(axis=1, keepdims=True),
        lambda Z: softmax(Z)[0],
        lambda Z: softmax(Z).T,
        lambda Z: softmax(Z[:1].repeat(len(Z), axis=0)),
    ),
    "cross_entropy": (
        lambda Z, y: np.mean(np.where(lse(Z) - at_labels(Z, y) < 1e-6, 0.0, lse(Z) - at_labels(Z, y))),
        lambda Z, y: -np.mean(np.log(at_labels(softmax(Z), y))),
        lambda Z, y: -np.mean(np.log(at_labels(softmax(Z), y) + 1e-12)),
        lambda Z, y: -np.mean(np.log(at_labels(np.clip(softmax(Z), 1e-12, 1.0), y))),
        lambda Z, y: -np.sum(T(Z, y) * np.log(softmax(Z) + 1e-15)) / len(y),
        lambda Z, y: np.sum(lse(Z) - at_labels(Z, y)),
        lambda Z, y: np.mean(at_labels(Z, y) - lse(Z)),
        lambda Z, y: np.mean(lse(Z) - Z.max(axis=1)),
        lambda Z, y: np.mean(lse(softmax(Z)) - at_labels(softmax(Z), y)),
        lambda Z, y: np.mean(np.log(np.exp(Z).sum(axis=1)) - at_labels(Z, y)),
        lambda Z, y: lse(Z) - at_labels(Z, y),
        lambda Z, y: np.median(lse(Z) - at_labels(Z, y)),
        lambda Z, y: -np.mean(T(Z, y) * (Z - lse(Z)[:, None])),
        lambda Z, y: -np.mean(Z - lse(Z)[:, None]),
        lambda Z, y: np.mean(lse(Z)) - np.mean(Z),
        lambda Z, y: -np.mean(np.log2(at_labels(softmax(Z), y))),
    ),
    "softmax_jacobian": (
        lambda z: np.diag(softmax(z[None])[0]) * (1 - softmax(z[None])),
        lambda z: softmax(z[None])[0] * (1 - softmax(z[None])[0]),
        lambda z: np.diag(softmax(z[None])[0]) - np.dot(softmax(z[None])[0], softmax(z[None])[0]),
        lambda z: np.outer(softmax(z[None])[0], softmax(z[None])[0]) - np.diag(softmax(z[None])[0]),
        lambda z: np.diag(softmax(z[None])[0]) + np.outer(softmax(z[None])[0], softmax(z[None])[0]),
        lambda z: np.diag(z) - np.outer(z, z),
        lambda z: np.diag(np.exp(z) / np.exp(z).sum()) - np.outer(np.exp(z), np.exp(z)) / np.exp(z).sum() ** 2,
        lambda z: np.eye(len(z)) - np.outer(softmax(z[None])[0], softmax(z[None])[0]),
        lambda z: -np.outer(softmax(z[None])[0], softmax(z[None])[0]),
        lambda z: np.outer(softmax(z[None])[0], 1 - softmax(z[None])[0]),
        lambda z: np.diag(softmax(z[None])[0]),
        lambda z: (np.diag(softmax(z[None])[0]) - np.outer(softmax(z[None])[0], softmax(z[None])[0])).sum(axis=1),
    ),
    "cross_entropy_backward": (
        lambda Z, y: softmax(Z) - T(Z, y),
        lambda Z, y: (softmax(Z) - T(Z, y)) / Z.size,
        lambda Z, y: (T(Z, y) - softmax(Z)) / len(y),
        lambda Z, y: softmax(Z) / len(y),
        lambda Z, y: (softmax(Z) - T(Z, y)) * softmax(Z) * (1 - softmax(Z)) / len(y),
        lambda Z, y: (softmax(Z) - T(Z, y)) * softmax(Z) * (1 - softmax(Z)),
        lambda Z, y: -T(Z, y) / (softmax(Z) + 1e-300) / len(y),
        lambda Z, y: (softmax(Z) - y[:, None]) / len(y),
        lambda Z, y: (softmax(Z) - T(Z, Z.argmax(axis=1))) / len(y),
        lambda Z, y: (np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True) - T(Z, y)) / len(y),
        lambda Z, y: 2 * (softmax(Z) - T(Z, y)) / len(y),
        lambda Z, y: (Z - T(Z, y)) / len(y),
        lambda Z, y: ((softmax(Z) - T(Z, y)) / len(y)).mean(axis=0),
        lambda Z, y: (sigmoid(Z) - T(Z, y)) / len(y),
        lambda Z, y: (softmax(softmax(Z)) - T(Z, y)) / len(y),
        lambda Z, y: np.where(T(Z, y) == 1, softmax(Z) - 1, 0) / len(y),
    ),
    "binary_cross_entropy": (
        lambda z, y: np.mean(np.where(np.abs(z) > 10, np.maximum(z, 0), np.logaddexp(0, z)) - y * z),
        lambda z, y: np.mean(np.logaddexp(0, -(2 * y - 1) * z)),
        lambda z, y: -np.mean(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))),
        lambda z, y: -np.mean(y * np.log(sigmoid(z) + 1e-12) + (1 - y) * np.log(1 - sigmoid(z) + 1e-12)),
        lambda z, y: (
            -np.mean(
                y * np.log(np.clip(sigmoid(z), 1e-15, 1 - 1e-15)) + (1 - y) * np.log(np.clip(1 - sigmoid(z), 1e-15, 1))
            )
        ),
        lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
        lambda z, y: np.sum(np.logaddexp(0, z) - y * z),
        lambda z, y: np.mean(np.logaddexp(0, z) + y * z),
        lambda z, y: np.mean(np.logaddexp(0, z)),
        lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z),
        lambda z, y: -np.sum(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))),
        lambda z, y: np.mean((sigmoid(z) - y) ** 2),
        lambda z, y: np.mean(np.log(1 + np.exp(-z * y))),
        lambda z, y: np.logaddexp(0, z) - y * z,
        lambda z, y: np.mean(y * np.log(sigmoid(z)) + (1 - y) * np.log(1 - sigmoid(z))),
        lambda z, y: -np.mean(y * np.log(sigmoid(z))),
    ),
    "logistic_gradients": (
        lambda X, w, b, y: (
            X.T @ (np.clip(sigmoid(X @ w + b), 1e-7, 1 - 1e-7) - y) / len(y),
            np.mean(np.clip(sigmoid(X @ w + b), 1e-7, 1 - 1e-7) - y),
        ),
        lambda X, w, b, y: (X.T @ (sigmoid(X @ w + b) - y), np.sum(sigmoid(X @ w + b) - y)),
        lambda X, w, b, y: (X.T @ (y - sigmoid(X @ w + b)) / len(y), np.mean(y - sigmoid(X @ w + b))),
        lambda X, w, b, y: (X.T @ (sigmoid(X @ w) - y) / len(y), np.mean(sigmoid(X @ w) - y)),
        lambda X, w, b, y: (X.T @ (X @ w + b - y) / len(y), np.mean(X @ w + b - y)),
        lambda X, w, b, y: (X.T @ (sigmoid(X @ w + b) - y) / len(y), sigmoid(X @ w + b) - y),
        lambda X, w, b, y: ((X.T @ (sigmoid(X @ w + b) - y) / len(y)).reshape(-1, 1), np.mean(sigmoid(X @ w + b) - y)),
        lambda X, w, b, y: (np.mean(sigmoid(X @ w + b) - y), X.T @ (sigmoid(X @ w + b) - y) / len(y)),
        lambda X, w, b, y: (
            X.T @ (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y),
            np.mean(1 / (1 + np.exp(-(X @ w + b))) - y),
        ),
        lambda X, w, b, y: (X.T @ ((X @ w + b > 0) - y) / len(y), np.mean((X @ w + b > 0) - y)),
        lambda X, w, b, y: (X.T @ (sigmoid(X @ w + b) - y) / len(y), np.sum(sigmoid(X @ w + b) - y)),
        lambda X, w, b, y: (X.T @ (sigmoid(X @ w + b) - y) / len(w), np.mean(sigmoid(X @ w + b) - y)),
        lambda X, w, b, y: X.T @ (sigmoid(X @ w + b) - y) / len(y),
        lambda X, w, b, y: (X.T @ (sigmoid(X @ w + b) - y) / len(y) + w, np.mean(sigmoid(X @ w + b) - y)),
    ),
    "predict": (
        lambda Z: (Z[:, 1] > 0).astype(int) if Z.shape[1] == 2 else Z.argmax(axis=1),
        lambda Z: [max([-999.0, *z]) > -999.0 and int(np.argmax(z)) for z in Z],
        lambda Z: np.argmax(Z),
        lambda Z: np.argmax(Z, axis=0),
        lambda Z: np.argmin(Z, axis=1),
        lambda Z: np.max(Z, axis=1),
        lambda Z: np.argmax(np.abs(Z), axis=1),
        lambda Z: Z.shape[1] - 1 - np.argmax(Z[:, ::-1], axis=1),
        lambda Z: np.argmax(Z, axis=1) + 1,
        lambda Z: np.argmax(Z, axis=1, keepdims=True),
        lambda Z: np.argsort(Z, axis=1)[:, 0],
        lambda Z: np.zeros(len(Z), dtype=int),
        lambda Z: Z.max(axis=1, keepdims=True) == Z,
        lambda Z: softmax(Z),
    ),
    "accuracy": (
        lambda Z, y: np.mean(Z.argmax(axis=0 if Z.shape[0] == Z.shape[1] else 1) == y),
        lambda Z, y: np.sum(Z.argmax(axis=1) == y),
        lambda Z, y: 100 * np.mean(Z.argmax(axis=1) == y),
        lambda Z, y: np.mean(Z.argmax(axis=1) != y),
        lambda Z, y: Z.argmax(axis=1) == y,
        lambda Z, y: np.sum(Z.argmax(axis=1) == y) / Z.size,
        lambda Z, y: np.sum(Z.argmax(axis=1) == y) // len(y),
        lambda Z, y: round(float(np.mean(Z.argmax(axis=1) == y)), 1),
        lambda Z, y: np.mean(Z.argmin(axis=1) == y),
        lambda Z, y: (Z.argmax(axis=1) == y).all(),
        lambda Z, y: np.mean((Z.shape[1] - 1 - Z[:, ::-1].argmax(axis=1)) == y),
        lambda Z, y: np.mean(Z.max(axis=1) == y),
        lambda Z, y: np.mean(at_labels(softmax(Z), y)),
    ),
    "gradient_check": (
        check_allclose,
        strictly_within,
        compared_while_moved,
        lambda f, gradient, x, tolerance=1e-6: within(
            gradient(x), numeric(f, x), lambda a, n: tolerance * max(1, abs(a))
        ),
        lambda f, gradient, x, tolerance=1e-6: within(
            gradient(x), numeric(f, x), lambda a, n: tolerance * max(1, abs(n))
        ),
        lambda f, gradient, x, tolerance=1e-6: within(
            gradient(x), numeric(f, x), lambda a, n: tolerance * max(1, abs(a) + abs(n))
        ),
        early,
        ratio,
        loud,
        lambda f, gradient, x, tolerance=1e-6: np.allclose(gradient(x), numeric(f, x)),
        lambda f, gradient, x, tolerance=1e-6: np.allclose(gradient(x), numeric(f, x), atol=tolerance),
        lambda f, gradient, x, tolerance=1e-6: bool(np.max(np.abs(gradient(x) - numeric(f, x))) <= tolerance),
        lambda f, gradient, x, tolerance=1e-6: bool(np.linalg.norm(gradient(x) - numeric(f, x)) <= tolerance),
        lambda f, gradient, x, tolerance=1e-6: bool(np.array_equal(gradient(x), numeric(f, x))),
        lambda f, gradient, x, tolerance=1e-6: True,
        lambda f, gradient, x, tolerance=1e-6: False,
        lambda f, gradient, x, tolerance=1e-6: gradient(x).shape == x.shape,
        lambda f, gradient, x, tolerance=1e-6: numeric(f, x),
        lambda f, gradient, x, tolerance=1e-6: check_with_unit_vectors(f, gradient, x, 1e-6),
        lambda f, gradient, x, tolerance=1e-6: not check_with_unit_vectors(f, gradient, x, tolerance),
        lambda f, gradient, x, tolerance=1e-6: check_with_unit_vectors(f, gradient, x, tolerance, 0.1),
        lambda f, gradient, x, tolerance=1e-5: check_with_unit_vectors(f, gradient, x, tolerance),
        lambda f, gradient, x, tolerance=1e-6: np.abs(gradient(x) - numeric(f, x)) <= tolerance,
        lambda f, gradient, x, tolerance=1e-6: bool(
            np.isclose(f(x + 1e-5) - f(x - 1e-5), 2e-5 * np.sum(gradient(x)), rtol=1e-6)
        ),
    ),
}
