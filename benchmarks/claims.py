"""What a benchmark claims, and how it says so: a line each, or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import page

Claim = dict[str, object]


def claim(text: str, value: float, target: float = 1.0) -> Claim:
    """A ratio that should be at least `target`."""
    return {"claim": text, "value": round(value, 2), "target": target, "met": value >= target}


def arguments(description: str | None, script: str, quick: str) -> argparse.ArgumentParser:
    """`--quick`, `--json` and `--write`, which every benchmark knows; `quick` says what it leaves out."""
    parser = argparse.ArgumentParser(
        description=description, epilog=f"example: python benchmarks/{script} --quick --json -"
    )
    parser.add_argument("--quick", action="store_true", help=quick)
    parser.add_argument("--json", metavar="FILE", help="write the claims as JSON; - for stdout")
    parser.add_argument("--write", action="store_true", help="replace this script's section of docs/benchmarks.md")
    parser.set_defaults(script=script, about=description)
    return parser


def report(claims: list[Claim], options: argparse.Namespace, packages: tuple[str, ...] = ()) -> None:
    """Print the claims and write them where the options say; `packages` are the rivals, whose versions the page tells."""
    if options.write:
        page.write(options.script, options.about, claims, packages)
    text = json.dumps(claims, indent=1, ensure_ascii=False) + "\n"
    if options.json == "-":
        sys.stdout.write(text)
        return
    if options.json:
        Path(options.json).write_text(text, encoding="utf-8")
    for row in claims:
        print(f"{row['value']:6.2f} ×  target {row['target']:g} ×  {'met' if row['met'] else 'MISSED'}  {row['claim']}")
