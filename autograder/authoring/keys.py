"""The public key files: made from `topics`, and fresh when they hold the same values, whatever the machine's last digits are."""

from __future__ import annotations

import functools

import numpy as np

from autograder import topics
from autograder.authoring.source import Source
from autograder.checks import shelf
from autograder.checks.key import Key
from autograder.checks.plain import Plain, PlainError


def fresh(source: Source) -> dict[str, Key]:
    """The topic's public keys by exercise, made from what `topics` says now. Raises topics.Uncertified.

    There is none where nothing is graded.
    """
    return dict(_made(source.topic, tuple(source.points.items()))) if source.graded else {}


@functools.cache  # `topics` does not change while a process runs
def _made(topic: str, points: tuple[tuple[str, float], ...]) -> dict[str, Key]:
    return topics.keys(topic, None, dict(points))


def to_bytes(source: Source) -> bytes:
    """The topic's key file as `topics` has it now. Raises topics.Uncertified."""
    return _packed(source.topic, tuple(source.points.items()))


@functools.cache
def _packed(topic: str, points: tuple[tuple[str, float], ...]) -> bytes:
    return shelf.to_bytes(_made(topic, points).values()) if points else b""


def is_fresh(source: Source) -> bool:
    """Does the topic's file hold its public keys, up to rounding?"""
    try:
        return _same((source.root / source.key_path).read_bytes(), to_bytes(source))
    except OSError:
        return False


@functools.lru_cache(maxsize=64)
def _same(stored: bytes, made: bytes) -> bool:
    try:
        return stored == made or alike(_trees(stored), _trees(made))
    except PlainError:
        return False


def _trees(data: bytes) -> list[Plain]:
    return [(name, shelf.tree(packed)) for name, packed in shelf.from_bytes(data).items()]


def alike(a: Plain, b: Plain) -> bool:
    """Equal, where numbers may differ in what another machine rounds differently and nobody minds how long a call took."""
    match a, b:
        case dict(), dict():
            return a.keys() == b.keys() and all(alike(a[name], b[name]) for name in a if name != "seconds")
        case (list(), list()) | (tuple(), tuple()):
            return len(a) == len(b) and all(map(alike, a, b))
        case (np.ndarray() | float(), np.ndarray() | float()):
            return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)
    return type(a) is type(b) and a == b
