"""``countermark verify-disclosure``: every claim of a vendor, put to an audit."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.drive.disclose import verify_disclosure
from countermark.model.disclosure import Checked
from countermark.model.outcome import EXIT_CODES, Outcome
from countermark.report.disclosed import render, render_json


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a check."""
    parser.add_argument("disclosure", type=Path, help="a disclosure (countermark.disclosure/1, TOML)")
    parser.add_argument(
        "--against", type=Path, required=True, metavar="DIR", help="a sealed audit of the same artifacts"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the checks as countermark.disclosure-check/1")


def run(given: argparse.Namespace) -> int:
    """Checks, reports, and says by the exit code whether the disclosure holds."""
    found = verify_disclosure(given.disclosure, given.against)
    sys.stdout.write(render(found))
    if given.json:
        write_text(given.json, render_json(found))
    return EXIT_CODES[_outcome(found)]


def _outcome(found: Checked) -> Outcome:
    if found.having("contradicted"):
        return "found"
    return "incomplete" if found.having("not-exercised") else "nothing-found"


COMMAND = Command(
    id="verify-disclosure",
    title="put every claim of a disclosure to an audit",
    description=(
        "Turns each claim of a disclosure, and the claim that there is nothing else, into a check against a sealed "
        "audit: confirmed, contradicted or not exercised."
    ),
    arguments=arguments,
    run=run,
)
