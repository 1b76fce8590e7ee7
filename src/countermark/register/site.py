"""The register as pages that people read: nothing is fetched, nothing runs, and every text is escaped."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from jinja2 import ChoiceLoader, DictLoader

from countermark.register.events import Event, between, events, shown_moment, week_of
from countermark.register.folder import Entry, Problem, Register
from countermark.register.forms import DecisionForm, EvidenceForm, Status, ToolForm
from countermark.register.standing import decisions_of, exceptions, in_force, to_come
from countermark.report.templating import ENVIRONMENT, STYLE

MADE_BY = '<meta name="generator" content="countermark register">'
"""By this a folder is known as a site that may be written anew."""

TONES = {
    "approved": "nothing-covert-found",
    "restricted": "incomplete",
    "high-risk": "covert",
    "banned": "covert",
    "": "incomplete",
}
"""A status in the tones that the pages of audits give verdicts."""

TITLES = {
    "approved": "Approved",
    "restricted": "Restricted",
    "high-risk": "High risk",
    "banned": "Banned",
    "": "Not decided",
}

_FOLDER = importlib.resources.files("countermark.register") / "templates"
_SOURCES = {item.name: item.read_text("utf-8") for item in _FOLDER.iterdir() if item.name.endswith(".j2")}
_PAGES = ENVIRONMENT.overlay(loader=ChoiceLoader([DictLoader(_SOURCES), ENVIRONMENT.loader or DictLoader({})]))
_PAGES.filters["moment"] = shown_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version on a tool's page: what audits of it found, and what holds for it."""

    version: str
    released: date
    evidence: tuple[EvidenceForm, ...]
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolView:
    """A tool with what holds, what comes and what was."""

    id: str
    form: ToolForm
    status: str
    holds: Entry[DecisionForm] | None
    exceptions: tuple[object, ...]
    coming: tuple[Entry[DecisionForm], ...]
    decisions: tuple[Entry[DecisionForm], ...]
    releases: tuple[Release, ...]


def pages(register: Register, at: datetime, overdue: tuple[Problem, ...] = ()) -> Iterator[tuple[str, str]]:
    """Path and text of every page; the same for the same register and moment."""
    tools = tuple(_view(register, entry, at) for entry in register.tools)
    all_events = events(register)
    monday, end = week_of(at.date())
    shared = {
        "register": register.top.form,
        "at": at,
        "style": STYLE,
        "tones": TONES,
        "titles": TITLES,
        "names": {tool.id: tool.form.title for tool in tools},
    }
    index = {"tools": tools, "week": between(all_events, monday, end), "monday": monday, "overdue": overdue}
    counts = [(status, sum(tool.status == status for tool in tools)) for status in (*(s.value for s in Status), "")]
    yield "index.html", _PAGES.get_template("index.html.j2").render(top="", counts=counts, **shared, **index)
    calendar = {"past": _months(between(all_events, date.min, at.date()), newest_first=True)}
    calendar["coming"] = _months(between(all_events, at.date(), date.max), newest_first=False)
    yield "calendar.html", _PAGES.get_template("calendar.html.j2").render(top="", **shared, **calendar)
    for tool in tools:
        yield f"tools/{tool.id}.html", _PAGES.get_template("tool.html.j2").render(top="../", tool=tool, **shared)


def _months(found: tuple[Event, ...], *, newest_first: bool) -> list[tuple[str, list[Event]]]:
    ordered = sorted(found, reverse=newest_first)
    return [(month, list(group)) for month, group in groupby(ordered, key=lambda event: event.day.isoformat()[:7])]


def _view(register: Register, entry: Entry[ToolForm], at: datetime) -> ToolView:
    holds = in_force(register, entry.id, at)
    return ToolView(
        id=entry.id,
        form=entry.form,
        status=_status(holds),
        holds=holds,
        exceptions=exceptions(holds.form, at) if holds else (),
        coming=to_come(register, entry.id, at),
        decisions=tuple(reversed(decisions_of(register, entry.id))),
        releases=tuple(
            Release(
                version=one.version,
                released=one.released,
                evidence=tuple(found for found in entry.form.evidence if found.version == one.version),
                status=_status(in_force(register, entry.id, at, one.version)),
            )
            for one in sorted(entry.form.versions, key=lambda one: one.released, reverse=True)
        ),
    )


def _status(decision: Entry[DecisionForm] | None) -> str:
    return decision.form.status.value if decision else ""
