"""Imports run one way, and every file keeps its room."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = {  # a room, and the rooms of ours that it may import
    "autograder.checks": {"autograder.checks"},
    "autograder.study": {"autograder.checks", "autograder.study"},
    "autograder.topics": {"autograder.checks", "autograder.topics", "mlp_reference"},
    "autograder.authoring": {"autograder.checks", "autograder.topics", "autograder.authoring"},
    "autograder.grading": {"autograder.checks", "autograder.topics", "autograder.grading"},
    "mlp_reference": {"mlp_reference"},
}
FORBIDDEN_IN_CHECKS = {"resource", "signal", "threading", "subprocess", "multiprocessing", "ctypes", "socket", "fcntl"}


def imports(path):
    package = path.parent.relative_to(ROOT).parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room_of(name):
    return next((room for room in ROOMS if name == room or name.startswith(room + ".")), None)


def test_imports_run_one_way():
    files = [path for room in ROOMS for path in (ROOT / room.replace(".", "/")).rglob("*.py")]
    assert len(files) > 20
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imports(path)
        if (room := room_of(name))
        and room not in ROOMS[room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))]
    ]
    assert not wrong, wrong


def test_the_students_room_needs_numpy_and_the_standard_library_only():
    allowed = set(sys.stdlib_module_names) - FORBIDDEN_IN_CHECKS | {"numpy", "autograder", "IPython"}
    files = [ROOT / "autograder/__init__.py", *(ROOT / "autograder/checks").rglob("*.py")]
    wrong = {(path.name, name) for path in files for name in imports(path) if name.partition(".")[0] not in allowed}
    assert not wrong


def test_the_study_room_needs_no_more_than_that_and_a_jupyterlab_to_start():
    allowed = set(sys.stdlib_module_names) | {"numpy", "autograder", "jupyterlab"}
    files = list((ROOT / "autograder/study").rglob("*.py"))
    wrong = {(path.name, name) for path in files for name in imports(path) if name.partition(".")[0] not in allowed}
    assert files and not wrong


def test_only_backend_knows_cupy():
    users = {
        path.name
        for path in (ROOT / "mlp_reference").rglob("*.py")
        if any(n.split(".")[0] == "cupy" for n in imports(path))
    }
    assert users <= {"backend.py"}


def test_every_test_file_mirrors_a_module():
    rooms = [
        path
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and path.name not in ("agreement", "browser", "__pycache__")
    ]
    assert rooms and all((ROOT / "autograder" / room.name).is_dir() or (ROOT / room.name).is_dir() for room in rooms)
