"""``countermark reproduce``: whether what an audit found is there again, on this machine."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import in_colour, write_forms
from countermark.cli.progress import TerminalProgress
from countermark.drive.reproduce import ReproduceOptions, reproduce
from countermark.model.outcome import REPEATED_EXIT_CODES
from countermark.report.reproduction import json, terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a reproduction."""
    parser.add_argument("directory", type=Path, help="a sealed audit directory that found a covert signal")
    parser.add_argument(
        "--artifact", metavar="PATH", default="", help="a copy of what was audited, instead of fetching it again"
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="runs at once (one per core)"
    )
    parser.add_argument("--cache", type=Path, default=None, metavar="DIR", help="where downloads are kept")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as countermark.reproduction/1")


def run(given: argparse.Namespace) -> int:
    """Repeats the runs, reports, and says by the exit code whether the signals are there again."""
    progress = TerminalProgress()
    options = ReproduceOptions(
        directory=given.directory, artifact=given.artifact, jobs=max(1, given.jobs), cache=given.cache
    )
    try:
        found = reproduce(options, progress)
    finally:
        progress.close()
    write_forms(terminal.render(found, colour=in_colour()), ((given.json, lambda: json.render(found)),))
    return REPEATED_EXIT_CODES[found.outcome]


COMMAND = Command(
    id="reproduce",
    title="repeat the runs of an audit's signals, and say whether they are there again",
    description=(
        "Fetches what was audited again, checks that it has the same digests, and repeats in the sealed lab only the "
        "runs with and without each covert signal. Exit codes: 0 reproduced, 1 not reproduced, 3 could not run."
    ),
    arguments=arguments,
    run=run,
)
