"""Explaining: the recorded verdict again, from what was stored, and one clear line where that cannot be."""

import json
import shutil
from functools import partial

import pytest

from autograder import cli
from autograder.checks import plain
from autograder.checks.answer import Answer
from autograder.grading import answers, samples
from autograder.grading.batch import grade_all, record_all
from autograder.grading.course import CourseError
from autograder.grading.explain import WIDTH, explain
from autograder.grading.grade import Assignment, Record, failed, verdict
from autograder.grading.journal import Journal
from autograder.grading.submissions import find
from autograder.grading.worker import Ran

TOPIC, NAME = "02_activations", "activations.ipynb"


@pytest.fixture(scope="module")
def graded(course, assignments, wall, tmp_path_factory):
    """A course in which four have been graded with seed 7."""
    root, release = tmp_path_factory.mktemp("graded"), assignments[TOPIC].release
    shutil.copytree(course, root, dirs_exist_ok=True)
    kinds = {"ada": samples.right, "ben": samples.mistaken, "eve": samples.untouched}
    for student, sample in kinds.items():
        samples.write(root / "grading/submitted" / student / TOPIC / NAME, json.dumps(sample(release, TOPIC)))
    samples.write(root / "grading/submitted/cy" / TOPIC / NAME, "nonsense")
    record_all(root, find(root / "grading/submitted", [TOPIC]), assignments, partial(grade_all, wall=wall))
    return root


def test_a_verdict_is_replayed_with_inputs_expected_got_and_diagnosis(graded):
    text = explain(graded, "ben", "neuron")
    assert "seed 7: the same verdict" in text and "Looks like" in text
    assert all(word in text for word in ("case 1, ", "x = ", "activation = the function", "expected = ", "got = "))
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_right_answer_names_its_cases_only(graded):
    text = explain(graded, "ada", "relu")
    assert "1 of 1 points" in text and "As expected:" in text and "expected = " not in text


def test_an_untouched_stub_and_a_failed_submission_say_so(graded):
    assert "TO DO" in explain(graded, "eve", "relu")
    text = explain(graded, "cy", "relu")
    assert "0 of 1 points" in text and "not JSON" in text


@pytest.mark.parametrize(
    ("student", "exercise", "said"),
    [
        ("nobody", "relu", "nothing is recorded of nobody"),
        ("ada", "reloo", "choose from"),
        ("../ada", "relu", "recorded"),
    ],
)
def test_what_is_not_recorded_is_one_line_and_exit_code_2(graded, capsys, student, exercise, said):
    assert cli.main(["explain", student, exercise, "--course", str(graded)]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and len(shown.err.splitlines()) == 1 and said in shown.err


def test_a_course_without_any_record_is_one_line(course, capsys):
    assert cli.main(["explain", "ada", "relu", "--course", str(course)]) == 2
    assert "nothing is recorded of ada" in capsys.readouterr().err


def test_the_command_prints_the_replay(graded, capsys):
    assert cli.main(["explain", "ben", "sigmoid", "--course", str(graded)]) == 0
    assert "NumPy warns" in capsys.readouterr().out


def test_each_recorded_verdict_replays_as_it_was(graded):
    _, record = Journal(graded).recorded()["ben", TOPIC]
    stored, assignment = answers.load(graded, "ben", TOPIC), Assignment.load(graded, TOPIC, 7)
    assert tuple(verdict(name, assignment, ran) for name, ran in stored.came.items()) == record.verdicts


@pytest.fixture
def stored(tmp_path, assignments):
    """A course of its own, and a way to record what came back from relu."""

    def _stored(*came, student="ada"):
        record = Record(student, TOPIC, "graded", 0.1, (), failed(student, assignments[TOPIC], "x").verdicts)
        record = Record(**{**vars(record), "asked": {"relu": Ran(answers=came)}})
        answers.save(tmp_path, record, assignments[TOPIC])
        return answers.load(tmp_path, student, TOPIC)

    return _stored


def test_answers_come_back_as_they_were(stored, assignments):
    found = stored(Answer([1.0, "σ"], seconds=0.5), Answer(plain.Unusable("a generator")))
    assert found.seed == 7 and found.fits(assignments[TOPIC].keys["relu"])
    assert found.came["relu"].answers == (Answer([1.0, "σ"], seconds=0.5), Answer(plain.Unusable("a generator")))


def test_a_flood_of_answers_is_not_kept(stored, assignments):
    found = stored(*[Answer("x" * 100_000)] * 30)
    assert not found.fits(assignments[TOPIC].keys["relu"])


def test_other_cases_do_not_fit(stored, course):
    assert not stored(Answer(1.0)).fits(Assignment.load(course, TOPIC, 8).keys["relu"])


def test_a_failed_regrade_leaves_no_old_answers(stored, tmp_path, assignments):
    stored(Answer(1.0))
    answers.save(tmp_path, failed("ada", assignments[TOPIC], "broken"), assignments[TOPIC])
    assert answers.load(tmp_path, "ada", TOPIC).came == {}


@pytest.mark.parametrize("data", [b"", b"mlp1", plain.pack([1]), plain.pack({"seed": 1, "came": {"relu": 3}})])
def test_a_damaged_file_counts_as_none(stored, tmp_path, data):
    stored(Answer(1.0))
    [path] = (tmp_path / "grading/answers/ada").iterdir()
    path.write_bytes(data)
    assert answers.load(tmp_path, "ada", TOPIC) is None


def test_without_stored_answers_the_way_to_them_is_said(graded, tmp_path):
    shutil.copytree(graded, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy/grading/answers")
    with pytest.raises(CourseError, match="grade it once more"):
        explain(tmp_path / "copy", "ada", "relu")


def test_answers_are_for_the_owner_only(stored, tmp_path):
    stored(Answer(1.0))
    [path] = (tmp_path / "grading/answers/ada").iterdir()
    assert path.stat().st_mode & 0o077 == 0
