"""The report for a terminal: the verdict, each covert signal whole, and the rest summed up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermark.model.verdict import Audit, Signal, Verdict
from countermark.report import words
from countermark.report.asked_parts import asked_facts, reads_text, unexamined
from countermark.report.behaviour_parts import behaviour_lines
from countermark.report.branch_parts import branch_lines
from countermark.report.detectable_parts import detectable_text
from countermark.report.earlier_parts import earlier_text
from countermark.report.finding_lines import coverage_text
from countermark.report.formats.record import Format
from countermark.report.grouping import FormRow, InfluenceGroup, Row, collection_groups, influence_groups
from countermark.report.pen import GREEN, RED, YELLOW, Pen, table, wrapped
from countermark.report.switch_parts import switches_text
from countermark.report.terminal_signal import signal_lines
from countermark.report.terminal_static import list_lines, origin_lines
from countermark.report.totals import DestinationGroup, NoiseGroup, destination_groups, noise_groups
from countermark.report.traced_parts import traced_lines

MOST_PHRASES = 4
MOST_EXCHANGES = 2
MOST_LEVELS = 1
MOST_NOISY = 3

VERDICT_STYLES = {
    Verdict.COVERT: RED,
    Verdict.NOTHING_COVERT_FOUND: GREEN,
    Verdict.INCOMPLETE: YELLOW,
}


def render(audit: Audit, *, colour: bool = False) -> str:
    """The report; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(audit, Pen(colour=colour))) + "\n"


def _lines(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from _verdict(audit, pen)
    for signal in audit.signals:
        yield from signal_lines(signal, pen)
        yield from origin_lines(signal, audit, pen)
        yield from branch_lines(signal, pen)
    yield from list_lines(audit, pen)
    yield from traced_lines(audit, pen)
    yield from _influences("Openly told (overt)", audit.overt, pen)
    yield from _influences("Openly changed (functional)", audit.functional, pen)
    yield from _collections(audit, pen)
    yield from _destinations(audit, pen)
    yield from behaviour_lines(audit, pen)
    yield from _coverage(audit, pen)
    yield from _noise(audit, pen)
    yield from pen.section("Not examined")
    for what, why in words.not_examined(audit):
        yield from pen.entry(what, why)
    for what, names in unexamined(audit):
        yield from pen.entry(what, names)
    yield from _evidence(audit, pen)


def _verdict(audit: Audit, pen: Pen) -> Iterator[str]:
    style = VERDICT_STYLES[audit.verdict]
    yield pen.ink(f"{audit.verdict.value.upper()}  {words.verdict_title(audit)}", style)
    yield from wrapped(f"{words.tool_name(audit)}  ({audit.target.purl}, {audit.target.platform})", "")
    yield ""
    yield from wrapped(words.verdict_text(audit), "")
    for reason in audit.incomplete_because:
        yield from wrapped(reason, "  - ")
    if audit.incomplete_because and audit.verdict is Verdict.COVERT:
        yield "The audit is incomplete too, for these reasons; a covert signal stands all the same."
    yield ""
    figures = "; ".join(
        f"{fact.value} {fact.title}" + (f" ({fact.note})" if fact.note else "")
        for fact in (*words.facts(audit), *asked_facts(audit))
    )
    yield from wrapped(f"It rests on {figures}.", "")


def _influences(title: str, signals: Sequence[Signal], pen: Pen) -> Iterator[str]:
    if not signals:
        return
    yield from pen.section(f"{title}: {words.plural(len(signals), 'influence')}")
    for group in influence_groups(signals):
        head = _triggered(group)
        if len(group.rows) == 1:
            yield from pen.entry(f"{head}, in {_exchanges(group.rows[0])}", _phrases(group.rows[0]))
            continue
        yield from wrapped(head, "  ")
        for row in group.rows:
            yield from pen.entry(_exchanges(row), _phrases(row), "    ")


def _triggered(group: InfluenceGroup) -> str:
    """``base-url (43 levels)``; few levels are named."""
    said = (
        f"{item.factor} ({words.listed(words.level_names(item.levels))})"
        if len(item.levels) <= MOST_LEVELS
        else f"{item.factor} ({len(item.levels)} levels)"
        for item in group.trigger
    )
    return " together with ".join(said)


def _exchanges(row: Row) -> str:
    return words.listed(map(words.exchange_title, row.exchanges), MOST_EXCHANGES)


def _phrases(row: Row) -> str:
    """The first phrases, and of how many places the others are; one alone is not worth its own omission."""
    most = MOST_PHRASES if len(row.phrases) > MOST_PHRASES + 1 else len(row.phrases)
    left = sum(phrase.places for phrase in row.phrases[most:])
    said = [phrase.text for phrase in row.phrases[:most]]
    return "; ".join([*said, f"and {words.plural(left, 'more place')}"] if left else said)


def _collections(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from pen.section("What is collected")
    if not audit.collections:
        yield "  no value of the surroundings was seen to leave the machine"
    for group in collection_groups(audit.collections):
        values = words.listed(words.level_names(group.values), 1)
        head = f"{group.factor} → {words.listed(group.hosts, MOST_EXCHANGES)} (in the lab: {values})"
        forms = [(words.listed(map(words.form, form.forms)), _places(form)) for form in group.forms]
        if len(forms) == 1:
            yield from pen.entry(f"{head}, {forms[0][0]}", forms[0][1])
            continue
        yield from wrapped(head, "  ", "      ")
        for form, places in forms:
            yield from pen.entry(form, places, "    ")


def _places(form: FormRow) -> str:
    return "; ".join(f"{_phrases(row)} of {_exchanges(row)}" for row in form.rows)


def _destinations(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from pen.section("Destinations")
    groups = destination_groups(audit.destinations, audit.coverage.factors)
    if not groups:
        yield "  none was contacted"
        return
    yield from table([("bytes sent", "runs", "to whom, what for, and when"), *map(_destination, groups)])


def _destination(group: DestinationGroup) -> tuple[str, str, str]:
    one = group.destinations[0]
    runs = sum(item.runs for item in group.destinations)
    sent = sum(item.bytes_sent for item in group.destinations)
    if group.named_by:
        host, when = f"{len(group.destinations)} other hosts", f"each when {group.named_by} names it"
    else:
        host, when = f"{one.host}:{one.port}", one.when
    unread = "" if one.decoded else "not all could be decoded"
    return f"{sent:,}", f"{runs:,}", ", ".join(text for text in (host, one.purpose, when, unread) if text)


def _coverage(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from pen.section("Varied: factors and how many levels of each (the HTML and JSON reports name them)")
    yield from wrapped(", ".join(f"{item.factor} {len(item.levels)}" for item in audit.coverage.factors), "  ")
    if audit.static is not None:
        yield from pen.entry("read", f"{coverage_text(audit.static.coverage)}; {reads_text(audit)}")
    shown = detectable_text(audit)
    if shown:
        yield from pen.entry("by chance", shown)
    thrown = switches_text(audit)
    if thrown:
        yield from pen.entry("switches", thrown)
    learned = earlier_text(audit)
    if learned:
        yield from pen.entry("tried first", learned)
    for check in audit.sealing:
        if not check.sealed:
            yield from pen.entry("NOT SEALED", f"{check.title}: answered by {check.answered_by}. {check.detail}")


def _noise(audit: Audit, pen: Pen) -> Iterator[str]:
    if not audit.noise:
        return
    groups = noise_groups(audit.noise)
    places = words.plural(len(audit.noise), "place")
    yield from pen.section(f"Noise: what varies by itself ({places}), so little can be said of it")
    shown = [group for number, group in enumerate(groups) if number < MOST_NOISY or group.largest]
    for group in shown:
        yield from pen.entry(words.exchange_title(group.exchange), _noisy(group))
    others = len(groups) - len(shown)
    if others:
        left = len(audit.noise) - sum(len(group.noise) for group in shown)
        yield f"  and {words.plural(left, 'place')} in {words.plural(others, 'more exchange')}"


def _noisy(group: NoiseGroup) -> str:
    said = "; ".join(f"{one.phrase} ({words.bits(one.residual_bits)})" for one in group.largest)
    return words.plural(len(group.noise), "place") + (f"; could hold most: {said}" if said else "")


def _evidence(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from pen.section("Check it yourself")
    yield from pen.entry("evidence", audit.evidence_id or "not sealed")
    yield "  in the audit directory: sha256sum --check SHA256SUMS, then sha256sum SHA256SUMS"
    yield "  the same reports again, and everything that is only counted here:"
    yield "  countermark replay DIRECTORY --html FILE --json FILE"


FORMAT = Format(
    id="terminal", title="for a terminal: plain text, or with colour", media_type="text/plain", render=render
)
