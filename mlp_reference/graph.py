"""Automatic differentiation of scalars: a graph of nodes that know their local gradients, walked backward once.

Topic 03_chain_rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


class Node:
    """A number in a graph: its value, the nodes that it was computed from, and its derivative by each of them.

    `grad` is for `backward` to set. Nodes are told apart by identity, so they can be members of a set.
    """

    def __init__(self, value: float, inputs: Sequence[Node] = (), local_gradients: Sequence[float] = ()):
        self.value, self.inputs, self.local_gradients = value, inputs, local_gradients
        self.grad = 0.0

    def __repr__(self) -> str:
        return f"Node({self.value:.6g})"


def add(a: Node, b: Node) -> Node:
    """A node for a + b."""
    return Node(a.value + b.value, (a, b), (1.0, 1.0))


def multiply(a: Node, b: Node) -> Node:
    """A node for a·b: its derivative by either factor is the other."""
    return Node(a.value * b.value, (a, b), (b.value, a.value))


def apply(f: Callable[[float], float], derivative: Callable[[float], float], x: Node) -> Node:
    """A node for f(x), where `derivative` is f′: `apply(math.sin, math.cos, x)`."""
    return Node(f(x.value), (x,), (derivative(x.value),))


def topological_order(output: Node) -> list[Node]:
    """Every node that `output` depends on, once, each after its inputs, `output` last.

    Depth first with a stack of its own, since Python's is short; time and memory linear in the edges.
    """
    order, seen, path = [], {output}, [(output, iter(output.inputs))]
    while path:
        node, remaining = path[-1]
        for one in remaining:  # goes on where it stopped
            if one not in seen:
                seen.add(one)
                path.append((one, iter(one.inputs)))
                break
        else:
            order.append(node)
            path.pop()
    return order


def backward(output: Node) -> None:
    """Set `grad` to ∂output/∂node on every node that `output` depends on, whatever it was: reverse-mode differentiation.

    A node's gradient is complete before it is passed on, because all its users come later in the topological order
    (Linnainmaa 1970).
    """
    order = topological_order(output)
    for node in order:
        node.grad = 0.0
    output.grad = 1.0
    for node in reversed(order):
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            one.grad += slope * node.grad
