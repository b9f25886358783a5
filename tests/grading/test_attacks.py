"""Whole submissions that attack, by the command's own path: none earns a point, stops the run, reads a secret or harms another.

One class hands in every attack below and, between them, honest notebooks. Each attack's answers are wrong everywhere; what it does
besides is its trial. The names say where a trial comes from: what stock nbgrader was shown to fall for, then files, processes,
memory, frames and values.
"""

import json
import os
import struct
from pathlib import Path

import pytest

from autograder.checks import plain
from autograder.grading import samples, wall
from autograder.grading.batch import grade_all
from autograder.grading.submissions import find
from autograder.grading.worker import Limits

TOPIC, NAME, FULL = "02_activations", "activations.ipynb", 20.0
LIMITS = Limits(cell_seconds=0.4, call_seconds=0.2, total_seconds=20.0, memory_mb=256, output_bytes=50_000, file_mb=8)
NAMES = list(samples.functions(samples.VECTORISED[TOPIC]))
WRONG = "def name(*arguments, **options):\n    return np.full(3, 9.0)\n"


def each(line):
    """A line for every exercise, with `name` for its name."""
    return "\n".join(line.replace("name", name) for name in NAMES)


FD = """
import os, stat, struct, sys
def sockets():
    for fd in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): yield fd
        except OSError: pass
def send(data):
    for fd in sockets(): os.write(fd, struct.pack("!I", len(data)) + data)
def request():
    frame = sys._getframe()
    while frame and "request" not in frame.f_locals: frame = frame.f_back
    return frame.f_locals["request"]["id"] if frame else ""
"""


def frame(head, rest=b""):
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return b"mlp1" + struct.pack("<I", len(text)) + text + rest


FRAMES = {
    "an empty frame": b"",
    "noise": b"\x00\xff" * 500,
    "a list for a reply": plain.pack([1, 2]),
    "a reply to nobody": plain.pack({"id": "0" * 16, "status": "ok", "outputs": []}),
    "deep lists": frame(b"[" * 300_000),
    "deep dicts": frame(b'{"t":[' * 50_000),
    "a million commas": frame(b"[" + b"0," * 3_000_000 + b"0]"),
    "a huge shape": frame({"a": ["f8", [1 << 62]]}),
    "a huge product of shapes": frame({"a": ["f8", [1 << 25] * 8]}),
    "a negative shape": frame({"a": ["f8", [-1, 8]]}, bytes(64)),
    "too many axes": frame({"a": ["f8", [1] * 60]}, bytes(8)),
    "an axis that is no number": frame({"a": ["f8", [1.5]]}, bytes(8)),
    "an array of objects": frame({"a": ["O8", [1]]}, bytes(8)),
    "a structured array": frame({"a": ["V16", [1]]}, bytes(16)),
    "a dtype that is code": frame({"a": ["(1,)f8;import os", [1]]}, bytes(8)),
    "bytes left over": frame({"a": ["f8", [1]]}, bytes(900)),
    "a pickle": b"\x80\x04\x95" + b"cposix\nsystem\n(S'true'\ntR.",
    "a number of five thousand digits": frame(b"9" * 5000),
    "a name that is no text": frame({"d": [[1, 2]]}),
    "half a character": frame(b'"\\ud800"'),
}
LIES = {  # what a function returns
    "not a number": "np.full(np.shape(a[0]), np.nan)",
    "infinity": "np.inf",
    "a flood of nan": "np.full(3_000_000, np.nan)",
    "a flood of infinities": "[np.inf] * 300_000",
    "False": "False",
    "True": "True",
    "None": "None",
    "a NumPy score": "np.float64(20.0)",
    "a string of digits": "'20.0'",
    "a class that equals all": "type('E', (), {'__eq__': lambda s, o: True, '__float__': lambda s: 0.0})()",
    "an array class that equals all": "np.zeros(3).view(type('A', (np.ndarray,), {'__eq__': lambda s, o: True}))",
    "an array with a hook": "type('H', (), {'__array__': lambda s, *x, **k: np.ones((9, 9))})()",
    "an array with a hook that exits": "type('H', (), {'__array__': lambda s, *x, **k: os._exit(0)})()",
    "an array of objects": "np.array([open, 1], dtype=object)",
    "structured records": "np.zeros(3, dtype=[('a', 'f8'), ('b', 'O')])",
    "times": "np.zeros(3, dtype='M8[s]')",
    "complex numbers": "np.zeros(3) + 1j",
    "a giant broadcast": "np.broadcast_to(np.float64(9), (1 << 20, 1 << 20))",
    "a hundred axes of nesting": "eval('[' * 80 + '9' + ']' * 80)",
    "a list that holds itself": "(lambda x: x.append(x) or x)([])",
    "a huge integer": "10 ** 4000",
    "an endless generator": "iter(int, 1)",
    "a dict of odd keys": "{1: 2, None: 3}",
    "a string of ten megabytes": "'x' * 10_000_000",
    "a class whose length lies": "type('L', (list,), {'__len__': lambda s: 3, '__iter__': lambda s: iter(int, 1)})()",
    "a function": "print",
    "the truth's own frame": "[f.f_locals.get('truth') or f.f_locals.get('key') for f in [__import__('sys')._getframe(2)]][0]",
}
CELLS = {  # what a cell does before the checks
    "a: patched asserts": "import numpy.testing as t\nt.assert_allclose = np.allclose = np.array_equal = lambda *a, **k: True",
    "b: another check": "def check(f): return 20.0",
    "b: the real check patched": "import autograder\nautograder.check = lambda f: 20.0\n"
    "from autograder.checks import judge, compare\njudge.judge = compare.compare = lambda *a, **k: None",
    "d: exit": "exit()",
    "d: _exit": "import os\nos._exit(0)",
    "e: an endless loop": "while True: pass",
    "f: a memory bomb": "x = [bytearray(1 << 24) for _ in range(10_000)]",
    "g: the gradebook": "import sqlite3\nfor p in ['../' * i + 'gradebook.db' for i in range(9)] + ['ROOT/grading/gradebook.db']:\n"
    "    try:\n        d = sqlite3.connect(p); d.execute('update grade set extra_credit = 1000'); d.commit()\n"
    "    except Exception: pass",
    "g2: the solutions": "import glob\nfor p in glob.glob('ROOT/**/*.ipynb', recursive=True) + ['ROOT/solutions/x.py']:\n"
    "    exec(open(p).read())",
    "g3: another's submission": "exec(open('ROOT/in/zz_honest/02_activations/activations.ipynb').read())",
    "h: a hook after each cell": "from IPython.display import clear_output\n"
    "get_ipython().events.register('post_run_cell', lambda *a: clear_output())",
    "h2: emptied cells": "import ast\nclass E(ast.NodeTransformer):\n    def visit_Module(self, n): n.body = []; return n\n"
    "get_ipython().ast_transformers.append(E())",
    "h3: a shell that runs nothing": "get_ipython().run_cell = get_ipython().run_cell_async = lambda *a, **k: None",
    "h4: a silent shell": "get_ipython().ast_node_interactivity = 'none'",
    "h5: no tracebacks": "get_ipython().showtraceback = lambda *a, **k: None",
    "i: replaced modules": "import sys, types\n"
    "sys.modules['numpy'] = sys.modules['json'] = sys.modules['struct'] = types.ModuleType('x')",
    "j: SystemExit": "raise SystemExit(0)",
    "j: KeyboardInterrupt": "raise KeyboardInterrupt",
    "m: the check's source": "print(In, Out, [f.f_locals for f in [__import__('sys')._getframe(1)]])",
    "n: an early result": "import sys\nsys.displayhook(20.0)\nsys.displayhook(2.0)",
    "o: the parent": "import os\nfor p in (os.getppid(), 1, -1, 0):\n    try: os.kill(p, 9)\n    except OSError: pass",
    "p: a process that stays": "import os\nfor f in (os.fork, os.forkpty):\n    try:\n        if f() == 0:\n"
    "            while True: pass\n    except OSError: pass",
    "q: two hundred megabytes on one line": "print('x' * 200_000_000)",
    "r: two hundred thousand lines": "for i in range(200_000): print(i)",
    "s: a widget flood": "for i in range(5000): display({'text/html': '<script>alert(1)</script>' * 50}, raw=True)",
    "t: a script": "from IPython.display import HTML, display\ndisplay(HTML('<script>alert(1)</script>'))",
    "v: a shadowing module": "open('numpy.py', 'w').write('1/0'); open('autograder.py', 'w').write('check = lambda f: 20.0')",
    "network": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/')",
    "an abstract socket": "import socket\ns = socket.socket(socket.AF_UNIX); s.connect('\\0x')",
    "ptrace": "import ctypes\nprint(ctypes.CDLL(None).ptrace(16, 1, 0, 0))",
    "another's memory": "import os\nprint(open(f'/proc/{os.getppid()}/mem', 'rb').read(10), open('/proc/1/environ').read())",
    "a namespace": "import ctypes\nprint(ctypes.CDLL(None).unshare(0x10000000))",
    "a mount": "import ctypes\nprint(ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, 0))",
    "a fork bomb": "import os\nwhile True:\n    os.fork()",
    "a thread bomb": "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "a descriptor bomb": "import os\nk = [os.open('/dev/null', 0) for _ in range(100_000)]",
    "a flood on descriptor 1": "import os\nfor _ in range(3000): os.write(1, b'x' * 10_000)",
    "deep recursion": "import sys\nsys.setrecursionlimit(1 << 30)\nf = lambda: f()\nf()",
    "a segmentation fault": "import ctypes\nctypes.string_at(1)",
    "a stopped process": "import os\nos.kill(os.getpid(), 6)",
    "a disk full of files": "for i in range(100_000): open(str(i), 'w').close()",
    "a full disk": "for i in range(100): open(str(i), 'wb').write(bytes(7 << 20))",
    "files made readable": "import os\nfor p in ('ROOT', '/etc', '/usr'):\n    os.chmod(p, 0o777)",
    "a limit lifted": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "timers switched off": "import signal\nsignal.setitimer(signal.ITIMER_PROF, 0); signal.setitimer(signal.ITIMER_REAL, 0)\n"
    "signal.setitimer = lambda *a: None",
    "collector replaced": "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'function' and o.__name__ in "
    "('collect', 'pack', 'same', '_collect', '_reply', '_send'):\n        o.__code__ = (lambda *a, **k: None).__code__",
}
TRIALS = {
    **{f"a frame: {name}": FD + f"send({data!r})" if len(data) < 10_000 else "" for name, data in FRAMES.items()},
    **CELLS,
}
TRIALS |= {
    "a frame: deep lists": FD + "send(b'mlp1' + struct.pack('<I', 300_000) + b'[' * 300_000)",
    "a frame: deep dicts": FD + "t = b'{\"t\":[' * 50_000\nsend(b'mlp1' + struct.pack('<I', len(t)) + t)",
    "a frame: a million commas": FD
    + "t = b'[' + b'0,' * 3_000_000 + b'0]'\nsend(b'mlp1' + struct.pack('<I', len(t)) + t)",
    "a frame: four gigabytes promised": FD + "for fd in sockets(): os.write(fd, b'\\xff' * 64)",
    "a frame: closed": FD + "for fd in sockets(): os.close(fd)",
    "a frame: ticks without end": FD + "from autograder.checks import plain\nfor _ in range(100_000):\n"
    "    send(plain.pack({'id': request(), 'status': 'tick'}))",
    "a frame: an ok with a score for an output": FD
    + "from autograder.checks import plain\nsend(plain.pack({'id': request(), 'status': 'ok',"
    " 'outputs': [{'output_type': 'execute_result', 'data': {'text/plain': '20.0'}, 'metadata': {}, 'execution_count': 1}]}))",
    "a frame: answers before they are asked": FD
    + "from autograder.checks import plain\nfor _ in range(20):\n    send(plain.pack({'id': "
    "request(), 'status': 'ok', 'answers': []}))",
}
CASES = [*TRIALS, *(f"returns {name}" for name in LIES)]


def made(release, trial, root):
    wrong, cell = each(WRONG), TRIALS.get(trial, "")
    if trial.startswith("returns "):
        wrong = "\n".join(f"def {name}(*a, **options):\n    return {LIES[trial[8:]]}\n" for name in NAMES)
    notebook = samples.answered(release, wrong)
    plots = [c for c in notebook.cells if c.cell_type == "code" and "nbgrader" not in c.metadata and "plt." in c.source]
    for c in plots[1:]:
        c.source = ""  # pictures take time and are no trial
    source = "import os\n" + cell.replace("ROOT", str(root))
    own = {"id": "own", "cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    first = next(
        i
        for i, c in enumerate(notebook.cells)
        if c.metadata.get("nbgrader", {}).get("grade_id", "").startswith("check_")
    )
    notebook.cells.insert(first, own)
    return json.dumps(notebook)


@pytest.fixture(
    scope="module",
    params=[pytest.param("landlock", marks=pytest.mark.slow), pytest.param("bubblewrap", marks=pytest.mark.wall)],
)
def graded(request, assignments, tmp_path_factory):
    """The records of the class by trial, and what lay outside before and after."""
    root, release = tmp_path_factory.mktemp("class"), assignments[TOPIC].release
    (root / "solutions").mkdir()
    (root / "solutions/x.py").write_text(samples.VECTORISED[TOPIC])
    (root / "grading").mkdir()
    (root / "grading/gradebook.db").write_text("everyone's grades")
    students = {f"s{number:03}": trial for number, trial in enumerate(CASES)}
    for student, trial in students.items():
        samples.write(root / "in" / student / TOPIC / NAME, made(release, trial, root))
    for student in ("a_honest", "s050_honest", "zz_honest"):
        samples.write(root / "in" / student / TOPIC / NAME, json.dumps(samples.right(release, TOPIC)))
    before = snapshot(root)
    records = list(grade_all(find(root / "in", [TOPIC]), assignments, wall.named(request.param), 1, LIMITS))
    assert snapshot(root) == before
    return {students.get(record.student, record.student): record for record in records}


def snapshot(root):
    return {str(p): (p.stat().st_mode, p.read_bytes() if p.is_file() else b"") for p in sorted(Path(root).rglob("*"))}


def test_there_are_many():
    assert len(CASES) >= 60


@pytest.mark.parametrize("trial", CASES)
def test_an_attack_earns_nothing(graded, trial):
    record = graded[trial]
    assert record.score == 0.0 and record.max_score == FULL
    assert json.dumps(record.to_json()) and all(verdict.score == 0.0 for verdict in record.verdicts)


@pytest.mark.parametrize("student", ["a_honest", "s050_honest", "zz_honest"])
def test_the_honest_between_them_are_none_the_wiser(graded, student):
    assert (graded[student].status, graded[student].score) == ("graded", FULL)


@pytest.mark.parametrize("trial", ["t: a script", "s: a widget flood"])
def test_no_script_is_left_in_the_notebook(graded, trial):
    assert "<script>" not in "".join(str(c.get("outputs")) for c in graded[trial].notebook.cells)


def test_what_they_print_holds_no_secret(graded):
    secrets = ("everyone's grades", "def sigmoid(z):", os.environ.get("PYTEST_CURRENT_TEST", "no test"))
    for trial in ("g2: the solutions", "g3: another's submission", "another's memory", "m: the check's source"):
        outputs = [c.get("outputs") for c in graded[trial].notebook.cells if c.get("id", "").startswith("own")]
        assert not any(secret in str(outputs) for secret in secrets)
