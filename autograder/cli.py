"""The command `mlp-course`: arguments in, exit codes out. What a command does lives in the rooms; imports wait until it runs."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.grading import course
from autograder.grading.course import CourseError
from autograder.study import commands
from autograder.study.commands import DONE, UNTRUE

if TYPE_CHECKING:
    from autograder.grading.batch import Grader


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: something asked for did not hold; 2: wrong usage or unusable input; 130: Ctrl-C."""
    return commands.run(_parser(), arguments)


def demo(options: argparse.Namespace) -> int:
    from autograder.grading.demo import demo

    demo(_course(options))
    return DONE


def grade(options: argparse.Namespace) -> int:
    from autograder.grading import seeds, submissions
    from autograder.topics import TOPICS

    root, silent = _course(options), options.json == "-"
    topics = [_topic(name, TOPICS) for name in options.topics] or list(TOPICS)
    folder = options.submitted or root / "grading" / "submitted"
    if options.json and not silent and not Path(options.json).absolute().parent.is_dir():
        raise CourseError(f"{options.json} lies in no folder that exists: make it first")
    found = submissions.find(folder, topics, options.student)
    for place in submissions.unknown(folder, TOPICS):
        print(f"mlp-course: {place} is named like no topic and is left out", file=sys.stderr)
    with _grader(options, len(found)) as grader:
        from autograder.grading.batch import record_all  # takes a second, in which workers start
        from autograder.grading.grade import Assignment

        assignments = {
            topic: Assignment.load(root, topic, seeds.seed(root, topic) if options.seed is None else options.seed)
            for topic in dict.fromkeys(submission.topic for submission in found)
        }
        if options.no_gradebook:
            records = list(grader(found, assignments))
        else:
            records = record_all(root, found, assignments, grader, options.resume, silent)
    from autograder.grading.gradebook import database, shown
    from autograder.grading.table import table

    text = json.dumps([record.to_json() for record in records], indent=1, ensure_ascii=False)
    if options.json and not silent:
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    print(text if silent else table(records))
    if not silent and not options.no_gradebook:
        print(f"\ngradebook {shown(database(root))}, feedback pages {root / 'grading' / 'feedback'}")
    return DONE


@contextlib.contextmanager
def _grader(options: argparse.Namespace, count: int) -> Iterator[Grader]:
    """Whatever grades `count` submissions, already starting."""
    if options.cluster:
        from autograder.grading import cluster

        yield partial(cluster.grade_all, address=options.cluster, trust=options.trust_submissions)
        return
    from autograder.grading.crew import Crew
    from autograder.grading.wall import TRUSTED, strongest

    wall = strongest(options.trust_submissions)
    if wall.trusting:
        print(f"mlp-course: {TRUSTED}", file=sys.stderr)
    with Crew(wall, min(options.jobs, count)) as crew:
        if not options.resume:  # which may find nothing to do
            crew.start()
        from autograder.grading.batch import grade_by

        yield partial(grade_by, crew)


def explain(options: argparse.Namespace) -> int:
    from autograder.grading.explain import explain

    print(explain(_course(options), options.student, options.exercise))
    return DONE


def report(options: argparse.Namespace) -> int:
    from autograder.grading.canvas import fill
    from autograder.grading.ledger import report
    from autograder.grading.report_page import page
    from autograder.grading.report_text import save, summary, table
    from autograder.grading.roster import Roster
    from autograder.topics import TOPICS

    if bool(options.lms) != bool(options.roster) or (options.out and not options.lms):
        raise CourseError(
            "--lms canvas and --roster FILE belong together, and --out FILE to them: give what is missing"
        )
    root = _course(options)
    found = report(root, [_topic(name, TOPICS) for name in options.topics])
    filled = fill(Roster.read(options.roster), found, root) if options.lms else None
    if options.html:
        save(options.html, page(found, f"{root.name}, {datetime.now():%Y-%m-%d %H:%M}"))
    if options.csv:
        save(options.csv, table(found))
    if filled and options.out:
        save(options.out, filled.text)
    print(filled.text if filled and not options.out else summary(found) + "\n", end="")
    for note in filled.notes if filled else ():
        print(f"mlp-course: {note}", file=sys.stderr)
    return UNTRUE if filled and filled.left_out else DONE


def build(options: argparse.Namespace) -> int:
    from autograder.authoring import build

    root = _course(options)
    if not options.check:
        try:
            written = build.build(root)
        except build.Unbuildable as error:
            raise CourseError(str(error)) from None
        print("\n".join(written) or "everything generated was fresh")
        return DONE
    problems = build.check(root)
    for problem in problems:
        print(problem)
    print(
        f"{len(problems)} problems"
        if problems
        else "everything generated is fresh, blanks score 0, solutions score full"
    )
    return UNTRUE if problems else DONE


def book(options: argparse.Namespace) -> int:
    from autograder.authoring import book

    try:
        print(book.book(_course(options), options.folder))
    except book.Unbound as error:
        raise CourseError(str(error)) from None
    return DONE


def kit(options: argparse.Namespace) -> int:
    from autograder.authoring import kit
    from autograder.authoring.source import sources

    root = _course(options)
    released = [source.topic for source in sources(root)]
    try:
        made = kit.kit(root, options.folder, [_topic(name, released) for name in options.topics])
    except kit.Unpackable as error:
        raise CourseError(str(error)) from None
    print("\n".join(made))
    print(f"\nGive out {options.folder} as it is, or as a zip. It starts with `python3 start.py`.")
    return DONE


def doctor(options: argparse.Namespace) -> int:
    from autograder.grading.doctor import machine, notebook

    sound, lines = notebook(options.notebook, _course(options)) if options.notebook else machine()
    print("\n".join(lines))
    return DONE if sound else UNTRUE


def _course(options: argparse.Namespace) -> Path:
    return course.find(options.course or Path.cwd())


def _topic(name: str, topics: Sequence[str]) -> str:
    """`04_matrix_backprop`, or `04` for short."""
    for topic in topics:
        if name in (topic, topic.partition("_")[0]):
            return topic
    raise CourseError(f"there is no topic {name!r}: choose from {', '.join(topics)}")


def _parser() -> argparse.ArgumentParser:
    about = "Neural networks from scratch: exercises, checks and grading."
    parser, command = commands.parser(about, "mlp-course demo")

    command(demo, "grade sample submissions in the sandbox, offline, within a minute", "demo")

    sub = command(grade, "grade submissions in the sandbox", "grade 04_matrix_backprop --student ada --json -")
    sub.add_argument("topics", nargs="*", metavar="NN_topic", help="topics; otherwise all")
    sub.add_argument(
        "--submitted", type=Path, metavar="DIR", help="DIR/<student>/<NN_topic>/; otherwise grading/submitted"
    )
    sub.add_argument("--student", action="append", default=[], metavar="ID", help="this student only; may be repeated")
    where = sub.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs", type=commands.count, default=_cores(), metavar="N", help="at a time; otherwise one a core"
    )
    where.add_argument("--cluster", metavar="ADDRESS", help="on the Dask cluster whose scheduler is there")
    sub.add_argument(
        "--seed", type=_seed, metavar="N", help="draw the cases from N; otherwise from the stored secret seed"
    )
    sub.add_argument(
        "--json", metavar="FILE", help="write the records as JSON; - writes them, and nothing else, to stdout"
    )
    sub.add_argument(
        "--trust-submissions",
        action="store_true",
        help="where no wall holds, run them all the same, with your own rights",
    )
    kept = sub.add_mutually_exclusive_group()
    kept.add_argument("--no-gradebook", action="store_true", help="write no gradebook, notebooks or feedback pages")
    kept.add_argument("--resume", action="store_true", help="skip what is recorded and has not changed since")

    sub = command(explain, "replay one verdict from the stored answers and seed", "explain ada affine_backward")
    sub.add_argument("student", metavar="STUDENT", help="as in grading/submitted/STUDENT/")
    sub.add_argument("exercise", metavar="EXERCISE", help="the name of a function that is graded, such as relu")

    sub = command(
        report, "show the class at a glance; write it as a page, as CSV, for Canvas", "report 02 --html class.html"
    )
    sub.add_argument("topics", nargs="*", metavar="NN_topic", help="topics; otherwise all that were handed in")
    sub.add_argument("--html", type=Path, metavar="FILE", help="write one page to read, print or keep")
    sub.add_argument("--csv", type=Path, metavar="FILE", help="write one row a student and exercise")
    sub.add_argument("--lms", choices=["canvas"], help="fill the learning platform's own export, see --roster")
    sub.add_argument(
        "--roster", type=Path, metavar="FILE", help="the export of Canvas's gradebook that is to be filled"
    )
    sub.add_argument("--out", type=Path, metavar="FILE", help="where the filled one goes; otherwise to stdout")

    sub = command(build, "write notebooks, release and keys from solutions/NN_topic/topic.py", "build --check")
    sub.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is stale or wrong")

    sub = command(book, "make a website of the lectures and the exercises' texts, to read offline", "book site")
    sub.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder, or an earlier book")

    sub = command(kit, "write what a class gets: exercises, lectures, checks; no solutions", "kit ../class 02 04")
    sub.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    sub.add_argument("topics", nargs="*", metavar="NN", help="topics, such as 02; otherwise all")

    sub = command(
        doctor,
        "is this machine fit to grade, or this notebook fit to hand in?",
        "doctor work/04_matrix_backprop/matrix_backprop.ipynb",
    )
    sub.add_argument(
        "notebook", nargs="?", type=Path, metavar="NOTEBOOK", help="a notebook to look at; nothing of it is run"
    )
    return parser


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) >= 1 << 63:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 2**63 - 1")
    return int(text)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
