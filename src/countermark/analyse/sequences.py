"""Tells which two requests of a run stand in both orders over the runs."""

from __future__ import annotations

from collections.abc import Sequence

Pair = tuple[str, str]


def exchanged(texts: Sequence[str]) -> dict[Pair, tuple[str, ...]]:
    """Each two requests of which either was answered before the other began in some text, and how they stand in each.

    ``texts`` are as ``observe.sequence`` writes them. Of a pair it is said that the one comes before the other (both
    in their order, a line each), that they were under way ``together``, or nothing where one of them is missing.
    Total and deterministic.
    """
    known = [_precedence(text) for text in texts]
    either = set().union(*(before for before, _ in known)) if known else set()
    pairs = sorted((first, second) for first, second in either if first < second and (second, first) in either)
    return {pair: tuple(_said(pair, before, there) for before, there in known) for pair in pairs}


def _precedence(text: str) -> tuple[set[Pair], set[str]]:
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
    return before, there


def _said(pair: Pair, before: set[Pair], there: set[str]) -> str:
    if pair in before:
        return "\n".join(pair)
    if pair[::-1] in before:
        return "\n".join(pair[::-1])
    return f"{pair[0]} and {pair[1]} together" if there.issuperset(pair) else ""
