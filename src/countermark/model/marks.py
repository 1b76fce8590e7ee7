"""What a text could carry without showing it: single marks, and marks of one kind taken together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a text: what stands there, and what would be plain. Offsets are half-open, in code points."""

    start: int
    end: int
    found: str
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What marks say when they are read by a known framing: ``text`` where it is one, else hexadecimal digits."""

    framing: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The marks of one kind in one text, in order, with none that a rule explains.

    ``strength`` orders texts of one kind by oddity and means nothing across kinds: a table says which share of
    ordinary documents is as odd. ``capacity_bits`` is how much the marks could carry, were they a message.
    """

    channel: str
    kind: str
    marks: tuple[Mark, ...]
    strength: float
    capacity_bits: float
    readings: tuple[Reading, ...] = ()

    @property
    def key(self) -> str:
        """The kind's name among the kinds of all channels."""
        return f"{self.channel}:{self.kind}"
