"""Follows a value forwards through one file, by the bindings of names: conservative, and bounded.

A value goes on through what is made of it, through variables, arguments, results and the members of objects (by
name), and also through what it decides: a text that is chosen by a condition tells the condition. What goes through a
function that is not in the file, or through an object that is handed around, is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from countermark.static.flow.steps import Point, Stepper

MAX_POINTS = 900
MAX_HOPS = 9
"""Functions on the way; a marker that is spread over more of them is not found by reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """At ``node`` the value meets ``operator`` and, as far as they are constant, ``literals``."""

    node: int
    operator: str
    literals: tuple[str, ...]


@dataclass(slots=True)
class Trace:
    """How far a value went: each point with the one before it, and what was met on the way."""

    before: dict[Point, tuple[Point | None, str]] = field(default_factory=dict)
    comparisons: dict[Comparison, Point] = field(default_factory=dict)
    is_cut: bool = False

    def way(self, point: Point) -> Iterator[tuple[Point, str]]:
        """The points that lead to one, itself first, each with what happened to the value there."""
        at: Point | None = point
        while at is not None:
            before, note = self.before[at]
            yield at, note
            at = before


def follow(stepper: Stepper, node: int, *, most: int = MAX_POINTS, itself: bool = False) -> Trace:
    """Everything that the value of ``node`` reaches; with ``itself``, only where it still is that value."""
    trace = Trace()
    start = Point(node)
    trace.before[start] = (None, "")
    seen: set[tuple[Point, int]] = {(start, 0)}
    waiting: deque[tuple[Point, int, tuple[int, ...]]] = deque([(start, 0, ())])
    while waiting:
        point, hops, entered = waiting.popleft()
        if len(seen) > most:
            trace.is_cut = True
            break
        for operator, literals, at in stepper.comparisons(point):
            trace.comparisons.setdefault(Comparison(node=at, operator=operator, literals=literals), point)
        for onward in stepper.onward(point):
            # What entered a function by one call comes back to that call, and to no other.
            astray = onward.leaves and entered and entered[-1] != onward.point.node
            if astray or hops + onward.crosses > MAX_HOPS or (itself and not onward.keeps):
                continue
            calls = (*entered, onward.enters) if onward.enters else entered[:-1] if onward.leaves else entered
            state = onward.point, calls[-1] if calls else 0
            if state not in seen:
                seen.add(state)
                trace.before.setdefault(onward.point, (point, onward.note))
                waiting.append((onward.point, hops + onward.crosses, calls))
    return trace
