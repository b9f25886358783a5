"""Lab: JupyterLab on the working copy. Nobody works in `exercises/`; each released notebook is copied to `work/`, once."""

from __future__ import annotations

import hashlib
import json
import os
import sysconfig
import tempfile
from pathlib import Path

_RECORD = ".released.json"  # in work/: the digest of each release that was copied there
_SERVERS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
_PANELS = ("assignment-list", "course-list", "create-assignment", "formgrader", "menu", "validate-assignment")
_QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}


class LabError(ValueError):
    """No such topic, no released notebooks, no JupyterLab; one clear line with a next step."""


def lab(
    root: Path, topic: str | None = None, teach: bool = False, browser: bool = True, port: int | None = None
) -> None:
    """Bring `work/` up to date and run JupyterLab there until it is stopped.

    root: the folder that holds `exercises/`. topic: "04", "04_matrix_backprop" or None for every topic. With `teach`, JupyterLab
    runs in `root` and shows nbgrader's panels. Raises LabError.
    """
    notebooks = released(root, topic)
    for line in copy(root, notebooks):
        print(line)
    folder = root if teach else root / "work"
    first = root / "work" / notebooks[0]
    page = f"/lab/tree/{first.relative_to(folder).as_posix()}" if topic and not teach else "/lab"
    _run(folder, page, teach, browser, port)


def released(root: Path, topic: str | None = None) -> list[Path]:
    """The released notebooks, relative to `exercises/`, in course order. Raises LabError where there are none."""
    folder = root / "exercises"
    notebooks = sorted(path.relative_to(folder) for path in folder.glob("*/*.ipynb"))
    if not notebooks:
        raise LabError(
            f"there is no notebook in {folder}: run this in the course's folder, or `mlp-course build` first"
        )
    topics = sorted({path.parts[0] for path in notebooks})
    wanted = [
        name for name in topics if topic is None or topic in (name, *name.split("_", 1)) or _same_number(topic, name)
    ]
    if not wanted:
        raise LabError(f"there is no topic {topic!r}: choose one of {', '.join(topics)}")
    return [path for path in notebooks if path.parts[0] in wanted]


def copy(root: Path, notebooks: list[Path]) -> list[str]:
    """Copy what is not in `work/` yet; put a changed release beside the student's notebook, never over it. Says what it did."""
    work, said = root / "work", []
    record = _read(work / _RECORD)
    for name in notebooks:
        data = (root / "exercises" / name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        target, before = work / name, record.get(name.as_posix())
        if target.exists() and before not in (None, digest):
            target = _beside(target)
            new = target.relative_to(root).as_posix()
            said.append(f"{name.as_posix()} has changed: your copy stays as it is, the new one is {new}")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        record[name.as_posix()] = digest
    _write(work / _RECORD, record)
    return said


def _same_number(topic: str, name: str) -> bool:
    number = name.partition("_")[0]
    return topic.isdecimal() and number.isdecimal() and int(topic) == int(number)


def _beside(path: Path) -> Path:
    """`name (update).ipynb`, or the next such name that is free."""
    names = (path.with_stem(f"{path.stem} (update{'' if n == 1 else f' {n}'})") for n in range(1, 1000))
    return next(name for name in names if not name.exists())


def _read(file: Path) -> dict[str, str]:
    try:
        record = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _write(file: Path, record: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(record, indent=1, sort_keys=True), "utf-8")
    draft.replace(file)


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
            raise LabError("JupyterLab is not installed: install it with `pip install jupyterlab`") from None
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
