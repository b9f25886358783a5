"""Marks for Canvas: its own export comes back with our points in it, to the right rows and nowhere else."""

import csv
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.apps.exportapp import ExportApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder import cli
from autograder.grading import canvas
from autograder.grading.course import CourseError
from autograder.grading.gradebook import Gradebook
from autograder.grading.ledger import report
from autograder.grading.report import AUTO, WAITING, ClassReport, Mark, Result, Topic
from autograder.grading.roster import Roster, meant

ROOT = Path(__file__).parents[2]
TOPIC, OTHER = "02_activations", "04_matrix_backprop"
HEADER = "Student,ID,SIS User ID,SIS Login ID,Section,{}Essay (901),Assignments Current Score"
POSTING = ",,,,,{}Manual Posting,"
POSSIBLE = "    Points Possible,,,,,{}10.00,(read only)"
LINES = [
    '"Lovelace, Ada",4001,S-1,ada,"Lab 1, Monday",{}9.00,90.00',
    '"O""Neil, Ben",4002,S-2,ben@uni.example,Lab 2,{}N/A,',
    '"=""=cmd""",4003,S-3,cy,Lab 2,{},',
    '"Student, Test",4999,,a1b2c3,Lab 1,{},',
]


def export(*columns, separator=",", newline="\n", mark="", posting=True, lines=LINES):
    """An export of Canvas's with these assignments in front of its own: name, points possible, one value a student."""
    rows = [HEADER, *[POSTING] * posting, POSSIBLE, *lines]
    values = [[name for name, *_ in columns], *[["" for _ in columns]] * posting]
    values += [[column[1] for column in columns]]
    values += [[column[2 + i] if len(column) > 2 + i else "" for column in columns] for i in range(len(lines))]
    texts = [row.format("".join(f"{one}," for one in own)) for row, own in zip(rows, values, strict=True)]
    if separator != ",":
        texts = [separator.join(_quoted(row, separator)) for row in csv.reader(texts)]
    return (mark + newline.join(texts) + newline).encode()


def _quoted(row, separator):
    return ['"' + one.replace('"', '""') + '"' if set('"' + separator) & set(one) else one for one in row]


def a_class(scores, other=None, students=()):
    """A report of these scores, by student."""

    def topic(name, own, most):
        results = {
            student: Result(student, name, score, 0.0, (Mark("relu", score, most, AUTO),), "graded", 0.1, (), "")
            for student, score in own.items()
        }
        return Topic(name, most, {"relu": most}, results)

    topics = [topic(TOPIC, scores, 22.0)] + ([topic(OTHER, other, 32.0)] if other else [])
    return ClassReport(tuple(sorted({*scores, *(other or {}), *students})), tuple(topics))


@pytest.fixture
def fill(tmp_path):
    def _fill(data, found):
        path = tmp_path / "roster.csv"
        path.write_bytes(data)
        return canvas.fill(Roster.read(path), found, ROOT)

    return _fill


def table(filled, separator=","):
    """What Canvas's importer sees."""
    text = filled.text.removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def column(filled, name, separator=","):
    head, *rows = table(filled, separator)
    place = head.index(name)
    return {row[0]: row[place] for row in rows}


SCORES = {"ada": 20.0, "S-2": 13.25, "4003": 0.1 + 0.2}


def test_a_new_column_goes_to_the_right_rows(fill):
    filled = fill(export(), a_class(SCORES))
    assert column(filled, TOPIC) == {
        "": "", "    Points Possible": "22", "Lovelace, Ada": "20", 'O"Neil, Ben': "13.25", '="=cmd"': "0.3", "Student, Test": "",
    }  # fmt: skip
    assert filled.notes == filled.left_out == ()


def test_what_says_who_someone_is_stays_byte_for_byte(fill):
    data = export()
    lines = fill(data, a_class(SCORES)).text.splitlines()
    for line, old in zip(lines, data.decode().splitlines(), strict=True):
        kept = line.rpartition(",")[0]
        assert old.startswith(kept) and kept.count(",") >= 4
    assert (
        lines[0] == f"Student,ID,SIS User ID,SIS Login ID,Section,{TOPIC}"
    )  # and nothing that others might have changed


def test_one_column_a_topic(fill):
    filled = fill(export(), a_class(SCORES, {"ada": 30.5}))
    assert table(filled)[0][5:] == [TOPIC, OTHER]
    assert column(filled, OTHER)["Lovelace, Ada"] == "30.5" and column(filled, OTHER)['O"Neil, Ben'] == ""


@pytest.mark.parametrize(
    "name",
    [
        "02_activations (77)",
        "02_Activations, late (77)",
        "activations (77)",
        "Activations",
        "02 · Activations: what one unit does (7)",
    ],
)
def test_a_column_of_that_name_is_filled(fill, name):
    quoted = f'"{name}"'
    filled = fill(export((quoted, "22.00")), a_class(SCORES))
    assert table(filled)[0][5:] == [name]
    assert filled.text.splitlines()[2].endswith(",22.00") and filled.notes == ()
    assert column(filled, name)["Lovelace, Ada"] == "20"


@pytest.mark.parametrize(
    "name", ["Activations quiz (77)", "02_activationsX (77)", "2 activations", "activations Current Score"]
)
def test_another_column_is_not(fill, name):
    assert table(fill(export((name, "22.00")), a_class(SCORES)))[0][5:] == [TOPIC]


def test_a_total_of_canvas_is_never_filled(fill):
    assert table(fill(export((f"{TOPIC} Current Score", "(read only)")), a_class(SCORES)))[0][5:] == [TOPIC]


def test_two_columns_of_that_name_are_one_line(fill):
    with pytest.raises(
        CourseError, match=r"“02_activations \(7\)” and “activations \(8\)” could all be for 02_activations"
    ):
        fill(export(("02_activations (7)", "22"), ("activations (8)", "22")), a_class(SCORES))


def test_without_a_submission_nothing_changes(fill):
    filled = fill(export(("activations (7)", "22", "", "5.00", "EX", "")), a_class({"ada": 20.0}))
    assert list(column(filled, "activations (7)").values())[2:] == ["20", "5.00", "EX", ""]
    assert (
        filled.notes == (f"{TOPIC}, in the roster without a submission: ben@uni.example, cy",) and filled.left_out == ()
    )


def test_an_excuse_stays(fill):
    filled = fill(export(("activations (7)", "22", "EX")), a_class(SCORES))
    assert column(filled, "activations (7)")["Lovelace, Ada"] == "EX"
    assert filled.notes == (f"{TOPIC}, handed in, but excused in Canvas and left so: ada",)


def test_zero_points_are_points(fill):
    assert column(fill(export(), a_class({"ada": 0.0})), TOPIC)["Lovelace, Ada"] == "0"


@pytest.mark.parametrize("most", ["100.00", "220", "2200", "22.5", "22.05", "2", ""])
def test_other_points_in_canvas_are_mentioned(fill, most):
    filled = fill(export(("activations (7)", most)), a_class(SCORES))
    assert filled.notes == (f"{TOPIC} is worth 22 points here, {most or 'nothing'} in Canvas",)
    assert column(filled, "activations (7)")["    Points Possible"] == most


def test_points_that_a_person_still_has_to_give_are_mentioned(fill):
    found = a_class(SCORES)
    [topic] = found.topics
    ada = replace(topic.results["ada"], marks=(Mark("question", 0.0, 2.0, WAITING, True),))
    found = replace(found, topics=(replace(topic, results=topic.results | {"ada": ada}),))
    assert fill(export(), found).notes == (f"{TOPIC}, submissions that wait for points by hand: 1",)


@pytest.mark.parametrize("student", ["Ada", "ada ", "Lovelace, Ada", "ben", "400", "a1b2c3", "Lab 2", "", "dee"])
def test_only_an_exact_identity_is_someone(fill, student):
    filled = fill(export(), a_class({student: 20.0}))
    assert filled.left_out == (student,) and "not in the roster" in filled.notes[0]
    assert set(column(filled, TOPIC).values()) == {"", "22"}


def test_an_identity_of_two_rows_is_nobodys(fill):
    lines = [*LINES, '"Again, Ada",4001,S-9,ada2,Lab 1,{},', '"Third, Cy",4009,ada,ada3,Lab 1,{},']
    filled = fill(export(lines=lines), a_class({"4001": 20.0, "ada": 19.0, "cy": 18.0}))
    assert filled.left_out == ("4001", "ada") and filled.notes[0].endswith("left out: 4001, ada")
    assert column(filled, TOPIC)['="=cmd"'] == "18" and "20" not in column(filled, TOPIC).values()


def test_two_students_of_one_row_are_nobody(fill):
    filled = fill(export(), a_class({"ada": 20.0, "S-1": 10.0}))
    assert filled.left_out == ("S-1", "ada") and column(filled, TOPIC)["Lovelace, Ada"] == ""
    assert filled.notes[1:] == (f"{TOPIC}, in the roster without a submission: ben@uni.example, cy",)  # and not ada


def test_a_european_export(fill):
    """Semicolons, decimal commas, a byte order mark and Windows's line ends come back as they were."""
    data = export(("activations (7)", '"22,00"', '"1,50"'), separator=";", newline="\r\n", mark="\ufeff")
    filled = fill(data, a_class(SCORES))
    assert filled.text.startswith("\ufeffStudent;ID;") and filled.text.count("\r\n") == filled.text.count("\n") == 7
    assert column(filled, "activations (7)", ";")['O"Neil, Ben'] == "13,25" and filled.notes == ()
    for line, old in zip(filled.text.splitlines(), data.decode().splitlines(), strict=True):
        assert old.startswith(line.rpartition(";")[0])


def test_semicolons_without_decimal_commas_keep_the_point(fill):
    assert column(fill(export(separator=";"), a_class(SCORES)), TOPIC, ";")['O"Neil, Ben'] == "13.25"


def test_without_a_row_of_posting_policies_and_with_what_a_spreadsheet_leaves_behind(fill):
    data = export(posting=False) + b",,,,,,\n,\n"
    filled = fill(data, a_class(SCORES))
    assert column(filled, TOPIC)["Lovelace, Ada"] == "20" and filled.notes == ()
    assert {len(row) for row in table(filled)} == {
        6
    }  # as many fields in every row, or Canvas takes no separator for one


def test_first_and_last_names_and_columns_of_ones_own(fill):
    data = (
        b"LastName,FirstName,ID,SIS Login ID,Section,Notes,Essay (1)\n    Points Possible,,,,,,10\n"
        b"Lovelace,Ada,4001,ada,A,quiet,9\nStudent,Test,4999,,A,,\n"
    )
    filled = fill(data, a_class({"ada": 20.0}))
    assert table(filled)[2] == ["Lovelace", "Ada", "4001", "ada", "A", "20"] and filled.notes == ()


FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(rows=st.lists(st.lists(FIELDS, min_size=6, max_size=6), max_size=5), separator=st.sampled_from(",;"))
def test_whatever_stands_in_an_export_is_read_and_comes_back(rows, separator, tmp_path_factory):
    file = io.StringIO()
    header = ["Student", "ID", "SIS Login ID", "Section", "Essay (1)", "Notes, and more; (2)"]
    csv.writer(file, delimiter=separator).writerows([header, *rows])
    path = tmp_path_factory.mktemp("any") / "roster.csv"
    path.write_bytes(file.getvalue().encode())
    roster = Roster.read(path)
    assert [[meant(field) for field in row] for row in roster.rows] == [header, *rows]
    assert roster.text(roster.rows).encode() == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin with Canvas's header"),
        (b"student,topic\nada,1\n", "does not begin with Canvas's header"),
        (b"Student,Section\n", "does not begin with Canvas's header"),
        (b"Student,ID,ID,Section\n", "does not begin with Canvas's header"),
        (b"PK\x03\x04\xff\xfe", "is not in UTF-8"),
        ("Student,ID,Section\nÅda,1,A\n".encode("cp1252"), "is not in UTF-8"),
        ("Student,ID,Section\n".encode("utf-16"), "is not in UTF-8"),
        (b'Student,ID,Section\n"Lovelace, Ada,1,A\n', "quotation mark out of place in line 2"),
        (b'Student,ID,Section\nLove"lace,1,A\n', "quotation mark out of place in line 2"),
        (b"Student\x00,ID,Section\n", "does not begin with Canvas's header"),
    ],
)
def test_what_is_no_export_is_one_line(fill, data, said):
    with pytest.raises(CourseError, match=said) as error:
        fill(data, a_class(SCORES))
    assert "export it from Canvas once more" in str(error.value) and "\n" not in str(error.value)


@pytest.fixture(scope="module")
def graded(course, assignments, tmp_path_factory):
    """A course of its own with a real gradebook: points by hand, extra credit, a late penalty; and its roster."""
    from autograder.grading.grade import failed

    folder = tmp_path_factory.mktemp("canvas")
    for name in ("exercises", "solutions"):
        (folder / name).symlink_to(course / name)
    (folder / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    given = {"ada": 1.75, "ben@uni.example": 2.0, "S-3": 1 / 3, "stranger": 2.0}
    with Gradebook(folder) as book:
        book.register(TOPIC, assignments[TOPIC].release)
        for student, score in given.items():
            book.record(failed(student, assignments[TOPIC], "x"))
            book.api.find_grade("question", "activations", TOPIC, student).manual_score = score
        book.api.find_grade("check_relu", "activations", TOPIC, "ada").extra_credit = 0.5
        book.api.find_submission(TOPIC, "ben@uni.example").notebooks[0].late_submission_penalty = 0.25
        book.api.db.commit()
    (folder / "roster.csv").write_bytes(export())
    return folder


EXPECTED = {"ada": 2.25, "ben@uni.example": 1.75, "cy": 1 / 3}


def read_back(text):
    """Roster in, grades out, by a reader of its own: points by login."""
    rows = list(csv.DictReader(io.StringIO(text)))
    assert all(row["Student"] for row in rows[1:])
    return {row["SIS Login ID"]: float(row[TOPIC]) for row in rows[1:] if row[TOPIC] and row["SIS Login ID"]}


def test_there_and_back_again_the_numbers_are_the_gradebooks(graded, monkeypatch, capsys):
    monkeypatch.chdir(graded)
    assert cli.main(["report", "--lms", "canvas", "--roster", "roster.csv", "--out", "canvas.csv"]) == 1
    out, err = capsys.readouterr()
    assert read_back((graded / "canvas.csv").read_text()) == pytest.approx(EXPECTED, abs=1e-6)
    with Gradebook(graded) as book:
        theirs = {
            one.student_id: one.score - one.late_submission_penalty for one in book.api.assignment_submissions(TOPIC)
        }
    assert sorted(theirs.values()) == pytest.approx(sorted([*EXPECTED.values(), 2.0]))
    assert out.startswith("topic ") and err == "mlp-course: not in the roster, so left out: stranger\n"


def test_without_out_the_file_and_nothing_else_is_on_stdout(graded, monkeypatch, capsys):
    monkeypatch.chdir(graded)
    assert cli.main(["report", "02", "--lms", "canvas", "--roster", "roster.csv"]) == 1
    assert read_back(capsys.readouterr().out) == pytest.approx(EXPECTED, abs=1e-6)


def test_who_is_only_in_the_roster_is_listed_and_that_is_no_failure(graded, tmp_path):
    found = report(graded).only(["ada"])
    assert found.students == ("ada",) and list(found.topics[0].results) == ["ada"]
    filled = canvas.fill(Roster.read(graded / "roster.csv"), found, graded)
    assert filled.left_out == () and "ben@uni.example, cy" in filled.notes[0]


def test_nbgrader_exports_the_same(graded):
    """The real command, from the course's folder."""
    command = [sys.executable, "-m", "nbgrader", "export", "--exporter=autograder.grading.canvas.CanvasExporter"]
    command += ["--CanvasExporter.roster=roster.csv", "--to=theirs.csv"]
    home = {"HOME": str(graded), "PATH": os.defpath, "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=graded, env=home, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert "not in the roster, so left out: stranger" in ran.stderr and "recognized" not in ran.stderr
    assert read_back((graded / "theirs.csv").read_text()) == pytest.approx(EXPECTED, abs=1e-6)


@pytest.fixture
def exporter(graded, monkeypatch):
    """The same without a process of its own."""
    monkeypatch.chdir(graded)

    def _export(**options):
        config = Config(CourseDirectory={"root": str(graded)}, CanvasExporter=options)
        app = ExportApp(config=config)
        app.coursedir = CourseDirectory(parent=app)
        with Gradebook(graded) as book:
            canvas.CanvasExporter(parent=app).export(book.api)

    return _export


def test_nbgrader_exports_some_students_and_assignments(graded, exporter):
    exporter(roster="roster.csv", to="some.csv", student=["ada"], assignment=[TOPIC])
    assert read_back((graded / "some.csv").read_text()) == {"ada": 2.25}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "no roster is given: add --CanvasExporter.roster"),
        ({"roster": "x.csv"}, "x.csv cannot be read"),
        ({"roster": "roster.csv", "to": "no/folder/x.csv"}, "no/folder/x.csv cannot be written"),
        ({"roster": "roster.csv", "assignment": [OTHER]}, f"nothing is recorded of {OTHER}"),
    ],
)
def test_nbgrader_says_what_is_wrong_in_one_line(exporter, capsys, options, said):
    with pytest.raises(SystemExit, match="1"):
        exporter(**options)
    [line] = capsys.readouterr().err.splitlines()
    assert said in line
