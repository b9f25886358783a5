"""08 early stopping: when to stop, what to keep, and why it helps."""

from __future__ import annotations

from autograder.topics.early_stopping.fitting import fit_with_early_stopping
from autograder.topics.early_stopping.linear_range import linear_range_error
from autograder.topics.early_stopping.point import stopping_point
from autograder.topics.early_stopping.rules import TOPIC
from autograder.topics.early_stopping.watcher import early_stopping

__all__ = ["EXERCISES", "TOPIC"]

EXERCISES = (stopping_point, early_stopping, fit_with_early_stopping, linear_range_error)
