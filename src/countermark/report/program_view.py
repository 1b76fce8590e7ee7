"""What the page of an audit shows of the program text: lists and what the lab showed of them, choices, slices."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.inspection import Excerpt
from countermark.model.static import Choice, Flow, HiddenList, Where
from countermark.model.verdict import Audit
from countermark.report import finding_words as say
from countermark.report.asked_parts import reads_text
from countermark.report.finding_lines import coverage_text
from countermark.report.terminal_static import outcome_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A hidden list, and what its entries did in the lab; ``signal`` is the id of the one that it stands behind."""

    number: int
    found: HiddenList
    outcome: str
    is_confirmed: bool
    signal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """What one signal comes from."""

    signal: str
    choices: tuple[int, ...]
    lists: tuple[int, ...]
    title: str
    flow: Flow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramView:
    """The section; ``lines`` holds what stands at each place."""

    read: str
    lists: tuple[ListView, ...]
    choices: tuple[Choice, ...]
    origins: tuple[OriginView, ...]
    lines: dict[Where, Excerpt]


def program_view(audit: Audit) -> ProgramView | None:
    """The section, where the program text was read."""
    if audit.static is None:
        return None
    found = audit.static.findings
    return ProgramView(
        read=f"{coverage_text(audit.static.coverage)}; {reads_text(audit)}.",
        lists=_lists(audit, found.hidden_lists),
        choices=say.covert_choices(found),
        origins=_origins(audit, found.flows),
        lines={one.where: one for one in audit.static.excerpts},
    )


def _lists(audit: Audit, lists: tuple[HiddenList, ...]) -> tuple[ListView, ...]:
    outcomes = {one.number: one for one in audit.lists}
    told = {signal.id for signal in audit.signals}
    return tuple(
        ListView(
            number=number,
            found=one,
            outcome=outcome_text(outcomes.get(number)),
            is_confirmed=number in outcomes and outcomes[number].confirmed is True,
            signal=outcomes[number].signal if number in outcomes and outcomes[number].signal in told else "",
        )
        for number, one in enumerate(lists, 1)
    )


def _origins(audit: Audit, flows: tuple[Flow, ...]) -> tuple[OriginView, ...]:
    views = []
    for signal in audit.signals:
        numbers = {kind: tuple(one.number for one in signal.origins if one.kind == kind) for kind in _KINDS}
        flow = flows[numbers["flow"][0] - 1] if numbers["flow"] else None
        if signal.origins:
            title = say.flow_title(flow) if flow else ""
            views.append(
                OriginView(signal=signal.id, choices=numbers["choice"], lists=numbers["list"], title=title, flow=flow)
            )
    return tuple(views)


_KINDS = ("choice", "flow", "list")
