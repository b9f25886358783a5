"""A stand-in for CuPy that lives on NumPy: it keeps host and device apart, and counts launches of kernels and reads by the host.

What CuPy refuses is refused: NumPy functions and implicit copies of device arrays, host arrays among device arrays. What CuPy would
do by a copy behind the scenes is refused too: products into memory that is no block. New memory holds NaN until it is written. The
bodies of element-wise kernels are evaluated as they stand, since what they use of C means the same in Python.
"""

from __future__ import annotations

import operator
import types
from collections import Counter

import numpy as np

launches: Counter[str] = Counter()
reads: Counter[str] = Counter()
uploads: Counter[str] = Counter()


def reset():
    for counter in (launches, reads, uploads):
        counter.clear()


class ndarray:
    """An array that only its own module can read."""

    __array_ufunc__ = None  # host @ device raises instead of going element by element
    __hash__ = None

    def __init__(self, host):
        self.host = np.asarray(host)

    shape = property(lambda self: self.host.shape)
    ndim = property(lambda self: self.host.ndim)
    dtype = property(lambda self: self.host.dtype)
    nbytes = property(lambda self: self.host.nbytes)
    T = property(lambda self: ndarray(self.host.T))

    def __array__(self, *args, **kwargs):
        raise TypeError("Implicit conversion to a NumPy array is not allowed. Please use `.get()`.")

    def __len__(self):
        return len(self.host)

    def __getitem__(self, key):
        picked = self.host[unwrapped_key(key)]
        if not np.shares_memory(picked, self.host):
            launches["getitem"] += 1
        return ndarray(picked)

    def __setitem__(self, key, value):
        launches["setitem"] += 1
        self.host[unwrapped_key(key)] = unwrapped(value)

    def __deepcopy__(self, memo):
        launches["copy"] += 1
        return ndarray(self.host.copy())

    def get(self):
        reads["get"] += 1
        return self.host.copy()


def unwrapped(x):
    if isinstance(x, ndarray):
        return x.host
    if isinstance(x, np.ndarray) and x.ndim:
        raise TypeError("Unsupported type <class 'numpy.ndarray'>")
    return x


def unwrapped_key(key):
    return tuple(map(unwrapped, key)) if isinstance(key, tuple) else unwrapped(key)


def launched(function, name):
    """`function` of NumPy on device arrays; `out` is written where it lies."""

    def launch(*args, out=None, **options):
        launches[name] += 1
        value = function(*map(unwrapped, args), **options)
        if out is None:
            return ndarray(value)
        np.copyto(out.host, value, casting="same_kind")
        return out

    return launch


def in_place(function, name):
    launch = launched(function, name)
    return lambda self, other: launch(self, other, out=self)


for name in ("add", "sub", "mul", "truediv", "matmul", "pow"):
    function = getattr(operator, name)
    setattr(ndarray, f"__{name}__", launched(function, name))
    setattr(ndarray, f"__r{name}__", launched(lambda a, b, f=function: f(b, a), name))
    setattr(ndarray, f"__i{name}__", in_place(function, name))
for name in ("eq", "ne", "lt", "le", "gt", "ge", "neg", "abs"):
    setattr(ndarray, f"__{name}__", launched(getattr(operator, name), name))
for name in ("sum", "max", "min", "mean", "argmax", "all", "any", "copy", "astype"):
    setattr(ndarray, name, launched(lambda a, *args, f=name, **options: getattr(a, f)(*args, **options), name))
for name in ("float", "int", "bool"):

    def read(self, name=name):
        reads[name] += 1
        return {"float": float, "int": int, "bool": bool}[name](self.host)

    setattr(ndarray, f"__{name}__", read)


def asarray(x, dtype=None):
    if isinstance(x, ndarray):
        return x if dtype is None or x.dtype == dtype else x.astype(dtype)
    uploads["asarray"] += 1
    return ndarray(np.array(x, dtype))


def empty(shape, dtype=float, order="C"):
    return ndarray(np.full(shape, np.nan, dtype, order=order))


def take(a, indices, axis=None, out=None):
    if out is not None and not (out.host.flags.c_contiguous and out.dtype == a.dtype):
        raise ValueError("take needs a block of memory of the same dtype to write to")
    return launched(lambda a, indices: np.take(a, indices, axis), "take")(a, indices, out=out)


def concatenate(arrays, axis=0):
    launches["concatenate"] += 1
    return ndarray(np.concatenate([a.host for a in arrays], axis))


def gemm(transa, transb, a, b, out=None, alpha=1.0, beta=0.0):
    """out = alpha·ab + beta·out, as `cupy.cublas.gemm`; for the letters that are used."""
    assert (transa, transb) == ("N", "N") and type(alpha) is type(beta) is float
    for array in (a, b, out):
        if not (array.host.flags.c_contiguous or array.host.flags.f_contiguous) or array.dtype != out.dtype:
            raise ValueError("gemm needs blocks of memory of one dtype: CuPy would make a copy")
    launches["gemm"] += 1
    out.host[...] = alpha * (a.host @ b.host) + (beta * out.host if beta else 0)
    return out


class ElementwiseKernel:
    """Runs `operation`, statements that are valid in C and in Python, on whole arrays; one that is only C by its NumPy meaning."""

    def __init__(self, inputs, outputs, operation, name):
        self.inputs, self.outputs = ([word.split()[-1] for word in words.split(",")] for words in (inputs, outputs))
        self.operation, self.name = "; ".join(" ".join(operation.split()).split(";")), name

    def __call__(self, *args, size=None):
        launches[self.name] += 1
        arrays = [arg.host for arg in args if isinstance(arg, ndarray)]
        assert not any(isinstance(arg, (np.ndarray, bool)) for arg in args) and len({a.dtype for a in arrays}) == 1
        names, outs = {"exp": np.exp, "sqrt": np.sqrt}, args[len(self.inputs) :]
        values = dict(zip(self.inputs, map(unwrapped, args), strict=False))
        with np.errstate(over="ignore"):  # as on a device
            if self.name == "softmax_gradient":
                self.softmax_gradient(**values, out=outs[0].host, size=size)
                return
            exec(self.operation, names, values)
        for name, out in zip(self.outputs, outs, strict=True):
            np.copyto(out.host, values[name], casting="same_kind")

    @staticmethod
    def softmax_gradient(z, t, scale, K, out, size):
        assert z.shape == t.shape == out.shape == (size, K) and out is not z
        assert all(array.flags.c_contiguous for array in (z, t, out))  # raw: by the place in memory
        e = np.exp(z - z.max(axis=1, keepdims=True))
        out[...] = scale * (e / e.sum(axis=1, keepdims=True) - t)


def module():
    """The stand-in as a module `cupy` with a device."""
    cupy = types.ModuleType("cupy")
    cupy.ndarray, cupy.asarray, cupy.take, cupy.concatenate = ndarray, asarray, take, concatenate
    cupy.is_available, cupy.ElementwiseKernel = lambda: True, ElementwiseKernel
    cupy.cublas = types.SimpleNamespace(gemm=gemm)
    cupy.empty, cupy.empty_like = empty, lambda a: empty(a.shape, a.dtype)
    for function in (np.ones, np.zeros, np.zeros_like, np.arange):
        setattr(cupy, function.__name__, launched(function, function.__name__))
    for function in (np.exp, np.log, np.log1p, np.minimum, np.maximum, np.tanh, np.sqrt, np.sign, np.where, np.diag):
        setattr(cupy, function.__name__, launched(function, function.__name__))
    cupy.abs = launched(np.abs, "abs")
    return cupy
