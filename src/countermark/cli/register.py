"""``countermark register``: tools, findings and decisions as files in git; checked, shown and put into effect."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from countermark.cli.command import Command
from countermark.cli.output import write_text
from countermark.errors import EXIT_COVERT, EXIT_OK, UsageError
from countermark.text.visible import escape_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countermark.register.folder import Problem, Register


HELP = (
    "check: tell all that is wrong with it; build: make a site of it; export: put its bans into effect; "
    "import: tell who is affected"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a register."""
    parser.add_argument("action", choices=tuple(ACTIONS), help=HELP)
    parser.add_argument("register", type=Path, help="the register's folder")
    parser.add_argument(
        "inventory", type=Path, nargs="*", help="import: tables of ai_tools (CSV, JSON), CycloneDX (JSON)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="PATH",
        help="the folder where the site, the export or the lists of hosts are written",
    )
    parser.add_argument("--to", metavar="FORMAT", help="the format of an export")
    parser.add_argument(
        "--at", metavar="TIME", help="the moment to judge it at, with its zone, as 2026-12-01T09:00:00+01:00 (now)"
    )


def run(given: argparse.Namespace) -> int:
    """Does what was asked with the register."""
    if bool(given.inventory) != (given.action == "import"):
        raise UsageError(
            "inventories go with import, and import with inventories", hint="countermark register import DIR FILE"
        )
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


def _sound(given: argparse.Namespace, at: datetime) -> tuple[Register, tuple[Problem, ...]]:
    """The register, where nothing but time speaks against it, and what is overdue."""
    register, problems = _examined(given, at)
    _tell(sys.stderr, problems)
    if register is None or not all(problem.is_overdue for problem in problems):
        raise UsageError("the register is not sound, so nothing was made of it", hint="countermark register check")
    return register, problems


def _build(given: argparse.Namespace, at: datetime) -> int:
    from countermark.register.site import MADE_BY, pages  # noqa: PLC0415 -- templates, which few commands need

    if given.out is None:
        raise UsageError("a site goes into a folder", hint="--out SITE")
    register, overdue = _sound(given, at)
    made = dict(pages(register, at, overdue))
    if given.out.exists() and not _may_replace(given.out, MADE_BY):
        raise UsageError(f"{given.out} is not empty, and no site of this command", hint="name another folder")
    for stale in {*given.out.glob("*.html"), *given.out.glob("tools/*.html")} - {given.out / name for name in made}:
        stale.unlink()
    for name, text in made.items():
        _write(given.out / name, text)
    sys.stdout.write(f"{len(made)} pages: {escape_terminal(str(given.out / 'index.html'))}\n")
    return EXIT_OK


def _export(given: argparse.Namespace, at: datetime) -> int:
    from countermark.register.bans import bans  # noqa: PLC0415 -- pydantic forms, which few commands need
    from countermark.register.exports import ALL  # noqa: PLC0415 -- likewise

    named = {one.id: one for one in ALL}
    if given.to not in named:
        raise UsageError(f"--to {given.to} is no format of export", hint=f"formats are {', '.join(named)}")
    if given.out is None:
        raise UsageError("an export goes into a folder", hint="--out FOLDER")
    register, _ = _sound(given, at)
    exported = named[given.to].render(bans(register, at))
    for piece in exported.pieces:
        _write(given.out / piece.name, piece.text)
        sys.stdout.write(f"{escape_terminal(str(given.out / piece.name))}\n")
    for note in exported.notes:
        sys.stderr.write(f"not in it: {escape_terminal(note)}\n")
    return EXIT_OK


def _import(given: argparse.Namespace, at: datetime) -> int:
    from countermark.register.affected import affected  # noqa: PLC0415 -- pydantic forms, which few commands need
    from countermark.register.bans import bans  # noqa: PLC0415 -- likewise
    from countermark.register.inventory import sightings  # noqa: PLC0415 -- likewise

    register, _ = _sound(given, at)
    seen = sightings(register, given.inventory)
    for tool in register.tools:
        hosts = {one.host for one in seen if one.tool == tool.id}
        sys.stdout.write(f"{escape_terminal(tool.form.title)}: {len(hosts):,} hosts have it\n")
    for one in affected(bans(register, at), seen):
        when = one.ban.decision.effective.isoformat()
        of = "".join(f" {version}" for version in one.ban.decision.versions)
        title = escape_terminal(f"{one.ban.form.title}{of}")
        said = f"{title}, banned from {when}: {len(one.hosts):,} hosts are affected, {len(one.exempt):,} exempt"
        sys.stdout.write(f"{said}\n")
        if given.out:
            _write(given.out / f"{one.ban.stem}.txt", "".join(f"{escape_terminal(h)}\n" for h in one.hosts))
    return EXIT_OK


def _may_replace(folder: Path, made_by: str) -> bool:
    if not folder.is_dir():
        return False
    index = folder / "index.html"
    return not any(folder.iterdir()) or (index.is_file() and made_by in index.read_text("utf-8", "replace"))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make {path.parent}", why=error.strerror or str(error)) from error
    write_text(path, text)


def _tell(stream: TextIO, problems: Iterable[Problem]) -> None:
    for problem in problems:
        lines = [f"{problem.where}: {problem.why}", *([f"  help: {problem.hint}"] if problem.hint else [])]
        print(*(escape_terminal(line) for line in lines), sep="\n", file=stream)


ACTIONS: dict[str, Callable[[argparse.Namespace, datetime], int]] = {
    "check": _check,
    "build": _build,
    "export": _export,
    "import": _import,
}

COMMAND = Command(
    id="register",
    title="keep a register of tools and decisions: check it, show it, export its bans",
    description=(
        "Reads a folder of TOML files, kept in git: tools, their versions, what audits found, and what was decided. "
        "Tells everything that is broken, contradictory or forged, with its line."
    ),
    arguments=arguments,
    run=run,
)
