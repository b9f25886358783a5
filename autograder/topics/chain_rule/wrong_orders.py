"""Wrong topological orders."""

from __future__ import annotations

import weakref
from collections import deque

from mlp_reference.graph import topological_order


def every_path(output):
    """Right, after 2^n visits."""
    order = []

    def visit(node):
        for one in node.inputs:
            visit(one)
        if node not in order:
            order.append(node)

    visit(output)
    return order


def every_path_listed(output):
    return [node for one in output.inputs for node in every_path_listed(one)] + [output]


def every_path_by_stack(output):
    order, stack = [], [output]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(node.inputs)
    return list(reversed(dict.fromkeys(order)))


def recursive(output):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for one in node.inputs:
            visit(one)
        order.append(node)

    visit(output)
    return order


def recursive_preorder(output, turn=1):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            order.append(node)
            for one in node.inputs:
                visit(one)

    visit(output)
    return order[::turn]


def by_stack(turn, opposite=1):
    """Nodes in the order in which a stack gives them, without waiting for their inputs."""

    def order_of(output):
        order, seen, stack = [], {output}, [output]
        while stack:
            node = stack.pop()
            order.append(node)
            for one in list(node.inputs)[::opposite]:
                if one not in seen:
                    seen.add(one)
                    stack.append(one)
        return order[::turn]

    return order_of


def late_marks(turn):
    """The same, marking a node when it is taken from the stack."""

    def order_of(output):
        order, seen, stack = [], set(), [output]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                order.append(node)
                stack.extend(node.inputs)
        return order[::turn]

    return order_of


def by_levels(turn):
    """Breadth first: near nodes, then far ones."""

    def order_of(output):
        order, seen, queue = [], {output}, deque([output])
        while queue:
            node = queue.popleft()
            order.append(node)
            for one in node.inputs:
                if one not in seen:
                    seen.add(one)
                    queue.append(one)
        return order[::turn]

    return order_of


def remembering(fresh):
    """What was seen is a default argument, made once for all calls."""
    seen = fresh()

    def order_of(output):
        order = [node for node in topological_order(output) if node not in seen]
        seen.update(order)
        return order

    return order_of


def remembering_of() -> object:
    return remembering(weakref.WeakSet)


def marks_left(output):
    order, path = [], [(output, False)]
    while path:
        node, done = path.pop()
        if done:
            order.append(node)
        elif not hasattr(node, "visited"):
            node.visited = True
            path.append((node, True))
            path.extend((one, False) for one in node.inputs)
    return order


def inputs_emptied(output):
    order = topological_order(output)
    for node in order:
        node.inputs = ()
    return order


def one_level(output):
    return [*dict.fromkeys(output.inputs), output]


def two_levels(output):
    return list(dict.fromkeys([*(far for one in output.inputs for far in one.inputs), *output.inputs, output]))


def first_input_only(output):
    order = [output]
    while order[-1].inputs:
        order.append(order[-1].inputs[0])
    return order[::-1]


def searching(output):
    """Right, but `in` asks a list."""
    order, stack = [], [(output, iter(output.inputs))]
    while stack:
        node, remaining = stack[-1]
        one = next((one for one in remaining if one not in order), None)
        if one is not None:
            stack.append((one, iter(one.inputs)))
            continue
        stack.pop()
        if node not in order:
            order.append(node)
    return order


def kahn_of_different_inputs(output):
    nodes = topological_order(output)
    missing, users = {node: len(set(node.inputs)) for node in nodes}, {node: [] for node in nodes}
    for node in nodes:
        for one in node.inputs:
            users[one].append(node)
    ready, order = deque(node for node in nodes if not missing[node]), []
    while ready:
        order.append(ready.popleft())
        for user in users[order[-1]]:
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return order


def following(inputs):
    """Right but for the inputs that it follows: `inputs(node)`."""

    def walk(output):
        order, seen, path = [], {output}, [(output, iter(inputs(output)))]
        while path:
            node, remaining = path[-1]
            one = next((one for one in remaining if one not in seen), None)
            if one is None:
                order.append(node)
                path.pop()
            else:
                seen.add(one)
                path.append((one, iter(inputs(one))))
        return order

    return walk


def with_slopes(node):
    return [one for one, slope in zip(node.inputs, node.local_gradients, strict=True) if slope]


def marked_when_pushed(output):
    order, seen, stack = [], {output}, [(output, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
            continue
        stack.append((node, True))
        for one in node.inputs:
            if one not in seen:
                seen.add(one)
                stack.append((one, False))
    return order


def by_shortest_way(output):
    distance, level = {output: 0}, [output]
    for node in level:
        for one in node.inputs:
            if one not in distance:
                distance[one] = distance[node] + 1
                level.append(one)
    return sorted(distance, key=lambda node: -distance[node])
