"""The demo: the whole path on sample submissions, in a folder of its own."""

import contextlib
import io
import shutil
import time

import pytest

from autograder.grading import samples
from autograder.grading.course import CourseError
from autograder.grading.demo import demo


@pytest.fixture(scope="module")
def shown(course, tmp_path_factory):
    """A course after its demo: the folder, what was printed, the seconds that it took."""
    root = tmp_path_factory.mktemp("clone")
    shutil.copytree(course, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("grading", "work"))
    for name in ("grading", "work"):
        (root / name).mkdir()
        (root / name / "mine").write_text("precious")
    start, said = time.perf_counter(), io.StringIO()
    with contextlib.chdir(root), contextlib.redirect_stdout(said):
        demo(root)
    return root, said.getvalue(), time.perf_counter() - start


def rows(text, topic):
    """Words of the table's rows on a topic, by student."""
    lines = [line.split() for line in text.splitlines() if line.startswith("student")]
    return {words[0]: words for words in lines if topic in words}


def test_the_demo_ends_within_a_minute(shown):
    assert shown[2] < 60


@pytest.mark.parametrize("topic", samples.TOPICS)
def test_the_table_tells_right_from_wrong_and_names_misconceptions(shown, topic):
    table = rows(shown[1], topic)
    full = {"02_activations": "20", "04_matrix_backprop": "30"}[topic]
    score = {student: words[2] for student, words in table.items()}
    status = {student: words[5] for student, words in table.items()}
    assert list(table) == [*samples.SAMPLES, samples.BROKEN]
    assert [score[f"student0{i}"] for i in (1, 2, 8)] == [full] * 3
    assert [score[f"student0{i}"] for i in (5, 7, 9)] == ["0"] * 3
    assert all(0 < float(score[f"student0{i}"]) < float(full) for i in (3, 4, 6))
    assert status[samples.BROKEN] == "failed" and status["student08"] == "mended"
    assert all(len(table[f"student0{i}"]) > 6 for i in (3, 4))


def test_no_line_is_wider_than_a_terminal(shown):
    assert max(map(len, shown[1].splitlines())) <= 100


def test_it_says_where_things_are_and_what_to_do_next(shown):
    root, said, _ = shown
    assert said.rstrip().endswith("mlp-course lab")
    grading = root / "demo" / "grading"
    assert (grading / "gradebook.db").stat().st_size
    for topic in samples.TOPICS:
        for student in samples.SAMPLES:
            assert (grading / "autograded" / student / topic).is_dir()
            assert list((grading / "feedback" / student / topic).glob("*.html"))


def test_class_data_and_own_work_are_not_touched(shown):
    root = shown[0]
    for name in ("grading", "work"):
        assert [path.name for path in (root / name).iterdir()] == ["mine"]


def test_a_folder_that_the_demo_did_not_make_is_left_alone(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "thesis.tex").write_text("years of work")
    with pytest.raises(CourseError, match="move it away"):
        demo(tmp_path)
    assert (tmp_path / "demo" / "thesis.tex").exists()
