"""Conflict: the two versions that lie in a file or a cell between the markers of a merge."""

from __future__ import annotations

import re

_MARKER = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$")
BEGIN, OTHER, END = "<<<<<<< first", "=======", ">>>>>>> second"


def marked(text: str) -> bool:
    return any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in text.splitlines())


def versions(text: str) -> tuple[str, str] | None:
    """Both versions of a text with conflicts in it; None where the markers do not belong together."""
    sides: tuple[list[str], list[str]] = ([], [])
    inside = ""  # the marker that came last, within a conflict
    for line in text.splitlines(keepends=True):
        found = _MARKER.match(line.rstrip("\r\n"))
        marker = found[1][0] if found else ""
        if marker:
            if (inside + marker) not in ("<", "<|", "<=", "|=", "=>"):
                return None
            inside = "" if marker == ">" else marker
            continue
        for side, shown in zip(sides, (("", "<"), ("", "=")), strict=True):
            if inside in shown:
                side.append(line)
    return None if inside else ("".join(sides[0]), "".join(sides[1]))


def conflict(first: str, second: str) -> str:
    """Two versions as one text with markers around them, or the one text that they are."""
    return first if first == second else "\n".join([BEGIN, first.rstrip("\n"), OTHER, second.rstrip("\n"), END])
