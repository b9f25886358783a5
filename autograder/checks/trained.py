"""What is judged of a trained network for the digits: how many it reads, and what its parameters tell of their training."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from autograder.checks.compare import as_array, describe
from autograder.checks.plain import Plain
from autograder.checks.property import RIGHT

FULL, NOTHING = 0.95, 0.50  # accuracies: the whole share from here on, nothing of it up to here
PIXELS, CLASSES = 64, 10
NUMBERS, UNITS = 2_000_000, 5_000  # of a network that is judged, and of one of its layers

Layers = Sequence[tuple[np.ndarray, np.ndarray]]


def accuracy(value: Plain, *data: np.ndarray) -> tuple[float, str]:
    """The measure: the share of the points that the network earns on images and labels, the last two of `data`."""
    X, y = data[-2:]
    layers = _layers(value)
    if isinstance(layers, str):
        return 0.0, f"what came back {layers}"
    right = float(np.mean(_read(layers, X) == y))
    said = f"Your network reads {right:.1%} of these {len(y)} digits. Full points need {FULL:.0%}"
    if right >= FULL:
        return 1.0, said + "."
    return max(0.0, (right - NOTHING) / (FULL - NOTHING)), f"{said}, and up to {NOTHING:.0%} earns nothing."


def sign(value: Plain, X_train: Plain, *data: Plain) -> str:
    """The view: what has happened, where the parameters show it surely, else RIGHT, which says nothing of how many are read."""
    layers, (X, y) = _layers(value), data[-2:]
    if isinstance(layers, str):
        return layers.partition(":")[0]
    read = _read(layers, X)
    right = np.mean(read == y)
    if right >= FULL:
        return RIGHT
    if right < 0.35 and not any(b.any() for _, b in layers):
        return "is not trained: all biases are 0 still"
    if len(layers) > 1 and all(np.ptp(W, axis=1).max() <= 1e-9 * np.abs(W).max() for W, _ in layers[:-1]):
        return "has hidden units that are all alike"
    if len(set(read.tolist())) == 1:
        return "takes every image for the same digit"
    if any(_much_better(_read(layers, scaled), y, right) for scaled in _scalings(X, X_train)):
        return "reads images whose pixels are scaled otherwise"
    if any(_much_better(_read(layers, X, g), y, right) for g in (np.tanh, lambda Z: Z)):
        return "has another activation than ReLU"
    return RIGHT


def _layers(value: Plain) -> Layers | str:
    """The layers W, b in order; else what is wrong with the parameters, in words that go on from "what came back"."""
    if not isinstance(value, dict):
        return f"is {describe(value)}; the dict with W1, b1, … is expected, and nothing else"
    depth = len(value) // 2
    wanted = [(f"W{layer}", f"b{layer}") for layer in range(1, depth + 1)]
    if not depth or value.keys() != {name for pair in wanted for name in pair}:
        return "does not have the keys W1, b1, W2, b2, … and no others"
    layers, before = [], PIXELS
    arrays = {name: as_array(array) for name, array in value.items()}
    if bad := next((name for name, array in arrays.items() if array is None), None):
        return f"holds {describe(value[bad])} as {bad}, where an array of numbers is expected"
    if sum(array.size for array in arrays.values()) > NUMBERS:
        return f"holds more than {NUMBERS:,} numbers; a far smaller network reads the digits as well"
    for W, b in wanted:
        if arrays[W].shape[1:] == (before,) and arrays[b].shape == arrays[W].shape[:1] != (before,):
            return f"has weights that stand on their side: {W} has shape {arrays[W].shape}, one column for each unit is expected"
        units = arrays[W].shape[-1] if arrays[W].ndim == 2 else 0
        if not 0 < units <= UNITS or arrays[W].shape != (before, units) or arrays[b].shape != (units,):
            return (
                f"does not fit together: {W} has shape {arrays[W].shape} and {b} has {arrays[b].shape}, "
                f"where ({before}, H) and (H,) are expected with at most {UNITS:,} units"
            )
        layers.append((arrays[W].astype(float), arrays[b].astype(float)))
        before = units
    if before != CLASSES:
        return f"has {before} outputs; {CLASSES} are expected, one for each digit"
    if not all(np.isfinite(array).all() for layer in layers for array in layer):
        return "holds NaN or infinity"
    return layers


def _read(layers: Layers, X: np.ndarray, g: Callable = lambda Z: np.maximum(Z, 0)) -> np.ndarray:
    """The class of each image, -1 where the numbers overflow; `g` is what stands between the layers."""
    with np.errstate(all="ignore"):
        for number, (W, b) in enumerate(layers, 1):
            X = X @ W + b
            X = g(X) if number < len(layers) else X
    return np.where(np.isfinite(X).all(axis=1), X.argmax(axis=1), -1)


def _much_better(read: np.ndarray, y: np.ndarray, right: float) -> bool:
    return bool(np.mean(read == y) >= max(0.85, right + 0.1))


def _scalings(X: np.ndarray, X_train: np.ndarray) -> list[np.ndarray]:
    """The images as people change them before they train."""
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    return [
        (X - mean) / np.where(spread > 0, spread, 1),
        X - mean,
        2 * X - 1,
        1 - X,
    ]
