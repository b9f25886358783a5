"""A kit unpacked in an empty folder: the map, the first exercise, the way on, and no solutions."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CHAIN = "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))"


def test_a_class_starts_with_its_kit(page, kit_lab, open_notebook):
    notebook = open_notebook(lab=kit_lab)
    drawn = page.locator(".mlp-map")
    expect(drawn).to_contain_text("0 of 20 exercises are passed")
    drawn.get_by_role("link", name=re.compile("Continue with")).click()
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.context?.path === '02_activations/activations.ipynb'"
    )
    notebook = notebook.in_front()
    notebook.run("from autograder import check, hint")
    notebook.write("sigmoid", CHAIN)
    card = notebook.card("sigmoid", "passed")
    expect(card.get_by_role("link", name="Go to tanh")).to_be_visible()
    expect(notebook.below("solution(sigmoid)")).to_contain_text("no solutions in this copy")
    assert (kit_lab.work / ".mlp-course.json").exists()
