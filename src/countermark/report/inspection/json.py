"""``countermark.inspect/1``: what reading a target found, for other programs; pure ASCII, so that nothing can hide."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import Field

from countermark.model.inspection import Inspection
from countermark.report.finding_parts import (
    ChoicePart,
    CodeLoadingPart,
    DestinationReadPart,
    FlowPart,
    HiddenListPart,
    PlatformsPart,
    PredicatePart,
    ReadPart,
    StaticCoveragePart,
    UnfinishedPart,
    UninspectedPart,
    ViolationPart,
    by_place,
    coverage_part,
    findings_part,
    platforms_part,
    target_part,
    uninspected_part,
    violation_part,
)
from countermark.report.parts import CompletePart, Part, SkippedPart, TargetPart


class RulePart(Part):
    """A rule that was applied."""

    id: str
    title: str


class InspectDocument(Part):
    """What reading one target found (``countermark.inspect/1``)."""

    schema_: Literal["countermark.inspect/1"] = Field(alias="schema")
    target: TargetPart
    outcome: Literal["found", "nothing-found", "incomplete"]
    complete: CompletePart
    hidden_lists: list[HiddenListPart]
    choices: list[ChoicePart]
    predicates: list[PredicatePart]
    reads: list[ReadPart]
    destinations: list[DestinationReadPart]
    flows: list[FlowPart]
    code_loading: list[CodeLoadingPart]
    unfinished: list[UnfinishedPart]
    coverage: StaticCoveragePart
    uninspected: list[UninspectedPart]
    violations: list[ViolationPart]
    platforms: PlatformsPart | None
    skipped: list[SkippedPart]
    notes: list[str]
    media: dict[str, int]
    rules: list[RulePart]
    timing: dict[str, float]
    peak_bytes: int
    versions: dict[str, str]


def document(found: Inspection) -> InspectDocument:
    """The inspection as the document says it."""
    parts = findings_part(found.findings, by_place(found.excerpts))
    return InspectDocument(
        schema="countermark.inspect/1",
        target=target_part(found.target),
        outcome=found.outcome,
        complete=CompletePart(ok=not found.incomplete_because, reasons=list(found.incomplete_because)),
        hidden_lists=parts.hidden_lists,
        choices=parts.choices,
        predicates=parts.predicates,
        reads=parts.reads,
        destinations=parts.destinations,
        flows=parts.flows,
        code_loading=parts.code_loading,
        unfinished=parts.unfinished,
        coverage=coverage_part(found.coverage),
        uninspected=[uninspected_part(one) for one in found.uninspected],
        violations=[violation_part(one) for one in found.violations],
        platforms=platforms_part(found.platforms),
        skipped=[SkippedPart(step=one.step, reason=one.reason) for one in found.skipped],
        notes=list(found.notes),
        media={"files": found.media_files, "bytes": found.media_bytes},
        rules=[RulePart(id=rule.id, title=rule.title) for rule in found.rules],
        timing={one.step: one.seconds for one in found.timing},
        peak_bytes=found.peak_bytes,
        versions={one.name: one.version for one in found.versions},
    )


def render(found: Inspection) -> str:
    """The inspection as one JSON text."""
    return written(document(found))


def schema() -> str:
    """The JSON Schema of what ``render`` writes, as it is published."""
    return published(InspectDocument, "countermark.inspect/1")


def written(said: Part) -> str:
    """A document as one JSON text in ASCII."""
    return (
        json.dumps(said.model_dump(mode="python", by_alias=True), ensure_ascii=True, allow_nan=False, indent=2) + "\n"
    )


def published(kind: type[Part], title: str) -> str:
    """The JSON Schema of a document."""
    found = kind.model_json_schema(by_alias=True, mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(head | {key: value for key, value in found.items() if key != "title"}, indent=2) + "\n"
