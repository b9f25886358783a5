"""History: written whole, read whatever it says, and never in the way."""

import json
import os

import pytest

from autograder.checks import history, shelf
from autograder.checks.history import History, Record


@pytest.fixture
def file(tmp_path):
    return tmp_path / history.FILE


def test_a_record_is_kept_at_the_version_of_its_key(file):
    History(file).keep("relu", Record("passed", 1.0, tries=2))
    assert History(file).record("relu") == Record("passed", 1.0, tries=2, version=shelf.public().version("relu"))
    assert list(json.loads(file.read_text())) == ["exercises"]
    assert [path.name for path in file.parent.iterdir()] == [history.FILE]


def test_a_pass_of_an_earlier_version_no_longer_counts_and_the_rest_is_kept(file):
    history.write(
        file, {"exercises": {"relu": {"version": "old", "status": "passed", "score": 1.0, "tries": 4, "hints": 2}}}
    )
    record = History(file).record("relu")
    assert not record.passed and (record.tries, record.hints) == (4, 2)


def test_what_was_reached_once_stays_and_a_stub_is_no_try():
    record = Record().after("todo", 0.0).after("partial", 0.5).after("passed", 1.0).after("failed", 0.0)
    assert (record.status, record.score, record.tries) == ("passed", 1.0, 3)


def test_two_notebooks_write_one_file(file):
    one, other = History(file), History(file)
    one.keep("relu", Record("passed", 1.0))
    other.keep("tanh", Record("failed"))
    assert set(one.records()) == set(other.records()) == {"relu", "tanh"}


BROKEN = (
    "",
    "{",
    "[]",
    '{"exercises": 3}',
    '{"exercises": {"relu": {"status": "great"}}}',
    '{"exercises": {"relu": {"tries": -1}}}',
    '{"exercises": {"relu": {"score": "x"}}}',
    "[" * 100_000,
    "\x00",
)


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_set_aside_with_one_line(file, text):
    file.write_text(text)
    kept = History(file)
    assert kept.records() == {} and not file.exists()
    said = kept.trouble()
    assert "could not be read" in said and "\n" not in said and kept.trouble() == ""
    assert file.with_suffix(".broken.json").read_text() == text
    kept.keep("relu", Record("passed", 1.0))
    assert History(file).record("relu").passed


def test_a_later_course_may_write_more(file):
    history.write(file, {"exercises": {"relu": {"tries": 3, "mood": "good"}}, "theme": "dark"})
    assert History(file).record("relu").tries == 3


@pytest.mark.parametrize("where", [None, "no such folder"])
def test_where_nothing_may_be_written_this_process_remembers(tmp_path, where):
    kept = History(where and tmp_path / where / history.FILE)
    kept.keep("relu", Record("passed", 1.0))
    assert kept.record("relu").passed and kept.trouble() == ""


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(file, monkeypatch):
    History(file).keep("relu", Record("failed"))
    before = file.read_bytes()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
    kept = History(file)
    kept.keep("relu", Record("passed", 1.0))
    assert file.read_bytes() == before and [path.name for path in file.parent.iterdir()] == [history.FILE]


def test_beginning_again_keeps_the_number_of_tries(file):
    kept = History(file)
    kept.keep("relu", Record("passed", 1.0, tries=3, hints=2, solution="passed"))
    kept.forget("relu")
    assert kept.record("relu") == Record(tries=3, version=shelf.public().version("relu"))
