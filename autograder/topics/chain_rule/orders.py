"""The order in which gradients can be passed on."""

from __future__ import annotations

import numpy as np

from autograder.checks.key import Case, Check
from autograder.topics.chain_rule import wrong_orders as orders
from autograder.topics.chain_rule.common import TOPIC
from autograder.topics.chain_rule.drawn import asked, diamond, hub, large, long_sum, shared, simple, tangle, whole
from autograder.topics.exercise import Exercise, pure, wrong
from mlp_reference.graph import topological_order as reference


def graphs(rng: np.random.Generator) -> list[Case]:
    return [
        *simple(rng),
        *shared(rng),
        asked(long_sum(rng), "the same graph twice", [None, None], "again"),
        asked(diamond(rng), "(a + b)·(b + c), then b + c, then all of it", [None, 4, None], "again"),
        asked(tangle(rng), "a node inside a tangle, then another", [12, 17], "again"),
        *large(rng),
        whole(hub(rng), "twenty such hubs, one after the other: 1,200 nodes", "paths", copies=20),
    ]


topological_order = Exercise(
    name="topological_order",
    topic=TOPIC,
    signature="topological_order(output)",
    returns=("order",),
    section="03_chain_rule#topological-order",
    reference=reference,
    cases=graphs,
    driver="graph_order",
    view="graph_order",
    checks=(
        Check("order", "every reachable node, after its inputs, where each node is used once", 0.3),
        Check(
            "shared", "a node that is used several times is listed once, before all its users", 0.2, groups=("shared",)
        ),
        Check("again", "asked again, or for another node, the order is right again", 0.1, groups=("again",)),
        Check("deep", "a chain of 5,000 nodes is no matter", 0.15, groups=("deep",)),
        Check(
            "paths", "time grows with the edges, not with the paths or with the nodes squared", 0.15, groups=("paths",)
        ),
        pure(),
    ),
    endless=("deep", "paths"),
    hints=(
        "Walk from `output` through `.inputs`. A node may be listed only when all its inputs are: what does that say "
        "of the moment to list it?",
        "Depth first: go to a node's inputs, and list the node itself when you come *back*. A set of the nodes that "
        "you have seen keeps you from walking a path twice.",
        "A function that calls itself ends after about 1,000 levels. Keep a list as your own stack instead: take the "
        "last thing off, put new things on.",
        "Put pairs on the stack: (node, False) on the way down, (node, True) for “come back when its inputs are done”. "
        "When a True comes off, the node is ready to be listed.",
    ),
    misconceptions=(
        *wrong(
            "recursion-limit",
            "A function that calls itself for every node stops at Python's recursion limit, about 1,000 levels; a "
            "chain of 5,000 is deeper. Keep your own stack: a list of nodes still to be done.",
            orders.recursive,
        ),
        *wrong(
            "every-path",
            "Every *path* is walked, not every node once. With nodes that are used twice, n levels have 2^n paths. "
            "Before you go into a node, ask whether you have been there.",
            orders.every_path,
            orders.every_path_listed,
            orders.every_path_by_stack,
        ),
        *wrong(
            "output-first",
            "The order is turned round: inputs come first, and `output` comes last. (It is `backward` that will walk "
            "it in reverse.)",
            lambda output: reference(output)[::-1],
        ),
        *wrong(
            "listed-before-its-inputs",
            "A node is listed when you arrive. Then it stands before its inputs: list it when you come *back* from them.",
            orders.recursive_preorder,
            orders.by_stack(1),
            orders.late_marks(1),
        ),
        *wrong(
            "reversed-walk",
            "You list nodes as you meet them and turn the list round. That is right for trees, but a node that is near "
            "the output by one path and far by another then comes too late. List a node when all its inputs are done.",
            orders.by_stack(-1),
            orders.by_stack(-1, -1),
        ),
        *wrong(
            "breadth-first",
            "You go level by level. A node that is near the output by one path and far by another then gets the wrong "
            "place; levels are no topological order.",
            orders.by_levels(-1),
            orders.by_shortest_way,
        ),
        *wrong(
            "breadth-first-forward",
            "You go level by level from the output, so it comes first; and even turned round, levels are no "
            "topological order.",
            orders.by_levels(1),
        ),
        *wrong(
            "listed-twice",
            "A node that is used twice is listed twice. Remember in a set which nodes you have seen.",
            lambda output: [node for node in reference(output) for _ in range(1 + (node in output.inputs))],
            lambda output: [*output.inputs, *reference(output)],
            lambda output: [*reference(output), output],
        ),
        *wrong(
            "output-missing",
            "`output` itself is missing. It belongs to the order, as the last.",
            lambda output: reference(output)[:-1],
        ),
        *wrong(
            "leaves-missing",
            "The nodes without inputs are missing. They are where the gradients are wanted most.",
            lambda output: [node for node in reference(output) if node.inputs],
        ),
        *wrong(
            "leaves-only",
            "Only the nodes without inputs are listed. Those in between belong to it as well.",
            lambda output: [node for node in reference(output) if not node.inputs],
        ),
        *wrong(
            "one-level-only",
            "You stop after one or two levels. Go on until there are no more inputs.",
            orders.one_level,
            orders.two_levels,
            lambda output: [output],
        ),
        *wrong(
            "first-input-only",
            "You follow one input of each node. A node may have several: all of them belong to it.",
            orders.first_input_only,
        ),
        *wrong(
            "numbers-for-nodes",
            "You list something else than the nodes: their values, numbers, pairs. The nodes themselves are asked for.",
            lambda output: [node.value for node in reference(output)],
        ),
        *wrong(
            "a-set",
            "A set has no order. Collect the nodes in a list; a set is good for asking “have I been here?”.",
            lambda output: set(reference(output)),
        ),
        *wrong(
            "a-generator",
            "A generator or an iterator can be gone through only once, and has no last entry to look at. Collect the "
            "nodes in a list.",
            lambda output: (node for node in reference(output)),
        ),
        *wrong(
            "remembers-earlier-calls",
            "What was seen in one call is still seen in the next, so a graph can be ordered only once. Make the set "
            "(or list) inside the function; a default argument such as `seen=set()` is made once for all calls, and so "
            "is a mark left on a node.",
            orders.remembering_of(),
            orders.marks_left,
        ),
        *wrong(
            "graph-taken-apart",
            "Your function empties `.inputs` on its way, so the graph is gone afterwards. Keep a record of your own.",
            orders.inputs_emptied,
        ),
        *wrong(
            "sorted-by-value",
            "Nodes are sorted by a number. Which node needs which is told by `.inputs` alone.",
            lambda output: sorted(reference(output), key=lambda node: node.value),
        ),
        *wrong(
            "list-searched",
            "You look a node up in a list (`node in order`), which is searched from its beginning at every edge. Keep "
            "a set of the nodes beside the list: a set knows at once.",
            orders.searching,
        ),
        *wrong(
            "equal-inputs-counted-once",
            "You count the *different* inputs that a node waits for, but take one off at every use, so a node with one "
            "input twice is ready too early. Count both ways alike.",
            orders.kahn_of_different_inputs,
        ),
        *wrong(
            "zero-slopes-skipped",
            "You do not follow an input whose local gradient is 0. Its node can be reached all the same, and gets its "
            "gradient, 0.",
            orders.following(orders.with_slopes),
        ),
        *wrong(
            "marked-when-pushed",
            "A node counts as seen when it is *put* on the stack. If another needs it before it comes off, it is "
            "listed too late: mark a node when you go into it.",
            orders.marked_when_pushed,
        ),
        *wrong(
            "two-inputs-assumed",
            "You take it for granted that a node has two inputs. It may have any number: follow all of them.",
            orders.following(lambda node: list(node.inputs)[:2]),
        ),
    ),
)
