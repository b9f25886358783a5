"""Many submissions: found, graded in parallel, recorded by one writer; whatever one of them is, the others are graded."""

import json
import os
import shutil
import signal
import stat
import threading
import time
from functools import partial

import nbformat
import pytest

from autograder.grading import samples, seeds
from autograder.grading.batch import grade_all, record_all
from autograder.grading.course import CourseError
from autograder.grading.grade import Assignment
from autograder.grading.journal import Journal
from autograder.grading.submissions import find, unknown
from autograder.grading.worker import Limits

TOPIC, OTHER = "02_activations", "04_matrix_backprop"
NAME = "activations.ipynb"


def hand_in(folder, student, notebook, topic=TOPIC, name=NAME):
    path = folder / student / topic / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
    return path


@pytest.fixture
def right(assignments):
    return samples.right(assignments[TOPIC].release, TOPIC)


@pytest.fixture
def grade_folder(assignments, wall):
    def _grade(folder, jobs=1, topics=(TOPIC,)):
        found = find(folder, topics)
        return {record.student: record for record in grade_all(found, assignments, wall, jobs)}

    return _grade


def bad_inputs(right, assignments, folder):
    """By student, what is handed in."""
    other = samples.right(assignments[OTHER].release, OTHER)
    prose = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("My answers are at home.")])
    strange = nbformat.from_dict(json.loads(json.dumps(right)))
    strange.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "?", "language": "cobol"}
    for student, content in {
        "not-json": '{"cells": [',
        "not-a-notebook": '{"name": "ada", "cells": 3}',
        "a-list": "[1, 2]",
        "empty": "",
        "other-topic": other,
        "no-answers": prose,
        "no-such-kernel": strange,
        "right": right,
        "right-as-well": right,
    }.items():
        hand_in(folder, student, content)
    hand_in(folder, "huge", "")
    os.truncate(folder / "huge" / TOPIC / NAME, 100 << 20)
    hand_in(folder, "wrong-name", right, name="my homework.ipynb")
    hand_in(folder, "two-notebooks", right, name="a.ipynb")
    hand_in(folder, "two-notebooks", right, name="b.ipynb")
    hand_in(folder, "copy-and-notes", right, name="Activations (1).ipynb")
    hand_in(folder, "copy-and-notes", "{}", name="notes.ipynb")
    (folder / "no-notebook" / TOPIC).mkdir(parents=True)
    target = folder / "right" / TOPIC
    (folder / "link" / TOPIC).mkdir(parents=True)
    (folder / "link" / TOPIC / NAME).symlink_to(target / NAME)
    (folder / "dangling" / TOPIC).mkdir(parents=True)
    (folder / "dangling" / TOPIC / NAME).symlink_to(folder / "nowhere")
    (folder / "folder-link").mkdir()
    (folder / "folder-link" / TOPIC).symlink_to(target)
    (folder / "student-link").symlink_to(folder / "right")
    (folder / "a-folder" / TOPIC / NAME).mkdir(parents=True)


FAILED = {
    "not-json": "JSON",
    "not-a-notebook": "notebook",
    "a-list": "notebook",
    "empty": "",
    "other-topic": "",
    "no-answers": "answer",
    "huge": "MB",
    "two-notebooks": "missing",
    "no-notebook": "missing",
    "link": "link",
    "dangling": "link",
    "folder-link": "link",
    "student-link": "link",
    "a-folder": "",
}


@pytest.fixture(scope="module")
def bad_records(assignments, wall, tmp_path_factory):
    folder = tmp_path_factory.mktemp("submitted")
    bad_inputs(samples.right(assignments[TOPIC].release, TOPIC), assignments, folder)
    return {record.student: record for record in grade_all(find(folder, [TOPIC]), assignments, wall, 2)}


@pytest.mark.parametrize("student", FAILED)
def test_bad_input_fails_with_one_clear_line(bad_records, student):
    record = bad_records[student]
    assert (record.status, record.score, record.max_score) == ("failed", 0.0, 20.0)
    assert FAILED[student].lower() in record.message.lower()
    assert record.message and "\n" not in record.message and "Error" not in record.message
    assert {verdict.score for verdict in record.verdicts} == {0.0} and len(record.verdicts) == 9


def test_a_wrong_file_name_is_mended_where_there_is_one_notebook(bad_records):
    record = bad_records["wrong-name"]
    assert (record.status, record.score) == ("mended", 20.0)
    assert "my homework.ipynb" in record.mended[0]


def test_of_several_notebooks_the_one_that_is_named_alike_is_taken(bad_records):
    record = bad_records["copy-and-notes"]
    assert (record.status, record.score) == ("mended", 20.0) and "Activations (1).ipynb" in record.mended[0]


def test_a_kernel_that_does_not_exist_costs_nothing(bad_records):
    assert bad_records["no-such-kernel"].score == 20.0
    assert bad_records["no-such-kernel"].status in ("graded", "mended")


def test_right_submissions_beside_bad_ones_score_full(bad_records):
    assert [bad_records[s].score for s in ("right", "right-as-well")] == [20.0, 20.0]
    assert [bad_records[s].status for s in ("right", "right-as-well")] == ["graded", "graded"]


def test_honest_scores_are_the_same_alone_and_beside_hostile_ones(assignments, wall, tmp_path):
    release = assignments[TOPIC].release
    for student, sample in {"b": samples.mistaken, "d": samples.right}.items():
        hand_in(tmp_path / "alone", student, sample(release, TOPIC))
    shutil.copytree(tmp_path / "alone", tmp_path / "beside")
    for student in "ace":
        hand_in(tmp_path / "beside", student, samples.cheating(release, TOPIC))

    def scores(folder, jobs):
        records = grade_all(find(tmp_path / folder, [TOPIC]), assignments, wall, jobs)
        return {r.student: {**r.to_json(), "seconds": 0} for r in records}

    alone, beside = scores("alone", 1), scores("beside", 2)
    assert {student: beside[student] for student in alone} == alone
    assert {beside[student]["score"] for student in "ace"} == {0.0}


def test_results_come_in_order_whatever_the_number_of_workers(assignments, wall, right, tmp_path):
    for student in ("c", "a", "b"):
        hand_in(tmp_path, student, right if student != "a" else "nonsense")
    found = find(tmp_path, [TOPIC])
    one, three = (list(grade_all(found, assignments, wall, jobs)) for jobs in (1, 3))
    assert [record.student for record in one] == ["a", "b", "c"]
    assert [(r.student, r.status, r.score) for r in one] == [(r.student, r.status, r.score) for r in three]


def test_nothing_more_is_started_once_the_caller_has_enough(assignments, wall, right, tmp_path):
    for student in map(str, range(6)):
        hand_in(tmp_path, student, right)
    records = grade_all(find(tmp_path, [TOPIC]), assignments, wall, 1)
    assert next(records).student == "0"
    records.close()
    assert list(records) == []


@pytest.fixture
def heeds_ctrl_c():
    """A shell starts what runs in the background with Ctrl-C ignored, these tests perhaps, too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_ends_what_is_running_at_once(assignments, wall, tmp_path):
    for student in "abc":
        hand_in(tmp_path, student, samples.endless(assignments[TOPIC].release, TOPIC))
    before = threading.active_count()
    records = grade_all(find(tmp_path, [TOPIC]), assignments, wall, 1, Limits(cell_seconds=60.0, call_seconds=60.0))
    interrupted = []

    def interrupt():
        interrupted.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(4.0, interrupt)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        list(records)
    assert time.perf_counter() - interrupted[0] < 5
    timer.join()
    assert threading.active_count() == before


def test_finding_goes_by_topic_then_student_and_can_be_narrowed(right, tmp_path):
    for student in ("b", "a"):
        for topic in (TOPIC, OTHER):
            hand_in(tmp_path, student, right, topic)
    assert [(s.topic, s.student) for s in find(tmp_path, [TOPIC, OTHER])] == [
        (TOPIC, "a"), (TOPIC, "b"), (OTHER, "a"), (OTHER, "b"),
    ]  # fmt: skip
    assert [s.student for s in find(tmp_path, [TOPIC], ["b"])] == ["b"]


def test_finding_nothing_says_so(tmp_path, right):
    with pytest.raises(CourseError, match="not a folder"):
        find(tmp_path / "nowhere", [TOPIC])
    with pytest.raises(CourseError, match="no submission for 02_activations"):
        find(tmp_path, [TOPIC])
    hand_in(tmp_path, "ada", right)
    with pytest.raises(CourseError, match="no submission of grace"):
        find(tmp_path, [TOPIC], ["ada", "grace"])


def test_folders_named_like_no_topic_and_notebooks_in_none_are_seen(tmp_path, right):
    hand_in(tmp_path, "ada", right, "02_activation")
    (tmp_path / "ada" / NAME).touch()
    assert [place.name for place in unknown(tmp_path, [TOPIC])] == ["02_activation", NAME]


@pytest.fixture
def class_of_three(course, tmp_path, assignments):
    """A course with three submissions, graded into its gradebook."""
    root = tmp_path / "course"
    shutil.copytree(course, root)
    folder = root / "grading" / "submitted"
    release = assignments[TOPIC].release
    hand_in(folder, "ada", samples.right(release, TOPIC))
    hand_in(folder, "ben", samples.mistaken(release, TOPIC))
    hand_in(folder, "cy", "nonsense")
    return root


@pytest.fixture
def recorded(class_of_three, assignments, wall):
    def _record(resume=False, seed=7):
        mine = {TOPIC: assignments[TOPIC] if seed == 7 else Assignment.load(class_of_three, TOPIC, seed)}
        found = find(class_of_three / "grading" / "submitted", [TOPIC])
        return record_all(class_of_three, found, mine, partial(grade_all, wall=wall), resume=resume)

    return _record


def gradebook_scores(root):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'grading' / 'gradebook.db'}") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(TOPIC)}


def test_records_reach_the_gradebook_the_autograded_notebooks_and_the_feedback(recorded, class_of_three):
    records = {record.student: record for record in recorded()}
    assert [records[s].status for s in ("ada", "ben", "cy")] == ["graded", "graded", "failed"]
    assert gradebook_scores(class_of_three) == {student: record.score for student, record in records.items()}
    for student in ("ada", "ben"):
        nbformat.read(class_of_three / "grading" / "autograded" / student / TOPIC / NAME, 4)
        page = (class_of_three / "grading" / "feedback" / student / TOPIC / "activations.html").read_text()
        assert "mlp-card" in page


def test_a_failed_regrade_takes_the_old_score_away(recorded, class_of_three):
    recorded()
    hand_in(class_of_three / "grading" / "submitted", "ada", "now it is broken")
    recorded()
    assert gradebook_scores(class_of_three)["ada"] == 0.0


def test_resuming_grades_only_what_changed(recorded, class_of_three, assignments):
    first = recorded()
    hand_in(class_of_three / "grading" / "submitted", "cy", samples.loops(assignments[TOPIC].release, TOPIC))
    journal = Journal(class_of_three).path
    lines = journal.read_text().count("\n")
    again = recorded(resume=True)
    assert journal.read_text().count("\n") == lines + 1
    assert [record.to_json() for record in again[:2]] == [record.to_json() for record in first[:2]]
    assert (again[2].status, again[2].score) == ("graded", 20.0)


def test_another_seed_is_no_reason_to_skip(recorded, class_of_three):
    recorded()
    journal = Journal(class_of_three).path
    journal.write_text(journal.read_text()[:-20])  # the last line cut short, as by a crash
    assert {student for student, _ in Journal(class_of_three).recorded()} == {"ada", "ben"}
    recorded(resume=True, seed=8)
    assert journal.read_text().count("\n") >= 5


def test_the_secret_seed_is_drawn_once_for_each_topic_and_for_the_owner_only(tmp_path):
    first = seeds.seed(tmp_path, TOPIC)
    assert seeds.seed(tmp_path, TOPIC) == first != seeds.seed(tmp_path, OTHER)
    assert seeds.seed(tmp_path, TOPIC) == first
    path = tmp_path / "grading" / "seeds.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir() if p.name != ".lock"] == ["seeds.json"]


def test_damaged_seeds_are_not_drawn_anew_in_silence(tmp_path):
    path = tmp_path / "grading" / "seeds.json"
    path.parent.mkdir()
    path.write_text("{")
    with pytest.raises(CourseError, match="damaged"):
        seeds.seed(tmp_path, TOPIC)
