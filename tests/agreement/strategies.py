"""What the properties are tried with: few examples, the same in every run; small shapes from 1, zeros, ties and extremes."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from agree import agree
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

EXAMPLES = 50
sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)

ordinary = st.floats(-3, 3, width=32) | st.sampled_from([0.0, 1.0, -1.0, 1e-12, -1e-12])
extreme = ordinary | st.floats(-1000, 1000) | st.sampled_from([1000.0, -1000.0, 36.0, -36.0, 745.0, -745.0])
quarters = st.integers(-8, 8).map(lambda n: n / 4)  # exact in binary, so that sums are exact and ties are ties
rates = st.sampled_from([0.0, 1.0, 0.5, 0.1, 1e-3])


def for_all(**drawn: st.SearchStrategy) -> Callable[[Callable], Callable]:
    """`given`, with this course's settings, and nothing drawn may be changed by the test.

    `rushed` is the same property without the search for a smallest example.
    """

    def decorate(test: Callable) -> Callable:
        @functools.wraps(test)
        def holds(**drawn: Any) -> None:
            before = copy.deepcopy({name: value for name, value in drawn.items() if _holds_arrays(value)})
            test(**drawn)
            agree({name: drawn[name] for name in before}, before, relative=0, absolute=0)

        calm = settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        )
        decorated = calm(given(**drawn)(holds))
        decorated.rushed = settings(calm, phases=[Phase.generate])(given(**drawn)(holds))
        return decorated

    return decorate


def _holds_arrays(value: Any) -> bool:
    return isinstance(value, (np.ndarray, tuple, list, dict))


def arrays(shape: Any, elements: st.SearchStrategy = ordinary) -> st.SearchStrategy:
    """Arrays of float64 of a shape; `shape` may itself be drawn."""
    return hnp.arrays(np.float64, shape, elements=elements, fill=st.nothing())


anything = hnp.array_shapes(min_dims=0, max_dims=3, max_side=3)  # a shape
vectors = sizes.flatmap(arrays)


@st.composite
def several(draw: Callable, *shapes: str, elements: st.SearchStrategy = ordinary) -> tuple[np.ndarray, ...]:
    """Arrays whose shapes are spelt in letters, "ND", "DK", "K": the same letter is the same size in all of them."""
    size = {letter: draw(sizes) for letter in sorted(set("".join(shapes)))}
    return tuple(draw(arrays(tuple(size[letter] for letter in shape), elements)) for shape in shapes)


@st.composite
def logits_and_labels(draw: Callable, elements: st.SearchStrategy = extreme) -> tuple[np.ndarray, np.ndarray]:
    """Z (N, K) and y (N,) from 0 to K − 1."""
    Z = draw(arrays((draw(sizes), draw(sizes)), elements))
    return Z, draw(hnp.arrays(np.int64, len(Z), elements=st.integers(0, Z.shape[1] - 1), fill=st.nothing()))


@st.composite
def named_arrays(draw: Callable, copies: int = 2) -> tuple[dict[str, np.ndarray], ...]:
    """Dicts of arrays with the same names and shapes, as parameters, gradients and velocities are; each in an order of its own."""
    names = st.sampled_from(["W1", "b1", "W2", "b2", "W3", "b3"])
    shapes = draw(st.dictionaries(names, anything, min_size=1, max_size=4))
    return tuple(
        {name: draw(arrays(shapes[name])) for name in draw(st.permutations(list(shapes)))} for _ in range(copies)
    )
