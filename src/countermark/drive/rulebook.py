"""The rules that there are, and those that a task asks for."""

from __future__ import annotations

from countermark.model.inspection import RuleName
from countermark.static.rules import ALL
from countermark.static.rules.record import Rule

RULES: tuple[RuleName, ...] = tuple(RuleName(id=rule.id, title=rule.title) for rule in ALL)


def applied(ids: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules of these ids, in the order in which all of them stand."""
    return tuple(rule for rule in ALL if rule.id in ids)
