"""What no single run shows: quantities whose distribution may follow the environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.environment import Level
from countermark.model.observation import Address

SeriesKind = Literal["delay", "bit", "share"]
"""A duration in seconds; a bit of a random-looking text; whether a text that comes and goes by chance is there."""

SIGNIFICANT = 0.01
"""Adjusted p up to which fresh pairs bear a suspicion out; stricter than elsewhere, since nothing can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity in many runs; ``what`` says it in words, and ``name`` is the same whatever runs there are.

    ``values`` are seconds for a delay, else 1 or 0.
    """

    name: str
    kind: SeriesKind
    address: Address
    channel: str
    what: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A series that seems to follow a level, to be put to the proof on fresh runs; ``higher`` is the way it went."""

    series: str
    kind: SeriesKind
    level: Level
    higher: bool
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the runs of the design make suspicious, out of so many ``tests`` of series of these ``kinds``."""

    suspicions: tuple[Suspicion, ...]
    tests: int
    kinds: frozenset[SeriesKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the fresh runs said of a suspicion: p is Holm-adjusted over all that were tried.

    ``on`` and ``off`` are the middle value (a delay) or the share of runs; ``busy_s`` is how much longer the tool's
    processes computed. ``pairs`` are those of which both runs were there.
    """

    suspicion: Suspicion
    series: Series
    p_adjusted: float
    tests: int
    pairs: int
    mutual_information_bits: float
    on: float
    off: float
    busy_s: float
    on_run: str
    off_run: str

    @property
    def proven(self) -> bool:
        """Whether the fresh runs bore the suspicion out."""
        return self.p_adjusted <= SIGNIFICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Detectable:
    """The smallest thing of a kind that this audit would have found nine times out of ten, under one level.

    A delay in seconds, or the share of runs in which a mark shows; none where even the largest that was tried would
    have been missed. It holds for every level of ``factors`` that stands in the array: the rarest of them stood in
    ``level_runs`` runs. ``pairs`` follow.
    """

    kind: SeriesKind
    smallest: float | None
    level_runs: int
    pairs: int
    factors: tuple[str, ...] = ()
