"""The class at a glance: every number is the gradebook's, and nothing that a submission says does anything."""

import copy
import csv
import io
import re
import shutil
import types
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from nbgrader.plugins import CsvExportPlugin
from traitlets.config import Config

from autograder import cli
from autograder.grading import histogram, report_page, samples
from autograder.grading.course import CourseError
from autograder.grading.grade import failed, grade
from autograder.grading.gradebook import Gradebook
from autograder.grading.journal import Journal
from autograder.grading.ledger import gathered, report
from autograder.grading.report import number
from autograder.grading.report_text import guarded, summary, table
from autograder.grading.table import COLUMNS

TOPIC, OTHER = samples.TOPICS[:2]
COUNTS = {TOPIC: 60, OTHER: 18}
HOSTILE = [
    "<script>alert(1)<!--",
    '"><img src=x onerror=alert(2)>',
    "=1+cmd|' C calc'!A0",
    "a\u202eb",
    "@sum",
    "-2",
    "'x",
]
ELSEWHERE, ABSENT = "student98", "student99"  # graded without our journal; handed in nothing


@pytest.fixture(scope="module")
def records(assignments, quick_worker, tmp_path_factory):
    """Nine sample submissions of two topics, graded once."""
    folder, found = tmp_path_factory.mktemp("handed-in"), []
    for topic in (TOPIC, OTHER):
        samples.hand_in(folder, topic, assignments[topic].release)
        for student in (*samples.SAMPLES, samples.BROKEN):
            [path] = (folder / student / topic).glob("*.ipynb")
            found.append(grade(student, path, assignments[topic], quick_worker))
    return found


@pytest.fixture(scope="module")
def sixty(records, assignments, tmp_path_factory):
    """A course whose gradebook and journal hold sixty students and two more, with points by hand, extra credit and penalties."""
    course = tmp_path_factory.mktemp("sixty")
    students = HOSTILE + [f"student{i:02}" for i in range(1, 61 - len(HOSTILE))]
    journal = Journal(course)
    with Gradebook(course) as book:
        for topic in (TOPIC, OTHER):
            book.register(topic, assignments[topic].release)
            own = [record for record in records if record.topic == topic]
            for i, student in enumerate(students[: COUNTS[topic]]):
                record = replace(own[i % len(own)], student=student)
                book.record(record)
                journal.append(record, "")
        book.record(replace(records[0], student=ELSEWHERE))
        book.api.add_student(ABSENT)
        by_hand(book, "student01", "question", manual_score=1.5, needs_manual_grade=False)
        by_hand(book, "student02", "check_relu", manual_score=0.25)
        by_hand(book, "student03", "check_relu", extra_credit=0.5)
        by_hand(book, "student06", "question", auto_score=None, needs_manual_grade=True)
        for student, penalty in {"student04": 2.0, "student05": 1000.0}.items():
            submission(book, student, TOPIC).notebooks[0].late_submission_penalty = penalty
        book.api.db.commit()
    return course


def submission(book, student, topic):
    return book.api.find_submission(topic, student)


def by_hand(book, student, cell, **values):
    found = book.api.find_grade(cell, "activations", TOPIC, student)
    for name, value in values.items():
        setattr(found, name, value)


@pytest.fixture(scope="module")
def found(sixty):
    return report(sixty)


@pytest.fixture(scope="module")
def rows(found):
    return list(csv.DictReader(io.StringIO(table(found))))


class Cells(HTMLParser):
    """The cells of each table, their texts joined; every tag, attribute and text."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.tags, self.attributes, self.texts, self.inside = [], Counter(), [], [], False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.attributes += attributes
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        self.texts.append(data)
        if self.inside:
            self.tables[-1][-1][-1] += data


@pytest.fixture(scope="module")
def page(found):
    return Cells(report_page.page(found, "a course, today"))


def shown(student):
    return student.replace("\u202e", "\N{REPLACEMENT CHARACTER}")


def points(page, topic):
    """The table of a topic: exercises, maxima, and the cells of each student."""
    start = [table[0][0] for table in page.tables].index("Student") + (TOPIC, OTHER).index(topic)
    head, worth, *rest = page.tables[start]
    return head[1:-3], worth[1:-2], {row[0]: row[1:] for row in rest}  # the last of the maxima is the total's


def exact(cell):
    return float(re.fullmatch(r"(?:✎by hand:  )?([-\d.]+)(?: \(late.*\))?", cell)[1])


@pytest.mark.parametrize("topic", [TOPIC, OTHER])
def test_every_number_on_the_page_equals_the_gradebook(sixty, page, topic):
    exercises, worth, students = points(page, topic)
    with Gradebook(sixty) as book:
        submissions = book.api.assignment_submissions(topic)
        assert {shown(one.student_id) for one in submissions} == set(students)
        assert len(students) == COUNTS[topic] + (topic == TOPIC)
        for one in submissions:
            *cells, total, _, _ = students[shown(one.student_id)]
            given = {grade.name.removeprefix("check_"): grade for book in one.notebooks for grade in book.grades}
            assert set(given) == set(exercises)
            for name, most, cell in zip(exercises, worth[:-1], cells, strict=True):
                assert float(most) == given[name].max_score
                if cell.startswith("?"):
                    assert given[name].auto_score is given[name].manual_score is None
                else:
                    assert exact(cell) == pytest.approx(given[name].score, abs=0.005)
            assert exact(total) == pytest.approx(max(0.0, one.score - one.late_submission_penalty), abs=0.005)
            assert float(worth[-1]) == one.max_score


def test_the_page_counts_and_averages_what_the_gradebook_holds(sixty, page):
    head, *topics = page.tables[0]
    assert head[:5] == ["Topic", "Handed in", "Mean", "Median", "Maximum"]
    with Gradebook(sixty) as book:
        for row in topics:
            scores = sorted(
                max(0.0, one.score - one.late_submission_penalty) for one in book.api.assignment_submissions(row[0])
            )
            assert row[1] == f"{len(scores)} of 62"
            assert float(row[2]) == pytest.approx(sum(scores) / len(scores), abs=0.005)
            middle = len(scores) // 2
            median = scores[middle] if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2
            assert float(row[3]) == pytest.approx(median, abs=0.005)
            assert float(row[4]) == book.api.find_assignment(row[0]).max_score
            assert row[7] == str(int(row[0] == TOPIC))  # student06's written answer


def test_the_csv_equals_nbgraders_own_export(sixty, rows, tmp_path):
    with Gradebook(sixty) as book:
        CsvExportPlugin(config=Config(ExportPlugin={"to": str(tmp_path / "grades.csv")})).export(book.api)
    text = (tmp_path / "grades.csv").read_text()
    theirs = {}
    for line in text.splitlines()[1:]:  # nbgrader quotes nothing
        topic, rest = line.split(",", 1)
        student, *_, score, most = rest.removeprefix(",").split(",", 1)[1].split(",")
        theirs[student, topic] = (float(score), float(most))
    totals = {(row["student"], row["topic"]): row for row in rows if row["exercise"] == "total"}
    assert len(totals) == 124
    plain = {(shown(student), topic): one for (student, topic), one in theirs.items()}
    for (student, topic), row in totals.items():
        score, most = plain[student.removeprefix("'"), topic] if student != "''x" else plain["'x", topic]
        assert float(row["score"] or 0) == pytest.approx(score, abs=1e-6) and float(row["max_score"]) == most


def test_the_rows_of_a_submission_add_up_to_its_total(rows):
    sums, totals = Counter(), {}
    for row in rows:
        key = row["student"], row["topic"]
        if row["exercise"] == "total":
            totals[key] = float(row["score"] or 0)
        else:
            sums[key] += float(row["score"])
    assert all(total == pytest.approx(max(0.0, sums[key]), abs=1e-5) for key, total in totals.items())


def test_points_by_hand_win_and_are_said_to_be_by_hand(rows):
    kept = {(row["student"], row["exercise"]): row for row in rows if row["topic"] == TOPIC}
    assert (kept["student01", "question"]["score"], kept["student01", "question"]["source"]) == ("1.5", "by hand")
    assert (kept["student02", "relu"]["score"], kept["student02", "relu"]["source"]) == ("0.25", "by hand")
    assert kept["student03", "relu"]["source"] == "by hand"
    assert kept["student04", "late penalty"]["score"] == "-2" and kept["student05", "total"]["score"] == "0"
    assert kept["student06", "relu"]["source"] == "auto" and kept["student06", "question"]["source"] == "waiting"


def test_who_handed_in_nothing_and_whom_the_journal_does_not_know_are_there_all_the_same(rows, page):
    [absent, _] = [row for row in rows if row["student"] == ABSENT]
    assert (absent["score"], absent["status"], absent["exercise"]) == ("", "missing", "total")
    elsewhere = [row for row in rows if row["student"] == ELSEWHERE and row["topic"] == TOPIC]
    assert {row["status"] for row in elsewhere} == {"unrecorded"} and float(elsewhere[-1]["score"]) == 20.0
    _, _, students = points(page, TOPIC)
    assert students[ELSEWHERE][-2:] == ["unrecorded", "–"] and ABSENT not in students
    assert any("Not handed in" in text for text in page.texts)


def test_misconceptions_name_how_many_and_who(sixty, found, page):
    told = Counter(
        (topic, verdict.exercise, verdict.diagnosis.slug)
        for (_, topic), (_, record) in Journal(sixty).recorded().items()
        for verdict in record.verdicts
        if verdict.diagnosis
    )
    shared = found.misconceptions()
    assert {(one.topic, one.exercise, one.diagnosis.slug): len(one.students) for one in shared} == told
    assert sum(told.values()) > 20 and [len(one.students) for one in shared] == sorted(told.values(), reverse=True)
    [misconceptions] = [table for table in page.tables if table[0][:2] == ["Students", "Looks like"]]
    for row, one in zip(misconceptions[1:], shared, strict=True):
        assert row[0] == str(len(one.students)) == str(row[3].count(", ") + 1)
        assert one.exercise in row[2] and row[1].startswith(one.diagnosis.sentence.replace("`", "")[:20])


def test_the_hardest_exercise_comes_first(found):
    hard = found.hardest()
    assert [one.share for one in hard] == sorted(one.share for one in hard) and hard[0].share < 0.8
    assert all(one.full + one.none <= one.answers for one in hard)


def test_mendings_failures_and_seconds_are_the_journals(sixty, page):
    records = [record for _, record in Journal(sixty).recorded().values()]
    [failures] = [table for table in page.tables if table[0] == ["Student", "Topic", "Why"]]
    [mendings] = [table for table in page.tables if table[0] == ["Student", "Topic", "What"]]
    assert len(failures) - 1 == sum(record.status == "failed" for record in records) > 0
    assert len(mendings) - 1 == sum(record.status == "mended" for record in records) > 0
    longest = max(record.seconds for record in records if record.topic == TOPIC)
    assert page.tables[0][1][-1] == f"{longest:.1f}"


def test_a_histogram_counts_everyone_once():
    scores = [-1.0, 0.0, 1.99, 2.0, 19.99, 20.0, 23.5]
    assert histogram.counted(scores, 20.0) == [3, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    drawn = Cells(histogram.histogram(scores, 20.0, "points", "p"))
    assert ("role", "img") in drawn.attributes and drawn.tags["title"] == drawn.tags["desc"] == 1
    assert "18 to 20 points: 3" in " ".join(drawn.texts)
    assert histogram.histogram(scores, 0.0, "points", "p") == ""


def test_nothing_on_the_page_runs_or_asks_for_anything(found):
    evil = "<script>alert(3)</script>\u202e\x1b[31m&<svg onload=alert(4)>"
    [topic, *rest] = found.topics
    results = {
        student: replace(result, message=evil, status="failed", mended=(evil,))
        for student, result in topic.results.items()
    }
    text = report_page.page(replace(found, topics=(replace(topic, results=results), *rest)), evil)
    cells = Cells(text)
    assert {"script", "img", "link", "iframe", "object", "form"} & set(cells.tags) == set()
    assert all(not name.startswith("on") and name != "src" for name, _ in cells.attributes)
    assert all(value.startswith("#") for name, value in cells.attributes if name == "href")
    assert (
        not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text)
        and "url(" not in text
        and "@import" not in text
    )
    assert "<script>alert(3)" in " ".join(cells.texts)  # it is still read
    ids = [value for name, value in cells.attributes if name == "id"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\r=x", "＝1", "'x"])
def test_no_text_in_the_csv_is_a_formula(text):
    assert guarded(text)[0] == "'" and guarded("student01") == "student01"
    assert guarded('say "x"\n') == 'say ""x"" '


def test_the_csv_keeps_every_id_apart(rows):
    names = {row["student"] for row in rows}
    assert len(names) == 62 and not any(name.startswith(("=", "@", "-")) for name in names)
    assert {"'=1+cmd|' C calc'!A0", "'@sum", "'-2", "''x"} <= names


def test_numbers_are_short_and_never_exponents():
    assert [number(x) for x in (0.1 + 0.2, 2.0, -0.0, 1e-9, 1234567.5)] == ["0.3", "2", "0", "0", "1234567.5"]


def test_the_terminal_sees_a_short_table(found):
    lines = summary(found).splitlines()
    assert max(map(len, lines)) <= COLUMNS and len(lines) < 14
    assert lines[1].startswith(TOPIC) and "61 / 62" in lines[1]


@pytest.fixture(scope="module")
def empty(assignments, tmp_path_factory):
    """A gradebook with one topic and nobody; nbgrader takes its time to make one."""
    folder = tmp_path_factory.mktemp("empty")
    with Gradebook(folder) as book:
        book.register(TOPIC, assignments[TOPIC].release)
    return folder


@pytest.fixture
def small(empty, tmp_path):
    """A copy of it."""
    return shutil.copytree(empty, tmp_path, dirs_exist_ok=True)


def worth(release, points):
    release = copy.deepcopy(release)
    for cell in release.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in points:
            cell.metadata.nbgrader.points = points[name]
    return release


def test_maxima_follow_the_notebook(small, assignments, records):
    """An exercise that is dropped before anyone hands in, one that is worth more, one that is worth nothing any more."""
    release = worth(assignments[TOPIC].release, {"check_relu": 5})
    release.cells = [c for c in release.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "check_tanh"]
    with Gradebook(small) as book:
        book.register(TOPIC, release)
        book.record(failed("ada", replace(assignments[TOPIC], release=release), "x"))
        [topic] = gathered(book.api, {}).topics
        assert topic.exercises["relu"] == 5.0 and "tanh" not in topic.exercises and topic.max_score == 24.0
        book.register(TOPIC, worth(release, {"check_relu": 0}))
        found = gathered(book.api, {})
        [topic] = found.topics
    assert topic.exercises["relu"] == 0.0 and topic.max_score == 19.0
    assert "relu" not in [hard.exercise for hard in found.hardest()]
    page = Cells(report_page.page(found))
    exercises, most, _ = points(page, TOPIC)
    assert dict(zip(exercises, most, strict=False))["relu"] == "0" and most[-1] == "19"


def test_a_class_without_submissions_is_one_line(small):
    with pytest.raises(CourseError, match=r"nothing is recorded: run `mlp-course grade`"):
        report(small)


@pytest.fixture
def run(sixty, capsys, monkeypatch, course):
    """The command, in a course with that gradebook."""
    for name in ("exercises", "solutions"):
        if not (sixty / name).exists():
            shutil.copytree(course / name, sixty / name)
    monkeypatch.chdir(sixty)

    def _run(*arguments):
        code = cli.main(["report", *map(str, arguments)])
        out, err = capsys.readouterr()
        return types.SimpleNamespace(code=code, out=out, err=err.splitlines())

    return _run


def test_the_command_writes_the_page_and_the_csv(run, tmp_path, found):
    ran = run("--html", tmp_path / "class.html", "--csv", tmp_path / "class.csv")
    assert (ran.code, ran.err) == (0, []) and ran.out.startswith("topic ")
    assert (tmp_path / "class.csv").read_text(encoding="utf-8") == table(found)
    assert (tmp_path / "class.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_command_takes_topics(run):
    assert TOPIC in run("02").out and OTHER not in run("02").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("09",), "nothing is recorded of 09_capstone"),
        (("77",), "there is no topic"),
        (("--html", "no/such/folder/class.html"), "no/such/folder/class.html cannot be written"),
        (("--csv", "."), "cannot be written"),
        (("--lms", "canvas"), "--roster FILE"),
        (("--roster", "x.csv"), "--lms canvas"),
        (("--out", "x.csv"), "--lms canvas"),
        (("--lms", "canvas", "--roster", "x.csv"), "x.csv cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, arguments, said):
    ran = run(*arguments)
    assert ran.code == 2 and ran.out == "" and len(ran.err) == 1 and said in ran.err[0]


def test_without_a_gradebook_one_line_says_so(course, tmp_path, monkeypatch, capsys):
    for name in ("exercises", "solutions"):
        shutil.copytree(course / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report"]) == 2
    assert "has no gradebook yet: run `mlp-course grade`" in capsys.readouterr().err
