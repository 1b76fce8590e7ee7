"""What the program text adds to the document of an audit: lists with what the lab showed of them, and slices."""

from __future__ import annotations

from countermark.model.static_evidence import ListOutcome
from countermark.model.verdict import Audit, Signal
from countermark.report.finding_parts import FlowPart, HiddenListPart, by_place, flow, hidden_list
from countermark.report.parts import Part, WherePart, where_part


class ConfirmationPart(Part):
    """What the lab showed of a list: its entries as levels of ``factor``, one run for each, beside near misses.

    ``unmoved`` are entries that were tried and moved nothing. ``signal`` is the covert signal that stands at ``where``.
    """

    factor: str
    tried: int
    moved: int
    unmoved: list[str]
    near_misses: list[str]
    near_misses_moved: list[str]
    where: WherePart | None
    signal: str
    reason: str


class AuditedListPart(HiddenListPart):
    """A hidden list. ``confirmed``: every entry tried moved the same bytes and no near miss did; null if none was."""

    confirmed: bool | None
    confirmation: ConfirmationPart | None


class ExplanationPart(Part):
    """What a signal comes from in the program text; the numbers count ``choices`` and ``hidden_lists`` from 1."""

    choices: list[int]
    hidden_lists: list[int]
    slice: FlowPart | None


class StaticFiguresPart(Part):
    """How much of the program text was read, and how many of its reads of the machine ask for what was varied.

    ``reads_ran`` stood in blocks that ran in a traced run, ``reads_idle`` in blocks of the same files that did not.
    """

    files: int
    bytes_parsed: int
    bytes_total: int
    reads_found: int
    reads_varied: int
    reads_ran: int
    reads_idle: int


def audited_lists(audit: Audit) -> list[AuditedListPart]:
    """Every hidden list that was read, in the order in which it is numbered."""
    if audit.static is None:
        return []
    lines = by_place(audit.static.excerpts)
    outcomes = {one.number: one for one in audit.lists}
    return [
        AuditedListPart(
            **dict(hidden_list(one, lines)),
            confirmed=outcomes[number].confirmed if number in outcomes else None,
            confirmation=_confirmation(outcomes[number]) if number in outcomes else None,
        )
        for number, one in enumerate(audit.static.findings.hidden_lists, 1)
    ]


def _confirmation(one: ListOutcome) -> ConfirmationPart:
    where = one.where
    return ConfirmationPart(
        factor=one.factor,
        tried=len(one.moved) + len(one.unmoved),
        moved=len(one.moved),
        unmoved=list(one.unmoved),
        near_misses=list(one.near_misses),
        near_misses_moved=list(one.near_misses_moved),
        where=None if where is None else where_part(where),
        signal=one.signal,
        reason=one.reason,
    )


def explanation(signal: Signal, audit: Audit) -> ExplanationPart | None:
    """What the signal comes from; nothing where the program text does not say."""
    if audit.static is None or not signal.origins:
        return None
    flows = audit.static.findings.flows
    lines = by_place(audit.static.excerpts)
    numbers = {kind: [one.number for one in signal.origins if one.kind == kind] for kind in ("choice", "flow", "list")}
    return ExplanationPart(
        choices=numbers["choice"],
        hidden_lists=numbers["list"],
        slice=flow(flows[numbers["flow"][0] - 1], lines) if numbers["flow"] else None,
    )


def static_figures(audit: Audit) -> StaticFiguresPart | None:
    """How much was read; nothing where nothing was."""
    if audit.static is None:
        return None
    covered = audit.static.coverage
    return StaticFiguresPart(
        files=sum(file.parsed_bytes > 0 for file in covered.files),
        bytes_parsed=covered.bytes_parsed,
        bytes_total=covered.bytes_total,
        reads_found=len(audit.static.findings.reads),
        reads_varied=audit.reads_varied,
        reads_ran=len(audit.traced.reads_ran) if audit.traced else 0,
        reads_idle=len(audit.traced.reads_idle) if audit.traced else 0,
    )
