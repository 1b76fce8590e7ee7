"""``countermark register``: tools, findings and decisions as files in git; checked, shown and put into effect."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from countermark.cli.command import Command
from countermark.errors import EXIT_COVERT, EXIT_OK, UsageError
from countermark.text.visible import escape_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countermark.register.folder import Problem, Register


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a register."""
    parser.add_argument("action", choices=tuple(ACTIONS), help="check: tell all that is wrong with it")
    parser.add_argument("register", type=Path, help="the register's folder")
    parser.add_argument(
        "--at", metavar="TIME", help="the moment to judge it at, with its zone, as 2026-12-01T09:00:00+01:00 (now)"
    )


def run(given: argparse.Namespace) -> int:
    """Does what was asked with the register."""
    return ACTIONS[given.action](given, _moment(given.at))


def _moment(said: str | None) -> datetime:
    if said is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        found = datetime.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"--at {said} is no moment", hint="--at 2026-12-01T09:00:00+01:00") from error
    if found.tzinfo is None:
        raise UsageError(f"--at {said} has no zone", hint=f"--at {found.isoformat()}Z")
    return found


def _examined(given: argparse.Namespace, at: datetime) -> tuple[Register | None, tuple[Problem, ...]]:
    from countermark.register.checking import check  # noqa: PLC0415 -- pydantic forms, which few commands need
    from countermark.register.folder import read_register  # noqa: PLC0415 -- likewise

    register, problems = read_register(given.register)
    return register, (*problems, *(check(register, at) if register else ()))


def _check(given: argparse.Namespace, at: datetime) -> int:
    register, problems = _examined(given, at)
    _tell(sys.stdout, problems)
    if problems or register is None:
        return EXIT_COVERT
    sys.stdout.write(f"{len(register.tools)} tools, {len(register.decisions)} decisions: nothing is wrong\n")
    return EXIT_OK


def _tell(stream: TextIO, problems: Iterable[Problem]) -> None:
    for problem in problems:
        lines = [f"{problem.where}: {problem.why}", *([f"  help: {problem.hint}"] if problem.hint else [])]
        print(*(escape_terminal(line) for line in lines), sep="\n", file=stream)


ACTIONS: dict[str, Callable[[argparse.Namespace, datetime], int]] = {"check": _check}

COMMAND = Command(
    id="register",
    title="keep a register of tools and decisions: check it",
    description=(
        "Reads a folder of TOML files, kept in git: tools, their versions, what audits found, and what was decided. "
        "Tells everything that is broken, contradictory or forged, with its line."
    ),
    arguments=arguments,
    run=run,
)
