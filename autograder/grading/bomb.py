"""Bomb: a notebook that is too large because of what it printed. Outputs are never graded; they are cut from the bytes unread."""

from __future__ import annotations

import re

MAX_TOKENS = 20_000_000
# a string, or its beginning at the end; a bracket
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]]', re.DOTALL)


def without_outputs(data: bytes) -> bytes:
    """The same JSON with every list called `outputs` empty; in time and memory linear in its length. What is no JSON stays none."""
    kept: list[bytes] = []
    start = depth = 0
    name = -1  # where the name "outputs" ended, if it came last
    for count, token in enumerate(_TOKEN.finditer(data)):
        if count > MAX_TOKENS:
            return data
        first = data[token.start()]
        if depth:
            depth += (first == 0x5B) - (first == 0x5D)
            start = start if depth else token.start()
        elif first == 0x5B and name >= 0 and data[name : token.start()].strip() == b":":
            kept.append(data[start : token.end()])
            depth, start = 1, len(data)
        name = token.end() if token.group() == b'"outputs"' and not depth else -1
    return b"".join([*kept, data[start:]])
