"""Judges every candidate group by the views that did not propose it, and each member by what it adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from countermark.campaigns.discovery import any_of, two_of
from countermark.campaigns.evidence import Evidence
from countermark.campaigns.groups import Group
from countermark.campaigns.nulls import AT_ONCE, Judged, Strata, judge
from countermark.campaigns.window import Ints, Roster

COORDINATED = 0.01  # at this p-value a group is looked at further; chance alone passes one in a hundred
STAND_INS = 199  # like accounts in the place of a member; 1/200 is the smallest p-value of a member
BELONGS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A group with its judgement by each other view; ``score`` is the sum of what it exceeds random sets by."""

    group: Group
    judged: Mapping[str, Judged]

    @property
    def p_any(self) -> float:
        """The p-value of: no other view holds it together."""
        return any_of([one.p_value for one in self.judged.values()])

    @property
    def p_two(self) -> float:
        """The p-value of: at most one other view holds it together."""
        return two_of([one.p_value for one in self.judged.values()])

    @property
    def score(self) -> float:
        """In bits; a view in which it is below random sets takes nothing away."""
        return sum(max(one.excess, 0.0) for one in self.judged.values())

    @property
    def coordinated(self) -> bool:
        """Whether another view than its own holds it together."""
        return self.p_any <= COORDINATED

    @property
    def holding(self) -> tuple[str, ...]:
        """The other views that hold it together, each by itself."""
        level = COORDINATED / max(len(self.judged), 1)
        return tuple(name for name, one in self.judged.items() if one.p_value <= level)


class Court:
    """The views' evidence on one window, with the random sets to hold groups against."""

    def __init__(self, roster: Roster, evidence: Mapping[str, Evidence], *, seed: int) -> None:
        self._evidence = evidence
        self._strata = {name: Strata(roster, one.alike()) for name, one in evidence.items()}
        self._seed = seed

    def case(self, group: Group) -> Case:
        """The group, judged by every view but its own; the same dice for the same group, whatever else is judged."""
        members = np.asarray(group.members, dtype=np.int64)
        judged = {
            name: judge(members, evidence, self._strata[name], self._dice(group, place))
            for place, (name, evidence) in enumerate(self._evidence.items())
            if name != group.view
        }
        return Case(group=group, judged=judged)

    def belonging(self, case: Case) -> dict[str, Ints]:
        """By view that holds the group together: its members that add more to it than accounts like them would.

        Each member is left out in turn and compared with random accounts of its stratum, so that one who merely shares
        a template with a ring is not swept along.
        """
        members = np.asarray(case.group.members, dtype=np.int64)
        return {name: members[self._adds(name, members, case)] for name in case.holding}

    def _adds(self, name: str, members: Ints, case: Case) -> Ints:
        evidence = self._evidence[name]
        like = self._strata[name].draw(members, STAND_INS, self._dice(case.group, 1000)).T
        width = max(1, AT_ONCE // (STAND_INS * max(1, evidence.cost(members) // len(members))))
        kept = []
        for start in range(0, len(members), width):
            places = np.arange(start, min(start + width, len(members)))
            adds, instead = evidence.added(members, places, like[places])
            strangers = ~np.isin(like[places], members)
            as_good = ((instead >= adds[:, np.newaxis]) & strangers).sum(axis=1)
            kept.append(places[(as_good + 1) / (strangers.sum(axis=1) + 1) <= BELONGS])
        return np.concatenate(kept)

    def _dice(self, group: Group, place: int) -> np.random.Generator:
        return np.random.default_rng((self._seed, place, len(group.members), *group.members[:8]))
