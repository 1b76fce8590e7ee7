"""Covering arrays: every combination of levels of any ``strength`` factors stands in at least one row.

A greedy, one row at a time, of the AETG kind: of a number of candidate rows, each started from a combination
that is still missing and filled factor by factor with the level that covers most, the best is kept.

Source: D. M. Cohen, S. R. Dalal, M. L. Fredman, G. C. Patton, «The AETG system: an approach to testing based on
combinatorial design», IEEE Transactions on Software Engineering 23(7), 1997, doi:10.1109/32.605761.

Missing combinations are held as integers: for every choice of ``strength - 1`` levels (the key: their bits or-ed
together) a mask of the levels that still have to meet it. How many missing combinations each level would cover is
counted for all levels at once, by adding masks into bit-sliced counters.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import prod
from random import Random

from countermark.design.space import bits
from countermark.model.design import FactorLevels
from countermark.model.environment import Environment, Level

_PAIRWISE = 2
# More candidates make smaller arrays, slowly: on 17 factors 10 instead of 40 cost about two rows of 68.
_CANDIDATES_PAIRWISE = 40
_CANDIDATES_HIGHER = 6
# A greedy array is now and then 15 % larger than its neighbours; the smallest of a few costs little time.
_ATTEMPTS_PAIRWISE = 6
_ATTEMPTS_HIGHER = 3


@lru_cache(maxsize=8)
def covering_array(factors: tuple[FactorLevels, ...], strength: int, seed: int) -> tuple[Environment, ...]:
    """Rows that cover every combination of ``strength`` factors' array levels; the baseline is the first row.

    A function of its arguments alone. A strength above the number of factors means all combinations.
    """
    width = max(1, min(strength, len(factors)))
    least = prod(sorted((len(set(factor.levels)) for factor in factors), reverse=True)[:width])
    best: tuple[Environment, ...] = ()
    for attempt in range(_ATTEMPTS_PAIRWISE if width <= _PAIRWISE else _ATTEMPTS_HIGHER):
        builder = _Builder(factors, width, f"covering-array/{seed}/{attempt}")
        rows = _rows(builder, len(best))
        if rows:
            best = tuple(builder.environment(row) for row in rows)
        if len(best) <= least:
            break
    return best


def _rows(builder: _Builder, fewer_than: int) -> list[tuple[int, ...]]:
    """The rows of one array, or none where it gets no smaller than ``fewer_than`` (0: any size will do)."""
    rows = [builder.take(builder.baseline)]
    while builder.missing:
        if fewer_than and len(rows) + 1 >= fewer_than:
            return []
        rows.append(builder.take(builder.best_row()))
    return rows


class _Builder:
    """The combinations that are still missing, and how to make rows of them."""

    def __init__(self, factors: tuple[FactorLevels, ...], strength: int, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 -- a design, not a secret
        self._strength = strength
        self._tries = _CANDIDATES_PAIRWISE if strength <= _PAIRWISE else _CANDIDATES_HIGHER
        self._levels = [
            Level(factor=factor.factor, value=value) for factor in factors for value in dict.fromkeys(factor.levels)
        ]
        self._masks: list[int] = []
        start = 0
        for factor in factors:
            size = len(set(factor.levels))
            self._masks.append(((1 << size) - 1) << start)
            start += size
        self.baseline = tuple(mask & -mask for mask in self._masks)
        self._uncovered = self._all_missing()
        self._keys_with = self._index_keys()
        self.missing = sum(mask.bit_count() for mask in self._uncovered.values())

    def _all_missing(self) -> dict[int, int]:
        every = (1 << len(self._levels)) - 1
        uncovered: dict[int, int] = {}
        for chosen in combinations(self._masks, self._strength - 1):
            others = every & ~sum(chosen)
            keys = [0]
            for mask in chosen:
                keys = [key | bit for key in keys for bit in bits(mask)]
            uncovered.update((key, others) for key in keys)
        return uncovered

    def _index_keys(self) -> dict[int, list[int]]:
        index: dict[int, list[int]] = {1 << position: [] for position in range(len(self._levels))}
        for key in self._uncovered:
            for bit in bits(key):
                index[bit].append(key)
        return index

    def environment(self, row: tuple[int, ...]) -> Environment:
        return Environment(levels=tuple(sorted(self._levels[bit.bit_length() - 1] for bit in row)))

    def take(self, row: tuple[int, ...]) -> tuple[int, ...]:
        """Strike the combinations of ``row`` off, and return it."""
        keep = ~sum(row)
        for chosen in combinations(row, self._strength - 1):
            key = sum(chosen)
            before = self._uncovered[key]
            after = before & keep
            if after != before:
                self.missing -= before.bit_count() - after.bit_count()
                self._uncovered[key] = after
        return row

    def best_row(self) -> tuple[int, ...]:
        """The candidate that covers most; every candidate covers something."""
        weights = {bit: sum(self._uncovered[key].bit_count() for key in keys) for bit, keys in self._keys_with.items()}
        best: tuple[int, tuple[int, ...]] = (-1, ())
        for _ in range(self._tries):
            row = self._candidate(weights)
            gain = self._gain(row)
            if gain > best[0]:
                best = (gain, row)
        return best[1]

    def _gain(self, row: tuple[int, ...]) -> int:
        whole = sum(row)
        return sum((self._uncovered[sum(key)] & whole).bit_count() for key in combinations(row, self._strength - 1))

    def _candidate(self, weights: dict[int, int]) -> tuple[int, ...]:
        row = list(bits(self._seed_key(weights)))
        slices = [self._uncovered[sum(row)]]
        free = [mask for mask in self._masks if not mask & sum(row)]
        self._random.shuffle(free)
        if self._strength > 1 and free:
            self._first_must_gain(free, slices)
        for mask in free:
            bit = self._pick(_fullest(slices, mask))
            for rest in combinations(row, self._strength - 2) if self._strength > 1 else ():
                _add(slices, self._uncovered[sum(rest) | bit])
            row.append(bit)
        return tuple(sorted(row))

    def _first_must_gain(self, free: list[int], slices: list[int]) -> None:
        """Put a factor first in which the seed still misses a level, so that the row covers something new."""
        useful = [mask for mask in free if any(mask & part for part in slices)]
        if useful:
            free.remove(useful[0])
            free.insert(0, useful[0])

    def _seed_key(self, weights: dict[int, int]) -> int:
        if self._strength == 1:
            return 0
        most = max(weights.values())
        bit = self._random.choice([level for level, weight in weights.items() if weight == most])
        keys = self._keys_with[bit]
        counts = [self._uncovered[key].bit_count() for key in keys]
        fullest = max(counts)
        return self._random.choice([key for key, count in zip(keys, counts, strict=True) if count == fullest])

    def _pick(self, choices: int) -> int:
        return self._random.choice(list(bits(choices)))


def _add(slices: list[int], mask: int) -> None:
    """Count one more for every bit of ``mask``."""
    for index, part in enumerate(slices):
        if not mask:
            return
        slices[index], mask = part ^ mask, part & mask
    if mask:
        slices.append(mask)


def _fullest(slices: list[int], mask: int) -> int:
    """The bits of ``mask`` with the highest count."""
    for part in reversed(slices):
        if mask & part:
            mask &= part
    return mask
