"""What became of an audit's signals when their runs were repeated."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.environment import Level
from countermark.model.outcome import Repeated
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.target import Artifact, Target
from countermark.model.verdict import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedCause:
    """The levels that made a piece of a signal, and what fresh runs with and without them showed.

    p is Holm-adjusted over everything that was tried. ``texts_with`` stood at the place with the trigger,
    ``texts_without`` with one of its levels put back, each once, sorted; ``None`` where nothing stood there.
    ``same_texts``: they are those of the sealed runs.
    """

    trigger: tuple[Level, ...]
    outcome: Repeated
    p_adjusted: float
    tests: int
    runs_with: int
    runs_without: int
    texts_with: tuple[str | None, ...] = ()
    texts_without: tuple[str | None, ...] = ()
    same_texts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedSignal:
    """A covert signal of the audit, and whether it is there again; ``why`` says it in words."""

    signal: Signal
    outcome: Repeated
    why: str
    causes: tuple[RepeatedCause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """The whole: ``why`` says what stood in the way, where the runs were not even begun.

    ``artifacts`` are those that were fetched now; ``failed_runs`` of the ``runs`` left nothing to compare.
    """

    evidence_id: str
    target: Target
    created: str
    artifacts: tuple[Artifact, ...]
    outcome: Repeated
    why: str
    signals: tuple[RepeatedSignal, ...]
    runs: int
    failed_runs: int
    timing: tuple[Duration, ...]
    versions: tuple[NamedVersion, ...]
