"""Judging: a fresh process that runs a notebook's cells and judges its exercises. It waits for its work with everything loaded.

Its work is one line of JSON on stdin; it answers in lines of JSON. What the notebook prints goes nowhere.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from typing import Any, TextIO

from autograder.checks import history, shelf
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.checks.verdict import Verdict, blank

_LOADED = ("matplotlib.pyplot", "IPython.display", "autograder.checks.front")  # what a notebook is about to import


def main() -> None:
    answers = _private_stdout()
    for name in _LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _work(json.loads(sys.stdin.readline() or "[]"), answers)


def _private_stdout() -> TextIO:
    """The channel to whoever asked, out of the notebook's way: what it prints, also from C, goes nowhere."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    return channel


def _work(steps: list[list[Any]], answers: TextIO) -> None:
    history.writing = False  # a notebook that calls check or hint is not the student who does
    space: dict[str, Any] = {"__name__": "__main__"}
    troubles: dict[str, str] = {}
    for name, code in steps:
        print(json.dumps({"step": name}), file=answers, flush=True)
        if code is not None:
            if trouble := _run(code, name, space):
                troubles[name] = trouble
            continue
        verdict = _judged(name, space, troubles.get(name, ""))
        print(json.dumps({"verdict": verdict.to_json()}), file=answers, flush=True)


def _run(code: str, name: str, space: dict[str, Any]) -> str:
    """Run a cell; what went wrong, in a sentence, or ""."""
    try:
        exec(compile(code, f"<{name or 'your own cell'}>", "exec"), space)
    except SystemExit:
        return "its cell calls `exit`"
    except Exception as error:
        line = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
        return f"its cell raises `{type(error).__name__}`{line}: {error}"
    return ""


def _judged(name: str, space: dict[str, Any], trouble: str) -> Verdict:
    key = shelf.public()[name]
    if trouble or name not in space:
        return blank(name, key.topic, key.points, "error", trouble or f"no cell defines `{name}`")
    return judge(key, collect(space[name], key.cases, key.driver), key.points)


if __name__ == "__main__":
    main()
