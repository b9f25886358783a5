"""A trial: run a notebook of the course's own, in this process, and judge each exercise where its check cell stands."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode

from autograder.authoring.source import is_check
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.checks.key import Key
from autograder.checks.verdict import Verdict


def trial(notebook: NotebookNode, keys: Mapping[str, Key], points: Mapping[str, float]) -> dict[str, Verdict | str]:
    """By exercise, the verdict, or in a few words why there is none.

    Only cells with a `grade_id` are run: imports, what is given, answers. Pictures are not.
    """
    space: dict[str, object] = {}
    outcomes: dict[str, Verdict | str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "nbgrader" not in cell.metadata:
            continue
        name = cell.metadata.nbgrader.grade_id.removeprefix("check_")
        if not is_check(cell):
            try:
                exec(compile(cell.source, f"<{name}>", "exec"), space)
            except Exception as error:
                outcomes[name] = f"its cell raises {type(error).__name__}: {error}"
        elif name in keys and name in space:
            key = keys[name]
            outcomes[name] = judge(key, collect(space[name], key.cases, key.driver), points[name])
        elif name in keys:
            outcomes.setdefault(name, "no such function is defined")
    return outcomes
