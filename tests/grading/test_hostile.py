"""Submissions that attack: each earns nothing, stops nothing and leaves nothing behind, and the next one is none the wiser."""

import dataclasses
import os
import socket
import struct
import sysconfig
from pathlib import Path

import numpy as np
import pytest

import autograder
from autograder.checks import plain
from autograder.checks.key import Case
from autograder.grading import wall
from autograder.grading.worker import Limits, Step, Worker

ROOT = Path(autograder.__file__).resolve().parent.parent
LIMITS = Limits(cell_seconds=1.0, call_seconds=0.5, total_seconds=60.0, memory_mb=512, output_bytes=50_000, file_mb=8)
CASES = (Case("two", (np.array([-1.0, 2.0]),)), Case("three", (np.array([[0.5, -0.5, 3.0]]),)))
COLLECT = Step(collect=("call", "relu", CASES))
HONEST = (
    Step("import numpy as np\ndef relu(Z):\n    return np.maximum(Z, 0)"),
    Step("print(relu(np.arange(-2, 3)))"),
    COLLECT,
)


@pytest.fixture(scope="module", params=["landlock", pytest.param("bubblewrap", marks=pytest.mark.wall)])
def worker(request):
    with Worker(wall.named(request.param), LIMITS) as warm:
        yield warm


@pytest.fixture(scope="module")
def before(worker):
    return facts(worker.run(HONEST))


@pytest.fixture(autouse=True)
def unharmed(worker, before):
    """After every attack: no process, no file, and an honest submission fares as it did before."""
    processes = descendants(worker._warm.process.pid)
    yield
    assert descendants(worker._warm.process.pid) == processes
    assert os.listdir(worker._warm.layout.work) == []
    assert facts(worker.run(HONEST)) == before


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "gradebook.db"
    path.write_text("everyone's grades")
    path.chmod(0o640)
    yield path
    assert path.read_text() == "everyone's grades"
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == [path.name]


def facts(ran):
    """What a run says, without how long it took."""
    return [
        (
            r.outputs,
            r.status,
            plain.pack([a.value for a in r.answers]),
            [(a.raised, a.changed, a.kept) for a in r.answers],
        )
        for r in ran
    ]


def descendants(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *[d for child in children for d in descendants(int(child))]]


def attack(worker, source, *more):
    """Run the attack before an honest function of the same submission is asked; what the attack's own cell showed."""
    ran = worker.run((HONEST[0], Step(source), *more, COLLECT))
    return ran, "".join(o.get("text", "") for o in ran[1].outputs)


def tried(worker, *expressions, prelude=""):
    """What each expression came to: the exception's name, or the value."""
    lines = [prelude, "def attempt(f):\n    try:\n        print(repr(f()))", "    except BaseException as e:"]
    lines += ["        print(type(e).__name__)", *[f"attempt(lambda: {e})" for e in expressions]]
    ran, shown = attack(worker, "\n".join(lines))
    assert ran[-1].status == "ok"
    assert len(shown.splitlines()) == len(expressions), (shown, ran[1])
    return shown.splitlines()


REFUSED = {"PermissionError", "FileNotFoundError", "ModuleNotFoundError", "ImportError"}
LIBC = "import ctypes, os, resource, fcntl; libc = ctypes.CDLL(None, use_errno=True)"


def test_files_of_the_course_and_of_others_cannot_be_read(worker, secret):
    paths = [secret, secret.parent, ROOT / "pyproject.toml", ROOT / "solutions", ROOT / "mlp_reference" / "__init__.py"]
    paths += [ROOT / "autograder" / "grading" / "worker.py", ROOT / "autograder" / "topics" / "__init__.py"]
    paths += ["/etc/passwd", "/root", "/home", "/proc/self/environ", f"/proc/{os.getpid()}/environ", "/proc/self/mem"]
    paths += [worker._warm.layout.engine / "order.json", worker._warm.layout.settings]
    paths += list(Path(sysconfig.get_path("stdlib")).glob("site-packages/*/__init__.py"))[:1]
    reads = [f"open({str(path)!r}).read()" for path in paths]
    lists = [f"os.listdir({str(path)!r})" for path in paths]
    assert set(tried(worker, *reads, *lists, prelude="import os")) <= REFUSED | {"NotADirectoryError"}


def test_the_reference_and_the_engine_cannot_be_imported(worker):
    names = [
        "mlp_reference",
        "autograder.topics",
        "autograder.grading",
        "autograder.grading.worker",
        "autograder.authoring",
    ]
    names += ["nbgrader", "landlockpy", "confine", "warm", "seccomp", "notebook"]
    imports = [f"importlib.import_module({name!r})" for name in names]
    places = [str(ROOT), str(Path(np.__file__).parent.parent), str(ROOT / "autograder" / "grading")]
    more = f"import importlib, sys; sys.path += {places}"
    assert set(tried(worker, *imports, prelude="import importlib")) <= REFUSED
    assert set(tried(worker, *imports, prelude=more)) <= REFUSED
    [loaded] = tried(
        worker, f"[m for m in sys.modules if m.split('.')[0] in {names} or m in {names}]", prelude="import sys"
    )
    assert loaded == "[]"


def test_the_callers_environment_is_not_there(worker):
    [names] = tried(worker, "sorted(os.environ)", prelude="import os")
    assert "OPENBLAS_NUM_THREADS" in names and "PYTEST_CURRENT_TEST" not in names and "PYTHONPATH" not in names


def test_nothing_outside_can_be_written_or_changed(worker, secret):
    path = str(secret)
    opens = [f"open({path!r}, {mode!r})" for mode in ("w", "a", "r+")]
    opens += [f"os.open({path!r}, os.O_RDONLY | os.O_TRUNC)", f"os.truncate({path!r}, 0)", f"os.unlink({path!r})"]
    opens += [f"os.rename({path!r}, 'mine')", f"os.link({path!r}, 'mine')", f"os.symlink({path!r}, 'mine')"]
    opens += [
        f"os.mkdir({path + '.d'!r})",
        "open('/tmp/left', 'w')",
        "open('/dev/shm/left', 'w')",
        "open(np.__file__, 'a')",
    ]
    opens += ["os.mkfifo('pipe')", "os.open(np.__file__, os.O_RDONLY | os.O_TRUNC)"]
    assert set(tried(worker, *opens, prelude="import os, numpy as np")) <= REFUSED | {"OSError"}
    assert not os.path.exists("/tmp/left") and not os.path.exists("/dev/shm/left")
    changes = [f"os.chmod({path!r}, 0o777)", f"os.chown({path!r}, 1, 1)", f"os.utime({path!r}, (0, 0))"]
    changes += [f"os.setxattr({path!r}, 'user.mark', b'1')", "os.fchmod(os.open(np.__file__, os.O_RDONLY), 0)"]
    before = secret.stat(), os.stat(np.__file__)
    tried(worker, *changes, prelude="import os, numpy as np")
    assert (secret.stat(), os.stat(np.__file__)) == before
    assert os.listxattr(path) == []


def test_no_other_process_can_be_reached(worker):
    me, prelude = os.getpid(), LIBC + "; import signal"
    targets = ("os.getppid()", str(me), "-1", "0", "1")
    signals = [f"os.kill({target}, 9)" for target in targets] + [
        "os.killpg(0, 9)",
        f"signal.pidfd_send_signal(os.pidfd_open({me}), 9)",
    ]
    limits = [f"resource.prlimit({target}, resource.RLIMIT_CPU, (0, 0))" for target in ("os.getppid()", str(me))]
    owners = [f"fcntl.fcntl(1, {command}, {me})" for command in (8, 10)]
    assert set(tried(worker, *signals, *limits, *owners, prelude=prelude)) == {"PermissionError"}
    calls = {
        "ptrace": 101,
        "process_vm_readv": 310,
        "sched_setaffinity": 203,
        "shmget": 29,
        "unshare": 272,
        "pidfd_getfd": 438,
    }
    results = tried(
        worker, *[f"libc.syscall({number}, {me}, 0, 0, 0, 0, 0)" for number in calls.values()], prelude=LIBC
    )
    assert set(results) == {"-1"}


def test_no_process_can_be_started_so_none_outlives(worker):
    ways = [
        "os.fork()",
        "subprocess.run(['/bin/true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.execv('/bin/true', ['true'])",
    ]
    ways += [
        "os.forkpty()",
        "multiprocessing.get_context('fork').Process(target=print).start()",
        "libc.vfork() == -1 or 1 / 0",
    ]
    prelude = LIBC + "; import subprocess, multiprocessing"
    assert set(tried(worker, *ways, prelude=prelude)) <= {"PermissionError", "True"}
    ran, _ = attack(worker, "!touch here\nimport os\nprint(os.listdir())")
    assert ran[1].status in ("ok", "error") and ran[-1].status == "ok"


def test_there_is_no_network(worker):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ways = [
            f"socket.create_connection(('127.0.0.1', {port}), 1)",
            "socket.socket(socket.AF_UNIX)",
            "socket.socket(type=socket.SOCK_DGRAM)",
        ]
        ways += ["socket.socketpair(type=socket.SOCK_DGRAM)", "urllib.request.urlopen('http://example.org', timeout=1)"]
        results = tried(worker, *ways, prelude="import socket, urllib.request")
    assert set(results) <= {"PermissionError", "URLError", "gaierror", "OSError"}


def test_a_memory_bomb_is_an_error_of_its_own_cell(worker):
    bombs = [
        "bytearray(1 << 33)",
        "np.ones(1 << 30)",
        "[np.zeros(1 << 21) for _ in range(10_000)]",
        "mmap.mmap(-1, 1 << 32)",
    ]
    assert set(tried(worker, *bombs, prelude="import mmap, numpy as np")) <= {
        "MemoryError",
        "_ArrayMemoryError",
        "OSError",
    }


def test_a_flood_of_output_is_cut(worker):
    flood = "import os\nfor _ in range(200):\n    print('x' * 100_000)\n    os.write(2, b'y' * 10_000)"
    ran, shown = attack(worker, flood)
    assert LIMITS.output_bytes <= len(shown) < 3 * LIMITS.output_bytes and "left out" in shown
    ran, shown = attack(worker, "for i in range(100_000):\n    display({'text/plain': 'z' * 1000}, raw=True)")
    assert len(ran[1].outputs) <= 1000 and ran[-1].status == "ok"


def test_a_loop_that_will_not_stop_costs_one_cell(worker):
    loop, *_, asked = worker.run((Step("while True: pass"), *HONEST))
    assert (loop.status, asked.status) == ("late", "ok") and loop.outputs[-1]["ename"] == "TimeUp"
    stubborn = (
        "import signal\nfor s in (signal.SIGALRM, signal.SIGPROF, signal.SIGINT): signal.signal(s, signal.SIG_IGN)\n"
    )
    stubborn += "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ran, _ = attack(worker, stubborn, Step("value = 3"), Step("value + 1"))
    assert [r.status for r in ran] == ["ok", "late", "ok", "ok", "ok"]
    assert ran[3].outputs[0]["data"] == {"text/plain": "4"}


def test_a_function_that_never_returns_costs_one_exercise(worker):
    endless = (
        "def tanh(Z):\n    while True:\n        try:\n            while True: pass\n        except Exception: pass"
    )
    ran = worker.run((HONEST[0], Step(endless), Step(collect=("call", "tanh", CASES)), COLLECT))
    assert [r.status for r in ran] == ["ok", "ok", "late", "ok"] and len(ran[2].answers) == 1 and ran[2].answers[0].late
    deaf = "def tanh(Z):\n    import signal\n    for s in (signal.SIGALRM, signal.SIGPROF): signal.signal(s, signal.SIG_IGN)\n"
    ran = worker.run((HONEST[0], Step(deaf + "    while True: pass"), Step(collect=("call", "tanh", CASES)), COLLECT))
    assert [r.status for r in ran] == ["ok", "ok", "late", "ok"] and ran[2].answers == ()


@pytest.mark.parametrize(
    "end", ["os._exit(0)", "os.kill(os.getpid(), 9)", "os.abort()", "ctypes.string_at(0)", "os.kill(os.getpid(), 19)"]
)
def test_ending_the_own_process_costs_one_cell(worker, end):
    ran, _ = attack(worker, f"import os, ctypes\n{end}")
    assert ran[1].status in ("died", "late") and [ran[0].status, ran[2].status] == ["ok", "ok"]


def test_ending_the_process_in_every_cell_ends_the_run(worker):
    ran = worker.run([Step("import os; os._exit(0)")] * 20 + [COLLECT])
    assert {r.status for r in ran} == {"died"} and ran[-1].answers == ()


def test_ending_the_process_when_asked_costs_one_exercise(worker):
    ran = worker.run(
        (HONEST[0], Step("import os\ndef tanh(Z): os._exit(0)"), Step(collect=("call", "tanh", CASES)), COLLECT)
    )
    assert [r.status for r in ran] == ["ok", "ok", "died", "ok"] and ran[2].answers == ()


def test_patched_libraries_change_nothing_outside(worker):
    patches = """
import builtins, numpy.testing, sys, json, struct
for name in ("assert_allclose", "assert_array_equal", "assert_equal"):
    setattr(numpy.testing, name, lambda *a, **k: None)
builtins.abs = builtins.isinstance = builtins.all = lambda *a: True
np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
sys.displayhook = lambda value: print("1.0")
np.maximum = None
"""
    wrong = "def relu(Z): return Z * 0 - 1.0"
    ran = worker.run((HONEST[0], Step(wrong), *map(Step, patches.splitlines()), COLLECT))
    assert [r.status for r in ran[:2]] == ["ok", "ok"] and ran[-1].status in ("ok", "error", "died")
    for answer in ran[-1].answers:
        assert not isinstance(answer.value, np.ndarray) or np.all(answer.value == -1.0)


def test_the_collector_cannot_be_patched_by_importing_it(worker):
    impure = "def relu(Z):\n    Z *= 2\n    return np.maximum(Z, 0)"
    patch = "from autograder.checks import collect, plain\ncollect.same = plain.same = collect.plain = lambda *a: True"
    ran = worker.run((HONEST[0], Step(impure), Step(patch), COLLECT))
    assert ran[2].status == "ok" and [answer.changed for answer in ran[-1].answers] == [True, True]


def test_a_lying_array_arrives_as_what_it_holds(worker):
    lying = """
class Liar(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array__(self, *a, **k): return np.ones((7, 7))
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return self
    def __reduce__(self): return (print, ("run by the judge",))
    shape = property(lambda self: (2,))
def relu(Z): return np.full(3, 9.0).view(Liar)
"""
    ran, _ = attack(worker, lying)
    for answer in ran[-1].answers:
        assert type(answer.value) in (np.ndarray, plain.Unusable)
        assert not np.array_equal(answer.value, [0.0, 2.0]) if type(answer.value) is np.ndarray else True


@pytest.mark.parametrize(
    "value", ["lambda: 1", "object()", "np.array([object()])", "open", "type('X', (), {})()", "1 << 200", "'\\ud800'"]
)
def test_odd_values_arrive_as_data(worker, value):
    ran, _ = attack(worker, f"def relu(Z): return {value}")
    assert ran[-1].status == "ok"
    for answer in ran[-1].answers:
        assert isinstance(answer.value, (plain.Unusable, str))
        str(answer.value).encode()


FIND = """
import os, stat, struct
def live(fd):
    try: return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError: return False
channels = [fd for fd in range(3, 256) if live(fd)]
def frame(data):
    for fd in channels: os.write(fd, struct.pack('!I', len(data)) + data)
"""


ELSEWHERE = """
def leads_somewhere(fd):
    try: return os.fstat(fd).st_rdev != os.stat('/dev/null').st_rdev
    except OSError: return False
"""


def test_only_its_own_channel_is_open(worker):
    count, others = tried(
        worker,
        "len(channels)",
        "[fd for fd in range(3, 256) if leads_somewhere(fd)] == channels",
        prelude=FIND + ELSEWHERE,
    )
    assert (count, others) == ("1", "True")


FORGED = {
    "a reply of the right shape": plain.pack({"id": "0" * 16, "status": "ok", "outputs": []}),
    "a list": plain.pack([1, 2, 3]),
    "no plain value": b"garbage",
    "deep JSON": b"mlp1" + struct.pack("<I", 200_000) + b"[" * 200_000,
    "an array larger than its data": b"mlp1" + struct.pack("<I", 26) + b'{"a":["f8",[1000000000]]} ',
    "nothing": b"",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_frame_scores_nothing(worker, forged):
    ran, _ = attack(worker, f"{FIND}\nframe({forged!r})")
    assert ran[1].status == "died" and "tampered" in ran[1].message and ran[1].outputs == ()
    assert ran[-1].status == "ok"


def test_a_frame_that_promises_four_gigabytes_is_not_waited_for(worker):
    ran, _ = attack(worker, FIND + "\nfor fd in channels: os.write(fd, b'\\xff' * 8)")
    assert ran[1].status == "died" and ran[-1].status == "ok"


def test_forged_replies_from_a_thread_score_nothing(worker):
    flood = (
        FIND
        + f"""
import threading
def forge():
    while True: frame({FORGED["a reply of the right shape"]!r})
threading.Thread(target=forge, daemon=True).start()
"""
    )
    ran, _ = attack(worker, flood)
    assert {r.status for r in ran} <= {"died", "ok"} and "died" in {r.status for r in ran}


def test_forged_outputs_are_rebuilt_or_refused(worker):
    forger = """
import sys
frame = sys._getframe()
while frame and 'request' not in frame.f_locals: frame = frame.f_back
name = next((f.f_locals['request']['id'] for f in [frame] if f), '')
"""
    reply = "{'id': name, 'status': 'ok', 'outputs': [{'output_type': 'display_data', 'data': {'text/html': 5}, 'metadata': {}}]}"
    ran, _ = attack(
        worker,
        f"{forger}\n{FIND.replace('frame(', 'send(')}\nfrom autograder.checks import plain\nsend(plain.pack({reply}))",
    )
    assert ran[1].status == "died" and "tampered" in ran[1].message


def test_poisoning_numpy_ends_with_the_run(worker):
    poison = "import numpy, sys\nnumpy.maximum = lambda *a: 42\nsys.modules['math'] = None\nimport builtins\nbuiltins.len = None"
    worker.run((Step(poison),))


def test_submitted_modules_and_links_shadow_nothing(worker, tmp_path, secret):
    (tmp_path / "hand-in").mkdir()
    (tmp_path / "hand-in" / "numpy.py").write_text("raise SystemExit('shadowed')")
    (tmp_path / "hand-in" / "data.csv").write_text("1,2\n3,4\n")
    (tmp_path / "hand-in" / "link.txt").symlink_to(secret)
    os.mkfifo(tmp_path / "hand-in" / "fifo")
    steps = (*HONEST, Step("import os\nprint(sorted(os.listdir()), np.loadtxt('data.csv', delimiter=',').sum())"))
    ran = worker.run(steps, tmp_path / "hand-in")
    assert [r.status for r in ran] == ["ok"] * 4
    assert ran[-1].outputs[0]["text"] == "['data.csv', 'numpy.py'] 10.0\n"
    for left in (tmp_path / "hand-in").iterdir():
        left.unlink()
    (tmp_path / "hand-in").rmdir()


def test_files_are_bounded_and_removed(worker):
    [big] = tried(worker, "open('big', 'wb').write(bytes(10 << 20))")
    assert big == "OSError"
    ran, _ = attack(
        worker, "for i in range(10):\n    open(str(i), 'wb').write(bytes(7 << 20))\nimport time\ntime.sleep(60)"
    )
    assert ran[1].status == "died" and "files" in ran[1].message and ran[-1].status == "ok"
    many = "import os, time\nfor i in range(5000): os.close(os.open(str(i), os.O_CREAT))\ntime.sleep(60)"
    assert attack(worker, many)[0][1].status in ("died", "late")


def test_a_deep_closed_tree_is_removed(worker):
    deep = "import os\nfor i in range(300):\n    os.mkdir('d' * 200); os.chdir('d' * 200)\n    open('f', 'w').close()\n"
    deep += "os.mkdir('closed', 0o100)"
    assert attack(worker, deep)[0][-1].status == "ok"


def test_a_crowd_of_threads_is_bounded(worker):
    crowd = "import threading, time\nfor _ in range(100_000): threading.Thread(target=time.sleep, args=(100,), daemon=True).start()"
    ran, _ = attack(worker, crowd)
    assert ran[1].status in ("error", "late", "died")


def test_limits_are_plain_values():
    assert dataclasses.asdict(LIMITS)["memory_mb"] == 512
