"""A program for `test_nothing_lost`: grade, be killed at a moment, resume, and say what then stands recorded.

One process loads everything and grades once; forks of it are killed, resume and report.
"""

import copy
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

from nbgrader import api

from autograder.grading import answers, batch, feedback, gradebook, samples
from autograder.grading.grade import Assignment
from autograder.grading.journal import Journal
from autograder.grading.submissions import find
from autograder.grading.wall import strongest

TOPIC, NAME = "02_activations", "activations.ipynb"


def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def kill(place, name, number=2, before=True):
    """From now on, the so many-th call of a function ends the process, before or after it did its work."""
    whole, calls = getattr(place, name), []

    def wrapped(*arguments, **options):
        calls.append(name)
        if before and len(calls) == number:
            die()
        value = whole(*arguments, **options)
        if len(calls) == number:
            die()
        return value

    setattr(place, name, wrapped)


def half_a_line():
    """The journal's line is cut short in the middle."""
    append = Journal.append

    def cut(self, record, mark):
        before = self.path.read_bytes() if self.path.exists() else b""
        append(self, record, mark)
        if record.student == "ben":
            os.truncate(self.path, (len(before) + self.path.stat().st_size) // 2)
            die()

    Journal.append = cut


MOMENTS = {
    "while the gradebook is made": lambda: kill(gradebook.os, "replace", 1),
    "while the assignment is registered": lambda: kill(gradebook.SaveCells, "preprocess", 1),
    "after the assignment is registered": lambda: kill(gradebook.SaveCells, "preprocess", 1, before=False),
    "before any score": lambda: kill(gradebook.Gradebook, "_save", 1),
    "between two submissions": lambda: kill(gradebook.Gradebook, "_save"),
    "in the middle of the scores": lambda: kill(gradebook, "compute_checksum", 3),
    "between the scores and the notebook": lambda: kill(gradebook, "write"),
    "between the notebook and the answers": lambda: kill(answers, "save"),
    "between the answers and the journal": lambda: kill(Journal, "append"),
    "in the middle of the journal's line": half_a_line,
    "after the last submission": lambda: kill(batch, "feedback", 1),
    "while the pages are written": lambda: kill(feedback, "write"),
}


def hand_in(root, **samples_):
    for student, made in samples_.items():
        samples.write(
            root / "grading/submitted" / student / TOPIC / NAME, made if isinstance(made, str) else json.dumps(made)
        )


def told(root):
    """All that must not depend on what happened on the way: scores, comments, notebooks, answers, the journal's last word."""
    with sqlite3.connect(root / "grading/gradebook.db") as database:
        grades = database.execute(
            "select student_id, base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade from grade "
            "join base_cell on base_cell.id = grade.cell_id join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id order by 1, 2"
        ).fetchall()
        comments = database.execute(
            "select student_id, base_cell.name, auto_comment, manual_comment from comment join base_cell on base_cell.id = "
            "comment.cell_id join submitted_notebook on submitted_notebook.id = comment.notebook_id join submitted_assignment "
            "on submitted_assignment.id = submitted_notebook.assignment_id order by 1, 2"
        ).fetchall()
        version = database.execute("select count(*) from alembic_version").fetchall()
    files = {}
    for step in ("autograded", "answers", "feedback"):
        for path in sorted((root / "grading" / step).rglob("*")):
            if path.is_file():
                files[str(path.relative_to(root))] = hashlib.sha256(path.read_bytes()).hexdigest()
    journal = {who: (mark, record.to_json()) for (who, _), (mark, record) in sorted(Journal(root).recorded().items())}
    return json.loads(json.dumps([grades, comments, version, files, journal]))


def apart(work):
    """Do something in a fork; how it ended."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(course, folder, *moments):
    gradebook.database(Path(course))  # finds alembic
    version = api.get_alembic_version()  # a program of its own, a second each time
    api.get_alembic_version = lambda: version
    first, course = Path(folder) / "first", Path(course)
    shutil.copytree(course, first)
    assignments = {TOPIC: Assignment.load(course, TOPIC, 7)}
    release = assignments[TOPIC].release
    written = copy.deepcopy(samples.right(release, TOPIC))
    next(
        c for c in written.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "question"
    ).source = "It saturates."
    hand_in(first, ada=samples.right(release, TOPIC), ben=samples.mistaken(release, TOPIC), cy=written)
    again = Path(folder) / "again"  # graded, touched by a person, and handed in anew
    shutil.copytree(first, again)
    hand_in(again, ada="now it is broken", ben=samples.otherwise_mistaken(release, TOPIC))
    known = {}
    for root in (first, again):
        found = find(root / "grading/submitted", [TOPIC])
        for submission, record in zip(found, batch.grade_all(found, assignments, strongest()), strict=True):
            known[submission.path.read_bytes()] = replace(record, seconds=0.0)

    def ready(submissions, _):
        return iter([known[one.path.read_bytes()] for one in submissions])

    def run(root, resume=False):
        batch.record_all(root, find(root / "grading/submitted", [TOPIC]), assignments, ready, resume=resume)

    shutil.copytree(first / "grading/submitted", again / "grading/kept")
    shutil.move(again / "grading/submitted", again / "grading/new")
    shutil.move(again / "grading/kept", again / "grading/submitted")
    assert apart(lambda: run(again)) == 0
    shutil.rmtree(again / "grading/submitted")
    shutil.move(again / "grading/new", again / "grading/submitted")
    with sqlite3.connect(again / "grading/gradebook.db") as database:
        database.execute("update grade set extra_credit = 0.5 where auto_score = 1.0")
        database.execute("update grade set manual_score = 1.5, needs_manual_grade = 0 where auto_score is null")
        database.execute("update comment set manual_comment = 'Nearly.'")
    results = {}
    for start in (first, again):
        whole = Path(folder) / f"{start.name}-whole"
        shutil.copytree(start, whole)
        resume = start is again  # all that is unchanged keeps its record, so a person need not look again
        assert apart(lambda whole=whole, resume=resume: run(whole, resume)) == 0
        results[start.name] = {"undisturbed": told(whole)}
        for number, (moment, prepare) in enumerate(MOMENTS.items()):
            if moment not in moments:
                continue
            root = Path(folder) / f"{start.name}-{number}"
            shutil.copytree(start, root)
            ended = apart(lambda root=root, prepare=prepare, resume=resume: (prepare(), run(root, resume)))
            resumed = apart(lambda root=root: run(root, resume=True))
            results[start.name][moment] = [ended, resumed, told(root)]
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
