"""The kill matrix: what every exercise is tried with, and `docs/kill_matrix.md`, which says so.

`uv run python tests/topics/kill_matrix.py` writes the page; `test_kill_matrix.py` holds it to what is judged there anyway.
"""

from __future__ import annotations

import functools
import importlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from autograder import topics
from autograder.checks.collect import collect
from autograder.checks.judge import judge
from autograder.checks.key import Key
from autograder.checks.verdict import Verdict
from autograder.topics import keymaker

PAGE = Path(__file__).parents[2] / "docs" / "kill_matrix.md"
SEED, POINTS = 0, 3.0  # what the page counts is judged with this seed

# Each `<topic>_answers.py` beside this file may hold RIGHT and WRONG, answers by exercise.
_ANSWERS = [vars(importlib.import_module(file.stem)) for file in sorted(Path(__file__).parent.glob("*_answers.py"))]
RIGHT, WRONG = (
    {name: some for module in _ANSWERS for name, some in module.get(kind, {}).items()} for kind in ("RIGHT", "WRONG")
)
EXERCISES = {exercise.name: exercise for topic in topics.TOPICS for exercise in topics.exercises(topic)}

INTRODUCTION = """\
# Kill matrix

Who checks the checks? Every exercise is tried with answers whose worth is known beforehand. A wrong answer is a *mutant*; a check
that takes points from it *kills* it. Tests hold that every right answer keeps all points and that every mutant dies.

- **cases**: how often a function is called in one judgement, each memory layout and the call for purity included.
- **checks**: what can be right, each with its share of the points.
- **right**: right answers in different honest styles. Each scores full, without a remark.
- **misconceptions**: wrong ideas that a card can name, and in how many ways they are written. Each way loses points and is
  recognised as that idea. Below each table stand their names, with the number of ways where there are several.
- **wrong**: further wrong answers, outside that list. None scores full.
- **named**: how many of those the card gives a name nevertheless. Of the others it says only what can be seen.
"""
HEAD = """\
| exercise | cases | checks | right | misconceptions | wrong | named |
|---|--:|---|--:|--:|--:|--:|
"""


@functools.cache
def key(name: str, seed: int | None) -> Key:
    return keymaker.make(EXERCISES[name], seed, POINTS)


def verdict(name: str, seed: int | None, function: Callable) -> Verdict:
    asked = key(name, seed)
    return judge(asked, collect(function, asked.cases, asked.driver), POINTS)


def ways(name: str) -> Counter[str]:
    """How often each of an exercise's misconceptions is written."""
    return Counter(misconception.slug for misconception in EXERCISES[name].misconceptions)


def entry(name: str, named: int) -> str:
    """An exercise's line of the table."""
    checks = ", ".join(f"{check.name} {100 * check.share:.0f} %" for check in EXERCISES[name].checks)
    written = f"{len(ways(name))} in {ways(name).total()} ways"
    cells = (f"`{name}`", len(key(name, SEED).cases), checks, len(RIGHT[name]), written, len(WRONG[name]), named)
    return f"| {' | '.join(map(str, cells))} |"


def page(entries: Mapping[str, str]) -> str:
    """The page, given each exercise's line."""
    mutants = sum((ways(name) for name in EXERCISES), Counter())
    distinct = sum(len(ways(name)) for name in EXERCISES)
    text = f"{INTRODUCTION}\nIn all: {len(EXERCISES)} exercises, {sum(len(RIGHT[name]) for name in EXERCISES):,} right answers, "
    text += f"{distinct:,} misconceptions in {mutants.total():,} ways, "
    text += f"{sum(len(WRONG[name]) for name in EXERCISES):,} further wrong answers.\n"
    for topic in topics.TOPICS:
        names = [exercise.name for exercise in topics.exercises(topic)]
        text += f"\n## {topic}\n\n{HEAD}" + "".join(f"{entries[name]}\n" for name in names) + "\n"
        text += "".join(f"- `{name}`: {_list(ways(name))}\n" for name in names)
    return text


def entries(text: str) -> dict[str, str]:
    """Each exercise's line, as it stands in a page."""
    lines = (line for line in text.splitlines() if line.startswith("| `"))
    return {line.split("`")[1]: line for line in lines}


def _list(slugs: Counter[str]) -> str:
    return ", ".join(slug if number == 1 else f"{slug} ({number})" for slug, number in slugs.items())


def named(name: str) -> int:
    """How many of an exercise's further wrong answers are given a name."""
    return sum(verdict(name, SEED, function).diagnosis is not None for function in WRONG[name])


if __name__ == "__main__":
    PAGE.write_text(page({name: entry(name, named(name)) for name in EXERCISES}), encoding="utf-8")
