"""04 matrix backprop: the solved notebook, the reference and autograd agree, and the kinks are as the contract says."""

import math
from itertools import pairwise

import numpy as np
from agree import agree
from autograd import grad
from autograd import numpy as anp
from hypothesis import assume
from hypothesis import strategies as st
from solved import both
from strategies import anything, arrays, for_all, quarters, several, sizes

solution, reference = both("04_matrix_backprop")


def relu(Z):
    return anp.maximum(Z, 0.0)


def mse(F, Y):
    return anp.mean(0.5 * anp.sum((F - Y) ** 2, axis=1))


def pre_activations(X, weights, biases):
    Zs = []
    for W, b in zip(weights, biases, strict=True):
        Zs.append(X @ W + b)
        X = relu(Zs[-1])
    return Zs


def off_the_kinks(X, weights, biases):
    """autograd halves the gradient at a kink; this course takes 0 there."""
    return all(np.all(np.abs(Z) > 1e-6) for Z in pre_activations(X, weights, biases)[:-1])


@for_all(drawn=several("NK", "ND", "DK"))
def test_matmul_backward(drawn):
    dA, B, C = drawn
    wanted = grad(lambda inputs: anp.sum(dA * (inputs[0] @ inputs[1])))((B, C))
    agree(solution.matmul_backward(*drawn), reference.matmul_backward(*drawn), tuple(wanted), gradient=True)


@for_all(drawn=several("ND", "DK", "K"))
def test_affine_forward(drawn):
    X, W, b = drawn
    wanted = [[math.fsum([*(x * W[:, k]), b[k]]) for k in range(len(b))] for x in X]
    agree(solution.affine_forward(*drawn), reference.affine_forward(*drawn), np.array(wanted))


@for_all(drawn=several("NK", "ND", "DK"))
def test_affine_backward(drawn):
    dZ, X, W = drawn
    wanted = grad(lambda inputs: anp.sum(dZ * (inputs[0] @ inputs[1] + inputs[2])))((X, W, np.ones(W.shape[1])))
    agree(solution.affine_backward(*drawn), reference.affine_backward(*drawn), tuple(wanted), gradient=True)


@for_all(drawn=anything.flatmap(lambda shape: st.tuples(arrays(shape), arrays(shape))))
def test_relu_backward(drawn):
    dA, Z = drawn
    wanted = grad(lambda Z: anp.sum(dA * relu(Z)))(Z) * (Z != 0)
    agree(solution.relu_backward(dA, Z), reference.relu_backward(dA, Z), wanted)


@for_all(drawn=several("NK", "NK"))
def test_mse_loss(drawn):
    wanted = math.fsum((f - y) ** 2 for f, y in zip(*map(np.ravel, drawn), strict=True)) / (2 * len(drawn[0]))
    agree(solution.mse_loss(*drawn), reference.mse_loss(*drawn), wanted)


@for_all(drawn=several("NK", "NK"))
def test_mse_backward(drawn):
    agree(solution.mse_backward(*drawn), reference.mse_backward(*drawn), grad(mse)(*drawn), gradient=True)


@for_all(drawn=several("D", "DH", "H", "H", "", ""))
def test_loop_backprop(drawn):
    x, W, b, v, c, target = drawn

    def loss(W, b, v, c):
        return (v @ (1 / (1 + anp.exp(-(x @ W + b)))) + c - target) ** 2

    parameters = (W, b, v, float(c))
    wanted = loss(*parameters), *grad(lambda parameters: loss(*parameters))(parameters)
    numbers = float(c), float(target)
    agree(
        solution.loop_backprop(x, W, b, v, *numbers),
        reference.loop_backprop(x, W, b, v, *numbers),
        wanted,
        gradient=True,
    )


@for_all(drawn=several("ND", "NK", "DH", "H", "HK", "K"), order=st.permutations(range(4)))
def test_two_layer_loss_and_grads(drawn, order):
    X, Y, *values = drawn
    params = {("W1", "b1", "W2", "b2")[i]: values[i] for i in order}
    got = (
        solution.two_layer_loss_and_grads(X, Y, params),
        reference.two_layer_loss_and_grads(X, Y, params),
    )
    agree(*got, gradient=True)
    assume(off_the_kinks(X, values[::2], values[1::2]))

    def loss(params):
        return mse(relu(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"], Y)

    agree(got[1], (loss(params), grad(loss)(params)), gradient=True)


@st.composite
def networks(draw, elements=None):
    """X, Y, weights and biases of one to three layers."""
    widths = [draw(sizes) for _ in range(draw(st.integers(2, 4)))]
    some = {} if elements is None else {"elements": elements}
    N = draw(sizes)
    weights = [draw(arrays((m, n), **some)) for m, n in pairwise(widths)]
    biases = [draw(arrays(n, **some)) for n in widths[1:]]
    return draw(arrays((N, widths[0]), **some)), draw(arrays((N, widths[-1]), **some)), weights, biases


@for_all(drawn=networks())
def test_mlp_loss_and_grads(drawn):
    X, Y, weights, biases = drawn
    got = solution.mlp_loss_and_grads(*drawn), reference.mlp_loss_and_grads(*drawn)
    agree(*got, gradient=True)
    assume(off_the_kinks(X, weights, biases))

    def loss(parameters):
        return mse(pre_activations(X, *parameters)[-1], Y)

    agree(got[1], (loss((weights, biases)), *grad(loss)((weights, biases))), gradient=True)


@for_all(drawn=networks(quarters))
def test_a_network_with_exact_kinks_is_the_sum_of_its_paths(drawn):
    """dF/db of the first hidden layer, path by path: only units with Z > 0 pass a gradient on."""
    X, Y, weights, biases = drawn
    Zs = pre_activations(X, weights, biases)
    db = (Zs[-1] - Y) / len(X)
    for Z, W in zip(Zs[-2::-1], weights[::-1], strict=False):
        db = np.einsum("nk,hk,nh->nh", db, W, np.heaviside(Z, 0.0))
    for room in (solution, reference):
        agree(room.mlp_loss_and_grads(*drawn)[2][0], db.sum(axis=0), gradient=True)
