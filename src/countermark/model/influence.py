"""A place that follows the environment: what analysis found and explanation judges."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.environment import Level
from countermark.model.place import Place
from countermark.model.verdict import Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceState:
    """One combination of the trigger factors' levels, what stood at the place then, and the runs that showed it."""

    levels: tuple[Level, ...]
    text: str | None
    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """Factors that together decide what stands at a place.

    ``states`` are the combinations observed with every other factor that moves this place at its baseline,
    the baseline combination first. ``firing`` are those combinations whose text is not the baseline's.
    ``effect`` names the planner's effects that were joined here. ``open_only`` is true where the place was also
    traced without what is plainly seen in it: of this influence, then, only an open part is news.
    """

    effect: str
    place: Place
    factors: tuple[str, ...]
    states: tuple[InfluenceState, ...]
    confidence: Confidence
    mutual_information_bits: float
    on_run: str
    off_run: str
    minimal: bool
    open_only: bool = False
