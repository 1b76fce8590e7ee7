"""``countermark factors``: what can be varied."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.errors import EXIT_OK, UsageError
from countermark.factors import ALL as FACTORS


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of the list."""
    parser.add_argument("factor", nargs="?", help="show all levels of this factor")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the list as JSON")


def run(given: argparse.Namespace) -> int:
    """Lists factors, or the levels of one."""
    chosen = [factor for factor in FACTORS if given.factor in (None, factor.id)]
    if not chosen:
        names = ", ".join(factor.id for factor in FACTORS)
        raise UsageError(f"there is no factor {given.factor!r}", hint=f"factors are {names}")
    for factor in chosen:
        sys.stdout.write(f"{factor.id:20} {factor.title}\n")
        if given.factor:
            for value in factor.levels:
                sys.stdout.write(f"    {value}\n")
            for value in factor.contrasts:
                sys.stdout.write(f"    {value}  (contrast)\n")
    if given.json:
        rows = [
            {"id": f.id, "title": f.title, "levels": list(f.levels), "contrasts": list(f.contrasts)} for f in chosen
        ]
        write_text(given.json, json.dumps({"schema": "countermark.factors/1", "factors": rows}, indent=1) + "\n")
    return EXIT_OK


COMMAND = Command(
    id="factors",
    title="list what can be varied, and the levels",
    description="Lists the factors of the environment that an audit varies; with a name, its levels.",
    arguments=arguments,
    run=run,
)
