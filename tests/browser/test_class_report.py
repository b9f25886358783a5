"""The class report in a real browser: light, dark, narrow and on paper, whole in itself."""

import pytest

from autograder.checks.verdict import Diagnosis
from autograder.grading.report import AUTO, BY_HAND, WAITING, ClassReport, Mark, Result, Topic
from autograder.grading.report_page import page

pytestmark = pytest.mark.browser
WORTH = {"sigmoid": 4.0, "numerical_derivative": 4.0, "question": 2.0}


def result(i):
    """One of the many that a class hands in: every strength of colour, every source, a long name, a long message."""
    slip = Diagnosis("slip", "You return `z` itself, not *σ(z)*: " + "apply σ first. " * 6, "02_activations#sigmoid")
    marks = (
        Mark("sigmoid", i % 5, 4.0, AUTO, diagnosis=slip if i % 5 < 2 else None),
        Mark("numerical_derivative", 3.7, 4.0, BY_HAND),
        Mark("question", 0.0, 2.0, WAITING, open=True),
    )
    status = ("graded", "mended", "failed", "unrecorded")[i % 4]
    message = "it is no notebook: " + "<script>document.title = 'hit'</script>" * 3
    student = f"student{i:02}" if i else "<img src=x onerror=\"document.title = 'hit'\">a-very-long-name-" * 2
    return Result(student, "02_activations", i % 5 + 3.7, i % 3, marks, status, i / 7, ("`relu` was copied",), message)


@pytest.fixture(scope="module")
def report():
    results = {one.student: one for one in map(result, range(30))}
    topic = Topic("02_activations", 10.0, WORTH, results)
    return page(ClassReport((*results, "student99"), (topic,)), "a course, today")


@pytest.fixture(params=["light", "dark", "print"])
def look(request, chromium, report):
    """The page as a browser shows it; what it asks for, runs or complains about fails the test."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    said, look = [], context.new_page()
    media = {"media": "print"} if request.param == "print" else {"color_scheme": request.param}
    look.emulate_media(**media)
    look.on("console", lambda message: said.append(message.text))
    look.on("request", lambda asked: said.append(asked.url))
    look.set_content(report)
    yield look
    assert not said and look.title() == "The class at a glance"
    context.close()


def test_every_text_stands_out(look, readable):
    readable(look.locator("body"))
    strengths = {look.locator(f".lost{i}").first.evaluate("e => getComputedStyle(e).backgroundColor") for i in range(5)}
    assert len(strengths) == 5


def test_a_narrow_window_scrolls_the_tables_and_paper_holds_them(look):
    width = 1032 if look.evaluate("matchMedia('print').matches") else 400  # A4 across, less its margins
    look.set_viewport_size({"width": width, "height": 800})
    assert look.evaluate("document.documentElement.scrollWidth") == width


def test_pictures_tell_what_they_show(look):
    picture = look.get_by_role("img", name="02_activations: how many have how many points")
    assert picture.count() == 1 and "points: " in picture.locator("desc").text_content()
