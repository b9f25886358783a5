"""Wrong answers beside the listed misconceptions: what else people write, or leave out."""

import math

import numpy as np


def sig(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


def relu(z):
    return np.maximum(z, 0)


SIGMOID = (
    lambda z: 1 / (1 - np.exp(-np.asarray(z))),
    lambda z: np.exp(-np.asarray(z)) / (1 + np.exp(-np.asarray(z))),
    lambda z: 1 / (1 + np.exp(-np.abs(z))),
    lambda z: np.round(sig(z)),
    lambda z: 1 / (1 + 2 ** (-np.asarray(z))),
    lambda z: -sig(z),
    lambda z: np.exp(z) / 1 + np.exp(z),
    lambda z: [1 / (1 + math.exp(-v)) for v in z],
    lambda z: 1 / (1 + math.exp(-z)),
    lambda z: np.where(np.asarray(z) >= 0, 1 / (1 + np.exp(-np.asarray(z))), 1 - 1 / (1 + np.exp(-np.asarray(z)))),
    lambda z: 1 / (1 + np.exp(-np.clip(z, -10, 10))),
    lambda z: 1.0 / (1.0 + np.exp(-z)),
    lambda z: sig(z).mean(),
    lambda z: np.exp(z),
    lambda z: 1 / 1 + np.exp(-np.asarray(z)),
    lambda z: (sig(z) > 0.5) * 1.0,
)

TANH = (
    lambda z: (np.exp(z) + np.exp(-np.asarray(z))) / (np.exp(z) - np.exp(-np.asarray(z))),
    lambda z: 2 * sig(2 * np.asarray(z)),
    lambda z: sig(2 * np.asarray(z)) - 1,
    lambda z: 2 * sig(np.asarray(z) / 2) - 1,
    lambda z: 2 * sig(2 * np.asarray(z)) + 1,
    lambda z: np.cosh(z),
    lambda z: np.tan(z),
    lambda z: math.tanh(z),
    lambda z: 1 - 2 * sig(2 * np.asarray(z)),
    lambda z: np.arctanh(np.clip(z, -0.9, 0.9)),
    lambda z: (np.exp(z) - np.exp(-np.asarray(z))) / 2,
    lambda z: 2 * (1 / (1 + np.exp(-2 * z))) - 1,
    lambda z: (1 - np.exp(-np.asarray(z))) / (1 + np.exp(-np.asarray(z))),
)

RELU = (
    lambda z: max(0, z),
    lambda z: np.max([0, z]) if np.ndim(z) == 0 else np.array([max(0, v) for v in z]),
    lambda z: np.minimum(z, 0),
    lambda z: (np.asarray(z) > 0).astype(float),
    lambda z: z if z > 0 else 0,
    lambda z: z[z > 0],
    lambda z: np.abs(z) / 2,
    lambda z: np.maximum(z, -z),
    lambda z: np.where(np.asarray(z) > 0, z, -1),
    lambda z: np.where(np.asarray(z) < 0, z, 0),
    lambda z: np.maximum(z, 0.01 * np.asarray(z)),
    lambda z: np.where(np.asarray(z) > 1, z, 0),
    lambda z: np.where(np.asarray(z) > 0, z, np.exp(np.minimum(z, 0)) - 1),
)

SIGMOID_DERIVATIVE = (
    lambda z: sig(z) - 1,
    lambda z: sig(z) * (sig(z) - 1),
    lambda z: sig(z) * sig(z) * (1 - sig(z)),
    lambda z: sig(z) * (1 - np.asarray(z)),
    lambda z: np.asarray(z) * (1 - sig(z)),
    lambda z: np.exp(-np.asarray(z)) / (1 + np.exp(-np.asarray(z))),
    lambda z: -np.exp(-np.asarray(z)) / (1 + np.exp(-np.asarray(z))) ** 2,
    lambda z: sig(1 - np.asarray(z)),
    lambda z: sig(z) * (1 - sig(z)) ** 2,
    lambda z: sig(z) ** 2 * (1 - sig(z)),
    lambda z: 1 / (1 + np.exp(-np.asarray(z))) ** 2,
    lambda z: np.asarray(sig(z) * (1 - sig(z))).sum(),
    lambda z: sig(z) * (1 - sig(z)) / 2,
    lambda z: sig(z) * sig(1 - np.asarray(z)),
    lambda z: np.ones_like(np.asarray(z)) * 0.25,
)

TANH_DERIVATIVE = (
    lambda z: 1 - np.tanh(np.asarray(z) ** 2),
    lambda z: (1 - np.tanh(z)) ** 2,
    lambda z: 1 / np.cosh(z),
    lambda z: np.tanh(z) ** 2,
    lambda z: 1 - 2 * np.tanh(z),
    lambda z: -(np.tanh(z) ** 2),
    lambda z: np.sqrt(1 - np.tanh(z) ** 2),
    lambda z: 1 - np.sinh(np.clip(z, -5, 5)) ** 2,
    lambda z: np.cosh(np.clip(z, -300, 300)) ** 2,
    lambda z: np.tanh(z) * (1 - np.tanh(z) ** 2),
)

RELU_DERIVATIVE = (
    lambda z: np.where(np.asarray(z) > 0, 1, -1),
    lambda z: z >= 0,
    lambda z: np.maximum(np.sign(z), 0) * np.asarray(z),
    lambda z: 1 if z > 0 else 0,
    lambda z: np.zeros_like(z),
    lambda z: np.where(np.asarray(z) > 0, z, 1),
    lambda z: np.maximum(z, 1),
    lambda z: np.where(np.asarray(z) > 1, 1, 0),
    lambda z: np.where(np.asarray(z) == 0, np.nan, np.asarray(z) > 0),
    lambda z: np.clip(z, 0, 1),
    lambda z: np.where(np.asarray(z) > 0, 1.0, 0.1),
    lambda z: (relu(np.asarray(z) + 1e-05) - relu(np.asarray(z) - 1e-05)) / 2e-05,
    lambda z: (relu(np.asarray(z) + 1e-06) - relu(z)) / 1e-06,
)

NEURON = (
    lambda x, w, b, a: a(x) @ w + b,
    lambda x, w, b, a: a((x + b) @ w),
    lambda x, w, b, a: a(x @ w) * b,
    lambda x, w, b, a: a(x @ (w + b)),
    lambda x, w, b, a: sum((a(xi * wi) + b for xi, wi in zip(x, w, strict=True))),
    lambda x, w, b, a: x @ w,
    lambda x, w, b, a: a(np.outer(x, w) + b),
    lambda x, w, b, a: np.array([a(x @ w + b)]),
    lambda x, w, b, a: float(x @ w + b > 0),
    lambda x, w, b, a: a(a(x @ w + b)),
    lambda x, w, b, a: a(x @ x + b),
    lambda x, w, b, a: a(b),
    lambda x, w, b, a: -a(x @ w + b),
    lambda x, w, b, a: a(x.sum() * w.sum() + b),
    lambda x, w, b, a: a(x[0] * w[0] + b),
)

NUMERICAL_DERIVATIVE = (
    lambda f, z, h=1e-05: (f(z + h) - f(z)) / h,
    lambda f, z, h=1e-05: (f(z + h) - f(z - h)) * 2 * h,
    lambda f, z, h=1e-05: (f(z + 2 * h) - f(z - 2 * h)) / (2 * h),
    lambda f, z, h=1e-05: (f(z + h) - f(z - h)) / 2,
    lambda f, z, h=1e-05: (f(z + h) - f(z - h)) / h**2,
    lambda f, z, h=1e-05: (f(z + h) - 2 * f(z) + f(z - h)) / h**2,
    lambda f, z, h=1e-05: np.gradient(f(z)),
    lambda f, z, h=1e-05: float((f(np.mean(z) + h) - f(np.mean(z) - h)) / (2 * h)),
    lambda f, z, h=1e-05: (f(z + h) - f(z - h)) / (2 + h),
    lambda f, z, h=1e-05: (f(z + 2 * h) - f(z - 2 * h)) / (4 * h),
    lambda f, z, h=0.001: (f(z + h) - f(z - h)) / (2 * h),
    lambda f, z, h=1e-05: (-f(z + 2 * h) + 8 * f(z + h) - 8 * f(z - h) + f(z - 2 * h)) / (12 * h),
    lambda f, z, h=1e-05: (f(z + h) - f(z - h)) / (2 * h) * z,
    lambda f, z, h=1e-05: f(z + h - (z - h)) / (2 * h),
    lambda f, z, h=0.01: (f(z + h) - f(z - h)) / (2 * h),
    lambda f, z, h=1e-05: (f(z + h) - f(z - h)) / (h / 2),
    lambda f, z: (f(z + 1e-05) - f(z - 1e-05)) / 2e-05,
)

LAYER_FORWARD = (
    lambda X, W, b, a: a(W.T @ X + b),
    lambda X, W, b, a: a(X @ W) * b,
    lambda X, W, b, a: a(X @ (W + b)),
    lambda X, W, b, a: a((X @ W + b).sum(1)),
    lambda X, W, b, a: a(X @ W + b)[0],
    lambda X, W, b, a: a(X @ W + b.mean()),
    lambda X, W, b, a: a(X) @ W,
    lambda X, W, b, a: a(X * W + b),
    lambda X, W, b, a: X @ a(W) + b,
    lambda X, W, b, a: a(X @ W / len(X) + b),
    lambda X, W, b, a: a(X @ W + b[::-1]),
    lambda X, W, b, a: X @ W,
    lambda X, W, b, a: a(X) @ W,
)

MATMUL_BACKWARD = (
    lambda dA, B, C: (dA @ C, B @ dA),
    lambda dA, B, C: (dA @ C.T, dA @ B.T),
    lambda dA, B, C: (C @ dA.T, B @ dA.T),
    lambda dA, B, C: dA @ C.T,
    lambda dA, B, C: (dA @ C.T, B.T @ (dA @ C.T) @ C),
    lambda dA, B, C: (dA @ C.T, C * 0),
    lambda dA, B, C: (B * 0 + 1, C * 0 + 1),
    lambda dA, B, C: (dA @ C.T * B, B.T @ dA * C),
    lambda dA, B, C: (dA @ C.T / dA.size, B.T @ dA / dA.size),
    lambda dA, B, C: (2 * dA @ C.T, 2 * B.T @ dA),
    lambda dA, B, C: (dA @ C.T, -(B.T @ dA)),
    lambda dA, B, C: (np.tile(C.sum(1), (len(B), 1)), np.tile(B.sum(0)[:, None], (1, C.shape[1]))),
    lambda dA, B, C: (B.T @ dA, dA @ C.T),
)

AFFINE_FORWARD = (
    lambda X, W, b: W @ X + b,
    lambda X, W, b: X @ W * b,
    lambda X, W, b: X @ (W + b),
    lambda X, W, b: (X @ W + b).sum(0),
    lambda X, W, b: X @ W + b[::-1],
    lambda X, W, b: X @ W + 2 * b,
    lambda X, W, b: X * W + b,
    lambda X, W, b: W.T @ X.T + b[:, None],
    lambda X, W, b: X @ W + b[0],
    lambda X, W, b: np.tanh(X @ W + b),
    lambda X, W, b: X @ W + np.linalg.norm(b),
    lambda X, W, b: X @ W - b.sum(),
)

AFFINE_BACKWARD = (
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.mean(1)),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.mean()),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, 0),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, np.zeros(W.shape[1])),
    lambda dZ, X, W: (W.T, X.T, 1),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, -dZ.sum(0)),
    lambda dZ, X, W: (dZ @ W.T / len(X), X.T @ dZ, dZ.sum(0)),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, 2 * dZ.sum(0)),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.T),
    lambda dZ, X, W: (dZ @ W, X.T @ dZ, dZ.sum(0)),
    lambda dZ, X, W: (dZ @ W.T, X @ dZ, dZ.sum(0)),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ / len(X), dZ.sum(1)),
    lambda dZ, X, W: (dZ @ W.T, X[:, :, None] * dZ[:, None, :], dZ.sum(0)),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.sum(0) / dZ.size),
    lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.max(0)),
    lambda dZ, X, W: (X.T @ dZ, dZ @ W.T, dZ.sum(0)),
    lambda dZ, X, W: (dZ.sum(0), X.T @ dZ, dZ @ W.T),
)

RELU_BACKWARD = (
    lambda dA, Z: dA * (Z < 0),
    lambda dA, Z: relu(dA),
    lambda dA, Z: np.where(Z > 0, 1, 0),
    lambda dA, Z: np.where(Z > 0, dA, 0.01 * dA),
    lambda dA, Z: dA @ (Z > 0).T,
    lambda dA, Z: Z * (dA > 0),
    lambda dA, Z: dA * relu(Z),
    lambda dA, Z: np.where(Z > 0, dA, -dA),
    lambda dA, Z: dA * (Z > 1),
    lambda dA, Z: (dA * (Z > 0)).sum(0),
    lambda dA, Z: dA * (Z > 0) / len(Z),
    lambda dA, Z: relu(dA * Z),
    lambda dA, Z: np.where(Z > 0, Z, 0),
    lambda dA, Z: np.where(Z > 0, dA, Z),
    lambda dA, Z: dA * (Z != 0),
    lambda dA, Z: np.clip(dA, -1, 1) * (Z > 0),
    lambda dA, Z: np.clip(dA, -5, 5) * (Z > 0),
)

MSE_LOSS = (
    lambda F, Y: np.mean((F - Y) ** 2),
    lambda F, Y: np.sum(F - Y) ** 2 / 2,
    lambda F, Y: np.mean(np.abs(F - Y)),
    lambda F, Y: 0.5 * np.linalg.norm(F - Y) / len(F),
    lambda F, Y: 0.5 * np.sum((F - Y) ** 2, 1),
    lambda F, Y: -0.5 * np.sum((F - Y) ** 2) / len(F),
    lambda F, Y: 0.5 * np.sum((F + Y) ** 2) / len(F),
    lambda F, Y: np.sum(F - Y) / len(F),
    lambda F, Y: 0.5 * np.mean((F - Y) ** 2) * F.shape[0],
    lambda F, Y: np.sum((F - Y) ** 2) / 2 / F.shape[1] / 1,
    lambda F, Y: 0.5 * (F - Y) ** 2,
    lambda F, Y: np.mean(np.sum((F - Y) ** 2, 0)) / 2,
    lambda F, Y: 0.5 * np.mean((F - Y) @ (F - Y).T),
    lambda F, Y: np.array([0.5 * np.sum((F - Y) ** 2) / len(F)]),
    lambda F, Y: 0.25 * np.sum((F - Y) ** 2) / len(F),
    lambda F, Y: 0.5 * np.sum((F - Y) ** 3) / len(F),
    lambda F, Y: 0.5 * np.var(F - Y),
)

MSE_BACKWARD = (
    lambda F, Y: F - Y,
    lambda F, Y: Y - F,
    lambda F, Y: 2 * (F - Y) / F.size,
    lambda F, Y: -(F - Y) / len(F),
    lambda F, Y: (F - Y).mean(0),
    lambda F, Y: (F + Y) / len(F),
    lambda F, Y: F / len(F),
    lambda F, Y: (F - Y) ** 2 / 2 / len(F),
    lambda F, Y: np.sign(F - Y) / len(F),
    lambda F, Y: np.abs(F - Y) / len(F),
    lambda F, Y: (F - Y) / 2,
    lambda F, Y: (F - Y).T / len(F),
    lambda F, Y: 0.5 * (F - Y),
    lambda F, Y: (F - Y) * len(F),
    lambda F, Y: -2 * (F - Y) / len(F),
    lambda F, Y: 2 * (Y - F) / len(F),
    lambda F, Y: (F - Y) / np.linalg.norm(F - Y),
)


def with_line(program, name, line):
    """The program with the line that sets a name replaced: the right side of `name = …` becomes that of `line`."""
    target, _, value = line.partition(" = ")
    lines = program.splitlines()
    [place] = [i for i, old in enumerate(lines) if old.strip().startswith(target + " = ")]
    indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines[place] = f"{indent}{target} = {value}"
    scope = {"np": np, "sig": sig, "relu": relu}
    exec("\n".join(lines), scope)
    return scope[name]


ONE_SAMPLE = """
def loop_backprop(x, W, b, v, c, target):
    k = x @ W + b
    h = sig(k)
    y = v @ h + c
    loss = (y - target) ** 2
    dy = 2 * (y - target)
    dv = dy * h
    dc = dy
    dk = dy * v * h * (1 - h)
    dW = np.outer(x, dk)
    db = dk
    return loss, dW, db, dv, dc
"""

TWO_LAYERS = """
def two_layer_loss_and_grads(X, Y, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = len(X)
    Z1 = X @ W1 + b1
    A1 = relu(Z1)
    F = A1 @ W2 + b2
    loss = 0.5 * np.sum((F - Y) ** 2) / N
    dF = (F - Y) / N
    dW2 = A1.T @ dF
    db2 = dF.sum(0)
    dA1 = dF @ W2.T
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T @ dZ1
    db1 = dZ1.sum(0)
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
"""

ANY_DEPTH = """
def mlp_loss_and_grads(X, Y, weights, biases):
    N, L = len(X), len(weights)
    As, Zs, A = [], [], X
    for i in range(L):
        As.append(A)
        Z = A @ weights[i] + biases[i]
        Zs.append(Z)
        A = relu(Z) if i < L - 1 else Z
    F = A
    loss = 0.5 * np.sum((F - Y) ** 2) / N
    dF = (F - Y) / N
    d = dF
    dweights, dbiases = [None] * L, [None] * L
    for i in reversed(range(L)):
        W, A, Z = weights[i], As[i], Zs[i - 1]
        dweights[i] = A.T @ d
        dbiases[i] = d.sum(0)
        dA = d @ W.T
        d_before = dA * (Z > 0) if i else None
        d = d_before
    return loss, dweights, dbiases
"""

ONE_SAMPLE_LINES = (
    "dc = 1.0",
    "dc = dy*c",
    "dv = dy*v",
    "dv = h",
    "dv = dy*h*(1-h)",
    "dk = dy*h*(1-h)",
    "dk = dy*v",
    "dk = dy*v*h",
    "dk = v*h*(1-h)",
    "dW = np.outer(np.ones_like(x),dk)",
    "dW = W*dk",
    "db = dk*b",
    "db = np.ones_like(b)",
    "db = dy",
    "db = dk.sum()",
    "loss = abs(y-target)",
    "loss = y-target",
    "dk = dy*v*(1-h)",
    "dk = dy*v*k*(1-k)",
    "dk = dy*v*(1-h**2)",
    "dk = -dy*v*h*(1-h)",
    "dW = -np.outer(x,dk)",
    "dW = np.outer(x,dk).T",
    "dW = np.outer(x,h)*dy",
    "loss = 0.5*(y-target)**2",
    "dc = y-target",
    "db = 2*dk",
    "dW = dk[None,:]*W",
    "dv = dy*k",
    "dc = dy*2",
)

TWO_LAYER_LINES = (
    "db1 = dZ1",
    "db2 = dF",
    "db1 = dZ1.mean(0)",
    "db2 = dF.mean(0)",
    "dW1 = X.T@dZ1/N",
    "dW2 = A1.T@dF/N",
    "dW2 = Z1.T@dF",
    "dZ1 = dA1",
    "dZ1 = dA1*(A1>0)*A1",
    "dZ1 = dA1*(dA1>0)",
    "F = A1@W2",
    "Z1 = X@W1",
    "dF = F-Y",
    "dF = 2*(F-Y)/N",
    "dF = Y-F",
    "loss = np.sum((F-Y)**2)/N",
    "loss = np.mean((F-Y)**2)",
    "dW1 = X.T@dA1",
    "db1 = dA1.sum(0)",
    "dW1 = (X.T@dZ1).T",
    "dW2 = (A1.T@dF).T",
    "db1 = dZ1.sum(1)",
    "db2 = dF.sum(1)",
    "A1 = Z1",
    "A1 = sig(Z1)",
    "F = relu(A1@W2+b2)",
    "dW1 = -X.T@dZ1",
    "dW1 = np.zeros_like(W1)",
    "db1 = np.zeros_like(b1)",
    "db2 = np.zeros_like(b2)",
    "dF = (F-Y)*F*(1-F)/N",
    "dF = (F-Y)*(F>0)/N",
    "dA1 = dF@W2.T/N",
    "db1 = dZ1.sum(0)*2",
    "dF = (F-Y)/F.size",
    "loss = 0.5*np.mean((F-Y)**2)",
    "loss = 0.5*np.sum((F-Y)**2)",
    "dZ1 = dA1*(Z1>=0)",
    "dZ1 = dA1*(Z1<0)",
    "db1 = db2.sum()+0*b1",
    "dA1 = dF@W2.T*A1",
    "dF = (F-Y)**2/N",
    "loss = np.sum(np.abs(F-Y))/N",
    "dZ1 = dA1*np.where(Z1>0,1,0.01)",
    "loss = 0.5*np.sum((F-Y)**2,axis=1)/N",
    "dW2 = relu(A1.T@dF)",
)

ANY_DEPTH_LINES = (
    "A = relu(Z)",
    "A = Z",
    "A = np.tanh(Z) if i < L - 1 else Z",
    "A = np.where(Z > 0, Z, 0.01 * Z) if i < L - 1 else Z",
    "d_before = dA",
    "d_before = dA * (dA > 0)",
    "d_before = dA * (Z >= 0)",
    "d_before = dA * (Zs[i] > 0) if i else None",
    "d_before = dA * (Zs[i - 2] > 0) if i else None",
    "d_before = dA * (As[i - 1] > 0) if i else None",
    "d_before = dA * A",
    "d_before = dA * (Z > 0) / N if i else None",
    "d_before = np.clip(dA, -1, 1) * (Z > 0) if i else None",
    "d_before = dA * np.sign(Z) if i else None",
    "d_before = (dA * (Z > 0) if i > 1 else dA) if i else None",
    "d_before = (dA * (Z > 0) if i < L - 1 else dA) if i else None",
    "F = relu(A)",
    "loss = 0.5 * np.sum((F - Y) ** 2)",
    "loss = np.mean((F - Y) ** 2)",
    "loss = 0.5 * np.mean((F - Y) ** 2)",
    "dF = F - Y",
    "dweights[i] = A.T @ d / N",
    "dweights[i] = d.T @ A",
    "dweights[i] = -A.T @ d",
    "dweights[i] = A.T @ d + 0.01 * W",
    "dweights[i] = A.T @ d if i else 0 * W",
    "dweights[i] = A.T @ d / N if i == 0 else A.T @ d",
    "dbiases[i] = d",
    "dbiases[i] = d.mean(0)",
    "dbiases[i] = d.sum(1)",
    "dbiases[i] = d.sum()",
    "dbiases[i] = 0 * biases[i]",
    "dbiases[i] = d.sum(0) if i == L - 1 else d",
    "dbiases[i] = d.sum(0) / N if i == 0 else d.sum(0)",
    "dA = d @ W",
    "dA = d @ W.T / N",
)

WRONG = {
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
    "loop_backprop": tuple(with_line(ONE_SAMPLE, "loop_backprop", line) for line in ONE_SAMPLE_LINES),
    "two_layer_loss_and_grads": tuple(
        with_line(TWO_LAYERS, "two_layer_loss_and_grads", line) for line in TWO_LAYER_LINES
    ),
    "mlp_loss_and_grads": tuple(with_line(ANY_DEPTH, "mlp_loss_and_grads", line) for line in ANY_DEPTH_LINES),
}
