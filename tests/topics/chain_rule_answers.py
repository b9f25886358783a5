"""Topic 03: right answers in several honest styles, and wrong ones beside the listed misconceptions."""

import math
import sys
from collections import deque
from functools import reduce

import numpy as np

from mlp_reference.graph import Node

sin, cos, exp = math.sin, math.cos, math.exp


def forward(x):
    b = exp(-x)
    return [-x, b, sin(b), 2 / sin(b)]


def f(x):
    return 2 / sin(exp(-x))


def complex_step(x):
    return float((2 / np.sin(np.exp(-(x + 1e-30j)))).imag / 1e-30)


def jacobian_loops(x, entry):
    n = len(x)
    J = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                J[i, j] = entry(i)
    return J


def filled_diagonal(values):
    J = np.zeros((len(values), len(values)))
    np.fill_diagonal(J, values)
    return J


def form_loops(x, A):
    out = [0.0] * len(x)
    for k in range(len(x)):
        for j in range(len(x)):
            out[k] += A[k][j] * x[j] + A[j][k] * x[j]
    return out


def differences_in_rows(f, x, h=1e-5):
    rows = []
    for i in range(x.size):
        e = np.zeros_like(x)
        e[i] = h
        rows.append((np.asarray(f(x + e)) - np.asarray(f(x - e))) / (2 * h))
    return np.column_stack(rows)


def differences_preallocated(f, x, h=1e-5):
    m, n = len(f(x)), len(x)
    J = np.empty((m, n))
    for i in range(m):
        for j in range(n):
            ahead, behind = np.array(x), np.array(x)
            ahead[j], behind[j] = x[j] + h, x[j] - h
            J[i][j] = (f(ahead)[i] - f(behind)[i]) / (2 * h)
    return J


def differences_moved_and_put_back(f, x, h=1e-5, kept=np.array):
    """f may return its argument's own entries, so what it returned is copied before they move again."""
    x, columns = x.copy(), []
    for j in range(len(x)):
        here = x[j]
        x[j] = here + h
        ahead = kept(f(x))
        x[j] = here - h
        columns.append((ahead - f(x)) / 2 / h)
        x[j] = here
    return np.transpose(columns).tolist()


class Written:
    """A node of another class, with lists."""

    def __init__(self, value, inputs=(), local_gradients=()):
        self.value, self.inputs, self.local_gradients, self.grad = value, list(inputs), list(local_gradients), None


def product_of_nodes(a, b):
    made = Node(0.0)
    made.value, made.inputs, made.local_gradients = a.value * b.value, deque([a, b]), deque([b.value, a.value])
    return made


def kahn(output):
    """Count each node's inputs that are still missing; a node without any is ready."""
    nodes, users, missing, todo = {output}, {}, {}, [output]
    while todo:
        node = todo.pop()
        inputs = set(node.inputs)
        missing[node] = len(inputs)
        for one in inputs:
            users.setdefault(one, []).append(node)
            if one not in nodes:
                nodes.add(one)
                todo.append(one)
    ready, order = deque(node for node in nodes if not missing[node]), []
    while ready:
        node = ready.popleft()
        order.append(node)
        for user in users.get(node, ()):
            missing[user] -= 1
            if not missing[user]:
                ready.append(user)
    return order


def kahn_backwards(output):
    uses, seen, todo = {output: 0}, {output}, [output]
    while todo:
        for one in todo.pop().inputs:
            uses[one] = uses.get(one, 0) + 1
            if one not in seen:
                seen.add(one)
                todo.append(one)
    order, ready = [], [output]
    while ready:
        node = ready.pop(0)
        order.insert(0, node)
        for one in node.inputs:
            uses[one] -= 1
            if uses[one] == 0:
                ready.append(one)
    return tuple(order)


def by_iterators(output):
    order, seen, stack = [], {id(output)}, [(output, iter(output.inputs))]
    while stack:
        node, remaining = stack[-1]
        for one in remaining:
            if id(one) not in seen:
                seen.add(id(one))
                stack.append((one, iter(one.inputs)))
                break
        else:
            order += [node]
            stack.pop()
    return order


def waiting(output):
    """A node goes back on the stack as long as an input of it is not listed."""
    order, listed, stack = [], set(), [output]
    while stack:
        node = stack[-1]
        open_inputs = [one for one in node.inputs if one not in listed]
        if open_inputs:
            stack.extend(open_inputs)
        else:
            stack.pop()
            if node not in listed:
                listed.add(node)
                order.append(node)
    return order


def recursive_with_a_higher_limit(output):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for one in node.inputs:
                visit(one)
            order.append(node)

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    try:
        visit(output)
    finally:
        sys.setrecursionlimit(limit)
    return order


def by_depth(output):
    """Sorted by the longest way down to a leaf, found in a walk of its own."""
    depth = {}
    for node in by_iterators(output):
        depth[node] = 1 + max((depth[one] for one in node.inputs), default=0)
    return sorted(depth, key=depth.get)


def nodes_in_an_array(output):
    order = np.empty(len(by_iterators(output)), dtype=object)
    order[:] = by_iterators(output)
    return order


def searching_a_list(output):
    """In order, but every edge searches the list."""
    order, stack = [], [(output, 0)]
    while stack:
        node, place = stack.pop()
        if place < len(node.inputs):
            stack.append((node, place + 1))
            if node.inputs[place] not in order:
                stack.append((node.inputs[place], 0))
        elif node not in order:
            order.append(node)
    return order


def marks_taken_off(output):
    order = by_iterators(output)
    for number, node in enumerate(order):
        node.mark = number
    order.sort(key=lambda node: node.mark)
    for node in order:
        del node.mark
    return order


def backward_in_a_dict(output):
    grads = {node: 0 for node in by_iterators(output)}
    grads[output] = 1
    for node in reversed(list(grads)):
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            grads[one] += grads[node] * slope
    for node, grad in grads.items():
        node.grad = grad
    return output


def backward_by_index(output):
    order = kahn(output)
    for node in order:
        node.grad = np.float64(0)
    order[-1].grad = np.float64(1)
    for i in range(len(order) - 1, -1, -1):
        for k in range(len(order[i].inputs)):
            order[i].inputs[k].grad = order[i].inputs[k].grad + order[i].local_gradients[k] * order[i].grad


def backward_pulled(output):
    """Each node asks its users."""
    order = by_iterators(output)
    users = {node: [] for node in order}
    for node in order:
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            users[one].append((node, slope))
    for node in reversed(order):
        node.grad = 1.0 if node is output else sum(user.grad * slope for user, slope in users[node])


def backward_in_float32(output):
    order = by_iterators(output)
    for node in order:
        node.grad = 0.0
    output.grad = np.array(1.0)
    for node in order[::-1]:
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            one.grad = np.array(one.grad + slope * node.grad)


def backward_counting_uses(output):
    uses, todo, seen = {}, [output], {output}
    while todo:
        node = todo.pop()
        node.grad = None
        for one in node.inputs:
            uses[one] = uses.get(one, 0) + 1
            if one not in seen:
                seen.add(one)
                todo.append(one)
    output.grad, ready = 1.0, [output]
    while ready:
        node = ready.pop()
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            one.grad = slope * node.grad + (one.grad or 0.0)
            uses[one] -= 1
            if not uses[one]:
                ready.append(one)


RIGHT = {
    "chain_forward": (
        forward,
        lambda x: (-x, np.exp(-x), np.sin(np.exp(-x)), 2 / np.sin(np.exp(-x))),
        lambda x: np.array(forward(x)),
        lambda x: tuple(map(np.float64, forward(x))),
        lambda x: (-1 * x, 1 / exp(x), cos(exp(-x) - math.pi / 2), 2 * sin(exp(-x)) ** -1),
        lambda x: tuple(np.array(v) for v in forward(x)),
        lambda x: tuple(np.float32(v) for v in forward(x)) if abs(x) < 3 else forward(x),
    ),
    "chain_backward": (
        lambda x: 2 * exp(-x) * cos(exp(-x)) / sin(exp(-x)) ** 2,
        lambda x: np.prod([-1, np.exp(-x), np.cos(np.exp(-x)), -2 / np.sin(np.exp(-x)) ** 2]),
        lambda x: np.array(2 * exp(-x) / math.tan(exp(-x)) / sin(exp(-x))),
        lambda x: reduce(lambda u, v: u * v, [-1, exp(-x), cos(exp(-x)), -2 / sin(exp(-x)) ** 2], 1),
        complex_step,
        lambda x: forward(x)[1] * cos(forward(x)[1]) * forward(x)[3] ** 2 / 2,
    ),
    "product_loss_gradients": (
        lambda a, b, y: (-(y - a * b) * b, -(y - a * b) * a),
        lambda a, b, y: [(a * b - y) * b, (a * b - y) * a],
        lambda a, b, y: np.array([b, a]) * (a * b - y),
        lambda a, b, y: (a * b**2 - y * b, np.float64(b * a**2 - y * a)),
        lambda a, b, y: tuple(np.array((a * b - y) * v) for v in (b, a)),
    ),
    "total_derivative": (
        lambda p, d: p @ d,
        lambda p, d: sum(a * b for a, b in zip(p, d, strict=True)),
        lambda p, d: np.einsum("i,i->", p, d),
        lambda p, d: np.array(np.dot(p, d)),
        lambda p, d: math.fsum(p[i] * d[i] for i in range(len(p))),
        lambda p, d: np.inner(p, d).item(),
        lambda p, d: np.trace(np.outer(p, d)),
    ),
    "square_jacobian": (
        lambda x: 2 * np.diag(x),
        lambda x: jacobian_loops(x, lambda i: 2 * x[i]),
        lambda x: jacobian_loops(x, lambda i: 2 * x[i]).tolist(),
        lambda x: np.eye(len(x)) * 2 * x,
        lambda x: filled_diagonal(x + x),
        lambda x: np.einsum("ij,j->ij", np.eye(len(x)), 2 * x),
        lambda x: np.diagflat(2 * x).astype(np.float32),
        lambda x: np.where(np.eye(len(x), dtype=bool), 2 * x, 0),
        lambda x: np.array([np.imag((x + 1e-30j * e) ** 2) / 1e-30 for e in np.eye(len(x))]).T,
    ),
    "product_jacobian": (
        lambda x, w: np.diag(w),
        lambda x, w: jacobian_loops(x, lambda i: w[i]),
        lambda x, w: w * np.identity(len(w)),
        lambda x, w: filled_diagonal(w).tolist(),
        lambda x, w: [[w[i] if i == j else 0 for j in range(len(x))] for i in range(len(x))],
        lambda x, w: np.diag(w).copy().astype(np.float32),
        lambda x, w: np.array([w * e for e in np.eye(len(x))]).T,
    ),
    "quadratic_form_gradient": (
        lambda x, A: (A + A.T) @ x,
        lambda x, A: A @ x + A.T @ x,
        lambda x, A: x @ (A + A.T),
        form_loops,
        lambda x, A: np.einsum("ij,j->i", A, x) + np.einsum("ij,i->j", A, x),
        lambda x, A: np.dot(A, x) + np.dot(x, A),
        lambda x, A: ((A + A.T) @ x[:, None])[:, 0],
        lambda x, A: (np.sum(A * x, axis=1) + np.sum(A * x[:, None], axis=0)).tolist(),
        lambda x, A: ((A + A.T) @ x).astype(np.float32),
    ),
    "numerical_jacobian": (
        differences_in_rows,
        differences_preallocated,
        differences_moved_and_put_back,
        lambda f, x, h=1e-5: np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))], axis=-1),
        lambda f, x, h=1e-5: np.array([(f(x + h * e) - f(x - h * e)) * 0.5 / h for e in np.eye(len(x))]).T,
        lambda f, x, h=0.00001: [list(row) for row in differences_in_rows(f, x, h)],
        lambda f, x, h=1e-5: np.hstack([((f(x + s) - f(x - s)) / (2 * h))[:, None] for s in h * np.eye(x.size)]),
    ),
    "multiply": (
        lambda a, b: Node(a.value * b.value, (a, b), (b.value, a.value)),
        lambda a, b: Node(value=b.value * a.value, inputs=[b, a], local_gradients=[a.value, b.value]),
        lambda a, b: Written(a.value * b.value, [a, b], [b.value, a.value]),
        lambda a, b: (
            Node(a.value * b.value, (a,), (2 * a.value,))
            if a is b
            else Node(a.value * b.value, (a, b), (b.value, a.value))
        ),
        lambda a, b: Node(np.float64(a.value * b.value), (a, b), np.array([b.value, a.value])),
        lambda a, b: Node(np.array(a.value) * b.value, [a, b], (np.array(b.value), np.float64(a.value))),
        lambda a, b: type(a)(a.value * b.value, inputs=(a, b), local_gradients=(b.value, a.value)),
        lambda a, b: product_of_nodes(*(node if isinstance(node, Node) else Node(node) for node in (a, b))),
    ),
    "topological_order": (
        kahn,
        kahn_backwards,
        by_iterators,
        waiting,
        recursive_with_a_higher_limit,
        by_depth,
        nodes_in_an_array,
        marks_taken_off,
        lambda output: deque(by_iterators(output)),
    ),
    "backward": (
        backward_in_a_dict,
        backward_by_index,
        backward_pulled,
        backward_in_float32,
        backward_counting_uses,
    ),
}


def wrong_pass(step=lambda one, slope, node: one.grad + slope * node.grad, order=by_iterators, seed=1.0, start=0.0):
    def run(output):
        nodes = list(order(output))
        for node in nodes:
            node.grad = start
        output.grad = seed
        for node in reversed(nodes):
            for one, slope in zip(node.inputs, node.local_gradients, strict=True):
                one.grad = step(one, slope, node)

    return run


def remembering_the_last_graph():
    seen = []

    def run(output):
        for node in seen:
            node.grad = 0.0
        seen[:] = by_iterators(output)
        backward_pulled(output)

    return run


def kahn_with_each_input_once(output):
    """Counts inputs that differ, but takes one off at each use."""
    nodes = by_iterators(output)
    missing, users = {node: len(set(node.inputs)) for node in nodes}, {node: [] for node in nodes}
    for node in nodes:
        for one in node.inputs:
            users[one].append(node)
    ready, order = [node for node in nodes if not missing[node]], []
    while ready:
        order.append(ready.pop())
        for user in users[order[-1]]:
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return order


def recursive_pass(output, grad=1.0, first=True):
    if first:
        for node in by_iterators(output):
            node.grad = 0.0
    output.grad += grad
    for one, slope in zip(output.inputs, output.local_gradients, strict=True):
        recursive_pass(one, slope * grad, False)


def breadth_first_pass(output):
    for node in by_iterators(output):
        node.grad = 0.0
    output.grad, queue = 1.0, deque([output])
    while queue:
        node = queue.popleft()
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            one.grad += slope * node.grad
            queue.append(one)


def assigning_recursion(output):
    output.grad = 1.0

    def walk(node):
        for one, slope in zip(node.inputs, node.local_gradients, strict=True):
            one.grad = slope * node.grad
            walk(one)

    walk(output)


def depth_first(output):
    order, seen = [], set()

    def visit(node):
        seen.add(node)
        for one in node.inputs:
            if one not in seen:
                visit(one)
        order.append(node)

    visit(output)
    return order


def paths(output):
    return [node for one in output.inputs for node in paths(one)] + [output]


def levels(output):
    order, level = [], [output]
    while level:
        order = level + order
        level = [one for node in level for one in node.inputs]
    return list(dict.fromkeys(order))


def stacked(output):
    order, stack = [], [output]
    while stack:
        node = stack.pop()
        if node not in order:
            order.insert(0, node)
            stack += list(node.inputs)
    return order


WRONG = {
    "chain_forward": (
        lambda x: (-x, np.exp(x), np.sin(np.exp(x)), 2 / np.sin(np.exp(x))),
        lambda x: (-x, exp(-x), sin(exp(-x)), 1 / sin(exp(-x))),
        lambda x: (x, exp(x), sin(exp(x)), 2 / sin(exp(x))),
        lambda x: (-x, exp(-x), np.sin(np.deg2rad(exp(-x))), 2 / np.sin(np.deg2rad(exp(-x)))),
        lambda x: (-x, exp(-x), cos(exp(-x)), 2 / cos(exp(-x))),
        f,
        lambda x: np.round(forward(x), 3),
        lambda x: forward(x)[::-1],
        lambda x: (-x, exp(-x), sin(exp(-x)), sin(exp(-x)) / 2),
        lambda x: (x, *forward(x)),
        lambda x: (-x, 1 / x if x else 0.0, sin(exp(-x)), f(x)),
        lambda x: forward(x)[:3],
        lambda x: (-x, exp(-x), sin(exp(-x)), 2 // sin(exp(-x))),
        lambda x: tuple(int(v) for v in forward(x)),
        lambda x: (-x, exp(-x), abs(sin(exp(-x))), 2 / abs(sin(exp(-x)))),
        lambda x: (-x, exp(-x), math.sqrt(1 - cos(exp(-x)) ** 2), 2 / math.sqrt(1 - cos(exp(-x)) ** 2)),
    ),
    "chain_backward": (
        lambda x: -2 * exp(-x) * cos(exp(-x)) / sin(exp(-x)) ** 2,
        lambda x: 2 * cos(exp(-x)) / sin(exp(-x)) ** 2,
        lambda x: -2 / sin(exp(-x)) ** 2,
        lambda x: 2 * exp(-x) / sin(exp(-x)) ** 2,
        lambda x: 2 * exp(-x) * cos(exp(-x)) / sin(exp(-x)),
        lambda x: exp(-x) * cos(exp(-x)) / sin(exp(-x)) ** 2,
        lambda x: 2 * exp(-x) * cos(x) / sin(exp(-x)) ** 2,
        lambda x: (-1) + exp(-x) + cos(exp(-x)) - 2 / sin(exp(-x)) ** 2,
        f,
        lambda x: (f(x + 1e-3) - f(x)) / 1e-3,
        lambda x: 2 * exp(-x) * np.cos(np.radians(exp(-x))) / np.sin(np.radians(exp(-x))) ** 2,
        lambda x: (-1, exp(-x), cos(exp(-x)), -2 / sin(exp(-x)) ** 2),
        lambda x: -2 * exp(-x) * sin(exp(-x)) / sin(exp(-x)) ** 2,
        lambda x: 0.0,
        lambda x: round(2 * exp(-x) * cos(exp(-x)) / sin(exp(-x)) ** 2, 4),
    ),
    "product_loss_gradients": (
        lambda a, b, y: ((y - a * b) * b, (y - a * b) * a),
        lambda a, b, y: ((a * b - y) * a, (a * b - y) * b),
        lambda a, b, y: (2 * (a * b - y) * b, 2 * (a * b - y) * a),
        lambda a, b, y: (a * b - y, a * b - y),
        lambda a, b, y: (b, a),
        lambda a, b, y: (a * b - y) * (a + b),
        lambda a, b, y: (0.5 * (y - a * b) ** 2 * b, 0.5 * (y - a * b) ** 2 * a),
        lambda a, b, y: ((a - y) * b, (b - y) * a),
        lambda a, b, y: np.array([[(a * b - y) * b], [(a * b - y) * a]]),
        lambda a, b, y: (abs(a * b - y) * b, abs(a * b - y) * a),
        lambda a, b, y: ((a * b - y) * b, (a * b - y) * b),
        lambda a, b, y: {"a": (a * b - y) * b, "b": (a * b - y) * a},
        lambda a, b, y: (-y + a * b * b, -y + a * b * a),
        lambda a, b, y: tuple(round(a * b - y, 6) * v for v in (b, a)),
        lambda a, b, y: (0.0, 0.0) if np.isclose(a * b, y) else ((a * b - y) * b, (a * b - y) * a),
    ),
    "total_derivative": (
        lambda p, d: p * d,
        lambda p, d: np.prod(p) * np.prod(d),
        lambda p, d: np.sum(p) * np.sum(d),
        lambda p, d: np.mean(p * d),
        lambda p, d: p[0] * d[0],
        lambda p, d: np.sum(p + d),
        lambda p, d: np.outer(p, d),
        lambda p, d: np.sum(p) + np.sum(d),
        lambda p, d: sum(p[i] * d[i] for i in range(1, len(p))),
        lambda p, d: np.sum(p / d) if d.all() else 0.0,
        lambda p, d: [p @ d],
        lambda p, d: int(p @ d),
        lambda p, d: abs(p @ d),
        lambda p, d: np.cross(p, d) if len(p) == 3 else p @ d,
        lambda p, d: p.astype(np.float32) @ d.astype(np.float32),
    ),
    "square_jacobian": (
        lambda x: 2 * x,
        lambda x: np.diag(x),
        lambda x: np.diag(x**2),
        lambda x: 2 * np.outer(x, x),
        lambda x: 2 * np.eye(len(x)),
        lambda x: np.tile(2 * x, (len(x), 1)),
        lambda x: np.diag(2 * np.abs(x)),
        lambda x: 2 * x[:, None],
        lambda x: np.sum(2 * x),
        lambda x: np.diag(2 * x) + np.diag(x[:-1], 1),
        lambda x: np.diag(2 * x)[::-1],
        lambda x: np.diag(-2 * x),
        lambda x: 2 * x * np.ones((len(x), 1)),
        lambda x: np.diag(2 * x).astype(int),
        lambda x: np.where(np.abs(np.diag(2 * x)) < 1e-8, 0.0, np.diag(2 * x)),
    ),
    "product_jacobian": (
        lambda x, w: w,
        lambda x, w: np.diag(x),
        lambda x, w: np.diag(x * w),
        lambda x, w: np.outer(x, w),
        lambda x, w: np.eye(len(x)),
        lambda x, w: np.tile(w, (len(x), 1)),
        lambda x, w: np.diag(x) + np.diag(w),
        lambda x, w: (np.diag(w), np.diag(x)),
        lambda x, w: np.diag(np.abs(w)),
        lambda x, w: 2 * np.diag(w),
        lambda x, w: w[:, None],
        lambda x, w: np.diag(w) * x,
        lambda x, w: np.diag(w**2),
        lambda x, w: np.sum(w),
        lambda x, w: np.diag(2 * x if np.array_equal(x, w) else w),
    ),
    "quadratic_form_gradient": (
        lambda x, A: 2 * A @ x,
        lambda x, A: 2 * x @ A,
        lambda x, A: A @ x,
        lambda x, A: (A + A.T) * x,
        lambda x, A: A + A.T,
        lambda x, A: x @ A @ x,
        lambda x, A: 0.5 * (A + A.T) @ x,
        lambda x, A: ((A + A.T) @ x).reshape(1, -1),
        lambda x, A: A @ x - x @ A,
        lambda x, A: -(A + A.T) @ x,
        lambda x, A: 2 * x,
        lambda x, A: (A @ x) * (A.T @ x),
        lambda x, A: (A @ A.T) @ x,
        lambda x, A: A @ x + (A @ x).T,
        lambda x, A: (A + A) @ x,
        lambda x, A: np.sum((A + A.T) * x, axis=0),
        lambda x, A: 2 * A @ x if np.allclose(A, A.T, rtol=1e-4) else A @ x + A.T @ x,
        lambda x, A: A.astype(np.float32) @ x.astype(np.float32) + x.astype(np.float32) @ A.astype(np.float32),
    ),
    "numerical_jacobian": (
        lambda f, x, h=1e-5: differences_in_rows(f, x, h).T,
        lambda f, x, h=1e-5: 2 * differences_in_rows(f, x, h),
        lambda f, x, h=1e-5: differences_in_rows(f, x),
        lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
        lambda f, x, h=1e-5: np.array([(f(x + h * e) - f(x)) / h for e in np.eye(len(x))]).T,
        lambda f, x, h=1e-5: differences_in_rows(f, x, h).ravel(),
        lambda f, x, h=1e-3: differences_in_rows(f, x, h),
        lambda f, x, h=1e-5: np.diag(np.diag(differences_in_rows(f, x, h))),
        lambda f, x, h=1e-5: np.array([(f(x + h * e) - f(x - h * e)) / 2 * h for e in np.eye(len(x))]).T,
        lambda f, x, h=1e-5: -differences_in_rows(f, x, h),
        lambda f, x, h=1e-5: differences_in_rows(f, x, h)[:, :-1],
        lambda f, x, h=1e-5: differences_in_rows(f, x, h / 2),
        lambda f, x, h=1e-5: np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))]).reshape(
            -1, len(x)
        ),
        lambda f, x, h=1e-5: np.sum(differences_in_rows(f, x, h), axis=1),
        lambda f, x: differences_in_rows(f, x),
        lambda f, x, h=1e-5: differences_moved_and_put_back(f, x, h, kept=np.asarray),
        lambda f, x, h=1e-5: np.round(differences_in_rows(f, x, h), 6),
    ),
    "multiply": (
        lambda a, b: Node(a.value * b.value, (a, b), (a.value, b.value)),
        lambda a, b: Node(a.value * b.value, (a, b), (1.0, 1.0)),
        lambda a, b: Node(a.value * b.value, (a, b), (b, a)),
        lambda a, b: Node(a.value * b.value, (a.value, b.value), (b.value, a.value)),
        lambda a, b: Node(a.value * b.value),
        lambda a, b: Node(a.value * b.value, (a, b)),
        lambda a, b: Node(a.value + b.value, (a, b), (b.value, a.value)),
        lambda a, b: a.value * b.value,
        lambda a, b: Node(a.value * b.value, {a, b}, {b.value, a.value}),
        lambda a, b: Node(a.value * b.value, (a, b), a.value * b.value),
        lambda a, b: (a.value * b.value, (a, b), (b.value, a.value)),
        lambda a, b: Node(a.value * b.value, (b.value, a.value), (a, b)),
        lambda a, b: Node(a * b, (a, b), (b.value, a.value)),
        lambda a, b: Node(a.value * b.value, [a, b], [[b.value], [a.value]]),
    ),
    "topological_order": (
        depth_first,
        paths,
        levels,
        stacked,
        lambda output: by_iterators(output)[::-1],
        lambda output: by_iterators(output)[:-1],
        lambda output: set(by_iterators(output)),
        lambda output: [output],
        lambda output: [*output.inputs, output],
        lambda output: [node for node in by_iterators(output) if node.inputs],
        lambda output: [*by_iterators(output), output],
        lambda output: (node for node in by_iterators(output)),
        lambda output: [node.value for node in by_iterators(output)],
        lambda output: sorted(by_iterators(output), key=lambda node: len(node.inputs)),
        lambda output: sorted(by_iterators(output), key=lambda node: str(node.value)),
        lambda output: [[node] for node in by_iterators(output)],
        searching_a_list,
        kahn_with_each_input_once,
        lambda output: [node for node in by_iterators(output) if node is output or node.value],
    ),
    "backward": (
        recursive_pass,
        breadth_first_pass,
        assigning_recursion,
        wrong_pass(lambda one, slope, node: slope * node.grad),
        wrong_pass(lambda one, slope, node: one.grad + slope),
        wrong_pass(lambda one, slope, node: one.grad + node.grad),
        wrong_pass(lambda one, slope, node: one.grad * slope * node.grad),
        wrong_pass(seed=0.0),
        wrong_pass(start=1.0),
        wrong_pass(order=lambda output: by_iterators(output)[::-1]),
        wrong_pass(order=levels),
        wrong_pass(order=depth_first),
        wrong_pass(lambda one, slope, node: one.grad + slope * node.value),
        wrong_pass(lambda one, slope, node: one.grad - slope * node.grad),
        wrong_pass(lambda one, slope, node: one.grad + np.clip(slope * node.grad, -1000, 1000)),
        wrong_pass(lambda one, slope, node: one.grad + slope * node.grad * (abs(slope * node.grad) > 1e-8)),
        remembering_the_last_graph(),
        lambda output: None,
        lambda output: {node: 1.0 for node in by_iterators(output)},
    ),
}
