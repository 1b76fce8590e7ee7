"""What was seen inside of the tool while it ran, as the document and the terminal say it."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.probes import Comparison
from countermark.model.verdict import Audit
from countermark.report.parts import Part
from countermark.report.pen import Pen
from countermark.report.words import listed, plural

MOST_PLACES = 4
MOST_TEXTS = 8
_LONGEST = 60


class ComparisonPart(Part):
    """Something that holds a canary of ``factor`` was compared with ``texts`` at one place of the program.

    ``digest``: not itself, but its digest by this algorithm (empty: itself). Of ``hashed`` they are that digest.
    """

    factor: str
    operator: str
    digest: str
    texts: list[str]
    at: str


class ProbePart(Part):
    """A probe; ``accepted`` where nothing of what was sent was otherwise with it, else ``reason`` says what was.

    ``cut``: it wrote more than was read.
    """

    id: str
    accepted: bool
    reason: str
    cut: bool


def comparison_parts(audit: Audit) -> list[ComparisonPart]:
    """Every comparison that was seen."""
    return [
        ComparisonPart(factor=one.factor, operator=one.operator, digest=one.digest, texts=list(one.texts), at=one.at)
        for one in (audit.traced.comparisons if audit.traced else ())
    ]


def probe_parts(audit: Audit) -> list[ProbePart]:
    """Every probe that was tried."""
    cut = audit.traced.cut if audit.traced else ()
    return [
        ProbePart(id=one.probe, accepted=one.accepted, reason=one.reason, cut=one.probe in cut) for one in audit.probes
    ]


def traced_lines(audit: Audit, pen: Pen) -> Iterator[str]:
    """What the tool was seen to compare its surroundings with: the longest of each factor."""
    if audit.traced is None:
        return
    yield from pen.section("Seen inside of the tool: what it compared its surroundings with")
    for one in audit.probes:
        yield from pen.entry(
            one.probe, "changed nothing that is sent" if one.accepted else f"not accepted: {one.reason}"
        )
    for factor, places in traced_rows(audit):
        yield from pen.entry(factor, "; ".join(places))
    if not audit.traced.comparisons:
        yield "  nothing"


def traced_rows(audit: Audit) -> list[tuple[str, list[str]]]:
    """For each factor the comparisons with the most texts, in words."""
    by_factor: dict[str, list[Comparison]] = {}
    for one in audit.traced.comparisons if audit.traced else ():
        by_factor.setdefault(one.factor, []).append(one)
    return [(factor, _said(some)) for factor, some in sorted(by_factor.items())]


def _said(some: list[Comparison]) -> list[str]:
    ranked = sorted(some, key=lambda one: -len(one.texts))
    said = [f"{_operator(one)} {_texts(one.texts)} at {one.at.removeprefix('at ')}" for one in ranked[:MOST_PLACES]]
    left = len(ranked) - MOST_PLACES
    return [*said, f"and at {plural(left, 'more place')}"] if left > 0 else said


def _operator(one: Comparison) -> str:
    return f"{one.operator} (by its {one.digest})" if one.digest else one.operator


def _texts(texts: tuple[str, ...]) -> str:
    shown = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in texts[:MOST_TEXTS]]
    left = len(texts) - len(shown)
    return listed([*shown, f"{left} more"] if left else shown)
