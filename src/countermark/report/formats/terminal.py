"""The report for a terminal: the verdict first, and everything from the target with its marks made visible."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermark.model.verdict import Audit, Signal, TableRow, Verdict
from countermark.report import words
from countermark.report.contrast import Piece, pieces, spans
from countermark.report.formats.record import Format
from countermark.text.visible import code_point, marked, visible

WIDTH = 100
CONTEXT = 36
MOST_ROWS = 16
MOST_NAMED = 8
MOST_LISTED = 12

BOLD, DIM, RED, GREEN, YELLOW, MARKED = "1", "2", "1;31", "1;32", "1;33", "7"

VERDICT_STYLES = {
    Verdict.COVERT: RED,
    Verdict.NOTHING_COVERT_FOUND: GREEN,
    Verdict.INCOMPLETE: YELLOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Writes text that cannot command the terminal; what is marked is reversed in colour, else stands in ⟦ ⟧."""

    colour: bool

    def ink(self, text: str, style: str) -> str:
        """Escaped ``text`` in ``style``."""
        return self._styled(visible(text), style)

    def _styled(self, shown: str, style: str) -> str:
        return f"\x1b[{style}m{shown}\x1b[0m" if self.colour and shown else shown

    def mark(self, text: str) -> str:
        """What differs."""
        return self._styled(marked(text), MARKED) if self.colour else f"⟦{marked(text)}⟧"

    def pieces(self, found: Iterable[Piece]) -> str:
        """A text with its differences marked."""
        return "".join(self.mark(one.text) if one.differs else visible(one.text) for one in found)


def render(audit: Audit, *, colour: bool = False) -> str:
    """The report; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(audit, Pen(colour=colour))) + "\n"


def _lines(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from _verdict(audit, pen)
    for signal in audit.signals:
        yield from _signal(signal, pen)
    yield from _open_influences(audit, pen)
    yield from _collections(audit, pen)
    yield from _destinations(audit, pen)
    yield from _coverage(audit, pen)
    yield from _noise(audit, pen)
    yield from _section("Not examined", pen)
    for what, why in words.not_examined(audit):
        yield from _entry(what, why, pen)
    yield from _evidence(audit, pen)


def _verdict(audit: Audit, pen: Pen) -> Iterator[str]:
    style = VERDICT_STYLES[audit.verdict]
    yield pen.ink(f"{audit.verdict.value.upper()}  {words.verdict_title(audit)}", style)
    yield from _wrapped(f"{words.tool_name(audit)}  ({audit.target.purl}, {audit.target.platform})", "")
    yield ""
    yield from _wrapped(words.verdict_text(audit), "")
    for reason in audit.incomplete_because:
        yield from _wrapped(reason, "  - ")
    if audit.incomplete_because and audit.verdict is Verdict.COVERT:
        yield "The audit is incomplete too, for these reasons; a covert signal stands all the same."
    yield ""
    figures = "; ".join(
        f"{fact.value} {fact.title}" + (f" ({fact.note})" if fact.note else "") for fact in words.facts(audit)
    )
    yield from _wrapped(f"It rests on {figures}.", "")


def _section(title: str, pen: Pen) -> Iterator[str]:
    yield ""
    yield pen.ink(title, BOLD)


def _entry(label: str, text: str, pen: Pen, indent: str = "  ") -> Iterator[str]:
    """A label and what belongs to it, the latter below itself where it is long."""
    head = f"{indent}{visible(label)}: "
    lines = textwrap.wrap(visible(text), WIDTH - len(indent) - 4, break_on_hyphens=False) or [""]
    if len(lines) == 1 and len(head) + len(lines[0]) <= WIDTH:
        yield f"{indent}{pen.ink(label, DIM)}: {lines[0]}"
    else:
        yield f"{indent}{pen.ink(label, DIM)}:"
        yield from (f"{indent}    {line}" for line in lines)


def _wrapped(text: str, first: str) -> Iterator[str]:
    yield from textwrap.wrap(
        visible(text), WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    )


def _signal(signal: Signal, pen: Pen) -> Iterator[str]:
    yield ""
    yield pen.ink(f"{signal.id}  {words.channel_title(signal)}", BOLD)
    if signal.summary:
        yield from _wrapped(signal.summary, "  ")
    yield from _entry("where", words.where(signal.where), pen)
    for address in signal.also:
        yield from _entry("also", words.where(address), pen)
    yield from _entry("trigger", words.trigger(signal.trigger), pen)
    for number, component in enumerate(signal.components, 1):
        text = f"{component.channel}, {words.bits(component.bits)}, {words.trigger(component.trigger)}"
        yield from _entry(f"part {number}", text, pen)
    yield from _entry("says", f"up to {words.bits(signal.bits)} per request", pen)
    yield from _entry("sure", words.how_sure(signal.confidence), pen)
    for item in signal.evidence:
        span = f"run {item.run}, blobs/{item.blob}, bytes {item.offset} to {item.offset + item.length}"
        yield from _entry("evidence", span, pen)
    yield from _states(signal.table, pen)


def _states(table: tuple[TableRow, ...], pen: Pen) -> Iterator[str]:
    yield f"  {pen.ink('states', DIM)}:"
    shown = table[:MOST_ROWS]
    present = [row.text for row in shown if row.text is not None]
    differing = iter(spans(present))
    for row in shown:
        when = words.trigger(row.when, 3)
        yield from _wrapped(when, "    when ")
        if row.text is None:
            yield f"      {pen.ink('(nothing)', DIM)}"
            continue
        found = next(differing)
        yield "      " + pen.pieces(pieces(row.text, found, context=CONTEXT, most=80))
        yield from (f"        {line}" for line in _named(row.text[start:stop] for start, stop in found))
    if len(table) > len(shown):
        yield f"    and {words.plural(len(table) - len(shown), 'more state')} (see the JSON report)"


def _named(texts: Iterable[str]) -> list[str]:
    """What a reader could mistake among ``texts``, by code point: all of a short text, of a long one the odd."""
    every = "".join(texts)
    odd = every if len(every) <= MOST_NAMED else "".join(char for char in every if not " " <= char <= "~")
    chars = list(dict.fromkeys(odd))
    lines = [f"{point.label} {point.name}" for point in map(code_point, chars[:MOST_NAMED])]
    return [*lines, f"and {len(chars) - MOST_NAMED} more"] if len(chars) > MOST_NAMED else lines


def _open_influences(audit: Audit, pen: Pen) -> Iterator[str]:
    for title, signals in (("Openly told (overt)", audit.overt), ("Openly changed (functional)", audit.functional)):
        if not signals:
            continue
        yield from _section(title, pen)
        for signal in signals[:MOST_LISTED]:
            yield from _entry(signal.id, f"{words.where(signal.where)}, when {words.trigger(signal.trigger, 3)}", pen)
        if len(signals) > MOST_LISTED:
            yield f"  and {len(signals) - MOST_LISTED} more (see the JSON or HTML report)"


def _collections(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from _section("What is collected", pen)
    if not audit.collections:
        yield "  no value of the surroundings was seen to leave the machine"
    for item in audit.collections:
        text = f"{words.said_of(item)} to {item.host}, {words.where(item.where)} (run {item.run})"
        yield from _entry(f"{item.factor} {item.value}", text, pen)


def _destinations(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from _section("Destinations", pen)
    if not audit.destinations:
        yield "  none was contacted"
    for item in audit.destinations:
        unread = "" if item.decoded else ", not all could be decoded"
        text = (
            f"{item.purpose}, {words.plural(item.bytes_sent, 'byte')} sent in {words.plural(item.runs, 'run')}{unread}"
        )
        yield from _entry(f"{item.host}:{item.port}", f"{text}; {item.when}" if item.when else text, pen)


def _coverage(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from _section("Varied", pen)
    for factor in audit.coverage.factors:
        yield from _entry(factor.factor, words.listed((level or "unset" for level in factor.levels), MOST_LISTED), pen)
    for check in audit.sealing:
        if not check.sealed:
            yield from _entry("NOT SEALED", f"{check.title}: answered by {check.answered_by}. {check.detail}", pen)


def _noise(audit: Audit, pen: Pen) -> Iterator[str]:
    if not audit.noise:
        return
    yield from _section("Noise: varies by itself, so little can be said of it", pen)
    for item in sorted(audit.noise, key=lambda one: -one.residual_bits)[:MOST_LISTED]:
        yield from _entry(words.where(item.where), f"{item.reason}; could hold {words.bits(item.residual_bits)}", pen)
    if len(audit.noise) > MOST_LISTED:
        yield f"  and {len(audit.noise) - MOST_LISTED} more (see the JSON or HTML report)"


def _evidence(audit: Audit, pen: Pen) -> Iterator[str]:
    yield from _section("Check it yourself", pen)
    yield from _entry("evidence", audit.evidence_id or "not sealed", pen)
    yield "  in the audit directory: sha256sum --check SHA256SUMS, then sha256sum SHA256SUMS"
    yield "  the same reports again: countermark replay DIRECTORY"


FORMAT = Format(
    id="terminal", title="for a terminal: plain text, or with colour", media_type="text/plain", render=render
)
