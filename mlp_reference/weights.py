"""A network in a file: an `.npz` with its parameters and, as JSON text, what it is. No pickle, so a file cannot run code."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from mlp_reference.backend import array_module, to_host
from mlp_reference.mlp import MLP

WHAT = ("sizes", "activation", "loss", "optimizer", "weight_decay")


def save_model(model: MLP, path: str | Path) -> None:
    """Write `model` to the file `path`, whatever its ending; the optimizer's state is not kept."""
    about = {name: getattr(model, name) for name in WHAT} | {"dtype": model.dtype.name}
    with open(path, "wb") as file:
        np.savez(file, about=json.dumps(about), **{name: to_host(values) for name, values in model.params.items()})


def load_model(path: str | Path, device: str = "cpu") -> MLP:
    """The network in the file `path`, on `device` (cpu or gpu). Raises ValueError for a file that holds none."""
    try:
        with open(path, "rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = dict(file)
        model = MLP(**json.loads(str(arrays.pop("about"))), device=device)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, AttributeError) as error:
        raise ValueError(f"{path} holds no network of `save_model`: {error}") from None
    if misfit := _misfit(model.params, arrays):
        raise ValueError(f"{path} is damaged: {misfit}")
    xp = array_module(model.params["W1"])
    model.params = {name: xp.asarray(arrays[name]) for name in model.params}
    return model


def _misfit(expected: dict[str, Any], arrays: dict[str, np.ndarray]) -> str:
    for name, values in expected.items():
        found = arrays.get(name)
        if found is None or found.shape != values.shape or found.dtype != values.dtype:
            seen = "missing" if found is None else f"{found.dtype} of shape {found.shape}"
            return f"{name} is {seen}; {values.dtype} of shape {values.shape} is expected"
    return ""
