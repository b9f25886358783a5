"""The course's own lint: what must hold of every exercise, beyond being generated and fresh."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode

from autograder.authoring.source import Source, cell_of, is_check
from autograder.authoring.trial import trial
from autograder.checks.key import Key

# The curriculum's automatic points of each topic.
POINTS = {
    "00_warm_up": 0,  # read and run, nothing is graded
    "01_perceptron": 20,
    "02_activations": 20,
    "03_chain_rule": 28,
    "04_matrix_backprop": 30,
    "05_softmax": 30,
    "06_optimization": 22,
    "07_regularization": 22,
    "08_early_stopping": 18,
    "09_capstone": 30,
}
QUESTION_POINTS = 2
HINTS = 3
BODY = 10  # lines that a solution may share with the reference
_SECTION = re.compile(r"\d\d_\w+#[\w-]+")
_MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME")


def problems(source: Source, keys: dict[str, Key]) -> list[str]:
    """One line for each thing that does not hold of a topic."""
    try:
        released = nbformat.read(source.root / source.release_path, as_version=4)
    except (OSError, ValueError):
        released = source.release  # that the file is missing or stale is said already
    return [
        *(f"{source.path}: {problem}" for problem in _cells(source, keys)),
        *(f"{source.path}: {problem}" for problem in _points(source)),
        *(f"autograder/topics: {problem}" for problem in _help(source, keys)),
        *(f"{source.path}: {problem}" for problem in _copies(source)),
        *(f"{source.release_path}: {problem}" for problem in _answers(source.solution, released)),
        *(f"{source.path}: {problem}" for problem in _scores(source, keys, source.solution, full=True)),
        *(f"{source.release_path}: {problem}" for problem in _scores(source, keys, released, full=False)),
    ]


def _cells(source: Source, keys: dict[str, Key]) -> Iterator[str]:
    """An answer cell with a stub of the right signature, and a check cell, for every exercise."""
    for name in dict.fromkeys([*keys, *source.points]):
        if name not in keys:
            yield f"check_{name} checks an exercise that `topics` does not know"
            continue
        test = cell_of(source.solution, f"check_{name}")
        if test is None or not is_check(test) or not test.metadata.nbgrader.locked or test.source != f"check({name})":
            yield f"{name} has no locked check cell check_{name} that says `check({name})` and nothing else"
        answer = cell_of(source.release, name)
        if answer is None or not answer.metadata.nbgrader.solution or answer.metadata.nbgrader.grade:
            yield f"{name} has no answer cell {name}"
            continue
        stub = _definition(answer.source, name)
        functions = (
            [f for f in stub.body if isinstance(f, ast.FunctionDef)] if isinstance(stub, ast.ClassDef) else [stub]
        )
        if stub is None or not functions:
            yield f"the cell {name} leaves no stub `def {name}` to fill in"
        elif _arguments(functions[0]) != _arguments(_definition(f"def {keys[name].signature}: ...", name)):
            yield f"{name}({_arguments(functions[0])}) does not have the signature {keys[name].signature}"
        elif not ast.get_docstring(stub) or not all(isinstance(f.body[-1], ast.Raise) for f in functions):
            yield f"the stub {name} needs a docstring that says its contract, and ends by raising NotImplementedError"


def _points(source: Source) -> Iterator[str]:
    total = sum(source.points.values())
    if total != POINTS.get(source.topic):
        yield f"the checks carry {total:g} points, the curriculum says {POINTS.get(source.topic, 'nothing')}"
    if not source.graded:
        return
    question = cell_of(source.solution, "question")
    if (
        question is None
        or question.cell_type != "markdown"
        or question.metadata.nbgrader.get("points") != QUESTION_POINTS
    ):
        yield f"there is no written question: a text cell `question` with {QUESTION_POINTS} points"


def _help(source: Source, keys: dict[str, Key]) -> Iterator[str]:
    """Hints from a nudge to nearly there, and a section to read for every misconception."""
    for name, key in keys.items():
        if len(key.hints) < HINTS:
            yield f"{name} has {len(key.hints)} hints of {HINTS}"
        for what, section in [(name, key.section), *((f"{name}: {h.slug}", h.section) for h in key.hypotheses)]:
            if not _SECTION.fullmatch(section):
                yield f"{what} names no lecture section such as {source.topic}#sigmoid"


def _copies(source: Source) -> Iterator[str]:
    """Solutions and reference are two texts: one wrong line must not be wrong in both."""
    trees = [ast.parse(file.read_text()) for file in (source.root / "mlp_reference").glob("*.py")]
    reference = {(f.name, _body(f)) for tree in trees for f in tree.body if isinstance(f, ast.FunctionDef)}
    for cell in source.solution.cells:
        if cell.cell_type != "code":
            continue
        for function in ast.parse(cell.source).body:
            if isinstance(function, ast.FunctionDef):
                body = _body(function)
                if body.count("\n") >= BODY and (function.name, body) in reference:
                    yield f"{function.name} is the reference's own text; write it independently"


def _answers(solution: NotebookNode, released: NotebookNode) -> Iterator[str]:
    """No line of a solution and no sentence of a model answer in what students get."""
    lines = {line.strip() for cell in released.cells for line in cell.source.splitlines()}
    for cell in released.cells:
        for marker in _MARKERS:
            if marker in cell.source:
                yield f"{marker} is left in cell {cell.get('id')}"
    for cell in solution.cells:
        secret = [line for line in _secret(cell) if line in lines]
        if secret:
            yield f"an answer is left in it: `{secret[0]}`, from {cell.metadata.nbgrader.grade_id}"


def _secret(cell: NotebookNode) -> list[str]:
    """The lines of a cell that only its author may see, as far as they are long enough to say anything."""
    if not cell.metadata.get("nbgrader", {}).get("solution", False):
        return []
    hidden, lines = "BEGIN SOLUTION" not in cell.source, []
    for line in cell.source.splitlines():
        if "SOLUTION" in line:
            hidden = "BEGIN" in line
        elif hidden and len(line.strip()) >= 12:
            lines.append(line.strip())
    return lines


def _scores(source: Source, keys: dict[str, Key], notebook: NotebookNode, full: bool) -> Iterator[str]:
    """Every solution scores full, every blank scores nothing."""
    for name, outcome in trial(notebook, keys, source.points).items():
        if isinstance(outcome, str):
            yield f"{name} cannot be tried: {outcome}"
        elif full and outcome.score != outcome.max_score:
            yield f"the solution of {name} scores {outcome.score:g} of {outcome.max_score:g}: {outcome.messages[0]}"
        elif not full and outcome.score:
            yield f"the blank {name} scores {outcome.score:g} of {outcome.max_score:g}"


def _definition(code: str, name: str) -> ast.FunctionDef | ast.ClassDef | None:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    kinds = (ast.FunctionDef, ast.ClassDef)
    return next((node for node in tree.body if isinstance(node, kinds) and node.name == name), None)


def _arguments(function: ast.FunctionDef) -> str:
    """As they are written; of a class, those that its `__init__` takes from the caller."""
    arguments = ast.unparse(function.args)
    return arguments.removeprefix("self, ") if function.name == "__init__" else arguments


def _body(function: ast.FunctionDef) -> str:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return "\n".join(ast.unparse(node) for node in body)
