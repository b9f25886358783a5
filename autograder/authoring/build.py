"""Build: write everything that is generated from the solutions' text, or say what is not as it should be."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring import keys, lecture, lint, text
from autograder.authoring.lecture import Lecture, lectures
from autograder.authoring.source import Source, sources
from autograder.topics import TOPICS

_FOLDERS = ("solutions/*", "exercises/*", "autograder/checks/keys", "lectures")  # where every file is accounted for
_IGNORED = {".ipynb_checkpoints", "__pycache__"}


class Unbuildable(ValueError):
    """A text from which no notebook, release or key can be made; the message says which and why."""


def build(root: Path) -> list[str]:
    """Write the notebooks, the releases and the public keys; a line for every file that changed. Raises Unbuildable."""
    written = []
    for source in [*sources(root), *lectures(root)]:
        for path, data in _wanted(source).items():
            if _bytes(root / path) != data:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(data)
                written.append(f"wrote {path}")
    return written


def check(root: Path) -> list[str]:
    """One line for everything that is stale, left over or wrong; empty when all is well. Nothing is written."""
    problems = [f"{path}: comes from no text in {_home(path)}; remove it" for path in _strays(root)]
    missing = set(TOPICS) - {source.topic for source in sources(root)}
    problems += [f"solutions/{topic}: missing, although `topics` has its exercises" for topic in sorted(missing)]
    for source in [*sources(root), *lectures(root)]:
        try:
            wanted = _wanted(source)
        except Unbuildable as error:
            problems.append(str(error))
            continue
        problems += [
            f"{path}: stale; run `mlp-course build`" for path, data in wanted.items() if _bytes(root / path) != data
        ]
        if isinstance(source, Lecture):
            problems += lecture.problems(source)
        else:
            problems += lint.problems(source, keys.fresh(source))
    return problems


def _wanted(source: Source | Lecture) -> dict[Path, bytes]:
    """Path and content of every file generated from one source. A key file that is fresh is wanted as it is."""
    try:
        if isinstance(source, Lecture):
            return {source.notebook_path: text.to_bytes(source.notebook)}
        made = keys.to_bytes(source)
        notebooks = {
            source.solution_path: text.to_bytes(source.solution),
            source.release_path: text.to_bytes(source.release),
        }
    except Exception as error:  # jupytext, nbformat, nbgrader and the keys' certification each raise their own
        raise Unbuildable(f"{source.path}: cannot be built: {type(error).__name__}: {error}") from error
    if not source.graded:
        return notebooks
    stored = source.root / source.key_path
    return notebooks | {source.key_path: stored.read_bytes() if keys.is_fresh(source) else made}


def _strays(root: Path) -> list[Path]:
    """Files that should not be where they are: nbgrader would release them, or a notebook would read them."""
    known = set().union(*((s.path, s.solution_path, s.release_path, s.key_path) for s in sources(root)))
    known |= set().union(*((lecture.path, lecture.notebook_path) for lecture in lectures(root)))
    found = (path.relative_to(root) for folder in _FOLDERS for path in root.glob(f"{folder}/**/*") if path.is_file())
    return sorted(path for path in found if path not in known and not _IGNORED & set(path.parts) and not _shared(path))


def _shared(path: Path) -> bool:
    """What the lectures share: `figures` and the map of what they cover."""
    return path.parts[:2] == ("lectures", "figures") or path == Path("lectures", "coverage.toml")


def _home(path: Path) -> str:
    return "lectures/" if path.parts[0] == "lectures" else "solutions/"


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
