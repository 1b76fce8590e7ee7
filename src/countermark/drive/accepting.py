"""Which of the marks that a scan finds were accepted, by whom, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path, PurePosixPath

from countermark.model.accepted import Acceptance, Accepted
from countermark.model.scan import Scan, Sighting
from countermark.store.accepted import entry_text, read_accepted
from countermark.text.visible import visible

PROPOSED_DAYS = 90
"""For so long a proposed entry would hold; who fills it in may say otherwise."""


class Register:
    """The entries of a file, and which of them were of use."""

    def __init__(self, path: Path | None, today: date | None = None) -> None:
        """Reads the file; without one there are no entries. Days end with UTC's.

        Raises:
            UsageError: it cannot be read, or is not of its form.
        """
        self._entries = read_accepted(path) if path else ()
        self._name = str(path)
        self._today = today or datetime.now(UTC).date()
        self._used: set[int] = set()

    def of(self, file: str, sighting: Sighting) -> Accepted | None:
        """The entry that accepts the marks; one that has expired only where none else does."""
        found = [entry for entry in self._entries if _is_about(entry, file, sighting)]
        if not found:
            return None
        latest = max(found, key=lambda entry: entry.expires)
        self._used.add(latest.line)
        return Accepted(entry=latest, is_expired=latest.expires < self._today)

    def notes(self) -> Iterator[str]:
        """Entries that accepted nothing, so that they can be deleted."""
        for entry in self._entries:
            if entry.line not in self._used:
                what = entry.fingerprint or f"{entry.channel} in {entry.where}"
                ended = f" (expired on {entry.expires})" if entry.expires < self._today else ""
                yield f"{self._name}, line {entry.line}: nothing was found of {what}{ended}"


def _is_about(entry: Acceptance, file: str, sighting: Sighting) -> bool:
    return (
        (not entry.fingerprint or entry.fingerprint == sighting.fingerprint)
        and (not entry.channel or entry.channel == sighting.channel)
        and (not entry.kind or entry.kind == sighting.kind)
        and (not entry.where or fnmatchcase(_plain(file), _plain(entry.where)))
    )


def _plain(path: str) -> str:
    return str(PurePosixPath(path))


def proposed(found: Scan) -> str:
    """A file of accepted marks with an entry for each finding: reason and owner are for a person to fill in."""
    expires = datetime.now(UTC).date() + timedelta(days=PROPOSED_DAYS)
    return entry_text(_entries(found, expires))


def _entries(found: Scan, expires: date) -> Iterable[tuple[Acceptance, str]]:
    seen: set[tuple[str, str]] = set()
    for section in found.sections:
        for one in section.sightings:
            key = (section.file, one.fingerprint)
            if found.is_loud(one) and key not in seen:
                seen.add(key)
                first = f"{one.marks[0].before}{one.marks[0].found}{one.marks[0].after}" if one.marks else ""
                comment = f"{one.marks_total} marks, suspicion {one.suspicion_bits:g} bits: {visible(first)}"
                yield (
                    Acceptance(
                        fingerprint=one.fingerprint,
                        channel=one.channel,
                        kind=one.kind,
                        where=escape(_plain(section.file)),
                        reason="",
                        owner="",
                        expires=expires,
                    ),
                    comment,
                )
