"""``countermark doctor``: can this machine run the lab, and if not, what to do."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.errors import EXIT_INCOMPLETE, EXIT_OK
from countermark.lab.doctor import Check, doctor


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of the doctor."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the checks as JSON")


def run(given: argparse.Namespace) -> int:
    """Prints every check with its fix; fails where no audit could run."""
    checks = doctor()
    for check in checks:
        sys.stdout.write(f"{_mark(check)} {check.title:34} {check.detail}\n")
        if check.fix:
            sys.stdout.write(f"{'':37} → {check.fix}\n")
    if given.json:
        rows = [dataclasses.asdict(check) for check in checks]
        write_text(given.json, json.dumps({"schema": "countermark.doctor/1", "checks": rows}, indent=1) + "\n")
    return EXIT_OK if all(check.ok for check in checks if check.needed) else EXIT_INCOMPLETE


def _mark(check: Check) -> str:
    if check.ok:
        return "✓"
    return "✗" if check.needed else "–"


COMMAND = Command(
    id="doctor",
    title="say what this machine lacks or blocks, and the fix",
    description="Checks everything that the sealed lab needs, tries the seal on a real run, and names the fix.",
    arguments=arguments,
    run=run,
)
