"""Whether two texts differ without showing, in which channels, and in how many bits."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.model.marks import Pattern, Reading
from countermark.text.channels import ALL
from countermark.text.classify import alike_under
from countermark.text.dates import dates
from countermark.text.hunks import Effort, hunks
from countermark.text.invisible import BIDI_CONTROLS, INVISIBLE, SELECTORS, TAGS
from countermark.text.punctuation import APOSTROPHES

_SEEN = frozenset({"case", "order"})
"""A reader sees these; only in an identifier does nobody look at them."""

_CLOSE = frozenset({"look-alike", "typography", "normalisation", "date-format"})
"""Channels in which the marks of texts that differ openly as well can be compared by themselves."""

_UNPRINTED = ("tag", "variation-selector", "bidi", "zero-width", "control")
_BY_ID = {channel.id: channel for channel in ALL}
_APOSTROPHES = frozenset(APOSTROPHES)
_OF_CHANNELS = {"tag": TAGS, "variation-selector": SELECTORS, "bidi": BIDI_CONTROLS}
_WIDTHS = {"tag": 7.0, "variation-selector": 8.0}
"""Bits of one character: those of ASCII, and one of 256."""

_NOT_PRINTED = re.compile(rf"{INVISIBLE.pattern}|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_IDENTIFIER = re.compile(r"(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[0-9A-Za-z]{8,}")
_YEAR_FIRST = re.compile(r"[0-9]{4}\W")
_SEPARATED = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The channels of a difference, what it shows in bits at least, and whether there is an open one beside it.

    ``readings`` are those of the marks that print nothing, of either side, in known framings.
    """

    channels: tuple[str, ...]
    bits: float
    is_reworded: bool = False
    readings: tuple[Reading, ...] = ()


def hidden(one: str, other: str, before: str, after: str) -> Hidden | None:
    """What differs unseen between two texts at one place; ``None`` where all that differs is open."""
    channels = alike_under((one, other), before=before, after=after)
    if channels is None:
        return _beside_open(one, other, before, after)
    if not channels or (_SEEN.issuperset(channels) and not _in_identifier(one, other, before, after)):
        return None
    channels = tuple(channel.id for channel in ALL if channel.id in _named(channels, one, other))
    readings = _readings(one, before, after) + _readings(other, before, after)
    return Hidden(channels=channels, bits=_bits(one, other, channels), readings=readings)


def _in_identifier(one: str, other: str, before: str, after: str) -> bool:
    """Whether letters and digits that mean nothing differ: nobody looks at the case of those."""
    head, tail = re.search(r"[0-9A-Za-z]*$", before), re.match(r"[0-9A-Za-z]*", after)
    around = head.group() if head else "", tail.group() if tail else ""
    return all(_IDENTIFIER.fullmatch(f"{around[0]}{text}{around[1]}") for text in (one, other))


def _named(channels: tuple[str, ...], one: str, other: str) -> set[str]:
    """The channels by name: what prints nothing is one where texts are compared, but told apart by its characters."""
    return {name for name in channels if name != "zero-width"} | {_kind(char) for char in _unprinted(one, other)}


def _unprinted(one: str, other: str) -> list[str]:
    """Characters that print nothing, of which one text has more than the other."""
    left, right = Counter(one), Counter(other)
    return [char for char in ((left - right) + (right - left)).elements() if _NOT_PRINTED.match(char)]


def _kind(char: str) -> str:
    for name, members in _OF_CHANNELS.items():
        if char in members:
            return name
    return "zero-width" if INVISIBLE.match(char) else "control"


def _bits(one: str, other: str, channels: tuple[str, ...]) -> float:
    unprinted = _unprinted(one, other)
    each = max(math.log2(len(set(unprinted))), 1.0) if unprinted else 0.0
    bits = sum((_WIDTHS.get(_kind(char), each) for char in unprinted), 0.0)
    if set(channels) - set(_UNPRINTED):
        plain = [_NOT_PRINTED.sub("", text) for text in (one, other)]
        bits += 1 if {"date-format", "number-format"} & set(channels) else max(_places(*plain), 0 if unprinted else 1)
    return round(bits, 1)


def _places(one: str, other: str) -> int:
    """At how many places two short texts differ."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True))
    return len(hunks(list(one), list(other), Effort()))


def _beside_open(one: str, other: str, before: str, after: str) -> Hidden | None:
    """What else differs where words do: marks on one side, other ways of writing dates, other quotation marks."""
    ours, theirs = _marks(one, before, after), _marks(other, before, after)
    if ours.keys() != theirs.keys():
        channels = tuple(name for name in _UNPRINTED if (name in ours) != (name in theirs))
        return Hidden(
            channels=channels,
            bits=sum({**ours, **theirs}[name] for name in channels),
            is_reworded=True,
            readings=_readings(one, before, after) + _readings(other, before, after),
        )
    dates_here, dates_there = _shapes(one), _shapes(other)
    if len(dates_here) == len(dates_there) and dates_here != dates_there:
        return Hidden(channels=("date-format",), bits=1.0, is_reworded=True)
    left, right = _punctuation(one), _punctuation(other)
    close = alike_under((left, right)) if left and right else None
    if close and _CLOSE.issuperset(close):
        return Hidden(channels=close, bits=_bits(left, right, close), is_reworded=True)
    return None


def _marks(text: str, before: str, after: str) -> dict[str, float]:
    """The capacity of unexplained marks that print nothing, by channels."""
    found: dict[str, float] = {}
    for pattern in _patterns(text, before, after):
        found[pattern.channel] = found.get(pattern.channel, 0.0) + pattern.capacity_bits
    return found


def _readings(text: str, before: str, after: str) -> tuple[Reading, ...]:
    return tuple(reading for pattern in _patterns(text, before, after) for reading in pattern.readings)


def _patterns(text: str, before: str, after: str) -> Iterator[Pattern]:
    """Those of marks that print nothing."""
    if text.isascii() and text.isprintable():
        return
    whole = f"{before}{text}{after}"
    for name in _UNPRINTED:
        for pattern in _BY_ID[name].find(whole):
            if any(len(before) <= mark.start < len(before) + len(text) for mark in pattern.marks):
                yield pattern


def _shapes(text: str) -> list[str]:
    """How dates that begin with the year are separated."""
    return [_SEPARATED.sub("0", text[day.start : day.end]) for day in dates(text) if _YEAR_FIRST.match(text, day.start)]


def _punctuation(text: str) -> str:
    """The marks of a text; some of those that are written for an apostrophe are letters by their properties."""
    return "".join(char for char in text if char in _APOSTROPHES or not (char.isalnum() or char.isspace()))
