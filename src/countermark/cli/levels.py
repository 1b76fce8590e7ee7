"""``countermark levels``: this machine's own surroundings as a level file, or whether a level file can be used."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.drive.environments import parse_level
from countermark.drive.here import Here, levels_here, this_machine
from countermark.errors import EXIT_OK, UsageError
from countermark.model.environment import Level
from countermark.store.levels import levels_text, read_levels

NOTES = (
    "What this machine would show to a tool. Edit it, then: countermark audit TARGET --levels FILE",
    "User names, passwords, queries and repository names of URLs were left out.",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of level files."""
    parser.add_argument("file", nargs="?", type=Path, help="a level file to check")
    parser.add_argument("--here", action="store_true", help="write this machine's own levels, to be edited")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the level file there (default: print it)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the levels as JSON")


def run(given: argparse.Namespace) -> int:
    """Writes a level file of this machine, or checks one."""
    if given.here == bool(given.file):
        raise UsageError("say --here, or name a level file to check", hint="countermark levels --here --out FILE")
    if given.file:
        levels = tuple(parse_level(f"{one.factor}={one.value}") for one in read_levels(given.file))
        sys.stdout.write("".join(f"{one.factor}={one.value}\n" for one in levels))
    else:
        found = levels_here(this_machine())
        levels = tuple(one.level for one in found if one.level)
        text = _text(found)
        if given.out:
            write_text(given.out, text)
        else:
            sys.stdout.write(text)
    if given.json:
        write_text(given.json, _json(levels))
    return EXIT_OK


def _text(found: Sequence[Here]) -> str:
    unknown = [f"{one.source}: what stands there is no level of {one.factor}" for one in found if one.level is None]
    return levels_text([(one.level, one.source) for one in found if one.level], (*NOTES, *unknown))


def _json(levels: Sequence[Level]) -> str:
    by_factor: dict[str, list[str]] = {}
    for level in levels:
        by_factor.setdefault(level.factor, []).append(level.value)
    return json.dumps({"schema": "countermark.levels/1", "levels": by_factor}, indent=1) + "\n"


COMMAND = Command(
    id="levels",
    title="write this machine's own surroundings as levels to try",
    description=(
        "With --here writes the zone, language, proxy, base URLs, git hosts and search domains of this machine as a "
        "file of levels for an audit; without it checks such a file."
    ),
    arguments=arguments,
    run=run,
)
