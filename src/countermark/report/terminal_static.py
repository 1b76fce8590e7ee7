"""What the program text adds to an audit, on a terminal: where a signal comes from, and what was shown of each list."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.inspection import Excerpt
from countermark.model.static import HiddenList, Where
from countermark.model.static_evidence import ListOutcome
from countermark.model.verdict import Audit, Signal
from countermark.report import finding_words as say
from countermark.report import words
from countermark.report.pen import Pen, wrapped

MOST_STEPS = 20
MOST_ENTRIES = 12
MOST_UNMOVED = 6

Lines = dict[Where, Excerpt]


def origin_lines(signal: Signal, audit: Audit, pen: Pen) -> Iterator[str]:
    """What of the program text the signal comes from; nothing where that could not be told."""
    if audit.static is None or not signal.origins:
        return
    found = audit.static.findings
    lines = {one.where: one for one in audit.static.excerpts}
    choices = say.covert_choices(found)
    for origin in signal.origins:
        match origin.kind:
            case "choice":
                one = choices[origin.number - 1]
                yield from pen.entry("chosen by", f"{_excerpt(one.where, lines)} ({_spot(one.where, lines)})")
            case "list":
                known = found.hidden_lists[origin.number - 1]
                yield from pen.entry("looked up in", f"hidden list {origin.number}: {say.list_title(known)}")
            case "flow":
                yield from _slice(origin.number, audit, pen)


def _slice(number: int, audit: Audit, pen: Pen) -> Iterator[str]:
    if audit.static is None:
        return
    flow = audit.static.findings.flows[number - 1]
    yield from pen.entry("how it gets there", say.flow_title(flow))
    for count, step in enumerate(flow.steps[:MOST_STEPS], 1):
        note = f"{step.note}: " if step.note else ""
        yield from wrapped(f"{count}. {note}{step.excerpt}", "    ", "       ")
        yield f"       {say.spot(step.where)}"
    if len(flow.steps) > MOST_STEPS:
        yield f"    and {words.plural(len(flow.steps) - MOST_STEPS, 'more step')} (in the JSON report)"


def _excerpt(where: Where, lines: Lines) -> str:
    known = lines.get(where)
    return known.text if known else ""


def _spot(where: Where, lines: Lines) -> str:
    known = lines.get(where)
    return say.spot(where, known.line if known else 0, known.column if known else 0)


def list_lines(audit: Audit, pen: Pen) -> Iterator[str]:
    """Every hidden list that was read, and what its entries did in the lab."""
    if audit.static is None or not audit.static.findings.hidden_lists:
        return
    every = audit.static.findings.hidden_lists
    lines = {one.where: one for one in audit.static.excerpts}
    outcomes = {one.number: one for one in audit.lists}
    yield from pen.section(f"Hidden lists in the program text: {len(every)}")
    for number, one in enumerate(every, 1):
        yield from pen.entry(f"list {number}", say.list_title(one))
        yield from pen.entry("where", _spot(one.where, lines), "    ")
        yield from pen.entry("in the lab", outcome_text(outcomes.get(number)), "    ")
        yield from pen.entry("entries", _entries(one), "    ")


def _entries(one: HiddenList) -> str:
    if not one.entries:
        return one.note or "cannot be read"
    return words.listed(one.entries[:MOST_ENTRIES]) + (
        f"; {len(one.entries) - MOST_ENTRIES} more in the JSON and HTML reports"
        if len(one.entries) > MOST_ENTRIES
        else ""
    )


def outcome_text(one: ListOutcome | None) -> str:
    """What the lab showed of a list, in a sentence."""
    if one is None:
        return "not tried: no level of what is varied can hold its entries, or it was not asked for"
    tried = len(one.moved) + len(one.unmoved)
    if not tried:
        return f"not tried: {one.reason}"
    head = "confirmed" if one.confirmed else "not confirmed"
    entries = words.plural(tried, "entry", "entries")
    near = f"{len(one.near_misses_moved)} of {words.plural(len(one.near_misses), 'near miss', 'near misses')}"
    if one.where is None:
        said = f"{head}: tried as {one.factor}, none of {entries} moved anything that near misses did not"
    else:
        where = words.where(one.where)
        said = f"{head}: tried as {one.factor}, {len(one.moved)} of {entries} and {near} moved {where}"
    if one.signal:
        said += f"; this is {one.signal}"
    if one.where is not None and one.unmoved:
        said += f"; not moved: {words.listed(one.unmoved[:MOST_UNMOVED])}"
    return f"{said}; {one.reason}" if one.reason else said
