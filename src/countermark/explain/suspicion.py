"""Guesses, before anything is known of causes, which places deserve the planner's runs first."""

from __future__ import annotations

from collections.abc import Mapping

from countermark.explain.kinds import State, judge
from countermark.model.environment import Derivation, Environment, Level
from countermark.model.place import Place
from countermark.model.verdict import Kind

MAX_TEXTS = 12
"""A place with more texts than this is varied by chance or by open copies; it waits its turn."""


def suspicion(
    place: Place, environments: Mapping[str, Environment], derivations: Mapping[Level, tuple[Derivation, ...]]
) -> int:
    """1 where the place would be covert if everything varied were its trigger, else 0.

    Each text is judged with the derivations of the first environment that showed it: enough to put first what
    deserves it, and the cause that the runs then establish decides anew.
    """
    first: dict[str | None, str] = {}
    for entry in place.texts:
        first.setdefault(entry.text, entry.run)
    if not 1 < len(first) <= MAX_TEXTS:
        return 0
    states = tuple(
        State(
            text=text,
            derivations=tuple(item for level in environments[run].levels for item in derivations.get(level, ())),
        )
        for text, run in first.items()
    )
    return int(judge(place.address, place.before, place.after, states).kind is Kind.COVERT)
