"""What the program asks its surroundings, and what of it was varied, as the reports say it."""

from __future__ import annotations

from collections.abc import Iterable

from countermark.model.static import ReadKind
from countermark.model.verdict import Asked, Audit
from countermark.report.parts import Part
from countermark.report.words import Fact, listed, plural

MOST_NAMES = 8
_LONGEST = 60

_TITLES: dict[ReadKind, tuple[str, str]] = {
    "variable": ("variable", "variables"),
    "variables": ("the whole environment at once", "the whole environment at once"),
    "time-zone": ("time zone", "time zone"),
    "locale": ("locale", "locale"),
    "hostname": ("host name", "host name"),
    "user": ("user", "user"),
    "network": ("network", "network"),
    "name-service": ("name service", "name service"),
    "machine-id": ("machine id", "machine id"),
    "platform": ("platform", "platform"),
    "working-folder": ("working folder", "working folder"),
    "home-file": ("file at home", "files at home"),
    "foreign-file": ("file elsewhere", "files elsewhere"),
    "process": ("program or process", "programs and processes"),
    "version-control": ("version control", "version control"),
}


class AskedPart(Part):
    """A question to the surroundings: ``name`` is a variable, a call, a file or a command.

    ``found_by`` are the probes that saw it, and ``program text`` where it was found by reading; ``varied_by`` the
    varied factors that decide the answer: with none, what another answer would do was not examined. ``at`` is the
    place that a probe saw first. ``ran``: whether a place of the program text that asks it ran; ``null``: not known.
    """

    kind: str
    name: str
    found_by: list[str]
    varied_by: list[str]
    at: str
    ran: bool | None


def asked_parts(audit: Audit) -> list[AskedPart]:
    """Every question, by kind and name."""
    return [
        AskedPart(
            kind=one.kind,
            name=one.name,
            found_by=list(one.found_by),
            varied_by=list(one.varied_by),
            at=one.at,
            ran=one.ran == "yes" if one.ran else None,
        )
        for one in audit.coverage.asked
    ]


def asked_facts(audit: Audit) -> tuple[Fact, ...]:
    """Of how many questions the answer was varied; nothing where none is known."""
    every = audit.coverage.asked
    varied = sum(bool(one.varied_by) for one in every)
    seen = sum(bool(one.at) for one in every)
    title = "known questions to the surroundings varied"
    return (Fact(value=f"{varied:,} of {len(every):,}", title=title, note=f"{seen:,} seen by probes"),) if every else ()


def reads_text(audit: Audit) -> str:
    """How many of the reads in the program text ask for what was varied, and how many of them ran."""
    reads = len(audit.static.findings.reads) if audit.static else 0
    text = f"{audit.reads_varied:,} of its {plural(reads, 'read')} of the machine ask for what was varied"
    ran = len(audit.traced.reads_ran) if audit.traced else 0
    idle = len(audit.traced.reads_idle) if audit.traced else 0
    counted = f"; where blocks were counted, {ran:,} of them ran and {idle:,} stand in code that did not"
    return text + counted if ran or idle else text


def unexamined(audit: Audit) -> tuple[tuple[str, str], ...]:
    """What the program asks while nothing varied the answer, or where nothing ran, as the terminal says it."""
    return tuple(
        (label, f"{title}: {listed(map(_short, names), MOST_NAMES)}")
        for label, title, names in unexamined_names(audit.coverage.asked)
    )


def unexamined_names(asked: Iterable[Asked]) -> list[tuple[str, str, list[str]]]:
    """The same with all names; titles count them."""
    every = tuple(asked)
    seen = [one for one in every if one.at and not one.varied_by]
    idle = [one for one in every if one.ran == "no"]
    labels = ("seen to be asked for, never varied", seen), ("asked for in code alone that did not run", idle)
    return [(label, title, names) for label, some in labels for title, names in _by_kind(some)]


def _by_kind(asked: Iterable[Asked]) -> list[tuple[str, list[str]]]:
    by_kind: dict[ReadKind, list[str]] = {}
    for one in asked:
        by_kind.setdefault(one.kind, []).append(one.name)
    return [(_title(kind, len(by_kind[kind])), by_kind[kind]) for kind in _TITLES if kind in by_kind]


def _title(kind: ReadKind, count: int) -> str:
    one, many = _TITLES[kind]
    return many if one == many else plural(count, one, many)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
