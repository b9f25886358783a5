"""Release: what a student gets, made from a solution by nbgrader's own steps, without a database.

The bytes are those that `nbgrader generate_assignment` writes.
"""

from __future__ import annotations

import copy

from nbformat import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)

# nbgrader's order, without what reads other files, runs a kernel or writes the gradebook.
STEPS = (
    LockCells,
    ClearSolutions,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
)


def release(solution: NotebookNode) -> NotebookNode:
    """A new notebook: answers replaced by stubs, checks locked, checksums in place. Raises where nbgrader would."""
    notebook = copy.deepcopy(solution)
    for step in STEPS:
        notebook, _ = step()(notebook, {})
    return notebook
