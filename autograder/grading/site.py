"""The private site: what a submission may import, and nothing else.

A folder of links to an allow-list of distributions, the standard library and the student's half of `autograder`. Everything of
ours that must not be seen (the reference, the topics, the solutions, the gradebook, the engine itself) is simply not in it,
however the course was installed.
"""

from __future__ import annotations

import functools
import os
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import autograder

DISTRIBUTIONS = (
    *("numpy", "scipy", "pandas", "tzdata", "pytz", "tqdm"),
    *(
        "matplotlib",
        "contourpy",
        "cycler",
        "fonttools",
        "kiwisolver",
        "packaging",
        "pillow",
        "pyparsing",
        "python-dateutil",
        "six",
    ),
    *(
        "ipython",
        "decorator",
        "ipython-pygments-lexers",
        "jedi",
        "parso",
        "matplotlib-inline",
        "pexpect",
        "ptyprocess",
        "psutil",
    ),
    *(
        "prompt-toolkit",
        "wcwidth",
        "pygments",
        "stack-data",
        "executing",
        "asttokens",
        "pure-eval",
        "traitlets",
        "typing-extensions",
    ),
    *("ipywidgets", "comm", "widgetsnbextension", "jupyterlab-widgets"),
)
_ENGINE = ("warm.py", "serve.py", "notebook.py", "confine.py", "seccomp.py")  # what the warm process itself is made of
_SHARED = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache")
_WITHHELD = ("gradients.py", "slope.py", "__pycache__")  # tools that answer exercises; compiled copies of them
INSTALLED = ("site-packages", "dist-packages")
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")


@dataclass(frozen=True)
class Site:
    """Folders made under one private root, and the real paths that a submission may read."""

    packages: Path  # on a submission's import path
    engine: Path  # on the warm process's import path until a submission's code runs
    settings: Path  # what IPython and Matplotlib write down while they start
    work: Path  # the one folder a submission may write in
    readable: tuple[str, ...]
    listable: tuple[str, ...]  # names only, not contents: the import system lists them


def build(root: Path) -> Site:
    """Lay out the private folders under `root`."""
    packages, engine, settings, work = (root / name for name in ("packages", "engine", "settings", "work"))
    room = packages / "autograder"
    for folder in (packages, engine, settings, work, room, room / "checks"):
        folder.mkdir(mode=0o700)
    home, here = Path(autograder.__file__).resolve().parent, Path(__file__).resolve().parent
    targets = {packages / path.name: path for path in _installed(DISTRIBUTIONS)}
    targets |= {room / "__init__.py": home / "__init__.py"}
    targets |= {room / "checks" / path.name: path for path in (home / "checks").iterdir() if path.name not in _WITHHELD}
    readable = [*targets.values(), packages, *_standard_library(), *_libraries(), *map(Path, _SHARED)]
    targets |= {engine / name: here / name for name in _ENGINE}
    targets |= {engine / path.name: path for path in _installed(("landlockpy",))}
    for link, target in targets.items():
        link.symlink_to(target)
    paths = dict.fromkeys(os.path.realpath(path) for path in readable if path.exists())
    return Site(packages, engine, settings, work, tuple(paths), tuple(sorted(map(str, _standard_folders()))))


@functools.cache
def _installed(names: tuple[str, ...]) -> tuple[Path, ...]:
    """The files and folders of those of the named distributions that are installed."""
    paths: list[Path] = []
    for name in names:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        base = Path(str(found.locate_file("")))
        paths += [base / top for top in _tops(found) if (base / top).exists()]
    return tuple(paths)


def _tops(found: Distribution) -> set[str]:
    """What a distribution put beside its metadata: packages, modules, shared libraries."""
    if found.files is None:  # installed by a system's package manager
        return {name for top in (found.read_text("top_level.txt") or "").split() for name in (top, f"{top}.py")}
    return {file.parts[0] for file in found.files if file.parts[0] not in ("..", "__pycache__", "/")}


def _standard_folders() -> set[Path]:
    folders = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    # in a virtual environment platstdlib may point into it, where only site-packages is
    return {folder.resolve() for folder in folders if (folder / "os.py").exists() or (folder / "lib-dynload").exists()}


def _standard_library() -> Iterator[Path]:
    """The standard library without the folders of installed packages that live inside it."""
    for folder in _standard_folders():
        yield from (entry for entry in folder.iterdir() if entry.name not in INSTALLED)


def _libraries() -> Iterator[Path]:
    """Shared libraries one by one, because system folders of libraries hold Python packages too."""
    folders = {Path(path) for path in (*LIBRARIES, os.path.join(sys.base_prefix, "lib")) if os.path.isdir(path)}
    folders |= {folder for path in LIBRARIES for folder in Path(path).glob("*-linux-gnu*") if folder.is_dir()}
    for folder in {folder.resolve() for folder in folders}:
        yield from (path for path in folder.iterdir() if ".so" in path.name and path.is_file())
