"""The front: the exercise is found by identity, every mistake gets a kind sentence, and nbgrader reads the value as points."""

import linecache
import subprocess
import sys
import time
import warnings

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, output_from_msg
from nbgrader.utils import determine_grade

from autograder import check, hint, progress, solution
from autograder.checks import front, shelf
from autograder.checks.key import Case, Check, Key

INPUTS = (np.array([-2.0, 0.0, 3.0]), np.array([[0.5, -1.0]]))
CHECKS = (Check("values", "the values are right", 0.75), Check("pure", "no argument is changed", 0.25, "pure"))
CASES = (
    *(Case(f"case {i}", (z,)) for i, z in enumerate(INPUTS)),
    Case("the first case once more", (INPUTS[0],), "pure"),
)
HINTS = ("Compare with zero.", "NumPy has a function for the larger of two.")


def key(name, truth, hints=HINTS):
    answers = tuple(truth(*case.args) for case in CASES)
    section = "02_activations#relu"
    return Key(
        name, "02_activations", f"{name}(z)", ("A",), CHECKS, CASES, answers, hints=hints, section=section, points=4.0
    )


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory):
    """A folder of public keys with three exercises, in place of the course's own."""
    folder, before = tmp_path_factory.mktemp("keys"), shelf.FOLDER
    exercises = [
        key("relu", lambda z: np.maximum(z, 0)),
        key("tanh", np.tanh),
        key("tanh_derivative", np.cos, hints=()),
    ]
    (folder / "02_activations.key").write_bytes(shelf.to_bytes(exercises))
    shelf.FOLDER = folder
    shelf.public.cache_clear()
    yield folder
    shelf.FOLDER = before
    shelf.public.cache_clear()


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    front._kept.cache_clear()


def notebook(source, **names):
    """Run a cell as a notebook does: with the notebook's names as globals and the source where tracebacks look it up."""
    file = "/tmp/ipykernel_1/1.py"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    space = {"np": np, "check": check, "hint": hint, "solution": solution, "progress": progress, **names}
    exec(compile(source, file, "exec"), space)
    return space.get("card")


def test_a_right_function_passes_and_the_next_exercise_is_named():
    card = notebook("def relu(z): return np.maximum(z, 0)\ncard = check(relu)")
    assert card.verdict.status == "passed" and card.plain == "4.0"
    assert (
        card.next == "`tanh` (exercise 2 of 3)."
        and '<a href="#cell-id=tanh" style="text-decoration:underline">Go to <code>tanh</code></a>' in card.html()
    )


def test_after_the_last_exercise_the_written_question_is_left():
    notebook("relu = lambda z: np.maximum(z, 0)\ntanh = np.tanh\ncheck(relu)\ncheck(tanh)")
    assert "written question" in notebook("tanh_derivative = np.cos\ncard = check(tanh_derivative)").next


def test_after_the_last_exercise_an_open_one_comes_first():
    notebook("tanh = np.tanh\ncheck(tanh)")
    card = notebook("tanh_derivative = np.cos\ncard = check(tanh_derivative)")
    assert card.next == "`relu` (exercise 1 of 3)." and 'href="#cell-id=relu"' in card.html()


def test_a_stub_is_to_do_and_says_what_to_do():
    card = notebook("def relu(z):\n    raise NotImplementedError()\ncard = check(relu)")
    assert card.verdict.status == "todo" and card.plain == "0.0" and "write your code" in card.next


def test_an_exception_is_reported_with_the_students_own_line():
    text = notebook("def relu(z):\n    y = z + 1\n    return missing * y\ncard = check(relu)").text()
    assert "in your line 3: `return missing * y`" in " ".join(text.split())


@pytest.mark.parametrize(
    "source",
    [
        "relu = lambda z: np.maximum(z, 0)\ncard = check(relu)",
        "def mine(z): return np.maximum(z, 0)\nrelu = mine\ncard = check(mine)",
        "class Relu:\n    def __call__(self, z): return np.maximum(z, 0)\nrelu = Relu()\ncard = check(relu)",
    ],
)
def test_an_exercise_is_found_by_identity(source):
    card = notebook(source)
    assert (card.verdict.exercise, card.verdict.status) == ("relu", "passed")


def test_where_one_object_has_two_names_the_cell_decides():
    card = notebook("tanh = tanh_derivative = np.tanh\ncard = check(tanh_derivative)")
    assert (card.verdict.exercise, card.verdict.status) == ("tanh_derivative", "failed")
    assert notebook("tanh = tanh_derivative = np.tanh\nf = tanh\ncard = check(f)").verdict.exercise == "tanh"
    assert notebook("relu = tanh_derivative = lambda z: z\nf = relu\ncard = check(f)").verdict.exercise == "relu"


def test_a_function_from_a_module_is_found_by_its_own_name():
    assert notebook("import types\nm = types.SimpleNamespace(f=np.tanh)\ncard = check(m.f)").verdict.exercise == "tanh"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('check("relu")', "without quotes: `check(relu)`"),
        ('check("rleu")', "Did you mean `relu`?"),
        ("check(np.sum)", "`sum` is no exercise of this course"),
        ("check(relu(np.zeros(2)))", "a value of type `ndarray`"),
        ("check(None)", "it was given nothing"),
        ("check()", "takes the function itself"),
        ('hint("nothing like it")', "is no exercise"),
    ],
)
def test_anything_else_gets_one_kind_sentence_and_no_points(call, said):
    note = notebook(f"def relu(z): return np.maximum(z, 0)\ncard = {call}")
    assert said in note.message and note.plain == "0.0" and "Traceback" not in repr(note)


def test_a_copy_without_keys_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "public", dict)
    assert "install it again" in repr(notebook("def relu(z): return z\ncard = check(relu)"))


def test_hints_come_one_at_a_time_and_say_how_many_are_left():
    first = notebook("def relu(z): return z\ncard = hint(relu)")
    second, third = notebook('card = hint("relu")'), notebook('card = hint("relu")')
    assert HINTS[0] in first.text() and HINTS[1] not in first.text() and "1 more hint if" in first.text()
    assert HINTS[1] in second.text() and "That was the last hint. Read lecture 02_activations" in second.text()
    assert third.text() == second.text() and HINTS[1] in third.html()


def test_an_exercise_without_hints_says_where_to_read():
    assert "There is no hint for `tanh_derivative`. Read lecture" in notebook('card = hint("tanh_derivative")').text()


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy beside its solutions, and we are in the notebook's folder."""
    for folder, source in (
        ("solutions", "def relu(z):\n    ### BEGIN SOLUTION\n    return z * (z > 0)\n    ### END SOLUTION"),
        ("work", ""),
    ):
        (tmp_path / folder / "02_activations").mkdir(parents=True)
        cell = new_code_cell(source, metadata={"nbgrader": {"grade_id": "relu"}})
        nbformat.write(new_notebook(cells=[cell]), tmp_path / folder / "02_activations" / "activations.ipynb")
    monkeypatch.chdir(tmp_path / "work" / "02_activations")
    return tmp_path / "work"


def test_what_was_done_is_remembered_from_one_process_to_the_next(copy):
    notebook("relu = lambda z: np.maximum(z, 0)\ncheck(relu)\nhint(relu)")
    front._kept.cache_clear()
    assert "1 of 3 exercises are passed" in progress().text()
    assert HINTS[1] in notebook("card = hint('relu')").text()


def test_a_broken_record_is_set_aside_and_said_on_the_card(copy):
    (copy / ".mlp-course.json").write_text("{")
    card = notebook("relu = lambda z: np.maximum(z, 0)\ncard = check(relu)")
    assert any("could not be read" in note for note in card.verdict.notes) and card.plain == "4.0"
    assert "could not be read" not in notebook("relu = lambda z: z\ncard = check(relu)").text()


def test_the_solution_comes_after_a_pass(copy):
    assert "give_up=True" in notebook("def relu(z): return z\ncard = solution(relu)").text()
    notebook("relu = lambda z: np.maximum(z, 0)\ncheck(relu)")
    shown = notebook("card = solution('relu')")
    assert shown.source == "def relu(z):\n    return z * (z > 0)"
    assert "return z * (z &gt; 0)" in shown.html() and "solution seen" not in progress().html()


def test_giving_up_shows_the_solution_and_is_noted(copy):
    assert "return z * (z > 0)" in notebook("card = solution('relu', give_up=True)").text()
    assert "solution seen" in progress().html()
    assert "return z" in notebook("card = solution('relu')").text()  # once seen, it may be seen again


def test_a_copy_without_solutions_says_so_and_notes_nothing():
    assert "no solutions in this copy" in notebook("card = solution('relu', give_up=True)").text()
    assert "solution seen" not in progress().html()


def test_importing_the_package_is_light_and_the_front_needs_no_ipython():
    code = "import sys, autograder; assert 'numpy' not in sys.modules\n"
    code += "from autograder import check; assert 'IPython' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_python_prompt_shows_the_text_card(folder):
    code = f"from pathlib import Path\nfrom autograder.checks import shelf\nshelf.FOLDER = Path({str(folder)!r})\n"
    code += "from autograder import check\nrelu = lambda z: z\ncheck(relu)\n"
    ran = subprocess.run([sys.executable, "-i", "-q"], input=code, capture_output=True, text=True, check=True)
    assert "[NOT YET] relu" in ran.stdout


def test_the_ipython_prompt_shows_the_text_card(folder, tmp_path):
    code = f"from pathlib import Path\nfrom autograder.checks import shelf\nshelf.FOLDER = Path({str(folder)!r})\n"
    code += "from autograder import check\nrelu = lambda z: z\ncheck(relu)\n"
    command = [
        sys.executable,
        "-m",
        "IPython",
        "--simple-prompt",
        "--quick",
        "--no-banner",
        f"--ipython-dir={tmp_path}",
    ]
    ran = subprocess.run(command, input=code, capture_output=True, text=True, check=True)
    assert "[NOT YET] relu" in ran.stdout and "<div" not in ran.stdout


@pytest.fixture(scope="module")
def kernel(folder):
    """A real kernel that reads the same keys."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jupyter_client.manager import start_new_kernel

        manager, client = start_new_kernel(kernel_name="python3")
        run(
            client,
            f"from pathlib import Path\nfrom autograder.checks import shelf\nshelf.FOLDER = Path({str(folder)!r})",
        )
        run(client, "import numpy as np\nfrom autograder import check, hint")
        yield manager, client
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, source, while_busy=lambda: None):
    """Run one cell and return it with its outputs."""
    request, outputs, started = client.execute(source), [], False
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
        if message["msg_type"] == "stream" and not started:
            started = True
            while_busy()
        if message["msg_type"] in ("execute_result", "display_data", "stream", "error"):
            outputs.append(output_from_msg(message))
    metadata = {
        "nbgrader": {"grade": True, "solution": False, "points": 4.0, "schema_version": 3, "grade_id": "check_relu"}
    }
    return new_code_cell(source, outputs=outputs, metadata=metadata)


@pytest.mark.parametrize(
    ("source", "points"),
    [
        ("def relu(z): raise NotImplementedError()", 0.0),
        ("relu = lambda z: z", 0.0),
        ("def relu(z): z[z < 0] = 0; return z", 3.0),
        ("relu = lambda z: np.maximum(z, 0)", 4.0),
        ("def relu(z): return z / 0", 0.0),
        ("relu = 3", 0.0),
    ],
)
def test_nbgrader_reads_the_points_from_a_real_kernels_output(kernel, source, points):
    run(kernel[1], source)
    cell = run(kernel[1], "check(relu)")
    (output,) = cell.outputs
    assert output.output_type == "execute_result" and output.data["text/plain"] == repr(points)
    assert determine_grade(cell) == (points, 4.0)
    assert "mlp-" in output.data["text/html"]


def test_a_loop_that_never_ends_can_be_interrupted_and_is_explained(kernel):
    manager, client = kernel
    run(client, "def relu(z):\n    print('started', flush=True)\n    while True:\n        pass")
    cell = run(client, "check(relu)", while_busy=manager.interrupt_kernel)
    (card,) = [output for output in cell.outputs if output.output_type == "execute_result"]
    assert "interrupted in your line" in card.data["text/html"] and "a loop that never stops" in card.data["text/html"]
    assert determine_grade(cell) == (0.0, 4.0)
    assert run(client, "1 + 1").outputs[0].data["text/plain"] == "2"


def test_a_check_answers_within_300_ms():
    notebook("def relu(z): raise NotImplementedError()\ncard = check(relu)")
    start = time.process_time()
    notebook("def relu(z): return z\ncard = check(relu).html()")
    assert time.process_time() - start < 0.3
