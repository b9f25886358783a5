"""Reset: the stub is back, what was written is kept, and nothing else of the notebook changes."""

import json

import pytest

from autograder.checks import places
from autograder.checks.history import History, Record
from autograder.study import working
from autograder.study.reset import reset
from autograder.study.working import StudyError

TOPIC = "02_activations"


def test_the_stub_is_back_and_what_was_written_is_kept(student):
    stub, rest = student.read("relu"), student.read("tanh")
    for number, text in enumerate(("mine = 1", "mine = 2")):
        student.write(relu=text, tanh="other = 3")
        kept = reset(student.root, TOPIC, "relu")
        assert kept == student.root / "work" / "backup" / TOPIC / ("relu.py", "relu 2.py")[number]
        assert kept.read_text() == f"{text}\n" and student.read("relu") == stub and student.read("tanh") == "other = 3"
    assert rest


def test_a_stub_is_left_as_it_is(student):
    before = student.path.read_bytes()
    assert reset(student.root, TOPIC, "relu") is None and student.path.read_bytes() == before


def test_a_deleted_cell_is_put_back_before_its_check_and_copies_are_kept(student):
    def take(cells):
        found = next(cell for cell in cells if places.grade_id(cell) == "relu")
        cells.remove(found)

    def twice(cells):
        found = next(cell for cell in cells if places.grade_id(cell) == "relu")
        cells.append({**json.loads(json.dumps(found)), "source": "second = 2"})

    student.edit(take)
    assert reset(student.root, TOPIC, "relu") is None
    names = [places.grade_id(cell) for cell in places.read(student.path)]
    assert names.index("relu") + 1 == names.index("check_relu")
    student.edit(twice)
    assert "second = 2" in reset(student.root, TOPIC, "relu").read_text()
    assert [places.grade_id(cell) for cell in places.read(student.path)] == names


def test_the_map_begins_again_for_that_exercise(student):
    history = History(working.place(student.root).history)
    history.keep("relu", Record("passed", 1.0, tries=2))
    student.write(relu="mine = 1")
    reset(student.root, TOPIC, "relu")
    assert not history.record("relu").passed and history.record("relu").tries == 2


def test_what_cannot_be_reset_says_what_to_do(student):
    with pytest.raises(StudyError, match="has no cell `softmax`"):
        reset(student.root, TOPIC, "softmax")
    student.path.write_text("{")
    with pytest.raises(StudyError, match="move it away, and `mlp-course lab` makes a new one"):
        reset(student.root, TOPIC, "relu")
    student.path.unlink()
    with pytest.raises(StudyError, match="run `mlp-course lab` first"):
        reset(student.root, TOPIC, "relu")
