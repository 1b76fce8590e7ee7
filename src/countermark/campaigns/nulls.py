"""How rare a group's evidence is among random sets of like accounts.

A random set has as many accounts of each stratum as the group. A stratum is the view's own class of alike accounts,
together with load in quarters of a power of two and age in powers of two; where it is too small to draw from, it is
made coarser, in the end to all accounts: load in powers of two, no age, no load, classes put together. Ties are
broken at random, so that the p-values of random groups are uniform. Draws come in stages, and end early where the
group is plainly nothing special (p above 0.2): that coarsens large p-values and leaves small ones as they are.
Source: Besag and Clifford, Biometrika 78 (1991), 301-304.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from countermark.campaigns.evidence import DAY_US, Evidence
from countermark.campaigns.window import NEVER, Floats, Ints, Roster

STAGES = (
    (19, 4),
    (80, 20),
    (900, 999),
)  # draws, and how many random sets that do as well are enough to stop after them
STEPS = 4  # classes of load in each power of two
COARSER = 8  # so many of a view's own classes are one where they are too small
LOOKED_AT = 256  # members; those of a larger group are drawn at random, which is as valid a test of it
ROOM = 10  # a stratum must hold so many accounts for each one that is drawn
AT_ONCE = 4_000_000  # numbers that are looked at in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A group's evidence in one view against random sets: ``excess`` is its log2 over their mean, one added to both."""

    p_value: float
    evidence: float
    expected: float
    excess: float
    draws: int


class Strata:
    """Draws random sets like a given one."""

    def __init__(self, roster: Roster, classes: Ints) -> None:
        load = np.floor(STEPS * np.log2(np.maximum(roster.requests, 1))).astype(np.int64)
        age = _ages(roster)
        whole = load // STEPS
        nothing = np.zeros_like(load)
        codes = ((load, age), (whole, age), (whole, nothing), (nothing, nothing))
        levels = [(classes, *code) for code in codes]
        levels += [(classes // COARSER, whole, nothing), (classes // COARSER, nothing, nothing)]
        levels += [(nothing, whole, nothing), (nothing, nothing, nothing)]
        self._levels = [_Level(which * 65536 + busy * 64 + old) for which, busy, old in levels]

    def draw(self, members: Ints, count: int, dice: np.random.Generator) -> Ints:
        """``count`` random sets, a row each, whose accounts stand in the places of those that they are like."""
        drawn = np.empty((count, len(members)), dtype=np.int64)
        left = np.arange(len(members))
        for place, level in enumerate(self._levels):
            codes = level.codes[members[left]]
            pools, inverse, wanted = np.unique(codes, return_inverse=True, return_counts=True)
            sizes = level.sizes(pools)
            serves = (sizes >= ROOM * wanted) | (place == len(self._levels) - 1)
            for pool in np.flatnonzero(serves):
                places = left[inverse == pool]
                drawn[:, places] = level.sample(int(pools[pool]), len(places), count, dice)
            left = left[~serves[inverse]]
        return drawn


class _Level:
    """Accounts by the code of their stratum."""

    def __init__(self, codes: Ints) -> None:
        self.codes = codes
        self._order = np.argsort(codes, kind="stable")
        self._sorted = codes[self._order]

    def sizes(self, pools: Ints) -> Ints:
        return np.searchsorted(self._sorted, pools, side="right") - np.searchsorted(self._sorted, pools, side="left")

    def sample(self, pool: int, width: int, count: int, dice: np.random.Generator) -> Ints:
        """Rows of ``width`` different accounts of a pool (as different as the pool allows)."""
        start, end = np.searchsorted(self._sorted, (pool, pool + 1))
        size = int(end - start)
        if width * ROOM > size:  # too few to draw again and again until all differ
            shuffled = dice.permuted(np.broadcast_to(np.arange(size), (count, size)), axis=1)
            picks = shuffled[:, np.arange(width) % size]
            return np.asarray(self._order[start + picks], dtype=np.int64)
        picks = dice.integers(size, size=(count, width))
        while True:
            order = np.argsort(picks, axis=1, kind="stable")
            ranked = np.take_along_axis(picks, order, axis=1)
            rows, columns = np.nonzero(ranked[:, 1:] == ranked[:, :-1])
            if not len(rows):
                return np.asarray(self._order[start + picks], dtype=np.int64)
            picks[rows, order[rows, columns + 1]] = dice.integers(size, size=len(rows))


def _ages(roster: Roster) -> Ints:
    end = int(roster.first_us.max(initial=0))
    known = roster.created != NEVER
    days = np.where(known, (end - np.where(known, roster.created, end)) // DAY_US, 0)
    powers = np.frexp(np.maximum(days, 1).astype(np.float64))[1].astype(np.int64)
    return np.where(known, np.minimum(powers, 62), 63)


def judge(group: Ints, evidence: Evidence, strata: Strata, dice: np.random.Generator) -> Judged:
    """The group's p-value, and by how much it exceeds what random sets have."""
    if len(group) > LOOKED_AT:
        group = np.sort(dice.choice(group, LOOKED_AT, replace=False))
    own = float(evidence.of_sets(group[np.newaxis, :])[0])
    better = ties = drawn = 0
    total = 0.0
    for stage, enough in STAGES:
        for values in _values(group, stage, evidence, strata, dice):
            better += int((values > own).sum())
            ties += int((values == own).sum())
            total += float(values.sum())
            drawn += len(values)
        if better + ties // 2 >= enough:
            break
    as_good = better + int(dice.integers(ties + 1))
    expected = total / drawn
    return Judged(
        p_value=(as_good + 1) / (drawn + 1),
        evidence=own,
        expected=expected,
        excess=float(np.log2((own + 1) / (expected + 1))),
        draws=drawn,
    )


def _values(group: Ints, stage: int, evidence: Evidence, strata: Strata, dice: np.random.Generator) -> Iterator[Floats]:
    """The evidence of ``stage`` random sets, in pieces that fit in memory."""
    width = max(1, AT_ONCE // max(evidence.cost(group), len(group)))
    for done in range(0, stage, width):
        yield evidence.of_sets(strata.draw(group, min(width, stage - done), dice))
