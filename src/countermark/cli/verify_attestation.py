"""``countermark verify-attestation``: whose statement it is, of what, and whether the evidence is what it says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.drive.attest import Checks, check
from countermark.errors import UsageError
from countermark.model.outcome import EXIT_CODES, Outcome
from countermark.model.verdict import Verdict
from countermark.report.attested import render

_OUTCOMES: dict[Verdict, Outcome] = {
    Verdict.COVERT: "found",
    Verdict.NOTHING_COVERT_FOUND: "nothing-found",
    Verdict.INCOMPLETE: "incomplete",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a check."""
    parser.add_argument("statement", type=Path, help="a DSSE envelope, or several, one a line")
    parser.add_argument(
        "--key", type=Path, action="append", required=True, metavar="FILE", help="a public key that you trust (PEM)"
    )
    parser.add_argument("--against", type=Path, metavar="DIR", help="the sealed audit directory that it names")
    parser.add_argument("--replay", action="store_true", help="rebuild the verdict from that, and compare")


def run(given: argparse.Namespace) -> int:
    """Checks, reports, and exits as the audit that the statement is about did."""
    if given.replay and not given.against:
        raise UsageError("--replay needs --against DIR")
    found = check(given.statement, Checks(keys=given.key, against=given.against, replayed=given.replay))
    sys.stdout.write(render(found))
    return EXIT_CODES[_OUTCOMES[found.signed[0].stated.verdict]]


COMMAND = Command(
    id="verify-attestation",
    title="say whose statement it is, of what, and whether it is true",
    description=(
        "Checks the signature of a statement by the keys that you trust, that it does not contradict itself, and that "
        "the audit directory is sealed, unchanged and the one that it names."
    ),
    arguments=arguments,
    run=run,
)
