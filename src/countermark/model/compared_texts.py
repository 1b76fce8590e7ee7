"""What differs between two texts without showing: where on either side, in which channels, and in how many bits."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.marks import Reading
from countermark.model.outcome import Outcome
from countermark.model.scan import Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in one of the texts: bytes and code points, half-open, from 0; line and column from 1.

    ``found`` is what the source says there; ``start`` to ``end`` is what encodes it, where it is encoded. ``pointer``
    is a JSON pointer within the document or line, empty where it is none; one within an encoded document goes on
    after it. ``before`` and ``after`` are the same on both sides.
    """

    found: str
    byte_start: int
    byte_end: int
    start: int
    end: int
    line: int
    column: int
    pointer: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """One text here and another there, at one or more places, which a reader takes for the same.

    ``bits`` is how much the two texts show to be carried, at least: one for each place, or one for all of them where
    ``is_uniform``: every place that is so in the first text is otherwise in the second. ``is_reworded`` where the text
    around it differs openly as well. ``readings`` are what marks say in known framings.
    """

    channels: tuple[str, ...]
    places: tuple[tuple[Spot, Spot], ...]
    places_total: int
    bits: float
    is_uniform: bool
    is_reworded: bool
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTexts:
    """Two texts, what differs between them unseen, and at how many places they differ openly."""

    first: str
    second: str
    unseen: tuple[Unseen, ...]
    open_total: int
    notes: tuple[str, ...]
    unread: tuple[Unread, ...]
    version: str

    @property
    def bits(self) -> float:
        """How much all differences show together, at most: they may depend on one another."""
        return round(sum(one.bits for one in self.unseen), 1)

    @property
    def outcome(self) -> Outcome:
        """Something found beats what could not be read."""
        if self.unseen:
            return "found"
        return "incomplete" if any(not one.expected for one in self.unread) else "nothing-found"
