"""01 perceptron: the solved notebook, the reference and exact arithmetic in fractions agree."""

from fractions import Fraction

import numpy as np
from agree import agree
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from solved import both
from strategies import arrays, for_all, ordinary, quarters, rates, several, sizes

solution, reference = both("01_perceptron")
exact_rates = st.sampled_from([1.0, 0.5, 0.25, 2.0])


def fractions(array):
    return [Fraction(float(entry)) for entry in np.ravel(array)]


def score(x, w, b):
    return sum((p * q for p, q in zip(fractions(x), fractions(w), strict=True)), Fraction(float(b)))


def labels(X):
    return st.lists(st.integers(0, 1), min_size=len(X), max_size=len(X)).map(np.array)


@for_all(Xw=several("ND", "D"), b=ordinary)
def test_linear_score(Xw, b):
    wanted = [float(score(x, Xw[1], b)) for x in Xw[0]]
    agree(solution.linear_score(*Xw, b), reference.linear_score(*Xw, b), np.array(wanted))


@for_all(Xw=several("ND", "D", elements=quarters), b=quarters)
def test_perceptron_predict(Xw, b):
    wanted = [int(score(x, Xw[1], b) > 0) for x in Xw[0]]
    agree(solution.perceptron_predict(*Xw, b), reference.perceptron_predict(*Xw, b), np.array(wanted))


@for_all(wx=several("D", "D", elements=quarters), b=quarters, y=st.integers(0, 1), lr=exact_rates)
def test_perceptron_update(wx, b, y, lr):
    w, x = wx
    step = lr * (y - int(score(x, w, b) > 0))
    agree(
        solution.perceptron_update(w, b, x, y, lr),
        reference.perceptron_update(w, b, x, y, lr),
        (np.array([p + step * q for p, q in zip(w, x, strict=True)]), b + step),
    )
    agree(solution.perceptron_update(w, b, x, y), reference.perceptron_update(w, b, x, y, 1.0))


@for_all(data=st.data(), shape=st.tuples(sizes, sizes), lr=exact_rates, max_epochs=st.sampled_from([1, 2, 12]))
def test_perceptron_fit(data, shape, lr, max_epochs):
    X = data.draw(arrays(shape, quarters))
    y = data.draw(labels(X))
    w, b, mistakes = [Fraction(0)] * shape[1], Fraction(0), []
    while len(mistakes) < max_epochs and mistakes[-1:] != [0]:
        errors = []
        for x, label in zip(X, y, strict=True):
            errors.append(int(label) - int(score(x, w, b) > 0))
            w = [p + Fraction(lr) * errors[-1] * q for p, q in zip(w, fractions(x), strict=True)]
            b += Fraction(lr) * errors[-1]
        mistakes.append(sum(map(abs, errors)))
    wanted = np.array(w, dtype=float), float(b), mistakes
    agree(solution.perceptron_fit(X, y, lr, max_epochs), reference.perceptron_fit(X, y, lr, max_epochs), wanted)


@for_all(drawn=several("ND", "DH", "H", "HK", "K"))
def test_collapse_linear(drawn):
    X, W1, b1, W2, b2 = drawn
    agree(solution.collapse_linear(*drawn[1:]), reference.collapse_linear(*drawn[1:]))
    W, b = reference.collapse_linear(*drawn[1:])
    agree(X @ W + b, np.array([(x @ W1 + b1) @ W2 + b2 for x in X]))


def test_same_value_network():
    for W1, b1, w2, b2 in (solution.same_value_network(), reference.same_value_network()):
        assert W1.shape == (2, len(b1)) and np.shape(b1) == np.shape(w2) == (len(b1),) and np.ndim(b2) == 0
        for p in (0, 1):
            for q in (0, 1):
                hidden = [int(score([p, q], W1[:, j], b1[j]) > 0) for j in range(len(b1))]
                assert (score(hidden, w2, b2) > 0) == (p == q)


@for_all(drawn=several("ND", "MD"), gamma=rates)
def test_rbf_features(drawn, gamma):
    wanted = np.exp(-gamma * cdist(*drawn, metric="sqeuclidean"))
    agree(solution.rbf_features(*drawn, gamma), reference.rbf_features(*drawn, gamma), wanted)
