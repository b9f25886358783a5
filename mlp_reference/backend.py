"""NumPy or CuPy: the only file that knows about devices. CuPy is imported when a device is asked for, never before."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np


class NoDevice(RuntimeError):
    """There is no GPU to compute on; the message says why and what to do."""


def array_module(*arrays: Any) -> ModuleType:
    """The module whose functions work on `arrays`: CuPy where one of them lies on the device, else NumPy.

    Costs a dictionary lookup on a machine without CuPy: nothing can lie on a device before CuPy was imported.
    """
    cupy = sys.modules.get("cupy")
    return cupy if cupy is not None and any(isinstance(array, cupy.ndarray) for array in arrays) else np


def float_array(x: Any) -> Any:
    """`x` as a floating array of its own module: float32 stays float32, integers and Python numbers become float64.

    No copy where none is needed, so the result may be `x` itself: read it, never write to it.
    """
    array = array_module(x).asarray(x)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def device_module() -> ModuleType:
    """CuPy, where it is installed and finds a GPU. Raises NoDevice elsewhere."""
    try:
        import cupy
    except ImportError:
        raise NoDevice("CuPy is not installed; install `mlp-course[gpu]`, or stay with NumPy arrays") from None
    if not cupy.is_available():  # CuPy itself imports without a GPU
        raise NoDevice("CuPy is installed but finds no CUDA device; check `nvidia-smi`, or stay with NumPy arrays")
    return cupy


def device_blas() -> ModuleType:
    """CuPy's doors to cuBLAS that `cupy.matmul` lacks: products that are added to an array. Raises NoDevice as `device_module`."""
    device_module()
    from cupy import cublas

    return cublas


def to_device(x: Any) -> Any:
    """A copy of `x` on the GPU. Raises NoDevice where there is none."""
    return device_module().asarray(x)


def to_host(x: Any) -> np.ndarray:
    """`x` as a NumPy array, copied from the device where it lies there."""
    return np.asarray(x) if array_module(x) is np else x.get()
