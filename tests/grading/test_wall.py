"""The wall: found by trying, refused in one clear line, and with nothing behind it but what is allowed."""

import platform
import struct
import subprocess
import sys
from pathlib import Path

import pytest

import autograder
from autograder.grading import doctor, seccomp, site, wall
from autograder.grading.wall import NoWall, Wall

HOME = Path(autograder.__file__).resolve().parent
WALLS = ["landlock", pytest.param("bubblewrap", marks=pytest.mark.wall)]


@pytest.fixture
def fresh():
    """Nothing is remembered from, or for, another test."""
    wall._problem.cache_clear()
    yield
    wall._problem.cache_clear()


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_can_be_had_by_name(name):
    assert wall.named(name) == Wall(name)


def test_the_strongest_wall_is_one_that_holds():
    found = wall.strongest()
    assert found.name in wall.NAMES and wall.named(found.name) == found


def test_an_unknown_wall_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="paper"):
        wall.named("paper")


def test_without_bubblewrap_the_other_wall_is_taken(fresh, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert wall.strongest().name == "landlock"
    with pytest.raises(NoWall, match="apt install bubblewrap"):
        wall.named("bubblewrap")


def test_a_bubblewrap_that_does_not_work_is_not_taken(fresh, monkeypatch, tmp_path):
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert wall.strongest().name == "landlock"
    with pytest.raises(NoWall, match="uid map"):
        wall.named("bubblewrap")


def test_where_no_wall_holds_grading_is_refused_in_one_line(fresh, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(NoWall) as refusal:
        wall.strongest()
    message = str(refusal.value)
    assert "riscv64" in message and "Linux" in message and "\n" not in message


def test_without_a_wall_submissions_are_run_only_if_they_are_trusted(fresh, monkeypatch):
    assert not wall.strongest(trust=True).trusting
    wall._problem.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert wall.strongest(trust=True).trusting
    with pytest.raises(NoWall, match=r"WSL 2.*--trust-submissions"):
        wall.strongest()


@pytest.mark.parametrize(
    ("said", "way"),
    [("is not installed", "apt install"), ("setting up uid map: Permission denied", "AppArmor"), ("?", "bwrap")],
)
def test_the_doctor_says_how_to_get_a_better_wall(fresh, monkeypatch, said, way):
    monkeypatch.setattr(wall, "_problem", {"bubblewrap": said, "landlock": ""}.get)
    fit, lines = doctor.machine()
    assert (
        fit and any(said in line for line in lines) and any(way in line for line in lines) and "landlock" in lines[-1]
    )


def test_the_doctor_says_plainly_where_no_wall_holds(fresh, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    fit, lines = doctor.machine()
    assert not fit and "NOT FIT" in lines[-1] and "WSL 2" in lines[-1] and "--trust-submissions" in lines[-1]


def test_a_trial_that_is_not_confined_is_noticed(tmp_path):
    """The trial itself: behind no wall at all it names what it could do."""
    (tmp_path / "secret").write_text("x")
    (tmp_path / "work").mkdir()
    source = "import confine, sys; print(*confine._trial(*sys.argv[1:]), sep='\\n')"
    code = f"import sys; sys.path.insert(0, {str(HOME / 'grading')!r}); {source}"
    command = [sys.executable, "-c", code, str(tmp_path / "secret"), str(tmp_path / "work")]
    could = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert {"read another file", "write another file", "open a connection", "start a process"} <= set(
        could.splitlines()
    )


@pytest.fixture
def layout(tmp_path):
    return site.build(tmp_path)


def test_of_ours_only_the_students_half_is_readable(layout):
    ours = [path for path in layout.readable if Path(path).is_relative_to(HOME)]
    withheld = {"gradients.py", "slope.py", "__pycache__"}  # they answer exercises
    checks = {str(path) for path in (HOME / "checks").iterdir() if path.name not in withheld}
    assert set(ours) == {str(HOME / "__init__.py"), *checks}
    for hidden in (HOME / "grading", HOME / "topics", HOME.parent / "mlp_reference", HOME.parent / "solutions"):
        assert not any(hidden.is_relative_to(path) for path in layout.readable)


def test_no_folder_of_installed_packages_is_readable_as_a_whole(layout):
    assert not [path for path in layout.readable if Path(path).name in ("site-packages", "dist-packages")]


def test_the_private_site_holds_what_the_course_needs_and_no_more(layout):
    names = {path.name for path in layout.packages.iterdir()}
    assert {"numpy", "matplotlib", "IPython", "tqdm", "ipywidgets", "six.py", "autograder"} <= names
    assert not {"mlp_reference", "nbgrader", "landlockpy", "sqlalchemy", "zmq", "pytest"} & names
    assert {path.name for path in (layout.packages / "autograder").iterdir()} == {"__init__.py", "checks"}


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_of_each_machine_refuses_what_is_not_named(machine):
    """Every number of the machine, run through the filter as the kernel would."""
    code = (
        "import platform, sys; platform.machine = lambda: sys.argv[1]\n"
        f"sys.path.insert(0, {str(HOME / 'grading')!r}); import seccomp\n"
        "sys.stdout.buffer.write(seccomp.program(77))"
    )
    program = subprocess.run([sys.executable, "-c", code, machine], capture_output=True, check=True).stdout
    number = {
        "x86_64": dict(read=0, socket=41, fork=57, execve=59, kill=62, prlimit=302, openat=257, chmod=268, clone3=435)
    }
    number["aarch64"] = dict(
        read=63, socket=198, fork=220, execve=221, kill=129, prlimit=261, openat=56, chmod=53, clone3=435
    )
    calls = number[machine]

    def verdict(name, *arguments):
        return interpret(program, seccomp.MACHINES[machine], calls[name], arguments)

    allow, refuse, absent, fake = 0x7FFF0000, 0x00050001, 0x00050026, 0x00050000
    assert verdict("read") == allow and verdict("chmod") == fake and verdict("clone3") == absent
    assert {verdict(name, 0) for name in ("socket", "fork", "execve")} == {refuse}
    assert verdict("kill", 77) == allow and {verdict("kill", pid) for pid in (0, 1, 78, 0xFFFFFFFF)} == {refuse}
    assert {verdict("prlimit", pid) for pid in (0, 77)} == {allow} and verdict("prlimit", 78) == refuse
    assert verdict("openat", 0, 0, 0x241) == allow and verdict("openat", 0, 0, 0x200) == refuse
    assert interpret(program, seccomp.MACHINES[machine], 463, ()) == absent
    assert interpret(program, 0x40000003, 1, ()) == 0x80000000


def interpret(program, machine, number, arguments):
    """Classic BPF, the few instructions the filter uses."""
    data = struct.pack("<IIQ6Q", number, machine, 0, *arguments, *[0] * (6 - len(arguments)))
    lines, at, value = list(struct.iter_unpack("HBBI", program)), 0, 0
    while True:
        code, yes, no, operand = lines[at]
        at += 1
        if code == 0x06:
            return operand
        if code == 0x20:
            value = struct.unpack_from("<I", data, operand)[0]
        elif code == 0x54:
            value &= operand
        else:
            hit = {0x15: value == operand, 0x25: value > operand, 0x45: bool(value & operand)}[code]
            at += yes if hit else no
