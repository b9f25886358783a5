"""What nbgrader does by itself and must not do here: each line against the real nbgrader, through our configuration.

One class of hostile and honest submissions is graded once, by `nbgrader autograde`; the tests read what it left behind.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.grading import plugin, samples
from autograder.grading.course import release_path
from autograder.grading.explain import explain
from autograder.grading.grade import failed
from autograder.grading.gradebook import Gradebook
from autograder.grading.transplant import read
from autograder.grading.wall import NoWall

ROOT = Path(__file__).parents[2]
TOPIC, NAME, FULL = "02_activations", "activations.ipynb", 20.0
LATE_WRITER = """
import os, subprocess, sys, threading
code = '''
import glob, sqlite3, time
time.sleep(1.5)
for path in glob.glob("GRADING/gradebook.db"):
    db = sqlite3.connect(path); db.execute("update grade set extra_credit = 1000"); db.commit()
'''
for start in (
    lambda: subprocess.Popen([sys.executable, "-c", code], start_new_session=True),
    lambda: os.fork() or (os.setsid(), exec(code), os._exit(0)),
    lambda: threading.Thread(target=exec, args=(code,), daemon=True).start(),
):
    try:
        start()
    except BaseException as error:
        print(error)
"""
KILL = """
import os, signal
for number in {os.getppid(), 1, 0, -1}:
    try:
        os.kill(number, signal.SIGKILL)
    except OSError as error:
        print(error)
"""
SHOUT = "import sys, warnings\nwarnings.warn('deprecated')\nprint('note', file=sys.stderr)\nnp.array([1.0]) / 0"
SCRIPT = """
from IPython.display import HTML, Javascript, Markdown, display
display(HTML("<script>alert(1)</script><img src=x onerror=alert(2)>"), Javascript("alert(3)"))
display(Markdown("<script>alert(4)</script>"))
"""
READ = """
import glob, json
for pattern in ("COURSE/solutions/**/*", "../**/solutions/**/*.py", "COURSE/grading/submitted/**/*", "COURSE/grading/*"):
    for path in glob.glob(pattern, recursive=True):
        exec(open(path).read(), globals())
import mlp_reference
"""


def notebook(release, *texts, cell="", mistakes=()):
    made = samples.answered(release, *texts)
    if cell:
        made.cells.insert(
            2,
            {"id": "own", "cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None},
        )
    for change in mistakes:
        change(made)
    return made


def for_all(line):
    """Every answer as this one line, with `name` for its name."""
    return "\n".join(line.replace("name", name) for name in samples.functions(samples.VECTORISED[TOPIC]))


def checks_of(made):
    return [c for c in made.cells if c["metadata"].get("nbgrader", {}).get("grade_id", "").startswith("check_")]


def tag(made):
    for cell in checks_of(made):
        cell.metadata.tags = ["skip-execution"]


def old_schema(made):
    for cell in made.cells:
        if "nbgrader" in cell["metadata"]:
            cell.metadata.nbgrader.schema_version = 2


def script_in_markdown(made):
    made.cells[-1].source = "I think <script>alert(5)</script> [so](javascript:alert(6)) <img src=x onerror=alert(7)>"


def hand_in(course, student, made):
    samples.write(course / "grading/submitted" / student / TOPIC / NAME, json.dumps(made))


def nbgrader(course, *arguments):
    """The real command, in the course's folder, without an activated environment."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    home = {"HOME": str(course), "PATH": os.defpath, "JUPYTER_PREFER_ENV_PATH": "1"}
    return subprocess.run(command, cwd=course, env=home, capture_output=True, text=True, timeout=300)


class Class:
    """A course of its own, in which a class has handed in, and nbgrader has released, graded, told and exported."""

    def __init__(self, course):
        self.course, right = course, samples.VECTORISED[TOPIC]
        for name in ("exercises", "solutions"):
            shutil.copytree(ROOT / name, course / name)
        shutil.copy(ROOT / "nbgrader_config.py", course)
        (course / "solutions" / TOPIC / "hidden_tests.py").write_text("SECRET = 1\n")
        self.released = self.run("generate_assignment", TOPIC, "--force")
        release = read(release_path(course, TOPIC))
        self.hand_in(release, right)
        self.graded = self.run("autograde", TOPIC)
        time.sleep(2)  # longer than a process that outlives its notebook would wait
        hand_in(course, "again", {"cells": "broken"})
        emptied = course / "grading/submitted/emptied" / TOPIC
        for number in (1, 2):
            shutil.copy(emptied / NAME, emptied / f"copy{number}.ipynb")
        (emptied / NAME).unlink()
        (course / "grading/submitted/gone" / TOPIC / NAME).unlink()
        self.regraded = self.button()
        self.told = self.run("generate_feedback", TOPIC)
        self.exported = self.run("export")

    def hand_in(self, release, right):
        zero, grading = for_all("name = lambda *arguments, **options: np.zeros(3)"), str(self.course / "grading")
        submissions = {
            "a_honest": notebook(release, right),
            "again": notebook(release, right),
            "emptied": notebook(release, right),
            "gone": notebook(release, right),
            "bool": notebook(release, for_all("name = lambda *arguments, **options: False")),
            "check": notebook(release, zero, cell="check = lambda function: np.float64(2.0)"),
            "copied": samples.muddled(release, TOPIC),
            "display": notebook(release, "import sys\n" + for_all("name = lambda *a, **o: sys.displayhook(2.0)")),
            "killer": notebook(release, right, cell=KILL),
            "late": notebook(release, zero, cell=LATE_WRITER.replace("GRADING", grading)),
            "linked": notebook(release, right),
            "nan": notebook(release, for_all("name = lambda *arguments, **options: float('nan')")),
            "reader": notebook(release, zero, cell=READ.replace("COURSE", str(self.course))),
            "schema": notebook(release, right, mistakes=[old_schema]),
            "script": notebook(release, right, cell=SCRIPT, mistakes=[script_in_markdown]),
            "shadow": notebook(release, right),
            "silent": notebook(release, zero, cell="get_ipython().ast_node_interactivity = 'none'\n%matplotlib inline"),
            "skipping": notebook(release, zero, mistakes=[tag]),
            "stderr": notebook(release, right, cell=SHOUT),
            "z_honest": notebook(release, samples.LOOPS[TOPIC]),
        }
        for student, made in submissions.items():
            hand_in(self.course, student, made)
        submitted = self.course / "grading/submitted"
        samples.write(submitted / "broken" / TOPIC / NAME, "<<<<<<< HEAD")
        samples.write(submitted / "renamed" / TOPIC / "activations (1).ipynb", json.dumps(submissions["a_honest"]))
        shadow, linked = submitted / "shadow" / TOPIC, submitted / "linked" / TOPIC
        for name in ("numpy.py", "sitecustomize.py", "autograder.py"):
            (shadow / name).write_text("raise SystemExit('imported')")
        (linked / "notes.txt").symlink_to(self.course / "solutions" / TOPIC / NAME)
        (linked / "seeds").symlink_to(self.course / "grading")
        (linked / "nowhere.txt").symlink_to("/nowhere")
        os.mkfifo(linked / "pipe")
        (linked / "data.csv").write_text("1,2")
        (submitted / "nothing" / TOPIC).mkdir(parents=True)
        (submitted / "link" / TOPIC).mkdir(parents=True)
        (submitted / "link" / TOPIC / NAME).symlink_to(submitted / "a_honest" / TOPIC / NAME)
        (submitted / "folder").mkdir()
        (submitted / "folder" / TOPIC).symlink_to(submitted / "a_honest" / TOPIC)

    def run(self, *arguments):
        """The real command, in the course's folder, in no activated environment."""
        command = [sys.executable, "-m", "nbgrader", *arguments]
        home = {"HOME": str(self.course), "PATH": os.defpath}
        return subprocess.run(command, cwd=self.course, env=home, capture_output=True, text=True, timeout=300)

    def button(self):
        """What formgrader's button does, in a process with a running event loop, as the Jupyter server is."""
        command = [sys.executable, "-c", BUTTON]
        return subprocess.run(command, cwd=self.course, capture_output=True, text=True, timeout=300)

    def grades(self, student):
        """Automatic score, manual score, extra credit and whether a person is needed, by cell."""
        with sqlite3.connect(self.course / "grading/gradebook.db") as database:
            rows = database.execute(
                "select base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade from grade "
                "join base_cell on base_cell.id = grade.cell_id join submitted_notebook on submitted_notebook.id = "
                "grade.notebook_id join submitted_assignment on submitted_assignment.id = "
                "submitted_notebook.assignment_id where student_id = ?", [student])  # fmt: skip
            return {name: tuple(rest) for name, *rest in rows}

    def score(self, student):
        return sum(auto or 0.0 for auto, *_ in self.grades(student).values())

    def autograded(self, student):
        return json.loads((self.course / "grading/autograded" / student / TOPIC / NAME).read_text())

    def page(self, student):
        return (self.course / "grading/feedback" / student / TOPIC / NAME).with_suffix(".html").read_text()


BUTTON = f"""
import asyncio
from nbgrader.apps import NbGrader, NbGraderAPI

async def press():
    app = NbGrader()
    app.load_config_file()
    api = NbGraderAPI(config=app.config)
    for student in ("again", "emptied", "gone"):
        result = api.autograde({TOPIC!r}, student)
        assert result["success"], result

asyncio.run(press())
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("clone"))


def test_the_batch_ends_well_and_everyone_has_a_page(graded):
    """One copied cell, or an old schema, stops stock nbgrader for the whole class."""
    for ran in (graded.released, graded.graded, graded.regraded, graded.told, graded.exported):
        assert ran.returncode == 0, ran.stderr
    students = {place.name for place in (graded.course / "grading/submitted").iterdir()}
    pages = {page.parts[-3] for page in (graded.course / "grading/feedback").glob("*/*/*.html")}
    assert pages == students
    grades = (graded.course / "grades.csv").read_text()
    assert all(f",{student}," in grades for student in students) and f",{FULL}," in grades


def test_the_honest_get_what_they_earned(graded):
    assert graded.score("a_honest") == graded.score("z_honest") == FULL


@pytest.mark.parametrize("student", ["copied", "renamed", "schema", "script", "linked", "shadow", "stderr", "killer"])
def test_accidents_and_noise_cost_an_honest_answer_nothing(graded, student):
    """Among them: a warning on stderr, and a numpy.py beside the notebook."""
    assert graded.score(student) == FULL


@pytest.mark.parametrize(
    "student",
    ["silent", "nan", "bool", "check", "display", "skipping", "late", "reader", "broken", "link", "folder", "nothing"],
)
def test_tricks_earn_nothing(graded, student):
    """No output; a NumPy number, nan or False as the score; an early result; skip-execution; reading; writing later; links."""
    grades = graded.grades(student)
    assert len(grades) == 10 and graded.score(student) == 0.0
    assert all(auto is not None for auto, *_ in grades.values())


def test_a_failed_regrade_leaves_no_old_score(graded):
    assert graded.score("again") == graded.score("emptied") == graded.score("gone") == 0.0
    assert all("could not be graded" in graded.page(student) for student in ("again", "emptied", "gone"))


def test_nobody_writes_the_gradebook_later(graded):
    with sqlite3.connect(graded.course / "grading/gradebook.db") as database:
        assert database.execute("select count(*) from grade where extra_credit is not null").fetchone() == (0,)


def test_nobody_kills_the_grader(graded):
    assert graded.graded.returncode == 0 and graded.score("z_honest") == FULL


def test_links_are_not_followed(graded):
    places = [graded.course / "grading" / step / "linked" / TOPIC for step in ("submitted", "autograded", "feedback")]
    names = {path.name for place in places for path in place.iterdir()}
    assert names == {NAME, "data.csv", "activations.html"}
    assert not any(path.is_symlink() for place in places for path in place.iterdir())


def test_no_script_reaches_a_page(graded):
    page = graded.page("script")
    assert re.findall(r"(?i)<script|<[a-z][^<>]*\son\w+=|\shref=.?javascript", page) == []
    assert "alert(5)" in page  # the instructor still reads what was written


def test_no_script_reaches_the_notebook_that_formgrader_shows(graded):
    cells = graded.autograded("script")["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    forms = [data for cell in cells for output in cell.get("outputs", []) for data in output.get("data", {}).items()]
    texts += ["".join(text) for form, text in forms if form in ("text/html", "text/markdown")]
    assert re.findall(r"(?i)<script|<img[^>]*\son\w+=|\]\(javascript:", "\n".join(texts)) == []
    assert {form for form, _ in forms} <= {"text/plain", "text/html", "text/markdown", "image/png"}


def test_pages_show_no_hidden_test_and_ask_for_nothing(graded):
    page = graded.page("display")
    assert "SECRET" not in page and "Content-Security-Policy" in page and "default-src 'none'" in page
    assert 'src="http' not in page and "<link" not in page and "@import" not in page
    assert "NOT YET" in page and "sigmoid" in page  # what failed, in words


def test_the_release_holds_no_solution(graded):
    files = {path.name for path in (graded.course / "exercises" / TOPIC).iterdir()}
    assert files == {NAME}


def test_the_release_is_the_one_of_the_clone(graded):
    ours = ROOT / "exercises" / TOPIC / NAME
    assert (graded.course / "exercises" / TOPIC / NAME).read_bytes() == ours.read_bytes()


def test_an_untouched_written_answer_is_zero_and_a_written_one_waits_for_a_person(graded):
    assert graded.grades("a_honest")["question"] == (0.0, None, None, 0)
    assert graded.grades("script")["question"] == (None, None, None, 1)


def test_verdicts_can_be_explained(graded):
    assert "the same verdict" in explain(graded.course, "nan", "relu")
    assert "could not be graded" in explain(graded.course, "again", "relu")


def test_what_was_mended_is_said(graded):
    assert "copied: The cell `sigmoid` was there 2 times" in graded.graded.stderr
    assert "mended before grading" in graded.page("copied")


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.slow), "2"])
def test_the_command_gives_the_same_scores(graded, jobs):
    """Two doors, one engine, one gradebook: for everyone, honest or not, on one worker and on two."""
    students = sorted(place.name for place in (graded.course / "grading/submitted").iterdir())
    before = {student: graded.grades(student) for student in students}
    command = [sys.executable, "-m", "autograder.cli", "grade", TOPIC, "--jobs", jobs]
    ran = subprocess.run(command, cwd=graded.course, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert len(students) >= 24 and {student: graded.grades(student) for student in students} == before


def test_validating_says_what_fails_but_only_our_exit_codes_can_be_relied_upon(graded, capsys):
    work = graded.course / "work" / NAME
    samples.write(work, (graded.course / "exercises" / TOPIC / NAME).read_text())
    validated = graded.run("validate", str(work))
    assert "failed" in validated.stdout + validated.stderr and validated.returncode == 0
    assert main(["doctor", str(work), "--course", str(graded.course)]) == 0
    work.write_text("{")
    assert main(["doctor", str(work), "--course", str(graded.course)]) == 1
    assert "not a notebook" in capsys.readouterr().out


def folder_of(course, name=NAME):
    """A submission's folder in a course that has only a release."""
    shutil.copytree(ROOT / "exercises" / TOPIC, course / "exercises" / TOPIC)
    samples.write(course / "grading/submitted/ada" / TOPIC / name, "{}")
    return course / "grading/submitted/ada" / TOPIC


def prepared(course, folder, monkeypatch, worker=lambda: None):
    monkeypatch.chdir(course)
    monkeypatch.setattr(plugin, "worker", worker)
    notebooks = [str(path) for path in folder.glob("*.ipynb")]
    plugin.prepare(assignment="*", student="*", notebooks=notebooks)
    return notebooks


def test_without_a_wall_nothing_is_graded_and_one_line_says_why(tmp_path, monkeypatch, caplog):
    def worker():
        raise NoWall("no Landlock here: grade on Linux 5.13 or newer")

    with pytest.raises(SystemExit, match="1"):
        prepared(tmp_path, folder_of(tmp_path), monkeypatch, worker)
    assert "Nothing is graded. no Landlock here" in caplog.text


def test_a_score_is_taken_away_before_it_is_given_again(tmp_path, monkeypatch, assignments):
    """So that grading that ends before there is a new one, however it ends, leaves no old one standing unmarked."""
    folder = folder_of(tmp_path)
    with Gradebook(tmp_path) as book:
        book.register(TOPIC, assignments[TOPIC].release)
        book.record(failed("ada", assignments[TOPIC], "x"))
        book.api.find_grade("check_relu", "activations", TOPIC, "ada").extra_credit = 0.5
        book.api.db.commit()
    prepared(tmp_path, folder, monkeypatch)
    with Gradebook(tmp_path) as book:
        grades = book.api.find_submission_notebook("activations", TOPIC, "ada").grades
        assert {grade.auto_score for grade in grades} == {None} and all(grade.needs_manual_grade for grade in grades)
        assert {grade.extra_credit for grade in grades} == {None, 0.5}


def test_without_a_release_nothing_is_graded_and_one_line_says_why(tmp_path, monkeypatch, caplog):
    samples.write(tmp_path / "grading/submitted/ada/03_other/other.ipynb", "{}")
    with pytest.raises(SystemExit, match="1"):
        prepared(tmp_path, tmp_path / "grading/submitted/ada/03_other", monkeypatch)
    assert "03_other is no topic" in caplog.text


def test_nbgrader_is_pointed_at_the_topics_notebook_whatever_was_found(tmp_path, monkeypatch):
    folder = folder_of(tmp_path, "my answers.ipynb")
    assert prepared(tmp_path, folder, monkeypatch) == [str(folder / NAME)]


def test_a_time_that_is_none_is_set_aside_and_a_closed_file_opened(tmp_path):
    (tmp_path / "timestamp.txt").write_text("yesterday")
    (tmp_path / "data.csv").write_text("1")
    (tmp_path / "data.csv").chmod(0)
    plugin.clear(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"data.csv", "timestamp.unreadable.txt"}
    assert os.access(tmp_path / "data.csv", os.R_OK)
