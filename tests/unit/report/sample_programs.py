"""What was read of a program that does not exist, and what its lists did in the lab: for reports of audits."""

from __future__ import annotations

from countermark.model.probes import Canary, Comparison, ProbeReport, Traced
from countermark.model.static_evidence import ListOutcome, Origin, StaticEvidence
from unit.report import sample_readings
from unit.report.sample_signals import LINE

ORIGINS = (Origin(kind="choice", number=1), Origin(kind="flow", number=1), Origin(kind="list", number=1))


def evidence(text: str = "") -> StaticEvidence:
    """``text`` stands in every place that a tool could choose."""
    found = sample_readings.inspection(text)
    return StaticEvidence(
        findings=found.findings,
        coverage=found.coverage,
        excerpts=found.excerpts,
        incomplete_because=found.incomplete_because,
    )


def outcomes(text: str = "") -> tuple[ListOutcome, ...]:
    """The first list is confirmed; the second is opaque, and so was not tried."""
    entries = sample_readings.hidden_list(text).entries
    return (
        ListOutcome(
            number=1,
            factor="base-url",
            moved=entries,
            unmoved=(),
            near_misses=("ralay-3.example.com", text or "reley-9.example.com"),
            near_misses_moved=(),
            where=LINE,
            signal="covert-1",
        ),
    )


PROBES = (
    ProbeReport(probe="bun-comparisons", accepted=False, reason="with it 2 fields changed"),
    ProbeReport(probe="node-comparisons", accepted=True),
)


def traced(text: str = "") -> Traced:
    """What was seen inside while it ran."""
    entries = sample_readings.hidden_list(text).entries
    return Traced(
        canaries=(Canary(factor="base-url", value="https://kestrel-x.example.net", text="kestrel-x"),),
        comparisons=(
            Comparison(factor="base-url", operator="endsWith", texts=entries, at=text or "at dist/cli.js:12:401"),
            Comparison(factor="timezone", operator="in set", texts=("PRC", text or "Japan"), at="at dist/cli.js:9:1"),
        ),
    )
