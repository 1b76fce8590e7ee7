"""How small a statistical mark would have been found: the whole way from screening to fresh pairs, simulated.

The simulation takes its values from the audit's own runs of the design, so a noisy machine or a tool of changing speed
lowers the stated power and not the truth of what is stated. It is seeded, so that a replay says the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from countermark.analyse.suspicions import CHANCE_SUSPICIONS, GIVEN_UP, SMALLEST_DELAY_S, directed_p, screening_p
from countermark.model.statistics import SIGNIFICANT, Detectable, SeriesKind

PROBABILITY = 0.9
TRIES = 100
_EVEN = 0.5
DELAYS_S = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0)
SHARES = (0.1, 0.2, 1 / 4, 1 / 3, 0.4, 1 / 2, 0.6, 2 / 3, 3 / 4, 0.8, 0.9, 1.0)

Draw = Callable[[Random, float], float]
"""``(dice, size)`` → a value of one run; a size of 0 is that of a run without the level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """How many runs of the design hold a level, how many do not, and the fresh pairs of each round."""

    level: int
    others: int
    pairs: tuple[int, int]


def found_share(kind: SeriesKind, draw: Draw, size: float, runs: Runs, tests: int, tries: int = TRIES) -> float:
    """How often a mark of ``size`` is found."""
    dice = Random(f"power/{kind}/{size}")  # noqa: S311 -- a simulation, not a secret
    hits = 0
    for _ in range(tries):
        on = [draw(dice, size) for _ in range(runs.level)]
        off = [draw(dice, 0.0) for _ in range(runs.others)]
        if kind == "delay" and abs(median(on) - median(off)) < SMALLEST_DELAY_S:
            continue
        if screening_p(kind, on, off) > CHANCE_SUSPICIONS / max(1, tests):
            continue
        on = [draw(dice, size) for _ in range(sum(runs.pairs))]
        off = [draw(dice, 0.0) for _ in range(sum(runs.pairs))]
        first = runs.pairs[0]
        if directed_p(kind, on[:first], off[:first], higher=True) <= GIVEN_UP:
            hits += directed_p(kind, on, off, higher=True) <= SIGNIFICANT
    return hits / tries


def smallest_delay(values: Sequence[float], runs: Runs, tests: int) -> Detectable:
    """The shortest delay that is found nine times out of ten among durations like ``values``."""
    known = list(values)

    def draw(dice: Random, size: float) -> float:
        return dice.choice(known) + size

    return _smallest("delay", draw, DELAYS_S, runs, tests)


def smallest_share(runs: Runs, tests: int) -> Detectable:
    """The rarest mark that is found nine times out of ten, where it never shows without its level."""

    def draw(dice: Random, size: float) -> float:
        return float(dice.random() < size)

    return _smallest("share", draw, SHARES, runs, tests)


def smallest_bias(runs: Runs, tests: int) -> Detectable:
    """The smallest share of runs in which a bit must be decided, and not drawn by lot, to be found."""

    def draw(dice: Random, size: float) -> float:
        return float(dice.random() < size or dice.random() < _EVEN)

    return _smallest("bit", draw, SHARES, runs, tests)


def _smallest(kind: SeriesKind, draw: Draw, sizes: Sequence[float], runs: Runs, tests: int) -> Detectable:
    """By halving: what is larger is found at least as often."""
    at = bisect_left(sizes, PROBABILITY, key=lambda size: found_share(kind, draw, size, runs, tests))
    return Detectable(
        kind=kind, smallest=sizes[at] if at < len(sizes) else None, level_runs=runs.level, pairs=sum(runs.pairs)
    )
