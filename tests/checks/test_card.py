"""The card: the same verdict as HTML and as text, harmless, and readable without colour, style sheet or script."""

import base64
import html.parser
import itertools
import re

import pytest

from autograder.checks.card import Card
from autograder.checks.key import Check, Key
from autograder.checks.shown import Note, rich, sentence
from autograder.checks.verdict import Diagnosis, Evidence, Finding, Verdict, blank

KEY = Key(
    name="affine_backward",
    topic="04_matrix_backprop",
    signature="affine_backward(dZ, X, W)",
    returns=("dX", "dW", "db"),
    checks=(Check("dW", "`dW` agrees with the numeric gradient", 0.75), Check("pure", "no argument is changed", 0.25)),
    cases=(),
    truth=(),
    hints=("Look at the shapes.", "Sum over the samples.", "`dZ.sum(axis=0)`"),
)
EVIDENCE = Evidence(
    "dW", (2, 3), [[0.0, 1e-12, 3e-3], [0.0, 2.0, 0.0]], [("[1, 1]", 3.0, 1.0, 2.0), ("[0, 2]", 1.003, 1.0, 3e-3)], True
)
FAILED = Verdict(
    "affine_backward",
    "04_matrix_backprop",
    1.0,
    4.0,
    "partial",
    (
        Finding(
            "dW", "`dW` agrees with the numeric gradient", 0.0, 3.0, False, "one sample: `dW` differs in 2 of 6 entries"
        ),
        Finding("pure", "no argument is changed", 1.0, 1.0, True),
    ),
    Diagnosis("db_averaged", "db is averaged twice.", "04_matrix_backprop#the-affine-layer"),
    EVIDENCE,
    ("Your function prints something.",),
)
PASSED = Verdict(
    "affine_backward", "04_matrix_backprop", 4.0, 4.0, "passed", (Finding("dW", "`dW` is right", 4.0, 4.0, True),)
)
TODO = blank("affine_backward", "04_matrix_backprop", 4.0, "todo", "To do.")
HOSTILE = "<script>alert(1)</script> \x1b[31m & `<img src=x onerror=y>` \u202e"


class Reader(html.parser.HTMLParser):
    """Tags, attributes and text of a page, and whether its tags are balanced."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("verdict", "word"), [(PASSED, "PASS"), (FAILED, "PARTLY"), (TODO, "TO DO")])
def test_the_badge_says_the_status_in_a_word(verdict, word):
    card = Card(verdict, KEY)
    assert word in Reader(card.html()).text and card.text().startswith(f"[{word}] affine_backward")
    assert f'data-status="{verdict.status}"' in card.html()


def test_each_check_is_shown_with_its_points_and_its_finding():
    for text in (Reader(Card(FAILED, KEY).html()).text, Card(FAILED, KEY).text()):
        assert re.search(r"not yet\s.*0 / 3", text) and re.search(r"right\s.*1 / 1", text)
        assert "One sample: " in text and "differs in 2 of 6 entries." in " ".join(text.split())


def test_the_misconception_is_named_with_the_section_to_read():
    for text in (Reader(Card(FAILED, KEY).html()).text, " ".join(Card(FAILED, KEY).text().split())):
        assert "Looks like: db is averaged twice. Read lecture 04_matrix_backprop, section “the affine layer”." in text


def test_a_stub_lists_what_will_be_checked():
    text = Card(TODO, KEY).text()
    assert "to do" in text and "0 / 3" in text and "no argument is changed" in text and "not yet" not in text


def test_hints_are_folded_each_inside_the_one_before_it():
    page = Card(FAILED, KEY).html()
    folded = [tag for tag, attrs in Reader(page).tags if tag == "details" and "open" not in attrs]
    assert len(folded) == 3 and page.index("Hint 1 of 3") < page.index("Hint 2 of 3") < page.index("Hint 3 of 3")
    assert "</details></details></details>" in page
    assert (
        "Hint 1 of 1" in Card(FAILED, KEY, hints_shown=1).html()
        and "Hint" not in Card(FAILED, KEY, hints_shown=0).html()
    )
    assert "Hint" not in Card(PASSED, KEY).html()


def test_the_heat_map_is_an_image_with_its_data_inside_and_words_for_it():
    (image,) = [attrs for tag, attrs in Reader(Card(FAILED, KEY).html()).tags if tag == "img"]
    assert image["alt"] == (
        "Heat map of the relative error, 2 by 3 entries: 2 above 1e-6; the largest, 2.0e+00, in row 1, column 1."
    )
    head, data = image["src"].split(",")
    svg = base64.b64decode(data).decode()
    # two and the legend's
    assert head == "data:image/svg+xml;base64" and svg.startswith("<svg ") and svg.count("<path") == 3


def test_the_table_tells_yours_from_the_expected():
    close = Evidence("dW", (2,), [[1e-5, 0.0]], [("[0]", 1.0000001, 1.0, 1e-7)], False)
    text = Card(Verdict(**{**vars(FAILED), "evidence": close}), KEY).text()
    assert "1.000000100" in text and "expected" in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(float("nan"), "nan"), (-float("inf"), "-inf"), (0.0, "0.000"), (1e300, "1.000000e+300"), (5e-324, "e-324")],
)
def test_the_table_survives_any_number(value, shown):
    odd = Evidence("dW", (2,), [[1.0, 0.0]], [("[0]", value, 1.0, 1.0)], False)
    card = Card(Verdict(**{**vars(FAILED), "evidence": odd}), KEY)
    assert shown in Reader(card.html()).text and shown in card.text()


def test_evidence_can_be_left_out_so_that_secret_cases_stay_secret():
    card = Card(FAILED, KEY, evidence=False)
    assert "<img" not in card.html() and "<table" not in card.html()
    assert "1.003" not in card.html() + card.text()


def test_whatever_a_student_raises_stays_text():
    finding = Finding("dW", HOSTILE, 0.0, 4.0, False, HOSTILE)
    hostile = Verdict(
        "relu", "02_activations", 0.0, 4.0, "failed", (finding,), Diagnosis("s", HOSTILE, HOSTILE), None, (HOSTILE,)
    )
    card = Card(hostile, KEY, next=HOSTILE)
    reader = Reader(card.html())
    assert not {tag for tag, _ in reader.tags} & {"script", "img", "style", "a", "link", "iframe"}
    assert "\x1b" not in card.text() and "\u202e" not in card.text()
    assert "\x1b" not in card.html() and "\u202e" not in card.html()


def test_the_html_asks_for_nothing_and_runs_nothing():
    for verdict, tag, name in itertools.product(
        (PASSED, FAILED, TODO), ("script", "style", "svg", "link"), ("href", "onclick")
    ):
        page = Card(verdict, KEY, next="`relu`").html()
        assert f"<{tag}" not in page and name not in page and "http" not in page and "var(" not in page


def test_coloured_words_are_readable_on_their_own_background_in_every_theme():
    for verdict in (PASSED, FAILED, TODO, Verdict(**{**vars(FAILED), "status": "failed"})):
        page = Card(verdict, KEY).html()
        pairs = re.findall(r"background-color:(#\w+);color:(#\w+)", page)
        assert pairs and all(contrast(*pair) >= 4.5 for pair in pairs)
        assert not re.findall(r"(?<!background-)(?<!;)color:#", page)


def test_words_stay_apart_where_styles_are_stripped():
    text = Reader(Card(FAILED, KEY).html()).text
    assert "PARTLY affine_backward 1 / 4 points" in text and "✔ right no argument is changed 1 / 1" in text
    assert "not yet dW agrees with the numeric gradient One sample: dW differs in 2 of 6 entries. 0 / 3" in text


def test_no_sentence_relies_on_a_colour():
    words = Reader(Card(FAILED, KEY).html()).text.lower() + Card(FAILED, KEY).text().lower()
    assert not {"red", "green", "blue", "yellow", "orange"} & set(re.findall(r"\w+", words))


def test_the_text_card_fits_a_terminal():
    long = Verdict(**{**vars(FAILED), "notes": ("word " * 60, "x" * 300)})
    assert max(map(len, Card(long, KEY, next="y " * 90).text().splitlines())) <= 80


def test_the_plain_value_is_the_repr_of_the_score():
    assert Card(FAILED, KEY).plain == "1.0" and Note("sorry").plain == "0.0"


def test_messages_may_hold_code_and_emphasis_and_nothing_else():
    assert rich("`a * b`, the *one* number, 2 * 3 * 4") == "<code>a * b</code>, the <em>one</em> number, 2 * 3 * 4"
    assert rich("`*a`, `b*` and *<b>*") == "<code>*a</code>, <code>b*</code> and *&lt;b&gt;*"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("one sample: dW differs", "One sample: dW differs."),
        ("read-only arrays: db has the shape (1,)", "Read-only arrays: db has the shape (1,)."),
        ("dW differs.", "dW differs."),
        ("a·b + c: the order is wrong", "a·b + c: the order is wrong."),
        ("`z[z > 0]` drops entries!", "`z[z > 0]` drops entries!"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_where_it_begins_with_a_word(message, said):
    assert sentence(message) == said
