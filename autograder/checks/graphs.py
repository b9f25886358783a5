"""Scalar graphs: how `multiply`, `topological_order` and `backward` are called, on graphs that are built from plain descriptions.

A graph is a dict: `values` (n,), `edges` (e, 2) with a row (node, input) for each use of a node, inputs having the smaller numbers,
`slopes` (e,), the local gradients, `grads`, what `.grad` starts as ("zero" or "left over"), and `copies`: so many of it are joined
end to end, the last node of one being node 0 of the next. What is called never sees a number, only nodes.
"""

from __future__ import annotations

import functools
import itertools
from collections import UserList
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.plain import Plain

LEFT_OVER = (7.5, None, -2.0, 0.0, 1.0)
# what holds `inputs` and `local_gradients`, which may be any sequence; a UserList, slow, is rare
SEQUENCES = (tuple, list, tuple, UserList, *(4 * (tuple, list)))
PARTS = ("value", "inputs", "local_gradients")


class TooManyReads(RuntimeError):
    """Far more reads of `inputs` than there are edges: every path is being walked, and there are 2^n of them."""


class TooManyComparisons(RuntimeError):
    """Far more comparisons of nodes than there are edges: a list is searched where a set, or a dict, would know at once."""


class Node:
    """A node as the notebook writes it, for a function that was not defined beside one."""

    def __init__(self, value: float, inputs: Sequence[Node] = (), local_gradients: Sequence[float] = ()):
        self.value, self.inputs, self.local_gradients, self.grad = value, inputs, local_gradients, 0.0


def node_class(target: Any) -> type:
    """The class `Node` that the function sees, so that nodes are what it takes them for (`isinstance`), or else our own."""
    function = getattr(target, "func", target)  # of a partial
    names = getattr(function, "__globals__", None) or getattr(type(function).__call__, "__globals__", {})
    given = names.get("Node")
    try:
        return given if isinstance(given, type) and given(0.0).value == 0.0 else Node
    except Exception:
        return Node


@dataclass(frozen=True)
class Expanded:
    """All copies of a description, as Python's own numbers: `edges` are pairs (node, input); `by_node` holds a node's slopes."""

    values: list[float]
    edges: list[tuple[int, int]]
    slopes: list[float]
    by_node: list[list[float]]


def expanded(graph: dict[str, Plain]) -> Expanded:
    arrays = (np.ascontiguousarray(graph[name]) for name in ("values", "edges", "slopes"))
    return _expanded(*(array.tobytes() for array in arrays), graph["copies"])


@functools.lru_cache(maxsize=64)
def _expanded(values: bytes, edges: bytes, slopes: bytes, copies: int) -> Expanded:
    numbers = np.frombuffer(values)
    shifts = (len(numbers) - 1) * np.arange(copies)
    pairs = (np.frombuffer(edges, np.int64).reshape(-1, 2) + shifts[:, None, None]).reshape(-1, 2)
    whole = Expanded(
        [*numbers.tolist(), *(numbers[1:].tolist() * (copies - 1))],
        list(map(tuple, pairs.tolist())),
        np.frombuffer(slopes).tolist() * copies,
        [[] for _ in range((len(numbers) - 1) * copies + 1)],
    )
    for (node, _), slope in zip(whole.edges, whole.slopes, strict=True):
        whole.by_node[node].append(slope)
    return whole


class Graph:
    """The nodes of a description by number, made in the opposite order; what holds their inputs is now this, now that sequence."""

    def __init__(self, graph: dict[str, Plain], kind: type = Node, compared: bool = False):
        whole = expanded(graph)
        nodes, edges = len(whole.values), len(whole.edges)
        self.values, self.slopes = whole.values, whole.by_node
        counters = {"inputs": _reads(nodes, edges)}
        if compared and edges > nodes:
            counters |= {"__eq__": _comparisons(nodes, edges), "__hash__": object.__hash__}
        made = type(kind.__name__, (kind,), counters)
        self.nodes = [made(value) for value in reversed(self.values)][::-1]
        self.inputs: list[list[Node]] = [[] for _ in self.nodes]
        for node, one in whole.edges:
            self.inputs[node].append(self.nodes[one])
        sequences = itertools.cycle(SEQUENCES)
        for node, inputs, slopes, sequence in zip(self.nodes, self.inputs, self.slopes, sequences, strict=False):
            node._inputs, node.local_gradients = sequence(inputs), sequence(slopes)
        if graph["grads"] == "left over":
            for node, grad in zip(self.nodes, itertools.cycle(LEFT_OVER), strict=False):
                node.grad = grad
        self.grads = [node.grad for node in self.nodes]

    def changed(self, grads: bool = False) -> bool:
        """Is a value, an input or a local gradient no longer what it was, or, where that is asked, a gradient?"""
        if grads and any(node.grad is not grad for node, grad in zip(self.nodes, self.grads, strict=True)):
            return True
        wanted = zip(self.nodes, self.values, self.inputs, self.slopes, strict=True)
        return any(
            node.value != value or [*node._inputs] != inputs or [*node.local_gradients] != slopes
            for node, value, inputs, slopes in wanted
        )

    def numbers(self, found: Any) -> Any:
        """Listed nodes as their numbers, −1 for what is none of these; anything else as it is."""
        if not _listed(found):
            return found
        number = {id(node): i for i, node in enumerate(self.nodes)}
        return np.array([number.get(id(one), -1) for one in found], dtype=np.int64)


def _reads(nodes: int, edges: int) -> property:
    """The attribute `inputs` of a graph's nodes, which counts how often it is read."""
    limit = left = max(20_000, 100 * (nodes + edges) if edges > nodes else (nodes + edges) ** 2)

    def inputs(node: Node) -> Sequence[Node]:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyReads(
                f"`inputs` was read more than {limit:,} times in a graph of {nodes} nodes and {edges} edges, so every path "
                "is walked anew; remember which nodes are done"
            )
        return node._inputs

    return property(inputs, lambda node, inputs: setattr(node, "_inputs", inputs))


def _comparisons(nodes: int, edges: int) -> Callable[[Node, object], bool]:
    """The method `__eq__` of a graph's nodes, which counts. Sets and dicts find a node by its hash and compare none."""
    limit = left = 100 * (nodes + edges)

    def __eq__(node: Node, other: object) -> bool:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyComparisons(
                f"nodes were compared more than {limit:,} times in a graph of {nodes:,} nodes and {edges:,} edges, so a "
                "list is searched again and again; a set knows at once what is in it"
            )
        return node is other

    return __eq__


def shown(count: int) -> list[int]:
    """The nodes whose gradients are looked at: all of a small graph, some of a long chain, evenly spread."""
    return list(range(count)) if count <= 200 else np.linspace(0, count - 1, 40).astype(int).tolist()


def order(target: Any, graph: dict[str, Plain], outputs: Sequence[int]) -> Any:
    """For each of `outputs`, the order that `target` gives, as the numbers of its nodes (−1: no node of this graph)."""
    drawn = Graph(graph, node_class(target), compared=True)
    found = [drawn.numbers(target(drawn.nodes[output])) for output in outputs]
    _note(drawn, graph)
    return found


def gradients(target: Any, graph: dict[str, Plain], outputs: Sequence[int]) -> Any:
    """After `target` was called on each of `outputs` in turn, the `.grad` of the nodes that are `shown`."""
    drawn, seen = Graph(graph, node_class(target)), []
    watched = [drawn.nodes[number] for number in shown(len(drawn.nodes))]
    for output in outputs:
        target(drawn.nodes[output])
        seen.append([node.grad for node in watched])
    _note(drawn, graph, grads=False)
    return seen


def product(target: Any, graph: dict[str, Plain], factors: Sequence[int]) -> Any:
    """The parts of the node that `target` makes of two nodes of a graph; whatever else it makes comes back as it is."""
    drawn = Graph(graph, node_class(target))
    made = target(*(drawn.nodes[number] for number in factors))
    _note(drawn, graph)
    if not all(hasattr(made, part) for part in PARTS):
        return made
    slopes = made.local_gradients
    return {
        "value": made.value,
        "inputs": drawn.numbers(made.inputs),
        "local_gradients": list(slopes) if _listed(slopes) else slopes,
    }


def _note(drawn: Graph, graph: dict[str, Plain], grads: bool = True) -> None:
    """A graph that is no longer what it was has no longer the same description: an argument changed."""
    if drawn.changed(grads):
        graph["changed"] = True


def _listed(value: Any) -> bool:
    return isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, str)
