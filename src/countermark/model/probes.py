"""What probes saw inside of a program while it ran: its comparisons with values of the surroundings."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.static import ReadKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A level of a factor that stands nowhere else, and the part of it by which it is known wherever it turns up."""

    factor: str
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """At ``at`` (as the program's runtime names the place) something that holds a canary was compared with ``texts``.

    ``operator`` is the method, or the kind of collection that was asked. ``texts`` are in the order in which they came
    up, each once: of a list, a set or a map all that it held. ``digest`` names the algorithm where not the value itself
    was compared, but its digest: ``texts`` are then digests too, or what they were compared with.
    """

    factor: str
    operator: str
    texts: tuple[str, ...]
    at: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRead:
    """``probe`` saw the program ask its surroundings ``name`` (a variable, call, file or command), first at ``at``."""

    kind: ReadKind
    name: str
    at: str
    probe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeReport:
    """How a probe fared with one tool.

    ``accepted``: not one field of what was sent differed between runs with it and without it. ``reason``: why it was
    not accepted, or not tried.
    """

    probe: str
    accepted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What traced runs showed, as sealed with an audit.

    ``listeners`` are the addresses and sockets that the tool opened; ``cut`` the probes that wrote more than was read.
    ``reads_ran`` and ``reads_idle`` number reads of the program text, from 0: those that ran, and those that stand in
    files that were loaded but did not run.
    """

    canaries: tuple[Canary, ...]
    comparisons: tuple[Comparison, ...]
    reads: tuple[SeenRead, ...] = ()
    listeners: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    reads_ran: tuple[int, ...] = ()
    reads_idle: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """How often each block of one script ran; ``script`` is as the program's runtime names it.

    A function is a flat row of numbers, three for each block: where it starts and ends (in UTF-16 code units,
    half-open) and how often it ran. The first block is the function itself; of those around a place the innermost
    counts.
    """

    script: str
    functions: tuple[tuple[int, ...], ...]
