"""A real JupyterLab, started as a student starts it, and a real browser that reaches nothing but it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, sync_playwright

from autograder.authoring import kit

COURSE = Path(__file__).parents[2]
TOKEN = "open-sesame"
FAINTEST = """card => {
    const rgba = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
    const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const over = (top, under) => [0, 1, 2].map(i => top[3] * top[i] + (1 - top[3]) * under[i]);
    const ground = element => { const own = rgba(getComputedStyle(element).backgroundColor);
        if (own[3] === 1) return own.slice(0, 3);
        return over(own, element.parentElement ? ground(element.parentElement) : [255, 255, 255]); };
    const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    let faintest = [99, ""];
    while (texts.nextNode()) {
        const text = texts.currentNode, words = text.textContent.trim();
        if (!words) continue;
        const behind = ground(text.parentElement), ink = over(rgba(getComputedStyle(text.parentElement).color), behind);
        const [low, high] = [light(ink), light(behind)].sort((a, b) => a - b);
        const ratio = (high + 0.05) / (low + 0.05);
        if (ratio < faintest[0]) faintest = [ratio, words];
    }
    return faintest;
}"""
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
    """A running JupyterLab: its address, the folder it serves, and when its process was started, as `time.perf_counter` says."""

    url: str
    work: Path
    started: float


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """As a student starts it."""
    with _running(tmp_path_factory, _course(tmp_path_factory)) as running:
        yield running


@pytest.fixture
def start_again(lab, tmp_path_factory):
    """As a student starts it the next day: everything has been read from disk before."""
    return lambda: _running(tmp_path_factory, lab.work.parent)


@pytest.fixture(scope="session")
def teaching_lab(tmp_path_factory):
    with _running(tmp_path_factory, _course(tmp_path_factory), "--teach") as running:
        yield running


def _course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for folder in ("exercises", "lectures", "solutions"):
        shutil.copytree(COURSE / folder, root / folder)
    return root


@pytest.fixture(scope="session")
def kit_lab(tmp_path_factory):
    """As a class starts it: a kit in an empty folder, its wheel in a fresh environment that borrows everything else from ours."""
    root = tmp_path_factory.mktemp("class") / "kit"
    kit.kit(COURSE, root, ["02_activations", "03_chain_rule"])
    uv, home = shutil.which("uv"), root / ".venv"
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, home], check=True)
    python, [wheel] = home / "bin" / "python", (root / "wheels").glob("*.whl")
    subprocess.run([uv, "pip", "install", "-q", "--no-deps", "--python", python, wheel], check=True)
    [packages] = home.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    with _running(tmp_path_factory, root, python=python) as running:
        yield running


@contextlib.contextmanager
def _running(tmp_path_factory, root, *options, python=sys.executable):
    home = tmp_path_factory.mktemp("home")
    (home / "config").mkdir()
    (home / "config" / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
    folders = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    own = {f"JUPYTER_{name}_DIR": str(home / folder) for name, folder in folders.items()}
    own |= {
        "JUPYTERLAB_DIR": str(Path(sys.prefix) / "share" / "jupyter" / "lab")
    }  # a borrowing environment has no such files
    own |= {"JUPYTER_CONFIG_PATH": str(Path(sys.prefix) / "etc" / "jupyter")}
    own |= {"HOME": str(home), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTER_TOKEN": TOKEN}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", home / "lab.log"
    with log.open("w") as out:
        command = [python, "-m", "autograder.study.commands", "lab", "--no-browser", "--port", str(port), *options]
        started = time.perf_counter()
        server = subprocess.Popen(command, cwd=root, env={**os.environ, **own}, stdout=out, stderr=out)
        try:
            _wait(url, server, log)
            yield Lab(url, root / "work", started)
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
def page(chromium, tmp_path):
    """A page that fails its test on any error in the console and on any request to the outside."""
    context = chromium.new_context(viewport={"width": 1200, "height": 1000})
    errors, outside = [], []

    def said(message):
        return f"{message.text} {message.location.get('url', '')}"

    def pass_on(route):
        if route.request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", pass_on)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("console", lambda message: errors.append(said(message)) if message.type == "error" else None)
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
    panel: Locator | None = None

    @property
    def area(self):
        """Where it is: the whole page while it is the only one."""
        return self.page if self.panel is None else self.panel

    def in_front(self):
        """The notebook that is in front now, once its kernel is there."""
        self.page.evaluate(READY)
        return Notebook(self.page, self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)"))

    def run(self, source):
        """Run the first cell that holds `source`."""
        cell = self.area.locator(".jp-CodeCell", has_text=source).first
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        return cell

    def write(self, name, source):
        """Replace the answer to `name` by `source` and run it."""
        self.area.locator(".jp-CodeCell", has_text=f"def {name}(").first.locator(".cm-content").click()
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
        return self.area.locator(".jp-Cell.jp-mod-active")

    def theme(self, name):
        self.page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
        self.page.wait_for_selector(f'body[data-jp-theme-name="{name}"]', state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")


@pytest.fixture
def open_notebook(page, request):
    def opened(path="", lab=None):
        """The page that the lab opens by itself, or another notebook of the same folder."""
        lab = lab or request.getfixturevalue("lab")
        page.goto(f"{lab.url}/lab/tree/{path}?reset&token={TOKEN}" if path else f"{lab.url}/?token={TOKEN}")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")
        page.evaluate(READY)
        return Notebook(page)

    return opened


@pytest.fixture
def readable():
    """Every text of an element stands out from what is behind it."""

    def check(element):
        ratio, words = element.evaluate(FAINTEST)
        assert ratio >= 4.5, words

    return check
