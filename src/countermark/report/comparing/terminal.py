"""What differs between two texts unseen, on a terminal: both sides, with every invisible character written out."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.compared_texts import ComparedTexts, Spot, Unseen
from countermark.report.pen import BOLD, DIM, GREEN, RED, YELLOW, Pen, wrapped
from countermark.report.scanning.glyphs import in_line, is_named, names
from countermark.report.words import bits, listed, plural
from countermark.text.channels import ALL
from countermark.text.visible import visible

_PLACES_SHOWN = 5
_MOST_SAID = 200
_TITLES = {channel.id: channel.title for channel in ALL}
_HEADS = {
    "found": ("FOUND", RED),
    "nothing-found": ("NOTHING FOUND", GREEN),
    "incomplete": ("INCOMPLETE", YELLOW),
}


def render(found: ComparedTexts, *, colour: bool) -> str:
    """The report."""
    return "".join(f"{line}\n" for line in _lines(found, Pen(colour=colour)))


def _lines(found: ComparedTexts, pen: Pen) -> Iterator[str]:
    word, style = _HEADS[found.outcome]
    yield f"{pen.ink(word, style)}  {_summary(found)}"
    yield ""
    yield f"{pen.ink('first', DIM)}   {visible(found.first)}"
    yield f"{pen.ink('second', DIM)}  {visible(found.second)}"
    for one in found.unseen:
        yield from _unseen(one, pen)
    if found.unread:
        yield from pen.section("Not read")
        yield from (f"  {visible(one.file)}: {visible(one.why)}" for one in found.unread)
    if found.open_total or found.notes:
        yield ""
    if found.open_total == 1:
        yield "One place differs openly, which is no finding."
    elif found.open_total:
        yield f"{found.open_total:,} places differ openly, which is no finding."
    for note in found.notes:
        yield from wrapped(f"note: {note}", "", "  ")


def _summary(found: ComparedTexts) -> str:
    if found.unseen:
        places = sum(one.places_total for one in found.unseen)
        return f"{plural(places, 'place')} where a reader sees no difference; they show {bits(found.bits)}"
    if found.outcome == "incomplete":
        return "nothing differs unseen in what was read, and not everything could be read"
    return "nothing differs unseen"


def _unseen(one: Unseen, pen: Pen) -> Iterator[str]:
    yield ""
    titles = listed(pen.ink(_TITLES[name], BOLD) for name in one.channels)
    how = ", everywhere alike" if one.is_uniform else ", where words differ as well" if one.is_reworded else ""
    yield f"  {titles} ({', '.join(one.channels)}): {plural(one.places_total, 'place')}{how}, {bits(one.bits)}"
    for reading in one.readings:
        said = reading.text if len(reading.text) <= _MOST_SAID else f"{reading.text[:_MOST_SAID]}…"
        yield f"    reads as «{visible(said)}» ({reading.framing})"
    for first, second in one.places[:_PLACES_SHOWN]:
        yield from _spot("first", first, pen)
        yield from _spot("second", second, pen)
    more = one.places_total - len(one.places[:_PLACES_SHOWN])
    if more:
        yield f"    and {more:,} more"


def _spot(side: str, spot: Spot, pen: Pen) -> Iterator[str]:
    where = f"line {spot.line}, column {spot.column}, byte {spot.byte_start}"
    pointer = f", {visible(spot.pointer)}" if spot.pointer else ""
    what = f": {names(spot.found) or 'nothing here'}" if is_named(spot.found) else ""
    yield f"    {pen.ink(f'{side:6}', DIM)}  {in_line(spot.before, spot.found, spot.after, pen)}"
    yield f"            {pen.ink(where, DIM)}{pointer}{what}"
