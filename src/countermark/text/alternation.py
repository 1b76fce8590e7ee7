"""Places that could be written in several ways, in the order in which a text writes them.

A text that keeps to one way carries nothing, and one that was put together from two sources changes over once. A
message changes at every other place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from countermark.model.marks import Mark, Pattern
from countermark.text.framings import read_digits

_FEWEST_CHANGES = 2
_LONG, _BITS_OF_A_BYTE = 4, 8
_FEWEST_READ = 16
"""Places from which they are read as bits: two bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place, what stands there, what would be plain, and which of the ways of writing it is (by its name)."""

    start: int
    end: int
    found: str
    plain: str
    way: str


def alternation(channel: str, kind: str, slots: Sequence[Slot]) -> tuple[Pattern, ...]:
    """The pattern that the slots make; nothing where all are written in one way, or first in one, then in another."""
    ways = sorted({slot.way for slot in slots})
    if len(ways) <= 1:
        return ()
    changes = sum(one.way != other.way for one, other in pairwise(slots))
    if changes < _FEWEST_CHANGES:
        return ()
    digits = [ways.index(slot.way) for slot in slots]
    readings = read_digits(digits, len(ways)) if len(slots) >= _FEWEST_READ else ()
    marks = tuple(
        Mark(start=slot.start, end=slot.end, found=slot.found, plain=slot.plain)
        for slot in slots
        if slot.found != slot.plain
    )
    found = Pattern(
        channel=channel,
        kind=kind,
        marks=marks,
        strength=oddity(changes, len(slots)),
        capacity_bits=round(len(slots) * math.log2(len(ways)), 1),
        readings=readings,
    )
    return (found, *said(found, len(slots)))


def oddity(changes: int, places: int) -> float:
    """How much it looks like a message: changes, times the cube of their share of all places.

    Two sources in one document, or a slip here and there, change seldom; the bits of a message at every other place.
    """
    return round(changes * (changes / max(places, 1)) ** 3, 3)


def said(found: Pattern, places: int) -> tuple[Pattern, ...]:
    """The pattern as a kind of its own, where it can be read: the longer the text, the less it is an accident.

    A short one must fill its places: bits that are left over were none.
    """
    longest = max((len(reading.text) for reading in found.readings), default=0)
    if not longest or (longest < _LONG and places % _BITS_OF_A_BYTE):
        return ()
    return (replace(found, kind=f"{found.kind}-read", strength=float(longest)),)
