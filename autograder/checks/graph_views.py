"""What is judged of graphs: any valid order will do, and gradients belong to the nodes that can be reached."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.checks.compare import as_array
from autograder.checks.graphs import Expanded, expanded, shown
from autograder.checks.plain import Plain, Unusable
from autograder.checks.property import RIGHT


def reachable(graph: Expanded, output: int) -> np.ndarray:
    """Which nodes `output` depends on, itself included: a mask. Inputs have smaller numbers; edges go by their nodes."""
    inside = [False] * len(graph.values)
    inside[output] = True
    for node, one in reversed(graph.edges):
        if inside[node]:
            inside[one] = True
    return np.array(inside)


def order(value: Plain, graph: dict[str, Plain], outputs: Sequence[int]) -> Plain:
    """RIGHT, or in words what is wrong with the first order that is; one order for each of `outputs` is expected."""
    drawn = expanded(graph)
    for call, (found, output) in enumerate(zip(value, outputs, strict=True)):
        if found is None or isinstance(found, Unusable) or not isinstance(found, np.ndarray):
            return found
        faults = _faults(found, drawn, output)
        if faults:
            again = "" if call == 0 else "asked again, " if output in outputs[:call] else "asked for another output, "
            return again + " and ".join(faults)
    return RIGHT


def _faults(found: np.ndarray, graph: Expanded, output: int) -> list[str]:
    inside, count = reachable(graph, output), len(graph.values)
    edges = np.array(graph.edges, dtype=np.int64).reshape(-1, 2)
    known = found[(found >= 0) & (found < count)].astype(np.int64)
    times = np.bincount(known, minlength=count)
    first = np.full(count, len(found))
    np.minimum.at(first, found[(found >= 0) & (found < count)], np.flatnonzero((found >= 0) & (found < count)))
    used = edges[inside[edges[:, 0]]]
    both = used[(times[used[:, 0]] > 0) & (times[used[:, 1]] > 0)]
    early = len(np.unique(both[first[both[:, 1]] > first[both[:, 0]], 0]))
    missing, repeated, stray = (int(np.sum(which)) for which in (inside & (times == 0), times > 1, times[~inside] > 0))
    foreign = len(found) - len(known)
    faults = [
        (missing, f"misses {missing} of {inside.sum()} nodes"),
        (repeated, f"lists {_nodes(repeated)} more than once"),
        (stray, f"lists {_nodes(stray)} that the output does not depend on"),
        (foreign, f"holds {foreign} thing{'s' * (foreign > 1)} that are no nodes of this graph"),
        (early, f"puts {_nodes(early)} before one of {'its' if early == 1 else 'their'} inputs"),
        (len(found) and found[-1] != output, "does not end with the output"),
    ]
    return [words for fault, words in faults if fault]


def _nodes(count: int) -> str:
    return f"{count} node{'s' * (count > 1)}"


def gradients(value: Plain, graph: dict[str, Plain], outputs: Sequence[int]) -> Plain:
    """The gradients of the nodes that the output depends on: an array, or for several outputs a list of them.

    A call cannot know the other nodes, unless it remembers them; so it must leave theirs as they are.
    """
    drawn = expanded(graph)
    numbers = shown(len(drawn.values))
    before, seen = None, []
    for grads, output in zip(value, outputs, strict=True):
        inside = reachable(drawn, output)[numbers]
        if before is not None and any(a != b for a, b, i in zip(before, grads, inside, strict=True) if not i):
            return Unusable("changed on a node that the output does not depend on, remembered from an earlier call")
        before = grads
        seen.append(_array([grad for grad, i in zip(grads, inside, strict=True) if i]))
    return seen[0] if len(seen) == 1 else seen


def _array(grads: list[Plain]) -> Plain:
    bad = sum(grad is None or as_array(grad) is None or np.ndim(grad) > 0 for grad in grads)
    return Unusable(f"not a number at {bad} of {len(grads)} nodes") if bad else np.array(grads, dtype=np.float64)


def product(value: Plain, graph: dict[str, Plain], factors: Sequence[int]) -> Plain:
    """The value, whether the inputs are the two factors, and the local gradient by each of them, whatever their order."""
    if not isinstance(value, dict):
        return value
    inputs, slopes = value["inputs"], value["local_gradients"]
    return {
        "value": value["value"],
        "inputs": _inputs(inputs, factors),
        "local_gradients": _by_factor(inputs, slopes, factors),
    }


def _inputs(inputs: Plain, factors: Sequence[int]) -> Plain:
    if not isinstance(inputs, np.ndarray):
        return inputs
    found = set(inputs.tolist())
    if not found <= set(factors):
        return "holds something that is neither of the two nodes"
    return RIGHT if found == set(factors) else f"holds {len(found)} of the {len(set(factors))} nodes"


def _by_factor(inputs: Plain, slopes: Plain, factors: Sequence[int]) -> Plain:
    if not isinstance(inputs, np.ndarray) or not isinstance(slopes, list):
        return slopes
    if len(inputs) != len(slopes):
        return Unusable(f"of length {len(slopes)}, with {len(inputs)} inputs")
    array = _array(slopes)
    if isinstance(array, Unusable) or not set(inputs.tolist()) <= set(factors):
        return array
    return np.array([array[inputs == number].sum() for number in dict.fromkeys(factors)])
