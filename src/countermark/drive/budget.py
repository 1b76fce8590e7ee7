"""How the seconds that the user gives become runs: what was measured so far says what the rest will cost."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from countermark.model.static_evidence import ListCheck

_READING = 0.4
"""Of the seconds there are: reading tells where to look, but no verdict rests on it."""

_FEWEST_RUNS = 4
"""A round of baselines: before so many have run, nobody knows what one costs."""


@dataclass(slots=True, kw_only=True)
class Budget:
    """``seconds`` since ``began`` (of the monotonic clock), of which some went into runs and some into planning.

    Without ``seconds`` it takes as long as it takes.
    """

    began: float
    seconds: float | None = None
    running_s: float = 0.0
    planning_s: float = 0.0
    runs: int = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """What is done within was running the tool."""
        began = time.monotonic()
        yield
        self.running_s += time.monotonic() - began

    @contextmanager
    def planning(self) -> Iterator[None]:
        """What is done within was planning."""
        began = time.monotonic()
        yield
        self.planning_s += time.monotonic() - began

    def affords(self) -> int | None:
        """How many further runs fit; ``None`` where time does not count, or nobody knows yet what a run costs.

        To explain what was found takes about as long as to plan did, and that much is kept.
        """
        if self.seconds is None or self.runs < _FEWEST_RUNS or not self.running_s:
            return None
        left_s = self.began + self.seconds - time.monotonic() - self.planning_s
        return max(0, math.floor(left_s * self.runs / self.running_s))


def runs_of(checks: tuple[ListCheck, ...]) -> int:
    """How many runs lists will take once the plan is carried out, if nothing needs a second look."""
    return sum((check.first or len(check.entries)) + len(check.near_misses) for check in checks)


def beside_lists(further: int, lists: int, first: int) -> int:
    """How many of ``further`` runs the plan may take where lists want ``lists`` in their turn.

    ``first`` come before any list's: a program with fifty lists that mean nothing is to have a verdict too. What the
    plan does not take of them is the lists'.
    """
    return max(further - lists, min(further, first), 0)


def reading_s(most_s: float, budget_s: float | None) -> float:
    """For how long the program text may be read: ``most_s``, or a share of what there is."""
    return most_s if budget_s is None else min(most_s, _READING * budget_s)
