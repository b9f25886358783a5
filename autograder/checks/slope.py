"""The slope of a function along a direction, by differences, with an estimate of its own error and of what a kink did to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

STEP, SHORTEST, LONGEST = 2.0**-13, 2.0**-26, 2.0**-2  # of a difference along a direction of norm 1
EPS = 2.0**-52


@dataclass(frozen=True)
class Slope:
    """A directional derivative, its estimated error, and the part of that which a kink may cause."""

    value: float = 0.0
    error: float = np.inf
    kink: float = np.inf


def slope(f: Callable[[], float], f0: float, x: np.ndarray, v: np.ndarray, rms: float, wanted: float) -> Slope:
    """The derivative of `f()` as the array `x` moves along `v` (norm 1), with the error `wanted` if it can be had.

    `f0` is the value of `f` now, `rms` about the size of its derivatives; `x` is moved in place and restored. Central
    differences over t and t/4, extrapolated (Richardson 1911); while rounding dominates the error t grows, else it shrinks.
    Four evaluations where `f` is smooth.
    """
    start, best, t, trend = x.copy(), Slope(), STEP, 0
    blur = float(np.linalg.norm(x)) * rms  # x + tv is rounded too
    try:
        D1, S1, size1 = _differences(f, f0, x, start, v, t)
        while True:
            D2, S2, size2 = _differences(f, f0, x, start, v, t / 4)
            # Smooth: S = t·f″ + O(t³). A kink, where the slope jumps by J at distance c, adds J(1 − c/t) to S, half of it to D.
            rounding = EPS * (8 * max(size1, size2) + blur) / (t / 4)
            kink = abs(4 * S2 - S1) / 6
            truncation = abs(D2 - D1) / 15
            if (error := truncation + kink + rounding) < best.error:
                best = Slope(D2 + (D2 - D1) / 15 if kink <= wanted else D2, error, max(0.0, kink - 4 * rounding))
            turn = 1 if rounding > max(truncation, kink) else -1
            t = 16 * t if turn > 0 else t / 4
            if error <= wanted or turn == -trend or not 4 * SHORTEST <= t <= LONGEST:
                return best
            trend = turn
            D1, S1, size1 = _differences(f, f0, x, start, v, t) if turn > 0 else (D2, S2, size2)
    finally:
        x[...] = start


def _differences(
    f: Callable[[], float], f0: float, x: np.ndarray, start: np.ndarray, v: np.ndarray, t: float
) -> tuple[float, float, float]:
    """(first difference, t times the second, largest |f|) at `start` and t either way along v."""
    np.add(start, np.multiply(v, t, out=x), out=x)
    up = f()
    np.add(start, np.multiply(v, -t, out=x), out=x)
    down = f()
    return (up - down) / (2 * t), (up - 2 * f0 + down) / t, max(abs(up), abs(down), abs(f0))


def direction(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """A random direction of norm 1 with entries of random sign and within a factor of 3 in size.

    A Gaussian one has entries near 0, behind which a single wrong entry can hide.
    """
    v = np.asarray(rng.random(shape))
    v *= 2
    v -= 1
    v += np.copysign(0.5, v)
    v /= np.linalg.norm(v)
    return v
