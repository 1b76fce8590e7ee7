"""Scans texts: files, folders and standard input, in sections, so that memory does not grow with what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from countermark import __version__
from countermark.drive.accepting import Register
from countermark.drive.progress import Progress
from countermark.drive.quick.engine import Engine, engine
from countermark.drive.sections import Passed, Sectioned, sections
from countermark.drive.sources_of_text import Source, sources
from countermark.model.marks import Mark, Pattern
from countermark.model.scan import PlacedMark, Scan, ScanTable, Section, Sighting, Unread
from countermark.text import ordinary
from countermark.text._generated import UNICODE_VERSION
from countermark.text.finding import everywhere
from countermark.text.opened import Opened
from countermark.text.pointers import pointers

MOST_MARKS = 200
"""So many marks of one kind are placed in each section; all are counted."""

_AROUND = 24
_EVENT = re.compile(r"data:[ \t]*")
_EVERY_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """What the user asked for; ``-`` among the paths is standard input, ``accept`` a file of accepted marks.

    What is less odd than ``least_bits`` is not looked for.
    """

    paths: tuple[str, ...]
    fail_at_bits: float = 10.0
    accept: Path | None = None
    least_bits: float = 0.0


@dataclass(slots=True)
class _Tally:
    register: Register
    least_bits: float
    gate: Engine | None
    files: int = 0
    bytes_read: int = 0
    found: list[Section] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def scan(options: ScanOptions, *, progress: Progress) -> Scan:
    """What the texts have.

    Raises:
        UsageError: a path that was named does not exist, or the file of accepted marks is not of its form.
    """
    tally = _Tally(Register(options.accept), options.least_bits, engine(options.least_bits))
    for item in sources(options.paths):
        if isinstance(item, Unread):
            tally.unread.append(item)
        else:
            _scan_file(item, tally, progress)
    return Scan(
        fail_at_bits=options.fail_at_bits,
        files=tally.files,
        bytes_read=tally.bytes_read,
        sections=tuple(tally.found),
        unread=tuple(tally.unread),
        notes=(*tally.notes, *tally.register.notes()),
        table=ScanTable(
            made=ordinary.MADE,
            corpus=ordinary.CORPUS,
            documents=ordinary.DOCUMENTS,
            most_bits=ordinary.MOST,
            unicode=UNICODE_VERSION,
        ),
        version=__version__,
    )


def _scan_file(source: Source, tally: _Tally, progress: Progress) -> None:
    invalid = 0
    tally.files += 1
    for item in _safely(source, tally.gate):
        if isinstance(item, Unread):
            tally.unread.append(item)
            continue
        before = tally.bytes_read // _EVERY_BYTES
        tally.bytes_read += item.size if isinstance(item, Passed) else item.byte_end - item.byte_start
        if tally.bytes_read // _EVERY_BYTES > before:
            progress.step(f"{tally.bytes_read / 1e6:,.0f} MB read; now {source.name}")
        if isinstance(item, Passed):
            continue
        invalid += sum("\udc80" <= char <= "\udcff" for char in item.text) if not item.is_utf8 else 0
        if found := _section(source.name, item, tally):
            tally.found.append(found)
    if invalid:
        tally.notes.append(
            f"{source.name}: {invalid:,} {'byte is' if invalid == 1 else 'bytes are'} no UTF-8 and read as such"
        )


def _safely(source: Source, gate: Engine | None) -> Iterator[Sectioned | Passed | Unread]:
    """The sections of a source, and in the place of what cannot be read, why."""
    try:
        yield from sections(source, gate)
    except OSError as error:
        yield Unread(file=source.name, why=error.strerror or str(error))


def _section(name: str, item: Sectioned, tally: _Tally) -> Section | None:
    """What a section has that is odd enough; channels that an engine rules out have nothing that is."""
    found = everywhere(item.text, is_json=item.is_json, channels=item.channels)
    sightings = [_sighting(pattern, opened, item) for pattern, opened in found if _is_wanted(pattern, tally)]
    if not sightings:
        return None
    sightings = [replace(one, accepted=tally.register.of(name, one)) for one in sightings]
    sightings.sort(key=lambda one: (-one.suspicion_bits, one.channel, one.kind))
    return Section(
        file=name,
        byte_start=item.byte_start,
        byte_end=item.byte_end,
        suspicion_bits=max((one.suspicion_bits for one in sightings if not one.is_accepted), default=0.0),
        sightings=tuple(sightings),
    )


def _is_wanted(pattern: Pattern, tally: _Tally) -> bool:
    return ordinary.suspicion((pattern,)) >= tally.least_bits


def _sighting(pattern: Pattern, opened: Opened, item: Sectioned) -> Sighting:
    return Sighting(
        channel=pattern.channel,
        kind=pattern.kind,
        suspicion_bits=ordinary.suspicion((pattern,)),
        capacity_bits=pattern.capacity_bits,
        marks_total=len(pattern.marks),
        marks=tuple(_placed(pattern.marks[:MOST_MARKS], opened, item)),
        readings=pattern.readings,
    )


def _placed(marks: Sequence[Mark], opened: Opened, item: Sectioned) -> Iterator[PlacedMark]:
    """Marks are in order, so their bytes and lines are counted on from one to the next."""
    at, byte, line, line_start = 0, item.byte_start, item.line, 0
    pointing = _Pointers(item)
    for mark in marks:
        start, end = opened.source(mark.start, mark.end)
        if start < at:
            at, byte, line, line_start = 0, item.byte_start, item.line, 0
        passed = item.text[at:start]
        byte += _size(passed)
        line += passed.count("\n")
        if "\n" in passed:
            line_start = at + passed.rfind("\n") + 1
        at = start
        yield PlacedMark(
            found=mark.found,
            plain=mark.plain,
            byte_start=byte,
            byte_end=byte + _size(item.text[start:end]),
            start=item.start + start,
            end=item.start + end,
            line=line,
            column=start - line_start + (item.column if line == item.line else 1),
            pointer=pointing.at(start, line_start),
            before=opened.text[max(mark.start - _AROUND, 0) : mark.start],
            after=opened.text[mark.end : mark.end + _AROUND],
        )


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


class _Pointers:
    """The JSON pointers of places in a section, in one pass as long as they do not go down."""

    def __init__(self, item: Sectioned) -> None:
        self._item = item
        self._base = self._asked = -1
        self._found: Iterator[str | None] = iter(())

    def at(self, place: int, line_start: int) -> str:
        """In the JSON document that the section begins, or in the line, after the name of an event's field."""
        base = self._base_of(line_start)
        if base is None:
            return ""
        if base != self._base or place < self._asked:
            self._base = base
            text = self._item.text[base:]
            self._found = pointers(text, self._places())
        self._asked = place
        return next(self._found) or ""

    def _places(self) -> Iterator[int]:
        while True:
            yield self._asked - self._base

    def _base_of(self, line_start: int) -> int | None:
        text = self._item.text
        event = _EVENT.match(text, line_start)
        start = event.end() if event else line_start
        if text[start : start + 1] in {"{", "["} and (line_start or self._item.is_first):
            return start
        return 0 if self._item.is_first and text[:1] in {"{", "["} else None
