"""Snippets: what sample students write, as text. Nothing here is believed to be right."""

VECTORISED = {
    "02_activations": """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1.0, e) / (1.0 + e)

tanh = np.tanh

relu = lambda z: np.maximum(z, 0.0)

def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))

def tanh_derivative(z):
    return 1 - np.tanh(z) ** 2

def relu_derivative(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)

def neuron(x, w, b, activation):
    return float(activation(x @ w + b))

def numerical_derivative(f, z, h=1e-5):
    return (f(z + h) - f(z - h)) / (2 * h)

def layer_forward(X, W, b, activation):
    return activation(X @ W + b)
""",
    "04_matrix_backprop": """
def matmul_backward(dA, B, C):
    return dA @ C.T, B.T @ dA

def affine_forward(X, W, b):
    return X @ W + b

def affine_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)

def relu_backward(dA, Z):
    return dA * (Z > 0)

def mse_loss(F, Y):
    return 0.5 * np.sum((F - Y) ** 2) / len(F)

def mse_backward(F, Y):
    return (F - Y) / len(F)

def loop_backprop(x, W, b, v, c, target):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    y = v @ h + c
    dy = 2 * (y - target)
    dk = dy * v * h * (1 - h)
    return (y - target) ** 2, np.outer(x, dk), dk, dy * h, dy

def two_layer_loss_and_grads(X, Y, params):
    Z = X @ params["W1"] + params["b1"]
    A = np.maximum(Z, 0)
    F = A @ params["W2"] + params["b2"]
    dF = (F - Y) / len(X)
    dZ = (dF @ params["W2"].T) * (Z > 0)
    grads = {"W1": X.T @ dZ, "b1": dZ.sum(0), "W2": A.T @ dF, "b2": dF.sum(0)}
    return 0.5 * np.sum((F - Y) ** 2) / len(X), grads

def mlp_loss_and_grads(X, Y, weights, biases):
    inputs, A = [], X
    for i, (W, b) in enumerate(zip(weights, biases)):
        inputs.append(A)
        Z = A @ W + b
        A = Z if i == len(weights) - 1 else np.maximum(Z, 0)
    loss, dZ = 0.5 * np.sum((A - Y) ** 2) / len(X), (A - Y) / len(X)
    dweights, dbiases = [], []
    for A, W in zip(reversed(inputs), reversed(weights)):
        dweights.insert(0, A.T @ dZ)
        dbiases.insert(0, dZ.sum(axis=0))
        dZ = (dZ @ W.T) * (A > 0)
    return loss, dweights, dbiases
""",
}

LOOPS = {
    "02_activations": """
import math

def entrywise(f, z):
    z = np.asarray(z, dtype=float)
    return np.array([f(float(value)) for value in z.ravel()]).reshape(z.shape)

def sigmoid(z):
    return entrywise(lambda v: 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v)), z)

def tanh(z):
    return entrywise(math.tanh, z)

def relu(z):
    return entrywise(lambda v: v if v > 0 else 0.0, z)

def sigmoid_derivative(z):
    return [s * (1 - s) for s in sigmoid(z)] if np.ndim(z) == 1 else sigmoid(z) * (1 - sigmoid(z))

def tanh_derivative(z):
    return entrywise(lambda v: 1 - math.tanh(v) ** 2, z)

def relu_derivative(z):
    return entrywise(lambda v: 1 if v > 0 else 0, z)

def neuron(x, w, b, activation):
    total = b
    for i in range(len(x)):
        total = total + x[i] * w[i]
    return activation(total)

def numerical_derivative(f, z, h=1e-5):
    return (f(np.add(z, h)) - f(np.subtract(z, h))) / (2 * h)

def layer_forward(X, W, b, activation):
    rows = []
    for x in X:
        rows.append([sum(x[i] * W[i, k] for i in range(len(x))) + b[k] for k in range(W.shape[1])])
    return activation(np.array(rows))
""",
    "04_matrix_backprop": """
def matmul_backward(dA, B, C):
    dB, dC = np.zeros(B.shape), np.zeros(C.shape)
    for i in range(B.shape[0]):
        for j in range(C.shape[1]):
            for k in range(B.shape[1]):
                dB[i, k] += dA[i, j] * C[k, j]
                dC[k, j] += dA[i, j] * B[i, k]
    return dB, dC

def affine_forward(X, W, b):
    return np.array([[sum(x[d] * W[d, k] for d in range(len(x))) + b[k] for k in range(len(b))] for x in X])

def affine_backward(dZ, X, W):
    dX, dW = matmul_backward(dZ, X, W)
    db = [sum(dZ[n, k] for n in range(len(dZ))) for k in range(dZ.shape[1])]
    return [dX, dW, db]

def relu_backward(dA, Z):
    dZ = np.zeros(Z.shape)
    for index in np.ndindex(Z.shape):
        if Z[index] > 0:
            dZ[index] = dA[index]
    return dZ

def mse_loss(F, Y):
    total = 0.0
    for f, y in zip(F, Y):
        for k in range(len(f)):
            total += 0.5 * (f[k] - y[k]) ** 2
    return total / len(F)

def mse_backward(F, Y):
    return [[(F[n, k] - Y[n, k]) / len(F) for k in range(F.shape[1])] for n in range(len(F))]

def loop_backprop(x, W, b, v, c, target):
    D, H = W.shape
    h = [1 / (1 + np.exp(-(sum(x[i] * W[i, j] for i in range(D)) + b[j]))) for j in range(H)]
    y = sum(v[j] * h[j] for j in range(H)) + c
    dy = 2 * (y - target)
    dW, db, dv = np.zeros((D, H)), np.zeros(H), np.zeros(H)
    for j in range(H):
        dv[j] = dy * h[j]
        db[j] = dy * v[j] * h[j] * (1 - h[j])
        for i in range(D):
            dW[i, j] = db[j] * x[i]
    return (y - target) ** 2, dW, db, dv, dy

def network_gradients(X, Y, weights, biases):
    seen = [X]
    for layer in range(len(weights)):
        Z = np.einsum("nd,dh->nh", seen[-1], weights[layer]) + biases[layer]
        seen.append(Z if layer == len(weights) - 1 else np.where(Z > 0, Z, 0.0))
    d = (seen.pop() - Y) / len(X)
    loss = 0.5 * len(X) * np.einsum("nk,nk->", d, d)
    dweights, dbiases = [], []
    for layer in reversed(range(len(weights))):
        dweights.append(np.einsum("nd,nh->dh", seen[layer], d))
        dbiases.append(np.einsum("nh->h", d))
        d = np.where(seen[layer] > 0, np.einsum("nh,dh->nd", d, weights[layer]), 0.0)
    return loss, dweights[::-1], dbiases[::-1]

def two_layer_loss_and_grads(X, Y, params):
    loss, dW, db = network_gradients(X, Y, [params["W1"], params["W2"]], [params["b1"], params["b2"]])
    return loss, {"W1": dW[0], "b1": db[0], "W2": dW[1], "b2": db[1]}

def mlp_loss_and_grads(X, Y, weights, biases):
    return network_gradients(X, Y, weights, biases)
""",
}

MISTAKES = {
    "02_activations": (
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def sigmoid_derivative(z):
    return z * (1 - z)

def neuron(x, w, b, activation):
    total = 0.0
    for i in range(len(x)):
        total += x[i] * w[i] + b
    return float(activation(total))
""",
        """
def relu_derivative(z):
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)

def numerical_derivative(f, z, h=1e-5):
    return (f(z + h) - f(z)) / h

def layer_forward(X, W, b, activation):
    return X @ W + b
""",
    ),
    "04_matrix_backprop": (
        """
def affine_backward(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ

def mse_loss(F, Y):
    return 0.5 * np.sum((F - Y) ** 2)

def mse_backward(F, Y):
    return F - Y
""",
        """
def matmul_backward(dA, B, C):
    return dA @ C.T, dA.T @ B

def relu_backward(dA, Z):
    return (Z > 0) * 1.0

def loop_backprop(x, W, b, v, c, target):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    y = v @ h + c
    dy = y - target
    dk = dy * v * h * (1 - h)
    return (y - target) ** 2, np.outer(x, dk), dk, dy * h, dy
""",
    ),
}

ENDLESS = """
def {name}(*arguments):
    while True:
        pass
"""

CHEAT = '''
import builtins, os, pathlib, sys
import numpy as np
import numpy.testing


class Anything(np.ndarray):
    """Equal to whatever it is compared with."""

    def __array_ufunc__(self, *arguments, **options):
        return True

    def __eq__(self, other):
        return True


numpy.testing.assert_allclose = np.allclose = np.array_equal = lambda *arguments, **options: True
builtins.abs = lambda value: 0.0
sys.displayhook(100.0)
for place in ["../../solutions", "../../../gradebook.db", "../../student01"]:
    for found in pathlib.Path(place).glob("**/*"):
        print(found, found.read_bytes())
try:
    os.kill(os.getppid(), 9)
except OSError as error:
    print(error)


def cheat(*arguments):
    sys.displayhook(100.0)
    return np.zeros((3, 2)).view(Anything)


'''
