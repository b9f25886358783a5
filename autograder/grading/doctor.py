"""Doctor: is this machine fit to grade, and is this notebook fit to hand in? Nothing of the notebook is run."""

from __future__ import annotations

import platform
from pathlib import Path

from autograder.grading.course import release_path
from autograder.grading.transplant import Unreadable, mend, read, transplant
from autograder.grading.wall import NoWall, problems, strongest
from autograder.topics import TOPICS

PROMISES = {
    "bubblewrap": "hides everything they do not need: files, processes, the network; Landlock and seccomp hold inside it",
    "landlock": "refuses them files, processes and the network, but lets them see whether a file exists and how large it is",
}


def machine() -> tuple[bool, list[str]]:
    """Fit or not, and one line about each thing that matters."""
    lines = [f"Python {platform.python_version()} on {platform.system()} {platform.release()}, {platform.machine()}"]
    try:
        wall = strongest()
    except NoWall as error:
        return False, [*lines, f"NOT FIT to grade: {error}"]
    missing = problems()
    if "bubblewrap" in missing:
        lines += [f"a better wall, bubblewrap, does not hold: {missing['bubblewrap']}", f"to get it: {_way(missing)}"]
    return True, [*lines, f"fit to grade: submissions run behind the wall `{wall.name}`, which {PROMISES[wall.name]}"]


def _way(missing: dict[str, str]) -> str:
    """How to get bubblewrap to work, from what it said."""
    said = missing["bubblewrap"]
    if "not installed" in said:
        return "apt install bubblewrap, or dnf install bubblewrap; nothing needs to be set up"
    if "uid map" in said or "namespace" in said.lower() or "Permission denied" in said or "not permitted" in said:
        return (
            "let it make user namespaces (Ubuntu 24.04: install an AppArmor profile for /usr/bin/bwrap with `userns,`, or "
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0; Docker: --security-opt seccomp=unconfined)"
        )
    return "see what `bwrap --unshare-all --ro-bind / / true` says"


def notebook(path: Path, course: Path) -> tuple[bool, list[str]]:
    """Fit or not, and what grading would mend; the topic is the one that the notebook's cells belong to."""
    try:
        submission, said = mend(path)
    except (Unreadable, OSError) as error:
        return False, [f"NOT FIT: {error}"]
    for topic in TOPICS:
        try:
            mended = transplant(read(release_path(course, topic)), submission).mended
        except Unreadable:
            continue
        return True, [f"{path} answers {topic}", *(f"grading would mend: {line}" for line in (*said, *mended))]
    return False, [f"NOT FIT: {path} answers no topic of this course"]
