"""What happens when: releases, audits, decisions taking effect and exceptions ending, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from countermark.register.folder import Register
from countermark.register.standing import put_aside

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Event:
    """Something that happens to a tool on a day; ``clock`` is the time with its zone, or empty for a whole day."""

    day: date
    clock: str
    tool: str
    kind: str
    text: str


def events(register: Register) -> tuple[Event, ...]:
    """Everything that the register knows of: what was put aside before it began is no event."""
    found: list[Event] = []
    for tool in register.tools:
        found += [
            Event(day=one.released, clock="", tool=tool.id, kind="release", text=f"{one.version} is released")
            for one in tool.form.versions
        ]
        found += [
            _at(one.audited, tool.id, one.verdict.value, f"{one.version} is audited") for one in tool.form.evidence
        ]
    for entry in register.decisions:
        form = entry.form
        if put_aside(register, entry, form.effective):
            continue
        of = f" ({', '.join(form.versions)})" if form.versions else ""
        found.append(_at(form.effective, form.tool, form.status.value, f"{form.status.value} from now on{of}"))
        found += [
            _at(one.expires, form.tool, "exception", f"the exception of {one.owner} ends: {', '.join(one.hosts)}")
            for one in form.exceptions
        ]
    return tuple(sorted(set(found)))


def shown_moment(moment: datetime) -> str:
    """A moment to the minute, with its zone, as ``2026-12-01 00:00 +01:00``."""
    return (
        f"{moment:%Y-%m-%d %H:%M} {moment.isoformat()[-6:]}" if moment.utcoffset() else f"{moment:%Y-%m-%d %H:%M} UTC"
    )


def _at(moment: datetime, tool: str, kind: str, text: str) -> Event:
    return Event(day=moment.date(), clock=shown_moment(moment)[11:], tool=tool, kind=kind, text=text)


def week_of(day: date) -> tuple[date, date]:
    """The Monday before a day, and the next one.

    Source: ISO 8601, a week begins on Monday (https://docs.python.org/3/library/datetime.html, read 2026-11).
    """
    monday = day - timedelta(days=day.weekday())
    return monday, monday + _WEEK


def between(found: tuple[Event, ...], first: date, end: date) -> tuple[Event, ...]:
    """The events from ``first`` on, before ``end``."""
    return tuple(event for event in found if first <= event.day < end)
