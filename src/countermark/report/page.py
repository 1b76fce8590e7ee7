"""Everything that the page shows, as the templates want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermark.model.observation import Address
from countermark.model.run import SealCheck
from countermark.model.target import Artifact
from countermark.model.verdict import Audit, Coverage, Destination, Duration, Kind, NamedVersion, Signal
from countermark.report import words
from countermark.report.signal_view import FactorView, PlaceView, SignalView, level_name, place_view, signal_view

SECTIONS = (
    ("influences", "What depends on what"),
    ("signals", "Covert signals"),
    ("open", "Open influences"),
    ("collections", "Collected"),
    ("destinations", "Destinations"),
    ("coverage", "Design and coverage"),
    ("noise", "Noise"),
    ("sealing", "Sealing"),
    ("not-examined", "Not examined"),
    ("check", "Check it yourself"),
)
LETTERS = {"covert": "C", "functional": "F", "overt": "O", "collected": "V"}
CHART_WIDTH = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark in the matrix; ``target`` is the id on the page that explains it."""

    kind: str
    letter: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A place, and for each column the marks that stand there."""

    where: PlaceView
    cells: tuple[tuple[Dot, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A factor at the head of the matrix; ``still`` where nothing followed it."""

    name: str
    still: bool


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
class CollectionView:
    """A value that left the machine."""

    factor: str
    value: str
    form: str
    host: str
    where: PlaceView
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseView:
    """A place that varies by itself; ``share`` is its part of the largest residual capacity."""

    where: PlaceView
    reason: str
    bits: str
    share: float


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
    open: tuple[SignalView, ...]
    collections: tuple[CollectionView, ...]
    destinations: tuple[Destination, ...]
    run_parts: tuple[RunPart, ...]
    runs_label: str
    combinations: float
    combinations_label: str
    factors: tuple[VariedView, ...]
    noise: tuple[NoiseView, ...]
    sealing: tuple[SealCheck, ...]
    not_examined: tuple[tuple[str, str], ...]
    evidence_id: str
    versions: tuple[NamedVersion, ...]
    timing: tuple[Duration, ...]


def page(audit: Audit) -> Page:
    """What the page of an audit shows."""
    columns = _columns(audit)
    coverage = audit.coverage
    return Page(
        title=f"{words.verdict_title(audit)}: {words.tool_name(audit)}",
        created=audit.created.replace("T", " ").replace("Z", " UTC"),
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
        facts=words.facts(audit),
        sections=SECTIONS,
        columns=columns,
        matrix=_matrix(audit, columns),
        still=any(column.still for column in columns),
        signals=tuple(signal_view(signal) for signal in audit.signals),
        open=tuple(signal_view(signal) for signal in (*audit.functional, *audit.overt)),
        collections=_collections(audit),
        destinations=audit.destinations,
        run_parts=_run_parts(coverage),
        runs_label=words.plural(coverage.runs, "run"),
        combinations=min(1.0, max(0.0, coverage.combinations_covered)),
        combinations_label=(
            f"{words.percent(coverage.combinations_covered)} of all {coverage.strength}-way combinations "
            "of levels were run"
        ),
        factors=_varied(audit),
        noise=_noise(audit),
        sealing=audit.sealing,
        not_examined=words.not_examined(audit),
        evidence_id=audit.evidence_id,
        versions=audit.versions,
        timing=audit.timing,
    )


def _every(audit: Audit) -> tuple[Signal, ...]:
    return (*audit.signals, *audit.functional, *audit.overt)


def _columns(audit: Audit) -> tuple[Column, ...]:
    """Factors that something follows first, then the others, each in the order of the coverage."""
    following = {item.factor for signal in _every(audit) for item in signal.trigger}
    following |= {item.factor for item in audit.collections}
    names = list(dict.fromkeys([*(factor.factor for factor in audit.coverage.factors), *sorted(following)]))
    names.sort(key=lambda name: name not in following)
    return tuple(Column(name=name, still=name not in following) for name in names)


def _matrix(audit: Audit, columns: Sequence[Column]) -> tuple[MatrixRow, ...]:
    """One row for each place, covert ones first; no mark twice in a cell."""
    dots: dict[Address, dict[str, dict[str, Dot]]] = {}
    for signal in _every(audit):
        for address in (signal.where, *signal.also):
            for item in signal.trigger:
                _put(dots, address, item.factor, signal.kind.value, signal.id)
    for collection in audit.collections:
        _put(dots, collection.where, collection.factor, "collected", "collections")
    return tuple(
        MatrixRow(
            where=place_view(address),
            cells=tuple(tuple(by_factor.get(column.name, {}).values()) for column in columns),
        )
        for address, by_factor in dots.items()
    )


def _put(dots: dict[Address, dict[str, dict[str, Dot]]], address: Address, factor: str, kind: str, target: str) -> None:
    cell = dots.setdefault(address, {}).setdefault(factor, {})
    cell.setdefault(kind, Dot(kind=kind, letter=LETTERS[kind], target=target))


def _collections(audit: Audit) -> tuple[CollectionView, ...]:
    return tuple(
        CollectionView(
            factor=item.factor,
            value=level_name(item.value),
            form=words.form(item.form),
            host=item.host,
            where=place_view(item.where),
            run=item.run,
        )
        for item in audit.collections
    )


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
        for signal in _every(audit):
            if signal.kind is kind:
                kinds |= {(item.factor, level): kind.value for item in signal.trigger for level in item.levels}
    return tuple(
        VariedView(
            name=factor.factor,
            levels=tuple(
                LevelView(name=level_name(level), kind=kinds.get((factor.factor, level), "still"))
                for level in factor.levels
            ),
        )
        for factor in audit.coverage.factors
    )


def _noise(audit: Audit) -> tuple[NoiseView, ...]:
    most = max((item.residual_bits for item in audit.noise), default=0.0)
    ordered = sorted(audit.noise, key=lambda item: (-item.residual_bits, item.where))
    return tuple(
        NoiseView(
            where=place_view(item.where),
            reason=item.reason,
            bits=words.bits(item.residual_bits),
            share=item.residual_bits / most if most > 0 else 0.0,
        )
        for item in ordered
    )


__all__ = ["FactorView", "Page", "page"]
