"""Whether an audit's signals are there again, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.outcome import Repeated
from countermark.model.reproduction import RepeatedCause, RepeatedSignal, Reproduction
from countermark.report import words as say
from countermark.report.pen import GREEN, RED, YELLOW, Pen, wrapped

STYLES: dict[Repeated, str] = {"reproduced": GREEN, "not-reproduced": RED, "could-not-run": YELLOW}
_TITLES: dict[Repeated, str] = {
    "reproduced": "every covert signal of the audit is there again",
    "not-reproduced": "not all that the audit found is there again",
    "could-not-run": "what the audit found could not be tried again",
}
_MOST_TEXTS = 4


def render(found: Reproduction, *, colour: bool = False) -> str:
    """The report; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(found, Pen(colour=colour))) + "\n"


def _lines(found: Reproduction, pen: Pen) -> Iterator[str]:
    yield f"{pen.ink(found.outcome.upper(), STYLES[found.outcome])}  {_TITLES[found.outcome]}"
    yield from wrapped(f"{found.target.name} {found.target.version}".strip(), "")
    yield from wrapped(f"audited {found.created}, evidence {found.evidence_id}", "")
    if found.why:
        for line in found.why.splitlines():
            yield from wrapped(line, "  ")
    for one in found.signals:
        yield from _signal(one, pen)
    if found.runs:
        yield ""
        lost = f", {found.failed_runs} of which left nothing to compare" if found.failed_runs else ""
        yield from wrapped(f"{say.plural(found.runs, 'run')} in the sealed lab{lost}.", "")


def _signal(one: RepeatedSignal, pen: Pen) -> Iterator[str]:
    yield from pen.section(f"{one.signal.id}: {one.outcome.replace('-', ' ')}")
    yield from pen.entry("where", say.where(one.signal.where))
    yield from pen.entry("how", one.signal.channel)
    yield from pen.entry("said", one.why)
    for cause in one.causes:
        yield from _cause(cause, pen)


def _cause(cause: RepeatedCause, pen: Pen) -> Iterator[str]:
    trigger = ", ".join(f"{level.factor}={level.value}" for level in cause.trigger)
    sure = f"{say.p_value(cause.p_adjusted)}, corrected for {say.plural(cause.tests, 'test')}"
    runs = f"{say.plural(cause.runs_with, 'fresh run')} with it and {cause.runs_without} without"
    yield from pen.entry(trigger, f"{cause.outcome.replace('-', ' ')}: {runs}: {sure}", "  ")
    for label, texts in (("with", cause.texts_with), ("without", cause.texts_without)):
        if texts:
            shown = " | ".join("(nothing)" if text is None else repr(text) for text in texts[:_MOST_TEXTS])
            more = f" and {len(texts) - _MOST_TEXTS} more" if len(texts) > _MOST_TEXTS else ""
            yield from pen.entry(label, f"{shown}{more}", "    ")
