"""What a tool did beside what it said, as the document, the terminal and the page say it: facts, and no verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from countermark.model.behaviour import (
    Behaviour,
    CodeRequest,
    LastingFile,
    LeftFiles,
    LeftKind,
    Listener,
    Reach,
    ScriptedCommand,
)
from countermark.model.verdict import Audit
from countermark.report.parts import Part
from countermark.report.pen import Pen
from countermark.report.words import plural

MOST_SHOWN = 8
_LONGEST = 100

_LEFT: dict[LeftKind, str] = {
    LeftKind.HIDDEN: "files left, hidden in the home folder",
    LeftKind.SETTINGS: "files left among settings",
    LeftKind.DATA: "files left among data of programs",
    LeftKind.CACHE: "files left in the cache",
    LeftKind.TEMPORARY: "files left in temporary folders",
    LeftKind.ELSEWHERE: "files left elsewhere",
}
_REACH = {
    Reach.OTHER_MACHINES: "which other machines can reach",
    Reach.THIS_MACHINE: "for programs of this machine",
    Reach.SOCKET: "a socket, for programs of this machine",
}


class LeftFilesPart(Part):
    """Files left under ``place``; the counts are the most of one run, ``run`` is the first."""

    kind: Literal["hidden-at-home", "settings", "data", "cache", "temporary", "elsewhere"]
    place: str
    files: int
    size_bytes: int
    runs: int
    run: str


class LastingFilePart(Part):
    """A file left where other programs act on it later; ``sha256`` is empty for a link, and for what was too large."""

    place: str
    title: str
    path: str
    sha256: str
    link_to: str
    runs: int
    run: str


class StartedProgramPart(Part):
    """A command that was started in traced runs, and the program that started it."""

    command: str
    by: str


class ListenerPart(Part):
    """Something that listened in a traced run."""

    address: str
    reach: Literal["other-machines", "this-machine", "socket"]


class CodeRequestPart(Part):
    """A request that, by its own words (``sign``), asks for a program, a package or the newest of something."""

    host: str
    asks_for: str
    sign: str
    runs: int
    run: str


class ScriptedCommandPart(Part):
    """A command that the scripted model asked for; ``started`` is ``null`` where no program was watched."""

    command: str
    started: bool | None
    runs: int
    run: str


class BehaviourPart(Part):
    """What the tool did beside what it said.

    ``runs`` were looked at for files, requests and commands; ``traced`` for programs and listeners. ``launched`` is the
    command line; ``left_out`` counts what is not listed because it is too much.
    """

    runs: int
    traced: list[str]
    launched: list[str]
    files: list[LeftFilesPart]
    lasting: list[LastingFilePart]
    programs: list[StartedProgramPart]
    listeners: list[ListenerPart]
    code_requests: list[CodeRequestPart]
    commands: list[ScriptedCommandPart]
    left_out: int


def behaviour_part(audit: Audit) -> BehaviourPart | None:
    """Everything of it; nothing where nothing was looked at."""
    did = audit.behaviour
    if did is None:
        return None
    return BehaviourPart(
        runs=did.runs,
        traced=list(did.traced),
        launched=list(did.launched),
        files=[_left_part(one) for one in did.files],
        lasting=[_lasting_part(one) for one in did.lasting],
        programs=[StartedProgramPart(command=one.command, by=one.by) for one in did.programs],
        listeners=[ListenerPart(address=one.address, reach=one.reach.value) for one in did.listeners],
        code_requests=[_code_part(one) for one in did.code_requests],
        commands=[
            ScriptedCommandPart(command=one.command, started=one.started, runs=one.runs, run=one.run)
            for one in did.commands
        ],
        left_out=did.left_out,
    )


def _left_part(one: LeftFiles) -> LeftFilesPart:
    return LeftFilesPart(
        kind=one.kind.value, place=one.place, files=one.files, size_bytes=one.size_bytes, runs=one.runs, run=one.run
    )


def _lasting_part(one: LastingFile) -> LastingFilePart:
    return LastingFilePart(
        place=one.place,
        title=one.title,
        path=one.path,
        sha256=one.sha256,
        link_to=one.link_to,
        runs=one.runs,
        run=one.run,
    )


def _code_part(one: CodeRequest) -> CodeRequestPart:
    return CodeRequestPart(host=one.host, asks_for=one.asks_for, sign=one.sign, runs=one.runs, run=one.run)


def behaviour_lines(audit: Audit, pen: Pen) -> Iterator[str]:
    """The same on a terminal, the first few of each."""
    rows = behaviour_rows(audit)
    if not rows:
        return
    yield from pen.section("What it does, beside what it says (facts, and no part of the verdict)")
    for label, texts in rows:
        most = MOST_SHOWN if len(texts) > MOST_SHOWN + 1 else len(texts)
        more = [f"and {len(texts) - most:,} more in the JSON and HTML reports"] if len(texts) > most else []
        yield from pen.entry(label, "; ".join([*texts[:most], *more]))


def behaviour_rows(audit: Audit) -> list[tuple[str, list[str]]]:
    """Labels with what belongs to each, in words."""
    did = audit.behaviour
    if did is None:
        return []
    rows = [("launched as", [_short(" ".join(did.launched))])] if did.launched else []
    rows += _of_commands(did)
    rows += [("files left outside of the working folder", ["none"])] if not did.files and not did.lasting else []
    rows += [(_LEFT[kind], [_left(one, did) for one in did.files if one.kind == kind]) for kind in LeftKind]
    rows += [
        (f"may go on acting: {title}", [_lasting(one, did) for one in did.lasting if one.title == title])
        for title in dict.fromkeys(one.title for one in did.lasting)
    ]
    rows += _of_traced(did)
    rows += [("asks for what may be code", [_code(one, did) for one in did.code_requests])]
    if did.left_out:
        rows.append(("not listed", [f"{plural(did.left_out, 'entry', 'entries')} more than a report holds"]))
    return [(label, texts) for label, texts in rows if texts]


def _of_commands(did: Behaviour) -> list[tuple[str, list[str]]]:
    """Print mode has nobody to ask, so that a command which ran was approved by nobody."""
    return [("commands that the model asked for", [_command(one, did) for one in did.commands])]


def _command(one: ScriptedCommand, did: Behaviour) -> str:
    outcome = {
        True: "ran in traced runs, and nobody was asked",
        False: "not seen to run in traced runs",
        None: "whether it ran was not watched",
    }[one.started]
    return f"{_short(one.command)} ({outcome}; asked for {_in_runs(one.runs, one.run, did)})"


def _of_traced(did: Behaviour) -> list[tuple[str, list[str]]]:
    if not did.traced:
        return [("programs and listeners", ["not watched: no run had the probe system-calls beside the tool"])]
    programs = [_short(one.command) for one in did.programs] or ["none"]
    listeners = [_listener(one) for one in did.listeners] or ["none"]
    return [("programs started, in traced runs", programs), ("listened on, in traced runs", listeners)]


def _listener(one: Listener) -> str:
    return f"{_short(one.address)} ({_REACH[one.reach]})"


def _left(one: LeftFiles, did: Behaviour) -> str:
    size = f"{plural(one.files, 'file')}, {plural(one.size_bytes, 'byte')}"
    return f"{_short(one.place)} ({size}, {_in_runs(one.runs, one.run, did)})"


def _lasting(one: LastingFile, did: Behaviour) -> str:
    link = f" → {_short(one.link_to)}" if one.link_to else ""
    return f"{_short(one.path)}{link} ({_in_runs(one.runs, one.run, did)})"


def _code(one: CodeRequest, did: Behaviour) -> str:
    return f"{one.host}: {one.asks_for}, by {_short(one.sign)} ({_in_runs(one.runs, one.run, did)})"


def _in_runs(runs: int, first: str, did: Behaviour) -> str:
    return (
        f"in every run, {first} the first" if runs == did.runs else f"in {runs} of {did.runs} runs, {first} the first"
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
