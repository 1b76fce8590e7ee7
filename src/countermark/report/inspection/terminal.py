"""What reading a target found, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.inspection import Inspection
from countermark.report import finding_words as say
from countermark.report.finding_lines import (
    coverage_lines,
    coverage_text,
    hidden_lines,
    inventory_lines,
    reason_lines,
    summary_lines,
    uninspected_lines,
)
from countermark.report.page_words import builds_left, builds_read, platform_rows
from countermark.report.pen import GREEN, RED, YELLOW, Pen, wrapped
from countermark.report.words import listed, plural

STYLES = {"found": RED, "nothing-found": GREEN, "incomplete": YELLOW}


def render(found: Inspection, *, colour: bool = False) -> str:
    """The report; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(found, Pen(colour=colour))) + "\n"


def _lines(found: Inspection, pen: Pen) -> Iterator[str]:
    yield from _head(found, pen)
    yield from summary_lines(found.findings, pen)
    yield from hidden_lines(found.findings, {one.where: one for one in found.excerpts}, pen)
    yield from inventory_lines(found.findings, pen)
    yield from coverage_lines(found.coverage, pen)
    yield from _not_read(found, pen)


def _head(found: Inspection, pen: Pen) -> Iterator[str]:
    target = found.target
    title = f"{say.outcome_title(found.outcome, found.findings)}{builds_read(found)}"
    yield f"{pen.ink(found.outcome.upper(), STYLES[found.outcome])}  {title}"
    named = f"{target.name} {target.version}".strip() or target.purl
    yield from wrapped(f"{named}  ({target.purl}, {target.platform})", "")
    yield ""
    yield from wrapped(
        f"It rests on {coverage_text(found.coverage)}, read by {plural(len(found.rules), 'rule')} "
        f"({listed(rule.id for rule in found.rules)}). Nothing of it was run: what it does is for an audit to say. "
        f"{builds_left(found)}".rstrip(),
        "",
    )
    if found.incomplete_because:
        yield "It is not complete:"
        yield from reason_lines(found.incomplete_because)


def _not_read(found: Inspection, pen: Pen) -> Iterator[str]:
    yield from pen.section("Not read")
    yield from uninspected_lines(found.uninspected, pen)
    if found.media_files:
        yield from pen.entry("pictures, sounds and fonts", plural(found.media_files, "file"))
    for one in found.skipped:
        yield from pen.entry(one.step, one.reason)
    yield from _platforms(found, pen)
    for note in found.notes:
        yield from pen.entry("note", note)


def _platforms(found: Inspection, pen: Pen) -> Iterator[str]:
    if found.platforms is None:
        return
    for title, text in platform_rows(found.platforms):
        yield from pen.entry(title, text)
