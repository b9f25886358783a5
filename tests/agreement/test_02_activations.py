"""02 activations: the solved notebook, the reference, SciPy, mpmath and autograd agree, at extremes too."""

import math

import mpmath
import numpy as np
from agree import agree
from autograd import elementwise_grad
from autograd import numpy as anp
from hypothesis import strategies as st
from scipy import special
from solved import both
from strategies import anything, arrays, extreme, for_all, ordinary, several, vectors

solution, reference = both("02_activations")
FUNCTIONS = {"tanh": anp.tanh, "sin": anp.sin, "square": lambda z: z * z, "same": lambda z: z}
functions = st.sampled_from(sorted(FUNCTIONS)).map(FUNCTIONS.get)
inputs = anything.flatmap(lambda shape: arrays(shape, extreme)) | extreme  # arrays of any shape, and numbers


def by_mpmath(f, z):
    """f at every entry, with 500 digits, so that nothing cancels."""
    with mpmath.workdps(500):
        return np.array([float(f(mpmath.mpf(float(entry)))) for entry in np.ravel(z)]).reshape(np.shape(z))


def exactly(got, f, z):
    """The reference promises more than the contract: a relative error of rounding only, however small the value."""
    agree(got, by_mpmath(f, z), relative=1e-13, absolute=1e-300)


def logistic(z):
    return 1 / (1 + mpmath.exp(-z))


@for_all(z=inputs)
def test_sigmoid(z):
    agree(solution.sigmoid(z), reference.sigmoid(z), special.expit(z))
    exactly(reference.sigmoid(z), logistic, z)


@for_all(z=inputs)
def test_tanh(z):
    agree(solution.tanh(z), reference.tanh(z), by_mpmath(mpmath.tanh, z))
    exactly(reference.tanh(z), mpmath.tanh, z)


@for_all(z=inputs)
def test_relu(z):
    wanted = np.array([max(0.0, float(entry)) for entry in np.ravel(z)]).reshape(np.shape(z))
    agree(solution.relu(z), reference.relu(z), wanted, relative=0, absolute=0)


@for_all(z=inputs)
def test_sigmoid_derivative(z):
    def slope(z):
        return 1 / (mpmath.exp(z / 2) + mpmath.exp(-z / 2)) ** 2

    agree(solution.sigmoid_derivative(z), reference.sigmoid_derivative(z), by_mpmath(slope, z))
    exactly(reference.sigmoid_derivative(z), slope, z)


@for_all(z=inputs)
def test_tanh_derivative(z):
    agree(solution.tanh_derivative(z), reference.tanh_derivative(z), by_mpmath(lambda z: mpmath.sech(z) ** 2, z))
    exactly(reference.tanh_derivative(z), lambda z: mpmath.sech(z) ** 2, z)


@for_all(z=inputs)
def test_relu_derivative(z):
    agree(solution.relu_derivative(z), reference.relu_derivative(z), np.heaviside(z, 0.0), relative=0, absolute=0)


@for_all(z=vectors)
def test_the_derivatives_are_those_that_autograd_finds(z):
    agree(reference.sigmoid_derivative(z), elementwise_grad(lambda z: 1 / (1 + anp.exp(-z)))(z))
    agree(reference.tanh_derivative(z), elementwise_grad(anp.tanh)(z))
    away = z[z != 0]
    agree(reference.relu_derivative(away), elementwise_grad(lambda z: anp.maximum(z, 0))(away))


@for_all(xw=several("D", "D"), b=ordinary, f=functions)
def test_neuron(xw, b, f):
    z = math.fsum([*(p * q for p, q in zip(*xw, strict=True)), b])
    agree(solution.neuron(*xw, b, f), reference.neuron(*xw, b, f), f(z))


@for_all(z=anything.flatmap(arrays) | ordinary, f=functions, h=st.sampled_from([1e-5, 1e-3, 0.5]))
def test_numerical_derivative(z, f, h):
    agree(solution.numerical_derivative(f, z, h), reference.numerical_derivative(f, z, h))
    agree(solution.numerical_derivative(f, z), reference.numerical_derivative(f, z))
    small = elementwise_grad(f)(np.asarray(z, dtype=float))
    agree(reference.numerical_derivative(f, z), small, absolute=1e-8)


@for_all(drawn=several("ND", "DK", "K"), f=functions)
def test_layer_forward(drawn, f):
    X, W, b = drawn
    Z = [[math.fsum([*(x * W[:, k]), b[k]]) for k in range(len(b))] for x in X]
    agree(solution.layer_forward(*drawn, f), reference.layer_forward(*drawn, f), f(np.array(Z)))
