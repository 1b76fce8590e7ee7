"""``countermark.diff/1``: what is new in a version, for other programs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from countermark.model.comparison import Difference, NewCode, Side
from countermark.report.finding_parts import (
    FindingsPart,
    PlacePart,
    StaticCoveragePart,
    by_place,
    coverage_part,
    findings_part,
    place,
    target_part,
)
from countermark.report.inspection.json import published, written
from countermark.report.parts import CompletePart, Part, TargetPart


class SidePart(Part):
    """One of the two versions."""

    target: TargetPart
    complete: CompletePart
    coverage: StaticCoveragePart
    units: int


class NewCodePart(Part):
    """A piece of program text that the older version does not have under any names.

    ``itself`` is false where it is as before but names or holds other pieces than it did; ``own_bytes`` are without
    those that it holds. ``names`` are those names in it that stand for another piece of the file than they did.
    """

    where: PlacePart
    own_bytes: int
    itself: bool
    names: list[str]
    excerpt: str


class UnitsPart(Part):
    """How many pieces the programs have, and how many of the newer's are new."""

    old: int
    new: int
    added: int


class DiffDocument(Part):
    """What is new in a version (``countermark.diff/1``)."""

    schema_: Literal["countermark.diff/1"] = Field(alias="schema")
    old: SidePart
    new: SidePart
    outcome: Literal["found", "nothing-found", "incomplete"]
    units: UnitsPart
    added: FindingsPart
    removed: FindingsPart
    new_code: list[NewCodePart]
    timing: dict[str, float]
    peak_bytes: int
    versions: dict[str, str]


def document(found: Difference) -> DiffDocument:
    """The difference as the document says it."""
    return DiffDocument(
        schema="countermark.diff/1",
        old=_side(found.old),
        new=_side(found.new),
        outcome=found.outcome,
        units=UnitsPart(old=found.old.units, new=found.new.units, added=found.new_units),
        added=findings_part(found.added, by_place(found.excerpts)),
        removed=findings_part(found.removed, {}),
        new_code=[_code(code) for code in found.new_code],
        timing={one.step: one.seconds for one in found.timing},
        peak_bytes=found.peak_bytes,
        versions={one.name: one.version for one in found.versions},
    )


def _side(side: Side) -> SidePart:
    return SidePart(
        target=target_part(side.target),
        complete=CompletePart(ok=not side.incomplete_because, reasons=list(side.incomplete_because)),
        coverage=coverage_part(side.coverage),
        units=side.units,
    )


def _code(code: NewCode) -> NewCodePart:
    return NewCodePart(
        where=place(code.where, {}),
        own_bytes=code.own_bytes,
        itself=code.itself,
        names=list(code.names),
        excerpt=code.excerpt,
    )


def render(found: Difference) -> str:
    """The difference as one JSON text."""
    return written(document(found))


def schema() -> str:
    """The JSON Schema of what ``render`` writes, as it is published."""
    return published(DiffDocument, "countermark.diff/1")
