"""A student in JupyterLab: open, fail, take a hint, fix, pass; and the card under every theme and in a copy not trusted."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from autograder.checks import shelf
from autograder.checks.card import Card
from autograder.checks.collect import collect
from autograder.checks.judge import judge

pytestmark = pytest.mark.browser

ACTIVATIONS = "02_activations/activations.ipynb"
NAIVE = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
STABLE = "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))"
THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")


def test_a_student_opens_fails_takes_a_hint_fixes_and_passes(open_notebook, tmp_path):
    notebook = open_notebook(ACTIVATIONS)
    page = notebook.page
    notebook.run("from autograder import check, hint")
    notebook.run("def sigmoid(")
    card = notebook.card("sigmoid", "todo")
    expect(card).to_contain_text("TO DO")
    card.screenshot(path=tmp_path / "todo.png")

    notebook.write("sigmoid", NAIVE)
    card = notebook.card("sigmoid", "partial")
    expect(card).to_contain_text("PARTLY")
    expect(card).to_contain_text("Looks like:")
    card.get_by_text("Hint 1 of").click()
    expect(card.get_by_text("Hint 2 of")).to_be_visible()
    card.screenshot(path=tmp_path / "partial.png")

    expect(notebook.below("hint(sigmoid)")).to_contain_text("Hint 1 of")

    notebook.write("sigmoid", STABLE)
    card = notebook.card("sigmoid", "passed")
    expect(card).to_contain_text("PASS")
    expect(card).to_contain_text("Next: tanh (exercise 2 of")
    card.screenshot(path=tmp_path / "passed.png")
    expect(page.locator(".jp-mod-error, [data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)


def test_an_endless_loop_is_interrupted_and_explained(open_notebook):
    notebook = open_notebook(ACTIVATIONS)
    notebook.run("from autograder import check, hint")
    notebook.write("relu", "def relu(z):\n    print('under way', flush=True)\n    while True:\n        pass")
    cell = notebook.run("check(relu)")
    expect(cell.locator(".jp-OutputArea")).to_contain_text("under way")
    notebook.page.keyboard.press("Escape")
    notebook.page.keyboard.press("i")
    notebook.page.keyboard.press("i")
    card = cell.locator(".mlp-card[data-status=error]")
    expect(card).to_contain_text("if it would not end by itself, look for a loop")


@pytest.mark.parametrize("theme", THEMES)
def test_a_failing_gradient_is_readable_in_every_theme(open_notebook, readable, theme, tmp_path):
    notebook = open_notebook("04_matrix_backprop/matrix_backprop.ipynb")
    notebook.theme(theme)
    notebook.run("from autograder import check, hint")
    notebook.write("affine_backward", "def affine_backward(dZ, X, W):\n    return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)")
    card = notebook.card("affine_backward", "partial")
    expect(card).to_contain_text("Looks like: You divide by N here.")
    expect(card.get_by_role("img")).to_have_attribute("alt", re.compile("^Heat map of the relative error"))
    readable(card)
    card.screenshot(path=tmp_path / "gradient.png")


@pytest.fixture
def emailed(lab):
    """A notebook with a card in its outputs that this machine has not run itself."""

    def wrong(dZ, X, W):
        return dZ @ W.T, X.T @ dZ, dZ.mean(axis=0)

    key = shelf.public()["affine_backward"]
    card = Card(judge(key, collect(wrong, key.cases), 4.0), key, next="change it.")
    output = new_output("execute_result", {"text/plain": card.plain, "text/html": card.html()}, execution_count=1)
    cell = new_code_cell("check(affine_backward)", outputs=[output], execution_count=1)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[cell], metadata=kernel), lab.work / "emailed.ipynb")
    return "emailed.ipynb"


def test_the_card_is_whole_in_a_copy_that_is_not_trusted(open_notebook, readable, emailed, tmp_path):
    notebook = open_notebook(emailed)
    for theme in THEMES:
        notebook.theme(theme)
        shown = notebook.page.locator(".mlp-card")
        expect(shown).to_contain_text("✔ right")
        expect(shown.locator("img")).to_be_visible()
        expect(shown.locator("td").first).to_be_visible()
        readable(shown)
        shown.screenshot(path=tmp_path / f"untrusted {theme}.png")


def test_the_card_fits_a_narrow_window(open_notebook, emailed, tmp_path):
    notebook = open_notebook(emailed)
    notebook.page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    notebook.page.set_viewport_size({"width": 480, "height": 900})
    shown = notebook.page.locator(".mlp-card")
    shown.screenshot(path=tmp_path / "narrow.png")
    assert shown.evaluate("card => card.scrollWidth <= card.clientWidth + 1")
