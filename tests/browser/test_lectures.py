"""Every lecture in JupyterLab: it runs, its formulas are set, its pictures have words, and every slider moves one of them."""

from pathlib import Path

import pytest

from autograder.authoring.lecture import lectures

pytestmark = pytest.mark.browser
DONE = """() => {
    const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
    return prompts.length > 0 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}"""
FAILED = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
REDRAWN = "([image, before]) => !image.isConnected || image.alt !== before"


@pytest.mark.parametrize("topic", [lecture.topic for lecture in lectures(Path(__file__).parents[2])])
def test_a_lecture_runs_and_every_slider_moves_its_picture(open_notebook, topic, tmp_path):
    notebook = open_notebook(f"lectures/{topic}.ipynb")
    page = notebook.page
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(DONE, timeout=90_000)
    assert page.locator(FAILED).count() == 0
    assert page.locator(".jp-RenderedMarkdown mjx-container").count() > 0
    assert page.locator("mjx-merror").count() == 0

    sliders = page.locator(".jp-OutputArea .noUi-handle")
    sliders.first.wait_for()
    assert all(page.locator(".jp-OutputArea img").evaluate_all("images => images.map(image => image.alt.length > 40)"))
    for slider in sliders.all():
        output = slider.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")
        picture = output.locator("img")
        before = picture.get_attribute("alt")
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(REDRAWN, arg=[picture.element_handle(), before])
        assert picture.get_attribute("alt") != before
    for theme in ("Light", "Dark"):
        notebook.theme(f"JupyterLab {theme}")
        for number, picture in enumerate(page.locator(".jp-OutputArea .widget-vbox").all()):
            picture.screenshot(path=tmp_path / f"{theme} {number}.png")
