"""Collect: call the student's function on every case and bring back data only. It runs where the student's code runs."""

from __future__ import annotations

import contextlib
import io
import itertools
import linecache
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

import numpy as np

from autograder.checks.answer import Answer, Raised
from autograder.checks.drivers import DRIVERS
from autograder.checks.functions import data, function
from autograder.checks.key import Case
from autograder.checks.plain import Named, Plain, plain, same

_STEPS = {"strided": 2, "reversed": -1}  # from entry to entry, along every axis, in a larger or in a turned array

Guard = Callable[[], AbstractContextManager[Any]]


class TimeUp(BaseException):
    """Raised in the student's call when its time is up; not an Exception, so that `except Exception` cannot swallow it."""


def collect(
    target: Any, cases: Sequence[Case], driver: str = "call", guard: Guard = contextlib.nullcontext
) -> tuple[Answer, ...]:
    """What `target` does on `cases`, in order, ending early after a call that had to be stopped.

    `guard` makes a context manager that is put around each call; grading passes a timer that raises TimeUp.
    """
    answers: list[Answer] = []
    returned: list[Any] = []
    for case in cases:
        answer, value = _call(DRIVERS[driver], target, case, guard)
        answers.append(answer)
        returned.append(value)
        if answer.late:
            break
    return tuple(_kept(answer, value) for answer, value in zip(answers, returned, strict=True))


def _call(driver: Callable[..., Any], target: Any, case: Case, guard: Guard) -> tuple[Answer, Any]:
    layouts = itertools.cycle(("F", "C") if case.layout == "mixed" else (case.layout,))
    given = [data(arg) for arg in case.args]
    args = [_lay(arg, layout) for arg, layout in zip(given, layouts, strict=False)]
    value, raised, listener = None, None, _Listener(sys.stdout)
    with (
        warnings.catch_warnings(record=True) as log,
        np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),  # whatever the notebook has set
        contextlib.redirect_stdout(listener),
    ):
        warnings.simplefilter("always")
        start = time.process_time()
        try:
            with guard():
                value = driver(target, *args)
        except BaseException as error:
            raised = _raised(error, target)
        seconds = time.process_time() - start
    warned = tuple(dict.fromkeys(str(entry.message) for entry in log))
    changed = any(map(_changed, args, given))
    answer = Answer(plain(value), raised, warned, changed, printed=listener.heard, seconds=seconds)
    return answer, value


def _kept(answer: Answer, value: Any) -> Answer:
    if answer.raised is not None or same(plain(value), answer.value):
        return answer
    return Answer(**{**vars(answer), "kept": False})


def _lay(arg: Plain, layout: str) -> Any:
    """A private copy of one argument, its arrays laid out in memory as the case says, its names replaced by functions."""
    match arg:
        case Named(name):
            return function(name)
        case list() | tuple():
            return type(arg)(_lay(item, layout) for item in arg)
        case dict():
            return {name: _lay(item, layout) for name, item in arg.items()}
        case np.ndarray():
            return _array(arg, layout)
    return arg


def _array(array: np.ndarray, layout: str) -> np.ndarray:
    if layout == "F":
        return np.array(array, order="F")
    if layout in _STEPS:
        step = _STEPS[layout]
        room = np.zeros([abs(step) * n for n in array.shape], array.dtype)
        view = room[(slice(None, None, step),) * array.ndim + (...,)]  # of a 0-d array, too, a view and no number
        view[...] = array
        return view
    copy = np.array(array, order="C")
    copy.flags.writeable = layout != "readonly"
    return copy


def _changed(arg: Any, before: Plain) -> bool:
    """Whether an argument is no longer what it was. A random generator has to advance, and a function is not data."""
    match before:
        case Named():
            return False
        case list() | tuple():
            return len(arg) != len(before) or any(map(_changed, arg, before))
        case dict():
            return arg.keys() != before.keys() or any(_changed(arg[name], before[name]) for name in before)
    if type(arg) is type(before) is np.ndarray:
        return not same(arg, before)
    return not same(plain(arg), plain(before))


def _raised(error: BaseException, target: Any) -> Raised:
    try:
        message = str(error)
    except Exception:
        message = ""
    line, source = _place(error.__traceback__, target)
    return Raised(type(error).__name__, message[:2000], line, source)


def _place(trace: TracebackType | None, target: Any) -> tuple[int | None, str]:
    """The student's own line in a traceback: the innermost frame of the file that defines the function, or of a notebook cell."""
    home = getattr(getattr(target, "__code__", None), "co_filename", None)
    place: tuple[int | None, str] = (None, "")
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file == home or "ipykernel_" in file or "ipython-input" in file:
            number = trace.tb_lineno  # None where a timer raised between two lines
            place = (number, linecache.getline(file, number or 0).strip()[:200])
        trace = trace.tb_next
    return place


class _Listener(io.TextIOBase):
    """Passes prints on, up to a limit, and remembers that there were some."""

    def __init__(self, out: Any, limit: int = 2000):
        self.out, self.limit, self.heard = out, limit, False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.heard = True
        if self.limit > 0 and self.out is not None:
            self.out.write(text[: self.limit])
            self.limit -= len(text)
        return len(text)

    def flush(self) -> None:
        if self.out is not None:
            self.out.flush()
