"""``countermark.history/1``: when findings came and went, for other programs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from countermark.model.comparison import History, Thread
from countermark.model.static import HiddenList
from countermark.report.finding_parts import ChoicePart, HiddenListPart, choice, hidden_list
from countermark.report.inspection.json import published, written
from countermark.report.parts import CompletePart, Part


class ReleasePart(Part):
    """One version that the index has."""

    version: str
    published: str
    state: Literal["read", "partly-read", "not-asked", "failed"]
    reason: str


class ChangePart(Part):
    """It is in ``version`` and not in ``before``, or the other way round; those ``between`` could not be read."""

    kind: Literal["appeared", "disappeared"]
    before: str
    version: str
    published: str
    between: list[str]


class ThreadPart(Part):
    """One finding over the releases; one of ``hidden_list`` and ``choice`` is it, as the earliest release has it."""

    fingerprint: str
    hidden_list: HiddenListPart | None
    choice: ChoicePart | None
    present: list[str]
    absent: list[str]
    changes: list[ChangePart]


class HistoryDocument(Part):
    """When findings came and went (``countermark.history/1``)."""

    schema_: Literal["countermark.history/1"] = Field(alias="schema")
    name: str
    purl: str
    platform: str
    outcome: Literal["found", "nothing-found", "incomplete"]
    complete: CompletePart
    releases: list[ReleasePart]
    threads: list[ThreadPart]
    timing: dict[str, float]
    peak_bytes: int
    versions: dict[str, str]


def document(found: History) -> HistoryDocument:
    """The history as the document says it."""
    return HistoryDocument(
        schema="countermark.history/1",
        name=found.name,
        purl=found.purl,
        platform=found.platform,
        outcome=found.outcome,
        complete=CompletePart(ok=not found.incomplete_because, reasons=list(found.incomplete_because)),
        releases=[
            ReleasePart(version=one.version, published=one.published, state=one.state, reason=one.reason)
            for one in found.releases
        ],
        threads=[_thread(one) for one in found.threads],
        timing={one.step: one.seconds for one in found.timing},
        peak_bytes=found.peak_bytes,
        versions={one.name: one.version for one in found.versions},
    )


def _thread(one: Thread) -> ThreadPart:
    is_list = isinstance(one.finding, HiddenList)
    return ThreadPart(
        fingerprint=one.fingerprint,
        hidden_list=hidden_list(one.finding, {}) if isinstance(one.finding, HiddenList) else None,
        choice=None if is_list or isinstance(one.finding, HiddenList) else choice(one.finding, {}),
        present=list(one.present),
        absent=list(one.absent),
        changes=[
            ChangePart(
                kind=change.kind,
                before=change.before,
                version=change.version,
                published=change.published,
                between=list(change.between),
            )
            for change in one.changes
        ],
    )


def render(found: History) -> str:
    """The history as one JSON text."""
    return written(document(found))


def schema() -> str:
    """The JSON Schema of what ``render`` writes, as it is published."""
    return published(HistoryDocument, "countermark.history/1")
