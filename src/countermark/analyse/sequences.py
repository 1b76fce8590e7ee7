"""Tells which two requests of a run stand in both orders over the runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

Pair = tuple[str, str]

RACES = 0.02
"""Flows that run side by side pass each other now and then; an order that rare is chance. Measured on the start of a
coding agent (2026-11): pairs of background requests change places in 0.2 to 2.7 % of 438 runs."""

MIN_RUNS = 3


def exchanged(texts: Sequence[str], counts: Sequence[int]) -> dict[Pair, tuple[str, ...]]:
    """Each two requests of which either was answered before the other began, and how they stand in each text.

    ``texts`` are as ``observe.sequence`` writes them, and each was seen in so many runs; the rarer order must have been
    in more than races explain. Of a pair it is said that the one comes before the other (both in their order, a line
    each), that they were under way ``together``, or nothing where one of them is missing. Total and deterministic.
    """
    known = [_precedence(text) for text in texts]
    runs: Counter[Pair] = Counter()
    for (before, _), count in zip(known, counts, strict=True):
        runs.update(dict.fromkeys(before, count))
    least = max(MIN_RUNS, RACES * sum(counts))
    pairs = sorted(
        (first, second)
        for first, second in runs
        if first < second and min(runs[first, second], runs[second, first]) >= least
    )
    return {pair: tuple(_said(pair, before, there) for before, there in known) for pair in pairs}


@lru_cache(maxsize=1024)
def _precedence(text: str) -> tuple[frozenset[Pair], frozenset[str]]:
    """The pairs of which the first was answered before the second began, and all requests."""
    before: set[Pair] = set()
    there: set[str] = set()
    answered: list[str] = []
    for line in text.split("\n"):
        role = line[1:]
        if line[:1] == "<":
            before.update((other, role) for other in answered)
            there.add(role)
        elif line[:1] == ">":
            answered.append(role)
    return frozenset(before), frozenset(there)


def _said(pair: Pair, before: frozenset[Pair], there: frozenset[str]) -> str:
    if pair in before:
        return "\n".join(pair)
    if pair[::-1] in before:
        return "\n".join(pair[::-1])
    return f"{pair[0]} and {pair[1]} together" if there.issuperset(pair) else ""
