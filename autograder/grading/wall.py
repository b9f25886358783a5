"""The wall between a submission and everything else, and the question whether this machine can build it.

Two walls, and none for submissions that are trusted where neither holds. "landlock" needs nothing but a Linux kernel: each run is
confined by `confine` (Landlock, seccomp, limits). "bubblewrap" puts the warm process, too, into namespaces of its own, where what
a submission may not see is not even there.
"""

from __future__ import annotations

import functools
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.grading import seccomp, site
from autograder.grading.site import Site

NAMES = ("bubblewrap", "landlock")  # the strongest first
TRUSTING = "no wall"
TRUSTED = "no wall holds on this machine, so submissions run with your own rights: they may read, change and send whatever you may"
_ELSEWHERE = (
    "grade on Linux 5.13 or newer (WSL 2 on Windows, a virtual machine or a container on such a kernel elsewhere); or, if you "
    "would run every one of these notebooks yourself, with --trust-submissions"
)


class NoWall(RuntimeError):
    """This machine cannot keep a submission in. One clear line: what is missing and how to get it."""


@dataclass(frozen=True)
class Wall:
    """How the warm process is started; what happens in each of its children is the same behind every wall."""

    name: str

    @property
    def trusting(self) -> bool:
        """There is no wall: a submission may do what the person may who grades it."""
        return self.name == TRUSTING

    def command(self, layout: Site, module: str, *arguments: str) -> list[str]:
        """The command that runs one of the engine's modules behind this wall."""
        python = [os.path.realpath(sys.executable), "-P", "-s", "-S", "-m", module, *arguments]
        return [*_bubblewrap(layout), *python] if self.name == "bubblewrap" else python

    def environment(self, layout: Site) -> dict[str, str]:
        """All that the warm process is told; nothing of the caller's environment is passed on."""
        return {
            "PYTHONPATH": f"{layout.engine}:{layout.packages}",
            "PYTHONHASHSEED": "0",  # the same submission and seed, the same verdict
            "IPYTHONDIR": str(layout.settings),
            "MPLCONFIGDIR": str(layout.settings),
            **submission_environment(layout),
        }


def submission_environment(layout: Site) -> dict[str, str]:
    """All that a submission finds in its environment."""
    one_thread = {
        name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    }  # a fork keeps one
    places = {"HOME": str(layout.work), "TMPDIR": str(layout.work), "PATH": "", "USER": "student", "LANG": "C.UTF-8"}
    return {**places, **one_thread, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}


def named(name: str) -> Wall:
    """The wall of that name. Raises NoWall if it does not hold on this machine, and ValueError for a name there is not."""
    if name not in NAMES:
        raise ValueError(f"no wall is called {name}; there are {' and '.join(NAMES)}")
    if problem := _problem(name):
        raise NoWall(f"grading needs a wall around submissions, and {name} does not hold here: {problem}")
    return Wall(name)


def strongest(trust: bool = False) -> Wall:
    """The strongest wall that holds on this machine, found by trying. Where none does, none with `trust`, else NoWall."""
    for name in NAMES:
        if not _problem(name):
            return Wall(name)
    if trust:
        return Wall(TRUSTING)
    raise NoWall(f"submissions cannot be graded safely on this machine: {_problem('landlock')}; {_ELSEWHERE}")


def problems() -> dict[str, str]:
    """Why a wall does not hold on this machine, by name; nothing of those that do."""
    return {name: said for name in NAMES if (said := _problem(name))}


@functools.cache
def _problem(name: str) -> str:
    """Why this wall does not hold here, or nothing. It is really built, and what must be refused is really tried."""
    if sys.platform != "linux" or platform.machine() not in seccomp.MACHINES:
        return f"there is none for {platform.system()} on {platform.machine()}"
    if name == "bubblewrap" and not shutil.which("bwrap"):
        return "bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap)"
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as root, tempfile.NamedTemporaryFile() as secret:
        layout, wall = site.build(Path(root)), Wall(name)
        command = wall.command(layout, "confine", secret.name, str(layout.work))
        try:
            trial = subprocess.run(command, env=wall.environment(layout), capture_output=True, text=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    return (
        "" if trial.returncode == 0 else (trial.stderr.strip().splitlines() or [f"exit status {trial.returncode}"])[-1]
    )


def _bubblewrap(layout: Site) -> list[str]:
    """bubblewrap's own part of the command: namespaces, and only the allowed paths, read-only, where they really lie."""
    whole = {os.path.realpath(path) for path in site.LIBRARIES if os.path.isdir(path)} | set(layout.listable)
    shown = whole | {path for path in layout.readable if not _within(path, whole)}  # few: each one costs time
    shown |= {os.path.realpath(link) for link in layout.engine.iterdir()} | {os.path.realpath(sys.executable)}
    command = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--new-session", "--cap-drop", "ALL"]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for path in sorted(shown):
        command += ["--ro-bind", path, path]
        hidden = [] if path not in layout.listable else [os.path.join(path, name) for name in site.INSTALLED]
        for folder in filter(os.path.isdir, hidden):
            command += ["--tmpfs", folder]
    for top in ("/lib", "/lib64"):
        if os.path.islink(top):
            command += ["--symlink", os.readlink(top), top]
    for folder in (layout.packages, layout.engine):
        command += ["--ro-bind", str(folder), str(folder)]
    for folder in (layout.work, layout.settings):
        command += ["--bind", str(folder), str(folder)]
    return command


def _within(path: str, folders: set[str]) -> bool:
    """Whether a path is shown because a folder above it is; installed packages never are."""
    parts = Path(path)
    return not set(parts.parts) & set(site.INSTALLED) and any(str(parent) in folders for parent in parts.parents)
