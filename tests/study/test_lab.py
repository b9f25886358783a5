"""The working copy: every notebook is copied once, and nothing of a student's is ever overwritten."""

import json

import pytest

from autograder.study import lab, working


@pytest.fixture
def root(tmp_path):
    for topic in ("02_activations", "04_matrix_backprop", "10_mnist"):
        folder = tmp_path / "exercises" / topic
        folder.mkdir(parents=True)
        (folder / f"{topic[3:]}.ipynb").write_text(f"release of {topic}")
    return tmp_path


def copy(root, topic=None):
    return working.copy(root, working.released(root, topic))


def mine(root):
    return root / "work" / "02_activations" / "activations.ipynb"


def test_every_notebook_is_copied_and_nothing_is_said(root):
    assert copy(root) == []
    assert [path.parent.name for path in sorted((root / "work").glob("*/*.ipynb"))] == [
        "02_activations",
        "04_matrix_backprop",
        "10_mnist",
    ]


@pytest.mark.parametrize("topic", ["2", "02", "02_activations", "activations"])
def test_a_topic_may_be_named_by_number_or_by_name(root, topic):
    copy(root, topic)
    assert [path.name for path in (root / "work").glob("*/*.ipynb")] == ["activations.ipynb"]


def test_an_unknown_topic_and_a_folder_without_notebooks_get_one_clear_line(root, tmp_path_factory):
    with pytest.raises(
        working.StudyError, match=r"no topic '7': choose one of 02_activations, 04_matrix_backprop, 10_mnist$"
    ):
        working.released(root, "7")
    with pytest.raises(working.StudyError, match=r"no notebook in .*exercises: run this in the course's folder"):
        working.released(tmp_path_factory.mktemp("empty"))


def test_work_is_never_overwritten(root):
    copy(root)
    mine(root).write_text("my work")
    assert copy(root) == [] and mine(root).read_text() == "my work"


def test_a_changed_release_is_put_beside_the_work_once(root):
    copy(root)
    mine(root).write_text("my work")
    (root / "exercises" / "02_activations" / "activations.ipynb").write_text("a new release")
    (line,) = copy(root)
    new = mine(root).with_name("activations (update).ipynb")
    assert "activations (update).ipynb" in line and "your copy stays as it is" in line
    assert (mine(root).read_text(), new.read_text()) == ("my work", "a new release")
    assert copy(root) == []


def test_a_second_change_does_not_overwrite_the_first_update(root):
    copy(root)
    for release in ("second", "third"):
        (root / "exercises" / "02_activations" / "activations.ipynb").write_text(release)
        copy(root)
    folder = mine(root).parent
    assert (folder / "activations (update).ipynb").read_text() == "second"
    assert (folder / "activations (update 2).ipynb").read_text() == "third"


@pytest.mark.parametrize("record", ["not json", "[]", '{"02_activations/activations.ipynb": 3}'])
def test_a_damaged_record_costs_no_work(root, record):
    copy(root)
    mine(root).write_text("my work")
    (root / "work" / ".released.json").write_text(record)
    copy(root)
    assert mine(root).read_text() == "my work"


def test_students_see_none_of_nbgraders_panels_and_teachers_all(tmp_path):
    for teach in (False, True):
        (folder := tmp_path / str(teach)).mkdir()
        lab._configure(folder, teach)
        assert (folder / "labconfig" / "page_config.json").exists() is not teach
        settings = json.loads((folder / "labconfig" / "default_setting_overrides.json").read_text())
        assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def lecture(root, text, figures):
    folder = root / "lectures" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "lectures" / "02_activations.ipynb").write_text(text)
    (folder / "curve.py").write_text(figures)
    return root / "work" / "lectures"


def test_lectures_come_along_with_what_they_draw_with(root):
    told = lecture(root, "a lecture", "draw = 1")
    copy(root, "02")
    assert (told / "02_activations.ipynb").read_text() == "a lecture"
    assert (told / "figures" / "curve.py").read_text() == "draw = 1"


def test_a_lecture_is_never_overwritten_and_what_it_draws_with_only_where_nobody_touched_it(root):
    told = lecture(root, "a lecture", "draw = 1")
    copy(root)
    lecture(root, "a new lecture", "draw = 2")
    copy(root)
    assert (told / "02_activations.ipynb").read_text() == "a lecture"
    assert (told / "02_activations (update).ipynb").read_text() == "a new lecture"
    assert (told / "figures" / "curve.py").read_text() == "draw = 2"
    (told / "figures" / "curve.py").write_text("mine = 3")
    lecture(root, "a new lecture", "draw = 4")
    copy(root)
    assert (told / "figures" / "curve.py").read_text() == "mine = 3"
