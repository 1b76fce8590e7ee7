"""``countermark history``: in which release something hidden came, and in which it went."""

from __future__ import annotations

import argparse

from countermark.cli.command import Command
from countermark.cli.inspect import reading_arguments
from countermark.cli.output import in_colour, write_forms
from countermark.cli.progress import TerminalProgress
from countermark.drive.history import DEFAULT_POINTS, HistoryOptions, history
from countermark.errors import UsageError
from countermark.model.outcome import EXIT_CODES
from countermark.report.chronicle import html, json, terminal

_LEAST_POINTS = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a history."""
    parser.add_argument("target", help="npm:NAME, without a version")
    parser.add_argument("--from", dest="first", required=True, metavar="VERSION", help="the oldest release to look at")
    parser.add_argument("--to", dest="last", required=True, metavar="VERSION", help="the newest release to look at")
    parser.add_argument(
        "--sweep",
        type=int,
        default=DEFAULT_POINTS,
        metavar="N",
        help=f"releases that are read before the search narrows ({DEFAULT_POINTS})",
    )
    reading_arguments(parser, "countermark.history/1", sarif_too=False)


def run(given: argparse.Namespace) -> int:
    """Searches, reports, and says by the exit code whether anything was found."""
    if given.sweep < _LEAST_POINTS:
        raise UsageError(f"--sweep {given.sweep} is too few", hint="at least 2: the first release and the last")
    progress = TerminalProgress()
    options = HistoryOptions(
        target=given.target,
        first=given.first,
        last=given.last,
        points=given.sweep,
        jobs=max(1, given.jobs),
        cache=given.cache,
    )
    try:
        found = history(options, progress=progress)
    finally:
        progress.close()
    write_forms(
        terminal.render(found, colour=in_colour()),
        ((given.json, lambda: json.render(found)), (given.html, lambda: html.render(found))),
    )
    return EXIT_CODES[found.outcome]


COMMAND = Command(
    id="history",
    title="find the releases in which something hidden came and went",
    description=(
        "Reads releases of an npm package, a few spread over the range and then those between which something came or "
        "went, and draws the timeline with the days of publication. Nothing is run."
    ),
    arguments=arguments,
    run=run,
)
