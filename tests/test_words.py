"""What the commands say: every help has an example, and every error that a user may meet names the next step."""

import argparse
import ast
import re
from pathlib import Path

import pytest

from autograder import cli
from autograder.study import commands

ROOT = Path(__file__).parent.parent / "autograder"
ERRORS = {"StudyError", "CourseError", "NoWall", "Unpackable", "Unbound"}
VERBS = "add ask cd choose delete did end give grade hand install make move name read remove run save see try use wait"
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
