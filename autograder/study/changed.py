"""Changed: which exercises have to be judged again, because a cell that they depend on is not as it was."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.checks import shelf
from autograder.study.notebook import Step

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Cell:
    """What a cell's text says of names. One that does more than define may matter to every exercise (`acts`)."""

    defines: frozenset[str]
    uses: frozenset[str]
    acts: bool


def fingerprints(steps: Sequence[Step]) -> dict[str, str]:
    """For each exercise, a digest of its checks and of every cell before them that it may depend on."""
    return {step.name: _fingerprint(step.name, steps[:i]) for i, step in enumerate(steps) if step.code is None}


def _fingerprint(exercise: str, before: Sequence[Step]) -> str:
    cells = [(step.code, _cell(step.code)) for step in before if step.code is not None]
    needed, count = {exercise}, -1
    while count != len(needed):
        count = len(needed)
        for _, cell in cells:
            if cell.acts or cell.defines & needed:
                needed |= cell.uses
    taken = [code for code, cell in cells if cell.acts or cell.defines & needed]
    return hashlib.sha256("\0".join([shelf.public().version(exercise), *taken]).encode("utf-8", "replace")).hexdigest()


@functools.lru_cache(1000)
def _cell(code: str) -> Cell:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Cell(frozenset(), frozenset(), True)
    defines: set[str] = set()
    acts = False
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            defines |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, _DEFINITIONS):
            defines.add(node.name)
        elif isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
            defines |= {target.id for target in node.targets}
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            acts = True
    uses = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return Cell(frozenset(defines), frozenset(uses), acts)
