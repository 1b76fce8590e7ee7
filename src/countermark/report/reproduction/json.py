"""``countermark.reproduction/1``: whether an audit's signals are there again, for other programs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from countermark.model.outcome import Repeated
from countermark.model.reproduction import RepeatedCause, RepeatedSignal, Reproduction
from countermark.report.inspection.json import published, written
from countermark.report.parts import ArtifactPart, Part, WherePart, where_part
from countermark.report.wire_bytes import wire_bytes


class TextPart(Part):
    """A text that stood at the place, and its bytes; both ``null`` where nothing did."""

    text: str | None
    hex: str | None


class CausePart(Part):
    """A trigger (factor → level), and what fresh runs with it and without one of its levels showed."""

    trigger: dict[str, str]
    outcome: Repeated
    p_adjusted: float
    tests: int
    runs_with: int
    runs_without: int
    texts_with: list[TextPart]
    texts_without: list[TextPart]
    same_texts: bool


class RepeatedSignalPart(Part):
    """A covert signal of the audit; ``id`` and ``fingerprint`` are those of its report."""

    id: str
    fingerprint: str
    channel: str
    where: WherePart
    outcome: Repeated
    why: str
    causes: list[CausePart]


class ReproductionDocument(Part):
    """A reproduction (``countermark.reproduction/1``); ``artifacts`` are what was fetched now."""

    schema_: Literal["countermark.reproduction/1"] = Field(alias="schema")
    evidence_id: str
    purl: str
    created: str
    artifacts: list[ArtifactPart]
    outcome: Repeated
    why: str
    signals: list[RepeatedSignalPart]
    runs: int
    failed_runs: int
    timing: dict[str, float]
    versions: dict[str, str]


def document(found: Reproduction) -> ReproductionDocument:
    """The reproduction as the document says it."""
    return ReproductionDocument(
        schema="countermark.reproduction/1",
        evidence_id=found.evidence_id,
        purl=found.target.purl,
        created=found.created,
        artifacts=[ArtifactPart(name=a.name, sha256=a.sha256, size_bytes=a.size_bytes) for a in found.artifacts],
        outcome=found.outcome,
        why=found.why,
        signals=[_signal(one) for one in found.signals],
        runs=found.runs,
        failed_runs=found.failed_runs,
        timing={one.step: one.seconds for one in found.timing},
        versions={one.name: one.version for one in found.versions},
    )


def _signal(one: RepeatedSignal) -> RepeatedSignalPart:
    return RepeatedSignalPart(
        id=one.signal.id,
        fingerprint=one.signal.fingerprint,
        channel=one.signal.channel,
        where=where_part(one.signal.where),
        outcome=one.outcome,
        why=one.why,
        causes=[_cause(cause) for cause in one.causes],
    )


def _cause(cause: RepeatedCause) -> CausePart:
    return CausePart(
        trigger={level.factor: level.value for level in cause.trigger},
        outcome=cause.outcome,
        p_adjusted=cause.p_adjusted,
        tests=cause.tests,
        runs_with=cause.runs_with,
        runs_without=cause.runs_without,
        texts_with=[_text(text) for text in cause.texts_with],
        texts_without=[_text(text) for text in cause.texts_without],
        same_texts=cause.same_texts,
    )


def _text(text: str | None) -> TextPart:
    return TextPart(text=text, hex=None if text is None else wire_bytes(text).hex())


def render(found: Reproduction) -> str:
    """The reproduction as one JSON text."""
    return written(document(found))


def schema() -> str:
    """The JSON Schema of what ``render`` writes, as it is published."""
    return published(ReproductionDocument, "countermark.reproduction/1")
