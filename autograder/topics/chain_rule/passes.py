"""Gradients of any scalar graph."""

from __future__ import annotations

import numpy as np

from autograder.checks.graph_views import reachable
from autograder.checks.graphs import Graph, expanded
from autograder.checks.key import Case, Check
from autograder.topics.chain_rule import wrong_orders as orders
from autograder.topics.chain_rule import wrong_passes as passes
from autograder.topics.chain_rule.common import SIGN, TOPIC
from autograder.topics.chain_rule.drawn import (
    asked,
    diamond,
    large,
    long_sum,
    no_way_through,
    product_and_sum,
    shared,
    simple,
    square,
    tangle,
    whole,
)
from autograder.topics.chain_rule.wrong_passes import backward as changed
from autograder.topics.claims import Claim
from autograder.topics.exercise import Exercise, pure, wrong
from mlp_reference.graph import backward as reference

DEEPER = "A function that calls itself for every node stops at Python's recursion limit, about 1,000 levels. "


def graphs(rng: np.random.Generator) -> list[Case]:
    return [
        *simple(rng),
        *shared(rng),
        whole(product_and_sum(rng), "gradients left over from before", "again", "left over"),
        whole(tangle(rng), "a tangle with gradients left over", "again", "left over"),
        whole(no_way_through(rng), "a local gradient of 0, with gradients left over", "again", "left over"),
        asked(long_sum(rng), "the same graph twice", [None, None], "again"),
        asked(square(rng), "a·a three times", [None, None, None], "again"),
        asked(diamond(rng), "(a + b)·(b + c), then b + c, then all of it", [None, 4, None], "again"),
        asked(tangle(rng), "a node inside a tangle, then another", [12, 17], "again"),
        *large(rng),
    ]


def claim(graph, outputs) -> Claim:
    """Push small changes of the leaves forward along the edges; going backward must give the same slopes."""
    whole = expanded(graph)
    inside = reachable(whole, outputs[0])
    used = {node for node, _ in whole.edges}
    leaf = [number for number in np.flatnonzero(inside) if number not in used]

    def forward(moved):
        moves = [0.0] * len(whole.values)
        for number, move in zip(leaf, moved.tolist(), strict=True):
            moves[number] = move
        for (node, one), slope in zip(whole.edges, whole.slopes, strict=True):
            moves[node] += slope * moves[one]
        return moves[outputs[0]]

    def backward(moved):
        nodes = Graph(graph).nodes
        reference(nodes[outputs[0]])
        return [np.array([nodes[number].grad for number in leaf])]

    return Claim(forward, backward, [np.zeros(len(leaf))])


backward = Exercise(
    name="backward",
    topic=TOPIC,
    signature="backward(output)",
    returns=("grad",),
    section="03_chain_rule#backward",
    reference=reference,
    cases=graphs,
    driver="graph_gradients",
    view="graph_gradients",
    claim=claim,
    checks=(
        Check("gradients", "every node has ∂output/∂node, where each node is used once", 0.25, gradient=True),
        Check(
            "shared",
            "a node that is used several times collects the gradients of all its uses",
            0.25,
            groups=("shared",),
            gradient=True,
        ),
        Check(
            "again",
            "it starts afresh: called again, for another output, or with left-over gradients",
            0.2,
            groups=("again",),
            gradient=True,
        ),
        Check("deep", "a chain of 5,000 nodes is no matter", 0.1, groups=("deep",), gradient=True),
        Check("paths", "time grows with the edges, not with the paths", 0.1, groups=("paths",), gradient=True),
        pure(),
    ),
    endless=("deep", "paths"),
    hints=(
        "What is ∂output/∂output? Start there, and walk back towards the inputs.",
        "A node passes on what it has: to each input its own gradient, times the local gradient of that input.",
        "A node that was used twice gets something from each use. So what must every gradient be before you begin, and "
        "which sign stands between `.grad` and the new contribution?",
        "A node may pass its gradient on only when it is complete, after all its users. `topological_order` has them "
        "all *behind* it: so go through that list from the end.",
    ),
    misconceptions=(
        *wrong(
            "overwritten",
            "The gradient is overwritten by the last use. A node that is used several times acts along several paths, "
            "and their effects *add up*: `+=` instead of `=`.",
            changed(step=passes.overwrite),
        ),
        *wrong(
            "not-reset",
            "Old gradients stay in the sum. They are right the first time only: begin by setting the gradient of every "
            "reachable node to 0, whatever it was.",
            changed(reset=passes.keep),
            changed(reset=passes.only_none),
        ),
        *wrong(
            "recursion-limit",
            DEEPER + "If your `topological_order` is recursive, mend it there; else walk its list with a loop.",
            changed(orders.recursive),
        ),
        *wrong(
            "every-path",
            "You walk every *path* back, and n nodes that are used twice have 2^n paths. Let each node pass its "
            "gradient on once, when it is complete: in reversed topological order.",
            passes.path_by_path,
            passes.path_by_path_by_stack,
        ),
        *wrong(
            "passed-on-too-often",
            "A node passes its gradient on at each visit, including what it had passed on before. Wait until all its "
            "users have contributed, then pass it on once.",
            passes.total_passed_on,
        ),
        *wrong(
            "overwritten-path-by-path",
            "You follow every path and overwrite what the other paths have brought. Effects add up; and each node "
            "needs only one visit.",
            passes.overwritten_path_by_path,
        ),
        *wrong(
            "not-complete-yet",
            "A node passes its gradient on before all its users have contributed to it. Breadth first, or any order of "
            "meeting, is not enough: go through the topological order in reverse.",
            changed(orders.by_levels(-1)),
            changed(orders.by_stack(-1, -1)),
        ),
        *wrong(
            "seed-missing",
            "The output's own gradient is missing: ∂output/∂output = 1. From a 0 nothing but zeros can come.",
            changed(seed=lambda output: 0.0),
        ),
        *wrong(
            "seeded-with-the-value",
            "You start with the output's *value*. Its derivative by itself is 1.",
            changed(seed=lambda output: output.value),
        ),
        *wrong(
            "upstream-ignored",
            "Only the local gradient arrives. It has to be multiplied by the gradient of the node that it comes from: "
            "the chain rule.",
            changed(step=lambda one, slope, node: setattr(one, "grad", one.grad + slope)),
        ),
        *wrong(
            "local-ignored",
            "The gradient is passed on unchanged. On its way through an operation it is multiplied by the local gradient.",
            changed(step=lambda one, slope, node: setattr(one, "grad", one.grad + node.grad)),
        ),
        *wrong(
            "added-along-the-path",
            "Local and arriving gradient are added. Along a path they multiply; sums come with several paths.",
            changed(step=lambda one, slope, node: setattr(one, "grad", one.grad + node.grad + slope)),
        ),
        *wrong(
            "value-for-gradient",
            "You multiply by a *value* where the gradient of the node behind is needed.",
            changed(step=lambda one, slope, node: setattr(one, "grad", one.grad + slope * node.value)),
            changed(step=lambda one, slope, node: setattr(one, "grad", one.grad + one.value * node.grad)),
        ),
        *wrong(
            "one-level-only",
            "Only the output's own inputs get a gradient. Either you stop there, or you go through the nodes from the "
            "inputs to the output, so that its 1 comes only one step far. Go through the order in reverse.",
            changed(walk=list),
        ),
        *wrong(
            "last-node-skipped",
            "One end of the list is skipped. The output passes its gradient on like all the others.",
            changed(walk=lambda nodes: reversed(nodes[:-1])),
        ),
        *wrong(
            "one-use-of-two",
            "A node that stands twice among the inputs, as in a·a, gets only one of its two contributions. Go through "
            "inputs and local gradients pair by pair.",
            changed(uses=passes.each_input_once),
            changed(uses=passes.first_place_only),
        ),
        *wrong(
            "pairs-mixed-up",
            "Inputs and local gradients are paired the wrong way round. They stand in the same order.",
            changed(uses=passes.turned_uses),
        ),
        *wrong(
            "returned-not-set",
            "You return the gradients. Here they are to be set, on each node as its `.grad`.",
            passes.returned,
        ),
        *wrong(
            "inner-nodes-cleared",
            "The gradients of the nodes in between are lost again. Every reachable node keeps its own, the output its 1.",
            passes.inner_cleared,
        ),
        *wrong(
            "sign-flipped",
            SIGN + "The minus of gradient descent belongs in the update, not in the gradient.",
            changed(step=lambda one, slope, node: setattr(one, "grad", one.grad - slope * node.grad)),
            changed(seed=lambda output: -1.0),
        ),
        *wrong(
            "values-moved",
            "You change the nodes' values: a step of gradient descent. `backward` only computes gradients.",
            passes.descended,
        ),
        *wrong(
            "only-once",
            "A second call does nothing, or does it by half: something of the first is taken for done, such as a mark "
            "on a node. Start afresh in every call.",
            passes.marked,
        ),
        *wrong(
            "two-inputs-assumed",
            "You take it for granted that a node has two inputs. It may have any number: go through all of them.",
            changed(uses=lambda node: list(passes.uses(node))[:2]),
        ),
        *wrong(
            "clipped",
            "Gradients are cut off at a largest size. Here they are wanted as they are, large ones too.",
            *(changed(step=passes.clipped(size)) for size in (1.0, 100.0, 1000.0)),
        ),
        *wrong(
            "small-as-zero",
            "Small contributions are dropped. They may meet a large local gradient further on: pass on whatever there is.",
            *(changed(step=passes.dropped(size)) for size in (1e-8,)),
        ),
        *wrong(
            "reset-by-half",
            "Only some of the gradients are set back before you begin. Every reachable node starts from 0, the output from 1.",
            changed(reset=passes.leaves_zeroed),
            changed(reset=passes.inner_zeroed),
            changed(reset=passes.all_but_output_zeroed, seed=lambda output: (output.grad or 0.0) + 1.0),
        ),
        *wrong(
            "zero-not-set",
            "A node whose gradient is 0 is skipped, so what stood in its `.grad` before stays there. 0 is a gradient "
            "like any other: set it.",
            passes.zero_skipped,
        ),
        *wrong(
            "earlier-graph-reset",
            "The nodes of an earlier call are kept and set to 0 in the next one. Each call knows only the nodes that "
            "its own output depends on.",
            passes.resetting_the_last(),
        ),
    ),
)
