"""Writes «which combination of levels gives which text» as few rows, claiming no combination that was not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countermark.model.environment import Level
from countermark.model.verdict import TableRow, TriggerFactor

Combination = tuple[Level, ...]


def rows(texts: Mapping[Combination, str | None], factors: Sequence[str]) -> tuple[TableRow, ...]:
    """Rows of the form levels × levels → text that together hold every observed combination.

    Levels of a factor share a row when they gave the same text under every combination of the other
    factors in which both were seen; those seen under most combinations are placed first.
    The row of the first combination (the baseline) comes first.
    """
    order = {combination: index for index, combination in enumerate(texts)}
    table = {tuple(level.value for level in combination): text for combination, text in texts.items()}
    places = {tuple(level.value for level in combination): index for combination, index in order.items()}
    found = _rows(table, places)
    return tuple(
        TableRow(
            when=tuple(
                TriggerFactor(factor=factor, levels=levels) for factor, levels in zip(factors, row, strict=True)
            ),
            text=text,
        )
        for row, text in found
    )


_Key = tuple[str, ...]


def _rows(
    table: Mapping[_Key, str | None], order: Mapping[_Key, int]
) -> list[tuple[tuple[tuple[str, ...], ...], str | None]]:
    if not table:
        return []
    if not next(iter(table)):
        return [((), next(iter(table.values())))]
    signatures: dict[str, dict[_Key, str | None]] = {}
    for key, text in table.items():
        signatures.setdefault(key[0], {})[key[1:]] = text
    found: list[tuple[tuple[tuple[str, ...], ...], str | None]] = []
    for members, signature in _classes(signatures):
        inner_order = {rest: min(order[(m, *rest)] for m in members if (m, *rest) in order) for rest in signature}
        found.extend(((tuple(members), *rest), text) for rest, text in _rows(signature, inner_order))
    return found


def _classes(
    signatures: Mapping[str, Mapping[_Key, str | None]],
) -> list[tuple[list[str], dict[_Key, str | None]]]:
    """Groups levels that never disagreed; a level joins the first group that it shares an observation with."""
    classes: list[tuple[list[str], dict[_Key, str | None]]] = []
    first = next(iter(signatures))
    for level in sorted(signatures, key=lambda name: (name != first, -len(signatures[name]), name)):
        mine = signatures[level]
        for members, merged in classes:
            shared = mine.keys() & merged.keys()
            if shared and all(mine[key] == merged[key] for key in shared):
                members.append(level)
                merged.update(mine)
                break
        else:
            classes.append(([level], dict(mine)))
    return classes
