"""docs/benchmarks.md: one section a script, replaced by the script itself."""

from __future__ import annotations

import datetime
import os
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claims import Claim

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
HEAD = "| | at least | measured | |\n|---|---|---|---|\n"


def write(script: str, about: str, claims: list[Claim], packages: tuple[str, ...] = ()) -> None:
    """Replace the section of `script`, or add it: what it measures, its claims, where and when they were measured."""
    rows = (
        f"| {row['claim']} | {row['target']:g} × | {row['value']:g} × | {'met' if row['met'] else '**missed**'} |\n"
        for row in claims
    )
    section = f"## {script}\n\n{about.strip()}\n\n{HEAD}{''.join(rows)}\n{machine(packages)}\n\n"
    text = PAGE.read_text("utf-8")
    old = re.compile(rf"## {re.escape(script)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    new = old.sub(lambda _: section, text) if old.search(text) else text.rstrip() + "\n\n" + section
    PAGE.write_text(new.rstrip() + "\n", encoding="utf-8")


def machine(packages: tuple[str, ...]) -> str:
    """The machine and the versions, in a line."""
    try:
        cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()).group(1)
    except (OSError, AttributeError):
        cpu = platform.processor() or platform.machine()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("numpy", *packages))
    return (
        f"Measured on {datetime.date.today()}: {cpu}, {os.cpu_count()} cores, load {load:.1f} at the end, "
        f"Python {platform.python_version()}, {versions}."
    )
