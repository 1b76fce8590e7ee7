"""What the planner is asked, what it is told, and what it concludes."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.earlier import Combination
from countermark.model.environment import Environment, Level
from countermark.model.run import Purpose

SIGNIFICANT = 0.05
"""Adjusted p above which a suspected covert influence counts as not confirmed. Source: Fisher, Statistical Methods for
Research Workers (1925); with seven runs on each side a deterministic signal reaches 0.0006 before adjustment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLevels:
    """A factor's levels for the covering array, the baseline first, and those tried as contrasts only."""

    factor: str
    levels: tuple[str, ...]
    contrasts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an audit asks; the plan is a function of it and of the readings alone.

    ``strength`` is t of the t-way covering array. ``confirmations`` is the number of fresh runs on each
    side (on, off) of every confirmed candidate, at the least. ``max_runs`` bounds everything. ``first`` is tried before
    the array.
    """

    factors: tuple[FactorLevels, ...]
    strength: int
    seed: int
    max_runs: int
    confirmations: int = 7
    first: tuple[Combination, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Reading:
    """The value of one opaque feature in one run; a feature that is absent has no reading."""

    feature: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Priority:
    """How much a feature is worth: a higher weight is minimised and confirmed first.

    Where priorities are given, a feature without one weighs 0: it is explained by the factors that decide it, not
    value by value, and confirmed by a single pair of runs. Where none are given at all, every feature weighs 1.
    """

    feature: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReadings:
    """What one settled run showed; ``readings`` sorted by feature, empty and ``failed`` where it failed."""

    run: str
    environment: Environment
    purpose: Purpose
    readings: tuple[Reading, ...]
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Features that move together, and the smallest set of levels that moves them.

    ``trigger`` are the levels over the baseline that cause it; putting any one of them back to the baseline
    undoes it (``minimal`` is true when runs showed that). ``on_run`` and ``off_run`` are one example each.
    ``weight`` is that of its heaviest feature: effects with a higher one are minimised and confirmed first.
    """

    id: str
    features: tuple[str, ...]
    trigger: tuple[Level, ...]
    minimal: bool
    on_run: str
    off_run: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the plan established: ``noisy`` features vary under one environment.

    ``reason`` says what of the plan could not be carried out, in words; it is empty when all of it was.
    ``unreplaced`` is the number of environments whose run failed and whose replacement failed too;
    ``untraced_open`` that of groups of features of weight 0 that were not brought down to a smallest cause;
    ``untried`` that of runs with levels outside the array for which there was no time.
    """

    effects: tuple[Effect, ...]
    noisy: tuple[str, ...]
    reason: str
    unreplaced: int = 0
    untraced_open: int = 0
    untried: int = 0
