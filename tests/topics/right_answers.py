"""Right answers, each exercise in several honest styles: loops, lists, einsum, library calls, float32, tricks."""

import math
from itertools import pairwise

import numpy as np


def entrywise(function):
    """A scalar function on every entry, in a Python loop."""

    def walk(z):
        z = np.asarray(z, dtype=float)
        return np.array([function(float(entry)) for entry in z.ravel()]).reshape(z.shape)

    return walk


def nested(function):
    """The same in nested lists, as beginners write it; a number stays a number."""

    def walk(z):
        return [walk(part) for part in z] if np.ndim(z) else function(float(z))

    return walk


def slow_sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def halves_sigmoid(z):
    z = np.atleast_1d(np.array(z, dtype=float)) if np.ndim(z) == 0 else np.array(z)
    out = np.empty_like(z)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    out[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return out


def halves_sigmoid_any(z):
    return halves_sigmoid(z).reshape(np.shape(z))


def quiet_sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z)))


def quiet_both(z):
    z = np.asarray(z)
    with np.errstate(all="ignore"):
        return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def clipped_sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


SIGMOID = (
    entrywise(slow_sigmoid),
    nested(slow_sigmoid),
    halves_sigmoid_any,
    quiet_sigmoid,
    quiet_both,
    clipped_sigmoid,
    lambda z: np.exp(-np.logaddexp(0, -np.asarray(z))),
    lambda z: 0.5 * (1 + np.tanh(0.5 * np.asarray(z))),
    lambda z: np.where(np.asarray(z) >= 0, 1.0, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))),
    lambda z: (0.5 + 0.5 * np.tanh(np.asarray(z) / 2)).astype(np.float32),
    np.vectorize(slow_sigmoid),
)
sigmoid = SIGMOID[7]

TANH = (
    np.tanh,
    entrywise(math.tanh),
    nested(math.tanh),
    lambda z: 2 * sigmoid(2 * np.asarray(z)) - 1,
    lambda z: np.sign(z) * (1 - np.exp(-2 * np.abs(z))) / (1 + np.exp(-2 * np.abs(z))),
    lambda z: np.tanh(np.asarray(z, dtype=float)).astype(np.float32),
    lambda z: -np.expm1(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) * np.where(np.asarray(z) < 0, -1, 1),
    lambda z: 1 - 2 / (np.exp(np.clip(2 * np.asarray(z), -600, 600)) + 1),
)

RELU = (
    lambda z: np.maximum(z, 0),
    lambda z: np.maximum(0.0, z),
    lambda z: np.asarray(z) * (np.asarray(z) > 0),
    lambda z: np.where(np.asarray(z) > 0, z, 0),
    lambda z: (np.abs(z) + z) / 2,
    lambda z: np.clip(z, 0, None),
    entrywise(lambda z: max(0.0, z)),
    nested(lambda z: max(0, z)),
    np.vectorize(lambda z: z if z > 0 else 0.0),
    lambda z: np.fmax(z, 0).astype(np.float32).astype(float) * 0 + np.fmax(z, 0),
)


def from_value(z):
    s = sigmoid(z)
    return s - s * s


SIGMOID_DERIVATIVE = (
    from_value,
    lambda z: sigmoid(z) * (1 - sigmoid(z)),
    lambda z: sigmoid(z) * sigmoid(-np.asarray(z)),
    entrywise(lambda z: slow_sigmoid(z) * (1 - slow_sigmoid(z))),
    nested(lambda z: slow_sigmoid(z) * slow_sigmoid(-z)),
    lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
    lambda z: (1 - np.tanh(np.asarray(z) / 2) ** 2) / 4,
    lambda z: from_value(z).astype(np.float32),
    lambda z: (sigmoid(np.asarray(z) + 1e-5) - sigmoid(np.asarray(z) - 1e-5)) / 2e-5,
)

TANH_DERIVATIVE = (
    lambda z: 1 - np.tanh(z) ** 2,
    lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
    lambda z: 4 * from_value(2 * np.asarray(z)),
    entrywise(lambda z: 1 - math.tanh(z) ** 2),
    nested(lambda z: 1 - math.tanh(z) ** 2),
    lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2,
    lambda z: 1 - np.power(np.tanh(z), 2.0),
)

RELU_DERIVATIVE = (
    lambda z: np.where(np.asarray(z) > 0, 1.0, 0.0),
    lambda z: np.asarray(z) > 0,
    lambda z: (np.asarray(z) > 0).astype(int),
    lambda z: np.heaviside(z, 0),
    lambda z: (np.sign(z) + np.abs(np.sign(z))) / 2,
    entrywise(lambda z: 1.0 if z > 0 else 0.0),
    nested(lambda z: int(z > 0)),
    lambda z: np.greater(z, 0).astype(np.float32),
)


def neuron_loop(x, w, b, activation):
    z = b
    for i in range(len(x)):
        z += x[i] * w[i]
    return float(activation(z))


NEURON = (
    neuron_loop,
    lambda x, w, b, activation: activation(x @ w + b),
    lambda x, w, b, activation: activation(np.dot(w, x) + b),
    lambda x, w, b, activation: activation(np.array([np.sum(x * w) + b]))[0],
    lambda x, w, b, activation: activation(np.asarray(sum(p * q for p, q in zip(x, w, strict=True)) + b)),
    lambda x, w, b, activation: activation(np.einsum("i,i->", x, w) + b).item(),
    lambda x, w, b, activation: activation(np.append(x, 1.0) @ np.append(w, b)),
)


def derivative_walk(f, z, h=1e-5):
    z = np.asarray(z, dtype=float)
    slope = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        slope[place] = (f(z[place] + h) - f(z[place] - h)) / (2 * h)
    return slope


def derivative_one_at_a_time(f, z, h=1e-5):
    z = np.array(z, dtype=float)
    slope = np.zeros_like(z)
    for place in np.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[place] += h
        down[place] -= h
        slope[place] = (f(up)[place] - f(down)[place]) / 2 / h
    return slope


NUMERICAL_DERIVATIVE = (
    derivative_walk,
    derivative_one_at_a_time,
    lambda f, z, h=1e-5: (f(z + h) - f(z - h)) / (2 * h),
    lambda f, z, h=1e-5: 0.5 * (f(np.asarray(z) + h) - f(np.asarray(z) - h)) / h,
    lambda f, z, h=1e-5: f(z + h) / (2 * h) - f(z - h) / (2 * h),
    lambda f, z, h=1e-5: ((f(z + h) - f(z)) / h + (f(z) - f(z - h)) / h) / 2,
    lambda f, z, h=1e-5: np.vectorize(lambda entry: (f(entry + h) - f(entry - h)) / (2 * h))(z),
)


def layer_loop(X, W, b, activation):
    A = np.zeros((X.shape[0], W.shape[1]))
    for n in range(X.shape[0]):
        for k in range(W.shape[1]):
            A[n, k] = activation(sum(X[n, d] * W[d, k] for d in range(X.shape[1])) + b[k])
    return A


LAYER_FORWARD = (
    layer_loop,
    lambda X, W, b, activation: activation(X @ W + b),
    lambda X, W, b, activation: activation(np.einsum("nd,dk->nk", X, W) + b[None, :]),
    lambda X, W, b, activation: activation((W.T @ X.T + b[:, None]).T),
    lambda X, W, b, activation: [list(activation(x @ W + b)) for x in X],
    lambda X, W, b, activation: activation(np.c_[X, np.ones(len(X))] @ np.vstack([W, b])),
)


def product_loop(dA, B, C):
    dB, dC = np.zeros(B.shape), np.zeros(C.shape)
    for n in range(B.shape[0]):
        for d in range(B.shape[1]):
            for k in range(C.shape[1]):
                dB[n, d] += dA[n, k] * C[d, k]
                dC[d, k] += B[n, d] * dA[n, k]
    return dB, dC


MATMUL_BACKWARD = (
    product_loop,
    lambda dA, B, C: (dA @ C.T, B.T @ dA),
    lambda dA, B, C: [np.einsum("nk,dk->nd", dA, C), np.einsum("nd,nk->dk", B, dA)],
    lambda dA, B, C: ((C @ dA.T).T, (dA.T @ B).T),
    lambda dA, B, C: ((dA @ C.T).tolist(), (B.T @ dA).tolist()),
    lambda dA, B, C: (np.tensordot(dA, C, (1, 1)), sum(np.outer(b, a) for b, a in zip(B, dA, strict=True))),
    lambda dA, B, C: ((dA @ C.T).astype(np.float32), (B.T @ dA).astype(np.float32)),
)

AFFINE_FORWARD = (
    lambda X, W, b: X @ W + b,
    lambda X, W, b: layer_loop(X, W, b, lambda z: z),
    lambda X, W, b: [[float(x @ w) + bias for w, bias in zip(W.T, b, strict=True)] for x in X],
    lambda X, W, b: np.einsum("nd,dk->nk", X, W) + np.tile(b, (len(X), 1)),
    lambda X, W, b: np.c_[X, np.ones(len(X))] @ np.vstack([W, b]),
)

AFFINE_BACKWARD = (
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)),
    lambda dZ, X, W: (*product_loop(dZ, X, W), sum(dZ)),
    lambda dZ, X, W: [np.einsum("nk,dk->nd", dZ, W), np.einsum("nd,nk->dk", X, dZ), np.einsum("nk->k", dZ)],
    lambda dZ, X, W: ((dZ @ W.T).tolist(), (X.T @ dZ).tolist(), [float(column.sum()) for column in dZ.T]),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, np.ones(len(dZ)) @ dZ),
    lambda dZ, X, W: tuple(g.astype(np.float32) for g in (dZ @ W.T, X.T @ dZ, dZ.sum(0))),
)


def gate_loop(dA, Z):
    dZ = np.array(dA)
    for place in np.ndindex(Z.shape):
        if Z[place] <= 0:
            dZ[place] = 0
    return dZ


RELU_BACKWARD = (
    gate_loop,
    lambda dA, Z: dA * (Z > 0),
    lambda dA, Z: np.where(Z > 0, dA, 0),
    lambda dA, Z: dA * (np.maximum(Z, 0) > 0),
    lambda dA, Z: dA * np.heaviside(Z, 0.0),
    lambda dA, Z: [[a if z > 0 else 0 for a, z in zip(*rows, strict=True)] for rows in zip(dA, Z, strict=True)],
)


def loss_loop(F, Y):
    total = 0.0
    for f, y in zip(F, Y, strict=True):
        total += 0.5 * sum((p - q) ** 2 for p, q in zip(f, y, strict=True))
    return total / len(F)


MSE_LOSS = (
    loss_loop,
    lambda F, Y: np.sum((F - Y) ** 2) / (2 * len(F)),
    lambda F, Y: 0.5 * np.mean(np.sum((F - Y) ** 2, axis=1)),
    lambda F, Y: 0.5 * np.linalg.norm(F - Y) ** 2 / F.shape[0],
    lambda F, Y: np.einsum("nk,nk->", F - Y, F - Y).item() / 2 / len(F),
    lambda F, Y: np.asarray(np.mean((F - Y) ** 2) * F.shape[1] / 2),
    lambda F, Y: np.trace((F - Y) @ (F - Y).T) / (2 * F.shape[0]),
)

MSE_BACKWARD = (
    lambda F, Y: (F - Y) / len(F),
    lambda F, Y: -(Y - F) / F.shape[0],
    lambda F, Y: [[(p - q) / len(F) for p, q in zip(f, y, strict=True)] for f, y in zip(F, Y, strict=True)],
    lambda F, Y: np.multiply(1 / len(F), F - Y),
    lambda F, Y: ((F - Y) / len(F)).astype(np.float32),
)


def slide_loops(x, W, b, v, c, target):
    D, H = W.shape
    k, h, y = [0.0] * H, [0.0] * H, 0.0
    for j in range(H):
        for i in range(D):
            k[j] += W[i, j] * x[i]
        k[j] += b[j]
        h[j] = slow_sigmoid(k[j])
        y += h[j] * v[j]
    y += c
    dy = 2 * (y - target)
    dk = [dy * v[j] * h[j] * (1 - h[j]) for j in range(H)]
    dW = [[x[i] * dk[j] for j in range(H)] for i in range(D)]
    return (y - target) ** 2, dW, dk, [dy * h[j] for j in range(H)], dy


def slide_vectors(x, W, b, v, c, target):
    h = sigmoid(x @ W + b)
    error = h @ v + c - target
    dk = 2 * error * v * h * (1 - h)
    return [error**2, np.outer(x, dk), dk, 2 * error * h, 2 * error]


def slide_matrices(x, W, b, v, c, target):
    h = sigmoid(x[None, :] @ W + b)
    y = (h @ v[:, None] + c)[0, 0]
    dy = np.float64(2 * (y - target))
    dk = dy * v * from_value(x @ W + b)
    return np.square(y - target), x[:, None] @ dk[None, :], dk.copy(), np.ravel(dy * h), np.array(dy)


LOOP_BACKPROP = (slide_loops, slide_vectors, slide_matrices)


def two_layer_plain(X, Y, params):
    Z1 = X @ params["W1"] + params["b1"]
    A1 = np.maximum(Z1, 0)
    F = A1 @ params["W2"] + params["b2"]
    dF = (F - Y) / len(X)
    dZ1 = (dF @ params["W2"].T) * (Z1 > 0)
    grads = {"b1": dZ1.sum(0), "W1": X.T @ dZ1, "W2": A1.T @ dF, "b2": dF.sum(0)}
    return 0.5 * np.sum((F - Y) ** 2) / len(X), grads


def two_layer_per_sample(X, Y, params):
    loss, grads = 0.0, {name: np.zeros_like(value) for name, value in params.items()}
    for x, y in zip(X, Y, strict=True):
        z = x @ params["W1"] + params["b1"]
        a = np.where(z > 0, z, 0)
        error = a @ params["W2"] + params["b2"] - y
        loss += 0.5 * error @ error / len(X)
        dz = params["W2"] @ error * (a > 0) / len(X)
        grads["W2"] += np.outer(a, error) / len(X)
        grads["b2"] += error / len(X)
        grads["W1"] += np.outer(x, dz)
        grads["b1"] += dz
    return loss, grads


def two_layer_einsum(X, Y, params):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    Z = np.einsum("nd,dh->nh", X, W1) + b1
    E = np.einsum("nh,hk->nk", Z * (Z > 0), W2) + b2 - Y
    dZ = np.einsum("nk,hk,nh->nh", E, W2, np.heaviside(Z, 0)) / len(X)
    dW2 = np.einsum("nh,nk->hk", np.maximum(Z, 0), E) / len(X)
    grads = {"W1": np.einsum("nd,nh->dh", X, dZ), "b1": dZ.sum(0).tolist(), "W2": dW2, "b2": E.mean(0)}
    return [np.einsum("nk,nk->", E, E) / (2 * len(X)), grads]


TWO_LAYER = (two_layer_plain, two_layer_per_sample, two_layer_einsum)


def mlp_plain(X, Y, weights, biases):
    A, inputs, Zs = X, [], []
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        inputs.append(A)
        Zs.append(A @ W + b)
        A = np.maximum(Zs[-1], 0) if layer < len(weights) - 1 else Zs[-1]
    N = X.shape[0]
    dZ, dweights, dbiases = (A - Y) / N, [], []
    for layer in range(len(weights) - 1, -1, -1):
        dweights.append(inputs[layer].T @ dZ)
        dbiases.append(dZ.sum(axis=0))
        if layer > 0:
            dZ = (dZ @ weights[layer].T) * (Zs[layer - 1] > 0)
    return np.sum((A - Y) ** 2) / (2 * N), dweights[::-1], dbiases[::-1]


def mlp_recursive(X, Y, weights, biases):
    Z = X @ weights[0] + biases[0]
    if len(weights) == 1:
        E = Z - Y
        return np.mean(np.sum(E**2, axis=1)) / 2, (X.T @ E / len(X),), (E.mean(axis=0),)

    def through(A):
        """Loss and gradients of the rest, and the gradient that it sends back to A."""
        rest = mlp_recursive(A, Y, weights[1:], biases[1:])
        deltas = back(A, Y, weights[1:], biases[1:])
        return rest, deltas

    (loss, dweights, dbiases), dA = through(np.maximum(Z, 0))
    dZ = np.where(Z > 0, dA, 0)
    return loss, (X.T @ dZ, *dweights), (dZ.sum(0), *dbiases)


def back(A, Y, weights, biases):
    Z = A @ weights[0] + biases[0]
    dZ = (
        (Z - Y) / len(Y)
        if len(weights) == 1
        else np.where(Z > 0, back(np.maximum(Z, 0), Y, weights[1:], biases[1:]), 0)
    )
    return dZ @ weights[0].T


def mlp_ones_column(X, Y, weights, biases):
    thetas = [np.vstack([W, b]) for W, b in zip(weights, biases, strict=True)]
    As = [np.c_[X, np.ones(len(X))]]
    for theta, following in pairwise([*thetas, None]):
        Z = As[-1] @ theta
        As.append(Z if following is None else np.c_[np.maximum(Z, 0), np.ones(len(X))])
    delta = (As[-1] - Y) / len(X)
    grads = []
    for layer in reversed(range(len(thetas))):
        grads.insert(0, As[layer].T @ delta)
        delta = ((delta @ thetas[layer].T) * (As[layer] > 0))[:, :-1]
    loss = 0.5 * np.sum((As[-1] - Y) ** 2) / len(X)
    return [loss, [g[:-1] for g in grads], [g[-1] for g in grads]]


def mlp_float32_results(X, Y, weights, biases):
    loss, dweights, dbiases = mlp_plain(X, Y, weights, biases)
    return np.float32(loss), [g.astype(np.float32) for g in dweights], [g.tolist() for g in dbiases]


RIGHT = {
    "sigmoid": SIGMOID,
    "tanh": TANH,
    "relu": RELU,
    "sigmoid_derivative": SIGMOID_DERIVATIVE,
    "tanh_derivative": TANH_DERIVATIVE,
    "relu_derivative": RELU_DERIVATIVE,
    "neuron": NEURON,
    "numerical_derivative": NUMERICAL_DERIVATIVE,
    "layer_forward": LAYER_FORWARD,
    "matmul_backward": MATMUL_BACKWARD,
    "affine_forward": AFFINE_FORWARD,
    "affine_backward": AFFINE_BACKWARD,
    "relu_backward": RELU_BACKWARD,
    "mse_loss": MSE_LOSS,
    "mse_backward": MSE_BACKWARD,
    "loop_backprop": LOOP_BACKPROP,
    "two_layer_loss_and_grads": TWO_LAYER,
    "mlp_loss_and_grads": (mlp_plain, mlp_recursive, mlp_ones_column, mlp_float32_results),
}
