"""``countermark.audit/1`` as types: what is written is made of these, and the published JSON Schema is theirs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from countermark.model.verdict import (
    Audit,
    Collection,
    Component,
    Destination,
    Evidence,
    OpaquePayload,
    Signal,
    TableRow,
    TriggerFactor,
)
from countermark.report.asked_parts import AskedPart, asked_parts
from countermark.report.audited_parts import (
    AuditedListPart,
    ExplanationPart,
    StaticFiguresPart,
    audited_lists,
    explanation,
    static_figures,
)
from countermark.report.behaviour_parts import BehaviourPart, behaviour_part
from countermark.report.branch_parts import BranchPart, branch_parts
from countermark.report.detectable_parts import DetectablePart, detectable_parts
from countermark.report.earlier_parts import EarlierPart, earlier_parts
from countermark.report.finding_parts import ChoicePart, by_place, choice
from countermark.report.finding_words import covert_choices
from countermark.report.parts import ArtifactPart, CompletePart, Part, SkippedPart, TargetPart, WherePart, where_part
from countermark.report.switch_parts import SwitchesPart, switches_part
from countermark.report.traced_parts import ComparisonPart, ProbePart, comparison_parts, probe_parts
from countermark.report.wire_bytes import wire_bytes

Kind = Literal["overt", "functional", "covert"]


class ProfilePart(Part):
    """How it was launched: the digest is that of the profile's TOML."""

    id: str
    sha256: str


class ScopePart(Part):
    """How the tool was used, how its model calls were reached, and on what."""

    mode: str
    endpoint: str
    platform: str


class FactorPart(Part):
    """A factor and some of its levels."""

    factor: str
    levels: list[str]


class TriggerPart(Part):
    """The factors that together cause it, each with the levels that fire it."""

    factors: list[FactorPart]


class RowPart(Part):
    """A state of the trigger and the text that then stands at the place: ``null`` where there is none.

    ``hex`` are the bytes of ``text`` in UTF-8; bytes that were no UTF-8 (U+DC80 to U+DCFF in ``text``) are
    themselves.
    """

    when: dict[str, list[str]]
    text: str | None
    hex: Annotated[str, Field(pattern="^([0-9a-f]{2})*$")] | None


class ConfidencePart(Part):
    """From confirmation runs alone: p after Holm's correction, the tests in the family, runs on each side."""

    p_adjusted: float
    tests: int
    runs_with: int
    runs_without: int


class EvidencePart(Part):
    """Bytes of ``blobs/<blob>`` in the audit directory, from ``offset``, ``length`` of them."""

    run: str
    blob: str
    offset: int
    length: int


class ComponentPart(Part):
    """One independently triggered piece of a signal."""

    channel: str
    trigger: TriggerPart
    table: list[RowPart]
    bits: float


class SignalPart(Part):
    """An influence, explained. ``fingerprint`` is the same for the same thing in another version of the tool."""

    id: str
    fingerprint: str
    kind: Kind
    channel: str
    summary: str
    where: WherePart
    also: list[WherePart]
    trigger: TriggerPart
    table: list[RowPart]
    components: list[ComponentPart]
    bits: float
    mutual_information_bits: float
    confidence: ConfidencePart
    evidence: list[EvidencePart]
    explanation: ExplanationPart | None
    branches: list[BranchPart]


class CollectionPart(Part):
    """A value of the surroundings that leaves the machine; ``run`` shows it."""

    factor: str
    value: str
    form: str
    host: str
    where: WherePart
    run: str


class OpaquePart(Part):
    """A payload that could not be decoded."""

    host: str
    role: str
    reason: str
    size_bytes: int
    runs: int


class DestinationPart(Part):
    """A host that was contacted, over all runs; ``when`` says under which circumstances."""

    host: str
    port: int
    when: str
    purpose: str
    bytes_sent: int
    decoded: bool
    runs: int


class NoisePart(Part):
    """A place that varies although the surroundings do not; ``residual_bits`` is what could hide in it."""

    where: WherePart
    reason: str
    residual_bits: float


class CoveragePart(Part):
    """What was varied; ``combinations_covered`` is the share of all ``strength``-way combinations of levels.

    ``asked`` is what the program asks its surroundings, as far as it was found; ``detectable`` how small a mark that no
    single run shows would have been found; ``switches`` which remote ones the tool asked for.
    """

    factors: list[FactorPart]
    strength: int
    combinations_covered: float
    runs: int
    failed_runs: int
    baseline_runs: int
    model_exchanges: int
    static: StaticFiguresPart | None
    asked: list[AskedPart]
    detectable: list[DetectablePart]
    switches: SwitchesPart | None


class SealingPart(Part):
    """A way out of the lab that was tried before any run, and who answered."""

    id: str
    title: str
    sealed: bool
    answered_by: str
    detail: str


class AuditDocument(Part):
    """An audit of one tool (``countermark.audit/1``)."""

    schema_: Literal["countermark.audit/1"] = Field(alias="schema")
    created: str
    target: TargetPart
    profile: ProfilePart
    scope: ScopePart
    verdict: Literal["covert", "nothing-covert-found", "incomplete"]
    complete: CompletePart
    signals: list[SignalPart]
    hidden_lists: list[AuditedListPart]
    choices: list[ChoicePart]
    comparisons: list[ComparisonPart]
    probes: list[ProbePart]
    listeners: list[str]
    behaviour: BehaviourPart | None
    overt: list[SignalPart]
    functional: list[SignalPart]
    collections: list[CollectionPart]
    opaque: list[OpaquePart]
    destinations: list[DestinationPart]
    noise: list[NoisePart]
    coverage: CoveragePart
    earlier: list[EarlierPart]
    sealing: list[SealingPart]
    skipped: list[SkippedPart]
    evidence_id: str
    timing: dict[str, float]
    versions: dict[str, str]


def document(audit: Audit) -> AuditDocument:
    """The audit as the document says it."""
    target = audit.target
    return AuditDocument(
        schema="countermark.audit/1",
        created=audit.created,
        target=TargetPart(
            purl=target.purl,
            name=target.name,
            version=target.version,
            platform=target.platform,
            artifacts=[ArtifactPart(name=a.name, sha256=a.sha256, size_bytes=a.size_bytes) for a in target.artifacts],
        ),
        profile=ProfilePart(id=audit.profile_id, sha256=audit.profile_sha256),
        scope=ScopePart(mode=audit.scope.mode, endpoint=audit.scope.endpoint, platform=audit.scope.platform),
        verdict=audit.verdict.value,
        complete=CompletePart(ok=not audit.incomplete_because, reasons=list(audit.incomplete_because)),
        signals=[_signal(item, audit) for item in audit.signals],
        hidden_lists=audited_lists(audit),
        choices=_choices(audit),
        comparisons=comparison_parts(audit),
        probes=probe_parts(audit),
        listeners=list(audit.traced.listeners) if audit.traced else [],
        behaviour=behaviour_part(audit),
        overt=[_signal(item, audit) for item in audit.overt],
        functional=[_signal(item, audit) for item in audit.functional],
        collections=[_collection(item) for item in audit.collections],
        opaque=[_opaque(item) for item in audit.opaque],
        destinations=[_destination(item) for item in audit.destinations],
        noise=[
            NoisePart(where=where_part(item.where), reason=item.reason, residual_bits=item.residual_bits)
            for item in audit.noise
        ],
        coverage=_coverage(audit),
        earlier=earlier_parts(audit),
        sealing=[
            SealingPart(id=s.id, title=s.title, sealed=s.sealed, answered_by=s.answered_by, detail=s.detail)
            for s in audit.sealing
        ],
        skipped=[SkippedPart(step=item.step, reason=item.reason) for item in audit.skipped],
        evidence_id=audit.evidence_id,
        timing={item.step: item.seconds for item in audit.timing},
        versions={item.name: item.version for item in audit.versions},
    )


def _factors(factors: tuple[TriggerFactor, ...]) -> list[FactorPart]:
    return [FactorPart(factor=item.factor, levels=list(item.levels)) for item in factors]


def _row(row: TableRow) -> RowPart:
    return RowPart(
        when={item.factor: list(item.levels) for item in row.when},
        text=row.text,
        hex=None if row.text is None else wire_bytes(row.text).hex(),
    )


def _component(item: Component) -> ComponentPart:
    return ComponentPart(
        channel=item.channel,
        trigger=TriggerPart(factors=_factors(item.trigger)),
        table=[_row(row) for row in item.table],
        bits=item.bits,
    )


def _evidence(item: Evidence) -> EvidencePart:
    return EvidencePart(run=item.run, blob=item.blob, offset=item.offset, length=item.length)


def _signal(signal: Signal, audit: Audit) -> SignalPart:
    sure = signal.confidence
    return SignalPart(
        id=signal.id,
        fingerprint=signal.fingerprint,
        kind=signal.kind.value,
        channel=signal.channel,
        summary=signal.summary,
        where=where_part(signal.where),
        also=[where_part(address) for address in signal.also],
        trigger=TriggerPart(factors=_factors(signal.trigger)),
        table=[_row(row) for row in signal.table],
        components=[_component(item) for item in signal.components],
        bits=signal.bits,
        mutual_information_bits=signal.mutual_information_bits,
        confidence=ConfidencePart(
            p_adjusted=sure.p_adjusted, tests=sure.tests, runs_with=sure.runs_with, runs_without=sure.runs_without
        ),
        evidence=[_evidence(item) for item in signal.evidence],
        explanation=explanation(signal, audit),
        branches=branch_parts(signal),
    )


def _choices(audit: Audit) -> list[ChoicePart]:
    """Choices that something decides, in the order in which ``explanation`` numbers them."""
    if audit.static is None:
        return []
    lines = by_place(audit.static.excerpts)
    return [choice(one, lines) for one in covert_choices(audit.static.findings)]


def _collection(item: Collection) -> CollectionPart:
    return CollectionPart(
        factor=item.factor, value=item.value, form=item.form, host=item.host, where=where_part(item.where), run=item.run
    )


def _opaque(item: OpaquePayload) -> OpaquePart:
    return OpaquePart(host=item.host, role=item.role, reason=item.reason, size_bytes=item.size_bytes, runs=item.runs)


def _destination(item: Destination) -> DestinationPart:
    return DestinationPart(
        host=item.host,
        port=item.port,
        when=item.when,
        purpose=item.purpose,
        bytes_sent=item.bytes_sent,
        decoded=item.decoded,
        runs=item.runs,
    )


def _coverage(audit: Audit) -> CoveragePart:
    coverage = audit.coverage
    return CoveragePart(
        factors=_factors(coverage.factors),
        strength=coverage.strength,
        combinations_covered=coverage.combinations_covered,
        runs=coverage.runs,
        failed_runs=coverage.failed_runs,
        baseline_runs=coverage.baseline_runs,
        model_exchanges=coverage.model_exchanges,
        static=static_figures(audit),
        asked=asked_parts(audit),
        detectable=detectable_parts(audit),
        switches=switches_part(audit),
    )
