"""Parts that grading's tests share: a copy of the course, its assignments, and warm workers behind the strongest wall."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course of its own: the clone's releases, an empty `solutions/`, no class data."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "exercises", folder / "exercises")
    (folder / "solutions").mkdir()
    return folder


@pytest.fixture(scope="session")
def assignments(course):
    from autograder.grading.grade import Assignment
    from autograder.grading.samples import TOPICS

    return {topic: Assignment.load(course, topic, 7) for topic in TOPICS}


@pytest.fixture(scope="session")
def wall():
    from autograder.grading.wall import strongest

    return strongest()


@pytest.fixture(scope="session")
def worker(wall):
    from autograder.grading.worker import Worker

    with Worker(wall) as warm:
        yield warm


@pytest.fixture(scope="session")
def quick_worker(wall):
    """Stops endless calls early."""
    from autograder.grading.worker import Limits, Worker

    with Worker(wall, Limits(cell_seconds=2.0, call_seconds=0.5)) as warm:
        yield warm
