"""The system calls a submission may make, as a seccomp filter in raw BPF: no library, x86_64 and aarch64.

An allow-list: what is not named here is refused with EPERM, what is newer than this file does not exist (ENOSYS), so that the C
library falls back to what is. Missing on purpose: every new process, program, connection, mount and look at another process.
Numbers: Linux's unistd_64.h and asm-generic/unistd.h; instructions: linux/filter.h; semantics: seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h's AUDIT_ARCH_*
NEWEST = 451  # cachestat, Linux 6.5


def _table(text: str) -> dict[str, int]:
    """System call numbers of this machine, from rows of name, x86_64, aarch64; "-" where a machine has no such call."""
    words = text.split()
    column = 2 if platform.machine() == "aarch64" else 1
    rows = [words[i : i + 3] for i in range(0, len(words), 3)]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


ALLOWED = _table(
    """
    read 0 63  write 1 64  readv 19 65  writev 20 66  pread64 17 67  pwrite64 18 68  preadv 295 69  pwritev 296 70
    lseek 8 62  close 3 57  close_range 436 436  creat 85 -  stat 4 -  lstat 6 -  newfstatat 262 79  statx 332 291
    fstat 5 80  statfs 137 43  fstatfs 138 44  access 21 -  faccessat 269 48  faccessat2 439 439  readlink 89 -
    readlinkat 267 78  getdents 78 -  getdents64 217 61  getcwd 79 17  chdir 80 49  fchdir 81 50  mkdir 83 -
    mkdirat 258 34  rmdir 84 -  unlink 87 -  unlinkat 263 35  rename 82 -  renameat 264 38  renameat2 316 276
    link 86 -  linkat 265 37  ftruncate 77 46  fallocate 285 47  fadvise64 221 223  readahead 187 213  fsync 74 82
    fdatasync 75 83  flock 73 32  umask 95 166  dup 32 23  dup2 33 -  dup3 292 24  pipe 22 -  pipe2 293 59
    sendfile 40 71  copy_file_range 326 285  getxattr 191 8  lgetxattr 192 9  fgetxattr 193 10  listxattr 194 11
    llistxattr 195 12  flistxattr 196 13  select 23 -  pselect6 270 72  poll 7 -  ppoll 271 73  epoll_create 213 -
    epoll_create1 291 20  epoll_ctl 233 21  epoll_wait 232 -  epoll_pwait 281 22  eventfd 284 -  eventfd2 290 19
    timerfd_create 283 85  timerfd_settime 286 86  timerfd_gettime 287 87  sendto 44 206  recvfrom 45 207
    sendmsg 46 211  recvmsg 47 212  shutdown 48 210  getsockname 51 204  getpeername 52 205  getsockopt 55 209
    setsockopt 54 208  mmap 9 222  mprotect 10 226  munmap 11 215  mremap 25 216  madvise 28 233  mincore 27 232
    msync 26 227  brk 12 214  get_mempolicy 239 236  membarrier 324 283  clock_gettime 228 113  clock_getres 229 114
    clock_nanosleep 230 115  nanosleep 35 101  gettimeofday 96 169  time 201 -  times 100 153  alarm 37 -
    getitimer 36 102  setitimer 38 103  timer_create 222 107  timer_settime 223 110  timer_gettime 224 108
    timer_getoverrun 225 109  timer_delete 226 111  pause 34 -  rt_sigaction 13 134  rt_sigprocmask 14 135
    rt_sigreturn 15 139  rt_sigpending 127 136  rt_sigtimedwait 128 137  rt_sigsuspend 130 133  sigaltstack 131 132
    restart_syscall 219 128  futex 202 98  futex_waitv 449 449  set_robust_list 273 99  get_robust_list 274 100
    rseq 334 293  set_tid_address 218 96  arch_prctl 158 -  exit 60 93  exit_group 231 94  wait4 61 260
    waitid 247 95  sched_yield 24 124  sched_getaffinity 204 123  sched_getparam 143 121  sched_getscheduler 145 120
    sched_get_priority_max 146 125  sched_get_priority_min 147 126  getpriority 140 141  getcpu 309 168
    getpid 39 172  gettid 186 178  getppid 110 173  getpgrp 111 -  getpgid 121 155  getsid 124 156  getuid 102 174
    geteuid 107 175  getgid 104 176  getegid 108 177  getresuid 118 148  getresgid 120 150  getgroups 115 158
    getrlimit 97 163  getrusage 98 165  uname 63 160  sysinfo 99 179  getrandom 318 278
    """
)
FAKED = _table(
    """
    chmod 90 -  fchmod 91 52  fchmodat 268 53  chown 92 -  fchown 93 55  lchown 94 -  fchownat 260 54  utime 132 -
    utimes 235 -  futimesat 261 -  utimensat 280 88  setxattr 188 5  lsetxattr 189 6  fsetxattr 190 7
    removexattr 197 14  lremovexattr 198 15  fremovexattr 199 16
    """
)
OWN = _table(
    """
    kill 62 129  tkill 200 130  tgkill 234 131  rt_sigqueueinfo 129 138  rt_tgsigqueueinfo 297 240
    prlimit64 302 261
    """
)
CHECKED = _table(
    """
    clone 56 220  clone3 435 435  socketpair 53 199  ioctl 16 29  fcntl 72 25  prctl 157 167  open 2 -
    openat 257 56
    """
)

_LOAD, _JEQ, _JGT, _JSET, _AND, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_ALLOW, _KILL = 0x7FFF0000, 0x80000000

_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
_FCNTL_REFUSED = (8, 10, 15, 1024, 1026)  # F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY: signals to others
_PRCTLS = (3, 15, 16, 0x53564D41)  # PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_SET_VMA
_THREAD, _NAMESPACES = 0x00010000, 0x7E020000  # clone's CLONE_THREAD; CLONE_NEW*
_TRUNCATE, _ACCESS_MODE = 0x200, 3  # open's O_TRUNC; O_RDONLY is 0


def program(pid: int) -> bytes:
    """The filter for the process `pid`, which may signal and limit only itself."""
    refuse = 0x00050000 | errno.EPERM
    lines: list[tuple[int, int, int, int]] = []

    def line(code: int, value: int, yes: int = 0, no: int = 0) -> None:
        lines.append((code, yes, no, value))

    def on(number: int | None, body: list[tuple[int, ...]]) -> None:
        if number is not None:
            line(_JEQ, number, 0, len(body))
            for step in body:
                line(*step)

    def argument(index: int) -> tuple[int, int]:
        return (_LOAD, _ARGUMENTS + 8 * index)  # the low half: these arguments are C ints

    def one_of(index: int, values: tuple[int, ...], hit: int, miss: int) -> list[tuple[int, ...]]:
        tests = [(_JEQ, value, len(values) - i, 0) for i, value in enumerate(values)]
        return [argument(index), *tests, (_RETURN, miss), (_RETURN, hit)]

    line(_LOAD, _MACHINE)
    line(_JEQ, MACHINES[platform.machine()], 1, 0)
    line(_RETURN, _KILL)
    line(_LOAD, _NUMBER)
    line(_JGT, NEWEST, 0, 1)
    line(_RETURN, 0x00050000 | errno.ENOSYS)
    for number in ALLOWED.values():
        on(number, [(_RETURN, _ALLOW)])
    for number in FAKED.values():
        on(number, [(_RETURN, 0x00050000)])
    for number in OWN.values():
        on(number, one_of(0, (0, pid) if number == OWN["prlimit64"] else (pid,), _ALLOW, refuse))
    on(CHECKED["clone3"], [(_RETURN, 0x00050000 | errno.ENOSYS)])
    on(
        CHECKED["clone"],
        [argument(0), (_JSET, _NAMESPACES, 1, 0), (_JSET, _THREAD, 1, 0), (_RETURN, refuse), (_RETURN, _ALLOW)],
    )
    stream_pair = [
        argument(0),
        (_JEQ, 1, 0, 3),
        argument(1),
        (_AND, 0xF),
        (_JEQ, 1, 1, 0),
        (_RETURN, refuse),
        (_RETURN, _ALLOW),
    ]
    on(CHECKED["socketpair"], stream_pair)  # AF_UNIX, SOCK_STREAM: a datagram pair could send to any socket by name
    on(CHECKED["ioctl"], one_of(1, _IOCTLS, _ALLOW, 0x00050000 | errno.ENOTTY))
    on(CHECKED["fcntl"], one_of(1, _FCNTL_REFUSED, refuse, _ALLOW))
    on(CHECKED["prctl"], one_of(0, _PRCTLS, _ALLOW, refuse))
    # read-only with O_TRUNC empties a file that Landlock before ABI 3 lets one read
    for name, index in (("open", 1), ("openat", 2)):
        tests = [
            argument(index),
            (_JSET, _TRUNCATE, 0, 3),
            (_AND, _ACCESS_MODE),
            (_JEQ, 0, 0, 1),
            (_RETURN, refuse),
            (_RETURN, _ALLOW),
        ]
        on(CHECKED.get(name), tests)
    line(_RETURN, refuse)
    return b"".join(struct.pack("HBBI", *entry) for entry in lines)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install() -> None:
    """Filter this thread and all it starts, for good; no_new_privs must be set. Raises OSError."""
    code = program(os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    holder = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, ctypes.c_ulong(2), ctypes.byref(holder), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        raise OSError(ctypes.get_errno(), "seccomp filter refused")
