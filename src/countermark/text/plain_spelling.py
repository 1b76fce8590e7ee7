"""Changes that take marks out of a text where they stand, also within what it encodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermark.model.marks import Pattern
from countermark.text import ordinary
from countermark.text.channels import ALL
from countermark.text.dates import dates
from countermark.text.finding import everywhere
from countermark.text.opened import Opened, Piece, opened
from countermark.text.respelling import Body, Change, bodies, in_source, kept

_BY_ID = {channel.id: channel for channel in ALL}
_OF_THE_SOURCE = frozenset({"escape", "order"})
"""Channels of how a source is written, which what it says has not."""

_UNPRINTED = frozenset({"tag", "variation-selector", "bidi", "zero-width"})

_MAX_DEPTH = 4
_FEWEST_PLACES = 4
"""Places written in one way beside which a single other one is an exception, and no second habit."""

_NEAR = 200
"""Code points around a mark, on its line, in which nothing is trusted that could be a second mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Marks that stay, and why."""

    channel: str
    kind: str
    marks_total: int
    why: str


def changes(
    text: str, *, level_bits: float, is_json: bool = False, depth: int = 0
) -> tuple[tuple[Change, ...], tuple[Left, ...]]:
    """What takes the marks of ``text`` out, as far as one round does; without any, the marks that cannot be taken out.

    The changes are in order and do not overlap. Total and deterministic.
    """
    channels = _chosen(everywhere(text, is_json=is_json), level_bits)
    if not channels:
        return (), ()
    encoded = list(bodies(text))
    left: list[Left] = []
    for within, names in _levels(text, channels, is_json=is_json):
        patterns = [pattern for name in names for pattern in _BY_ID[name].find(within.text)]
        wanted = in_source(text, within, _fixes(within.text, patterns), is_json=is_json)
        made = kept(text, within, [one for one in wanted if not _touches(one.written, encoded)], is_json=is_json)
        if made:
            return made, ()
        left += [_left(pattern) for pattern in patterns]
    inner = _in_bodies(encoded, level_bits, depth) if depth < _MAX_DEPTH else ()
    return (inner, ()) if inner else ((), tuple(left))


def _chosen(found: Sequence[tuple[Pattern, Opened]], level_bits: float) -> list[str]:
    """The channels of which one kind is odd enough, and those of single exceptions in plain ASCII.

    A text that has a mark is trusted in no character that prints nothing.
    """
    loud = {
        pattern.channel
        for pattern, within in found
        if ordinary.suspicion((pattern,)) >= level_bits or _is_lone(pattern, within.text)
    }
    if loud:
        loud |= {pattern.channel for pattern, _ in found} & _UNPRINTED
    return [channel.id for channel in ALL if channel.id in loud]


def _levels(text: str, channels: Sequence[str], *, is_json: bool) -> Iterator[tuple[Opened, list[str]]]:
    """The text in which each channel is looked for: what the source says, and the source where it is about that."""
    said, plain = opened(text, is_json=is_json), Opened(text, (Piece(0, 0, len(text), same=True),))
    if said.text != text:
        yield said, [name for name in channels if name not in _OF_THE_SOURCE]
    yield plain, list(channels)


def _left(pattern: Pattern) -> Left:
    return Left(
        channel=pattern.channel,
        kind=pattern.kind,
        marks_total=len(pattern.marks),
        why="it cannot be written otherwise where it stands",
    )


def _is_lone(pattern: Pattern, text: str) -> bool:
    """Whether the pattern is one character, the text's only one beyond ASCII, at one of several places of its kind."""
    if len(pattern.marks) != 1 or pattern.capacity_bits < _FEWEST_PLACES:
        return False
    (mark,) = pattern.marks
    return not mark.found.isascii() and f"{text[: mark.start]}{text[mark.end :]}".isascii()


def _fixes(text: str, patterns: Sequence[Pattern]) -> list[Change]:
    """What to write at the marks, and at what stands beside them that could be a mark too; longer ones go first."""
    found = [
        Change(mark.start, mark.end, mark.plain, (pattern.channel,))
        for pattern in patterns
        for mark in pattern.marks
        if mark.found != mark.plain
    ]
    found += [date for fix in tuple(found) for date in _dates_near(text, fix)]
    apart: list[Change] = []
    for fix in sorted(found, key=lambda fix: (fix.start, -fix.end)):
        if not apart or fix.start >= apart[-1].end:
            apart.append(fix)
    return apart


# A date that is ISO 8601's but for its separator; no part of a path or an address.
_YEAR_FIRST = re.compile(r"(?<![/\\.\w-])[0-9]{4}([^\w\s-])[0-9]{2}\1[0-9]{2}(?![/\\\w-])")


def _dates_near(text: str, fix: Change) -> Iterator[Change]:
    """Dates on the line of a mark, year first, with another separator: a text may carry two marks."""
    start = max(text.rfind("\n", 0, fix.start) + 1, fix.start - _NEAR)
    end = text.find("\n", fix.end)
    line = text[start : min(end if end >= 0 else len(text), fix.end + _NEAR)]
    if not _YEAR_FIRST.search(line):
        return
    days = {(written.start, written.end): written.day.isoformat() for written in dates(line)}
    for match in _YEAR_FIRST.finditer(line):
        if match.span() in days:
            yield Change(start + match.start(), start + match.end(), days[match.span()], ("date-format",))


def _touches(one: Change, others: Sequence[Body]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _in_bodies(encoded: Sequence[Body], level_bits: float, depth: int) -> tuple[Change, ...]:
    """Base64 bodies of which the text has marks, encoded anew as they were."""
    made = []
    for body in encoded:
        if not body.source:
            continue
        inner, _ = changes(body.text, level_bits=level_bits, is_json=body.is_json, depth=depth + 1)
        if inner:
            channels = tuple(dict.fromkeys(name for one in inner for name in one.channels))
            made.append(Change(body.start, body.end, body.written(inner), channels))
    return tuple(made)
