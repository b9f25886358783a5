"""Graphs to call `multiply`, `topological_order` and `backward` on, as plain descriptions (see `checks.graphs`)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograder.checks.key import Case
from autograder.topics.exercise import away

Graph = dict[str, Any]
DEPTH = 5000


class Drawing:
    """A graph under construction: each operation returns the number of its node."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.edges: list[tuple[int, int]] = []
        self.slopes: list[float] = []

    def leaf(self, value: float) -> int:
        return self.node(value)

    def node(self, value: float, *uses: tuple[int, float]) -> int:
        """A node of that value; `uses` are its inputs with the local gradients."""
        number = len(self.values)
        self.values.append(float(value))
        self.edges += [(number, one) for one, _ in uses]
        self.slopes += [float(slope) for _, slope in uses]
        return number

    def add(self, a: int, b: int) -> int:
        return self.node(self.values[a] + self.values[b], (a, 1.0), (b, 1.0))

    def multiply(self, a: int, b: int) -> int:
        return self.node(self.values[a] * self.values[b], (a, self.values[b]), (b, self.values[a]))

    def sine(self, a: int) -> int:
        return self.node(math.sin(self.values[a]), (a, math.cos(self.values[a])))

    def graph(self, grads: str = "zero", copies: int = 1) -> Graph:
        return {
            "values": np.array(self.values),
            "edges": np.array(self.edges, dtype=np.int64).reshape(-1, 2),
            "slopes": np.array(self.slopes),
            "grads": grads,
            "copies": copies,
        }


def leaves(rng: np.random.Generator, count: int) -> tuple[Drawing, list[int]]:
    drawing = Drawing()
    return drawing, [drawing.leaf(value) for value in away(rng, (count,), 0.4, 1.8)]


def product_and_sum(rng: np.random.Generator) -> Drawing:
    """a·b + c"""
    drawing, (a, b, c) = leaves(rng, 3)
    drawing.add(drawing.multiply(a, b), c)
    return drawing


def long_sum(rng: np.random.Generator) -> Drawing:
    """sin(a·b)·(c + d) + e"""
    drawing, (a, b, c, d, e) = leaves(rng, 5)
    left = drawing.sine(drawing.multiply(a, b))
    drawing.add(drawing.multiply(left, drawing.add(c, d)), e)
    return drawing


def lonely(rng: np.random.Generator) -> Drawing:
    return leaves(rng, 1)[0]


def two_sines(rng: np.random.Generator) -> Drawing:
    """sin(sin(a)), beside a node b and a product that it does not need"""
    drawing, (b, a) = leaves(rng, 2)
    drawing.multiply(a, b)
    drawing.sine(drawing.sine(a))
    return drawing


def no_way_through(rng: np.random.Generator) -> Drawing:
    """A node with the inputs sin(a) and b, the local gradient by sin(a) being 0: nothing of a arrives"""
    drawing, (a, b) = leaves(rng, 2)
    drawing.node(float(away(rng, ())), (drawing.sine(a), 0.0), (b, float(away(rng, ()))))
    return drawing


def faint_and_strong(rng: np.random.Generator) -> Drawing:
    """A chain whose gradients shrink to 1e-12 or so and grow to a million."""
    drawing, (a,) = leaves(rng, 1)
    for slope in (1e3, -1e8, 1e7, 1e-6, 1e-6) * away(rng, (5,), 0.5, 1.5):
        a = drawing.node(float(away(rng, ())), (a, slope))
    return drawing


def once_and_twice(rng: np.random.Generator, twice_first: bool) -> Drawing:
    """A node with the inputs a, a and sin(sin(b)), in either order"""
    drawing, (a, b) = leaves(rng, 2)
    far = drawing.sine(drawing.sine(b))
    uses = [(one, float(away(rng, ()))) for one in ((a, a, far) if twice_first else (far, a, a))]
    drawing.node(float(away(rng, ())), *uses)
    return drawing


def square(rng: np.random.Generator) -> Drawing:
    drawing, (a,) = leaves(rng, 1)
    drawing.multiply(a, a)
    return drawing


def diamond(rng: np.random.Generator) -> Drawing:
    """(a + b)·(b + c)"""
    drawing, (a, b, c) = leaves(rng, 3)
    drawing.multiply(drawing.add(a, b), drawing.add(b, c))
    return drawing


def shortcut(rng: np.random.Generator, short_first: bool) -> Drawing:
    """a·sin(u·b) and u + …, where u = a·b: near and far from the output at once; nodes in either order"""
    drawing, (a, b) = leaves(rng, 2)
    u = drawing.multiply(a, b)
    far = drawing.sine(drawing.sine(drawing.multiply(u, b)))
    near = drawing.multiply(*((a, far) if short_first else (far, a)))
    drawing.add(*((u, near) if short_first else (near, u)))
    return drawing


def tangle(rng: np.random.Generator, nodes: int = 20, uses: int = 2, reach: int = 8) -> Drawing:
    """Each node uses some of the nodes shortly before it, the same one twice now and then; the last uses what "
    "nobody else did."""
    drawing, _ = leaves(rng, 3)
    for _ in range(nodes):
        last = len(drawing.values)
        chosen = rng.integers(max(0, last - reach), last, size=uses)
        slopes = away(rng, (uses,), 0.3, 0.9)
        drawing.node(away(rng, ()), *zip(chosen.tolist(), slopes, strict=True))
    used = {one for _, one in drawing.edges}
    open_ends = [number for number in range(len(drawing.values)) if number not in used]
    drawing.node(away(rng, ()), *((number, float(away(rng, (), 0.5, 1.5))) for number in open_ends))
    return drawing


def chain(rng: np.random.Generator) -> Drawing:
    """Four steps that together neither grow nor shrink; copied over and over they make a chain."""
    drawing, (a,) = leaves(rng, 1)
    factor = float(rng.choice([2.0, 4.0, -2.0]))
    for slope in (factor, -1.0, 1.0 / factor, 1.0):
        a = drawing.node(drawing.values[a] * slope, (a, slope))
    return drawing


def ladder(rng: np.random.Generator) -> Drawing:
    """One rung: a node used twice by the next. n rungs have 2^n paths."""
    drawing, (a,) = leaves(rng, 1)
    first = float(rng.uniform(0.3, 0.7))
    drawing.node(drawing.values[a], (a, first), (a, 1.1 - first))
    return drawing


def hub(rng: np.random.Generator, uses: int = 60) -> Drawing:
    """One node that many use, and one that uses them all."""
    drawing, (a,) = leaves(rng, 1)
    spokes = [drawing.node(drawing.values[a] * slope, (a, slope)) for slope in away(rng, (uses,))]
    drawing.node(0.0, *((spoke, float(away(rng, ()))) for spoke in spokes))
    return drawing


def whole(drawing: Drawing, name: str, group: str = "values", grads: str = "zero", copies: int = 1) -> Case:
    """The case of asking once, for the last node."""
    return asked(drawing, name, [None], group, grads, copies)


def asked(drawing: Drawing, name: str, outputs: list, group: str, grads: str = "zero", copies: int = 1) -> Case:
    last = (len(drawing.values) - 1) * copies
    return Case(name, (drawing.graph(grads, copies), [last if output is None else output for output in outputs]), group)


def simple(rng: np.random.Generator) -> list[Case]:
    """Graphs in which every node is used once."""
    return [
        whole(product_and_sum(rng), "a·b + c"),
        whole(long_sum(rng), "sin(a·b)·(c + d) + e"),
        whole(lonely(rng), "a node without inputs"),
        asked(long_sum(rng), "c + d, inside a larger graph", [7], "values"),
        whole(two_sines(rng), "sin(sin(a)), beside nodes that it does not need"),
        whole(no_way_through(rng), "a local gradient of 0"),
        whole(faint_and_strong(rng), "a chain with gradients from 1e-12 to a million"),
    ]


def shared(rng: np.random.Generator) -> list[Case]:
    return [
        whole(square(rng), "a·a", "shared"),
        whole(diamond(rng), "(a + b)·(b + c)", "shared"),
        whole(shortcut(rng, True), "a node near and far from the output", "shared"),
        whole(shortcut(rng, False), "a node far and near", "shared"),
        whole(tangle(rng), "a tangle of twenty nodes", "shared"),
        whole(hub(rng), "a node used by sixty others", "shared"),
        whole(once_and_twice(rng, True), "a node with one input twice, then another", "shared"),
        whole(once_and_twice(rng, False), "a node with one input, then another twice", "shared"),
    ]


def large(rng: np.random.Generator) -> list[Case]:
    return [
        whole(chain(rng), f"a chain of {DEPTH:,} nodes", "deep", copies=DEPTH // 4),
        whole(ladder(rng), "forty nodes, each used twice by the next", "paths", copies=40),
    ]
