"""Someone alone with JupyterLab: first start, stub to pass, hint, solution, next, progress, reset; by clicking what is there."""

import re
import time

import pytest
from playwright.sync_api import expect

from autograder.study import commands

pytestmark = pytest.mark.browser

TOKEN = "open-sesame"
STABLE = "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))"
CURRENT = "() => window.jupyterapp.shell.currentWidget.context?.path"
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
IN_VIEW = """name => {
    const panel = window.jupyterapp.shell.currentWidget.content;
    const cell = panel.widgets.find(cell => cell.model.id === name || cell.model.sharedModel.getSource().includes(name));
    if (!cell) return false;
    const [inner, outer] = [cell.node, panel.node].map(node => node.getBoundingClientRect());
    return inner.height > 0 && inner.bottom > outer.top && inner.top < outer.bottom;
}"""


def is_open(page, path):
    page.wait_for_function(f"path => ({CURRENT})() === path", arg=path)


def in_view(page, name):
    page.wait_for_function(IN_VIEW, arg=name)


def test_the_whole_loop(open_notebook, lab, tmp_path, capsys):
    notebook = open_notebook()  # what opens by itself
    page = notebook.page
    is_open(page, "start.ipynb")
    drawn = page.locator(".mlp-map")
    expect(drawn).to_contain_text(re.compile(r"0 of \d+ exercises are passed"))
    page.screenshot(path=tmp_path / "start.png")

    drawn.locator("summary", has_text="02 · activations").click()
    drawn.get_by_role("link", name="sigmoid", exact=True).click()
    is_open(page, "02_activations/activations.ipynb")
    in_view(page, "## 1 · The sigmoid")
    notebook = notebook.in_front()

    notebook.run("from autograder import check, hint")
    notebook.run("def sigmoid(")
    expect(notebook.card("sigmoid", "todo")).to_contain_text("write your code")
    expect(notebook.below("hint(sigmoid)")).to_contain_text("Hint 1 of")
    notebook.run("hint(sigmoid)")
    expect(notebook.area.locator(".mlp-hint")).to_contain_text("Hint 2 of")
    refused = notebook.below("solution(sigmoid)")
    expect(refused).to_contain_text("sigmoid is not passed yet")

    notebook.write("sigmoid", STABLE)
    card = notebook.card("sigmoid", "passed")
    page.screenshot(path=tmp_path / "passed.png")
    notebook.run("solution(sigmoid)")
    expect(notebook.area.locator(".mlp-solution")).to_contain_text("small = np.exp(-np.abs(z))")
    card.get_by_role("link", name="Go to tanh").click()
    in_view(page, "## 2 · The hyperbolic tangent")

    shown = notebook.below("progress()").locator(".mlp-map")
    expect(shown).to_contain_text("1 of 9 passed")
    expect(shown).to_contain_text("✔ passed sigmoid, 2 hints")
    expect(shown).to_contain_text("Continue with tanh")

    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save').then(() => null)")
    course = ["--course", str(lab.work.parent)]
    assert commands.main(["check", "02", *course]) == 1
    assert "[PASS] sigmoid" in capsys.readouterr().out
    assert commands.main(["reset", "sigmoid", *course]) == 0
    assert "0.5 * (1 + np.tanh" in (lab.work / "backup" / "02_activations" / "sigmoid.py").read_text()
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.revert()")
    expect(notebook.area.locator(".jp-CodeCell", has_text="def sigmoid(").first).to_contain_text("NotImplementedError")
    expect(page.locator(".jp-mod-error, [data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)


def test_the_map_is_there_within_15_seconds(page, start_again, capsys):
    page.set_default_timeout(60_000)
    taken = []
    while len(taken) < 3 and min(taken, default=99) >= 15:  # whatever else the machine does only adds to it
        with start_again() as lab:
            page.goto(f"{lab.url}/?token={TOKEN}")
            page.locator(".mlp-map").wait_for()
            taken.append(time.perf_counter() - lab.started)
            page.wait_for_function(IDLE)  # a server does not stop while a kernel is starting
            page.goto("about:blank")
    with capsys.disabled():
        print(f"\nfrom `mlp-course lab` to the map: {min(taken):.1f} s")
    assert min(taken) < 15


def test_a_card_leads_to_the_section_of_the_lecture(open_notebook):
    notebook = open_notebook("02_activations/activations.ipynb")
    notebook.run("from autograder import check, hint")
    notebook.write("relu_derivative", "def relu_derivative(z):\n    return np.asarray(z >= 0, float)")
    card = notebook.card("relu_derivative", "partial")
    link = card.get_by_role("link", name=re.compile("lecture 02_activations"))
    for _ in range(2):  # into a lecture that is not open yet, and into one that is
        link.click()
        is_open(notebook.page, "lectures/02_activations.ipynb")
        in_view(notebook.page, "## Derivatives")
        notebook.page.evaluate(
            "() => window.jupyterapp.commands.execute('docmanager:open', "
            "{path: '02_activations/activations.ipynb'}).then(() => null)"
        )


def panels(page):
    return page.evaluate("() => window.jupyterapp.commands.listCommands().filter(name => name.startsWith('nbgrader'))")


def test_a_student_meets_no_panels_and_no_news(open_notebook):
    page = open_notebook().page
    expect(page.locator(".lm-MenuBar")).not_to_contain_text("Nbgrader")
    assert panels(page) == []
    expect(page.locator(".Toastify__toast")).to_have_count(0)


def test_a_teacher_has_nbgraders_panels(page, teaching_lab):
    page.goto(f"{teaching_lab.url}/lab?token={TOKEN}")
    expect(page.locator(".lm-MenuBar")).to_contain_text("Nbgrader")
    assert panels(page)
    expect(page.locator(".Toastify__toast")).to_have_count(0)


@pytest.mark.parametrize(
    ("theme", "width"), [("JupyterLab Light", 1200), ("JupyterLab Dark", 1200), ("JupyterLab Light", 480)]
)
def test_the_map_is_readable_and_fits(open_notebook, readable, theme, width, tmp_path):
    notebook = open_notebook()
    notebook.theme(theme)
    if width < 800:
        notebook.page.evaluate(
            "() => window.jupyterapp.commands.execute('application:toggle-left-area').then(() => null)"
        )
    notebook.page.set_viewport_size({"width": width, "height": 900})
    drawn = notebook.page.locator(".mlp-map").first
    readable(drawn)
    notebook.page.wait_for_function(  # the page may still be finding its new width
        "map => map.scrollWidth <= map.clientWidth + 1", arg=drawn.element_handle()
    )
    notebook.page.screenshot(path=tmp_path / "map.png")
