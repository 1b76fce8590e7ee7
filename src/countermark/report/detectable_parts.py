"""How small a mark that no single run shows would have been found, as the reports say it."""

from __future__ import annotations

from countermark.model.statistics import Detectable
from countermark.model.verdict import Audit
from countermark.report.parts import Part


class DetectablePart(Part):
    """The smallest mark of a kind that would have been found nine times out of ten, under one level of one factor.

    ``kind`` is ``delay`` (``smallest`` in seconds), ``share`` (of runs in which a mark shows) or ``bit`` (of runs in
    which a bit of a random-looking text is decided and not drawn); null where even the largest that was tried would
    have been missed. ``level_runs`` had the level when suspicion was raised, ``pairs`` of runs then follow.
    """

    kind: str
    smallest: float | None
    level_runs: int
    pairs: int
    factors: list[str]


def detectable_parts(audit: Audit) -> list[DetectablePart]:
    """One entry for each kind that there was something to measure of, and each size from which on it is found."""
    return [
        DetectablePart(
            kind=one.kind,
            smallest=one.smallest,
            level_runs=one.level_runs,
            pairs=one.pairs,
            factors=list(one.factors),
        )
        for one in audit.coverage.detectable
    ]


def detectable_text(audit: Audit) -> str:
    """The same in a sentence; empty where nothing is said of it."""
    told = "; ".join(_told(one) + _where(one, audit.coverage.detectable) for one in audit.coverage.detectable)
    return f"what no single run shows would be found nine times out of ten from here on: {told}" if told else ""


def _where(one: Detectable, every: tuple[Detectable, ...]) -> str:
    """The factors, where not all that were varied are alike in this."""
    alone = sum(other.kind == one.kind for other in every) == 1
    return "" if alone or not one.factors else f" under {', '.join(one.factors)}"


def _told(one: Detectable) -> str:
    match one.kind, one.smallest:
        case "delay", None:
            return "no delay that was tried"
        case "delay", smallest:
            return f"a delay of {smallest:g} s"
        case "share", None:
            return "no mark that shows in some runs only"
        case "share", smallest:
            return f"a mark in {smallest:.0%} of runs"
        case _, None:
            return "no bit of a random id"
        case _, smallest:
            return f"a bit of a random id that is decided in {smallest:.0%} of runs"
