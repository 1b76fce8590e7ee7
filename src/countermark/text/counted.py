"""Marks of which each is odd by itself, so that their number is the measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from countermark.model.marks import Mark, Pattern, Reading


def counted(
    channel: str,
    kind: str,
    marks: Sequence[Mark],
    *,
    bits: float | None = None,
    read: Callable[[str], tuple[Reading, ...]] | None = None,
) -> tuple[Pattern, ...]:
    """The pattern that the marks make; nothing where there are none.

    Each mark carries ``bits``; by default which of the different things found it is, and one bit at least.
    """
    if not marks:
        return ()
    each = max(1.0, math.log2(len({mark.found for mark in marks}))) if bits is None else bits
    return (
        Pattern(
            channel=channel,
            kind=kind,
            marks=tuple(marks),
            strength=float(len(marks)),
            capacity_bits=round(each * len(marks), 1),
            readings=() if read is None else read("".join(mark.found for mark in marks)),
        ),
    )


def removed(text: str, place: int, end: int | None = None) -> Mark:
    """A mark in whose place a plain text has nothing."""
    stop = place + 1 if end is None else end
    return Mark(start=place, end=stop, found=text[place:stop], plain="")
