"""Nothing that the course set out to tell is missing, and everything that points to a lecture finds its section."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from autograder import topics
from autograder.authoring.lecture import lectures

ERRATA = 58  # slips found in the slides that the course grew from
ROOT = Path(__file__).parents[2]
MAP = tomllib.loads((ROOT / "lectures" / "coverage.toml").read_text("utf-8"))
UNWRITTEN = set(MAP.pop("unwritten"))
SECTIONS = {lecture.topic: lecture.sections for lecture in lectures(ROOT)}


def pointers():
    """Every section that an exercise or a misconception points to, and who points."""
    for topic in topics.TOPICS:
        for exercise in topics.exercises(topic):
            yield exercise.section, exercise.name
            for misconception in exercise.misconceptions:
                yield misconception.section or exercise.section, f"{exercise.name}: {misconception.slug}"


def test_every_topic_has_its_lecture_or_is_listed_as_unwritten():
    assert set(MAP) >= set(topics.TOPICS)
    assert set(SECTIONS) == set(MAP) - UNWRITTEN


@pytest.mark.parametrize("topic", MAP)
def test_what_a_lecture_is_to_cover_stands_in_a_section_of_its_own(topic):
    assert all(entries and all(entry.strip() for entry in entries) for entries in MAP[topic].values())
    if topic not in UNWRITTEN:
        assert set(MAP[topic]) <= set(SECTIONS[topic])


def test_every_erratum_is_told_somewhere():
    entries = [entry for sections in MAP.values() for entries in sections.values() for entry in entries]
    numbers = [int(number) for entry in entries for number in re.findall(r"^erratum (\d+):", entry)]
    assert sorted(numbers) == list(range(1, ERRATA + 1))


def test_every_exercise_and_misconception_points_to_a_section():
    planned = {topic: SECTIONS.get(topic, MAP[topic]) for topic in MAP}
    lost = [
        f"{who} points to {section}"
        for section, who in pointers()
        if section.partition("#")[2] not in planned.get(section.partition("#")[0], ())
    ]
    assert not lost
