"""What the program asks its surroundings, and what of it was varied, as the reports say it."""

from __future__ import annotations

from collections.abc import Iterable

from countermark.model.static import ReadKind
from countermark.model.verdict import Asked, Audit
from countermark.report.parts import Part
from countermark.report.words import listed, plural

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
    "process": ("program", "programs"),
    "version-control": ("version control", "version control"),
}


class AskedPart(Part):
    """A question to the surroundings: ``name`` is a variable, a call, a file or a command.

    ``found_by`` are the probes that saw it, and ``program text`` where it was found by reading; ``varied_by`` the
    varied factors that decide the answer: with none, what another answer would do was not examined. ``at`` is the
    place that a probe saw first.
    """

    kind: str
    name: str
    found_by: list[str]
    varied_by: list[str]
    at: str


def asked_parts(audit: Audit) -> list[AskedPart]:
    """Every question, by kind and name."""
    return [
        AskedPart(kind=one.kind, name=one.name, found_by=list(one.found_by), varied_by=list(one.varied_by), at=one.at)
        for one in audit.coverage.asked
    ]


def asked_text(audit: Audit) -> str:
    """How many questions were found, by whom, and of how many the answer was varied; empty where there are none."""
    every = audit.coverage.asked
    if not every:
        return ""
    seen = sum(bool(one.at) for one in every)
    varied = sum(bool(one.varied_by) for one in every)
    return (
        f"{plural(len(every), 'question')} to the surroundings found, {seen:,} of them seen by probes; "
        f"the answer to {varied:,} was varied"
    )


def unvaried(audit: Audit) -> tuple[tuple[str, str], ...]:
    """What the program was seen to ask while nothing varied the answer, by kind: in how many words, and which."""
    return tuple(
        (title, listed(map(_short, names), MOST_NAMES)) for title, names in unvaried_names(audit.coverage.asked)
    )


def unvaried_names(asked: Iterable[Asked]) -> list[tuple[str, list[str]]]:
    """The same with all names; titles count them."""
    by_kind: dict[ReadKind, list[str]] = {}
    for one in asked:
        if one.at and not one.varied_by:
            by_kind.setdefault(one.kind, []).append(one.name)
    return [(_title(kind, len(by_kind[kind])), by_kind[kind]) for kind in _TITLES if kind in by_kind]


def _title(kind: ReadKind, count: int) -> str:
    one, many = _TITLES[kind]
    return many if one == many else plural(count, one, many)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
