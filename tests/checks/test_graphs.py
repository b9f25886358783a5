"""Graphs are built as described, any valid order is right, and a walk along every path ends as a finding."""

from collections import UserList
from types import FunctionType

import numpy as np
import pytest

from autograder.checks import graph_views, graphs
from autograder.checks.collect import collect
from autograder.checks.key import Case
from autograder.checks.property import RIGHT
from mlp_reference.graph import Node, backward, multiply, topological_order

# 0 and 1 are leaves; 2 = 0·1, 3 = 2 + 0, 4 uses 3 twice; 5 is nobody's input and not needed by 4
DRAWN = {
    "values": np.array([2.0, 3.0, 6.0, 8.0, 64.0, 1.0]),
    "edges": np.array([[2, 0], [2, 1], [3, 2], [3, 0], [4, 3], [4, 3], [5, 1]]),
    "slopes": np.array([3.0, 2.0, 1.0, 1.0, 8.0, 8.0, 1.0]),
    "grads": "zero",
    "copies": 1,
}
LADDER = {
    "values": np.ones(2),
    "edges": np.array([[1, 0], [1, 0]]),
    "slopes": np.array([0.5, 0.5]),
    "grads": "left over",
    "copies": 40,
}


def order_of(numbers, outputs=(4,)):
    return graph_views.order([np.array(numbers)], DRAWN, list(outputs))


@pytest.mark.parametrize("numbers", [[0, 1, 2, 3, 4], [1, 0, 2, 3, 4]])
def test_any_valid_order_is_right(numbers):
    assert order_of(numbers) == RIGHT


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([1, 2, 3, 4], "misses 1 of 5 nodes"),
        ([0, 1, 2, 2, 3, 4], "lists 1 node more than once"),
        ([0, 1, 5, 2, 3, 4], "lists 1 node that the output does not depend on"),
        ([0, 1, 2, 3, -1, 10**12, 4], "holds 2 things that are no nodes of this graph"),
        ([0, 2, 1, 3, 4], "puts 1 node before one of its inputs"),
        ([0, 1, 2, 4, 3], "puts 1 node before one of its inputs and does not end with the output"),
        ([], "misses 5 of 5 nodes"),
    ],
)
def test_a_wrong_order_is_told_in_words(numbers, words):
    assert order_of(np.array(numbers, dtype=np.int64)) == words


def test_a_second_call_is_named_as_such():
    good, bad = np.array([0, 1, 2, 3, 4]), np.array([4])
    assert graph_views.order([good, bad], DRAWN, [4, 4]) == "asked again, misses 4 of 5 nodes"
    assert graph_views.order([good, bad], DRAWN, [4, 2]).startswith("asked for another output, misses 3 of 3")


def test_the_reference_is_right_through_its_driver():
    assert graph_views.order(graphs.order(topological_order, dict(LADDER), [40]), LADDER, [40]) == RIGHT
    grads = graph_views.gradients(graphs.gradients(backward, dict(DRAWN), [4, 2]), DRAWN, [4, 2])
    assert [grad.tolist() for grad in grads] == [[64.0, 32.0, 16.0, 16.0, 1.0], [3.0, 2.0, 1.0]]


def test_copies_are_joined_end_to_end():
    whole = graphs.expanded(LADDER)
    assert len(whole.values) == 41 and whole.edges[:4] == [(1, 0), (1, 0), (2, 1), (2, 1)] and len(whole.slopes) == 80


def test_inputs_come_in_any_sequence_and_gradients_start_anywhere():
    nodes = graphs.Graph(LADDER).nodes
    assert {type(node.inputs) for node in nodes} == {list, tuple, UserList}
    assert {node.grad for node in nodes} == set(graphs.LEFT_OVER)


def test_a_walk_along_every_path_is_stopped():
    def visits(node):
        return 1 + sum(map(visits, node.inputs))

    [answer] = collect(visits, (Case("forty rungs", (LADDER, [40])),), "graph_order")
    assert answer.raised.type == "TooManyReads" and "every path is walked" in answer.raised.message


def test_a_quadratic_walk_is_not():
    def rounds(output):
        seen = topological_order(output)
        for _ in seen:
            assert all(len(node.inputs) in (0, 2) for node in seen)
        return seen

    assert graphs.order(rounds, dict(LADDER), [40])[0].size == 41


def test_a_changed_graph_is_a_changed_argument():
    def careless(output):
        output.inputs = ()

    [answer] = collect(careless, (Case("a graph", (DRAWN, [4])),), "graph_gradients")
    assert answer.changed
    assert not collect(backward, (Case("a graph", (DRAWN, [4])),), "graph_gradients")[0].changed


def test_a_product_is_seen_by_its_factors_in_either_order():
    seen = graph_views.product(graphs.product(multiply, dict(DRAWN), [0, 1]), DRAWN, [0, 1])
    assert seen["inputs"] == RIGHT and seen["local_gradients"].tolist() == [3.0, 2.0] and seen["value"] == 6.0
    turned = graphs.product(lambda a, b: multiply(b, a), dict(DRAWN), [0, 1])
    assert graph_views.product(turned, DRAWN, [0, 1])["local_gradients"].tolist() == [3.0, 2.0]
    assert graphs.product(lambda a, b: 6.0, dict(DRAWN), [0, 1]) == 6.0


def test_gradients_that_are_no_numbers_are_counted():
    grads = [[None, 1.0, 1.0, "much", 1.0, None]]
    assert graph_views.gradients(grads, DRAWN, [4]).what == "not a number at 2 of 5 nodes"


def searched(output):
    """Right, but what is done is looked up in a list."""
    order, stack = [], [(output, iter(output.inputs))]
    while stack:
        node, remaining = stack[-1]
        if (one := next((one for one in remaining if one not in order), None)) is not None:
            stack.append((one, iter(one.inputs)))
        else:
            stack.pop()
            if node not in order:
                order.append(node)
    return order


def test_a_search_through_a_list_at_every_edge_is_stopped_where_nodes_are_shared():
    rung = {"edges": np.repeat([[1, 0]], 2, axis=0), "slopes": np.full(2, 0.5), "copies": 400}
    [few] = collect(searched, [Case("a ladder", (LADDER, [40]))], "graph_order")
    [many] = collect(searched, [Case("a long ladder", (LADDER | rung, [400]))], "graph_order")
    assert few.raised is None
    assert many.raised.type == "TooManyComparisons" and "a set knows at once" in many.raised.message


def test_nodes_are_of_the_class_that_the_function_sees():
    def product(a, b):
        assert isinstance(a, Node) and isinstance(b, Node)
        return type(a)(a.value * b.value, inputs=(a, b), local_gradients=(b.value, a.value))

    space = {"Node": Node}
    for function in (product, FunctionType(product.__code__, space)):
        made = graphs.product(function, dict(DRAWN), [0, 1])
        assert graph_views.product(made, DRAWN, [0, 1])["value"] == 6.0


def test_a_call_that_reaches_nodes_of_an_earlier_one_is_told_so():
    seen = []

    def remembering(output):
        for node in seen:
            node.grad = 0.0
        seen[:] = topological_order(output)
        backward(output)

    grads = graphs.gradients(remembering, dict(DRAWN), [4, 2])
    assert "earlier call" in graph_views.gradients(grads, DRAWN, [4, 2]).what
