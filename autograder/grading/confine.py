"""Confine a process for good, after it was forked and before a submission's code runs in it.

Landlock for files and the network, a seccomp filter for every other system call, resource limits, no capabilities. It imports
nothing of ours but `seccomp`, because it runs where the rest of ours does not exist. Run as a program it tries the confinement.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Sequence

import landlockpy
import seccomp
from landlockpy import AccessFS, Ruleset, Scope

_READ = AccessFS.READ_FILE | AccessFS.READ_DIR
_WRITE = (
    _READ
    | (AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.REFER)
    | (AccessFS.MAKE_REG | AccessFS.MAKE_DIR | AccessFS.REMOVE_FILE | AccessFS.REMOVE_DIR)
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
_NO_NEW_PRIVS, _DEATH_SIGNAL, _DROP_BOUND, _AMBIENT, _CLEAR_ALL = 38, 1, 24, 47, 4


def rules(readable: Sequence[str], listable: Sequence[str], writable: str) -> Ruleset:
    """The file rules, made once and enforced in every child: all else cannot be opened, listed, made, moved or removed.

    Raises landlockpy.LandlockError where the kernel has no Landlock.
    """
    ruleset = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
    for path in readable:
        ruleset.allow_path(path, _READ if os.path.isdir(path) else AccessFS.READ_FILE)
    for path in listable:
        ruleset.allow_path(path, AccessFS.READ_DIR)
    for path in filter(os.path.exists, _DEVICES):
        ruleset.allow_path(path, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
    ruleset.allow_path(writable, _WRITE)
    return ruleset


def confine(ruleset: Ruleset, memory_mb: int, file_mb: int, cpu_seconds: int) -> None:
    """Confine this process. Raises OSError if any part of it does not hold; the caller must then not go on."""
    _prctl(_DEATH_SIGNAL, signal.SIGKILL)
    _limit(memory_mb << 20, file_mb << 20, cpu_seconds)
    _prctl(_NO_NEW_PRIVS, 1)
    ruleset.restrict()
    _drop_capabilities()
    seccomp.install()


def _limit(memory: int, file_size: int, cpu_seconds: int) -> None:
    """Memory counts from what the process already has, so that a limit means the submission's own."""
    with open("/proc/self/statm") as file:
        sizes = [int(pages) * resource.getpagesize() for pages in file.read().split()]
    hard = {
        resource.RLIMIT_DATA: sizes[5] + memory,
        resource.RLIMIT_AS: sizes[0] + memory + (256 << 20),
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for kind, value in hard.items():
        ceiling = resource.getrlimit(kind)[1]
        value = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(kind, (value, value))


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3):
        raise OSError(ctypes.get_errno(), f"prctl {option} refused")


def _drop_capabilities() -> None:
    """Root without capabilities is an ordinary user who happens to own root's files."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        # refused to an ordinary user, who has none to drop
        libc.prctl(_DROP_BOUND, ctypes.c_ulong(capability), 0, 0, 0)
    libc.prctl(_AMBIENT, ctypes.c_ulong(_CLEAR_ALL), 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if libc.syscall(_SYS_CAPSET[os.uname().machine], header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno in (errno.EPERM, errno.EACCES, errno.ENOENT)
    return False


def _trial(secret: str, writable: str) -> list[str]:
    """What a confined process could still do although it must not."""

    def write() -> None:
        os.close(os.open(f"{writable}/trial", os.O_CREAT | os.O_WRONLY))
        os.unlink(f"{writable}/trial")

    attempts = {
        "read another file": lambda: os.open(secret, os.O_RDONLY),
        "list another folder": lambda: os.listdir(os.path.dirname(secret)),
        "write another file": lambda: os.open(f"{secret}.new", os.O_CREAT | os.O_WRONLY),
        "open a connection": socket.socket,
        "start a process": lambda: os.fork() or os._exit(0),
        "signal another process": lambda: os.kill(os.getppid(), 0),
        "limit another process": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE),
    }
    failures = [name for name, attempt in attempts.items() if not _refused(attempt)]
    try:
        write()
    except OSError as error:
        failures.append(f"not even write in its own folder ({error})")
    return failures


if __name__ == "__main__":
    try:
        secret, writable, *readable = sys.argv[1:]
        landlockpy.abi_version()
        with rules(readable, (), writable) as ruleset:
            confine(ruleset, 256, 16, 60)
        if found := _trial(secret, writable):
            sys.exit(f"a confined process could {', '.join(found)}")
    except (OSError, landlockpy.LandlockError) as error:
        sys.exit(str(error))
