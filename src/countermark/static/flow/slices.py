"""A flow as a slice to be read: the ways from its reads to where it ends, those through what is suspicious first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from countermark.model.static import (
    Choice,
    Finding,
    Flow,
    FlowStep,
    HiddenList,
    Passage,
    Read,
    SinkKind,
    Where,
)
from countermark.static.flow.comparisons import Comparison, says_yes_or_no
from countermark.static.flow.forward import State, Trace
from countermark.static.flow.points import Grade, Point
from countermark.static.flow.sinks import Sinks
from countermark.static.flow.starts import Tracer
from countermark.static.program import Program

MAX_STEPS = 60
_MAX_EXCERPT = 160
_MAX_DETOURS = 6
"""So many comparisons and choices on the way are told besides the shortest way."""
_MESSAGE_POINTS = 150

_WEIGHTS: dict[Passage, int] = {
    "hidden-list": 16,
    "covert-choice": 16,
    "opaque-test": 12,
    "comparison": 4,
    "message": 3,
}
_ORDER = tuple(_WEIGHTS)
_TELLING = frozenset({"time-zone", "locale", "hostname", "user", "network", "name-service", "machine-id"})
_SENT: dict[SinkKind, int] = {"text": 0, "header": 2, "body": 2, "url": 2}


class _Subject(Protocol):
    """What of a rule's subject is needed here."""

    @property
    def program(self) -> Program: ...
    @property
    def earlier(self) -> tuple[Finding, ...]: ...
    def where(self, start: int, end: int) -> Where:
        """A range of bytes."""


@dataclass(slots=True)
class _Stop:
    """A place on the way: how far it is from the end, and what happens there."""

    distance: int
    notes: dict[str, int] = field(default_factory=dict)
    reads: bool = False

    def add(self, notes: dict[str, int]) -> None:
        """Adds what happens, each with how far from the end it does."""
        for note, distance in notes.items():
            self.notes[note] = max(distance, self.notes.get(note, 0))

    @property
    def said(self) -> str:
        """What happens, in the order in which it does."""
        return "; ".join(sorted(self.notes, key=lambda note: -self.notes[note]))


@dataclass(slots=True, kw_only=True)
class End:
    """What reaches one place by the same calls: the reads, and the places on all their ways."""

    node: int
    sink: SinkKind
    reads: dict[int, Read] = field(default_factory=dict)
    stops: dict[int, _Stop] = field(default_factory=dict)
    through: set[Passage] = field(default_factory=set)
    decides: bool = False
    is_cut: bool = False


def weight(end: End) -> tuple[int, int, int]:
    """What a flow is ranked by: the most suspicious first, then the shortest, then as they stand."""
    telling = any(read.kind in _TELLING for read in end.reads.values())
    points = sum(_WEIGHTS[one] for one in end.through) + _SENT[end.sink] + 2 * telling + end.decides
    return -points, len(end.stops), end.node


class Slicer:
    """Cuts slices out of one file."""

    def __init__(self, subject: _Subject, tracer: Tracer, sinks: Sinks) -> None:
        """All of the same file; choices and lists are those that were found before."""
        self._subject, self.tracer, self.sinks = subject, tracer, sinks
        self._program, self._syntax = subject.program, subject.program.syntax
        self._choices = [one.where for one in subject.earlier if isinstance(one, Choice) and one.form != "table"]
        self._opaque = {one.where for one in subject.earlier if isinstance(one, HiddenList) and one.opaque}

    def add(self, end: End, read: Read, start: int, trace: Trace, state: State) -> None:
        """Adds one read's ways to an end: the shortest, and those through comparisons and choices."""
        ahead = trace.ahead(state)
        end.reads[start] = read
        end.decides |= state.grade == Grade.DECIDED
        end.is_cut |= trace.is_cut
        self._walk(end, trace, state, state, ahead)
        for comparison, at in self._suspicious(trace, ahead, state):
            end.through.add(self._passage(comparison))
            self._walk(end, trace, at, state, ahead)
            self._stop(end, comparison.node, ahead[at][2] if at in ahead else 0, _said(comparison))
        for one in self._choosing(ahead, state):
            end.through.add("covert-choice")
            self._walk(end, trace, one, state, ahead)

    def _suspicious(
        self, trace: Trace, ahead: dict[State, tuple[State, str, int]], state: State
    ) -> list[tuple[Comparison, State]]:
        met = [(one, at) for one, at in trace.comparisons.items() if (at in ahead or at == state) and _says(one)]
        met.sort(key=lambda pair: (pair[0].list_where is None, -len(pair[0].literals), pair[0].node))
        return met[:_MAX_DETOURS]

    def _passage(self, one: Comparison) -> Passage:
        if one.list_where is None:
            return "comparison"
        return "opaque-test" if one.list_where in self._opaque else "hidden-list"

    def _choosing(self, ahead: dict[State, tuple[State, str, int]], end: State) -> Iterator[State]:
        """For each covert choice that the value passes, a state within it."""
        for where in self._choices:
            for one in (*ahead, end):
                if self._is_within(one.point.node, where):
                    yield one
                    break

    def _is_within(self, node: int, where: Where) -> bool:
        return self._syntax.start[node] >= where.start and self._syntax.end[node] <= where.end

    def _walk(
        self, end: End, trace: Trace, over: State, state: State, ahead: dict[State, tuple[State, str, int]]
    ) -> None:
        """Adds the way to a state, and from there to the end."""
        known = ahead[over][2] if over in ahead else 0
        for count, (one, note) in enumerate(trace.way(over)):
            self._stop(end, one.point.node, known + count, note)
        at = over
        while at in ahead and at != state:
            onward, note, distance = ahead[at]
            self._stop(end, onward.point.node, distance - 1, note)
            at = onward

    def _stop(self, end: End, node: int, distance: int, note: str) -> None:
        stop = end.stops.setdefault(node, _Stop(distance))
        stop.distance = max(stop.distance, distance)
        if note:
            stop.add({note: distance})

    # --------------------------------------------------------------------------------------------- as findings

    def flow(self, end: End) -> Flow:
        """An end as a finding."""
        return Flow(
            sources=tuple(dict.fromkeys(end.reads.values())),
            sink=end.sink,
            steps=tuple(self._steps(end)),
            through=tuple(sorted(end.through, key=_ORDER.index)),
            is_cut=end.is_cut,
        )

    def tell_messages(self, ends: Iterable[End]) -> None:
        """Notes for each text whether it comes to where messages to models are put together."""
        known: dict[int, bool] = {}
        for end in ends:
            if end.sink == "text":
                if end.node not in known:
                    known[end.node] = self._is_message(end.node)
                if known[end.node]:
                    end.through.add("message")

    def _is_message(self, node: int) -> bool:
        """Whether a text comes to where messages to models are put together."""
        trace = self.tracer.follow(Point(node), most=_MESSAGE_POINTS)
        return any(state.grade != Grade.DECIDED and self.sinks.is_message(state.point.node) for state in trace.before)

    def _steps(self, end: End) -> Iterator[FlowStep]:
        """The ways as lines, reads first, then the farthest from the end, one for each statement or thereabouts."""
        lines: dict[int, _Stop] = {}
        for node, stop in end.stops.items():
            line = lines.setdefault(self._line(node), _Stop(stop.distance))
            line.distance = max(line.distance, stop.distance)
            read = end.reads.get(node)
            line.reads |= read is not None
            line.add({f"reads {read.name}": stop.distance + 1} if read is not None else stop.notes)
        last = self._line(end.node)
        ordered = sorted(
            (line for line in lines if line != last),
            key=lambda line: (not lines[line].reads, -lines[line].distance, line),
        )
        for place in (*self._fitting(ordered, lines), last):
            said = lines[place].said if place in lines else ""
            start, stop_at = self._syntax.start[place], self._syntax.end[place]
            excerpt = self._program.source[start : min(stop_at, start + _MAX_EXCERPT)].decode("utf-8", "replace")
            yield FlowStep(
                where=self._subject.where(start, stop_at),
                excerpt=" ".join(excerpt.split()),
                note=f"{said}; leaves as {end.sink}".lstrip("; ") if place == last else said,
            )

    def _fitting(self, ordered: list[int], lines: dict[int, _Stop]) -> list[int]:
        """The lines that there is room for: those that only pass something on go first."""
        if len(ordered) < MAX_STEPS:
            return ordered
        dull = sorted(ordered, key=lambda line: all(note.startswith("goes by") for note in lines[line].notes))
        kept = set(dull[: MAX_STEPS - 1])
        return [line for line in ordered if line in kept]

    def _line(self, node: int) -> int:
        """The largest expression around a node that still fits on a line."""
        syntax = self._syntax
        while node and syntax.end[syntax.parent[node]] - syntax.start[syntax.parent[node]] <= _MAX_EXCERPT:
            node = syntax.parent[node]
        return node


def _says(one: Comparison) -> bool:
    """Whether a comparison is with something that was chosen: words that do not just say yes or no, a hidden list."""
    if one.list_where is not None:
        return True
    return any(sum(map(str.isalpha, text)) > 1 for text in one.literals) and not says_yes_or_no(one.literals)


def _said(one: Comparison) -> str:
    if one.list_where is not None:
        return f"{one.operator} one of the {len(one.literals)} of a hidden list"
    return f"{one.operator} {', '.join(one.literals[:3])}" + (" …" if len(one.literals) > len(one.literals[:3]) else "")
