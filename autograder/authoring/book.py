"""The book: the executed lectures and the exercises' texts as a website, for those who only read. Needs the extra `book`."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.authoring import text
from autograder.authoring.lecture import lectures
from autograder.authoring.source import sources

NEEDED = ("sphinx", "myst_nb", "furo", "sphinx-mathjax-offline")
_UNUSED = ("*-svg*.js", "*-full*.js", "*mml-*.js", "node-main.js", "reports")  # MathJax in other dresses
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
ROOMS = ("lectures", "exercises")
_CONFIGURATION = """\
project, author, language = "mlp-course", "", "en"
html_title = "Neural networks from scratch"
extensions = ["myst_nb", "sphinx.ext.mathjax", "sphinx-mathjax-offline"]
exclude_patterns = ["lectures/figures"]
html_theme, html_copy_source, html_show_copyright = "furo", False, False
html_show_search_summary = False  # it would be fetched, which a page opened from a folder may not do
myst_enable_extensions, myst_heading_anchors = ["dollarmath"], 3
nb_execution_mode, nb_execution_excludepatterns = "force", ["exercises/*"]
nb_execution_timeout, nb_execution_show_tb = 60, True
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]  # the first picture stands
nb_ipywidgets_js = {}
"""
_INDEX = """\
# Neural networks from scratch

Lectures to read, with every formula that is displayed run in the cell below it, and the exercises that go with them. In
JupyterLab the pictures move and the exercises are checked; here you read.

```{{toctree}}
:caption: Lectures
:maxdepth: 1

{lectures}
```

```{{toctree}}
:caption: Exercises
:maxdepth: 1

{exercises}
```
"""


class Unbound(ValueError):
    """No book can be made; one clear line with a next step."""


def book(root: Path, folder: Path) -> Path:
    """Make the book in `folder`, which is new, empty or an earlier book; its first page. Nothing is fetched. Raises Unbound."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise Unbound(
            f"{', '.join(missing)} is not installed: pip install 'mlp-course[book]', or `uv sync --extra book`"
        )
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / ".buildinfo").is_file())):
        raise Unbound(f"{folder} is not empty and holds no book: choose another folder")
    if not lectures(root):
        raise Unbound(f"there is no lecture in {root / 'lectures'}: run this in the course's folder")
    with tempfile.TemporaryDirectory() as place:
        _lay_out(root, Path(place, "text"))
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", f"{place}/doctrees"]
        made = subprocess.run([*command, "text", "site"], cwd=place, capture_output=True, text=True, errors="replace")
        if made.returncode:
            raise Unbound(f"the book cannot be made: {_reason(made.stderr.replace(f'{place}/text/', ''))}")
        shutil.copytree(f"{place}/site", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_UNUSED))
    return folder / "index.html"


def _lay_out(root: Path, place: Path) -> None:
    """What Sphinx reads: a configuration, a first page, the lectures with what they share, the releases."""
    for name in ROOMS:
        (place / name).mkdir(parents=True)
    shutil.copytree(root / "lectures" / "figures", place / "lectures" / "figures")
    for lecture in lectures(root):
        (place / lecture.notebook_path).write_bytes(text.to_bytes(lecture.notebook))
    for source in sources(root):
        (place / "exercises" / f"{source.topic}.ipynb").write_bytes(text.to_bytes(source.release))
    pages = {
        name: "\n".join(sorted(f"{name}/{path.stem}" for path in (place / name).glob("*.ipynb"))) for name in ROOMS
    }
    (place / "conf.py").write_text(_CONFIGURATION, "utf-8")
    (place / "index.md").write_text(_INDEX.format(**pages), "utf-8")


def _reason(said: str) -> str:
    """What Sphinx found wrong, in one line: its first complaint, and the exception of a lecture that did not run."""
    lines = [_COLOUR.sub("", line).strip() for line in said.splitlines()]
    complaints = [line for line in lines if re.search(r"(?<!\] )\b(WARNING|ERROR|Error):", line)]
    raised = [line for line in lines if re.match(r"\w+(Error|Exception|Warning): ", line)]
    return " · ".join([*complaints[:1], *raised[:1]]) or (lines or ["Sphinx does not say why"])[-1]
