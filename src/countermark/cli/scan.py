"""``countermark scan``: what texts say without showing it."""

from __future__ import annotations

import argparse
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import in_colour, write_forms
from countermark.cli.progress import TerminalProgress
from countermark.drive.scan import ScanOptions, scan
from countermark.model.outcome import EXIT_CODES
from countermark.report.scanning import json, sarif, terminal

FAIL_AT = 10.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a scan."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument(
        "--fail-at",
        type=float,
        default=FAIL_AT,
        metavar="BITS",
        help="end with 1 from this suspicion on: at most one in 2^BITS ordinary documents looks as odd (10)",
    )
    parser.add_argument("--all", action="store_true", help="list what is below that level too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report as countermark.scan/1")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the findings as SARIF 2.1.0")


def run(given: argparse.Namespace) -> int:
    """Reads, reports, and says by the exit code what was found."""
    progress = TerminalProgress()
    try:
        found = scan(ScanOptions(paths=tuple(given.paths), fail_at_bits=given.fail_at), progress=progress)
    finally:
        progress.close()
    write_forms(
        terminal.render(found, colour=in_colour(), everything=given.all),
        ((given.json, lambda: json.render(found)), (given.sarif, lambda: sarif.render(found))),
    )
    return EXIT_CODES[found.outcome]


COMMAND = Command(
    id="scan",
    title="read texts for what they say without showing it",
    description=(
        "Reads files, folders or standard input for marks that a reader does not see: invisible characters, look-alikes"
        " and other channels, also inside of JSON, base64 and other encodings."
    ),
    arguments=arguments,
    run=run,
)
