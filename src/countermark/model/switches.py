"""Remote switches (feature gates): which a tool asks a server for, and what names of them it has."""

from __future__ import annotations

from dataclasses import dataclass

MOST_NAMES = 4000
"""More than any program was seen to have; a target that writes down a million shall not fill every answer."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SwitchesAsked:
    """A host that was asked for switches, and the ``service`` whose protocol the request speaks."""

    service: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What is known of a tool's remote switches before the first run that a verdict rests on.

    ``named`` stand in its own requests, ``read`` in its program text where a client of such a service is asked for
    one; both sorted.
    """

    asked: tuple[SwitchesAsked, ...]
    named: tuple[str, ...] = ()
    read: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that are served, those of the requests first."""
        return tuple(dict.fromkeys((*self.named, *self.read)))[:MOST_NAMES]
