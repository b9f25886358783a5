"""The same class on a Dask cluster of one, two and four worker processes of this machine, against `--jobs 2`, pages left out.

A cluster is started anew for each run; its start does not count. Every run must give the scores of the first.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from claims import Claim, arguments, claim, report
from grading import course

TOPIC, WORKERS = "02_activations", (1, 2, 4)
SLACK = 0.8  # of the speed of as many jobs without a cluster, or of as many as there are cores


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler that has so many workers of one thread each."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mlp-course-"))
        place = Path(folder, "scheduler.json")

        def start(name: str, *options: str) -> None:
            words = [sys.executable, "-m", f"distributed.cli.{name}", "--no-dashboard", "--scheduler-file", str(place)]
            process = subprocess.Popen([*words, *options], cwd=folder, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        start("dask_scheduler", "--port", "0")
        while not place.exists():
            time.sleep(0.1)
        for _ in range(workers):
            start("dask_worker", "--nthreads", "1")
        time.sleep(5 + 3 * workers)
        yield json.loads(place.read_text())["address"]


def run(folder: Path, *options: str) -> tuple[float, list[float]]:
    """Seconds of one command, and the scores."""
    words = ["mlp-course", "grade", TOPIC, "--seed", "1", "--no-gradebook", "--json", "-", *options]
    start = time.perf_counter()
    done = subprocess.run(words, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, [record["score"] for record in json.loads(done.stdout)]


def measure(folder: Path, count: int) -> list[Claim]:
    course(folder, TOPIC, count)
    alone, scores = {}, []
    for jobs in (1, 2):
        alone[jobs], found = run(folder, "--jobs", str(jobs))
        scores.append(found)
    claims = []
    for workers in WORKERS:
        with cluster(workers) as address:
            seconds, found = run(folder, "--cluster", address)
        scores.append(found)
        jobs = min(workers, 2)
        said = f"{count} submissions on {workers} workers against --jobs {jobs} ({seconds:.0f} s, {alone[jobs]:.0f} s)"
        claims.append(claim(said, alone[jobs] / seconds, SLACK))
    same = sum(found == scores[0] for found in scores) / len(scores)
    return [*claims, claim(f"the same {count} scores in all {len(scores)} runs", same)]


def main() -> None:
    options = arguments(__doc__, "cluster.py", "24 submissions instead of 300").parse_args()
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
        report(measure(Path(folder), 24 if options.quick else 300), options)


if __name__ == "__main__":
    main()
