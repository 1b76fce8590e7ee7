"""What holds of a tool at a moment: of the decisions that cover a version, the one that took effect last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations

from countermark.register.folder import Entry, Register
from countermark.register.forms import DecisionForm, ExceptionForm

Decision = Entry[DecisionForm]


def decisions_of(register: Register, tool: str) -> tuple[Decision, ...]:
    """The decisions on a tool, in the order in which they take effect."""
    found = (entry for entry in register.decisions if entry.form.tool == tool)
    return tuple(sorted(found, key=lambda entry: (entry.form.effective, entry.form.decided, entry.id)))


def put_aside(register: Register, entry: Decision, at: datetime) -> bool:
    """Whether another decision stands in this one's place at a moment.

    What had begun by then holds until the new one takes effect; what had not never begins.
    """
    return any(
        other.effective <= at or other.decided <= min(at, entry.form.effective)
        for other in (found.form for found in register.decisions)
        if entry.id in other.supersedes and other.tool == entry.form.tool
    )


def in_force(register: Register, tool: str, at: datetime, version: str = "") -> Decision | None:
    """The decision that holds for a version, or for the tool as a whole, at a moment."""
    covering = (
        entry
        for entry in decisions_of(register, tool)
        if entry.form.effective <= at
        and (not entry.form.versions or version in entry.form.versions)
        and not put_aside(register, entry, at)
    )
    return max(covering, key=_rank, default=None)


def _rank(entry: Decision) -> tuple[datetime, bool, datetime]:
    """What takes effect later holds; at one moment what names versions; then what was decided later."""
    return entry.form.effective, bool(entry.form.versions), entry.form.decided


def to_come(register: Register, tool: str, at: datetime) -> tuple[Decision, ...]:
    """The decisions that are taken and not put aside, and not yet in effect."""
    return tuple(
        entry
        for entry in decisions_of(register, tool)
        if entry.form.effective > at and not put_aside(register, entry, at)
    )


def exceptions(decision: DecisionForm, at: datetime) -> tuple[ExceptionForm, ...]:
    """The exceptions that have not ended."""
    return tuple(one for one in decision.exceptions if one.expires > at)


def overlap(first: DecisionForm, second: DecisionForm) -> bool:
    """Whether two decisions speak of one version of one tool, as precisely as each other."""
    if first.tool != second.tool or bool(first.versions) != bool(second.versions):
        return False
    return not first.versions or bool(set(first.versions) & set(second.versions))


def pairs(decisions: Iterable[Decision]) -> Iterator[tuple[Decision, Decision]]:
    """Every two decisions that overlap, the one that was taken earlier first."""
    ordered = sorted(decisions, key=lambda entry: (entry.form.decided, entry.id))
    yield from ((one, other) for one, other in combinations(ordered, 2) if overlap(one.form, other.form))
