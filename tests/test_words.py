"""What the commands and the pages say: every help has an example, every error names the next step, every line can be typed."""

import argparse
import ast
import re
import shlex
from pathlib import Path

import pytest

from autograder import cli
from autograder.study import commands

COURSE = Path(__file__).parent.parent
ROOT = COURSE / "autograder"
PAGES = [COURSE / "README.md", *sorted((COURSE / "docs").glob("*.md")), ROOT / "authoring/kit_files/README.md"]
PROSE = [page for page in PAGES if page.name not in ("authors.md", "kill_matrix.md")]  # what names files that are there
TOP = "autograder|mlp_reference|solutions|exercises|lectures|tests|benchmarks|docs"
ERRORS = {"StudyError", "CourseError", "NoWall", "Unpackable", "Unbound"}
VERBS = "add ask cd choose delete did end give grade hand install make move name read remove run save see start try use wait"
STEP = re.compile(rf"`mlp-course |\b({'|'.join(VERBS.split())})\b", re.IGNORECASE)


def parsers():
    for parser in (cli._parser(), commands.parser("", "")[0]):
        [choices] = [a.choices for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        yield from choices.items()


@pytest.mark.parametrize(("name", "parser"), list(parsers()))
def test_every_help_has_an_example_that_is_valid(name, parser):
    example = parser.epilog.removeprefix("example: mlp-course ").split()
    assert example[0] == name
    parser.parse_args(example[1:])


@pytest.mark.parametrize(("name", "parser"), list(parsers()))
def test_every_argument_is_explained(name, parser):
    assert all(action.help for action in parser._actions)


def raised():
    """Place and text of every error of ours, with … for what is filled in."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Raise)
                and isinstance(node.exc, ast.Call)
                and getattr(node.exc.func, "id", "") in ERRORS
            ):
                text = "".join(words(node.exc.args[0])) if node.exc.args else ""
                yield pytest.param(text, id=f"{path.stem}:{node.lineno}")


def words(node):
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from words(part)
    elif isinstance(node, ast.BinOp):
        yield from (*words(node.left), *words(node.right))
    else:
        yield "…"  # a name, a reason


@pytest.mark.parametrize("text", list(raised()))
def test_every_error_names_the_next_step(text):
    # what ends on another error's words, or on advice that is filled in, is looked at where those are written
    assert text in ("", "…") or text.endswith((": …", "; …")) or STEP.search(text), text
    assert "\n" not in text


def snippets(page):
    """What a page shows as code, with its place: a line of a block up to what explains it, or `code` in a sentence."""
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        block = [re.split(r"\s{2,}|\s#", line.strip())[0]] if line.startswith("    ") else []
        for code in block or re.findall(r"`([^`]+)`", line):
            yield from ((f"{page.name}:{number}", one.strip()) for one in code.split("&&"))


def typed(program):
    """The arguments of every line on the pages that runs `program`; not those with a gap (…)."""
    runs = re.compile(rf"(?:\S*uv run |\S*python3? |py |\S*[/\\])?{re.escape(program)} ([^…]+)")
    for page in PAGES:
        for place, code in snippets(page):
            if found := runs.fullmatch(code):
                yield pytest.param(shlex.split(found[1]), id=f"{place} {found[1]}")


@pytest.mark.parametrize("arguments", list(typed("mlp-course")))
def test_every_command_on_a_page_is_one(arguments):
    cli._parser().parse_args(arguments)


@pytest.mark.parametrize("arguments", list(typed("start.py")))
def test_every_command_of_a_kit_on_a_page_is_one(arguments):
    commands.parser("", "")[0].parse_args(arguments)


@pytest.mark.parametrize("arguments", list(typed("nbgrader")))
def test_every_command_of_nbgrader_on_a_page_is_one(arguments):
    from nbgrader.apps.nbgraderapp import NbGraderApp

    app, rest = NbGraderApp, list(arguments)
    while rest and isinstance(app.subcommands, dict):
        app = app.subcommands[rest.pop(0)][0]
    options = {word.lstrip("-").partition("=")[0] for word in rest if word.startswith("-")}
    settings = {f"{kind.__name__}.{name}" for kind in app().classes for name in kind.class_traits(config=True)}
    assert options <= {*app.aliases, *app.flags, *settings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_on_a_page_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if ":" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page):
    named = {word for _, code in snippets(page) for word in code.split() if re.fullmatch(rf"({TOP})/[\w./]+", word)}
    assert [name for name in sorted(named) if "NN_topic" not in name and not (COURSE / name).exists()] == []
