"""How long a student waits: from running a check to its card in a notebook, and from saving a file to its card in a terminal.

Each topic has a process of its own, in a working copy, with its solution run as in the notebook. Every exercise but `fit_digits`,
which trains for most of a minute, is checked with its solution, an untouched stub and two wrong answers. A check reads its key
anew, judges, remembers the result and draws the card: each is a first check. Times are by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from autograder import topics
from autograder.checks import places
from autograder.study import check, working
from autograder.study.runner import Runner
from claims import Claim, arguments, claim, report

ROOT = Path(__file__).parent.parent
CARD, SAVE = 0.3, 1.0  # seconds
LEFT_OUT = {"fit_digits"}
TOPIC, RELU = "02_activations", "def relu(z):\n    return np.maximum(z, {})"


def stub(*arguments: Any) -> None:
    raise NotImplementedError()


def measure(topic: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of every check of one topic, by exercise. Run in the folder of its notebook."""
    space: dict[str, Any] = {}
    cells = places.read(ROOT / "solutions" / topic / places.notebook_name(topic))
    for cell in cells:
        if cell["cell_type"] == "code" and places.grade_id(cell) and not places.grade_id(cell).startswith("check_"):
            exec(places.source(cell), space)
    exec("from autograder import check\nimport numpy", space)
    taken: dict[str, list[float]] = {}
    for exercise in topics.exercises(topic):
        right = space[exercise.name]
        if exercise.name in LEFT_OUT:
            continue
        wrong = [misconception.implementation for misconception in exercise.misconceptions[:2]]
        for answer in [right, stub, *wrong] * rounds:
            space[exercise.name] = answer
            start = time.perf_counter()
            eval(f"check({exercise.name})", space).html()
            taken.setdefault(exercise.name, []).append(time.perf_counter() - start)
        space[exercise.name] = right
    return taken


def cards(course: Path, rounds: int) -> list[Claim]:
    taken: dict[str, list[float]] = {}
    for topic in topics.TOPICS:
        folder = working.place(course).notebook(topic).parent
        command = [sys.executable, __file__, "--topic", topic, "--rounds", str(rounds)]
        done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
        taken |= json.loads(done.stdout)
    times = [seconds for some in taken.values() for seconds in some]
    slowest = max(taken, key=lambda name: median(taken[name]))
    p95 = quantiles(times, n=20)[-1]
    said = (
        f"{len(times)} checks of {len(taken)} exercises, median {1000 * median(times):.0f} ms, p95 {1000 * p95:.0f} ms"
    )
    said += f", slowest {slowest} with {1000 * median(taken[slowest]):.0f} ms"
    return [claim(f"check to card within {1000 * CARD:.0f} ms at the 95th percentile ({said})", CARD / p95)]


def saves(course: Path, rounds: int) -> list[Claim]:
    """One exercise changes and is saved; the next process is waiting. The looks at the file count with half their distance."""
    [notebook] = check.find(course, TOPIC)
    taken = []
    with Runner(notebook.path.parent, again=True) as runner:
        for number in range(3 * rounds + 1):
            tree = json.loads(notebook.path.read_text("utf-8"))
            [cell] = [cell for cell in tree["cells"] if places.grade_id(cell) == "relu"]
            cell["source"] = RELU.format(f"0.0 * {number}")
            notebook.path.write_text(json.dumps(tree), "utf-8")
            start = time.perf_counter()
            judged = [verdict.exercise for verdict in notebook.judge(runner)]
            if number:  # the first time, everything is judged
                assert judged == ["relu"]
                taken.append(time.perf_counter() - start + 0.05)
            time.sleep(5)  # a student types
    said = f"{len(taken)} saves, median {median(taken):.2f} s, slowest {max(taken):.2f} s"
    return [claim(f"save to card within {SAVE:g} s in `check --watch` ({said})", SAVE / max(taken))]


def main() -> None:
    parser = arguments(__doc__, "feedback.py", "one round instead of three")
    parser.add_argument("--topic", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.topic:
        os.environ["MPLBACKEND"] = "Agg"
        print(json.dumps(measure(options.topic, options.rounds)))
        return
    rounds = 1 if options.quick else 3
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
        course = Path(folder)
        (course / "exercises").symlink_to(ROOT / "exercises")
        working.copy(course, working.released(course))
        claims = [*cards(course, rounds), *saves(course, rounds)]
    report(claims, options)


if __name__ == "__main__":
    main()
