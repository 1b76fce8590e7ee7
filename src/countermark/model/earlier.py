"""What earlier audits of the same artifact take to a new one: what to try first, and nothing that counts."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.environment import Level


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Combination:
    """Levels over the baseline that together made a difference."""

    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A sealed audit of the same artifact, profile, scenario and version, by its evidence id and when it was made.

    ``combinations`` are what was taken from it, what a covert signal came from before all else.
    """

    evidence_id: str
    created: str
    combinations: tuple[Combination, ...]
