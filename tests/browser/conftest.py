"""A real JupyterLab, started as a student starts it, and a real browser that reaches nothing but it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

COURSE = Path(__file__).parents[2]
TOKEN = "open-sesame"
START = """
import pathlib, sys
from autograder.study import lab, working
root = pathlib.Path(sys.argv[1])
working.copy(root, working.released(root))
lab.lab(root, "02", browser=False, port=int(sys.argv[2]))
"""
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": '{"windowingMode": "none"}'
}  # keeps cells out of view in the page
READY = """async () => {
    for (let tries = 0; tries < 600; tries++) {
        const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
        if (session?.session?.kernel) return await session.session.kernel.info;
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error("no kernel");
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address and the folder it serves."""

    url: str
    work: Path


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    root, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home")
    shutil.copytree(COURSE / "exercises", root / "exercises")
    for name, text in SETTINGS.items():
        (file := home / "settings" / f"{name}.jupyterlab-settings").parent.mkdir(parents=True)
        file.write_text(text)
    (home / "config").mkdir()
    (home / "config" / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
    folders = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    own = {f"JUPYTER_{name}_DIR": str(home / folder) for name, folder in folders.items()}
    own |= {"HOME": str(home), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTER_TOKEN": TOKEN}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", home / "lab.log"
    with log.open("w") as out:
        command = [sys.executable, "-c", START, str(root), str(port)]
        server = subprocess.Popen(command, env={**os.environ, **own}, stdout=out, stderr=out)
        try:
            _wait(url, server, log)
            yield Lab(url, root / "work")
        finally:
            server.terminate()
            server.wait(30)


def _wait(url, server, log):
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/api/status?token={TOKEN}", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, lab, tmp_path):
    """A page that fails its test on any error in the console and on any request to the outside."""
    context = chromium.new_context(viewport={"width": 1200, "height": 1000})
    errors, outside = [], []

    def pass_on(route):
        if route.request.url.startswith((lab.url, "data:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", pass_on)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.screenshot(path=tmp_path / "page.png")
    context.close()
    assert not outside
    assert not errors


@dataclass
class Notebook:
    """An open notebook, used as a student uses it: click, type, Ctrl+Enter."""

    page: Page

    def run(self, source):
        """Run the first cell that holds `source`."""
        cell = self.page.locator(".jp-CodeCell", has_text=source).first
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        return cell

    def write(self, name, source):
        """Replace the answer to `name` by `source` and run it."""
        self.page.locator(".jp-CodeCell", has_text=f"def {name}(").first.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")

    def card(self, name, status):
        """The card of `name` once it has that status, after running its check cell."""
        cell = self.run(f"check({name})")
        card = cell.locator(f".mlp-card[data-exercise={name}][data-status={status}]")
        card.wait_for()
        return card

    def below(self, source):
        """A new cell under the current one, run."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        return self.page.locator(".jp-Cell.jp-mod-active")

    def theme(self, name):
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_selector(f'body[data-jp-theme-name="{name}"]', state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")


@pytest.fixture
def open_notebook(page, lab):
    def opened(path=""):
        """The page that the lab opens by itself, or another notebook of the same folder."""
        page.goto(f"{lab.url}/lab/tree/{path}?reset&token={TOKEN}" if path else f"{lab.url}/?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.evaluate(READY)
        return Notebook(page)

    return opened
