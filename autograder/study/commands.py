"""The commands of someone who learns, and what every command shares: one clear line for what is wrong, and exit codes.

A class's kit has these and no others. Imports wait until a command runs.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

DONE, UNTRUE, UNUSABLE, STOPPED = 0, 1, 2, 130
_KINDS = {"CourseError", "NoWall", "StudyError", "OSError"}  # errors that say in one line what is wrong and what to do

Run = Callable[[argparse.Namespace], int]
Command = Callable[[Run, str, str], argparse.ArgumentParser]  # what it does, a line about it, an example


def main(arguments: Sequence[str] | None = None) -> int:
    """The command of a kit."""
    return run(parser("Neural networks from scratch: exercises and checks.", "mlp-course lab")[0], arguments)


def run(parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: something asked for did not hold; 2: wrong usage or unusable input; 130: Ctrl-C."""
    options = parser.parse_args(arguments)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    try:
        return options.run(options)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        print("mlp-course: stopped", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader, `| head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if not _KINDS & {kind.__name__ for kind in type(error).__mro__}:
            raise
        print(f"mlp-course: {' '.join(str(error).split())}", file=sys.stderr)
        return UNUSABLE


def parser(description: str, example: str) -> tuple[argparse.ArgumentParser, Command]:
    """A parser with the commands of this room, and a function that adds another."""
    parser = Parser("mlp-course", description=description, epilog=f"example: {example}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(run: Run, line: str, example: str) -> argparse.ArgumentParser:
        name = run.__name__.strip("_")
        sub = commands.add_parser(name, help=line, description=line[0].upper() + line[1:] + ".")
        sub.epilog = f"example: mlp-course {example}"
        sub.add_argument("--course", type=Path, metavar="DIR", help="the course's folder; otherwise the nearest one")
        sub.set_defaults(run=run)
        return sub

    _add(command)
    return parser, command


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(UNUSABLE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def count(text: str) -> int:
    """An argument's type: a number from 1 to 65535."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _add(command: Command) -> None:
    sub = command(_lab, "open JupyterLab on your working copy of the exercises", "lab 04")
    sub.add_argument("topic", nargs="?", metavar="NN", help="a topic, such as 04; otherwise the start page")
    sub.add_argument("--teach", action="store_true", help="with nbgrader's panels, for instructors")
    sub.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    sub.add_argument("--port", type=count, metavar="N", help="where to listen")

    command(_status, "show what you have passed", "status")
    command(_next, "name the exercise to go on with", "next")

    sub = command(_hint, "give one more hint for an exercise", "hint relu")
    sub.add_argument("name", metavar="NAME", help="the exercise, such as relu")

    sub = command(_solution, "show the solution of an exercise that you have passed", "solution relu")
    sub.add_argument("name", metavar="NAME", help="the exercise, such as relu")
    sub.add_argument("--give-up", action="store_true", help="show it all the same; it is noted on your map")

    sub = command(_reset, "put the stub of one exercise back; what you wrote is kept beside it", "reset relu")
    sub.add_argument("name", metavar="NAME", help="the exercise, such as relu")

    sub = command(_check, "check the notebooks of your working copy as they were saved", "check 02 --watch")
    sub.add_argument("topic", nargs="?", metavar="NN", help="a topic, such as 02; otherwise all")
    sub.add_argument("--watch", action="store_true", help="check again whenever you save, until Ctrl-C")


def _lab(options: argparse.Namespace) -> int:
    from autograder.study.lab import lab

    lab(_root(options), options.topic, options.teach, not options.no_browser, options.port)
    return DONE


def _status(options: argparse.Namespace) -> int:
    from autograder.study import terminal

    print(terminal.status(_root(options)))
    return DONE


def _next(options: argparse.Namespace) -> int:
    from autograder.study import terminal

    print(terminal.further(_root(options)))
    return DONE


def _hint(options: argparse.Namespace) -> int:
    from autograder.study import terminal

    print(terminal.hint(_root(options), options.name).text())
    return DONE


def _solution(options: argparse.Namespace) -> int:
    from autograder.checks.worked import Worked
    from autograder.study import terminal

    shown = terminal.solution(_root(options), options.name, options.give_up)
    print(shown.text())
    return DONE if isinstance(shown, Worked) else UNTRUE


def _reset(options: argparse.Namespace) -> int:
    from autograder.study import terminal
    from autograder.study.reset import reset

    key = terminal.exercise(options.name)
    kept = reset(_root(options), key.topic, key.name)
    if kept is None:
        print(f"{key.name} is as it was released.")
        return DONE
    print(f"{key.name} is a stub again; what you wrote is in {kept}.")
    print("Is the notebook open? Then choose File > Reload Notebook from Disk.")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from autograder.study import check

    if options.watch:
        check.watch(_root(options), options.topic)
    return DONE if check.check(_root(options), options.topic) else UNTRUE


def _root(options: argparse.Namespace) -> Path:
    from autograder.study import working

    return working.find(options.course or Path.cwd())


if __name__ == "__main__":
    sys.exit(main())
