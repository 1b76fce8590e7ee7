"""What a probe wrote of the questions that a program asked its surroundings: each once, by what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from countermark.model import machine
from countermark.model.probes import SeenRead
from countermark.model.static import ReadKind
from countermark.observe.log_lines import objects

MOST_READS = 20_000
"""Of one run; a program that asks more is told by these."""

_MOST_CHARACTERS = 1024
_KINDS: dict[str, ReadKind] = {kind: kind for kind in get_args(ReadKind)}

_WITH_CHANCE: frozenset[ReadKind] = frozenset({"home-file", "foreign-file", "process", "version-control"})

_HOME = re.compile(r"/home/[^/]+(?=/|$)")
_WORK = re.compile(r"~/project(?:/|$)")
"""As the lab lays them out."""

_VERSION_CONTROL = re.compile(r"~/project/\.git(?:/.*)?")
_ZONES = "/usr/share/zoneinfo/"
_OWN = re.compile(
    r"/|/(?:home|opt|usr|etc|proc)/?"  # on the way to other files
    r"|/opt/(?:target|node|python3)(?:/.*)?|/(?:usr/)?lib(?:32|64|x32|exec)?(?:/.*)?|/usr/local/lib/observed(?:/.*)?"
    r"|/usr/share/(?:nodejs|node_modules)(?:/.*)?|/usr/bin/(?:node|python3[\d.]*)|/\$bunfs/.*"
    r"|/dev/(?:null|zero|full|random|urandom|tty|pts(?:/.*)?|fd(?:/.*)?|std(?:in|out|err))|/proc/self/fd(?:/.*)?"
)
"""The program, what runs it and the libraries of both, the probe, and devices that are alike everywhere."""


def reads(log: bytes, probe: str) -> tuple[SeenRead, ...]:
    """The reads of a log, each question once with the place where it was first asked.

    Total and deterministic; lines that are not of the form are left out, and so are files of the program itself and of
    its runtime, and those of the working folder but for version control's.
    """
    found: dict[tuple[ReadKind, str], SeenRead] = {}
    for kind, name, at in _lines(log):
        if len(found) < MOST_READS:
            found.setdefault((kind, name), SeenRead(kind=kind, name=name, at=at, probe=probe))
    return tuple(found.values())


def steady(runs: tuple[tuple[SeenRead, ...], ...]) -> tuple[SeenRead, ...]:
    """What any run with a probe asked, but for files and commands that not all of them show: chance names those."""
    shown = [{(read.kind, read.name) for read in one} for one in runs]
    found = {(read.kind, read.name): read for one in reversed(runs) for read in one}
    return tuple(
        read for key, read in found.items() if read.kind not in _WITH_CHANCE or all(key in names for names in shown)
    )


def of_file(path: str) -> tuple[ReadKind, str] | None:
    """What opening a file asks, and the file's name (``~`` for the home folder); nothing where it is the program's."""
    home = _HOME.match(path)
    if home is not None:
        name = f"~{path[home.end() :]}"
        if _VERSION_CONTROL.fullmatch(name):
            return "version-control", name
        return None if _WORK.match(name) or name in {"~", "~/"} else ("home-file", name)
    if _OWN.fullmatch(path) or not path.startswith("/"):
        return None
    if path.startswith(_ZONES):
        return "time-zone", path
    return next((kind for kind, pattern in machine.FILES if pattern.fullmatch(path)), "foreign-file"), path


def of_command(command: str) -> ReadKind:
    """What starting a program asks."""
    return next((kind for kind, pattern in machine.COMMANDS if pattern.fullmatch(command)), "process")


def _lines(log: bytes) -> Iterator[tuple[ReadKind, str, str]]:
    for said in objects(log):
        what, name, at = (said.get(key) for key in ("read", "name", "at"))
        if (
            not (isinstance(what, str) and isinstance(name, str) and isinstance(at, str))
            or len(name) > _MOST_CHARACTERS
        ):
            continue
        place = at[:_MOST_CHARACTERS]
        if what == "file":
            told = of_file(name)
            if told is not None:
                yield *told, place
        elif what == "process":
            yield of_command(name), name, place
        elif what in _KINDS:
            yield _KINDS[what], name, place
