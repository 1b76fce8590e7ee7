"""``countermark profiles``: which tools can be started, and whether one of them does."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.cli.progress import TerminalProgress
from countermark.drive.check import Checked, check
from countermark.errors import EXIT_INCOMPLETE, EXIT_OK, UsageError
from countermark.store.profiles import builtin_profiles
from countermark.text.visible import escape_terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of profiles."""
    parser.add_argument("action", nargs="?", choices=("list", "check"), default="list", help="list (default) or check")
    parser.add_argument("profile", nargs="?", metavar="ID|FILE", help="the profile to check")
    parser.add_argument("target", nargs="?", default="", help="what to check it on (default: its first package)")
    parser.add_argument("--cache", type=Path, default=None, metavar="DIR", help="where downloads are kept")
    parser.add_argument(
        "--scenario", default="one-prompt", metavar="ID|FILE", help="what it is asked (default: one-prompt)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result as JSON")


def run(given: argparse.Namespace) -> int:
    """Lists the profiles, or runs one prompt with one of them."""
    if given.action == "list":
        return _list(given.json)
    if not given.profile:
        raise UsageError("no profile is named", hint="countermark profiles check ID [TARGET]")
    progress = TerminalProgress()
    try:
        checked = check(given.profile, given.target, given.cache, progress, given.scenario)
    finally:
        progress.close()
    if given.json:
        row = dataclasses.asdict(checked) | {"profile": checked.profile.id, "schema": "countermark.profile-check/1"}
        write_text(given.json, json.dumps(row, indent=1) + "\n")
    sys.stdout.write(_told(checked))
    return EXIT_INCOMPLETE if checked.problems else EXIT_OK


def _list(json_file: Path | None) -> int:
    rows = [item.value for item in builtin_profiles()]
    for profile in rows:
        sys.stdout.write(f"{profile.id:20} {profile.title} ({profile.protocol}; {', '.join(profile.match)})\n")
    if json_file:
        listed = [{"id": p.id, "title": p.title, "protocol": p.protocol, "match": list(p.match)} for p in rows]
        text = json.dumps({"schema": "countermark.profiles/1", "profiles": listed}, indent=1)
        write_text(json_file, text + "\n")
    return EXIT_OK


def _told(checked: Checked) -> str:
    lines = [f"{checked.profile.id} on {checked.target}: " + ("problems" if checked.problems else "can be audited")]
    lines += [f"  problem: {problem}" for problem in checked.problems]
    lines.append(f"  model exchanges: {checked.model_exchanges}; wall time {checked.wall_s:.1f} s")
    lines.append(f"  hosts contacted: {', '.join(checked.hosts) or 'none'}")
    for name, text in (("standard output", checked.stdout), ("standard error", checked.stderr)):
        if text.strip() and (checked.problems or name == "standard output"):
            lines.append(f"  {name}:")
            lines += [f"    {line}" for line in text.strip().split("\n")]
    return "\n".join(escape_terminal(line) for line in lines) + "\n"


COMMAND = Command(
    id="profiles",
    title="list how tools are started, or check one with one prompt",
    description="Lists the built-in profiles; `check` runs one prompt in the sealed lab and says what is wrong.",
    arguments=arguments,
    run=run,
)
