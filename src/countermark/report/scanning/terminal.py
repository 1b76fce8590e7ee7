"""A scan on a terminal: what was found, with every invisible character written out, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermark.model.scan import PlacedMark, Scan, Section, Sighting
from countermark.report.pen import BOLD, DIM, GREEN, RED, YELLOW, Pen, wrapped
from countermark.report.scanning.glyphs import in_line, names
from countermark.report.words import bits, plural
from countermark.text.channels import ALL
from countermark.text.visible import visible

_RUNS_SHOWN = 5
_MOST_SAID = 200
_TITLES = {channel.id: channel.title for channel in ALL}
_HEADS = {
    "found": ("FOUND", RED),
    "nothing-found": ("NOTHING FOUND", GREEN),
    "incomplete": ("INCOMPLETE", YELLOW),
}


def render(scan: Scan, *, colour: bool, everything: bool = False) -> str:
    """The report; ``everything`` lists what is below the level, and what was accepted, as well."""
    return "".join(f"{line}\n" for line in _lines(scan, Pen(colour=colour), everything=everything))


def _lines(scan: Scan, pen: Pen, *, everything: bool) -> Iterator[str]:
    word, style = _HEADS[scan.outcome]
    loud = [section for section in scan.sections if section.suspicion_bits >= scan.fail_at_bits]
    yield f"{pen.ink(word, style)}  {_summary(scan, loud)}"
    for section in scan.sections if everything else loud:
        shown = [one for one in section.sightings if everything or scan.is_loud(one)]
        yield from _section(section, shown, pen)
    yield from _left_out(scan, loud, pen, everything=everything)
    yield ""
    yield from wrapped(
        f"{plural(scan.files, 'file')}, {plural(scan.bytes_read, 'byte')}. Suspicion is told by "
        f"{scan.table.documents:,} ordinary documents ({scan.table.made}); at most {scan.table.most_bits} bits. "
        "Capacity is what marks could carry.",
        "",
    )


def _summary(scan: Scan, loud: list[Section]) -> str:
    if loud:
        files = len({section.file for section in loud})
        most = max(section.suspicion_bits for section in loud)
        return f"marks in {plural(files, 'file')}, as odd as at most one in {2**most:,.0f} ordinary documents"
    if scan.outcome == "incomplete":
        return "no marks at this level, and not everything could be read"
    taken = ", but for those that were accepted" if any(map(_accepted_ones, scan.sections)) else ""
    return f"no marks that fewer than one in {2**scan.fail_at_bits:,.0f} ordinary documents have{taken}"


def _accepted_ones(section: Section) -> list[Sighting]:
    return [one for one in section.sightings if one.is_accepted]


def _left_out(scan: Scan, loud: list[Section], pen: Pen, *, everything: bool) -> Iterator[str]:
    """What stands in the report only where everything is asked for, and what could not be read."""
    accepted = sum(len(_accepted_ones(section)) for section in scan.sections)
    rest = [section for section in scan.sections if section not in loud]
    quiet = sum(not all(one.is_accepted for one in section.sightings) for section in rest)
    if not everything and (accepted or quiet):
        yield ""
        if accepted:
            yield f"Accepted: {plural(accepted, 'finding')} (--all lists them)."
        if quiet:
            yield f"Below the level: marks in {plural(quiet, 'more section')} (--all lists them)."
    unread = [one for one in scan.unread if not one.expected or everything]
    left = len(scan.unread) - len(unread)
    if unread or left:
        yield from pen.section("Not read")
        yield from (f"  {visible(one.file)}: {visible(one.why)}" for one in unread)
    if left:
        yield f"  {plural(left, 'entry', 'entries')} that are no text, links or pipes (--all lists them)"
    for note in scan.notes:
        yield from wrapped(f"note: {note}", "", "  ")


def _section(section: Section, shown: Sequence[Sighting], pen: Pen) -> Iterator[str]:
    yield from pen.section(section.file)
    for one in shown:
        yield from _sighting(one, pen)


def _sighting(one: Sighting, pen: Pen) -> Iterator[str]:
    title = pen.ink(_TITLES[one.channel], BOLD)
    kind = f", {one.kind.replace('-', ' ')}" if one.kind != one.channel else ""
    yield (
        f"  {title} ({one.channel}{kind}): {plural(one.marks_total, 'mark')}, "
        f"suspicion {bits(one.suspicion_bits)}, capacity {bits(one.capacity_bits)}"
    )
    for reading in one.readings:
        yield f"    reads as «{visible(_cut(reading.text, _MOST_SAID))}» ({reading.framing})"
    runs = list(_runs(one.marks))
    for run in runs[:_RUNS_SHOWN]:
        yield from _run(run, pen)
    more = one.marks_total - sum(map(len, runs[:_RUNS_SHOWN]))
    if more:
        yield f"    and {more:,} more"
    yield f"    {pen.ink(f'fingerprint {one.fingerprint}', DIM)}"
    if one.accepted:
        entry = one.accepted.entry
        said = "was accepted, but no longer than to" if one.accepted.is_expired else "accepted until"
        yield from wrapped(f"{said} {entry.expires} by {entry.owner}: {entry.reason}", "    ")


def _runs(marks: Sequence[PlacedMark]) -> Iterator[list[PlacedMark]]:
    """Marks that stand side by side, taken together."""
    run: list[PlacedMark] = []
    for mark in marks:
        if run and mark.start != run[-1].end:
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _run(run: Sequence[PlacedMark], pen: Pen) -> Iterator[str]:
    first, last = run[0], run[-1]
    found = "".join(mark.found for mark in run)
    where = f"line {first.line}, column {first.column}, byte {first.byte_start}"
    pointer = f", {visible(first.pointer)}" if first.pointer else ""
    instead = (
        f" for {visible(first.plain)}" if len(run) == 1 and len(first.plain.strip()) == len(first.plain) == 1 else ""
    )
    yield f"    {pen.ink(where, DIM)}{pointer}: {names(found)}{instead}"
    yield f"      {in_line(first.before, found, last.after, pen)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
