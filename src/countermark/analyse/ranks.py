"""Tests of ranks: whether one side is higher, whatever the values are distributed like."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache


def rank_sum_p(on: Sequence[float], off: Sequence[float]) -> float:
    """Two-sided p that both sides are alike, by the normal approximation with correction for ties and continuity.

    For screening; it is good from about eight values on a side. 1 where a side is empty or nothing differs.

    Source: H. B. Mann, D. R. Whitney, «On a test of whether one of two random variables is stochastically larger than
    the other», Annals of Mathematical Statistics 18, 1947, doi:10.1214/aoms/1177730491.
    """
    count, other = len(on), len(off)
    total = count + other
    if not count or not other:
        return 1.0
    ranks = _midranks([*on, *off])
    away = abs(sum(ranks[:count]) - count * (total + 1) / 2)
    ties = sum(size**3 - size for size in Counter([*on, *off]).values())
    variance = count * other / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return 1.0
    return math.erfc(max(0.0, away - 0.5) / math.sqrt(2 * variance))


def signed_rank_p(differences: Sequence[float]) -> float:
    """Two-sided exact p that the differences of pairs are as often up as down; pairs without a difference drop out.

    Source: F. Wilcoxon, «Individual comparisons by ranking methods», Biometrics Bulletin 1(6), 1945,
    doi:10.2307/3001968; every sign of every rank is counted, so that ties are exact too.
    """
    kept = [difference for difference in differences if difference]
    if not kept:
        return 1.0
    doubled = [round(2 * rank) for rank in _midranks([abs(difference) for difference in kept])]
    sums = _sums(tuple(sorted(doubled)))
    up = sum(rank for rank, difference in zip(doubled, kept, strict=True) if difference > 0)
    middle = sum(doubled) / 2
    extreme = sum(ways for value, ways in sums.items() if abs(value - middle) >= abs(up - middle))
    return float(extreme / 2 ** len(kept))


@lru_cache(maxsize=64)
def _sums(ranks: tuple[int, ...]) -> Counter[int]:
    """How many choices of ranks there are of each sum."""
    sums = Counter({0: 1})
    for rank in ranks:
        for value, ways in list(sums.items()):
            sums[value + rank] += ways
    return sums


def _midranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for index in order[start:end]:
            ranks[index] = (start + 1 + end) / 2
        start = end
    return ranks
