"""Says what a tool did beside what it sent: files that it left, programs, listeners, code asked for, commands run."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from countermark.explain.code_requests import code_requests
from countermark.explain.lasting import place_of
from countermark.model.behaviour import (
    Behaviour,
    LastingFile,
    LeftFiles,
    LeftKind,
    Listener,
    Reach,
    ScriptedCommand,
    StartedProgram,
)
from countermark.model.observation import Observation
from countermark.model.probes import Traced
from countermark.model.profile import Scenario
from countermark.model.run import Capture, FileLeft

WATCHING = "system-calls"
"""The probe that sees programs start, whoever starts them."""

MOST = 500
"""Entries of each kind; a tool that leaves a thousand names a run is told by these."""

_HOME = re.compile(r"/home/[^/]+(?=/|$)")
_WORK = "~/project/"
"""As the lab lays them out."""

# Source: XDG Base Directory Specification 0.8: ~/.config, ~/.local/share, ~/.local/state, ~/.cache.
_BASES = (
    ("~/.config/", LeftKind.SETTINGS),
    ("~/.local/share/", LeftKind.DATA),
    ("~/.local/state/", LeftKind.DATA),
    ("~/.cache/", LeftKind.CACHE),
)
_TEMPORARY = ("/tmp/", "/var/tmp/")  # noqa: S108 -- names inside of the box
_BY_CHANCE = re.compile(r"(?=[0-9a-fA-F-]*\d)[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]+)*|\d{4,}")

_COMMAND_KEYS = ("command", "cmd", "commands")
_TEXT_KEY = "input"
"""As scenarios name the arguments of a call; a free text holds the command that the others name."""

_SHELL = r"(?:\S*/)?(?:ba|da|z|k|fi)?sh"
_STARTED = re.compile(r"(?P<by>.*) \(started\)")
_NETWORK = re.compile(r"(?:(?P<host>\S+) )?(?:port \d+|any free port)")


def behaviour(
    captures: Sequence[Capture],
    observations: tuple[Observation, ...],
    scenario: Scenario,
    traced: Traced | None,
    watched: tuple[str, ...],
) -> Behaviour:
    """What the captures show; ``watched`` are the runs that had the probe ``WATCHING`` and wrote something."""
    files, lasting = _files(captures)
    programs = _programs(traced) if watched else ()
    requests = code_requests(observations)
    listeners = tuple(map(_listener, traced.listeners)) if traced and watched else ()
    every = (files, lasting, programs, listeners, requests)
    return Behaviour(
        runs=len(captures),
        traced=watched,
        launched=next((session.argv for capture in captures for session in capture.sessions), ()),
        files=files[:MOST],
        lasting=lasting[:MOST],
        programs=programs[:MOST],
        listeners=listeners[:MOST],
        code_requests=requests[:MOST],
        commands=_commands(scenario, observations, programs if watched else None),
        left_out=sum(max(0, len(some) - MOST) for some in every),
    )


@dataclass(slots=True)
class _Group:
    runs: list[str] = field(default_factory=list)
    files: int = 0
    size_bytes: int = 0

    def add(self, run: str, some: list[FileLeft]) -> None:
        self.runs.append(run)
        self.files = max(self.files, len(some))
        self.size_bytes = max(self.size_bytes, sum(file.size_bytes for file in some))


def _files(captures: Iterable[Capture]) -> tuple[tuple[LeftFiles, ...], tuple[LastingFile, ...]]:
    groups: dict[tuple[LeftKind, str], _Group] = {}
    lasting: dict[tuple[str, str, str], list[tuple[str, FileLeft]]] = {}
    for capture in captures:
        here: dict[tuple[LeftKind, str], list[FileLeft]] = {}
        for file in capture.files:
            path = _HOME.sub("~", file.path, count=1) if file.path.startswith("/home/") else file.path
            place = place_of(path)
            if place is not None:
                lasting.setdefault((place.id, place.title, path), []).append((capture.run, file))
            elif not path.startswith(_WORK):
                here.setdefault(_place(path), []).append(file)
        for key, some in here.items():
            groups.setdefault(key, _Group()).add(capture.run, some)
    return _left(groups), _lasting(lasting)


def _left(groups: dict[tuple[LeftKind, str], _Group]) -> tuple[LeftFiles, ...]:
    return tuple(
        LeftFiles(
            kind=kind,
            place=place,
            files=one.files,
            size_bytes=one.size_bytes,
            runs=len(one.runs),
            run=one.runs[0],
        )
        for (kind, place), one in sorted(groups.items())
    )


def _lasting(found: dict[tuple[str, str, str], list[tuple[str, FileLeft]]]) -> tuple[LastingFile, ...]:
    return tuple(
        LastingFile(
            place=place,
            title=title,
            path=path,
            sha256=seen[0][1].sha256,
            link_to=seen[0][1].link_to,
            runs=len({run for run, _ in seen}),
            run=seen[0][0],
        )
        for (place, title, path), seen in sorted(found.items())
    )


def _place(path: str) -> tuple[LeftKind, str]:
    """The kind of place, and the folder or file by which it is told: one name below the folder that all share."""
    for base in _TEMPORARY:
        if path.startswith(base):
            return LeftKind.TEMPORARY, _below(path, base)
    for base, kind in _BASES:
        if path.startswith(base):
            return kind, _below(path, base)
    return (LeftKind.HIDDEN if path.startswith("~/.") else LeftKind.ELSEWHERE), _below(path, "~/")


def _below(path: str, base: str) -> str:
    name, slash, _ = path.removeprefix(base).partition("/")
    return f"{base if path.startswith(base) else ''}{_BY_CHANCE.sub('*', name)}{slash}"


def _programs(traced: Traced | None) -> tuple[StartedProgram, ...]:
    """Those that the watching probe saw start, each command once."""
    found: dict[str, str] = {}
    for read in traced.reads if traced else ():
        started = _STARTED.fullmatch(read.at)
        if read.probe == WATCHING and started is not None:
            found.setdefault(read.name, started["by"])
    return tuple(StartedProgram(command=command, by=by) for command, by in sorted(found.items()))


def _listener(address: str) -> Listener:
    """An address as the probe's reader writes it; whatever is no address of a network is the name of a socket."""
    network = _NETWORK.fullmatch(address)
    if network is None:
        return Listener(address=address or "a socket without a name", reach=Reach.SOCKET)
    if not network["host"]:  # never bound, so that the system takes every address
        return Listener(address=address, reach=Reach.OTHER_MACHINES)
    try:
        ip = ipaddress.ip_address(network["host"])
    except ValueError:
        return Listener(address=address, reach=Reach.SOCKET)
    plain = (ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None) or ip
    return Listener(address=address, reach=Reach.THIS_MACHINE if plain.is_loopback else Reach.OTHER_MACHINES)


def _commands(
    scenario: Scenario, observations: tuple[Observation, ...], programs: tuple[StartedProgram, ...] | None
) -> tuple[ScriptedCommand, ...]:
    """Commands that the scripted model asked for, as the tool's own later requests tell."""
    found: list[ScriptedCommand] = []
    for command, texts in _scripted(scenario).items():
        runs = [one.run for one in observations if _holds(one, texts)]
        if runs:
            started = None if programs is None else any(_runs(program.command, command) for program in programs)
            found.append(ScriptedCommand(command=command, started=started, runs=len(runs), run=runs[0]))
    return tuple(found)


def _scripted(scenario: Scenario) -> dict[str, frozenset[tuple[str, str]]]:
    """Each command with the names and texts of the arguments that say it."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for reply in scenario.replies:
        if reply.tool_call is None:
            continue
        arguments = _object(reply.tool_call.arguments_json)
        said = {(key, text) for key in _COMMAND_KEYS for text in _texts(arguments.get(key))}
        free = {(_TEXT_KEY, text) for text in _texts(arguments.get(_TEXT_KEY))}
        for command in sorted({text for _, text in said}):
            pairs = frozenset({one for one in said if one[1] == command} | free)
            found[command] = found.get(command, frozenset()) | pairs
    return found


def _texts(value: object) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _holds(observation: Observation, texts: frozenset[tuple[str, str]]) -> bool:
    """Whether a request to a model holds a call with one of these arguments."""
    models = {exchange.role for exchange in observation.exchanges if exchange.is_model}
    return any(
        feature.address.part == "body"
        and feature.address.role in models
        and (_last_name(feature.address.pointer), feature.text) in texts
        for feature in observation.features
    )


def _last_name(pointer: str) -> str:
    return next((name for name in reversed(pointer.split("/")) if not name.isdigit()), "")


def _runs(started: str, command: str) -> bool:
    """Whether a command line is the command itself, or a shell that is given it."""
    return started == command or re.fullmatch(rf"{_SHELL} (?:-\S+ )*-\w*c {re.escape(command)}", started) is not None
