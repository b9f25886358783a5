"""Feedback: one page a submission, whole in itself: no script, no style sheet from elsewhere, nothing that asks the network.

nbgrader's own feedback page, made from the sanitised notebook, with formulas as MathML.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from traitlets.config import Config

from autograder.grading.course import notebook_name
from autograder.grading.gradebook import database, pass_on, write
from autograder.grading.lock import locked
from autograder.grading.mathml import Renderer

_FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions/formgrader"
_TEMPLATES = [str(Path(__file__).parent / "templates"), str(_FORMGRADER / "templates")]
_NAMELESS = re.compile(r"<img(?![^>]*\balt=)")
_PATHS = [str(_FORMGRADER / "templates"), str(_FORMGRADER / "static/node_modules/bootstrap/dist/css")]


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback template without what it loads from the network; `nbgrader generate_feedback` uses it, too."""

    def __init__(self, config: Config | None = None, **options: Any):
        ours = {"template_name": "mlp_feedback", "extra_template_basedirs": _TEMPLATES, "extra_template_paths": _PATHS}
        config = copy.deepcopy(config or Config())
        config.FeedbackPage.update(ours)
        super().__init__(config=config, **{"optimistic_validation": True, **options})
        coloured = functools.lru_cache(512)(Highlight2HTML(pygments_lexer="ipython3", parent=self))
        self.register_filter("highlight_code", lambda source, metadata=None: coloured(source))

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Markdown as nbconvert renders it, with formulas that need no script."""
        own = context.get("cell", {}).get("attachments")
        return _rendered(source, own) if own else _common(source)

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **more: Any) -> tuple[str, dict[str, Any]]:
        """nbconvert's page. Its last step, which parses the whole page again to describe pictures, is a search here."""
        page, resources = TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **more)
        return _NAMELESS.sub('<img alt="a figure without a description"', page), resources


def _rendered(source: str, attachments: dict[str, dict[str, str]]) -> str:
    return MarkdownWithMath(Renderer(escape=False, attachments=attachments)).render(source)


@functools.lru_cache(512)
def _common(source: str) -> str:
    """The same cells stand in every submission of a class."""
    return _rendered(source, {})


def feedback(course: Path, topic: str, students: Sequence[str]) -> Iterator[Path]:
    """Write the pages of these students, one for each step, from their autograded notebooks and the gradebook as they are now."""
    exporter = FeedbackPage()
    for step in (GetGrades, CSSHTMLHeaderPreprocessor):
        exporter.register_preprocessor(step, enabled=True)
    for student in students:
        yield _page(exporter, course, topic, student)


def stale(course: Path, topic: str, student: str) -> bool:
    """Is there an autograded notebook that has no page yet, or is newer than its page?"""
    source, target = _places(course, topic, student)
    if not source.exists():
        return False
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _places(course: Path, topic: str, student: str) -> tuple[Path, Path]:
    folder = Path(student) / topic
    source = course / "grading/autograded" / folder / notebook_name(topic)
    return source, (course / "grading/feedback" / folder / notebook_name(topic)).with_suffix(".html")


def _page(exporter: FeedbackPage, course: Path, topic: str, student: str) -> Path:
    source, target = _places(course, topic, student)
    names = {"student": student, "assignment": topic, "notebook": source.stem, "db_url": database(course)}
    notebook = nbformat.v4.reads(source.read_text(encoding="utf-8"))
    page, _ = exporter.from_notebook_node(notebook, {"nbgrader": names, "metadata": {"name": source.stem}})
    with locked(course):
        write(target, page)
        pass_on(source.parent, target.parent)
    return target
