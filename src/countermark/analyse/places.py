"""Tabulates observations: one row for every place whose text is not the same in all runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from countermark.analyse.orders import moved_members
from countermark.analyse.random_fields import properties
from countermark.analyse.sequences import exchanged
from countermark.model.observation import BLOCK_SEPARATOR, Address, Observation
from countermark.model.place import Place, RunText
from countermark.text.align import Aligner

NEAR = 160
"""Code points around a slot that are kept for each run: more than the longest plain rendering of a date or a URL."""

REQUESTS = Address(role="run", part="order", name="requests")
"""Where ``observe`` writes down in which order requests were made and answered."""

_ANNOUNCED = re.compile(r"\[[a-z_]{1,20}\]")


def places(observations: tuple[Observation, ...]) -> tuple[Place, ...]:
    """Every place that varies over the runs, sorted by address and slot.

    The first run in which a text is present is the reference that slots are counted in, so the table is a
    function of the observations and their order alone.
    """
    return Tabulator().places(observations)


class Tabulator:
    """Tabulates an audit again and again; what later runs do not change is not worked out again.

    An audit asks after every round: hundreds of runs are then known, and a few are new.
    """

    def __init__(self) -> None:
        """Nothing is tabulated yet."""
        self._seen: tuple[Observation, ...] = ()
        self._rows: dict[Address, _Row] = {}

    def places(self, observations: tuple[Observation, ...]) -> tuple[Place, ...]:
        """What ``places`` says, whatever was asked before."""
        if observations[: len(self._seen)] != self._seen:
            self._seen, self._rows = (), {}
        later = observations[len(self._seen) :]
        known = len(self._rows)
        for observation in later:
            for feature in observation.features:
                row = self._rows.get(feature.address)
                if row is None:
                    row = self._rows[feature.address] = _Row(feature.address)
                row.add(observation.run, feature.text)
        if len(self._rows) > known:
            self._rows = {address: self._rows[address] for address in sorted(self._rows)}
        self._seen = observations
        runs = tuple(observation.run for observation in observations)
        fresh = tuple(observation.run for observation in later)
        return tuple(place for row in self._rows.values() for place in row.places(runs, fresh))


class _Row:
    """What stood at one address, and the places that were made of it so far."""

    __slots__ = ("_address", "_aligner", "_comes", "_distinct", "_known", "_slots", "_texts")

    def __init__(self, address: Address) -> None:
        self._address = address
        self._texts: dict[str, str] = {}
        self._distinct: dict[str, None] = {}
        self._known = 0
        self._aligner: Aligner | None = None
        self._comes: Place | None = None
        self._slots: list[tuple[Place, Mapping[str, _Filling]]] = []

    def add(self, run: str, text: str) -> None:
        """Takes in what stood here in one more run."""
        self._texts[run] = text
        self._distinct[text] = None

    def places(self, runs: tuple[str, ...], fresh: tuple[str, ...]) -> Iterator[Place]:
        """The places of this address over ``runs``, of which those in ``fresh`` came after the last asking."""
        if len(self._texts) < len(runs):
            yield self._coming_and_going(runs, fresh)
        if len(self._distinct) < 2:  # noqa: PLR2004 -- one text cannot vary
            return
        # Which pairs of requests are worth a place depends on how often each order was seen.
        if len(self._distinct) > self._known or (fresh and self._address == REQUESTS):
            self._known, self._slots, fresh = len(self._distinct), list(self._cut()), runs
        texts = self._texts
        for index, (place, by_text) in enumerate(self._slots):
            longer = _longer(place, ((run, *by_text[texts[run]]) for run in fresh if run in texts))
            self._slots[index] = longer, by_text
            yield longer
            yield from properties(longer)

    def _coming_and_going(self, runs: tuple[str, ...], fresh: tuple[str, ...]) -> Place:
        """Whether there is anything here at all.

        The text is that of the first run that had it, so that a reader sees *what* comes and goes; how it
        varies where it is present is left to the address's own slots.
        """
        shown = next(iter(self._distinct))
        if self._comes is None:
            self._comes, fresh = _presence(self._address), runs
        self._comes = _longer(self._comes, ((run, shown if run in self._texts else None, "", "") for run in fresh))
        return self._comes

    def _cut(self) -> Iterator[tuple[Place, Mapping[str, _Filling]]]:
        """Each slot as a place without texts yet, and what each whole text has there."""
        distinct = tuple(self._distinct)
        if self._address == REQUESTS:
            yield from self._exchanged(distinct)
            return
        if self._address.part == "order":
            yield from self._reordered(distinct)
            return
        if self._aligner is None:
            self._aligner = Aligner(distinct[0])
        for slot in self._aligner.slots(distinct):
            place = Place(
                feature=f"{_name(self._address)}@{slot.id}",
                address=_precise(self._address, distinct[0], slot.start),
                before=slot.before,
                after=slot.after,
                start=slot.start,
                line=slot.line,
                until=slot.until,
                whole=slot.whole,
                texts=(),
            )
            yield place, dict(zip(distinct, map(_filling, distinct, slot.texts, slot.starts), strict=True))

    def _reordered(self, distinct: tuple[str, ...]) -> Iterator[tuple[Place, Mapping[str, _Filling]]]:
        """The members that are not everywhere in one order; whether a member is there at all has its own address."""
        moved = moved_members(tuple(tuple(text.split("\n")) for text in distinct))
        texts = tuple("\n".join(members) for members in moved)
        if len(set(texts)) > 1:
            place = replace(_presence(self._address), feature=f"{_name(self._address)}@order")
            yield place, {whole: _Filling(text, "", "") for whole, text in zip(distinct, texts, strict=True)}

    def _exchanged(self, distinct: tuple[str, ...]) -> Iterator[tuple[Place, Mapping[str, _Filling]]]:
        """Each two requests that stand in both orders: one pair that is raced by chance hides no other."""
        counts = Counter(self._texts.values())
        for pair, texts in exchanged(distinct, [counts[whole] for whole in distinct]).items():
            place = replace(_presence(self._address), feature=f"{_name(self._address)}@{'|'.join(pair)}")
            yield place, {whole: _Filling(text, "", "") for whole, text in zip(distinct, texts, strict=True)}


class _Filling(NamedTuple):
    """What stands in a slot in one text, and around it."""

    text: str
    before: str
    after: str


def _filling(whole: str, text: str, start: int) -> _Filling:
    end = start + len(text)
    return _Filling(text, whole[max(start - NEAR, 0) : start], whole[end : end + NEAR])


def _longer(place: Place, entries: Iterable[tuple[str, str | None, str, str]]) -> Place:
    """``place`` with the texts of further runs."""
    more = (RunText(run=run, text=text, before=before, after=after) for run, text, before, after in entries)
    return replace(place, texts=(*place.texts, *more))


def _precise(address: Address, reference: str, start: int) -> Address:
    """Where a slot of joined texts stands in the reference: the block, and the message, that it is in.

    Joined texts are written by ``observe``: blocks separated by U+001E, messages announced as ``[role]``.
    """
    if address.name != "blocks":
        return address
    message, block = -1, -1
    for segment in reference[:start].split(BLOCK_SEPARATOR):
        if _ANNOUNCED.fullmatch(segment):
            message, block = message + 1, -1
        else:
            block += 1
    inside = f"/{message}/content/{max(block, 0)}/text" if message >= 0 else f"/{max(block, 0)}/text"
    return replace(address, pointer=f"{address.pointer}{inside}", name="")


def _presence(address: Address) -> Place:
    """Whether there is anything at all at an address that is not always there; without texts yet."""
    return Place(
        feature=f"{_name(address)}?",
        address=address,
        before="",
        after="",
        start=0,
        line=0,
        until=0,
        whole=True,
        texts=(),
    )


def _name(address: Address) -> str:
    return f"{address.role}|{address.part}|{address.pointer}|{address.name}"
