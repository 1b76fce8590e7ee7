"""A history for a terminal: what came and went, a timeline of releases, and the gaps."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.comparison import History, Thread
from countermark.model.static import HiddenList
from countermark.report.chronicle import words
from countermark.report.finding_lines import reason_lines
from countermark.report.finding_words import text_lines
from countermark.report.inspection.terminal import STYLES
from countermark.report.pen import DIM, RED, Pen, wrapped
from countermark.report.words import listed

_MOST_ENTRIES = 12
_ROW = 80
_SIGNS = {"has": "█", "likely": "▒", "lacks": "·", "": " "}


def render(found: History, *, colour: bool = False) -> str:
    """The report; ``colour`` adds ANSI codes for a terminal that wants them."""
    return "\n".join(_lines(found, Pen(colour=colour))) + "\n"


def _lines(found: History, pen: Pen) -> Iterator[str]:
    yield f"{pen.ink(found.outcome.upper(), STYLES[found.outcome])}  {words.heading(found)}"
    yield from wrapped(f"{found.name}: {words.lead(found)}.", "")
    for number, thread in enumerate(found.threads, start=1):
        yield from _thread(f"thread-{number}", thread, found, pen)
    if found.incomplete_because:
        yield from pen.section("Gaps")
        yield from reason_lines(found.incomplete_because)
    yield from _releases(found, pen)


def _thread(name: str, one: Thread, found: History, pen: Pen) -> Iterator[str]:
    yield ""
    first, *rest = wrapped(words.thread_title(one), " " * (len(name) + 2), "    ")
    yield f"{pen.ink(name, RED)}{first[len(name) :]}"
    yield from rest
    for change in words.thread_changes(one, found):
        yield from wrapped(change, "  ", "    ")
    if isinstance(one.finding, HiddenList):
        if one.finding.entries:
            yield from pen.entry("entries", listed(one.finding.entries, _MOST_ENTRIES))
    else:
        for text in text_lines(one.finding.texts):
            yield from wrapped(text, "    ", "      ")
    yield from _timeline(one, found)


def _timeline(one: Thread, found: History) -> Iterator[str]:
    """One sign for each release: has it, has it not, not read; below, when the ends of each row were published."""
    row = "".join(_SIGNS[state] for state in words.states(one, found))
    for start in range(0, len(row), _ROW):
        piece = row[start : start + _ROW]
        first, last = found.releases[start], found.releases[min(start + _ROW, len(row)) - 1]
        yield f"  {first.version} [{piece}] {last.version}"
        days = " " * (len(first.version) + 3) + first.published[:10]
        yield f"  {days.ljust(len(first.version) + len(piece) + 4)}{last.published[:10]}"


def _releases(found: History, pen: Pen) -> Iterator[str]:
    yield from pen.section("Releases that were read")
    for release in found.releases:
        if release.state in {"read", "partly-read", "failed"}:
            has = [f"thread-{n}" for n, one in enumerate(found.threads, 1) if release.version in one.present]
            said = "could not be had or read" if release.state == "failed" else listed(has) or "nothing"
            yield from wrapped(f"{release.version:14} {release.published[:10]:12} {said}", "  ", "      ")
    key = "█ has it   ▒ was not read, and lies between two that have it   · was read and has it not   blank: not read"
    yield from (pen.ink(line, DIM) for line in wrapped(key, "  "))
