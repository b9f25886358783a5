"""Every lecture in JupyterLab: it runs, its formulas are set, its pictures have words, and every control moves one of them."""

from pathlib import Path

import pytest

from autograder.authoring.lecture import lectures

pytestmark = pytest.mark.browser
DONE = """() => {
    const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
    return prompts.length > 0 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}"""
FAILED = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
CONTROLS = ".jp-OutputArea .widget-vbox > :not(.widget-html)"
OUTPUT = "xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]"
REDRAWN = "([image, before]) => !image.isConnected || image.alt !== before"


@pytest.mark.parametrize("topic", [lecture.topic for lecture in lectures(Path(__file__).parents[2])])
def test_a_lecture_runs_and_every_control_moves_its_picture(open_notebook, topic, tmp_path):
    notebook = open_notebook(f"lectures/{topic}.ipynb")
    page = notebook.page
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(DONE, timeout=90_000)
    assert page.locator(FAILED).count() == 0
    assert page.locator(".jp-RenderedMarkdown mjx-container").count() > 0
    assert page.locator("mjx-merror").count() == 0

    page.locator(CONTROLS).first.wait_for()
    assert all(page.locator(".jp-OutputArea img").evaluate_all("images => images.map(image => image.alt.length > 40)"))
    for control in page.locator(CONTROLS).all():
        assert control.locator(".widget-label").first.text_content().strip()
        picture = control.locator(OUTPUT).locator("img")
        before = picture.get_attribute("alt")
        _move(page, control)
        page.wait_for_function(REDRAWN, arg=[picture.element_handle(), before])
        assert picture.get_attribute("alt") != before
    for theme in ("Light", "Dark"):
        notebook.theme(f"JupyterLab {theme}")
        for number, picture in enumerate(page.locator(".jp-OutputArea .widget-vbox").all()):
            picture.screenshot(path=tmp_path / f"{theme} {number}.png")


def _move(page, control):
    """A slider one step to the right, or a button that is not yet pressed."""
    if control.locator(".noUi-handle").count():
        control.locator(".noUi-handle").focus()
        page.keyboard.press("ArrowRight")
    else:
        control.locator("button:not(.mod-active)").first.click()
