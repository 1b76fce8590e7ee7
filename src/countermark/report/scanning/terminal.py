"""A scan on a terminal: what was found, with every invisible character written out, and what was not read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from countermark.model.scan import PlacedMark, Scan, Section, Sighting
from countermark.text.channels import ALL
from countermark.text.visible import code_point, marked, visible

_WIDTH = 100
_MARKS_SHOWN = 5
_MOST_SAID = 200
_BOLD, _RED, _GREEN, _YELLOW, _REVERSED = "1", "1;31", "1;32", "1;33", "7"
_TITLES = {channel.id: channel.title for channel in ALL}
_HEADS = {
    "found": ("FOUND", _RED),
    "nothing-found": ("NOTHING FOUND", _GREEN),
    "incomplete": ("INCOMPLETE", _YELLOW),
}


def render(scan: Scan, *, colour: bool, everything: bool = False) -> str:
    """The report; ``everything`` lists what is below the level as well."""
    return "".join(f"{line}\n" for line in _lines(scan, _Ink(colour=colour), everything=everything))


class _Ink:
    """Colours what is already harmless."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, shown: str, style: str) -> str:
        return f"\x1b[{style}m{shown}\x1b[0m" if self._colour and shown else shown

    def mark(self, text: str) -> str:
        """What stands out: reversed in colour, else in brackets."""
        return self(marked(text), _REVERSED) if self._colour else f"⟦{marked(text)}⟧"


def _lines(scan: Scan, ink: _Ink, *, everything: bool) -> Iterator[str]:
    word, style = _HEADS[scan.outcome]
    loud = [section for section in scan.sections if section.suspicion_bits >= scan.fail_at_bits]
    counted = f"{len(loud)} of {_plural(scan.files, 'file')}" if len(loud) == 1 else _plural(scan.files, "file")
    yield f"{ink(word, style)}  {_summary(scan, loud)}"
    for section in scan.sections if everything else loud:
        yield from _section(section, ink, 0.0 if everything else scan.fail_at_bits)
    quiet = len(scan.sections) - len(loud)
    if quiet and not everything:
        yield ""
        yield f"Below the level: marks in {_plural(quiet, 'more section')} (--all lists them)."
    unread = [one for one in scan.unread if not one.expected or everything]
    left = len(scan.unread) - len(unread)
    if unread or left:
        yield ""
        yield ink("Not read", _BOLD)
        yield from (f"  {visible(one.file)}: {visible(one.why)}" for one in unread)
    if left:
        yield f"  {_plural(left, 'entry', 'entries')} that are no text, links or pipes (--all lists them)"
    yield from (f"note: {visible(note)}" for note in scan.notes)
    yield ""
    yield from textwrap.wrap(
        f"{counted}, {scan.bytes_read:,} bytes. Suspicion is told by {scan.table.documents:,} ordinary documents "
        f"({scan.table.made}); at most {scan.table.most_bits} bits. Capacity is what marks could carry.",
        _WIDTH,
    )


def _summary(scan: Scan, loud: list[Section]) -> str:
    if loud:
        files = len({section.file for section in loud})
        most = max(section.suspicion_bits for section in loud)
        return f"marks in {_plural(files, 'file')}, as odd as at most one in {2**most:,.0f} ordinary documents"
    if scan.outcome == "incomplete":
        return "no marks at this level, and not everything could be read"
    return f"no marks that fewer than one in {2**scan.fail_at_bits:,.0f} ordinary documents have"


def _section(section: Section, ink: _Ink, level: float) -> Iterator[str]:
    yield ""
    yield ink(visible(section.file), _BOLD)
    for one in section.sightings:
        if one.suspicion_bits >= level:
            yield from _sighting(one, ink)


def _sighting(one: Sighting, ink: _Ink) -> Iterator[str]:
    yield (
        f"  {_TITLES[one.channel]} ({one.channel}, {one.kind.replace('-', ' ')}): {_plural(one.marks_total, 'mark')}, "
        f"suspicion {one.suspicion_bits:g} bits, capacity {one.capacity_bits:g} bits"
    )
    for reading in one.readings:
        said = reading.text if len(reading.text) <= _MOST_SAID else f"{reading.text[:_MOST_SAID]}…"
        yield f"    reads as «{visible(said)}» ({reading.framing})"
    for mark in one.marks[:_MARKS_SHOWN]:
        yield from _mark(mark, ink)
    if one.marks_total > _MARKS_SHOWN:
        yield f"    and {one.marks_total - _MARKS_SHOWN:,} more"


def _mark(mark: PlacedMark, ink: _Ink) -> Iterator[str]:
    where = f"line {mark.line}, column {mark.column}, byte {mark.byte_start}"
    pointer = f", {visible(mark.pointer)}" if mark.pointer else ""
    instead = f" for {visible(mark.plain)}" if mark.plain.strip() and len(mark.plain) == 1 else ""
    yield f"    {where}{pointer}: {_names(mark.found)}{instead}"
    yield f"      {visible(mark.before)}{ink.mark(mark.found)}{visible(mark.after)}"


def _names(found: str) -> str:
    first = code_point(found[0])
    name = f"{first.label} {first.name}"
    return name if len(found) == 1 else f"{name} and {len(found) - 1} more"


def _plural(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
