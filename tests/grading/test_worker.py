"""The worker: what a notebook shows, what is collected, and that a run always returns."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbconvert.filters import strip_ansi

from autograder.checks.key import Case
from autograder.grading import wall
from autograder.grading.worker import Limits, Step, Worker

CASES = (Case("a row", (np.arange(3.0),)), Case("a column", (np.ones((2, 1)),)))
DOUBLE = Step("import numpy as np\ndef double(x):\n    return 2 * x")
COLLECT = Step(collect=("call", "double", CASES))


@pytest.fixture(scope="module", params=["landlock", pytest.param("bubblewrap", marks=pytest.mark.wall)])
def worker(request):
    with Worker(wall.named(request.param), Limits(total_seconds=60.0)) as warm:
        yield warm


def shown(worker, *sources):
    """The outputs of each cell, after nbformat has found nothing wrong with them."""
    ran = worker.run([Step(source) for source in sources])
    for r in ran:
        cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(output) for output in r.outputs])
        nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    return [r.outputs for r in ran]


def test_answers_are_what_the_function_returned(worker):
    defined, asked = worker.run([DOUBLE, COLLECT])
    assert (defined.status, asked.status) == ("ok", "ok")
    for case, found in zip(CASES, asked.answers, strict=True):
        np.testing.assert_array_equal(found.value, 2 * case.args[0])


def test_the_function_is_collected_as_it_then_stands(worker):
    again = Step("def double(x): return x")
    _, first, _, second = worker.run([DOUBLE, COLLECT, again, COLLECT])
    assert first.answers[0].value[2] == 4.0 and second.answers[0].value[2] == 2.0


def test_a_name_that_is_not_there_has_no_answers(worker):
    [ran] = worker.run([COLLECT])
    assert (ran.status, ran.answers) == ("error", ()) and "double is not defined" in ran.message


def test_an_exception_is_an_answer_with_the_students_line(worker):
    _, ran = worker.run([Step("def double(x):\n    y = x\n    return y @ missing"), COLLECT])
    raised = ran.answers[0].raised
    assert (raised.type, raised.line, raised.source) == ("NameError", 3, "return y @ missing")


def test_text_and_values_are_shown_in_order(worker):
    import_, [text, error, value] = shown(worker, "import sys", "print('out')\nprint('err', file=sys.stderr)\n{'a': 1}")
    assert import_ == () and (text["text"], error["text"]) == ("out\n", "err\n")
    assert value == {
        "output_type": "execute_result",
        "data": {"text/plain": "{'a': 1}"},
        "metadata": {},
        "execution_count": 2,
    }


def test_a_traceback_is_the_students(worker):
    [[error]] = shown(worker, "def f():\n    return np.zeros(2) + np.zeros(3)\nimport numpy as np\nf()")
    assert error["ename"] == "ValueError" and "return np.zeros" in strip_ansi("".join(error["traceback"]))
    [[error]] = shown(worker, "import numpy as np\nnp.linalg.inv(np.zeros(2))")
    assert "mlp-course" not in "\n".join(error["traceback"])


def test_a_figure_can_be_drawn_after_more_labels_than_matplotlib_keeps(worker):
    many = "figure = plt.figure()\nfor n in range(60):\n    figure.text(n / 60, n / 60, f'$x_{{{n}}}$')"
    _, first, second = shown(worker, "import matplotlib.pyplot as plt", many, "plt.title('$\\\\sum_i w_i$');")
    assert [output["output_type"] for output in (*first, *second)] == ["display_data"] * 2


@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n"])
def test_a_figure_is_shown_once(worker, magic):
    source = (
        magic + "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2], label='σ')\nax.legend();"
    )
    first, second = shown(worker, source, "1 + 1")
    [figure] = first
    assert set(figure["data"]) == {"image/png", "text/plain"} and len(figure["data"]["image/png"]) > 1000
    assert len(second) == 1


def test_displays_can_be_updated_and_cleared(worker):
    source = "h = display('first', display_id=True)\nh.update('second')"
    clear = "from IPython.display import clear_output\nprint('gone')\nclear_output(wait=True)\nprint('kept')"
    [display], [text] = shown(worker, source, clear)
    assert display["data"]["text/plain"] == "'second'" and text["text"] == "kept\n"


def test_html_warnings_awaits_and_progress_bars_work(worker):
    [html], _, [bar, three], _ = shown(
        worker,
        "from IPython.display import HTML\nHTML('<b>x</b>')",
        "import warnings\nwarnings.warn('careful')",
        "import asyncio\nfrom tqdm import tqdm\nawait asyncio.sleep(0)\nsum(tqdm(range(3)))",
        "%%time\nx = 1",
    )
    assert html["data"]["text/html"] == "<b>x</b>" and "3/3" in bar["text"] and three["data"]["text/plain"] == "3"


def test_what_bypasses_python_is_shown_too(worker):
    [[text]] = shown(worker, "import os\nos.write(1, b'from below');")
    assert text["text"] == "from below"


def test_input_says_that_nobody_is_there(worker):
    [[error]] = shown(worker, "input()")
    assert error["ename"] == "EOFError"


def test_the_front_door_works_inside(worker):
    [_, card] = shown(worker, "from autograder import check, hint", "def relu(Z): return Z\ncheck(relu)")
    assert card and all(output["output_type"] != "error" for output in card)


def test_equal_runs_give_equal_numbers(worker):
    source = "import numpy as np, random\nprint(np.random.rand(), random.random(), hash('a'))"
    assert shown(worker, source) == shown(worker, source)


def test_folders_beside_the_notebook_are_there_even_when_empty(worker, tmp_path):
    (tmp_path / "figures/small").mkdir(parents=True)
    [ran] = worker.run([Step("open('figures/small/a.txt', 'w').write('a')")], tmp_path)
    assert ran.status == "ok"


def test_helper_modules_beside_the_notebook_can_be_imported(worker, tmp_path):
    (tmp_path / "helper.py").write_text("x = 5")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("six")
    ran = worker.run([Step("import helper\nprint(helper.x, open('data/a.txt').read())")], tmp_path)
    assert ran[0].outputs[0]["text"] == "5 six\n"


def test_empty_steps_are_skipped(worker):
    assert [r.status for r in worker.run([Step(), Step("  \n"), DOUBLE])] == ["skipped", "skipped", "ok"]


def test_a_warm_process_that_is_killed_is_started_again(worker):
    os.kill(worker._warm.process.pid, signal.SIGKILL)
    assert worker.run([DOUBLE, COLLECT])[1].status == "ok"


def test_a_warm_process_that_is_killed_during_a_run_is_started_again(worker):
    killer = threading.Timer(0.5, os.kill, (worker._warm.process.pid, signal.SIGKILL))
    killer.start()
    ran = worker.run([Step("import time\ntime.sleep(1.5)"), DOUBLE, COLLECT])
    killer.join()
    assert [r.status for r in ran] == ["ok", "ok", "ok"]


def test_the_whole_run_ends_in_time(worker):
    start = time.monotonic()
    with Worker(worker.wall, Limits(total_seconds=2.0)) as hasty:
        ran = hasty.run([DOUBLE, COLLECT, Step("import time\nwhile True: time.sleep(1)"), DOUBLE])
    assert [r.status for r in ran] == ["ok", "ok", "late", "died"] and "time" in ran[3].message
    assert time.monotonic() - start < 15


def test_workers_in_several_threads_do_not_disturb_each_other(worker):
    results = {}

    def work(number):
        with Worker(worker.wall) as own:
            for _ in range(3):
                ran = own.run([Step(f"def double(x): return x + {number}"), COLLECT])
                results.setdefault(number, []).append(ran[1].answers[0].value[0])

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {1: [1.0] * 3, 2: [2.0] * 3, 3: [3.0] * 3}


def test_one_worker_serves_several_threads_in_turn(worker):
    seen = []

    def ask():
        seen.append(worker.run([DOUBLE, COLLECT])[1].status)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["ok"] * 4


CALLER = """
import sys
from autograder.grading import wall
from autograder.grading.worker import Step, Worker
with Worker(wall.named(sys.argv[1])) as worker:
    print(worker._warm.root.name, flush=True)
    worker.run([Step("while True: pass")])
"""


def test_nothing_outlives_a_caller_that_is_killed(worker, tmp_path):
    command = [sys.executable, "-c", CALLER, worker.wall.name]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    ) as caller:
        folder = caller.stdout.readline().strip()
        time.sleep(0.5)
        caller.kill()
    deadline = time.monotonic() + 10
    while any(folder in arguments for arguments in commands()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [arguments for arguments in commands() if folder in arguments]
    assert worker.wall.name == "bubblewrap" or not os.path.exists(folder)


def commands():
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield (entry / "cmdline").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue


def test_folders_go_with_the_worker(worker):
    with Worker(worker.wall) as own:
        root = Path(own._warm.root.name)
        own.run([Step("open('left', 'w').write('x')")])
        assert root.exists()
    assert not root.exists()


MANY = Step(collect=("call", "double", tuple(Case(f"case {i}", (np.ones(2),)) for i in range(8))))


def test_slow_answers_are_waited_for_as_long_as_each_call_may_take(worker):
    slow = Step("import time\ndef double(x):\n    time.sleep(1.0)\n    return 2 * x")
    with Worker(worker.wall, Limits(call_seconds=1.0, total_seconds=60.0)) as patient:  # less than all calls together
        _, ran = patient.run([slow, MANY])
    assert ran.status == "ok" and len(ran.answers) == 8


def test_a_call_that_hangs_ends_its_exercise_soon(worker):
    hangs = Step(
        "calls = 0\ndef double(x):\n    global calls\n    calls += 1\n    while calls > 2: pass\n    return 2 * x"
    )
    start = time.monotonic()
    with Worker(worker.wall, Limits(call_seconds=1.0, total_seconds=60.0)) as hasty:
        _, ran, after = hasty.run([hangs, MANY, DOUBLE])
    assert ran.status == "late" and len(ran.answers) == 3 and ran.answers[-1].late and after.status == "ok"
    assert time.monotonic() - start < 10


def test_an_exercise_may_allow_its_calls_more_or_less_than_others(worker):
    wait = "end = time.process_time() + 0.8\n    while time.process_time() < end: pass"
    busy = Step(f"import time\ndef double(x):\n    {wait}\n    return 2 * x")
    quick, generous = (Step(collect=COLLECT.collect, seconds=seconds) for seconds in (0.3, 20.0))
    _, first, second = worker.run([busy, quick, generous])
    assert (first.status, second.status) == ("late", "ok")
    with Worker(worker.wall, Limits(call_seconds=0.3, total_seconds=60.0)) as strict:
        assert strict.run([busy, generous])[1].status == "late"


TICKING = """
import os, stat, struct, threading, time
def double(x):
    import gc
    frames = [o for o in gc.get_objects() if type(o) is dict and o.get("do") == "collect" and "id" in o]
    request = frames[0]
    from autograder.checks import plain
    data = plain.pack({"id": request["id"], "status": "tick"})
    for descriptor in range(3, 256):
        try:
            while stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.write(descriptor, struct.pack("!I", len(data)) + data)
                time.sleep(0.2)
        except OSError:
            continue
"""


def test_ticks_that_are_forged_gain_no_time_beyond_that_of_all_calls(worker):
    start = time.monotonic()
    with Worker(worker.wall, Limits(call_seconds=1.0, total_seconds=60.0)) as hasty:
        _, ran, after = hasty.run([Step(TICKING), COLLECT, DOUBLE])
    assert (ran.status, ran.answers, ran.message) == ("died", (), "the notebook tampered with its grading")
    assert after.status == "ok" and time.monotonic() - start < 40
