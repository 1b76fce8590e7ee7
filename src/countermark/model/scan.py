"""What a scan of texts says: marks with their places, two figures that are never mixed, and what was not read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from countermark.model.accepted import Accepted
from countermark.model.marks import Reading
from countermark.model.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMark:
    """A mark and where it is in its file: bytes and code points, half-open, both from 0; line and column from 1.

    ``pointer`` is the JSON pointer of the value that holds it, where the file or its line is JSON. ``start`` to ``end``
    is what encodes the mark, where it is encoded.
    """

    found: str
    plain: str
    byte_start: int
    byte_end: int
    start: int
    end: int
    line: int
    column: int
    pointer: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Marks of one kind in one section of a file.

    ``suspicion_bits`` says how seldom ordinary documents look as odd, ``capacity_bits`` how much the marks could carry.
    ``accepted`` is what a file of accepted marks says of them, where it does.
    """

    channel: str
    kind: str
    suspicion_bits: float
    capacity_bits: float
    marks_total: int
    marks: tuple[PlacedMark, ...]
    readings: tuple[Reading, ...]
    accepted: Accepted | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether somebody takes the marks on, today."""
        return self.accepted is not None and not self.accepted.is_expired

    @property
    def fingerprint(self) -> str:
        """The same for the same marks between the same text, wherever they stand."""
        parts = [self.channel, self.kind, *(f"{mark.before}\0{mark.found}\0{mark.after}" for mark in self.marks)]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a file that was judged as a document of its own: bytes, half-open.

    ``suspicion_bits`` is that of its oddest sighting that nobody has accepted.
    """

    file: str
    byte_start: int
    byte_end: int
    suspicion_bits: float
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that was not read, and why; where it is no text (``expected``) that leaves nothing out."""

    file: str
    why: str
    expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTable:
    """The corpus by which suspicion is told."""

    made: str
    corpus: str
    documents: int
    most_bits: float
    unicode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was read, and every section that has a mark."""

    fail_at_bits: float
    files: int
    bytes_read: int
    sections: tuple[Section, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]
    table: ScanTable
    version: str

    def is_loud(self, one: Sighting) -> bool:
        """Whether a sighting is a finding: at the level, and not accepted."""
        return one.suspicion_bits >= self.fail_at_bits and not one.is_accepted

    @property
    def outcome(self) -> Outcome:
        """Something found beats what could not be read."""
        if any(section.suspicion_bits >= self.fail_at_bits for section in self.sections):
            return "found"
        return "incomplete" if any(not one.expected for one in self.unread) else "nothing-found"
