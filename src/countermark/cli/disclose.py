"""``countermark disclose``: the draft of a vendor's disclosure."""

from __future__ import annotations

import argparse
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_bytes
from countermark.drive.disclose import disclose
from countermark.errors import EXIT_OK
from countermark.store.disclosures import disclosure_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a draft."""
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="DIR", help="a sealed audit directory"
    )
    parser.add_argument("--out", default="-", metavar="FILE", help="where the draft is written (standard output)")


def run(given: argparse.Namespace) -> int:
    """Writes what the audit saw, as claims."""
    write_bytes(given.out, disclosure_text(disclose(given.source)).encode("ascii"))
    return EXIT_OK


COMMAND = Command(
    id="disclose",
    title="draft a disclosure of what a tool reads, checks and sends",
    description=(
        "Writes what a sealed audit saw as a disclosure (countermark.disclosure/1), for the vendor to complete with "
        "purposes and to answer for."
    ),
    arguments=arguments,
    run=run,
)
