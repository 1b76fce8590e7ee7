"""Everything that the page shows, as the templates want it."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.probes import ProbeReport
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import SealCheck
from countermark.model.target import Artifact
from countermark.model.verdict import Asked, Audit, Coverage, Kind
from countermark.report import words
from countermark.report.asked_parts import asked_facts, unexamined_names
from countermark.report.behaviour_parts import behaviour_rows
from countermark.report.detectable_parts import detectable_text
from countermark.report.earlier_parts import earlier_text
from countermark.report.group_views import (
    CollectionGroupView,
    KindView,
    NoiseGroupView,
    anchors,
    collection_group_views,
    kind_views,
    noise_group_views,
)
from countermark.report.matrix import Column, MatrixRow, columns, matrix
from countermark.report.program_view import ProgramView, program_view
from countermark.report.signal_view import SignalView, signal_view
from countermark.report.switch_parts import switches_text
from countermark.report.totals import DestinationGroup, destination_groups
from countermark.report.traced_parts import traced_rows

SECTIONS = (
    ("influences", "What depends on what"),
    ("signals", "Covert signals"),
    ("program", "In the program text"),
    ("inside", "Seen inside"),
    ("open", "Open influences"),
    ("collections", "Collected"),
    ("destinations", "Destinations"),
    ("behaviour", "What it does"),
    ("coverage", "Design and coverage"),
    ("noise", "Noise"),
    ("sealing", "Sealing"),
    ("not-examined", "Not examined"),
    ("check", "Check it yourself"),
)
CHART_WIDTH = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPart:
    """A stretch of the chart of runs."""

    title: str
    style: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level that was tried, and the strongest kind of influence that it fires (``still``: none)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariedView:
    """A factor with every level that was tried."""

    name: str
    levels: tuple[LevelView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page."""

    title: str
    created: str
    platform: str
    name: str
    version: str
    purl: str
    artifacts: tuple[Artifact, ...]
    profile_id: str
    profile_sha256: str
    verdict: str
    verdict_title: str
    verdict_text: str
    reasons: tuple[str, ...]
    facts: tuple[words.Fact, ...]
    sections: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    matrix: tuple[MatrixRow, ...]
    still: bool
    signals: tuple[SignalView, ...]
    program: ProgramView | None
    traced: list[tuple[str, list[str]]]
    behaviour: list[tuple[str, list[str]]]
    probes: tuple[ProbeReport, ...]
    open: tuple[KindView, ...]
    collections: tuple[CollectionGroupView, ...]
    destinations: tuple[DestinationGroup, ...]
    run_parts: tuple[RunPart, ...]
    runs_label: str
    combinations: float
    combinations_label: str
    factors: tuple[VariedView, ...]
    noise: tuple[NoiseGroupView, ...]
    noise_count: str
    sealing: tuple[SealCheck, ...]
    asked: tuple[Asked, ...]
    by_chance: str
    tried_first: str
    switches: str
    unexamined: list[tuple[str, str, list[str]]]
    not_examined: tuple[tuple[str, str], ...]
    evidence_id: str
    versions: tuple[NamedVersion, ...]
    timing: tuple[Duration, ...]


def page(audit: Audit) -> Page:
    """What the page of an audit shows."""
    across = columns(audit)
    kinds = kind_views(audit)
    coverage = audit.coverage
    return Page(
        title=f"{words.verdict_title(audit)}: {words.tool_name(audit)}",
        created=audit.created.replace("T", " ").replace("Z", " UTC").replace("+00:00", " UTC"),
        platform=audit.target.platform,
        name=audit.target.name or audit.target.purl,
        version=audit.target.version,
        purl=audit.target.purl,
        artifacts=audit.target.artifacts,
        profile_id=audit.profile_id,
        profile_sha256=audit.profile_sha256,
        verdict=audit.verdict.value,
        verdict_title=words.verdict_title(audit),
        verdict_text=words.verdict_text(audit),
        reasons=audit.incomplete_because,
        facts=(*words.facts(audit), *asked_facts(audit)),
        sections=tuple(one for one in SECTIONS if one[0] not in _absent(audit)),
        columns=across,
        matrix=matrix(audit, across, anchors(kinds)),
        still=any(column.still for column in across),
        signals=tuple(signal_view(signal) for signal in audit.signals),
        program=program_view(audit),
        traced=traced_rows(audit),
        behaviour=behaviour_rows(audit),
        probes=audit.probes,
        open=kinds,
        collections=collection_group_views(audit.collections),
        destinations=destination_groups(audit.destinations, audit.coverage.factors),
        run_parts=_run_parts(coverage),
        runs_label=words.plural(coverage.runs, "run"),
        combinations=min(1.0, max(0.0, coverage.combinations_covered)),
        combinations_label=_combinations(coverage),
        factors=_varied(audit),
        noise=noise_group_views(audit.noise),
        noise_count=words.plural(len(audit.noise), "place"),
        sealing=audit.sealing,
        asked=coverage.asked,
        by_chance=detectable_text(audit),
        tried_first=earlier_text(audit),
        switches=switches_text(audit),
        unexamined=unexamined_names(audit.coverage.asked),
        not_examined=words.not_examined(audit),
        evidence_id=audit.evidence_id,
        versions=audit.versions,
        timing=audit.timing,
    )


def _combinations(coverage: Coverage) -> str:
    share = words.percent(coverage.combinations_covered)
    return f"{share} of all {coverage.strength}-way combinations of levels were run"


def _absent(audit: Audit) -> frozenset[str]:
    """Sections for which nothing was looked at."""
    known = {"program": audit.static, "inside": audit.traced, "behaviour": audit.behaviour}
    return frozenset(name for name, found in known.items() if found is None)


def _run_parts(coverage: Coverage) -> tuple[RunPart, ...]:
    others = max(0, coverage.runs - coverage.baseline_runs - coverage.failed_runs)
    counts = (
        (coverage.baseline_runs, words.plural(coverage.baseline_runs, "baseline"), "fill"),
        (others, f"{words.plural(others, 'run')} under other surroundings", "other"),
        (coverage.failed_runs, f"{coverage.failed_runs} failed", "failed"),
    )
    parts: list[RunPart] = []
    at = 0.0
    for count, title, style in counts:
        width = CHART_WIDTH * count / max(1, sum(number for number, _, _ in counts))
        if count:
            parts.append(RunPart(title=title, style=style, x=at, width=width))
        at += width
    return tuple(parts)


def _varied(audit: Audit) -> tuple[VariedView, ...]:
    kinds: dict[tuple[str, str], str] = {}
    for kind in (Kind.OVERT, Kind.FUNCTIONAL, Kind.COVERT):
        for signal in (*audit.signals, *audit.functional, *audit.overt):
            if signal.kind is kind:
                kinds |= {(item.factor, level): kind.value for item in signal.trigger for level in item.levels}
    return tuple(
        VariedView(
            name=factor.factor,
            levels=tuple(
                LevelView(name=words.level_names((level,))[0], kind=kinds.get((factor.factor, level), "still"))
                for level in factor.levels
            ),
        )
        for factor in audit.coverage.factors
    )
