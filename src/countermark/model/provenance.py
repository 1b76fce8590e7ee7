"""What took part in making a record, and how long each step took."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.earlier import Combination


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVersion:
    """The version of something that took part: Countermark, Unicode, Node, the kernel."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """Seconds that one step took, as sealed in the audit directory."""

    step: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """``end.json``: why the audit stopped short, if it did, and how long its steps took.

    ``most_runs``: for so many runs the time would have lasted when the planner stopped; ``None``: it did not count.
    ``made_a_difference``: what a later audit of the same may try first; no replay reads it.
    """

    stopped: tuple[str, ...] = ()
    timing: tuple[Duration, ...] = ()
    most_runs: int | None = None
    made_a_difference: tuple[Combination, ...] = ()
