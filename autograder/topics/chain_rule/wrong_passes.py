"""Wrong backward passes: a right one with one of its decisions changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from autograder.topics.chain_rule import wrong_orders as orders
from mlp_reference.graph import Node, topological_order


def give(one: Node, slope: float, node: Node) -> None:
    one.grad += slope * node.grad


def uses(node: Node) -> Iterable[tuple[Node, float]]:
    return zip(node.inputs, node.local_gradients, strict=True)


def zeroed(order: list[Node]) -> None:
    for node in order:
        node.grad = 0.0


def backward(
    order: Callable = topological_order,
    reset: Callable[[list[Node]], None] = zeroed,
    seed: Callable[[Node], float] = lambda output: 1.0,
    step: Callable[[Node, float, Node], None] = give,
    walk: Callable = reversed,
    uses: Callable = uses,
) -> Callable[[Node], None]:
    def run(output):
        nodes = order(output)
        reset(nodes)
        output.grad = seed(output)
        for node in walk(nodes):
            for one, slope in uses(node):
                step(one, slope, node)

    return run


def overwrite(one: Node, slope: float, node: Node) -> None:
    one.grad = slope * node.grad


def keep(nodes: list[Node]) -> None:
    """No reset: what `.grad` holds stays in the sum."""


def only_none(nodes: list[Node]) -> None:
    for node in nodes:
        if node.grad is None:
            node.grad = 0.0


def path_by_path(output):
    """Right, after 2^n visits."""
    zeroed(topological_order(output))

    def pass_on(node, grad):
        node.grad += grad
        for one, slope in uses(node):
            pass_on(one, slope * grad)

    pass_on(output, 1.0)


def path_by_path_by_stack(output):
    zeroed(topological_order(output))
    stack = [(output, 1.0)]
    while stack:
        node, grad = stack.pop()
        node.grad += grad
        stack.extend((one, slope * grad) for one, slope in uses(node))


def total_passed_on(output):
    """Each visit passes on all that has gathered so far, not only what is new."""
    zeroed(topological_order(output))
    output.grad = 1.0

    def pass_on(node):
        for one, slope in uses(node):
            one.grad += slope * node.grad
            pass_on(one)

    pass_on(output)


def overwritten_path_by_path(output):
    output.grad = 1.0
    stack = [output]
    while stack:
        node = stack.pop()
        for one, slope in uses(node):
            one.grad = slope * node.grad
            stack.append(one)


def returned(output):
    grads = {node: 0.0 for node in topological_order(output)}
    grads[output] = 1.0
    for node in reversed(grads):
        for one, slope in uses(node):
            grads[one] += slope * grads[node]
    return grads


def inner_cleared(output):
    backward()(output)
    for node in topological_order(output):
        if node.inputs:
            node.grad = 0.0


def descended(output):
    backward()(output)
    for node in topological_order(output):
        if not node.inputs:
            node.value -= 0.1 * node.grad


def each_input_once(node: Node) -> list[tuple[Node, float]]:
    return list(dict(uses(node)).items())


def first_place_only(node: Node) -> list[tuple[Node, float]]:
    return [(one, node.local_gradients[list(node.inputs).index(one)]) for one in dict.fromkeys(node.inputs)]


def turned_uses(node: Node) -> list[tuple[Node, float]]:
    return list(zip(node.inputs, list(node.local_gradients)[::-1], strict=True))


def marked(output):
    """Marks stay on the nodes, so a second call finds nothing to do."""
    order = orders.marks_left(output)
    if order:
        backward(lambda _: order)(output)


def clipped(size: float) -> Callable[[Node, float, Node], None]:
    def step(one, slope, node):
        one.grad += min(max(slope * node.grad, -size), size)

    return step


def dropped(size: float) -> Callable[[Node, float, Node], None]:
    def step(one, slope, node):
        one.grad += slope * node.grad if abs(slope * node.grad) > size else 0.0

    return step


def leaves_zeroed(nodes: list[Node]) -> None:
    only_none(nodes)
    zeroed([node for node in nodes if not node.inputs])


def inner_zeroed(nodes: list[Node]) -> None:
    only_none(nodes)
    zeroed([node for node in nodes if node.inputs])


def all_but_output_zeroed(nodes: list[Node]) -> None:
    zeroed(nodes[:-1])


def zero_skipped(output):
    order = topological_order(output)
    grads = dict.fromkeys(order, 0.0) | {output: 1.0}
    for node in reversed(order):
        if grads[node]:
            node.grad = grads[node]
            for one, slope in uses(node):
                grads[one] += slope * grads[node]


def resetting_the_last():
    last = []

    def run(output):
        zeroed(last)
        last[:] = topological_order(output)
        backward(lambda _: list(last))(output)

    return run
