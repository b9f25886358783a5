"""Handwritten digits: the training and the validation part of 1,797 images. Where they come from: digits.md beside this file."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

WHITE = 16.0  # the brightest pixel in the files, which hold whole numbers


def load() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """`(X_train, y_train, X_val, y_val)`, fresh arrays at every call.

    X_train: shape (1000, 64), X_val: shape (300, 64); an 8×8 image a row (`x.reshape(8, 8)` shows it), pixels from 0 to 1.
    y_train, y_val: the digits 0 to 9 as integers. Every class has nearly the same share of each part.
    """
    train, val = read(Path(__file__).with_suffix(".npz"), "train", "val")
    return (*train, *val)


def part(name: str) -> np.ndarray:
    """One of these arrays, fresh: "X_train", "y_train", "X_val" or "y_val". Raises KeyError for another name."""
    return _loaded()[name].copy()


@functools.cache
def _loaded() -> dict[str, np.ndarray]:
    return dict(zip(("X_train", "y_train", "X_val", "y_val"), load(), strict=True))


def read(path: Path, *parts: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """The named parts of a file of digits, each as `(X, y)`."""
    with np.load(path, allow_pickle=False) as arrays:
        return [(arrays[f"X_{part}"] / WHITE, arrays[f"y_{part}"].astype(np.int64)) for part in parts]
