"""Cards and the pages that hold them, outside JupyterLab too: readable in light and dark, wide and narrow, and by keyboard."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from autograder import cli
from autograder.checks import shelf
from autograder.checks.card import Card
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.grading import samples
from autograder.grading.grade import read

pytestmark = pytest.mark.browser

COURSE = Path(__file__).parents[2]
TOPIC, NAME = "02_activations", "activations.ipynb"
FITS = "element => element.scrollWidth <= element.clientWidth + 1"
FITS_HIGH = "element => element.scrollHeight <= element.clientHeight + 1"
FOCUSED = """() => {
    const card = document.querySelector(".mlp-card");
    return card.contains(document.activeElement) ? document.activeElement.innerText.trim() : "";
}"""


def averaged(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)


@pytest.fixture(scope="session")
def cards():
    """A notebook with one card of each status."""
    key = shelf.public()["affine_backward"]

    def todo(dZ, X, W):
        raise NotImplementedError()

    answers = {
        "partial": averaged,
        "failed": lambda dZ, X, W: None,
        "error": lambda dZ, X, W: 1 / 0,
        "todo": todo,
        "passed": lambda dZ, X, W: (dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)),
    }
    cells = []
    for status, answer in answers.items():
        verdict = judge(key, collect(answer, key.cases), 4.0)
        assert verdict.status == status
        links = {"read": "../lectures/04_matrix_backprop.ipynb", "next": "#cell-id=network"}
        card = Card(verdict, key, next="change it.", onward="Go on", links=links)
        data = {"text/plain": card.plain, "text/html": card.html()}
        output = new_output("execute_result", data, execution_count=1)
        cells.append(new_code_cell("check(affine_backward)  # once more", outputs=[output], execution_count=1))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=kernel)


@pytest.fixture(scope="session")
def feedback(tmp_path_factory):
    """A student's feedback page, as grading writes it."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(COURSE / "exercises", root / "exercises")
    (root / "solutions").mkdir()
    folder = root / "grading" / "submitted" / "student03" / TOPIC
    samples.write(folder / NAME, json.dumps(samples.mistaken(read(root / "exercises" / TOPIC / NAME), TOPIC)))
    assert cli.main(["grade", TOPIC, "--course", str(root), "--jobs", "1"]) == 0
    return (root / "grading/feedback/student03" / TOPIC / NAME).with_suffix(".html").read_text("utf-8")


@pytest.fixture
def paper(chromium, tmp_path):
    """A page of HTML without a network, in a reader's colours."""
    contexts = []

    def shown(html, scheme, width):
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 1000}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.set_content(html, wait_until="load")
        page.screenshot(path=tmp_path / f"{scheme} {width}.png", full_page=True)
        return page

    yield shown
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_feedback_page_is_readable_and_its_cards_fit(feedback, paper, readable, scheme, width):
    page = paper(feedback, scheme, width)
    readable(page.locator("body"))
    cards = page.locator(".mlp-card")
    assert cards.count() == 9
    assert all(card.evaluate(FITS) for card in cards.all())
    assert all(heading.evaluate(FITS_HIGH) for heading in page.locator(".panel-heading").all())
    expect(page.locator("#toc a").nth(1)).to_have_text("tanh")


@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_is_readable_in_a_page_by_nbconvert(cards, paper, readable, theme, width):
    html, _ = HTMLExporter(theme=theme).from_notebook_node(cards)
    page = paper(html, theme, width)
    for card in page.locator(".mlp-card").all():
        readable(card)
        assert card.evaluate(FITS)


@pytest.fixture
def emailed(lab, cards):
    """These cards in a notebook that this machine has not run itself."""
    nbformat.write(cards, lab.work / "cards.ipynb")
    return "cards.ipynb"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_every_card_is_readable_and_fits_400_pixels(open_notebook, readable, emailed, theme, tmp_path):
    notebook = open_notebook(emailed)
    notebook.theme(theme)
    for number, card in enumerate(notebook.page.locator(".mlp-card").all()):
        readable(card)
        card.screenshot(path=tmp_path / f"{number}.png")
    notebook.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area').then(() => null)")
    notebook.page.set_viewport_size({"width": 400, "height": 900})
    notebook.page.screenshot(path=tmp_path / "narrow.png")
    for card in notebook.page.locator(".mlp-card").all():
        notebook.page.wait_for_function(FITS, arg=card.element_handle())


def test_tab_goes_through_a_card_in_reading_order_and_enter_unfolds_a_hint(open_notebook, emailed):
    page = open_notebook(emailed).page
    page.locator(".jp-CodeCell").first.locator(".cm-content").click()
    page.keyboard.press("Escape")
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1] == "Hint 1 of 4":
            break
    met = [words for words in seen if words]
    assert met == ["lecture 04_matrix_backprop, section “affine layer”", "Where db differs", "Hint 1 of 4"]
    page.keyboard.press("Enter")
    expect(page.locator(".mlp-card").first.get_by_text("Hint 2 of 4")).to_be_visible()
    for words in ("Hint 2 of 4", "Go on"):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == words
