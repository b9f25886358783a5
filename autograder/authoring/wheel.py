"""The wheel of the student's half: checks, study, and the public keys of some topics; no solutions, no topics, no reference.

A wheel is a zip file with three files about itself (packaging.python.org, "Binary distribution format"), so that nothing but Python
is needed to make one. Equal contents give equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import autograder
from autograder.checks import shelf

NAME = "mlp_course_kit"
_PACKAGE = "mlp-course"
_NEEDED = ("ipykernel", "ipython", "ipywidgets", "jupyterlab", "matplotlib", "numpy")  # of what the whole package needs
_ROOMS = ("checks", "study")
_COMMAND = "[console_scripts]\nmlp-course = autograder.study.commands:main\n"


def write(folder: Path, topics: list[str]) -> Path:
    """The wheel, with the keys of these topics, as a file in `folder`."""
    version = metadata.version(_PACKAGE)
    files = dict(_package(topics))
    info = f"{NAME}-{version}.dist-info"
    files[f"{info}/METADATA"] = _about(version).encode()
    files[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: {_PACKAGE}\nRoot-Is-Purelib: true\nTag: py3-none-any\n".encode()
    )
    files[f"{info}/entry_points.txt"] = _COMMAND.encode()
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    path = folder / f"{NAME}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def _package(topics: list[str]) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of the package."""
    home = Path(autograder.__file__).parent
    yield "autograder/__init__.py", (home / "__init__.py").read_bytes()
    for room in _ROOMS:
        for path in sorted((home / room).iterdir()):
            if path.is_file():
                yield f"autograder/{room}/{path.name}", path.read_bytes()
    for topic in topics:
        if (path := shelf.FOLDER / f"{topic}.key").is_file():
            yield f"autograder/checks/keys/{path.name}", path.read_bytes()


def _about(version: str) -> str:
    needed = [line for line in metadata.requires(_PACKAGE) or () if re.split(r"[^\w-]", line)[0].lower() in _NEEDED]
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {NAME.replace('_', '-')}",
        f"Version: {version}",
        "Summary: The student's half of a course on neural networks: checks, hints, cards.",
        f"Requires-Python: {metadata.metadata(_PACKAGE)['Requires-Python']}",
        *(f"Requires-Dist: {line}" for line in needed),
    ]
    return "\n".join(lines) + "\n"


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
