"""``countermark diff``: what a version has that an older one has not."""

from __future__ import annotations

import argparse

from countermark.cli.command import Command
from countermark.cli.inspect import TARGET_HELP, reading_arguments
from countermark.cli.output import in_colour, write_forms
from countermark.cli.progress import TerminalProgress
from countermark.drive.diff import DiffOptions, diff
from countermark.model.outcome import EXIT_CODES
from countermark.report.difference import html, json, sarif, terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a comparison."""
    parser.add_argument("old", help=TARGET_HELP)
    parser.add_argument("new", help="the same, of the newer version")
    reading_arguments(parser, "countermark.diff/1")


def run(given: argparse.Namespace) -> int:
    """Compares, reports, and says by the exit code what is new."""
    progress = TerminalProgress()
    options = DiffOptions(old=given.old, new=given.new, jobs=max(1, given.jobs), cache=given.cache)
    try:
        found = diff(options, progress=progress)
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
    id="diff",
    title="say what is new in a version: hidden lists, covert choices, code",
    description=(
        "Reads two versions of a tool and says what the newer has that the older has not, whatever things are called "
        "in each: findings first, then new comparisons, destinations and reads, then the code. Nothing is run."
    ),
    arguments=arguments,
    run=run,
)
