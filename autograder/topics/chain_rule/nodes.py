"""One operation of the scalar graph."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Case, Check
from autograder.topics.chain_rule.common import TOPIC
from autograder.topics.chain_rule.drawn import leaves, product_and_sum
from autograder.topics.exercise import Exercise, away, pure, wrong
from mlp_reference.graph import Node
from mlp_reference.graph import multiply as reference


def factors(rng: np.random.Generator) -> list[Case]:
    def case(name, group="values", values=None, same=False, grads="zero"):
        drawing, _ = leaves(rng, 2)
        drawing.values = list(values or drawing.values)
        return Case(name, (drawing.graph(grads), [1, 1] if same else [0, 1]), group)

    drawing = product_and_sum(rng)
    return [
        case("two nodes"),
        case("two other nodes, with a gradient left over", grads="left over"),
        case("whole numbers", values=[3.0, -4.0]),
        case("a factor 0", values=[0.0, float(away(rng, ()))]),
        case("two nodes of the same value", values=[float(away(rng, (), 1.2))] * 2),
        Case("a·b + c times a", (drawing.graph(), [4, 0])),
        case("a node times itself", "square", same=True),
    ]


def made(value=lambda a, b: a.value * b.value, inputs=lambda a, b: (a, b), slopes=lambda a, b: (b.value, a.value)):
    """multiply with some of the new node's three parts replaced."""
    return lambda a, b: Node(value(a, b), inputs(a, b), slopes(a, b))


def in_place(a, b):
    a.value *= b.value
    return a


def grads_set(a, b):
    a.grad, b.grad = b.value, a.value
    return Node(a.value * b.value, (a, b))


def grads_reset(a, b):
    a.grad = b.grad = -1.0
    return reference(a, b)


multiply = Exercise(
    name="multiply",
    topic=TOPIC,
    signature="multiply(a, b)",
    returns=("node",),
    section="03_chain_rule#graph",
    reference=reference,
    cases=factors,
    driver="graph_product",
    view="graph_product",
    checks=(
        Check("value", "the new node's value is a·b", 0.25, part="value"),
        Check("inputs", "its inputs are the two nodes", 0.2, part="inputs"),
        Check("local_gradients", "its local gradients are ∂(ab)/∂a and ∂(ab)/∂b", 0.35, part="local_gradients"),
        Check("a·a", "a node times itself is right as well", 0.1, groups=("square",)),
        pure(),
    ),
    hints=(
        "Look at `add`: it makes a new Node from three things. Which of the three change when + becomes ·?",
        "The inputs are the *nodes*, so that one can walk back to them; the local gradients are *numbers*.",
        "∂(ab)/∂a = b and ∂(ab)/∂b = a, as numbers: a node's number is in its `.value`. Keep the order of the inputs.",
    ),
    misconceptions=(
        *wrong(
            "not-swapped",
            "The local gradients are the wrong way round. By a, the derivative of ab is *b*, and it stands first, "
            "where a stands among the inputs.",
            made(slopes=lambda a, b: (a.value, b.value)),
            made(inputs=lambda a, b: (b, a)),
        ),
        *wrong(
            "slopes-of-a-sum",
            "These are the local gradients of a *sum*. Of a product, the derivative by one factor is the other.",
            made(slopes=lambda a, b: (1.0, 1.0)),
            made(slopes=lambda a, b: (1, 1)),
        ),
        *wrong(
            "nodes-for-numbers",
            "The local gradients are nodes. They are numbers: take `.value`.",
            made(slopes=lambda a, b: (b, a)),
            made(slopes=lambda a, b: (a, b)),
        ),
        *wrong(
            "numbers-for-nodes",
            "The inputs are numbers. They have to be the nodes themselves: from a number there is no way back.",
            made(inputs=lambda a, b: (a.value, b.value)),
            made(inputs=lambda a, b: (Node(a.value), Node(b.value))),
        ),
        *wrong(
            "sum-for-product",
            "The value is that of a sum. A product is asked for.",
            made(value=lambda a, b: a.value + b.value),
            lambda a, b: Node(a.value + b.value, (a, b), (1.0, 1.0)),
        ),
        *wrong(
            "number-for-node",
            "You return a number. It takes a new Node, which remembers what it was made of.",
            lambda a, b: a.value * b.value,
        ),
        *wrong(
            "nothing-remembered",
            "The new node knows nothing of its origin. Give it its inputs and their local gradients too.",
            lambda a, b: Node(a.value * b.value),
        ),
        *wrong(
            "slopes-forgotten",
            "The local gradients are missing. They are the third thing that a Node is made of, one for each input.",
            made(slopes=lambda a, b: ()),
            grads_set,
        ),
        *wrong(
            "inputs-forgotten",
            "The inputs are missing, or one of them. `backward` finds its way through them.",
            made(inputs=lambda a, b: ()),
            made(inputs=lambda a, b: (a,), slopes=lambda a, b: (b.value,)),
            made(inputs=lambda a, b: (b,), slopes=lambda a, b: (a.value,)),
        ),
        *wrong(
            "product-for-slopes",
            "The product stands among the local gradients. The derivative of ab by a is b alone.",
            made(slopes=lambda a, b: (a.value * b.value, a.value * b.value)),
        ),
        *wrong(
            "nodes-multiplied",
            "`a * b` multiplies two nodes, and Python does not know how. Multiply their values.",
            lambda a, b: Node(a * b, (a, b), (b.value, a.value)),
            lambda a, b: Node(a * b, (a, b), (b, a)),
        ),
        *wrong(
            "factor-overwritten",
            "You write the product into one of the factors. Make a new node; the old ones are still needed as they are.",
            in_place,
        ),
        *wrong(
            "input-without-a-list",
            "`inputs` or `local_gradients` is a single thing. Both are sequences with one entry for each input.",
            lambda a, b: Node(a.value * b.value, a, b.value),
            lambda a, b: Node(a.value * b.value, (a, b), b.value),
        ),
        *wrong(
            "tuple-for-node",
            "You return the parts of a node. Put them into a `Node(...)`.",
            lambda a, b: (a.value * b.value, (a, b), (b.value, a.value)),
        ),
        *wrong(
            "slopes-of-a-square",
            "A factor 2 comes with a square, where one node stands twice; each of the two places has the plain factor.",
            made(slopes=lambda a, b: (2 * b.value, 2 * a.value)),
        ),
        *wrong(
            "slopes-are-grads",
            "The local gradients are taken from `.grad`. That is for `backward` to fill in later; here the factors' "
            "values are needed.",
            made(slopes=lambda a, b: (b.grad, a.grad)),
            made(slopes=lambda a, b: (a.grad, b.grad)),
        ),
        *wrong(
            "square-by-half",
            "A node times itself has one place too few: d(a·a)/da is 2a, a from each of the two places. Keep both "
            "inputs, or one with the local gradient 2a.",
            lambda a, b: Node(a.value * b.value, *zip(*{a: b.value, b: a.value}.items(), strict=True)),
        ),
        *wrong(
            "square-by-double",
            "A node times itself has its 2 twice: two places with a each make 2a already.",
            lambda a, b: Node(a.value * b.value, (a, b), ((1 + (a is b)) * b.value, (1 + (a is b)) * a.value)),
        ),
        *wrong(
            "equal-values-for-one-node",
            "Two nodes with the same value are taken for one. Nodes are told apart by identity, `a is b`.",
            lambda a, b: (
                Node(a.value**2, (a,), (2 * a.value,))
                if a.value == b.value
                else Node(a.value * b.value, (a, b), (b.value, a.value))
            ),
        ),
        *wrong(
            "product-divided",
            "You divide the product by a factor to get the other one. That fails where a factor is 0; take the other "
            "factor itself.",
            lambda a, b: Node(a.value * b.value, (a, b), (a.value * b.value / a.value, a.value * b.value / b.value)),
        ),
        *wrong(
            "zero-for-missing",
            "A factor 0 is taken for a missing one (`or 1`). Zero is a value, and a local gradient, like any other.",
            made(slopes=lambda a, b: (b.value or 1.0, a.value or 1.0)),
        ),
        *wrong(
            "upstream-too-early",
            "The product is a factor of the local gradients. What comes from behind is for `backward` to multiply in.",
            made(slopes=lambda a, b: (a.value * b.value * b.value, a.value * b.value * a.value)),
        ),
        *wrong(
            "grads-touched",
            "You set the factors' `.grad`. Building a node leaves its inputs as they are; `backward` sets the gradients later.",
            grads_reset,
        ),
    ),
)
