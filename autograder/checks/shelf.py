"""The public keys on disk: one generated file a topic, each key in it packed on its own and read when it is asked for."""

from __future__ import annotations

import functools
import gc
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from autograder.checks import key, plain
from autograder.checks.key import Key

FOLDER = Path(__file__).parent / "keys"


def to_bytes(keys: Iterable[Key]) -> bytes:
    """A topic's keys, in course order, as the bytes of its file."""
    packed = {k.name: zlib.compress(plain.pack(key.to_plain([k])), 9) for k in keys}
    return plain.pack([(name, np.frombuffer(data, np.uint8)) for name, data in packed.items()])


def from_bytes(data: bytes) -> dict[str, bytes]:
    """The compressed keys of a topic's file by exercise name. Raises PlainError on other bytes."""
    try:
        return {name: packed.tobytes() for name, packed in plain.unpack(data)}
    except (TypeError, ValueError, AttributeError):
        raise plain.PlainError("not a file of keys") from None


def tree(data: bytes) -> plain.Plain:
    """One compressed key as a plain tree. Raises PlainError on other bytes."""
    try:
        return plain.unpack(zlib.decompress(data))
    except zlib.error:
        raise plain.PlainError("not a key") from None


class Shelf(Mapping[str, Key]):
    """Every public key by exercise name, in course order."""

    def __init__(self, folder: Path):
        self._topics = {file.stem: from_bytes(file.read_bytes()) for file in sorted(folder.glob("*.key"))}
        self._packed = {name: packed for topic in self._topics.values() for name, packed in topic.items()}

    def __getitem__(self, name: str) -> Key:
        collects = gc.isenabled()
        gc.disable()  # thousands of small arrays are made and none is garbage: looking for some takes as long again
        try:
            [found] = key.from_plain(tree(self._packed[name]))
        finally:
            if collects:
                gc.enable()
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def version(self, name: str) -> str:
        """What tells this key of an exercise from an earlier one."""
        return hashlib.sha256(self._packed[name]).hexdigest()[:12]

    @property
    def topics(self) -> list[str]:
        """The names of the topics, in course order."""
        return list(self._topics)

    def topic(self, name: str) -> list[str]:
        """The names of the exercises of that topic, in order."""
        return list(self._topics.get(name, ()))


@functools.cache
def public() -> Shelf:
    return Shelf(FOLDER)
