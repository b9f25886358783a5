"""The map: every state is a word, the bars repeat it, and the way on is a link."""

import pytest

from autograder.checks import places, shelf
from autograder.checks.history import Record
from autograder.checks.progress import Map


@pytest.fixture
def records():
    return {
        "sigmoid": Record("passed", 3.0, tries=1),
        "tanh": Record("partial", 1.0, tries=2, hints=1),
        "relu": Record("failed", tries=1, solution="given up"),
    }


def test_every_state_is_a_word(records):
    page = Map(records, None).html()
    for said in ("✔ passed", "◐ partly", "✘ not yet", "○ to do", "1 hint", "solution seen", "1 of 9 passed"):
        assert said in page
    assert 'aria-label="02 · activations: 1 of 9 passed"' in page


def test_one_continues_where_one_left_off(records):
    assert "Continue with tanh, in 02 · activations." in Map(records, None).text()
    assert "Continue with linear_score, in 01 · perceptron." in Map({}, None).text()
    done = {name: Record("passed", 1.0, tries=1) for name in shelf.public()}
    assert "Continue" not in Map(done, None).text() and "Continue" not in Map(done, None).html()


def test_the_text_fits_a_terminal_and_has_no_colour(records):
    text = Map(records, None).text()
    assert max(map(len, text.splitlines())) <= 80 and "\x1b" not in text and "[#-----------]  1 of 9 passed" in text


def test_only_what_is_in_the_working_copy_is_drawn_and_linked(records, tmp_path):
    for topic in ("00_warm_up", "02_activations"):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / places.notebook_name(topic)).write_text('{"cells": []}')
    drawn = Map(records, places.place(tmp_path / "02_activations"))
    assert [topic.name for topic in drawn.topics] == ["00_warm_up", "02_activations"]
    assert 'href="../00_warm_up/warm_up.ipynb"' in drawn.html() and "to read and run" in drawn.html()
