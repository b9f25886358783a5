"""Formulas on feedback pages: every formula of the course converted, everything else shown as it was written."""

import html
import re
from pathlib import Path

import nbformat
import pytest

from autograder.grading.mathml import MAX_LATEX, Renderer, mathml

EXERCISES = Path(__file__).parent.parent.parent / "exercises"
MATH = "http://www.w3.org/1998/Math/MathML"


def rendered(text):
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    return MarkdownWithMath(Renderer(escape=False, attachments={})).render(text)


@pytest.mark.parametrize("path", sorted(EXERCISES.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_every_formula_of_a_released_notebook_becomes_mathml(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    shown = "\n".join(rendered(cell.source) for cell in cells)
    assert "$" not in re.sub(r"<(code|pre)\b.*?</\1>", "", shown, flags=re.DOTALL)
    assert ("<math" in shown) == any("$" in cell.source for cell in cells)


def test_a_formula_reads_as_it_was_meant():
    made = mathml(r"W \leftarrow W - \eta\,\mathrm{d}W")
    assert made.startswith(f'<math xmlns="{MATH}" display="inline">')
    assert html.unescape(re.sub(r"<[^>]*>", "", made)) == "W←W−ηdW"
    assert 'display="block"' in rendered("$$\n\\frac{1}{2}\n$$") and "<mfrac>" in rendered("$\\frac{1}{2}$")


@pytest.mark.parametrize("name", ["align", "align*", "aligned", "pmatrix", "cases"])
def test_rows_of_a_formula_become_rows_of_a_table(name):
    assert rendered(f"\\begin{{{name}}} a &= b \\\\ c &= d \\end{{{name}}}").count("<mtr>") == 2
    assert rendered(f"$$\\begin{{{name}}} a &= b \\\\ c &= d \\end{{{name}}}$$").count("<mtr>") == 2


@pytest.mark.parametrize(
    "latex",
    [
        r"a \\ b",
        r"\frac{",
        r"\left(" * 700,
        "{" * 2_000,
        "x" * (MAX_LATEX + 1),
        r"\unknown{x}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{navbar}{x}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\color{red}{x}",
    ],
)
def test_what_is_no_formula_is_shown_as_it_was_written(latex):
    shown = mathml(latex)
    assert "<" not in shown and shown.startswith("$") and shown.endswith("$") and len(shown) < 2 * len(latex) + 40


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"onload="alert(1)', "&lt;script&gt;", "<!-- x"])
def test_markup_inside_a_formula_is_only_symbols(hostile):
    for latex in (
        hostile,
        rf"\mathrm{{{hostile}}}",
        rf"\begin{{array}}{{{hostile}}}1\end{{array}}",
        rf"x^{{{hostile}}}",
    ):
        assert set(re.findall(r"</?([a-zA-Z!]\w*)", mathml(latex))) <= {
            "math", "mi", "mn", "mo", "mrow", "msup", "mtable", "mtd", "mtr", "mspace", "mtext"
        }  # fmt: skip
