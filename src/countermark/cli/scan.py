"""``countermark scan``: what texts say without showing it, what differs between two of them, and texts without it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import in_colour, write_bytes, write_forms, write_text
from countermark.cli.progress import TerminalProgress
from countermark.drive.accepting import proposed
from countermark.drive.canonicalising import canonicalise, restore
from countermark.drive.comparing import compare
from countermark.drive.scan import ScanOptions, scan
from countermark.errors import EXIT_INCOMPLETE, EXIT_OK, UsageError
from countermark.model.outcome import EXIT_CODES
from countermark.report.comparing import json as comparing_json
from countermark.report.comparing import sarif as comparing_sarif
from countermark.report.comparing import terminal as comparing_terminal
from countermark.report.scanning import canonical, json, sarif, terminal
from countermark.text.canonical import LEVEL_BITS

FAIL_AT = 10.0
STANDARD = "-"
_OF_A_SCAN = ("all", "accept", "propose")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a scan."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument(
        "--fail-at",
        type=float,
        metavar="BITS",
        help="end with 1 from this suspicion on: at most one in 2^BITS ordinary documents looks as odd (10); "
        "with --canonical, remove what is as odd (5)",
    )
    parser.add_argument("--all", action="store_true", help="list what is below that level, or accepted, too")
    parser.add_argument("--accept", type=Path, metavar="FILE", help="marks that were accepted, and until when")
    parser.add_argument("--propose", type=Path, metavar="FILE", help="write what is found as entries for --accept")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--compare", action="store_true", help="say what differs between two texts without showing")
    modes.add_argument("--canonical", metavar="OUT", help="write the text without marks, and a record of them")
    modes.add_argument("--restore", metavar="OUT", help="write what a canonical text was, by its record")
    parser.add_argument("--record", type=Path, metavar="FILE", help="the record of --canonical and --restore")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report as JSON, of a published schema")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the findings as SARIF 2.1.0")


def run(given: argparse.Namespace) -> int:
    """Does what was asked, and says by the exit code what was found."""
    if given.record and not (given.canonical or given.restore):
        raise UsageError("--record belongs to --canonical and --restore")
    if given.compare:
        return _compare(given)
    if given.canonical or given.restore:
        return _canonical(given) if given.canonical else _restore(given)
    return _scan(given)


def _scan(given: argparse.Namespace) -> int:
    progress = TerminalProgress()
    level = FAIL_AT if given.fail_at is None else given.fail_at
    try:
        options = ScanOptions(
            paths=tuple(given.paths),
            fail_at_bits=level,
            accept=given.accept,
            least_bits=0.0 if given.all else level,
        )
        found = scan(options, progress=progress)
    finally:
        progress.close()
    write_forms(
        terminal.render(found, colour=in_colour(), everything=given.all),
        (
            (given.json, lambda: json.render(found)),
            (given.sarif, lambda: sarif.render(found)),
            (given.propose, lambda: proposed(found)),
        ),
    )
    return EXIT_CODES[found.outcome]


def _compare(given: argparse.Namespace) -> int:
    _refuse(given, "--compare", ("fail_at", *_OF_A_SCAN))
    first, second = _paths(given.paths, 2, "--compare compares two texts")
    found = compare(first, second)
    write_forms(
        comparing_terminal.render(found, colour=in_colour()),
        (
            (given.json, lambda: comparing_json.render(found)),
            (given.sarif, lambda: comparing_sarif.render(found)),
        ),
    )
    return EXIT_CODES[found.outcome]


def _canonical(given: argparse.Namespace) -> int:
    """Ends well where the text is without marks now; what it says goes beside a text on standard output."""
    _refuse(given, "--canonical", ("json", "sarif", *_OF_A_SCAN))
    (name,) = _paths(given.paths, 1, "--canonical takes one text")
    found = canonicalise(name, level_bits=LEVEL_BITS if given.fail_at is None else given.fail_at)
    record = given.record or (Path(f"{given.canonical}.record.json") if given.canonical != STANDARD else None)
    if record:
        write_text(record, found.record)
    write_bytes(given.canonical, found.made.data)
    sys.stderr.write(canonical.render(name, found.original, found.made, colour=in_colour(sys.stderr)))
    return EXIT_INCOMPLETE if found.made.left else EXIT_OK


def _restore(given: argparse.Namespace) -> int:
    _refuse(given, "--restore", ("json", "sarif", "fail_at", *_OF_A_SCAN))
    (name,) = _paths(given.paths, 1, "--restore takes one text")
    if not given.record and name == STANDARD:
        raise UsageError("--restore needs --record for a text on standard input")
    write_bytes(given.restore, restore(name, given.record or Path(f"{name}.record.json")))
    return EXIT_OK


def _refuse(given: argparse.Namespace, mode: str, names: Sequence[str]) -> None:
    for name in names:
        if getattr(given, name) not in {None, False}:
            raise UsageError(f"--{name.replace('_', '-')} says nothing with {mode}")


def _paths(paths: Sequence[str], count: int, what: str) -> Sequence[str]:
    if len(paths) != count:
        raise UsageError(f"{what}, and {len(paths)} were named")
    return paths


COMMAND = Command(
    id="scan",
    title="read texts for what they say without showing it",
    description=(
        "Reads files, folders or standard input for marks that a reader does not see: invisible characters, look-alikes"
        " and other channels, also inside of JSON, base64 and other encodings. Compares two texts for what differs "
        "unseen, and takes marks out."
    ),
    arguments=arguments,
    run=run,
)
