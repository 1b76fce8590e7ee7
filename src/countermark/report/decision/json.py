"""``countermark.gate/1``: what a policy or an approved audit says to an audit, for other programs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from countermark.model.policy import Decision, Rule
from countermark.model.verdict import Audit
from countermark.report.inspection.json import published, written
from countermark.report.parts import CompletePart, Part


class ViolationPart(Part):
    """Something that is not allowed; ``line`` is the policy's, 0 where none speaks of it."""

    rule: Rule
    what: str
    line: int


class WaivedPart(Part):
    """A covert signal that is allowed: the rest is ``null`` where it was approved before."""

    id: str
    fingerprint: str
    reason: str | None
    owner: str | None
    expires: str | None


class DecisionDocument(Part):
    """A decision (``countermark.gate/1``) on the audit with ``evidence_id``."""

    schema_: Literal["countermark.gate/1"] = Field(alias="schema")
    evidence_id: str
    purl: str
    policy: str
    baseline: str
    allowed: bool
    complete: CompletePart
    violations: list[ViolationPart]
    waived: list[WaivedPart]
    unused_lines: list[int]


def document(found: Decision, audit: Audit) -> DecisionDocument:
    """The decision as the document says it; ``complete`` joins the policy's demands with the audit's own."""
    reasons = [*audit.incomplete_because, *found.lacking]
    return DecisionDocument(
        schema="countermark.gate/1",
        evidence_id=audit.evidence_id,
        purl=audit.target.purl,
        policy=found.policy,
        baseline=found.baseline,
        allowed=not found.violations,
        complete=CompletePart(ok=not reasons, reasons=reasons),
        violations=[ViolationPart(rule=one.rule, what=one.what, line=one.line) for one in found.violations],
        waived=[
            WaivedPart(
                id=one.signal.id,
                fingerprint=one.signal.fingerprint,
                reason=one.by.reason if one.by else None,
                owner=one.by.owner if one.by else None,
                expires=one.by.expires.isoformat() if one.by else None,
            )
            for one in found.waived
        ],
        unused_lines=list(found.unused),
    )


def render(found: Decision, audit: Audit) -> str:
    """The decision as one JSON text."""
    return written(document(found, audit))


def schema() -> str:
    """The JSON Schema of what ``render`` writes, as it is published."""
    return published(DecisionDocument, "countermark.gate/1")
