"""The warm process: NumPy, Matplotlib and IPython loaded once, then one confined fork for each run.

Always a new process, started by `worker` with nothing of ours in its memory; told what to do over the socket it inherits:

    fork (with a socket)  ->  a confined child that serves requests on that socket
    kill                  ->  the child is killed
                          <-  "gone STATUS" when the child has ended, however it did

It ends, and its child with it, when the other side of that socket is closed. What a child serves is in `serve`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import confine
import matplotlib.pyplot as plt
import numpy as np
from notebook import Notebook
from serve import serve

OURS = ("warm", "confine", "seccomp", "notebook", "serve", "landlockpy", "autograder")


def main() -> NoReturn:
    control = socket.socket(fileno=int(sys.argv[1]))
    with open(sys.argv[2]) as file:
        order = json.load(file)
    notebook = Notebook(order["packages"] + "/")
    _rehearse(notebook)
    rules = confine.rules(order["readable"], order["listable"], order["work"])
    _forget(order)
    gc.collect()
    gc.freeze()
    if len(os.listdir("/proc/self/task")) != 1:
        raise SystemExit("a library started a thread, so this process cannot be forked safely")
    control.send(b"ready")
    _tend(control, lambda channel: _child(notebook, rules, channel, order), order["root"])


def _tend(control: socket.socket, begin: Callable[[int], NoReturn], root: str) -> NoReturn:
    """Start, kill and bury one child after another, as the other side says."""
    child, handle = 0, -1
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == handle:
                status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                poll.unregister(handle)
                os.close(handle)
                child, handle = 0, -1
                control.send(f"gone {status}".encode())
                continue
            message, sockets, _, _ = socket.recv_fds(control, 64, 1)
            if child and message in (b"", b"kill"):
                os.kill(child, signal.SIGKILL)
            if not message:
                shutil.rmtree(root, ignore_errors=True)  # in case nobody else is left to do it
                os._exit(0)
            if sockets:
                child = os.fork()
                if not child:
                    begin(sockets[0])
                os.close(sockets[0])
                handle = os.pidfd_open(child)
                poll.register(handle, select.POLLIN)


def _rehearse(notebook: Notebook) -> None:
    """Load what a first cell, a first random number, a first figure and a first traceback load."""
    notebook.shell.run_cell("None", store_history=False)
    np.random.default_rng(0)
    for layout in (None, "constrained"):
        figure, axes = plt.subplots(1, 2, layout=layout)
        axes[0].plot([-1, 2], label="$W_1$")
        axes[0].set(title="title", xlabel="$z$", ylabel="activation")
        axes[0].legend()
        figure.colorbar(axes[1].imshow(np.eye(2)))
        notebook.shell.display_formatter.format(figure)
        plt.close(figure)
    try:
        np.zeros(2) + np.zeros(3)
    except ValueError:
        notebook.shell.InteractiveTB.structured_traceback(*sys.exc_info())


def _forget(order: dict[str, Any]) -> None:
    """What is ours is neither importable nor on the import path when a submission's code runs, nor patched with what is."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    rest = [path for path in sys.path if path not in (order["engine"], order["packages"])]
    sys.path[:] = [*rest, order["packages"], order["work"]]  # last, so that a submitted numpy.py shadows nothing
    sys.path_importer_cache.pop(order["engine"], None)
    importlib.import_module("autograder.checks.front")  # a copy of its own for the submission, already loaded
    sys.argv[:] = [""]
    os.environ.clear()
    os.environ.update(order["environment"])


def _child(notebook: Notebook, rules: Any, channel: int, order: dict[str, Any]) -> NoReturn:
    """The fork: confined first, then the submission."""
    status = 70
    try:
        os.setsid()
        nothing = os.open("/dev/null", os.O_RDWR)
        os.dup2(nothing, 0)
        notebook.begin(order["output_bytes"])
        os.chdir(order["work"])
        inherited = {int(name) for name in os.listdir("/proc/self/fd")} - {0, 1, 2, channel}
        confine.confine(rules, order["memory_mb"], order["file_mb"], order["cpu_seconds"])
        for descriptor in inherited:  # not closed: a font that still thinks one its own would close a new file's
            os.dup2(nothing, descriptor)
        serve(notebook, channel, channel, order["frame_bytes"])
    except (EOFError, OSError) as error:
        status = 0 if isinstance(error, EOFError) else status
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
