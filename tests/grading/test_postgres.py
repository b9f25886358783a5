"""nbgrader's gradebook on a PostgreSQL server, named in nbgrader_config.py: the same scores as in SQLite's file."""

import contextlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest
from nbgrader.api import Gradebook as Stock

from autograder.grading import samples
from autograder.grading.batch import grade_all, record_all
from autograder.grading.course import CourseError
from autograder.grading.gradebook import Gradebook, database, shown
from autograder.grading.submissions import find

ROOT = Path(__file__).parent.parent.parent
TOPIC, NAME = "02_activations", "activations.ipynb"
DOWN = "postgresql+psycopg2://somebody:secret@127.0.0.1:1/nothing"


def program(name):
    """One of the server's programs, which Debian keeps out of the path."""
    places = [os.environ["PATH"], *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
    found = shutil.which(name, path=os.pathsep.join(places))
    assert found, f"PostgreSQL's {name} is not installed: apt-get install postgresql"
    return found


@pytest.fixture(scope="module")
def server():
    """A server of our own, on a socket in a folder of its own; the address of a database, given its name."""
    root = os.geteuid() == 0  # which PostgreSQL refuses to run as
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
        if root:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        who = {"user": "postgres"} if root else {}

        def call(name, *words):
            subprocess.run([program(name), *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, **who)

        data = f"{folder}/data"
        call("initdb", "--pgdata", data, "--auth", "trust", "--username", "course", "--encoding", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "start", "--wait", "--pgdata", data, "--log", f"{folder}/log", "--options", options)
        try:

            def made(name):
                call("createdb", "--host", folder, "--username", "course", name)
                return f"postgresql+psycopg2://course@/{name}?host={folder}"

            yield made
        finally:
            call("pg_ctl", "stop", "--mode", "immediate", "--pgdata", data)


@pytest.fixture
def handed_in(tmp_path, course, assignments):
    """A course with its own nbgrader_config.py, in which three have handed in."""
    shutil.copytree(course, tmp_path, dirs_exist_ok=True)
    shutil.copyfile(ROOT / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    release = assignments[TOPIC].release
    for student, sample in {"student01": samples.right, "student02": samples.mistaken}.items():
        samples.write(tmp_path / "grading/submitted" / student / TOPIC / NAME, json.dumps(sample(release, TOPIC)))
    samples.write(tmp_path / "grading/submitted/student03" / TOPIC / NAME, "nonsense")
    return tmp_path


def configure(course, address):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {address!r}\n")


def scores(address):
    with Stock(address, "mlp-course") as gradebook:
        return {one.student.id: one.score for one in gradebook.assignment_submissions(TOPIC)}


def command(course, *words):
    scripts = Path(sys.executable).parent
    environment = os.environ | {"PATH": os.pathsep.join([str(scripts), os.environ["PATH"]])}
    words = [str(scripts / words[0]), *words[1:]]
    return subprocess.Popen(
        words, cwd=course, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def ended(process):
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 0, said


@pytest.mark.server
def test_scores_and_pages_are_those_of_sqlites_file(server, handed_in, assignments, wall):
    def graded():
        found = find(handed_in / "grading/submitted", [TOPIC])
        record_all(handed_in, found, assignments, partial(grade_all, wall=wall))
        page = handed_in / "grading/feedback/student02" / TOPIC / "activations.html"
        return scores(database(handed_in)), page.read_text()

    in_file, page = graded()
    shutil.rmtree(handed_in / "grading/feedback")
    configure(handed_in, server("same"))
    assert database(handed_in).startswith("postgresql")
    there, other = graded()
    assert there == in_file and there["student01"] > there["student02"] > there["student03"] == 0
    assert other == page


@pytest.mark.server
def test_grading_again_keeps_what_a_person_gave(server, handed_in, assignments, wall):
    configure(handed_in, server("kept"))
    grader = partial(grade_all, wall=wall)
    found = find(handed_in / "grading/submitted", [TOPIC], ["student02"])
    record_all(handed_in, found, assignments, grader)
    with Gradebook(handed_in) as gradebook:
        grades = gradebook.api.find_submission_notebook("activations", TOPIC, "student02").grades
        written = next(grade for grade in grades if grade.auto_score is None or grade.cell.cell_type == "markdown")
        written.manual_score, written.extra_credit = 1.5, 0.25
        gradebook.api.db.commit()
    before = scores(database(handed_in))
    record_all(handed_in, found, assignments, grader)
    assert scores(database(handed_in)) == before


@pytest.mark.server
def test_two_graders_at_once_and_the_export(server, handed_in):
    configure(handed_in, server("two"))
    both = [command(handed_in, "mlp-course", "grade", TOPIC, "--seed", "7", "--jobs", "1") for _ in range(2)]
    for process in both:
        ended(process)
    ended(command(handed_in, "nbgrader", "export", "--to", "grades.csv"))
    rows = [line.split(",") for line in (handed_in / "grades.csv").read_text().splitlines()]
    table = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    known = scores(database(handed_in))
    assert len(known) == 3
    exported = {row["student_id"]: float(row["score"]) for row in table if row["assignment"] == TOPIC}
    assert exported == pytest.approx(known)


@pytest.mark.server
def test_a_server_that_goes_away_ends_the_run_with_one_clear_line_and_it_can_be_resumed(
    server, handed_in, assignments, wall
):
    configure(handed_in, server("gone"))
    found = find(handed_in / "grading/submitted", [TOPIC])

    def cut(submissions, assignments):
        for number, record in enumerate(grade_all(submissions, assignments, wall)):
            if number == 1:
                with Stock(database(handed_in), "mlp-course") as other, contextlib.suppress(Exception):
                    other.db.connection().exec_driver_sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where pid != pg_backend_pid()"
                    )
            yield record

    with pytest.raises(CourseError, match=r"the gradebook cannot be written .*--resume"):
        record_all(handed_in, found, assignments, cut)
    records = record_all(handed_in, found, assignments, partial(grade_all, wall=wall), resume=True)
    assert scores(database(handed_in)) == {record.student: record.score for record in records}


def test_a_server_that_is_not_there_is_one_clear_line_without_the_password(handed_in):
    configure(handed_in, DOWN)
    with pytest.raises(CourseError, match="cannot be opened") as raised, Gradebook(handed_in):
        pass
    assert "secret" not in str(raised.value) and "\n" not in str(raised.value)


def test_an_address_is_shown_without_its_password(tmp_path):
    assert shown(DOWN) == "postgresql+psycopg2://somebody:***@127.0.0.1:1/nothing"
    assert shown(database(tmp_path)) == f"{tmp_path}/grading/gradebook.db"


def test_a_config_that_cannot_be_read_is_one_clear_line(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py cannot be read .*mend it"):
        database(tmp_path)
