"""Compares two texts or captures: what differs between them without showing, past whatever else was edited."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from countermark.model.compared_texts import Spot, Unseen
from countermark.text.align import align
from countermark.text.leaves import Leaf, leaves
from countermark.text.opened import Opened
from countermark.text.pairing import paired
from countermark.text.unseen import Hidden, hidden

MOST_PLACES = 200
"""So many places of one kind are given; all are counted."""

_MOST_READINGS = 20
_AROUND = 24
_FEWEST_UNIFORM = 3
"""Places from which it is a way of writing that every one of them is otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs unseen, the oddest first; at how many places the texts differ openly; whether they are the same."""

    unseen: tuple[Unseen, ...]
    open_total: int
    is_same_bytes: bool
    is_in_other_order: bool


class _Place(NamedTuple):
    ours: Leaf
    theirs: Leaf
    start: int
    end: int
    other_start: int
    other_end: int
    what: Hidden


def compared(first: str, second: str) -> Compared:
    """What differs between two texts; total and deterministic. Bytes that are no UTF-8 are half surrogates.

    Whatever encodes the texts, and however their JSON is laid out and ordered, is no difference.
    """
    if first == second:
        return Compared(unseen=(), open_total=0, is_same_bytes=True, is_in_other_order=False)
    ours, theirs = leaves(first), leaves(second)
    pairs = paired(ours, theirs)
    open_total = 0
    groups: dict[tuple[object, ...], list[_Place]] = defaultdict(list)
    alone = [
        *((leaf, _nothing(second)) for leaf in pairs.first_alone if not leaf.said.text.isspace()),
        *((_nothing(first), leaf) for leaf in pairs.second_alone if not leaf.said.text.isspace()),
    ]
    for one, other in (*pairs.together, *alone):
        for place in _places(one, other):
            if isinstance(place, _Place):
                found = one.said.text[place.start : place.end], other.said.text[place.other_start : place.other_end]
                key = (place.what.channels, place.what.is_reworded, *(() if place.what.is_reworded else found))
                groups[key].append(place)
            elif "name" not in {one.kind, other.kind}:
                open_total += 1
    sources = _Source(first), _Source(second)
    unseen = [_unseen(places, sources, [leaf.said.text for leaf in ours]) for places in groups.values()]
    unseen.sort(key=lambda one: -one.bits)
    return Compared(
        unseen=tuple(unseen),
        open_total=open_total,
        is_same_bytes=False,
        is_in_other_order=_order(ours) != _order(theirs) and sorted(_order(ours)) == sorted(_order(theirs)),
    )


def _nothing(text: str) -> Leaf:
    """A leaf for the end of a text, where one of the other text has none beside it."""
    return Leaf(kind="value", row="", pointer="", start=len(text), said=Opened("", ()))


def _order(found: tuple[Leaf, ...]) -> list[tuple[str, str]]:
    return [(leaf.row, leaf.pointer) for leaf in found]


def _places(one: Leaf, other: Leaf) -> Iterator[_Place | None]:
    """The places at which two leaves differ; ``None`` for each where the difference is open."""
    a, b = one.said.text, other.said.text
    if a == b:
        return
    for slot in align(a, (b,)):
        (theirs,), (start,) = slot.texts, slot.starts
        what = hidden(a[slot.start : slot.end], theirs, slot.before, slot.after)
        yield _Place(one, other, slot.start, slot.end, start, start + len(theirs), what) if what else None


def _unseen(places: list[_Place], sources: tuple[_Source, _Source], said: list[str]) -> Unseen:
    what = places[0].what
    uniform = _is_uniform(places, said)
    return Unseen(
        channels=what.channels,
        places=tuple(
            (sources[0].spot(place, first=True), sources[1].spot(place, first=False)) for place in places[:MOST_PLACES]
        ),
        places_total=len(places),
        bits=what.bits if uniform else round(sum(place.what.bits for place in places), 1),
        is_uniform=uniform,
        is_reworded=what.is_reworded,
        readings=tuple(dict.fromkeys(reading for place in places for reading in place.what.readings))[:_MOST_READINGS],
    )


def _is_uniform(places: list[_Place], said: list[str]) -> bool:
    """Whether no place is left in the first text that is written as these were."""
    found = places[0].ours.said.text[places[0].start : places[0].end]
    if len(places) < _FEWEST_UNIFORM or not found or places[0].what.is_reworded:
        return False
    return sum(text.count(found) for text in said) <= len(places)


class _Source:
    """A text as it was read: tells bytes and lines of its code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        self._bytes: list[int] | None = None

    def spot(self, place: _Place, *, first: bool) -> Spot:
        """Where a place of a leaf is; one that is empty is where it would be."""
        leaf, start, end = (
            (place.ours, place.start, place.end) if first else (place.theirs, place.other_start, place.other_end)
        )
        text = leaf.said.text
        at, to = _in_source(leaf, start, end)
        line = bisect_right(self._lines, at) - 1
        return Spot(
            found=text[start:end],
            byte_start=self._byte(at),
            byte_end=self._byte(to),
            start=at,
            end=to,
            line=line + 1,
            column=at - self._lines[line] + 1,
            pointer=leaf.pointer,
            before=text[max(start - _AROUND, 0) : start],
            after=text[end : end + _AROUND],
        )

    def _byte(self, place: int) -> int:
        if self._text.isascii():
            return place
        if self._bytes is None:
            sizes = (len(char.encode("utf-8", "surrogateescape")) for char in self._text)
            self._bytes = [0, *accumulate(sizes)]
        return self._bytes[place]


def _in_source(leaf: Leaf, start: int, end: int) -> tuple[int, int]:
    if start < end:
        return leaf.said.source(start, end)
    if not leaf.said.text:
        return leaf.start, leaf.start
    at = leaf.said.source(start, start + 1)[0] if start < len(leaf.said.text) else leaf.said.source(start - 1, start)[1]
    return at, at
