"""A place in the traffic and what stood there in every run: what analysis hands to explanation."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.observation import Address

REDUCED = "~"
"""Ends the feature of a place without its plainly seen part; what is traced there is told of the place itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunText:
    """What stood at a place in one run; ``None`` where the place was absent.

    ``before`` and ``after`` are what stood around it in this very run, constant or not: a value may reach out of it.
    """

    run: str
    text: str | None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address, or one slot of the text at an address, with its text in every run that was observed.

    ``before`` and ``after`` are the constant text around a slot (on its line, as far as it is constant).
    ``start`` is the slot's code point offset in the reference text, ``line`` its line there (from 0), and
    ``until`` the offset at which ``after`` ends, so that two slots with nothing between them can be told.
    ``whole`` is true where the place is the whole text of its address.
    """

    feature: str
    address: Address
    before: str
    after: str
    start: int
    line: int
    until: int
    whole: bool
    texts: tuple[RunText, ...]
