"""What a policy or an approved audit says to an audit, for a terminal: below the audit's own report."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.policy import Decision, Waived
from countermark.report.pen import GREEN, RED, YELLOW, Pen, wrapped


def render(found: Decision, *, colour: bool = False) -> str:
    """The lines; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(found, Pen(colour=colour))) + "\n"


def _lines(found: Decision, pen: Pen) -> Iterator[str]:
    held = " and ".join(name for name in (found.policy, found.baseline) if name)
    yield from pen.section(f"Held against {held}")
    if found.violations:
        yield f"  {pen.ink('NOT ALLOWED', RED)}"
    elif found.lacking:
        yield f"  {pen.ink('INCOMPLETE', YELLOW)}"
    else:
        yield f"  {pen.ink('ALLOWED', GREEN)}"
    for one in found.violations:
        line = f" ({found.policy}, line {one.line})" if one.line else ""
        yield from pen.entry(one.rule, f"{one.what}{line}")
    for reason in found.lacking:
        yield from pen.entry("not examined", reason)
    for waived in found.waived:
        yield from pen.entry("allowed", _waived(waived))
    if found.unused:
        lines = ", ".join(map(str, found.unused))
        yield from wrapped(f"{found.policy}: nothing was found of what is allowed in line {lines}", "  ")


def _waived(one: Waived) -> str:
    by = "approved before" if one.by is None else f"until {one.by.expires}, by {one.by.owner}: {one.by.reason}"
    return f"{one.signal.id} (fingerprint {one.signal.fingerprint}), {by}"
