"""What was taken out of a text, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from countermark.report.pen import BOLD, DIM, GREEN, YELLOW, Pen, wrapped
from countermark.report.scanning.glyphs import in_line, is_named, names
from countermark.report.words import plural
from countermark.text.canonical import Canonical
from countermark.text.channels import ALL
from countermark.text.splices import Splice
from countermark.text.visible import visible

_SHOWN = 5
_LONGEST = 40
_AROUND = 24
_TITLES = {channel.id: channel.title for channel in ALL}


def render(name: str, original: bytes, made: Canonical, *, colour: bool) -> str:
    """The report of what was done to a text of that name."""
    return "".join(f"{line}\n" for line in _lines(name, original, made, Pen(colour=colour)))


def _lines(name: str, original: bytes, made: Canonical, pen: Pen) -> Iterator[str]:
    word = pen.ink("CANONICAL", YELLOW if made.left else GREEN)
    counted = Counter(one for splice in made.splices for one in splice.channels)
    if made.splices:
        yield f"{word}  {visible(name)}: {plural(len(made.splices), 'place')} changed"
    else:
        yield f"{word}  {visible(name)}: nothing to change"
    for channel in [channel for channel in ALL if counted[channel.id]]:
        yield f"  {pen.ink(channel.title, BOLD)} ({channel.id}): {plural(counted[channel.id], 'place')}"
    for splice in made.splices[:_SHOWN]:
        yield from _splice(original, splice, pen)
    if len(made.splices) > _SHOWN:
        yield f"    and {len(made.splices) - _SHOWN:,} more"
    for one in made.left:
        what = (
            f"{_TITLES[one.channel]} ({one.kind.replace('-', ' ')}), {plural(one.marks_total, 'mark')}: "
            if one.channel
            else ""
        )
        yield from wrapped(f"left: {what}{one.why}", "  ")


def _splice(original: bytes, splice: Splice, pen: Pen) -> Iterator[str]:
    old, new = (data.decode("utf-8", "surrogateescape") for data in (splice.old, splice.new))
    before = original[max(splice.start - _AROUND, 0) : splice.start].decode("utf-8", "ignore")
    after = original[splice.end : splice.end + _AROUND].decode("utf-8", "ignore")
    instead = f"became {visible(_cut(new))}" if new.strip() else "became blank" if new else "went"
    what = f"{names(old)} " if is_named(old) else ""
    yield f"    {pen.ink(f'byte {splice.start}', DIM)}: {what}{instead}"
    yield f"      {in_line(before, old, after, pen)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
