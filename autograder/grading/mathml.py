"""Formulas as MathML, which browsers show by themselves: no script, no font, nothing from the network."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer

MAX_LATEX = 5_000  # characters of one formula
_ATTRIBUTE = (
    "accent|columnalign|columnlines|columnspacing|depth|display|displaystyle|fence|form|height|linethickness|lspace|"
    "mathvariant|maxsize|minsize|rowlines|rowspacing|rspace|scriptlevel|separator|stretchy|voffset|width|xmlns"
)
_TAG = re.compile(rf'/?m[a-z]+(?: (?:{_ATTRIBUTE})="[\w.,:/% +-]*")* ?/?')


def mathml(latex: str, display: str = "inline") -> str:
    """The formula as MathML; as its own source where it cannot be converted, or where the result is more than a formula."""
    table = latex.replace("{aligned}", "{align*}")  # instead of line breaks, which browsers ignore
    try:
        made = convert(table, display=display) if len(latex) <= MAX_LATEX else ""
        made = made.replace("\\_", "_")  # left as it is inside of text
    except Exception:  # half a formula, as students write them
        made = ""
    plain = "\\" not in made and all(_TAG.fullmatch(tag) for tag in re.findall("<([^>]*)>?", made))
    mark = "$" if display == "inline" else "$$"
    return made if made and plain else f"{mark}{html.escape(latex)}{mark}"


class Renderer(IPythonRenderer):
    """nbconvert's markdown, with its formulas as MathML."""

    def inline_math(self, body: str) -> str:
        return mathml(body)

    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")
