"""Answers to 01: right ones in several honest styles, and wrong ones beside the listed misconceptions."""

import math

import numpy as np


def score_loops(X, w, b):
    scores = []
    for x in X:
        total = 0.0
        for value, weight in zip(x, w, strict=True):
            total += value * weight
        scores.append(total + b)
    return scores


def fires(x, w, b):
    return 1 if float(np.dot(x, w)) + b > 0 else 0


def update_by_cases(w, b, x, y, lr=1.0):
    guess = fires(x, w, b)
    if guess == y:
        return w, b
    if y == 1:
        return w + lr * x, b + lr
    return w - lr * x, b - lr


def update_in_lists(w, b, x, y, lr=1.0):
    e = y - fires(x, w, b)
    return [[weight + lr * e * value for weight, value in zip(w, x, strict=True)], np.array(b + lr * e)]


def update_with_a_bias_input(w, b, x, y, lr=1.0):
    wb, xb = np.append(w, b), np.append(x, 1.0)
    wb += lr * (y - int(wb @ xb > 0)) * xb
    return wb[:-1], wb[-1]


def fit_plain(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(X, y, strict=True):
            error = label - fires(x, w, b)
            wrong += error != 0
            w, b = w + lr * error * x, b + lr * error
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def fit_in_place(X, y, lr=1.0, max_epochs=100):
    """Own arrays written in place, mistakes in an integer array, the bias in an array of no axes."""
    w, b = np.zeros_like(X[0]), np.zeros(())
    mistakes = np.zeros(max_epochs, dtype=int)
    for epoch in range(max_epochs):
        for n in range(len(X)):
            guess = (X[n] * w).sum() + b > 0
            if guess and not y[n]:
                w -= lr * X[n]
                b -= lr
                mistakes[epoch] += 1
            elif y[n] and not guess:
                w += lr * X[n]
                b += lr
                mistakes[epoch] += 1
        if not mistakes[epoch]:
            break
    return w, b, mistakes[: epoch + 1]


def fit_with_while(X, y, lr=1.0, max_epochs=100):
    theta = [0.0] * (X.shape[1] + 1)
    counts = []
    while len(counts) < max_epochs and (not counts or counts[-1] != 0):
        before = list(theta)
        counts.append(0.0)
        for x, label in zip(X.tolist(), y.tolist(), strict=True):
            row = [*x, 1.0]
            error = label - (sum(p * q for p, q in zip(theta, row, strict=True)) > 0)
            theta = [p + lr * error * q for p, q in zip(theta, row, strict=True)]
            counts[-1] += abs(error)
        assert counts[-1] or before == theta
    return [theta[:-1], theta[-1], counts]


def fit_float32(X, y, lr=1.0, max_epochs=100):
    w, b, mistakes = fit_plain(X.astype(np.float32), y.astype(np.int8), np.float32(lr), max_epochs)
    return w.astype(np.float32), np.float32(b), tuple(mistakes)


def collapse_by_probing(W1, b1, W2, b2):
    """Ask the two layers: at 0 for the bias, at each unit vector for a row of weights."""

    def both(x):
        return (x @ W1 + b1) @ W2 + b2

    b = both(np.zeros(len(W1)))
    return np.array([both(row) - b for row in np.eye(len(W1))]), b


def collapse_loops(W1, b1, W2, b2):
    (D, H), K = W1.shape, W2.shape[1]
    W = [[sum(W1[d, h] * W2[h, k] for h in range(H)) for k in range(K)] for d in range(D)]
    return [W, [b2[k] + sum(b1[h] * W2[h, k] for h in range(H)) for k in range(K)]]


def collapse_with_ones(W1, b1, W2, b2):
    first = np.vstack([np.c_[W1, np.zeros(len(W1))], np.append(b1, 1.0)])  # (D + 1, H + 1)
    both = first @ np.vstack([W2, b2])
    return both[:-1], both[-1]


def rbf_loops(X, centers, gamma):
    return [[math.exp(-gamma * sum((p - q) ** 2 for p, q in zip(x, c, strict=True))) for c in centers] for x in X]


def rbf_expanded(X, centers, gamma):
    squares = (X**2).sum(1)[:, None] - 2 * X @ centers.T + (centers**2).sum(1)
    return np.exp(-gamma * np.maximum(squares, 0))


def rbf_columns(X, centers, gamma):
    out = np.empty((X.shape[0], centers.shape[0]))
    for m, c in enumerate(centers):
        out[:, m] = np.exp(-gamma * np.linalg.norm(X - c, axis=1) ** 2)
    return out


SQUARE = np.array([[1.0, -1.0], [1.0, -1.0]])

RIGHT = {
    "linear_score": (
        score_loops,
        lambda X, w, b: X @ w + b,
        lambda X, w, b: np.dot(X, w) + b,
        lambda X, w, b: w @ X.T + b,
        lambda X, w, b: (X * w).sum(axis=1) + b,
        lambda X, w, b: np.einsum("nd,d->n", X, w) + b,
        lambda X, w, b: (X @ w.reshape(-1, 1) + b).ravel(),
        lambda X, w, b: np.c_[X, np.ones(len(X))] @ np.append(w, b),
        lambda X, w, b: (X @ w + b).astype(np.float32),
        lambda X, w, b: np.array([np.inner(x, w) for x in X]) + b,
        lambda X, w, b: tuple(score_loops(X, w, b)),
    ),
    "perceptron_predict": (
        lambda X, w, b: np.where(X @ w + b > 0, 1, 0),
        lambda X, w, b: X @ w + b > 0,
        lambda X, w, b: (X @ w + b > 0).astype(float),
        lambda X, w, b: (X @ w > -b).astype(np.int8),
        lambda X, w, b: [1 if s > 0 else 0 for s in score_loops(X, w, b)],
        lambda X, w, b: [bool(s > 0) for s in score_loops(X, w, b)],
        lambda X, w, b: np.heaviside(X @ w + b, 0.0),
        lambda X, w, b: np.maximum(np.sign(X @ w + b), 0).astype(int),
        lambda X, w, b: 1 - (X @ w + b <= 0),
        lambda X, w, b: np.array([fires(x, w, b) for x in X], dtype=np.uint8),
    ),
    "perceptron_update": (
        update_by_cases,
        update_in_lists,
        update_with_a_bias_input,
        lambda w, b, x, y, lr=1.0: (w + lr * (y - fires(x, w, b)) * x, b + lr * (y - fires(x, w, b))),
        lambda w, b, x, y, lr=1.0: (w - (fires(x, w, b) - y) * lr * x, np.float64(b - (fires(x, w, b) - y) * lr)),
    ),
    "perceptron_fit": (fit_plain, fit_in_place, fit_with_while, fit_float32),
    "collapse_linear": (
        lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: [np.dot(W1, W2), np.dot(b1, W2) + b2],
        lambda W1, b1, W2, b2: ((W2.T @ W1.T).T, W2.T @ b1 + b2),
        lambda W1, b1, W2, b2: (np.einsum("dh,hk->dk", W1, W2), np.ravel(b1[None] @ W2 + b2)),
        collapse_by_probing,
        collapse_loops,
        collapse_with_ones,
    ),
    "same_value_network": (
        lambda: (SQUARE, np.array([-1.5, 0.5]), np.array([1.0, 1.0]), -0.5),
        lambda: (np.array([[1, -1], [-1, 1]]), np.zeros(2), np.array([-1, -1]), 1),
        lambda: [[[1, -1], [-1, 1]], [-0.5, -0.5], [-2, -2], 1],
        lambda: (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([-1.0, 2.0]), np.float64(0.5)),
        lambda: (np.array([[5, -5, 0], [5, -5, 0]]), np.array([-7, 1, -1]), np.array([1, 1, 100]), np.array(-0.5)),
        lambda: (np.ones((2, 2), np.float32), np.array([-1, 0], np.float32), np.array([2, -1], np.float32), True),
    ),
    "rbf_features": (
        rbf_loops,
        rbf_expanded,
        rbf_columns,
        lambda X, centers, gamma: np.exp(-gamma * np.sum((X[:, None] - centers) ** 2, axis=-1)),
        lambda X, centers, gamma: np.exp(-gamma * np.linalg.norm(X[:, None] - centers[None], axis=2) ** 2),
        lambda X, centers, gamma: np.prod(np.exp(-gamma * (X[:, None] - centers) ** 2), axis=2),
        lambda X, centers, gamma: np.exp(np.einsum("nmd,nmd->nm", *[X[:, None] - centers] * 2) * -gamma),
        lambda X, centers, gamma: [np.exp(-gamma * np.sum((x - centers) ** 2, axis=1)) for x in X],
    ),
}


def with_line(source, name, line, instead):
    """The function `name` of a source with one of its lines written otherwise."""
    assert source.count(line) == 1
    space = {"np": np}
    exec(source.replace(line, instead), space)
    return space[name]


FIT = """
def perceptron_fit(X, y, lr=1.0, max_epochs=100):
    w = np.zeros(X.shape[1])
    b = 0.0
    mistakes = []
    for epoch in range(max_epochs):
        wrong = 0
        for i in range(len(X)):
            guess = 1 if X[i] @ w + b > 0 else 0
            if guess != y[i]:
                wrong += 1
            w = w + lr * (y[i] - guess) * X[i]
            b = b + lr * (y[i] - guess)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
"""

FIT_LINES = (
    ("w = np.zeros(X.shape[1])", "w = np.ones(X.shape[1])"),
    ("w = np.zeros(X.shape[1])", "w = np.zeros(X.shape[0])"),
    ("    b = 0.0\n", "    b = 1.0\n"),
    ("range(max_epochs)", "range(max_epochs - 1)"),
    ("range(max_epochs)", "range(1, max_epochs)"),
    ("range(max_epochs)", "range(10)"),
    ("        wrong = 0\n        for", "        wrong = 0\n        w = np.zeros(X.shape[1])\n        for"),
    ("range(len(X))", "range(len(X) - 1)"),
    ("range(len(X))", "range(X.shape[1])"),
    ("range(len(X))", "reversed(range(len(X)))"),
    ("@ w + b > 0", "@ w + b >= 0"),
    ("@ w + b > 0", "@ w > 0"),
    ("@ w + b > 0", "@ w + b > 0.5"),
    ("@ w + b > 0", "@ w - b > 0"),
    ("guess != y[i]", "guess == y[i]"),
    ("guess != y[i]", "guess < y[i]"),
    ("wrong += 1", "wrong = 1"),
    ("wrong += 1", "wrong += y[i] - guess"),
    ("wrong += 1", "wrong += lr"),
    ("w = w + lr", "w = w - lr"),
    ("b = b + lr * (y[i] - guess)", "b = b - lr * (y[i] - guess)"),
    ("b = b + lr * (y[i] - guess)", "b = b + (y[i] - guess)"),
    ("b = b + lr * (y[i] - guess)", "pass"),
    ("b = b + lr * (y[i] - guess)", "b = b + lr * (y[i] - guess) * X[i].sum()"),
    ("b = b + lr * (y[i] - guess)\n", "b = b + lr * (y[i] - guess)\n            break\n"),
    ("        mistakes.append(wrong)\n", ""),
    ("        mistakes.append(wrong)\n", "        mistakes.append(wrong / len(X))\n"),
    ("        mistakes.append(wrong)\n", "        mistakes += [len(X) - wrong]\n"),
    ("        if wrong == 0:\n            break\n", ""),
    ("        if wrong == 0:\n            break\n", "        if wrong <= 1:\n            break\n"),
    ("    return w, b, mistakes", "        return w, b, mistakes"),
    ("    return w, b, mistakes", "    return w, b, sum(mistakes)"),
    ("    return w, b, mistakes", "    return w, mistakes, b"),
    ("    return w, b, mistakes", "    return w, b"),
)


def remembered_by_shape_and_bias():
    scores = {}
    return lambda X, w, b: scores.setdefault((X.shape, b), X @ w + b).copy()


def update_writing_over(w, b, x, y, lr=1.0):
    w[:] = w + lr * (y - fires(x, w, b)) * x
    return w, b + lr * (y - fires(x, w, b))


WRONG = {
    "linear_score": (
        lambda X, w, b: X @ w,
        lambda X, w, b: w @ X + b,
        lambda X, w, b: X.dot(w) + b * X.shape[1],
        lambda X, w, b: X * w + b,
        lambda X, w, b: np.sum(X * w + b),
        lambda X, w, b: sum(X @ w) + b,
        lambda X, w, b: X @ w * b,
        lambda X, w, b: np.mean(X @ w + b),
        lambda X, w, b: (X @ w + b).reshape(-1, 1),
        lambda X, w, b: (X @ w + b > 0) * 1,
        lambda X, w, b: b - X @ w,
        lambda X, w, b: X @ np.abs(w) + b,
        lambda X, w, b: X[0] @ w + b,
        lambda X, w, b: X @ w + b + 1e-4,
        lambda X, w, b: np.round(X @ w + b),
        lambda X, w, b: np.clip(X @ w + b, -500, 500),
        lambda X, w, b: X @ np.where(np.abs(w) < 1e-8, 0, w) + b,
        lambda X, w, b: X.T @ w + b if len(X) == len(w) else X @ w + b,
        lambda X, w, b: X.astype(np.float32) @ w.astype(np.float32) + np.float32(b),
        remembered_by_shape_and_bias(),
    ),
    "perceptron_predict": (
        lambda X, w, b: np.where(X @ w + b >= 0, 1, 0),
        lambda X, w, b: np.sign(X @ w + b),
        lambda X, w, b: X @ w + b,
        lambda X, w, b: (X @ w + b).astype(int),
        lambda X, w, b: np.round(1 / (1 + np.exp(-(X @ w + b - 0.5)))),
        lambda X, w, b: np.where(X @ w + b > 0.5, 1, 0),
        lambda X, w, b: np.where(X @ w > 0, 1, 0),
        lambda X, w, b: np.where(X @ w - b > 0, 1, 0),
        lambda X, w, b: ["1" if s > 0 else "0" for s in X @ w + b],
        lambda X, w, b: 1 if (X @ w + b > 0).all() else 0,
        lambda X, w, b: np.where(X @ w + b > 0, 0, 1),
        lambda X, w, b: np.where(X @ w + b > 0, 1, -1),
        lambda X, w, b: int(X @ w + b > 0),
        lambda X, w, b: np.clip(X @ w + b, 0, 1),
        lambda X, w, b: np.where(X @ w + b > 1e-3, 1, 0),
        lambda X, w, b: np.where(X @ w + b > 1e-8, 1, 0),
        lambda X, w, b: (X @ w + b > 0) & ~np.isclose(X @ w + b, 0),
        lambda X, w, b: (X.astype(np.float32) @ w.astype(np.float32) + np.float32(b) > 0).astype(int),
    ),
    "perceptron_update": (
        lambda w, b, x, y, lr=1.0: (w + lr * (y - fires(x, w, b)) * x, b),
        lambda w, b, x, y, lr=1.0: (w + (y - fires(x, w, b)) * x, b + y - fires(x, w, b)),
        lambda w, b, x, y, lr=1.0: (w + lr * (y - x @ w - b) * x, b + lr * (y - x @ w - b)),
        lambda w, b, x, y, lr=1.0: (w + lr * y * x, b + lr * y),
        lambda w, b, x, y, lr=1.0: (w - lr * (y - fires(x, w, b)) * x, b - lr * (y - fires(x, w, b))),
        lambda w, b, x, y, lr=1.0: (w - lr * (y - fires(x, w, b)) * x, b + lr * (y - fires(x, w, b))),
        lambda w, b, x, y, lr=1.0: (w + lr * x, b + lr) if fires(x, w, b) != y else (w, b),
        lambda w, b, x, y, lr=1.0: (w + lr * x, b + lr) if y == 1 else (w - lr * x, b - lr),
        lambda w, b, x, y, lr=1.0: (w, b),
        lambda w, b, x, y, lr=1.0: w + lr * (y - fires(x, w, b)) * x,
        lambda w, b, x, y, lr=1.0: (w + lr * (y - (x @ w + b >= 0)) * x, b + lr * (y - (x @ w + b >= 0))),
        lambda w, b, x, y, lr=1.0: (w + lr * (y - fires(x, w, b)) * w, b + lr * (y - fires(x, w, b))),
        lambda w, b, x, y, lr=1.0: (lr * (y - fires(x, w, b)) * x, lr * (y - fires(x, w, b))),
        update_writing_over,
        lambda w, b, x, y, lr=1.0: (w + lr * (y - (x @ w + b > 1e-9)) * x, b + lr * (y - (x @ w + b > 1e-9))),
    ),
    "perceptron_fit": tuple(with_line(FIT, "perceptron_fit", *lines) for lines in FIT_LINES),
    "collapse_linear": (
        lambda W1, b1, W2, b2: (W1 @ W2, b2),
        lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
        lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2),
        lambda W1, b1, W2, b2: (W2 @ W1, b2 @ W1 + b1),
        lambda W1, b1, W2, b2: (W1.T @ W2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 @ W2.T, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 + W2, b1 + b2),
        lambda W1, b1, W2, b2: (W1 @ W2 + b2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 - b2),
        lambda W1, b1, W2, b2: W1 @ W2 + b1 @ W2 + b2,
        lambda W1, b1, W2, b2: (W1 @ W2, np.maximum(b1, 0) @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 @ W2, 2 * b1 @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 * W2 if W1.shape == W2.shape else W1 @ W2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2 if len(W2) == len(W2.T) else b1 @ W2 + b2),
    ),
    "same_value_network": (
        lambda: (np.zeros((2, 2)), np.zeros(2), np.zeros(2), 0.0),
        lambda: (np.ones((2, 2)), np.ones(2), np.ones(2), 1.0),
        lambda: (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([1.0, -2.0]), -0.5),
        lambda: (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([1.0, -1.0]), -0.5),
        lambda: (SQUARE, np.array([-1.0, 1.0]), np.array([1.0, 1.0]), -1.0),
        lambda: (SQUARE.T, np.array([-1.5, 0.5]), np.array([1.0, 1.0]), -0.5),
        lambda: (SQUARE, np.array([1.5, -0.5]), np.array([1.0, 1.0]), 0.5),
        lambda: (SQUARE, np.array([-1.5, 0.5]), np.array([1.0, 1.0]), -1.5),
        lambda: (SQUARE, np.array([-1.5, 0.5]), np.array([1.0, 1.0])),
        lambda: (np.ones(2), -1.5, 1.0, -0.5),
        lambda: {"W1": SQUARE, "b1": np.array([-1.5, 0.5]), "w2": np.ones(2), "b2": -0.5},
        lambda: (SQUARE, np.array([-1.5, 0.5]), np.ones((2, 1)), np.array([-0.5])),
        lambda: (SQUARE * np.nan, np.array([-1.5, 0.5]), np.ones(2), -0.5),
        lambda: {"network": "is right", "shapes": "is right"},
        lambda: "is right",
        lambda: np.array([1, 0, 0, 1]),
    ),
    "rbf_features": (
        lambda X, C, g: np.exp(-g * np.linalg.norm(X[:, None] - C, axis=2)),
        lambda X, C, g: np.exp(-((g * np.linalg.norm(X[:, None] - C, axis=2)) ** 2)),
        lambda X, C, g: np.exp(-(np.linalg.norm(X[:, None] - C, axis=2) ** 2) / g),
        lambda X, C, g: np.exp(-g * np.linalg.norm(X[:, None] - C, axis=2) ** 2).T,
        lambda X, C, g: np.exp(-g * np.sum(X[:, None] - C, axis=2) ** 2),
        lambda X, C, g: np.exp(-g * np.mean((X[:, None] - C) ** 2, axis=2)),
        lambda X, C, g: np.exp(-g * np.sum((X[:, None] - C) ** 2, axis=1)),
        lambda X, C, g: np.exp(-g * (X @ C.T)),
        lambda X, C, g: np.exp(-g * np.sum((X - C) ** 2, axis=1)),
        lambda X, C, g: np.exp(-g * np.abs(X[:, None] - C).sum(axis=2)),
        lambda X, C, g: np.exp(g * np.sum((X[:, None] - C) ** 2, axis=2)),
        lambda X, C, g: np.sum(np.exp(-g * (X[:, None] - C) ** 2), axis=2),
        lambda X, C, g: g * np.exp(-np.sum((X[:, None] - C) ** 2, axis=2)),
        lambda X, C, g: 1 / (1 + g * np.sum((X[:, None] - C) ** 2, axis=2)),
        lambda X, C, g: np.exp(-g) ** np.sum((X[:, None] - C) ** 2, axis=2),
        lambda X, C, g: rbf_expanded(X.astype(np.float32), C.astype(np.float32), g),
    ),
}
