"""A large class: `mlp-course grade` on 300 submissions with two workers, as one command, and what each further submission costs.

Commands run one after another, each on a course of its own: a small class, the whole class, and the small class once more
beside a gradebook that is full already. Memory is the most that each process held, read while the whole class was graded, and
once more while a submission took all that it could get.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograder.grading.course import notebook_name
from claims import Claim, arguments, claim, report
from grading import course

TOPIC = "02_activations"
MINUTES, MEMORY, FLOOD, SLACK = (
    2,
    250,
    1300,
    1.15,
)  # for the class; MB for each process, of a flood; of the cost of one submission
HOG = "hog = []\nwhile True:\n    hog.append(b'x' * 10_000_000)"


def command(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    words = ("mlp-course", "grade", TOPIC, "--jobs", "2", "--seed", "1", *options)
    return subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds(folder: Path, *options: str) -> float:
    start = time.perf_counter()
    if command(folder, *options).wait():
        raise RuntimeError(f"mlp-course grade failed in {folder}")
    return time.perf_counter() - start


class Memory:
    """The largest resident size of a process and of its descendants, in MB, looked at four times a second."""

    def __init__(self, root: int):
        self.root, self.peaks, self.done = root, {}, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def _watch(self) -> None:
        while not self.done.wait(0.25):
            for process in (self.root, *descendants(self.root)):
                self.peaks[process] = max(self.peaks.get(process, 0), resident(process))

    def stop(self) -> dict[int, int]:
        self.done.set()
        self.thread.join()
        return self.peaks


def descendants(process: int) -> Iterator[int]:
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = list(map(int, path.read_text().split()))
        except OSError:
            continue
        for child in children:
            yield child
            yield from descendants(child)


def resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 10**6
    except (OSError, IndexError):
        return 0


def measure(folder: Path, count: int) -> list[Claim]:
    few = count // 4
    small, large = course(folder / "small", TOPIC, few), course(folder / "large", TOPIC, count)
    first = seconds(small)
    start = time.perf_counter()
    process = command(large)
    memory = Memory(process.pid)
    failed = process.wait()
    whole = time.perf_counter() - start
    peaks = memory.stop()
    if failed:
        raise RuntimeError(f"mlp-course grade failed in {large}")
    flooded = flood(course(folder / "flood", TOPIC, 2))
    again = seconds(large, *(word for number in range(few) for word in ("--student", f"s{number:02}")))
    marginal, most = (whole - first) / (count - few), max(peaks.values())
    costs = f"{1000 * first / few:.0f} ms each with start-up, then {1000 * marginal:.0f} ms"
    return [
        claim(f"{count} submissions in {MINUTES} minutes, pages included ({whole:.0f} s)", MINUTES * 60 / whole),
        claim(f"{count} submissions cost each what {few} do ({costs})", SLACK * first / few / marginal),
        claim(
            f"{few} beside {count} in the gradebook cost as much ({again:.1f} s, {first:.1f} s)", SLACK * first / again
        ),
        claim(f"at most {MEMORY} MB in every process ({most} MB)", MEMORY / most),
        claim(f"at most {FLOOD} MB where a submission takes all it can get ({flooded} MB)", FLOOD / flooded),
    ]


def flood(folder: Path) -> int:
    """The most that a process held while it was graded, in MB."""
    path = folder / "grading/submitted/s00" / TOPIC / notebook_name(TOPIC)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(1, nbformat.v4.new_code_cell(HOG, id="hog"))
    nbformat.write(notebook, path)
    process = command(folder)
    memory = Memory(process.pid)
    process.wait()
    return max(memory.stop().values())


def main() -> None:
    options = arguments(__doc__, "scale.py", "24 submissions instead of 300").parse_args()
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
        report(measure(Path(folder), 24 if options.quick else 300), options)


if __name__ == "__main__":
    main()
