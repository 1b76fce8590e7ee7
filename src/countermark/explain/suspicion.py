"""Guesses, before anything is known of causes, which places deserve the planner's runs first."""

from __future__ import annotations

from collections.abc import Mapping

from countermark.explain.kinds import MODEL_CALL, State, judge
from countermark.model.environment import Derivation, Environment, Level
from countermark.model.observation import Address
from countermark.model.place import Place, RunText
from countermark.model.verdict import Kind

MAX_TEXTS = 12
"""A place with more texts than this is varied by chance or by open copies; it waits its turn."""


_Shown = tuple[tuple[RunText, Environment], ...]


def weight_of(address: Address) -> int:
    """How much a suspected place deserves runs: what is said to a model goes before what is said to anyone else."""
    return 2 if MODEL_CALL.search(address.role) else 1


class Suspicions:
    """Suspects places round after round; one that shows no new text since is not judged again."""

    def __init__(self, derivations: Mapping[Level, tuple[Derivation, ...]]) -> None:
        """Nothing is judged yet."""
        self._derivations = derivations
        self._channels: dict[tuple[Address, str, str, _Shown], str] = {}

    def weight(self, place: Place, environments: Mapping[str, Environment]) -> int:
        """1 where the place would be covert if everything varied were its trigger, else 0."""
        return int(bool(self.channel(place, environments)))

    def channel(self, place: Place, environments: Mapping[str, Environment]) -> str:
        """The channel by which the place would be covert if everything varied were its trigger, else nothing.

        Each text is judged with the derivations of the first environment that showed it: enough to put first what
        deserves it, and the cause that the runs then establish decides anew.
        """
        first: dict[str | None, RunText] = {}
        for entry in place.texts:
            if entry.text not in first:
                first[entry.text] = entry
                if len(first) > MAX_TEXTS:
                    return ""
        if len(first) < 2:  # noqa: PLR2004 -- one text cannot vary
            return ""
        shown = tuple((entry, environments[entry.run]) for entry in first.values())
        key = (place.address, place.before, place.after, shown)
        if key not in self._channels:
            self._channels[key] = self._judged(place, shown)
        return self._channels[key]

    def _judged(self, place: Place, shown: _Shown) -> str:
        known = self._derivations
        states = tuple(
            State(
                text=entry.text,
                derivations=tuple(item for level in environment.levels for item in known.get(level, ())),
                before=entry.before,
                after=entry.after,
            )
            for entry, environment in shown
        )
        judged = judge(place.address, place.before, place.after, states)
        return judged.channel if judged.kind is Kind.COVERT else ""
