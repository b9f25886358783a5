"""The book: made without a network, read without one, and a lecture that is false is no page of it."""

from __future__ import annotations

import re
import shutil

import pytest

from autograder import cli
from autograder.authoring import book as module
from autograder.authoring.book import Unbound, book

LECTURE, EXERCISE = "02_activations", "00_warm_up"


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A course of one lecture and one exercise."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "exercises").mkdir()
    shutil.copytree(root / "solutions" / EXERCISE, folder / "solutions" / EXERCISE)
    shutil.copytree(root / "lectures" / "figures", folder / "lectures" / "figures")
    shutil.copy(root / "lectures" / f"{LECTURE}.py", folder / "lectures")
    return folder


def test_without_the_extra_it_says_in_one_line_what_to_install(course, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(module, "NEEDED", ("sphinx", "no_such_package"))
    assert cli.main(["book", str(tmp_path / "site"), "--course", str(course)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("mlp-course: no_such_package is not installed: pip install 'mlp-course[book]'")
    assert said.count("\n") == 1


def test_a_folder_with_other_things_in_it_is_left_alone(course, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Unbound, match="is not empty and holds no book: choose another folder"):
        book(course, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_without_lectures_there_is_no_book(tmp_path):
    with pytest.raises(Unbound, match="there is no lecture in"):
        book(tmp_path, tmp_path / "site")


@pytest.fixture(scope="module")
def site(course, tmp_path_factory):
    return book(course, tmp_path_factory.mktemp("site")).parent


@pytest.mark.slow
def test_it_shows_the_lecture_run_and_the_exercise_not_run(site):
    lecture = (site / "lectures" / f"{LECTURE}.html").read_text("utf-8")
    assert "holds to" in lecture and "differs by" in lecture
    assert 'id="derivatives"' in lecture
    pictures = re.findall(r'<img alt="([^"]*)"[^>]*src="data:', lecture)
    assert len(pictures) >= 8 and all(len(alt) > 40 for alt in pictures)
    exercise = (site / "exercises" / f"{EXERCISE}.html").read_text("utf-8")
    assert "NotImplementedError" in exercise and "holds to" not in exercise


@pytest.mark.slow
def test_nothing_is_loaded_from_outside(site):
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]*)"', text)
        loaded += re.findall(r'<link[^>]*rel="(?:stylesheet|preload|preconnect)"[^>]*href="([^"]*)"', text)
        assert not [address for address in loaded if re.match(r"(https?:)?//", address)]
    assert "mathjax" in (site / "lectures" / f"{LECTURE}.html").read_text("utf-8")


@pytest.mark.slow
def test_it_can_be_searched_and_made_again(site, course):
    assert "satur" in (site / "searchindex.js").read_text("utf-8")
    assert book(course, site).is_file()


@pytest.mark.slow
def test_a_false_formula_stops_it_in_one_line(course, tmp_path):
    copy = shutil.copytree(course, tmp_path / "course")
    path = copy / "lectures" / f"{LECTURE}.py"
    path.write_text(path.read_text().replace("same(sigmoid(-z), 1 - sigmoid(z))", "same(sigmoid(-z), 1 + sigmoid(z))"))
    with pytest.raises(Unbound) as caught:
        book(copy, tmp_path / "site")
    assert LECTURE in str(caught.value) and "does not hold" in str(caught.value)
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value)
