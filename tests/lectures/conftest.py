"""The lectures as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.lecture import Lecture, lectures

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", params=lectures(ROOT), ids=lambda lecture: lecture.topic)
def lecture(request: pytest.FixtureRequest) -> Lecture:
    return request.param
