"""The states of a signal with those of the same text as one, as the reports for people show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermark.model.verdict import TableRow, TriggerFactor

When = tuple[TriggerFactor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A text (``None``: absent), and the circumstances under each of which it stands there."""

    whens: tuple[When, ...]
    text: str | None


def states(table: Sequence[TableRow]) -> tuple[State, ...]:
    """One state for each text, in the order in which they first come."""
    found: dict[str | None, list[When]] = {}
    for row in table:
        found.setdefault(row.text, []).append(row.when)
    return tuple(State(whens=_united(whens), text=text) for text, whens in found.items())


def _united(whens: Sequence[When]) -> tuple[When, ...]:
    """The same circumstances, those that differ in no more than one factor being one."""
    united: list[When] = []
    for when in whens:
        one = when
        while (partner := next((other for other in united if _is_near(one, other)), None)) is not None:
            united.remove(partner)
            one = _union(partner, one)
        united.append(one)
    return tuple(united)


def _is_near(one: When, other: When) -> bool:
    """Whether circumstances of the same factors differ in the levels of at most one."""
    if [item.factor for item in one] != [item.factor for item in other]:
        return False
    return sum(mine.levels != theirs.levels for mine, theirs in zip(one, other, strict=True)) <= 1


def _union(one: When, other: When) -> When:
    return tuple(
        TriggerFactor(factor=mine.factor, levels=tuple(dict.fromkeys((*mine.levels, *theirs.levels))))
        for mine, theirs in zip(one, other, strict=True)
    )
