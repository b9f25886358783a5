"""03 chain rule: the solved notebook, the reference, mpmath and autograd agree; graphs are random programs of sums and products."""

import math

import mpmath
import numpy as np
from agree import agree
from autograd import grad, jacobian
from autograd import numpy as anp
from hypothesis import assume
from hypothesis import strategies as st
from solved import both
from strategies import arrays, for_all, ordinary, quarters, several, sizes, vectors

solution, reference = both("03_chain_rule")
MAPS = {  # (n,) to (m,)
    "three waves": lambda x: anp.sin(x[0] * anp.array([1.0, 2.0, 3.0])) + anp.sum(x * x),
    "squares": lambda x: x * x,
    "products": lambda x: anp.outer(x, x).ravel(),
    "one number": lambda x: anp.array([anp.sum(anp.tanh(x))]),
}


def steps(x):
    a = -mpmath.mpf(x)
    b = mpmath.exp(a)
    return a, b, mpmath.sin(b), 2 / mpmath.sin(b)


@for_all(x=st.floats(-4, 12) | st.sampled_from([0.0, 1e-12, -1e-12]))
def test_chain_forward(x):
    with mpmath.workdps(40):
        wanted = tuple(float(value) for value in steps(x))
    assume(abs(wanted[2]) > 1e-4 * wanted[1])  # close to a multiple of π, 1/sin magnifies the rounding of e^−x
    agree(solution.chain_forward(x), reference.chain_forward(x), wanted)


@for_all(x=st.floats(-4, 12) | st.sampled_from([0.0, 1e-12, -1e-12]))
def test_chain_backward(x):
    assume(abs(math.sin(math.exp(-x))) > 1e-4 * math.exp(-x))
    with mpmath.workdps(40):
        wanted = float(mpmath.diff(lambda x: steps(x)[3], mpmath.mpf(x)))
    agree(solution.chain_backward(x), reference.chain_backward(x), wanted)


@for_all(a=ordinary, b=ordinary, y=ordinary)
def test_product_loss_gradients(a, b, y):
    wanted = tuple(grad(lambda a, b: 0.5 * (y - a * b) ** 2, argnum)(a, b) for argnum in (0, 1))
    agree(solution.product_loss_gradients(a, b, y), reference.product_loss_gradients(a, b, y), wanted)


@for_all(drawn=several("N", "N"))
def test_total_derivative(drawn):
    wanted = math.fsum(p * d for p, d in zip(*drawn, strict=True))
    agree(solution.total_derivative(*drawn), reference.total_derivative(*drawn), wanted)


@for_all(x=vectors)
def test_square_jacobian(x):
    wanted = jacobian(lambda x: x * x)(x)
    agree(solution.square_jacobian(x), reference.square_jacobian(x), wanted)


@for_all(drawn=several("N", "N"))
def test_product_jacobian(drawn):
    wanted = jacobian(lambda x, w: x * w)(*drawn)
    agree(solution.product_jacobian(*drawn), reference.product_jacobian(*drawn), wanted)


@for_all(drawn=several("N", "NN"))
def test_quadratic_form_gradient(drawn):
    wanted = grad(lambda x, A: anp.dot(x, anp.dot(A, x)))(*drawn)
    agree(solution.quadratic_form_gradient(*drawn), reference.quadratic_form_gradient(*drawn), wanted, gradient=True)


@for_all(x=vectors, f=st.sampled_from(sorted(MAPS)).map(MAPS.get), h=st.sampled_from([1e-5, 1e-3, 0.5]))
def test_numerical_jacobian(x, f, h):
    agree(solution.numerical_jacobian(f, x, h), reference.numerical_jacobian(f, x, h))
    agree(solution.numerical_jacobian(f, x), reference.numerical_jacobian(f, x), jacobian(f)(x), absolute=1e-7)


@st.composite
def programs(draw):
    """Values of the leaves, and steps (is it a product?, where one operand stands, where the other): each adds a value."""
    leaves, program = draw(arrays(draw(sizes), quarters)), []
    for length in range(len(leaves), len(leaves) + draw(st.integers(0, 8))):
        places = st.integers(max(0, length - 4), length - 1)
        program.append((draw(st.booleans()), draw(places), draw(places)))
    return leaves, program


def run(program, values, add, multiply):
    """All values, the leaves' first."""
    values = list(values)
    for product, i, j in program:
        values.append((multiply if product else add)(values[i], values[j]))
    return values


def nodes(room, drawn):
    leaves, program = drawn
    return run(program, [room.Node(float(value)) for value in leaves], room.add, room.multiply)


def reachable(node):
    return {node}.union(*map(reachable, node.inputs))


@for_all(a=ordinary, b=ordinary)
def test_multiply(a, b):
    for room in (solution, reference):
        one, other = room.Node(a), room.Node(b)
        product = room.multiply(one, other)
        slopes = {}
        for node, slope in zip(product.inputs, product.local_gradients, strict=True):
            slopes[node] = slopes.get(node, 0.0) + slope
        agree(product.value, a * b, relative=0, absolute=0)
        agree([slopes[one], slopes[other]], [b, a], relative=0, absolute=0)
        assert len(slopes) == 2
        assert sum(room.multiply(one, one).local_gradients) == 2 * a


@for_all(drawn=programs())
def test_topological_order(drawn):
    for room in (solution, reference):
        made = nodes(room, drawn)
        for output in (made[-1], made[len(made) // 2], made[-1]):
            order = room.topological_order(output)
            assert isinstance(order, list) and order[-1] is output
            assert len(order) == len(set(order)) and set(order) == reachable(output)
            assert all(order.index(one) < order.index(node) for node in order for one in node.inputs)


@for_all(drawn=programs())
def test_backward(drawn):
    leaves, program = drawn

    def value(leaves, place):
        return run(program, [leaves[i] for i in range(len(drawn[0]))], anp.add, anp.multiply)[place]

    for room in (solution, reference):
        made = nodes(room, drawn)
        values = [node.value for node in made]
        for place in (-1, len(made) // 2, -1):  # each starts afresh
            for node in made:
                node.grad = 7.0 if node in reachable(made[place]) else 0.0
            room.backward(made[place])
            agree(np.array([float(node.grad) for node in made[: len(leaves)]]), grad(value)(leaves, place))
            assert made[place].grad == 1.0 and [node.value for node in made] == values


def test_topological_order_and_backward_of_deep_and_shared_graphs():
    for room in (solution, reference):
        deep = leaf = room.Node(1.0)
        for _ in range(5000):
            deep = room.add(deep, leaf)
        shared = start = room.Node(1.0)
        for _ in range(50):
            shared = room.add(shared, shared)
        for output, first, slope, number in ((deep, leaf, 5001.0, 5001), (shared, start, 2.0**50, 51)):
            assert len(room.topological_order(output)) == number
            room.backward(output)
            assert first.grad == slope
