"""The course as it stands, and a copy of it to plant faults in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring import build
from autograder.authoring.source import Source

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that authoring reads and writes, freshly built."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("solutions", "exercises", "mlp_reference", "autograder/checks/keys"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    build.build(folder)
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A course of one's own, to plant faults in."""
    return shutil.copytree(built, tmp_path / "course")


@pytest.fixture(scope="session", params=["02_activations", "04_matrix_backprop"])
def source(request: pytest.FixtureRequest) -> Source:
    return Source(ROOT, request.param)
