"""Plain values: the only things that cross from a student's process to the judge, and their bytes.

A plain value is ``None``, a bool, an int, a float, a str, a NumPy array of bools, integers or floats, a list, a tuple or a
dict with str keys of plain values, a `Named` function, or `Unusable`: a word for something that has no plain form.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

Plain = Any
MAX_BYTES = 64 << 20
AXES = 8  # of an array, at most
_MAGIC = b"mlp1"
_DTYPES = {
    kind + str(size): np.dtype(f"<{kind}{size}") for kind in "iuf" for size in (1, 2, 4, 8) if kind + str(size) != "f1"
}
_DTYPES["b1"] = np.dtype("?")


class PlainError(ValueError):
    """Bytes or an object that are no plain value."""


@dataclass(frozen=True)
class Named:
    """A function that both sides know by name (see `functions`), where an exercise takes a callable."""

    name: str


@dataclass(frozen=True)
class Unusable:
    """What a student returned when it has no plain form, said in a few words: "a generator"."""

    what: str


def plain(value: Any, budget: int = MAX_BYTES) -> Plain:
    """A private plain copy of whatever a student returned; never raises, whatever the object does."""
    try:
        return _plain(value, [budget], 0)
    except Exception:
        return Unusable(_describe(value))


def _plain(value: Any, budget: list[int], depth: int) -> Plain:
    if depth > 20:
        return Unusable("something nested too deeply")
    budget[0] -= 8
    if budget[0] < 0:
        return Unusable("more data than an answer can hold")
    if value is None or isinstance(value, (bool, str, Named, Unusable)):
        return bool(value) if isinstance(value, bool) else str(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value) if abs(int(value)) < 1 << 63 else Unusable("an integer too large for NumPy")
    if isinstance(value, float):
        return np.array(value) if isinstance(value, np.generic) else float(value)
    if isinstance(value, (np.ndarray, np.generic)):
        return _array(value, budget)
    if isinstance(value, (list, tuple)):
        items = [_plain(item, budget, depth + 1) for item in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            return Unusable("a dict whose keys are not all strings")
        return {str(name): _plain(item, budget, depth + 1) for name, item in value.items()}
    if hasattr(type(value), "__array__"):
        return _array(np.asarray(value), budget)
    return Unusable(_describe(value))


def _array(value: Any, budget: list[int]) -> Plain:
    array = np.array(value, copy=True, subok=False, order="C")
    if array.ndim > AXES:
        return Unusable(f"an array with {array.ndim} axes")
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        if array.dtype.kind == "f":
            array = array.astype(np.float64)
        else:
            return Unusable(f"an array of dtype {array.dtype}")
    budget[0] -= array.nbytes
    if budget[0] < 0:
        return Unusable("more data than an answer can hold")
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _describe(value: Any) -> str:
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def pack(value: Plain) -> bytes:
    """The bytes of a plain value: a magic word, the length of a JSON head, the head, the arrays' raw little-endian data."""
    buffers: list[bytes] = []
    head = json.dumps(_encode(value, buffers), separators=(",", ":")).encode()
    return b"".join([_MAGIC, struct.pack("<I", len(head)), head, *buffers])


def _encode(value: Plain, buffers: list[bytes]) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case np.ndarray():
            code = value.dtype.kind + str(value.dtype.itemsize)
            if code not in _DTYPES:
                raise PlainError(f"an array of dtype {value.dtype} is not plain")
            buffers.append(np.ascontiguousarray(value, _DTYPES[code]).tobytes())
            return {"a": [code, list(value.shape)]}
        case list():
            return [_encode(item, buffers) for item in value]
        case tuple():
            return {"t": [_encode(item, buffers) for item in value]}
        case dict():
            return {"d": [[name, _encode(item, buffers)] for name, item in value.items()]}  # in their order
        case Named():
            return {"f": value.name}
        case Unusable():
            return {"u": value.what}
    raise PlainError(f"{_describe(value)} is not plain")


def unpack(data: bytes) -> Plain:
    """The plain value of `data`. Raises PlainError on anything else; sizes are checked before anything is allocated."""
    try:
        if len(data) > MAX_BYTES + (1 << 20) or data[:4] != _MAGIC:
            raise PlainError("not a plain value")
        size = struct.unpack_from("<I", data, 4)[0]
        head = json.loads(data[8 : 8 + size])
        reader = _Reader(memoryview(data)[8 + size :])
        value = reader.decode(head)
        if reader.rest:
            raise PlainError("bytes left over")
        return value
    except PlainError:
        raise
    except (ValueError, TypeError, LookupError, struct.error, RecursionError, OverflowError) as error:
        raise PlainError(f"malformed data: {type(error).__name__}") from None


class _Reader:
    def __init__(self, rest: memoryview):
        self.rest = rest

    def decode(self, node: Any) -> Plain:
        if node is None or isinstance(node, (bool, int, float, str)):
            return node
        if isinstance(node, list):
            return [self.decode(item) for item in node]
        [(tag, body)] = node.items()
        match tag:
            case "a":
                return self.array(*body)
            case "t":
                return tuple(self.decode(item) for item in body)
            case "d":
                return {name: self.decode(item) for name, item in body if type(name) is str}
            case "f" | "u" if isinstance(body, str):
                return Named(body) if tag == "f" else Unusable(body)
        raise PlainError("unknown tag")

    def array(self, code: str, shape: list[int]) -> np.ndarray:
        dtype = _DTYPES[code]
        if len(shape) > AXES or not all(type(n) is int and 0 <= n <= MAX_BYTES for n in shape):
            raise PlainError("bad shape")
        size = math.prod(shape) * dtype.itemsize
        if size > len(self.rest):
            raise PlainError("an array larger than its data")
        array = np.frombuffer(self.rest[:size], dtype).reshape(shape)
        self.rest = self.rest[size:]
        return array.copy()


def same(a: Plain, b: Plain) -> bool:
    """Equal to the last bit, NaN equal to NaN; what `changed` and freshness mean by equal."""
    if type(a) is np.ndarray and type(b) is np.ndarray:  # by their bytes: whoever is judged can patch NumPy's functions
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    return a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b))
