"""The one writer: automatic scores are ours, everything a person wrote stays, and nbgrader finds what it expects."""

import copy
import shutil
import sqlite3
from dataclasses import replace

import pytest

from autograder.checks.verdict import Verdict, blank
from autograder.grading import samples
from autograder.grading.course import CourseError
from autograder.grading.grade import Record, failed
from autograder.grading.gradebook import Gradebook, database, stand_in
from autograder.grading.transplant import read

TOPIC = "02_activations"


@pytest.fixture(scope="module")
def empty(assignments, tmp_path_factory):
    """A course with an empty gradebook; nbgrader takes its time to make one."""
    folder = tmp_path_factory.mktemp("empty")
    with Gradebook(folder) as book:
        book.register(TOPIC, assignments[TOPIC].release)
    return folder


@pytest.fixture
def book(empty, assignments, tmp_path):
    """The gradebook of a new course, open, with one topic."""
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    with Gradebook(tmp_path) as book:
        book.releases[TOPIC] = assignments[TOPIC].release
        yield book


def passed(assignment, student, share=1.0, answer=None):
    """A record with this share of every exercise's points."""
    notebook = samples.right(assignment.release, TOPIC)
    if answer:
        notebook.cells[-1].source = answer
    verdicts = tuple(
        Verdict(name, TOPIC, share * worth, worth, "passed" if share == 1 else "partial")
        for name, worth in assignment.points.items()
    )
    return Record(student, TOPIC, "graded", 0.1, (), verdicts, notebook)


def submission(book, student):
    return book.api.find_submission_notebook("activations", TOPIC, student)


def grade(book, student, cell):
    return book.api.find_grade(cell, "activations", TOPIC, student)


def test_each_check_gets_its_own_score(book, assignments):
    book.record(passed(assignments[TOPIC], "ada", 0.5))
    for name, worth in assignments[TOPIC].points.items():
        found = grade(book, "ada", f"check_{name}")
        assert (found.auto_score, found.max_score, found.needs_manual_grade) == (worth / 2, worth, False)
    assert submission(book, "ada").score == 10.0 and submission(book, "ada").max_score == 22.0


def test_a_written_answer_waits_for_a_person_and_an_untouched_one_is_zero(book, assignments):
    book.record(passed(assignments[TOPIC], "ada", answer="Because it saturates."))
    book.record(passed(assignments[TOPIC], "bob"))
    assert (grade(book, "ada", "question").auto_score, grade(book, "ada", "question").needs_manual_grade) == (
        None,
        True,
    )
    assert (grade(book, "bob", "question").auto_score, grade(book, "bob", "question").needs_manual_grade) == (
        0.0,
        False,
    )
    comments = {comment.cell.name: comment.auto_comment for comment in submission(book, "bob").comments}
    assert comments["question"] == "No response." and comments["relu"] is None


def test_what_a_person_gave_survives_another_grading(book, assignments):
    book.record(passed(assignments[TOPIC], "ada", answer="Because."))
    question, relu = grade(book, "ada", "question"), grade(book, "ada", "check_relu")
    question.manual_score, question.needs_manual_grade, relu.extra_credit = 1.5, False, 0.5
    comment = book.api.find_comment("question", "activations", TOPIC, "ada")
    comment.manual_comment = "Nearly."
    book.api.db.commit()
    book.record(passed(assignments[TOPIC], "ada", 0.5, answer="Because."))
    assert submission(book, "ada").score == 10.0 + 1.5 + 0.5
    assert book.api.find_comment("question", "activations", TOPIC, "ada").comment == "Nearly."
    assert grade(book, "ada", "question").needs_manual_grade  # as nbgrader does: look again


def test_a_failed_submission_leaves_no_old_score(book, assignments):
    book.record(passed(assignments[TOPIC], "ada", answer="Because."))
    book.record(failed("ada", assignments[TOPIC], "activations.ipynb is not JSON"))
    assert submission(book, "ada").score == 0.0 and not submission(book, "ada").needs_manual_grade
    notebook = (book.course / "grading/autograded/ada" / TOPIC / "activations.ipynb").read_text()
    assert "could not be graded" in notebook and "is not JSON" in notebook


def test_a_check_without_a_verdict_scores_nothing(book, assignments):
    record = passed(assignments[TOPIC], "ada")
    book.record(record)
    book.record(replace(record, verdicts=record.verdicts[1:]))
    assert grade(book, "ada", "check_sigmoid").auto_score == 0.0


def test_recording_again_or_in_another_order_changes_nothing(book, assignments):
    records = [passed(assignments[TOPIC], "ada"), passed(assignments[TOPIC], "bob", 0.5)]
    for record in [*records, *reversed(records)]:
        book.record(record)
    assert {s.student_id: s.score for s in book.api.find_assignment(TOPIC).submissions} == {"ada": 20.0, "bob": 10.0}


def test_the_time_of_handing_in_is_noted_where_it_is_one(book, assignments):
    times = {"ada": "2026-11-01 12:00:00 UTC", "bob": "yesterday", "eve": "9" * 5000}
    for student, text in times.items():
        path = book.course / "grading/submitted" / student / TOPIC / "timestamp.txt"
        path.parent.mkdir(parents=True)
        path.write_text(text)
        book.record(passed(assignments[TOPIC], student))
    found = {s.student_id: s.timestamp for s in book.api.find_assignment(TOPIC).submissions}
    assert str(found["ada"]) == "2026-11-01 12:00:00" and found["bob"] is found["eve"] is None


def test_a_notebook_that_nbgrader_left_read_only_is_replaced(book, assignments):
    book.record(failed("ada", assignments[TOPIC], "x"))
    path = book.course / "grading/autograded/ada" / TOPIC / "activations.ipynb"
    path.chmod(0o444)
    book.record(passed(assignments[TOPIC], "ada"))
    assert "could not be graded" not in path.read_text() and len(read(path).cells) > 20
    assert [p.name for p in path.parent.iterdir()] == ["activations.ipynb"]


def test_points_follow_the_release(book, assignments):
    book.record(passed(assignments[TOPIC], "ada"))
    release = copy.deepcopy(assignments[TOPIC].release)
    cell = next(c for c in release.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "check_relu")
    cell.metadata.nbgrader.points = 5
    book.register(TOPIC, release)
    assert grade(book, "ada", "check_relu").max_score == 5.0


def test_cells_that_came_or_went_under_submissions_are_refused_in_one_line(book, assignments):
    book.record(passed(assignments[TOPIC], "ada"))
    release = copy.deepcopy(assignments[TOPIC].release)
    release.cells = [c for c in release.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "check_relu"]
    with pytest.raises(CourseError, match="other cells than when"):
        book.register(TOPIC, release)


def test_registering_again_keeps_what_is_recorded(book, assignments):
    book.record(passed(assignments[TOPIC], "ada"))
    book.register(TOPIC, assignments[TOPIC].release)
    assert submission(book, "ada").score == 20.0


def test_someone_else_may_write_meanwhile(book, assignments):
    """An instructor grades by hand in formgrader while a batch runs."""
    book.record(passed(assignments[TOPIC], "ada", answer="Because."))
    with sqlite3.connect(book.course / "grading/gradebook.db") as other:
        other.execute("update grade set manual_score = 2 where auto_score is null")
    book.record(passed(assignments[TOPIC], "bob"))
    book.record(passed(assignments[TOPIC], "ada", 0.5, answer="Because."))
    assert submission(book, "ada").score == 12.0


def test_a_locked_gradebook_is_one_line(book, assignments):
    book.record(passed(assignments[TOPIC], "ada"))
    with sqlite3.connect(book.course / "grading/gradebook.db") as other:
        other.execute("begin immediate")
        with pytest.raises(CourseError, match=r"database is locked.*--resume"):
            book.record(passed(assignments[TOPIC], "ada", 0.5))
    book.record(passed(assignments[TOPIC], "ada", 0.5))
    assert submission(book, "ada").score == 10.0


def test_a_gradebook_is_made_where_the_path_is_bare(tmp_path, monkeypatch):
    """nbgrader runs `alembic` for it, which lies beside Python and not on everyone's path."""
    monkeypatch.setenv("PATH", "/nowhere")
    with Gradebook(tmp_path):
        assert database(tmp_path).endswith("grading/gradebook.db") and (tmp_path / "grading/gradebook.db").is_file()


def test_a_stand_in_scores_zero_everywhere_in_nbgraders_eyes(assignments):
    from nbgrader.utils import determine_grade, is_grade

    notebook = stand_in(assignments[TOPIC].release, "<script>alert(1)</script>")
    assert all(determine_grade(cell)[0] == 0 for cell in notebook.cells if is_grade(cell))
    assert "<script" not in notebook.cells[0].source


def test_a_failed_record_needs_only_its_message(assignments):
    record = failed("ada", assignments[TOPIC], "x")
    assert record.verdicts[0] == blank("sigmoid", TOPIC, 3.0, "error", "x") and record.notebook is None
