"""05 softmax: the solved notebook, the reference, SciPy, mpmath and autograd agree, for logits up to 1000 in size too."""

import mpmath
import numpy as np
from agree import agree
from autograd import grad, jacobian
from autograd import numpy as anp
from autograd.scipy.special import logsumexp
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import special
from solved import both
from strategies import anything, arrays, extreme, for_all, logits_and_labels, ordinary, quarters, sizes

solution, reference = both("05_softmax")
logits = st.tuples(sizes, sizes).flatmap(lambda shape: arrays(shape, extreme))


def bits(n):
    return hnp.arrays(np.int64, n, elements=st.integers(0, 1), fill=st.nothing())


@st.composite
def logits_and_bits(draw, elements=extreme):
    z = draw(arrays(draw(sizes), elements))
    return z, draw(bits(len(z)))


def mean_of_surprise(Z, y):
    """cross_entropy, for autograd."""
    return anp.mean(logsumexp(Z, axis=1) - Z[np.arange(len(y)), y])


@for_all(Zy=logits_and_labels(), more=st.integers(0, 2))
def test_one_hot(Zy, more):
    y, K = Zy[1], Zy[0].shape[1] + more
    wanted = np.array([[float(k == label) for k in range(K)] for label in y])
    agree(solution.one_hot(y, K), reference.one_hot(y, K), wanted, relative=0, absolute=0)


@for_all(Z=logits)
def test_logsumexp(Z):
    agree(solution.logsumexp(Z), reference.logsumexp(Z), special.logsumexp(Z, axis=1))
    with mpmath.workdps(900):
        exact = [float(mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(float(z))) for z in row))) for row in Z]
    agree(reference.logsumexp(Z), np.array(exact), relative=1e-12, absolute=1e-15)


@for_all(Z=logits)
def test_softmax(Z):
    agree(solution.softmax(Z), reference.softmax(Z), special.softmax(Z, axis=1))


@for_all(Zy=logits_and_labels())
def test_cross_entropy(Zy):
    Z, y = Zy
    wanted = -np.mean(special.log_softmax(Z, axis=1)[np.arange(len(y)), y])
    agree(solution.cross_entropy(Z, y), reference.cross_entropy(Z, y), wanted)


@for_all(z=sizes.flatmap(arrays))
def test_softmax_jacobian(z):
    wanted = jacobian(lambda z: anp.exp(z - logsumexp(z)))(z)
    agree(solution.softmax_jacobian(z), reference.softmax_jacobian(z), wanted, gradient=True)


@for_all(z=sizes.flatmap(lambda K: arrays(K, extreme)))
def test_softmax_jacobian_at_extremes(z):
    p = special.softmax(z)
    entries = [[p[j] * ((j == k) - p[k]) for k in range(len(p))] for j in range(len(p))]
    agree(solution.softmax_jacobian(z), reference.softmax_jacobian(z), np.array(entries), gradient=True)


@for_all(Zy=logits_and_labels())
def test_cross_entropy_backward(Zy):
    wanted = grad(mean_of_surprise)(*Zy)
    agree(solution.cross_entropy_backward(*Zy), reference.cross_entropy_backward(*Zy), wanted, gradient=True)


@for_all(zy=logits_and_bits())
def test_binary_cross_entropy(zy):
    with mpmath.workdps(900):
        terms = [mpmath.log(1 + mpmath.exp(float(z) * (1 - 2 * int(y)))) for z, y in zip(*zy, strict=True)]
        wanted = float(mpmath.fsum(terms) / len(terms))
    agree(solution.binary_cross_entropy(*zy), reference.binary_cross_entropy(*zy), wanted)
    agree(reference.binary_cross_entropy(*zy), wanted, relative=1e-12, absolute=1e-300)


def test_binary_cross_entropy_of_a_sure_and_right_answer_does_not_cancel():
    agree(reference.binary_cross_entropy(np.array([40.0]), np.array([1])), np.exp(-40.0), relative=1e-12, absolute=0)


@for_all(zy=logits_and_bits(), data=st.data(), D=sizes, size=st.sampled_from([1.0, 300.0]))
def test_logistic_gradients(zy, data, D, size):
    X = data.draw(arrays((len(zy[1]), D))) * size
    w, b, y = data.draw(arrays(D)), data.draw(ordinary), zy[1]
    wanted = grad(lambda parameters: anp.mean(anp.logaddexp(0.0, (1 - 2 * y) * (X @ parameters[0] + parameters[1]))))(
        (w, b)
    )
    agree(solution.logistic_gradients(X, w, b, y), reference.logistic_gradients(X, w, b, y), wanted, gradient=True)


@for_all(Zy=logits_and_labels(quarters))
def test_predict(Zy):
    wanted = [max(range(len(row)), key=lambda k: (row[k], -k)) for row in Zy[0]]
    agree(solution.predict(Zy[0]), reference.predict(Zy[0]), np.array(wanted), relative=0, absolute=0)


@for_all(Zy=logits_and_labels(quarters))
def test_accuracy(Zy):
    hits = sum(row.tolist().index(max(row)) == label for row, label in zip(*Zy, strict=True))
    agree(solution.accuracy(*Zy), reference.accuracy(*Zy), hits / len(Zy[1]))


@for_all(
    x=anything.flatmap(arrays),
    place=st.integers(0, 26),
    slope=st.sampled_from([-9.0, 0.0, 2.0]),
    off=st.sampled_from([0.0, 0.3, -0.3, 3.0, -3.0]),
    tolerance=st.sampled_from([1e-6, 1e-4, 1e-2]),
)
def test_gradient_check(x, place, slope, off, tolerance):
    """An alleged gradient of Σ x³ + slope·x that is off at one entry, by `off` times what is allowed there."""

    def f(x):
        return float(np.sum(x**3 + slope * x))

    alleged = np.array(3 * x**2 + slope)
    entry = np.unravel_index(place % x.size, x.shape)
    alleged[entry] += off * tolerance * max(1.0, abs(alleged[entry]))
    for room in (solution, reference):
        assert bool(room.gradient_check(f, lambda x: alleged, x, tolerance)) == (abs(off) < 1)
        assert not room.gradient_check(f, lambda x: np.full(x.shape, np.nan), x, tolerance)
        assert not room.gradient_check(f, lambda x: alleged[..., None], x, tolerance)
        if tolerance == 1e-6:
            assert bool(room.gradient_check(f, lambda x: alleged, x)) == (abs(off) < 1)
