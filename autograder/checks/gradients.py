"""Is this the gradient? Decided by numeric differentiation of the loss, never by a second copy of the formula.

The loss is differentiated along a few random directions in each parameter array: four evaluations a direction, however large
the array. Every slope estimates its own error, so a right gradient is not rejected for the checker's sake. A kink (relu at 0)
never decides: the question is put again at a random point nearby. Entry by entry only to say where a wrong one is wrong.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from autograder.checks.slope import Slope, direction, slope

Params = Sequence[np.ndarray]
Loss = Callable[[Params], float]
Gradients = Callable[[Params], Sequence[Any]]

POINTS = 4  # at most: the parameters as they are, then random points nearby
SHARP = 2.0  # times rtol: nothing is called right along a slope that is known less well
DENSE = 12  # wrong groups in a bisection; with more it is not a matter of single entries
SMALL = 3000  # entries; the wrong ones of a larger array are not searched one by one


@dataclass(frozen=True)
class ArrayVerdict:
    """What differentiation says of one array of a gradient.

    `status` is right, wrong or inconclusive; `reason` says why, completing "`dW` …". `error` is the largest disagreement seen,
    relative to the gradient's root mean square. `factor` is set where the array is that multiple of the gradient, `where` lists
    the wrong entries where they are at most half.
    """

    status: str
    reason: str = ""
    error: float = 0.0
    factor: float | None = None
    where: tuple[tuple[int, ...], ...] = ()


def check(
    loss: Loss, gradients: Gradients, params: Params, *, rtol: float = 1e-6, k: int = 3, seed: int = 0
) -> list[ArrayVerdict]:
    """One verdict for each array of `params`: is `gradients(params)` the gradient of `loss(params)` by it?

    `params` are writeable float64 arrays of any shape; they are moved in place and always restored. What is 1e-5 of
    the gradient's norm off, all over or in one entry, is not called right; below `rtol` nothing is promised. Raises TypeError for
    other `params`.
    """
    if not all(isinstance(p, np.ndarray) and p.dtype == np.float64 and p.flags.writeable for p in params):
        raise TypeError("params must be writeable float64 arrays: copy them with np.array(p, dtype=float)")
    rng = np.random.default_rng(seed)
    verdicts: dict[int, ArrayVerdict] = {}
    unclear: Sequence[int] = range(len(params))
    with _restored(params) as start:
        for point in range(POINTS):
            away = 1e-3 * 10.0**point  # of the parameters' size
            for p, p0 in zip(params, start, strict=True) if point > 0 else ():
                p[...] = p0 + away * max(_rms(p0), 0.1) * rng.standard_normal(p.shape)
            verdicts |= _judge(loss, gradients, params, unclear, rtol, k, rng)
            unclear = [i for i in unclear if verdicts[i].status == "inconclusive"]
            if not unclear:
                break
    return [verdicts[i] for i in range(len(params))]


def check_vjp(
    forward: Callable[..., Any], backward: Callable[..., Any], args: Sequence[Any], *, seed: int = 0, **options: Any
) -> list[ArrayVerdict]:
    """One verdict for each of `args`: is `backward(upstream, *args)` the vector-Jacobian product of `forward(*args)`?

    `upstream` is random, of the output's shape (a tuple for several outputs): ones are blind to a softmax backward that returns
    zeros. `backward` returns one array, or a tuple with one for each argument. `options` are those of `check`.
    """
    rng = np.random.default_rng(seed)
    args = [np.array(arg, dtype=np.float64) for arg in args]
    outputs = forward(*(arg.copy() for arg in args))
    upstream = tuple(np.asarray(rng.standard_normal(np.shape(output))) for output in _tuple(outputs))

    def loss(params: Params) -> Any:
        pairs = zip(upstream, map(np.asarray, _tuple(forward(*params))), strict=True)
        return sum(np.sum(u * output, dtype=output.dtype) for u, output in pairs)

    def gradients(params: Params) -> Sequence[Any]:
        return _tuple(backward(upstream if isinstance(outputs, (tuple, list)) else upstream[0], *params))

    return check(loss, gradients, args, seed=seed, **options)


def numeric_gradient(loss: Loss, params: Params, h: float = 2.0**-17) -> list[np.ndarray]:
    """The gradient entry by entry, by central differences: two evaluations an entry, good to about 1e-9 of its largest."""
    gradients = [np.zeros_like(p) for p in params]
    with _restored(params):
        for p, gradient in zip(params, gradients, strict=True):
            for place in np.ndindex(p.shape):
                x, step = p[place], h * max(1.0, abs(p[place]))
                p[place] = x + step
                right, up = p[place], float(loss(params))
                p[place] = x - step
                left, down = p[place], float(loss(params))
                gradient[place] = (up - down) / (right - left)
                p[place] = x
    return gradients


def _judge(
    loss: Loss,
    gradients: Gradients,
    params: Params,
    chosen: Sequence[int],
    rtol: float,
    k: int,
    rng: np.random.Generator,
) -> dict[int, ArrayVerdict]:
    """The verdicts on the chosen arrays at the point where `params` are now."""
    with _restored(params) as here:
        f0, again = loss(params), loss(params)
        unfit = "the loss changes the parameters" if _moved(params, here) else _unfit(f0, again)
    if unfit:
        return dict.fromkeys(chosen, ArrayVerdict("inconclusive", f"cannot be checked: {unfit}"))
    with _restored(params) as here:
        returned = [np.array(gradient) for gradient in gradients(params)]  # copies: one may be an array of params
        moved = _moved(params, here)
    if moved or len(returned) != len(params):
        seen = "changes the parameters" if moved else f"returns {len(returned)} arrays; {len(params)} are expected"
        return dict.fromkeys(chosen, ArrayVerdict("wrong", f"comes from a function that {seen}"))
    verdicts = {}
    for i in chosen:
        misfit = _misfit(returned[i], params[i])
        array = _Array(lambda: float(loss(params)), float(f0), params[i], returned[i], rtol)
        verdicts[i] = ArrayVerdict("wrong", misfit) if misfit else array.verdict(k, rng)
    return verdicts


def _unfit(f0: Any, again: Any) -> str:
    if np.asarray(f0).dtype != np.float64 or np.ndim(f0):  # float32 carries too few digits for a difference
        return f"the loss is {np.asarray(f0).dtype} of shape {np.shape(f0)}; one float64 number is expected"
    if not np.isfinite(f0):
        return f"the loss is {float(f0)}"
    return "" if f0 == again else f"the loss is {float(f0)}, then {float(again)} for the same parameters"


def _misfit(gradient: np.ndarray, x: np.ndarray) -> str:
    if gradient.shape != x.shape:
        return f"has shape {gradient.shape}; {x.shape} is expected"
    if gradient.dtype.kind not in "biuf":
        return f"has dtype {gradient.dtype}; real numbers are expected"
    return "" if np.isfinite(gradient).all() else "holds NaN or infinity"


@dataclass(frozen=True)
class _Array:
    """One array `x` of the parameters, the loss `f` as a function of where `x` is (`f0` now), and its alleged gradient."""

    f: Callable[[], float]
    f0: float
    x: np.ndarray
    gradient: np.ndarray
    rtol: float

    @cached_property
    def rms(self) -> float:
        return _rms(self.gradient)

    def verdict(self, k: int, rng: np.random.Generator) -> ArrayVerdict:
        """From k directions. One that is unclear forbids a rejection: kinks may cancel along a line, but hardly along k."""
        if not self.x.size:
            return ArrayVerdict("right")
        answers, slopes, own = zip(*(self.ask(direction(rng, self.x.shape)) for _ in range(k)), strict=True)
        if "unclear" in answers:
            return ArrayVerdict("inconclusive", "cannot be checked: the loss has kinks or noise wherever it was tried")
        D, own = np.array([s.value for s in slopes]), np.array(own)
        error = float(np.max(np.abs(D - own)) / max(np.max(np.abs(D)), self.rms, 1e-300))
        return ArrayVerdict("right", error=error) if "wrong" not in answers else self.diagnosis(D, own, error, rng)

    def ask(self, v: np.ndarray) -> tuple[str, Slope, float]:
        """(answer, numeric slope, the gradient's own slope) along v; unclear where a kink or noise may explain what is seen."""
        rms, negligible = self.rms, 1e-9 * max(1.0, abs(self.f0))
        seen = slope(self.f, self.f0, self.x, v, rms, 0.25 * self.rtol * max(rms, 1e-3 * negligible))
        own = float(np.sum(self.gradient * v))
        scale, residual = max(rms, abs(seen.value)), abs(seen.value - own)  # so that a gradient of zeros cannot hide
        if residual > self.rtol * scale + 10 * seen.error and seen.kink <= 1e-3 * residual:
            return "wrong", seen, own
        sharp = 2 * seen.error <= (negligible if scale <= negligible else SHARP * self.rtol * scale)
        return "right" if sharp and residual <= self.rtol * scale + 2 * seen.error else "unclear", seen, own

    def diagnosis(self, D: np.ndarray, own: np.ndarray, error: float, rng: np.random.Generator) -> ArrayVerdict:
        """How a wrong gradient is wrong: by a factor, which the slopes at hand tell; in single entries; or all over."""
        wrong = partial(ArrayVerdict, "wrong", error=error)
        if not self.gradient.any():
            return wrong("is zero; the gradient is not", factor=0.0)
        factor = float(own @ D / (D @ D)) if D.any() else 0.0
        off = np.linalg.norm(own - factor * D) / max(np.linalg.norm(D), 1e-300)
        if min(self.x.size, len(D)) > 1 and off <= 1e-2 * min(abs(factor), abs(factor - 1)):
            factor = round(factor, int(np.clip(-np.log10(max(off, 1e-12)) - 1, 0, 9)))  # no digits that are not known
            return wrong(f"is {factor:.10g} times the gradient", factor=factor)
        where = self.where(direction(rng, (self.x.size,)))
        if not 0 < len(where) <= self.x.size / 2:
            return wrong("is not the gradient")
        places = ", ".join(str(list(place)) for place in where[:4]) + ", …" * (len(where) > 4)
        return wrong(f"is wrong in {len(where)} of {self.x.size} entries: {places}", where=where)

    def where(self, v: np.ndarray) -> tuple[tuple[int, ...], ...]:
        """The wrong entries, by halving wrong groups; where these are many, one by one in a small array and none in a large one."""

        def wrong(low: int, high: int) -> bool:
            part = np.zeros(v.size)
            part[low:high] = v[low:high] / np.linalg.norm(v[low:high])
            return self.ask(part.reshape(self.x.shape))[0] == "wrong"

        groups = [(0, v.size)]
        while len(groups) <= DENSE and any(high - low > 1 for low, high in groups):
            halves = [pair for low, high in groups for pair in ((low, (low + high) // 2), ((low + high) // 2, high))]
            groups = [(low, high) for low, high in halves if low < high and wrong(low, high)]
        if len(groups) > DENSE:
            groups = [(i, i + 1) for i in range(v.size) if wrong(i, i + 1)] if v.size <= SMALL else []
        return tuple(tuple(map(int, np.unravel_index(low, self.x.shape))) for low, _ in groups)


@contextlib.contextmanager
def _restored(params: Params) -> Iterator[list[np.ndarray]]:
    start = [p.copy() for p in params]
    try:
        yield start
    finally:
        for p, p0 in zip(params, start, strict=True):
            p[...] = p0


def _moved(params: Params, before: Params) -> bool:
    return not all(np.array_equal(p, p0) for p, p0 in zip(params, before, strict=True))


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _rms(array: np.ndarray) -> float:
    return float(np.linalg.norm(array)) / np.sqrt(max(array.size, 1))
