"""Follows a value forwards through one file, by the bindings of names: conservative, and bounded.

A value goes on through what is made of it, through variables, arguments, results and the members of objects (by
name), and also through what it decides: a text that is chosen by a condition tells the condition. What entered a
function by one call leaves it by that call. What goes through a function that is not in the file, through an object
that is handed around, or by a method whose name several classes have, is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from countermark.static.flow.comparisons import Comparison, Comparisons
from countermark.static.flow.points import Grade, Onward, Point
from countermark.static.flow.steps import Stepper

MAX_POINTS = 900
MAX_HOPS = 9
"""Functions on the way; a marker that is spread over more of them is not found by reading."""

_MAX_BEFORE = 12
"""So many ways into one place are remembered."""

_TOLD_APART = 2
"""So many of the calls that led to a place tell its states apart."""

Calls = tuple[tuple[int, int], ...]
"""The calls that a value is in, each with the function that it entered."""


class State(NamedTuple):
    """A point, the calls that led there, and what is left of the value."""

    point: Point
    calls: Calls
    grade: Grade

    @property
    def decides(self) -> bool:
        """Whether the value only decided what stands here."""
        return self.grade == Grade.DECIDED

    @property
    def call(self) -> int:
        """The call by which the innermost function was entered; 0 if none is known."""
        return self.calls[-1][0] if self.calls else 0


@dataclass(slots=True)
class Trace:
    """How far a value went: each state with those before it, and what was met on the way."""

    start: State
    before: dict[State, list[tuple[State, str]]] = field(default_factory=dict)
    comparisons: dict[Comparison, State] = field(default_factory=dict)
    is_cut: bool = False

    def way(self, state: State) -> Iterator[tuple[State, str]]:
        """The states of the shortest way to one, itself first, each with what happened to the value there."""
        while True:
            before = self.before[state]
            if not before:
                yield state, ""
                return
            yield state, before[0][1]
            state = before[0][0]

    def passes(self, state: State, nodes: frozenset[int]) -> bool:
        """Whether the shortest way to a state leads through one of some nodes."""
        return any(one.point.node in nodes for one, _ in self.way(state))

    def ahead(self, end: State) -> dict[State, tuple[State, str, int]]:
        """Every state from which the value reaches ``end``: the next on the shortest way, its note, how far it is."""
        found: dict[State, tuple[State, str, int]] = {}
        waiting = deque([(end, 1)])
        while waiting:
            state, distance = waiting.popleft()
            for one, note in self.before[state]:
                if one not in found and one != end:
                    found[one] = state, note, distance
                    waiting.append((one, distance + 1))
        return found


def follow(
    stepper: Stepper, comparisons: Comparisons, point: Point, *, most: int = MAX_POINTS, itself: bool = False
) -> Trace:
    """Everything that the value at a point reaches; with ``itself``, only where it still is that value."""
    start = State(point, (), Grade.VALUE)
    trace = Trace(start)
    trace.before[start] = []
    kept: dict[tuple[Point, Calls, Grade], State] = {(point, (), Grade.VALUE): start}
    waiting: deque[tuple[State, int]] = deque([(start, 0)])
    while waiting:
        state, hops = waiting.popleft()
        if len(kept) > most:
            trace.is_cut = True
            break
        if state.grade == Grade.VALUE:
            for one in comparisons.at(state.point, state.call):
                trace.comparisons.setdefault(one, state)
        for onward in stepper.onward(state.point):
            after = _after(state, onward)
            if after is None or hops + onward.crosses > MAX_HOPS or (itself and after.grade) or len(kept) > most:
                continue
            key = after.point, after.calls[-_TOLD_APART:], after.grade
            if key not in kept:
                kept[key] = after
                trace.before[after] = []
                waiting.append((after, hops + onward.crosses))
            known = kept[key]
            if known != start and len(trace.before[known]) < _MAX_BEFORE:
                trace.before[known].append((state, onward.note))
    return trace


def _after(state: State, onward: Onward) -> State | None:
    """Where a value is after a step; nothing if it would leave a function by another call than it entered it by."""
    calls = state.calls
    if onward.enters:
        calls = (*calls, (onward.enters, onward.function))
    elif onward.leaves and calls and calls[-1][1] == onward.function:
        if calls[-1][0] != onward.point.node:
            return None
        calls = calls[:-1]
    return State(onward.point, calls, max(state.grade, onward.grade))
