"""``countermark inspect``: what the shipped program text holds, without running any of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import in_colour, write_forms
from countermark.cli.progress import TerminalProgress
from countermark.drive.inspect import InspectOptions, default_jobs, inspect
from countermark.model.outcome import EXIT_CODES
from countermark.report.inspection import html, json, sarif, terminal

TARGET_HELP = "npm:NAME@VERSION, pypi:NAME==VERSION, pkg:TYPE/NAME@VERSION, a file, a folder, or command:NAME"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of an inspection."""
    parser.add_argument("target", help=TARGET_HELP)
    parser.add_argument(
        "--platforms",
        metavar="LIST",
        default="",
        help="further platforms whose program text is compared with this one's: darwin-arm64,win32-x64",
    )
    reading_arguments(parser, "countermark.inspect/1")


def reading_arguments(parser: argparse.ArgumentParser, schema: str, *, sarif_too: bool = True) -> None:
    """What the commands that read program text have in common."""
    parser.add_argument(
        "--jobs", type=int, default=default_jobs(), metavar="N", help="texts that are read at once (one per core)"
    )
    parser.add_argument("--cache", type=Path, default=None, metavar="DIR", help="where downloads and readings are kept")
    parser.add_argument("--json", type=Path, metavar="FILE", help=f"write the report as {schema}")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as one self-contained page")
    if sarif_too:
        parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the findings as SARIF 2.1.0")


def run(given: argparse.Namespace) -> int:
    """Reads, reports, and says by the exit code what was found."""
    progress = TerminalProgress()
    options = InspectOptions(
        target=given.target,
        jobs=max(1, given.jobs),
        cache=given.cache,
        platforms=tuple(name for name in given.platforms.split(",") if name),
    )
    try:
        found = inspect(options, progress=progress)
    finally:
        progress.close()
    write_forms(
        terminal.render(found, colour=in_colour()),
        (
            (given.json, lambda: json.render(found)),
            (given.html, lambda: html.render(found)),
            (given.sarif, lambda: sarif.render(found)),
        ),
    )
    return EXIT_CODES[found.outcome]


COMMAND = Command(
    id="inspect",
    title="read what was shipped: hidden lists, covert choices, and what goes where",
    description=(
        "Fetches a tool and reads all of its program text, also inside of archives and executables: lists that it "
        "hides, choices between texts that look the same, what it asks the machine and where that goes. Nothing is run."
    ),
    arguments=arguments,
    run=run,
)
