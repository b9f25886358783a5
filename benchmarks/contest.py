"""Contenders in turns on one thread: the least processor time that each of them needs.

On one thread that is the time by the clock on an idle machine; on a busy one it leaves out the waiting, and the best of many
turns leaves out most of what neighbours do to caches and memory.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping

LIMITS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread() -> None:
    """Begin this program again with linear algebra on one thread, unless it is: the libraries ask only as they are loaded."""
    if any(os.environ.get(name) != "1" for name in LIMITS):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **dict.fromkeys(LIMITS, "1")})


def turns(
    contenders: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """Seconds of each contender's best of `rounds` turns, after one for warming up."""
    best = dict.fromkeys(contenders, float("inf"))
    for number in range(rounds + 1):
        for name, work in contenders.items():
            start = clock()
            work()
            if number:
                best[name] = min(best[name], clock() - start)
    return best


def present(module: str, name: str) -> bool:
    """Whether a contender is installed; that it is not is said."""
    try:
        __import__(module)
    except ImportError:
        print(
            f"{name} is not installed: nothing is claimed of it; `uv sync --group bench` installs it", file=sys.stderr
        )
        return False
    return True
