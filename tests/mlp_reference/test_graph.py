"""The scalar graph: right orders and gradients on shared, deep and half reachable graphs, in linear time."""

import math

import numpy as np
import pytest

from mlp_reference.chain import chain_backward
from mlp_reference.graph import Node, add, apply, backward, multiply, topological_order


def scale(factor, x):
    return apply(lambda v: factor * v, lambda v: factor, x)


def random_graph(rng, nodes=30, leaves=4):
    graph = [Node(float(v)) for v in rng.normal(size=leaves)]
    for _ in range(nodes):
        a, b = (graph[i] for i in rng.integers(len(graph), size=2))
        graph.append(apply(math.sin, math.cos, rng.choice([add, multiply])(a, b)))
    return graph


@pytest.mark.parametrize("seed", range(5))
def test_each_node_once_after_its_inputs_and_the_output_last(seed):
    graph = random_graph(np.random.default_rng(seed))
    order = topological_order(graph[-1])
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order) and order[-1] is graph[-1]
    assert all(place[one] < place[node] for node in order for one in node.inputs)


@pytest.mark.parametrize("seed", range(5))
def test_gradients_agree_with_pushing_a_small_change_forward(seed):
    graph = random_graph(np.random.default_rng(seed))
    backward(graph[-1])
    order = topological_order(graph[-1])
    for leaf in (node for node in order if not node.inputs):
        change = {leaf: 1.0}
        for node in order:
            change.setdefault(node, sum(s * change[i] for i, s in zip(node.inputs, node.local_gradients, strict=True)))
        assert leaf.grad == pytest.approx(change[graph[-1]])


def test_the_slides_function_has_the_slope_of_the_chain_rule():
    x = Node(0.3)
    b = apply(math.exp, math.exp, scale(-1.0, x))
    f = scale(2.0, apply(lambda v: 1 / v, lambda v: -1 / v**2, apply(math.sin, math.cos, b)))
    backward(f)
    assert x.grad == pytest.approx(chain_backward(0.3))


def test_a_node_used_twice_collects_both_gradients():
    a = Node(3.0)
    backward(multiply(a, a))
    assert a.grad == 6.0


def test_whatever_was_in_grad_is_forgotten():
    a, b = Node(2.0), Node(5.0)
    product = multiply(a, b)
    total = add(product, a)
    a.grad = None
    backward(total)
    backward(total)
    assert (a.grad, b.grad, product.grad, total.grad) == (6.0, 2.0, 1.0, 1.0)
    backward(product)
    assert (a.grad, b.grad) == (5.0, 2.0)


def test_deep_and_heavily_shared_graphs_are_no_matter():
    start = node = Node(1.0)
    for _ in range(20_000):
        node = add(scale(0.5, node), scale(0.5, node))
    backward(node)
    assert len(topological_order(node)) == 60_001 and start.grad == 1.0
