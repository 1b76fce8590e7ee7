"""What a tool did beside what it said: facts with the run that shows each, and no judgement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LeftKind(StrEnum):
    """Where outside of the working folder files were left; ``HIDDEN`` is a dot file or dot folder right at home."""

    HIDDEN = "hidden-at-home"
    SETTINGS = "settings"
    DATA = "data"
    CACHE = "cache"
    TEMPORARY = "temporary"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftFiles:
    """Files left under ``place`` (``~`` is the home folder, ``*`` stands for what looks like an id or a time).

    ``files`` and ``size_bytes`` are the most of any one run; ``runs`` is how many runs left any, ``run`` the first.
    """

    kind: LeftKind
    place: str
    files: int
    size_bytes: int
    runs: int
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingFile:
    """A file left where other programs act on it later: ``place`` is the kind of place, ``title`` says what it is.

    ``sha256`` is what it held in ``run``, the first of ``runs`` that left it; a link has ``link_to`` instead.
    """

    place: str
    title: str
    path: str
    sha256: str
    link_to: str
    runs: int
    run: str


class Reach(StrEnum):
    """Who can talk to a listener, by its address alone."""

    OTHER_MACHINES = "other-machines"
    THIS_MACHINE = "this-machine"
    SOCKET = "socket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Something that listened, as a traced run shows it."""

    address: str
    reach: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedProgram:
    """A command that was started in traced runs, and the name of the program that started it."""

    command: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRequest:
    """A request that, by its own words, asks for a program, a package or the newest of something.

    ``sign`` is what says so. No such thing can be had in the lab: nothing follows about what would become of it.
    """

    host: str
    asks_for: str
    sign: str
    runs: int
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedCommand:
    """A command that the scripted model asked for, as later requests of ``runs`` say; ``run`` is the first.

    ``started``: whether it was among the programs that traced runs started; ``None`` where none was watched.
    """

    command: str
    started: bool | None
    runs: int
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """Everything of it. ``runs`` is how many were looked at; ``traced`` are those in which system calls were watched.

    ``launched`` is the command line of the first run, on which depends what is done without asking. ``left_out`` is how
    many entries were more than are listed.
    """

    runs: int
    traced: tuple[str, ...]
    launched: tuple[str, ...]
    files: tuple[LeftFiles, ...]
    lasting: tuple[LastingFile, ...]
    programs: tuple[StartedProgram, ...]
    listeners: tuple[Listener, ...]
    code_requests: tuple[CodeRequest, ...]
    commands: tuple[ScriptedCommand, ...]
    left_out: int = 0
