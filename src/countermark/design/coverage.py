"""How much of what could be combined was combined."""

from __future__ import annotations

from itertools import combinations
from math import prod

from countermark.model.design import FactorLevels
from countermark.model.environment import Environment


def combinations_covered(
    environments: tuple[Environment, ...], factors: tuple[FactorLevels, ...], strength: int
) -> float:
    """The share of all ``strength``-way combinations of array levels that stand in ``environments``.

    Contrast levels count neither for nor against. With fewer factors than ``strength``, all of them are combined.
    """
    rows = [{level.factor: level.value for level in env.levels} for env in environments]
    total = seen = 0
    for chosen in combinations(factors, max(1, min(strength, len(factors)))):
        allowed = [frozenset(factor.levels) for factor in chosen]
        found = {tuple(row.get(factor.factor, "") for factor in chosen) for row in rows}
        total += prod(len(levels) for levels in allowed)
        seen += sum(all(value in ok for value, ok in zip(values, allowed, strict=True)) for values in found)
    return seen / total if total else 1.0
