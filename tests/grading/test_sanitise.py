"""What a student wrote or displayed cannot run, cover the page or ask for anything in the page of who looks at it."""

import base64
import re
import time
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbformat import v4

from autograder.checks.card import Card
from autograder.checks.key import Check, Key
from autograder.checks.verdict import Evidence, Finding, Verdict
from autograder.grading import markup
from autograder.grading.mathml import Renderer
from autograder.grading.sanitise import MAX_TEXT, sanitise

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<div style='background:url(https://evil.example/x)'>x</div>",
    "<style>body{display:none}</style>",
    "<form action=/x><input name=points><button>ok</button></form>",
    "<p id='check_relu' class='navbar-fixed-top' data-link='x' name='y'>x</p>",
    "<img src='https://evil.example/x.png'>",
    "<img src='/logout'>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<object data=x></object><embed src=x><video src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script-->",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<<script>script>alert(1)<</script>/script>",
    "</div></div><script>alert(1)</script>",
    "<b title=a/onmouseover=alert(1)//>x",
]
MARKDOWN = [
    *ATTACKS,
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: &#118;bscript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/x.png)",
    "![x][y]\n\n[y]: https://evil.example/x.png",
    "![x](attachment:none.png)",
    '```mermaid\ngraph TD; A-->B; click A href "javascript:alert(1)"\n```',
    "$$<script>alert(1)</script>$$",
    "\\begin{a}<script>alert(1)</script>\\end{a}",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    '[x](https://numpy.org "onmouseover=alert(1)")',
    '![x" onerror="alert(1)](attachment:a.png)',
    "| a |\n|---|\n| <script>alert(1)</script> |",
]
EXPORTER = HTMLExporter(template_name="classic")
SAFE_LINKS = ("http:", "https:", "mailto:", "#", "data:image/png;base64,", "data:image/svg+xml;base64,")


class Page(HTMLParser):
    """Collects what could act in a page."""

    def __init__(self, text):
        super().__init__()
        self.bad = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag not in markup.TAGS | {"pre"}:
            self.bad.append(tag)
        for name, value in attributes:
            odd_link = name in ("href", "src", "action") and not value.startswith(SAFE_LINKS)
            request = tag == "img" and name == "src" and not value.startswith("data:image/")
            style = name == "style" and any(word in value for word in ("position", "url", "inset"))
            if name.startswith("on") or name == "data-link" or odd_link or request or style:
                self.bad.append((tag, name, value))


def clean(*cells):
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    metadata = {"widgets": {"x": "<script>"}, "title": "<script>"}
    return sanitise(
        nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)})
    )


def body(*cells):
    """The page that nbconvert makes of these cells, from the first one on."""
    notebook = clean(*cells)
    nbformat.validate(notebook)
    text, _ = EXPORTER.from_notebook_node(notebook)
    return text.partition('id="notebook-container">')[2]


def shown(data, **fields):
    return ran({"output_type": "display_data", "data": data, "metadata": {}, **fields})


def ran(*outputs):
    return nbformat.from_dict(
        {"id": "a", "cell_type": "code", "source": "1", "metadata": {}, "execution_count": 1, "outputs": list(outputs)}
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_output_is_made_harmless(attack):
    assert Page(body(shown({"text/html": attack}))).bad == []
    assert Page(markup.html(attack)).bad == []


@pytest.mark.parametrize("attack", MARKDOWN)
def test_markdown_is_made_harmless(attack):
    own = v4.new_markdown_cell(attack, id="b")
    own.attachments = {"a.png": {"image/png": PNG}}
    page = body(own, shown({"text/markdown": attack}))
    assert [bad for bad in Page(page).bad if "anchor-link" not in str(bad)] == []


@pytest.mark.parametrize("attack", MARKDOWN)
@pytest.mark.parametrize(
    "around", ["{}", "${}$", "$$\n{}\n$$", "\\begin{{align}}{}\\end{{align}}", "$\\text{{{}}}$", "$x^{{{}}}$"]
)
def test_markdown_is_harmless_where_formulas_are_shown(attack, around):
    text = markup.markdown(around.format(attack), {"a.png": {"image/png": PNG}})
    page = MarkdownWithMath(Renderer(escape=False, attachments={"a.png": {"image/png": PNG}})).render(text)
    symbols = re.sub(
        r"</?m(?:ath|i|n|o|row|sub|sup|text|space|table|tr|td|style|over|under|frac|sqrt|padded)\b", "<b", page
    )
    assert [bad for bad in Page(symbols).bad if "anchor-link" not in str(bad)] == []


@pytest.mark.parametrize(
    "data",
    [
        {"application/javascript": "alert(1)"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>alert(1)</script>"}},
        {"image/png": '"><script>alert(1)</script>'},
        {"image/png": PNG + "'onerror='alert(1)"},
        {"image/jpeg": PNG},
        {"image/svg+xml": "<svg onload='alert(1)'/>"},
        {"text/latex": "$\\href{javascript:alert(1)}{x}$<script>alert(1)</script>"},
        {"text/vnd.mermaid": "graph TD"},
        {"text/html": 5, "text/plain": ["a", 5]},
        {"application/pdf": "x"},
        {},
        5,
    ],
)
def test_other_outputs_are_dropped_or_harmless(data):
    page = body(
        shown(
            data,
            svg_filename="../../x",
            metadata={"text/html": {"isolated": True}, "image/png": {"width": "1 onload=alert(1)"}},
        )
    )
    assert Page(page).bad == []
    assert "\\href" not in page


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "error", "ename": "<script>", "evalue": 3, "traceback": ["<script>alert(1)</script>", 3]},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": "<script>"},
        {"output_type": "stream", "name": "<script>", "text": "<script>alert(1)</script>"},
        {"output_type": "execute_result", "data": {"text/plain": "<script>"}, "execution_count": "<script>"},
        {"output_type": "<script>"},
        {"no": "output"},
        "text",
    ],
)
def test_odd_outputs_are_harmless_and_valid(output):
    assert Page(body(ran(output))).bad == []


def test_raw_cells_are_harmless():
    assert Page(body(v4.new_raw_cell("<script>alert(1)</script>", id="r"))).bad == []


def test_half_characters_do_not_stop_the_file_from_being_written():
    notebook = clean(shown({"text/plain": "\ud800"}))
    assert nbformat.writes(notebook).encode() and "?" in str(notebook)


def test_honest_output_stays():
    head = '<tr style="text-align: right;"><th>x</th></tr>'
    table = f'<table border="1" class="dataframe"><thead>{head}</thead><tbody><tr><td>1</td></tr></tbody></table>'
    page = body(shown({"text/html": table, "image/png": PNG, "text/plain": "x"}), shown({"image/png": PNG}))
    assert '<tr style="text-align: right;">' in page and "<td>1</td>" in page and PNG in page


def test_large_figures_with_a_description_stay():
    figure = f'<img alt="a curve" style="max-width: 100%;" src="data:image/png;base64,{PNG[:-1] + "A" * 200_000}">'
    cells = clean(*[shown({"text/html": figure}) for _ in range(8)]).cells
    assert [cell.outputs[0].data["text/html"] for cell in cells] == [figure] * 8


def test_a_picture_inside_html_changes_nothing_around_it():
    page = body(
        shown(
            {
                "text/html": f'<b title="data:image/png;base64,{PNG}" onclick=x>{ATTACKS[0]}data:image/png;base64,00000000</b>'
            }
        )
    )
    assert PNG in page and Page(page).bad == []


def test_honest_markdown_stays_as_written():
    text = (
        "# Title\n\n> quoted, *because* $a < b$ and $x & y$\n\n- [ ] to do\n- `x[i] < y`\n\n1. [link](https://numpy.org)\n\n"
        "| a | b |\n|:--|--:|\n| 1 | H<sub>2</sub>O |\n\n```python\nif a < b: pass\n```\n\n![mine](attachment:a.png)\n"
    )
    cell = v4.new_markdown_cell(text, id="b")
    cell.attachments = {"a.png": {"image/png": PNG}, "../b": {"image/png": PNG}, "c": {"text/html": "<script>"}}
    new = clean(cell).cells[0]
    assert new.source == text and new.attachments == {"a.png": {"image/png": PNG}}


def test_sanitising_twice_changes_nothing_more():
    cells = [v4.new_markdown_cell(text) for text in MARKDOWN]
    cells += [shown({"text/html": attack}) for attack in ATTACKS]
    once = clean(*cells)
    assert sanitise(once) == once


def test_our_own_card_passes_as_it_is():
    """Not because it is exempt: it holds nothing that anyone's output could not hold."""
    checks = (Check("values", "the values are right", 1.0),)
    key = Key("relu", "02_activations", "relu(z)", ("y",), checks, (), (), hints=("Look at `z < 0`.", "More."))
    verdict = Verdict("relu", "02_activations", 0.0, 1.0, "failed", (Finding("values", "right", 0.0, 1.0, False, "wrong"),),
                      evidence=Evidence("y", (1, 2), [[0.0, 1.0]], [("[0, 1]", 1.0, 2.0, 0.5)]))  # fmt: skip
    card = Card(verdict, key).html()
    clean = markup.html(card)
    assert Page(clean).bad == []
    for words in ("NOT YET", "Hint 1 of 2", "data:image/svg+xml;base64,", "<details", "<table"):
        assert words in card and words in clean


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 12_000,
        "<a><b>" * 9_000,
        "<a " * 20_000,
        "<!--" * 15_000,
        "&" * 60_000,
        "<b></i>" * 8_000,
        "<div><p></div>" * 4_200,
    ],
)
def test_hostile_html_is_cleaned_in_little_time(text):
    start = time.process_time()
    markup.html(text)
    assert time.process_time() - start < 3


def test_outputs_are_bounded():
    many = [{"output_type": "stream", "name": "stdout", "text": "x" * 3 * MAX_TEXT}] * 500
    notebook = clean(ran(*many), shown({"text/html": "<b>" + "x" * 300_000}))
    assert len(str(notebook)) < 6_000_000 and "left out" in str(notebook)
