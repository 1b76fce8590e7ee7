"""The command line: one file per command, and the only room that prints or exits."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence

from countermark import __version__
from countermark.cli.command import Command
from countermark.errors import EXIT_INCOMPLETE, EXIT_USAGE, CountermarkError

_SCAN = "scan"


def parser(argv: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The whole command line; where there is not what audits need, the scanner and campaigns alone.

    Raises:
        ModuleNotFoundError: something else was asked of the base install.
    """
    given = sys.argv[1:] if argv is None else argv
    if given and given[0] == _SCAN:  # what audits need takes longer to load than many a scan to run
        from countermark.cli import scan  # noqa: PLC0415 -- likewise

        return _parser((scan.COMMAND,))
    try:
        from countermark.cli.commands import ALL  # noqa: PLC0415 -- the base install must be able to say what it lacks
    except ModuleNotFoundError:
        from countermark.cli import campaigns  # noqa: PLC0415 -- likewise

        if not given or given[0] != campaigns.COMMAND.id:
            raise
        return _parser((campaigns.COMMAND,))
    return _parser(ALL)


def _parser(every: Sequence[Command]) -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="countermark",
        description="Shows, with evidence, whether an AI tool checks your machine and hides that in what it sends.",
        epilog="Exit codes of audit: 0 nothing covert and complete, 1 a covert signal, 2 usage, 3 incomplete.",
    )
    root.add_argument("--version", action="version", version=f"countermark {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in every:
        sub = commands.add_parser(command.id, help=command.title, description=command.description)
        sub.add_argument("-v", "--verbose", action="store_true", help="show the traceback of a failure")
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    try:
        arguments = parser(argv).parse_args(argv)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("countermark"):
            raise
        sys.stderr.write(f"countermark: {error.name} is not installed\nhelp: pip install 'countermark[audit]'\n")
        return EXIT_USAGE
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except CountermarkError as error:
        if arguments.verbose:
            traceback.print_exc()
        sys.stderr.write(f"countermark: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("countermark: stopped\n")
        return EXIT_INCOMPLETE
    except BrokenPipeError:
        # What is still buffered has no reader either: the interpreter would complain of it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_INCOMPLETE
    return code
