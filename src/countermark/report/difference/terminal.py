"""What is new in a version, for a terminal: findings in new code first."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.comparison import Difference, NewCode, Side
from countermark.report import finding_words as say
from countermark.report.finding_lines import coverage_text, hidden_lines, inventory_lines, reason_lines, summary_lines
from countermark.report.inspection.terminal import STYLES
from countermark.report.page_words import as_before, units
from countermark.report.pen import Pen, wrapped
from countermark.report.words import plural

MOST_CODE = 20
_MOST_CHARACTERS = 300


def render(found: Difference, *, colour: bool = False) -> str:
    """The report; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(found, Pen(colour=colour))) + "\n"


def _lines(found: Difference, pen: Pen) -> Iterator[str]:
    title = say.outcome_title(found.outcome, found.added)
    where = " in what is new" if found.outcome == "found" else ""
    yield f"{pen.ink(found.outcome.upper(), STYLES[found.outcome])}  {title}{where}"
    yield from wrapped(f"{_named(found.old)} → {_named(found.new)}", "")
    yield from wrapped(f"{units(found)}.", "")
    yield from summary_lines(found.added, pen)
    yield from hidden_lines(found.added, {one.where: one for one in found.excerpts}, pen)
    yield from _removed(found, pen)
    yield from inventory_lines(found.added, pen, "new ")
    yield from _code(found, pen)
    yield from pen.section("What was read")
    for side in (found.old, found.new):
        yield from pen.entry(_named(side), coverage_text(side.coverage))
        yield from reason_lines(side.incomplete_because)


def _named(side: Side) -> str:
    return f"{side.target.name} {side.target.version}".strip() or side.target.purl


def _removed(found: Difference, pen: Pen) -> Iterator[str]:
    lists, choices = found.removed.hidden_lists, say.covert_choices(found.removed)
    if not lists and not choices:
        return
    yield from pen.section("Gone")
    for one in lists:
        yield from wrapped(say.list_title(one), "  ", "    ")
    for choice in choices:
        yield from wrapped(say.choice_title(choice), "  ", "    ")


def _code(found: Difference, pen: Pen) -> Iterator[str]:
    yield from pen.section(f"New code: {plural(found.new_units, 'piece')}")
    for code in found.new_code[:MOST_CODE]:
        yield from pen.entry(_spot(code), code.excerpt[:_MOST_CHARACTERS])
    if len(found.new_code) > MOST_CODE:
        yield f"  and {len(found.new_code) - MOST_CODE:,} more"


def _spot(code: NewCode) -> str:
    held = "" if code.itself else f", as before but {as_before(code)}"
    return f"{code.where.file}, byte {code.where.start}, {plural(code.own_bytes, 'byte')}{held}"
