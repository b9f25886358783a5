"""A reply of a submission's process, read as one reads a letter from a stranger: rebuilt field by field, or not at all."""

from __future__ import annotations

import math
import re
from typing import Any

from autograder.checks import answer, plain
from autograder.checks.answer import Answer
from autograder.checks.plain import Plain

NODES = 2_000_000  # of JSON: what is small in a message can be large in memory
_MIME = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,100}")
_MIME_JSON = re.compile(r"[/+]json$")


class Tampered(ValueError):
    """Not what an honest process sends."""


def read(data: bytes, name: str) -> dict[str, Plain]:
    """The reply to the request called `name`."""
    head = data[8 : 8 + int.from_bytes(data[4:8], "little")]
    if sum(map(head.count, (b"[", b"{", b","))) > NODES:
        raise Tampered
    try:
        tree = _clean(plain.unpack(data))
    except Exception as error:  # whatever it is, it is not ours
        raise Tampered from error
    if type(tree) is not dict or tree.get("id") != name or type(tree.get("status")) is not str:
        raise Tampered
    return tree


def outputs(tree: dict[str, Plain]) -> tuple[dict[str, Any], ...]:
    """A cell's outputs as nbformat has them."""
    try:
        if tree["status"] not in ("ok", "error", "late") or type(tree.get("outputs", [])) is not list:
            raise Tampered
        return tuple(_output(node) for node in tree.get("outputs", []))
    except Exception as error:
        raise Tampered from error


def answers(tree: dict[str, Plain], cases: int) -> tuple[Answer, ...]:
    """Answers in the order of the cases, fewer if one was late."""
    try:
        found = answer.from_plain(tree["answers"])
    except Exception as error:
        raise Tampered from error
    if len(found) > cases or (len(found) < cases and not (found and found[-1].late)):
        raise Tampered
    return found


def message(tree: dict[str, Plain]) -> str:
    said = tree.get("message", "")
    return said[:500] if isinstance(said, str) else ""


def _output(node: Plain) -> dict[str, Any]:
    kind = node["output_type"]
    if kind == "stream" and node["name"] in ("stdout", "stderr"):
        return {"output_type": kind, "name": node["name"], "text": _text(node["text"])}
    if kind == "error":
        trace = [_text(line) for line in node["traceback"]]
        return {"output_type": kind, "ename": _text(node["ename"]), "evalue": _text(node["evalue"]), "traceback": trace}
    if kind in ("display_data", "execute_result"):
        data = {mime: _display(mime, value) for mime, value in node["data"].items()}
        count = {"execution_count": _count(node["execution_count"])} if kind == "execute_result" else {}
        return {"output_type": kind, "data": data, "metadata": dict(_json(node["metadata"]).items()), **count}
    raise Tampered


def _display(mime: str, value: Plain) -> Any:
    if not _MIME.fullmatch(mime):
        raise Tampered
    return _json(value) if _MIME_JSON.search(mime) else _text(value)


def _text(value: Plain) -> str:
    if type(value) is not str:
        raise Tampered
    return value


def _count(value: Plain) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise Tampered
    return value


def _json(value: Plain) -> Any:
    """A tree that every reader of JSON can read: no arrays, no names, no NaN."""
    if isinstance(value, dict):
        return {name: _json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise Tampered


def _clean(tree: Plain) -> Plain:
    """Every text as one that UTF-8 can hold: half a surrogate pair would stop whoever writes it down."""
    if isinstance(tree, str):
        return tree.encode(errors="replace").decode()
    if isinstance(tree, (list, tuple)):
        return type(tree)(_clean(item) for item in tree)
    if isinstance(tree, dict):
        return {_clean(name): _clean(item) for name, item in tree.items()}
    return tree
