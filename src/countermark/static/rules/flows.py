"""From a read of the machine to text, a header or an address that is sent: the way there, as a slice to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from countermark.model.static import Flow, FlowStep, Read, SinkKind
from countermark.static.environment import Site, sites
from countermark.static.flow.forward import Trace, follow
from countermark.static.flow.sinks import Sinks
from countermark.static.flow.steps import Point, Stepper
from countermark.static.rules.reads import as_read
from countermark.static.rules.record import Rule, Subject

MAX_STEPS = 60
MAX_FLOWS = 150
_MAX_EXCERPT = 160
_POINTS = {"variable": 500, "variables": 60}
_TELLING = frozenset(
    {"time-zone", "locale", "hostname", "user", "network", "name-service", "machine-id", "version-control"}
)
"""What says where or who one is: told even where it plainly goes into a text. A variable has to decide something."""
_FOLDER = "homedir"
"""Where files lie tells who one is, but nearly every program asks it for its files."""

_FOLLOWED = _TELLING | {"variable"}
_DECIDING = ("decides", "is compared", "is looked up")
_RANK: dict[SinkKind, int] = {"text": 0, "header": 1, "body": 2, "url": 3}


@dataclass(slots=True)
class _End:
    """What reaches one place: the reads, and the points on all their ways with what happens there."""

    sink: SinkKind
    reads: dict[int, Read] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    decides: bool = False
    compares: bool = False


def _find(subject: Subject) -> Iterator[Flow]:
    stepper = Stepper(subject.program)
    sinks = Sinks(subject.program, stepper)
    ends: dict[tuple[int, SinkKind], _End] = {}
    for site in sites(subject.program):
        if site.kind in _FOLLOWED and _FOLDER not in site.name:
            trace = follow(stepper, site.node, most=_POINTS.get(site.kind, 900))
            for point in trace.before:
                sink = sinks.kind(point)
                if sink is not None:
                    _reach(subject, site, trace, point, ends.setdefault((point.node, sink), _End(sink=sink)))
    known: set[tuple[int, tuple[int, ...]]] = set()
    for (node, _), end in sorted(ends.items(), key=lambda one: _order(*one)):
        key = subject.program.function_of(node), tuple(end.reads)
        if end.reads and key not in known and len(known) < MAX_FLOWS:
            known.add(key)
            yield Flow(sources=tuple(end.reads.values()), sink=end.sink, steps=tuple(_steps(subject, end, node)))


def _order(key: tuple[int, SinkKind], end: _End) -> tuple[int, int, int]:
    tells = any(read.kind in _TELLING for read in end.reads.values())
    return 2 * (not (end.compares and end.decides)) + (not tells), _RANK[end.sink], key[0]


def _reach(subject: Subject, site: Site, trace: Trace, point: Point, end: _End) -> None:
    way = list(trace.way(point))
    notes = [note for _, note in way]
    decides = any(note.startswith(_DECIDING) for note in notes)
    if end.sink == "text" and not decides and site.kind not in _TELLING:
        return
    end.decides |= decides
    end.compares |= any(one in trace.comparisons.values() and _says(trace, one) for one, _ in way)
    end.reads[site.node] = as_read(subject, site)
    for one, note in way:
        if note or one.node in (site.node, point.node):
            end.notes.setdefault(one.node, note)


def _says(trace: Trace, point: Point) -> bool:
    return any(at == point and (one.literals or "ith" in one.operator) for one, at in trace.comparisons.items())


def _steps(subject: Subject, end: _End, sink: int) -> Iterator[FlowStep]:
    """The ways as lines in the order of the file, one for each statement or thereabouts, the sink last."""
    program = subject.program
    lines: dict[int, list[str]] = {}
    for node in sorted(end.notes):
        line = _line(subject, node)
        is_read = node in end.reads
        note = f"reads {end.reads[node].name}" if is_read else end.notes[node]
        notes = lines.setdefault(line, [])
        if note and note not in notes:
            notes.append(note)
    last = _line(subject, sink)
    ordered = [line for line in lines if line != last][: MAX_STEPS - 1]
    for line in (*ordered, last):
        start, end_byte = program.syntax.start[line], program.syntax.end[line]
        excerpt = program.source[start : min(end_byte, start + _MAX_EXCERPT)].decode("utf-8", "replace")
        what = "; ".join(lines.get(line, ()))
        yield FlowStep(
            where=subject.where(start, end_byte),
            excerpt=" ".join(excerpt.split()),
            note=f"{what}; leaves as {end.sink}".lstrip("; ") if line == last else what,
        )


def _line(subject: Subject, node: int) -> int:
    """The largest expression around a node that still fits on a line."""
    syntax = subject.program.syntax
    while node and syntax.end[syntax.parent[node]] - syntax.start[syntax.parent[node]] <= _MAX_EXCERPT:
        node = syntax.parent[node]
    return node


FLOWS = Rule(id="flows", title="From reads of the machine to what is sent", find=_find)
