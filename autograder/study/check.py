"""Check: judge the notebooks of the working copy as they are on disk, and show cards as text; once, or at every save."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checks import shelf
from autograder.checks.card import Card
from autograder.checks.history import History
from autograder.checks.onward import onward
from autograder.checks.places import Place, notebook_name
from autograder.checks.verdict import Verdict
from autograder.study import working
from autograder.study.changed import fingerprints
from autograder.study.notebook import steps
from autograder.study.runner import Runner
from autograder.study.working import StudyError

_SECONDS = 0.1  # between two looks at the files


@dataclass
class Notebook:
    """One topic of the working copy: its file, and what is known of its exercises as they stand there."""

    place: Place
    topic: str
    release: Path
    stamp: tuple[int, int] | None = None
    judged: dict[str, str] = field(default_factory=dict)  # exercise → fingerprint of what was judged
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.place.notebook(self.topic)

    def saved(self) -> bool:
        """Whether the file is another one than at the last look."""
        before = self.stamp
        with contextlib.suppress(OSError):
            status = self.path.stat()
            self.stamp = (status.st_mtime_ns, status.st_size)
        return self.stamp != before

    def judge(self, runner: Runner) -> Iterator[Verdict]:
        """Judge what has changed since the last time, and remember it."""
        order = steps(self.path, self.release, self.topic)
        prints = fingerprints(order)
        changed = {name for name, digest in prints.items() if self.judged.get(name) != digest}
        history = History(self.place.history)
        for verdict in runner.judge(order, changed) if changed else ():
            name = verdict.exercise
            history.keep(name, history.record(name).after(verdict.status, verdict.score))
            self.judged[name], self.verdicts[name] = prints[name], verdict
            yield verdict

    @property
    def passed(self) -> int:
        return sum(verdict.status == "passed" for verdict in self.verdicts.values())


def check(root: Path, topic: str | None = None) -> bool:
    """Judge once and print; whether every exercise passes. Raises StudyError."""
    notebooks = find(root, topic)
    for notebook in notebooks:
        with Runner(notebook.path.parent) as runner:
            _show(notebook, runner)
    return all(notebook.passed == len(notebook.verdicts) for notebook in notebooks)


def watch(root: Path, topic: str | None = None, pause: Callable[[float], None] = time.sleep) -> None:
    """Judge, and judge again what changed whenever a notebook is saved, until Ctrl-C (or `pause`) ends it. Raises StudyError."""
    notebooks = find(root, topic)
    runners: dict[str, Runner] = {}
    print("Checking whenever you save. Ctrl-C ends it.", flush=True)
    with contextlib.ExitStack() as stack:
        while True:
            for notebook in notebooks:
                if not notebook.saved():
                    continue
                if notebook.topic not in runners:
                    runners[notebook.topic] = stack.enter_context(Runner(notebook.path.parent, again=True))
                _show(notebook, runners[notebook.topic])
            pause(_SECONDS)


def find(root: Path, topic: str | None = None) -> list[Notebook]:
    """The notebooks of the working copy that have exercises, in course order. Raises StudyError where there are none."""
    place = working.place(root)
    topics = [path.parts[0] for path in working.released(root, topic) if shelf.public().topic(path.parts[0])]
    if not topics:
        raise StudyError(f"topic {topic} has nothing to check: read its notebook and run it")
    there = [name for name in topics if place.notebook(name).is_file()]
    if not there:
        raise StudyError(f"{place.root} has no notebook to check yet: run `mlp-course lab` first")
    return [Notebook(place, name, root / "exercises" / name / notebook_name(name)) for name in there]


def _show(notebook: Notebook, runner: Runner) -> None:
    """Print a card for everything newly judged: whole where there is something to say, a line where there is not."""
    any_new = False
    for verdict in notebook.judge(runner):
        any_new = True
        records = History(notebook.place.history).records()
        text = Card(verdict, shelf.public()[verdict.exercise], **onward(verdict, records, None)).text()
        print(text.splitlines()[0] if verdict.status in ("passed", "todo") else text, flush=True)
    if any_new:
        print(f"{notebook.topic}: {notebook.passed} of {len(notebook.verdicts)} pass\n", flush=True)
