"""How surely something is an effect, and how much it could say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb, fsum, log2, prod


def exact_p(on_values: Sequence[str], off_values: Sequence[str]) -> float:
    """The probability, were both sides alike, of a division of the values no likelier than the one observed.

    Two-sided, exact, for any number of distinct values: all tables with the observed margins are counted in whole
    numbers, so that equally likely tables are never told apart by rounding. 1 where a side has no runs.

    Source: G. H. Freeman, J. H. Halton, «Note on an exact treatment of contingency, goodness of fit and other problems
    of significance», Biometrika 38, 1951, doi:10.1093/biomet/38.1-2.141; with two values it is Fisher's exact test.
    """
    on, both = Counter(on_values), Counter(on_values) + Counter(off_values)
    return _exact_p(tuple(sorted((total, on[value]) for value, total in both.items())))


@lru_cache(maxsize=65_536)
def _exact_p(counts: tuple[tuple[int, int], ...]) -> float:
    """Of each value how often it was seen, and how often on the first side. What is random gives few such tables."""
    dealt, runs = sum(on for _, on in counts), sum(total for total, _ in counts)
    if dealt in {0, runs}:
        return 1.0
    observed = prod(comb(total, on) for total, on in counts)
    tables = _tables((total for total, _ in counts), dealt)
    extreme = sum(weight * count for weight, count in tables.items() if weight <= observed)
    return float(Fraction(extreme, comb(runs, dealt)))


def _tables(totals: Iterable[int], on: int) -> Counter[int]:
    """How many tables there are of each weight (the ways to deal the runs out so), with ``on`` runs on one side."""
    *inner, last = totals
    by_side: dict[int, Counter[int]] = {0: Counter({1: 1})}
    for total in inner:
        grown: dict[int, Counter[int]] = {}
        for dealt, weights in by_side.items():
            for more in range(min(total, on - dealt) + 1):
                ways = comb(total, more)
                into = grown.setdefault(dealt + more, Counter())
                for weight, count in weights.items():
                    into[weight * ways] += count
        by_side = grown
    found = Counter[int]()
    for dealt, weights in by_side.items():
        if on - dealt <= last:  # what the others left is the last one's: there is nothing to choose
            for weight, count in weights.items():
                found[weight * comb(last, on - dealt)] += count
    return found


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """``p_values`` adjusted so that the chance of any false rejection in the family stays at the level; same order.

    Source: S. Holm, «A simple sequentially rejective multiple test procedure», Scandinavian Journal of Statistics 6,
    1979, https://www.jstor.org/stable/4615733.
    """
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return tuple(adjusted)


def mutual_information_bits(pairs: Sequence[tuple[str, str]]) -> float:
    """The mutual information, in bits, of the two sides of ``pairs`` as they were counted; 0 for no pairs.

    The plug-in estimate: of few pairs with many distinct values it is too high, never too low on average.

    Source: C. E. Shannon, «A mathematical theory of communication», Bell System Technical Journal 27, 1948,
    doi:10.1002/j.1538-7305.1948.tb01338.x; its bias: L. Paninski, Neural Computation 15(6), 2003,
    doi:10.1162/089976603321780272.
    """
    total = len(pairs)
    first = Counter(left for left, _ in pairs)
    second = Counter(right for _, right in pairs)
    terms = (
        count / total * log2(count * total / (first[left] * second[right]))
        for (left, right), count in Counter(pairs).items()
    )
    return max(0.0, fsum(terms))


def min_capacity_bits(values: Iterable[str]) -> float:
    """What a channel whose output is decided by its input can tell at most: log2 of the distinct ``values``.

    Source: G. Smith, «On the foundations of quantitative information flow», FoSSaCS 2009,
    doi:10.1007/978-3-642-00596-1_21.
    """
    return log2(max(1, len(set(values))))
