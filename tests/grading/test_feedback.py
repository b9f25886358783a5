"""Feedback pages: what happened in words, whole in themselves, and asking for nothing."""

import re
import shutil

import nbformat
import pytest

from autograder.grading import samples
from autograder.grading.feedback import feedback
from autograder.grading.grade import failed, grade
from autograder.grading.gradebook import Gradebook

TOPIC = "02_activations"


@pytest.fixture(scope="module")
def pages(course, assignments, worker, tmp_path_factory):
    """The pages of a class, by student."""
    folder, assignment = tmp_path_factory.mktemp("class"), assignments[TOPIC]
    shutil.copytree(course / "exercises", folder / "exercises")
    samples.hand_in(folder / "grading/submitted", TOPIC, assignment.release)
    with Gradebook(folder) as book:
        book.register(TOPIC, assignment.release)
        own = folder / "grading/submitted/student01" / TOPIC / "activations.ipynb"
        notebook = nbformat.read(own, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell("plt.plot([1, 2]);", id="mine"))
        nbformat.write(notebook, own)
        for student in ("student01", "student03", "student07", "student08"):
            path = folder / "grading/submitted" / student / TOPIC / "activations.ipynb"
            book.record(grade(student, path, assignment, worker))
        book.record(failed("student09", assignment, "activations.ipynb is not a notebook: it is not JSON"))
        comment = book.api.find_comment("question", "activations", TOPIC, "student01")
        comment.manual_comment = "Well said, *Ada*."
        book.api.db.commit()
        students = [submission.student_id for submission in book.api.find_assignment(TOPIC).submissions]
    written = list(feedback(folder, TOPIC, students))
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in written}


def test_everyone_has_a_page(pages):
    assert set(pages) == {"student01", "student03", "student07", "student08", "student09"}


def test_nobody_to_tell_is_nothing_to_do(tmp_path):
    assert list(feedback(tmp_path, TOPIC, [])) == []


def test_a_page_asks_for_nothing_and_runs_nothing(pages):
    for page in pages.values():
        assert re.findall(r"(?i)<script|<link|<iframe|@import|<[a-z][^<>]*\son\w+=", page) == []
        assert re.findall(r"""(?i)\bsrc(?:set)?=["'](?!data:)""", page) == []
        assert re.findall(r"(?i)url\((?!['\"]?data:)", page.replace("url(../fonts/", "")) == []
        assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page


def test_a_page_tells_points_and_reasons_in_words(pages):
    assert "Score: 20.0 / 22.0" in pages["student01"] and "PASS" in pages["student01"]
    assert "NOT YET" in pages["student03"] and "Looks like" in pages["student03"]
    assert "mended before grading" in pages["student08"]
    assert "could not be graded" in pages["student09"] and "not JSON" in pages["student09"]


def test_a_persons_comment_is_on_the_page(pages):
    assert "Well said, <em>Ada</em>." in pages["student01"]


def test_every_picture_has_a_description_once(pages):
    pictures = [picture for page in pages.values() for picture in re.findall("<img[^>]*>", page)]
    assert pictures and {picture.count("alt=") for picture in pictures} == {1}
    assert any("a figure without a description" in picture for picture in pictures)


def test_formulas_are_shown_without_a_script(pages):
    assert pages["student01"].count("<math ") > 10 and "MathJax" not in pages["student01"]
    assert "$" not in re.sub("<(style|pre|code).*?</\\1>", "", pages["student01"], flags=re.DOTALL)


def test_one_students_page_holds_nothing_of_anothers(pages):
    assert "Score: 0.0 / 22.0" in pages["student07"] and "Well said" not in pages["student03"]


def test_the_exchange_finds_whose_page_it_is(course, assignments, tmp_path):
    shutil.copytree(course / "exercises", tmp_path / "exercises")
    receipts = {"timestamp.txt": "2030-05-01 12:00:00 UTC", "submission_secret.txt": "4711"}
    for student, topic in (("student01", TOPIC), ("student02", "elsewhere")):
        for name, text in receipts.items():
            samples.write(tmp_path / "grading/submitted" / student / topic / name, text)
    (tmp_path / "grading/submitted/student02" / TOPIC).symlink_to(tmp_path / "grading/submitted/student01" / TOPIC)
    with Gradebook(tmp_path) as book:
        book.register(TOPIC, assignments[TOPIC].release)
        for student in ("student01", "student02"):
            book.record(failed(student, assignments[TOPIC], "no notebook"))
    mine, linked = (page.parent for page in feedback(tmp_path, TOPIC, ["student01", "student02"]))
    assert {name: (mine / name).read_text() for name in receipts} == receipts
    assert not [name for name in receipts if (linked / name).exists()]
