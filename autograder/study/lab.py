"""Lab: JupyterLab on the working copy, opened on the start page or on a topic."""

from __future__ import annotations

import json
import os
import sysconfig
import tempfile
from pathlib import Path

from autograder.study import working
from autograder.study.start import write_page
from autograder.study.working import StudyError

_SERVERS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
_PANELS = ("assignment-list", "course-list", "create-assignment", "formgrader", "menu", "validate-assignment")
_QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


def lab(
    root: Path, topic: str | None = None, teach: bool = False, browser: bool = True, port: int | None = None
) -> None:
    """Bring `work/` up to date and run JupyterLab there until it is stopped.

    root: the folder that holds `exercises/`. topic: "04", "04_matrix_backprop" or None for every topic. With `teach`, JupyterLab
    runs in `root` and shows nbgrader's panels. Raises StudyError.
    """
    notebooks = working.released(root, topic)
    for line in working.copy(root, notebooks):
        print(line)
    place = working.place(root)
    page = write_page(place)
    if topic:
        page = place.root / notebooks[0]
    folder = root if teach else place.root
    _run(folder, "/lab" if teach else f"/lab/tree/{page.relative_to(folder).as_posix()}", teach, browser, port)


def _run(folder: Path, page: str, teach: bool, browser: bool, port: int | None) -> None:
    """JupyterLab in this process, with a configuration of the course's own before the reader's."""
    with tempfile.TemporaryDirectory() as config:
        _configure(Path(config), teach)
        ours = [config, os.environ.get("JUPYTER_CONFIG_PATH", "")]
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, ours))
        # nbgrader calls `alembic` by its bare name, and an environment need not be on the path to be run from
        os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
        try:
            from jupyterlab.labapp import LabApp
        except ImportError:
            raise StudyError("JupyterLab is not installed: install it with `pip install jupyterlab`") from None
        arguments = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={page}", "--ServerApp.ip=127.0.0.1"]
        arguments += [] if browser else ["--no-browser"]
        arguments += [] if port is None else [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--allow-root")  # containers; it listens on this machine alone
        os.chdir(folder)  # nbgrader looks for its configuration in the current folder
        LabApp.launch_instance(arguments)


def _configure(folder: Path, teach: bool) -> None:
    """No news, no search for updates; nbgrader's panels for those who teach."""
    settings = folder / "labconfig"
    settings.mkdir()
    (settings / "default_setting_overrides.json").write_text(json.dumps(_QUIET), "utf-8")
    if not teach:
        hidden = {name: True for name in ("jupyterlab-jupytext", *(f"@jupyter/nbgrader:{panel}" for panel in _PANELS))}
        (settings / "page_config.json").write_text(json.dumps({"disabledExtensions": hidden}), "utf-8")
        off = {f"nbgrader.server_extensions.{name}": False for name in _SERVERS}
        (folder / "jupyter_server_config.json").write_text(
            json.dumps({"ServerApp": {"jpserver_extensions": off}}), "utf-8"
        )
